"""What usually goes wrong in chapter 8 with the training loop: losses, gradients, what is kept and what is updated.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.training_loop import Array, Parameters, Training


def _negative_log(probabilities: Array) -> Array:
    return -np.log(probabilities)


@mistake(
    "train",
    "Your loss of an epoch is the mean of the batches' means, which gives the samples of a smaller last "
    "batch too much weight. Add up the losses of the samples, and divide by their number.",
)
def train_mean_of_means(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="mean of means").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the gradient of the last batch by batch_size, though it is smaller. Divide by the number "
    "of its own samples.",
)
def train_divides_by_full_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(divisor="batch_size").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the sum of the losses as if the last batch were full. Divide by the number of samples.",
)
def train_loss_as_if_full(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="as full").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The samples that do not fill a batch are left out. They make a last, smaller batch.",
)
def train_drops_last_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(drops_last=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You measure a batch's loss after its step, with the new parameters. Measure it before.",
)
def train_loss_after_step(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="after").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradient goes back through dense weights that have already made their step. Compute all "
    "gradients first, then change the parameters.",
)
def train_dense_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(dense_first=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "On its way back, the gradient passes your ReLU unchanged. Where the map was negative it must become 0.",
)
def train_without_relu_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(relu_gradient=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling gives its gradient to every pixel of the window. Only the largest one made the output, "
    "so it alone gets the gradient.",
)
def train_gradient_to_whole_window(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(to_all=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling shares its gradient among the pixels of the window, as for a mean. Only the largest one"
    " made the output, so it gets all of it.",
)
def train_gradient_shared_in_window(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(shared=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The bias of the dense layer never changes. All four parameters make a step.",
)
def train_dense_bias_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("dense_bias",)).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The bias of the convolution never changes. All four parameters make a step.",
)
def train_conv_bias_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("conv_bias",)).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The biases never change. All four parameters make a step.",
)
def train_biases_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("conv_bias", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Only the dense layer learns. Take the gradient back through the pooling and the ReLU, to the kernels"
    " and the bias of the convolution.",
)
def train_conv_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("conv_kernels", "conv_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Only the convolution learns. The weights and the bias of the dense layer make a step, too.",
)
def train_dense_frozen(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("dense_weights", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Your parameters are still what they were at the start. Subtract the learning rate times the gradient"
    " after every batch, and return the new ones.",
)
def train_never_steps(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(frozen=("conv_kernels", "conv_bias", "dense_weights", "dense_bias")).run(
        images, labels, parameters, epochs, batch_size, learning_rate
    )


@mistake(
    "train",
    "Your gradient is the sum over the batch's samples, so larger batches make larger steps. Take that of"
    " the mean loss: divide by the number of samples, once.",
)
def train_sums_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(divisor="none").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide the gradient by the size of the batch twice. The gradient with respect to the logits has "
    "it already; the layers before only add up.",
)
def train_divides_twice(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(divisor="twice").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You divide a batch's gradient by the number of all samples. Divide it by those of the batch.",
)
def train_divides_by_all_samples(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(divisor="total").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your parameters climb: the gradient shows where the loss grows. Go the other way, and subtract.",
)
def train_upwards(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(divisor="negative").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Every epoch of yours starts from the first parameters again. Go on from where the last one ended.",
)
def train_restarts(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(restarts=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You shuffle the samples. Here the batches come in order, so that everybody gets the same result.",
)
def train_shuffles(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(shuffles=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is measured on all samples at the end of the epoch. Each sample's loss is measured when "
    "its batch comes, before the step.",
)
def train_loss_at_end(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="end").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is measured on all samples at the start of the epoch. Each sample's loss is measured when "
    "its batch comes, after the steps of the batches before.",
)
def train_loss_at_start(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="start").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is that of its last batch. It is the mean over all samples of the epoch.",
)
def train_loss_of_last_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="last").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is that of its first batch. It is the mean over all samples of the epoch.",
)
def train_loss_of_first_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="first").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You return one loss for every batch. One for every epoch is asked: the mean over its samples.",
)
def train_loss_a_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="batches").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is a sum over its samples. Divide it by their number.",
)
def train_loss_summed(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="sum").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss of an epoch is the sum of the batches' means. It is the mean over all samples of the epoch.",
)
def train_loss_summed_over_batches(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(loss="sum of means").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss uses the logarithm of base 2. Cross-entropy uses the natural one.",
)
def train_loss_in_bits(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(logarithm=np.log2).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your loss is negative: the logarithm of a probability is. Put a minus before it.",
)
def train_loss_negative(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(logarithm=_negative_log).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your layer flips the kernels: that is the mathematical convolution. A CNN's layer computes the "
    "cross-correlation, without a flip.",
)
def train_flips_kernels(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(flipped=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradient of your kernels is upside down and left to right. Its first number belongs to the first"
    " pixel of every window.",
)
def train_flips_gradient(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(flips_back=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your pooling takes the mean of each window. This network takes the largest number.",
)
def train_average_pooling(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(average=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "There is no ReLU in your network. It comes between the convolution and the pooling.",
)
def train_without_relu(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(relu=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your gradient subtracts the labels from the logits. Subtract them from the probabilities that "
    "softmax makes of the logits.",
)
def train_logits_for_probabilities(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(softmax_gradient=False).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You multiply by the derivative p(1 - p) once more. The gradient with respect to the logits, "
    "probabilities less labels, already goes through the softmax.",
)
def train_softmax_derived_twice(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(derivative=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your probabilities do not add up to 1: you use a sigmoid. Use a softmax over the classes.",
)
def train_sigmoid(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(probabilities="sigmoid").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your softmax runs over the whole batch. The probabilities of each sample add up to 1.",
)
def train_softmax_over_batch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(probabilities="all").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You flatten one filter's map after the other. Keep the order of the axes (rows, columns, filters): "
    "the filters of a place stand together.",
)
def train_flattens_channels_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(order="channels").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You flatten column by column. Keep the order of the axes: rows, columns, filters.",
)
def train_flattens_columns_first(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(order="columns").run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your steps go on in the direction of those before: that is momentum. Plain SGD follows the gradient "
    "of its own batch alone.",
)
def train_with_momentum(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(momentum=0.9).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "The gradients of the epoch's earlier batches are still there: you add to them. Each batch starts from 0.",
)
def train_accumulates(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(accumulates=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your learning rate becomes smaller from step to step. Here it stays what it is.",
)
def train_decays_rate(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(decay=0.9).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Every step of yours uses all samples. Use those of its batch only.",
)
def train_whole_set(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(whole_set=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your function changes the parameters it is given: whoever called it still needs them. Train a copy.",
)
def train_in_place(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(in_place=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "Your new parameters are cut to the type of the old ones: integers lose what stands behind the point."
    " Compute with decimal numbers.",
)
def train_keeps_integers(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training(integers=True).run(images, labels, parameters, epochs, batch_size, learning_rate)


@mistake(
    "train",
    "You train for one epoch only: the argument epochs is never used, or the function returns too early.",
)
def train_single_epoch(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training().run(images, labels, parameters, 1, batch_size, learning_rate)


@mistake(
    "train",
    "You make a step for every sample: the argument batch_size is never used.",
)
def train_one_sample_at_a_time(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training().run(images, labels, parameters, epochs, 1, learning_rate)


@mistake(
    "train",
    "You return the loss of the last epoch. A list is asked, with one loss for every epoch.",
)
def train_last_loss_only(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    trained, losses = Training().run(images, labels, parameters, epochs, batch_size, learning_rate)
    return trained, losses[-1:]


@mistake(
    "train",
    "You count the labels from 1. Label 0 stands for the first column of the probabilities.",
)
def train_labels_from_one(
    images: Array, labels: Array, parameters: Parameters, epochs: int, batch_size: int, learning_rate: float
) -> tuple[Parameters, list[float]]:
    return Training().run(images, labels - 1, parameters, epochs, batch_size, learning_rate)
