"""What usually goes wrong in chapter 7 with a classification head: layers left out, exchanged, or activated otherwise.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.dense_layers import (
    Array,
    floats,
    naive_softmax,
    relu,
    right_dense,
    right_softmax,
    rows_of,
    sigmoid,
)


def _head(
    features: Array,
    hidden: tuple[Array, Array],
    output: tuple[Array, Array],
    activation: Callable[[Array], Array] = relu,
    last: Callable[[Array], Array] = right_softmax,
) -> Array:
    return last(right_dense(activation(right_dense(features, *hidden)), *output))


@mistake(
    "classification_head",
    "Your softmax takes the largest logit of the whole batch away from all rows. Where the logits of two samples lie "
    "far apart, every exponential of one of them is 0: each row needs its own maximum.",
)
def head_maximum_of_the_batch(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: naive_softmax(logits - np.max(logits)),
    )


@mistake(
    "classification_head",
    "Your exponentials overflow when the logits are large. Softmax does not change when the same number is taken "
    "away from all logits of a row.",
)
def head_overflowing(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=naive_softmax)


@mistake(
    "classification_head",
    "Your logits are cut to a range before softmax. Logits of 1000 and 1001 become equal that way, and their "
    "probabilities too.",
)
def head_clipped_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: naive_softmax(np.clip(logits, -500, 500)),
    )


@mistake(
    "classification_head",
    "Your ReLU comes before the hidden bias. The bias belongs to the sum, and ReLU comes after it.",
)
def head_relu_before_the_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return right_softmax(
        right_dense(
            relu(right_dense(rows_of(features), hidden_weights, np.zeros(1))) + hidden_bias, output_weights, output_bias
        )
    )


@mistake("classification_head", "You apply ReLU to the features too. It comes after the hidden layer only.")
def head_relu_on_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(relu(rows_of(features)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "You apply ReLU to the logits too: the negative ones became 0 before softmax. The output layer has softmax alone.",
)
def head_relu_on_the_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: right_softmax(relu(logits)),
    )


@mistake("classification_head", "Your hidden layer lacks its ReLU: without it two layers are no more than one.")
def head_without_relu(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=np.asarray)


@mistake("classification_head", "Your hidden layer takes absolute values. ReLU makes 0 of the negative ones.")
def head_absolute_value(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=np.abs)


@mistake(
    "classification_head",
    "Your hidden layer lets a part of the negative numbers through: that is the leaky ReLU. ReLU makes 0 of them.",
)
def head_leaky_relu(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: np.where(x > 0, x, 0.01 * x),
    )


@mistake(
    "classification_head",
    "Your hidden layer lets 0.3 times the negative numbers through: that is the leaky ReLU of chapter 5. ReLU makes "
    "0 of them.",
)
def head_leaky_relu_of_keras(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: np.where(x > 0, x, 0.3 * x),
    )


@mistake("classification_head", "The activation of your hidden layer is a sigmoid. Here it is ReLU.")
def head_sigmoid_hidden(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=sigmoid)


@mistake(
    "classification_head",
    "Your hidden layer has a softmax. It belongs to the output layer alone; the hidden layer has ReLU.",
)
def head_softmax_hidden(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), activation=right_softmax
    )


@mistake("classification_head", "Your hidden layer lacks its bias.")
def head_without_hidden_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, np.zeros(1)), (output_weights, output_bias))


@mistake("classification_head", "Your output layer lacks its bias.")
def head_without_output_bias(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, np.zeros(1)))


@mistake("classification_head", "Both of your layers lack their biases.")
def head_without_biases(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, np.zeros(1)), (output_weights, np.zeros(1)))


@mistake(
    "classification_head",
    "Your biases are exchanged where they have the same length. The hidden one is the third argument, the output one "
    "the fifth.",
)
def head_biases_exchanged(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    if len(hidden_bias) == len(output_bias):
        hidden_bias, output_bias = output_bias, hidden_bias
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your features are flattened channel by channel. In reading order the channels of a pixel stay together.",
)
def head_channel_by_channel(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features.transpose(0, 3, 1, 2)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake("classification_head", "Your features are flattened column by column. The reading order is row by row.")
def head_column_by_column(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features.transpose(0, 2, 1, 3)), (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your features are flattened in Fortran's order: the first axis moves fastest. In reading order (C) the last one "
    "does.",
)
def head_fortran_order(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        floats(features).reshape((len(features), -1), order="F"),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
    )


@mistake(
    "classification_head",
    "Your order of the features depends on how the array lies in memory. Ask for the reading order (C) whatever the "
    "array you receive.",
)
def head_memory_order(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        floats(features).reshape((len(features), -1), order="A"),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
    )


@mistake(
    "classification_head", "Your softmax runs over the batch: the columns of your result sum to 1. Its rows should."
)
def head_softmax_over_the_batch(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: right_softmax(logits.T).T,
    )


@mistake("classification_head", "Your probabilities sum to 1 over the whole batch. Each row has a sum of its own.")
def head_softmax_over_everything(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: right_softmax(logits.reshape(-1)).reshape(logits.shape),
    )


@mistake("classification_head", "Your result holds the logits: the softmax at the end is missing.")
def head_logits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=np.asarray)


@mistake(
    "classification_head",
    "Your logits went through a sigmoid each. Softmax compares them with each other, and its results sum to 1.",
)
def head_sigmoid_output(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=sigmoid)


@mistake("classification_head", "The activation of your output layer is ReLU. Probabilities come out of softmax.")
def head_relu_output(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias), last=relu)


@mistake(
    "classification_head", "Your softmax is applied twice, which makes the probabilities more alike. Once is enough."
)
def head_softmax_twice(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: right_softmax(right_softmax(logits)),
    )


@mistake("classification_head", "Your result holds the logarithms of the probabilities, not the probabilities.")
def head_logarithms(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.log(_head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias)))


@mistake(
    "classification_head", "Your exponentials are not divided by their sum: the probabilities of a row must sum to 1."
)
def head_not_normalised(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        last=lambda logits: np.exp(logits - logits.max(axis=-1, keepdims=True)),
    )


@mistake("classification_head", "Your result holds the predicted classes. The probabilities of all classes are asked.")
def head_classes(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.asarray(
        np.argmax(_head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias)), axis=-1)
    )


@mistake(
    "classification_head", "All rows of your result are that of the first sample. Each sample of the batch has its own."
)
def head_first_sample_repeated(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    output = _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias))
    output[1:] = output[0]
    return output


@mistake(
    "classification_head",
    "A single sample comes back without its batch axis. A batch of one sample gives (1, classes).",
)
def head_squeezed(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    output = _head(rows_of(features), (hidden_weights, hidden_bias), (output_weights, output_bias))
    return output[0] if len(output) == 1 else output


@mistake(
    "classification_head",
    "Your hidden layer has the type of the features, so that features of integers cut its decimals off. Look at the "
    "type of the array you fill.",
)
def head_hidden_typed_like_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(
        rows_of(features),
        (hidden_weights, hidden_bias),
        (output_weights, output_bias),
        activation=lambda x: relu(x).astype(features.dtype),
    )


@mistake(
    "classification_head",
    "Your weights take the type of the features: with features of integers they lose their decimals. Turn the "
    "features into decimal numbers instead.",
)
def head_weights_typed_like_the_features(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return _head(rows_of(features), (hidden_weights.astype(features.dtype), hidden_bias), (output_weights, output_bias))


@mistake("classification_head", "Your result holds nothing but zeros: the array is made, but never filled.")
def head_never_filled(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    return np.zeros((len(features), len(output_bias)))


@mistake(
    "classification_head",
    "Your function gives a new shape to the features it was given. Reshape gives a view and leaves the argument as it "
    "was.",
)
def head_features_reshaped_in_place(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    features.resize((len(features), features[0].size), refcheck=False)
    return _head(features, (hidden_weights, hidden_bias), (output_weights, output_bias))


@mistake(
    "classification_head",
    "Your weights are transposed whenever they are square. Their first axis always belongs to the inputs, their second "
    "one to the units.",
)
def head_transposed_when_it_fits(
    features: Array, hidden_weights: Array, hidden_bias: Array, output_weights: Array, output_bias: Array
) -> Array:
    first, second = (
        weights.T if weights.shape[0] == weights.shape[1] else weights for weights in (hidden_weights, output_weights)
    )
    return _head(rows_of(features), (first, hidden_bias), (second, output_bias))
