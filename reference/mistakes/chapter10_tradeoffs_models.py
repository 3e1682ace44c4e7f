"""Chapter 10: what usually goes wrong with models, forests, trainings and clocks."""

# ruff: noqa: ARG001 (a mistake may ignore an argument, that is what it shows)
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from reference import chapter10_tradeoffs as right
from reference.mistakes import mistake

Array = NDArray[Any]
Layers = Sequence[Mapping[str, Any]]
Cost = dict[str, int]

# %% model_cost

COST = """
def model_cost(model):
    operations = 0
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            kernel = layer.kernel_size[0] * layer.kernel_size[1] * layer.input.shape[-1]
            operations += {convolution}
        elif isinstance(layer, keras.layers.Dense):
            operations += {dense}
    weights = model.get_weights()
    parameters = sum(weight.size for weight in weights)
    return {{"parameters": {parameters}, "bytes": {bytes}, "operations": operations}}
"""
RIGHT = {
    "convolution": "kernel * layer.filters * layer.output.shape[1] * layer.output.shape[2]",
    "dense": "layer.input.shape[-1] * layer.units",
    "parameters": "parameters",
    "bytes": "sum(weight.nbytes for weight in weights)",
}


def _operations(input_shape: Sequence[int], layers: Layers, kind: str) -> int:
    """Multiply-adds of the layers of one kind."""
    found = 0
    for place, layer in enumerate(layers):
        if layer["type"] == kind:
            before = right.model_cost(input_shape, layers[:place])["operations"]
            found += right.model_cost(input_shape, layers[: place + 1])["operations"] - before
    return found


@mistake(
    "model_cost",
    "Not every parameter takes 4 bytes: look at the dtype of the weights.",
    written=COST.format(**RIGHT | {"bytes": "4 * parameters"}),
)
def cost_in_float32_only(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """Four bytes always."""
    return right.model_cost(input_shape, layers)


@mistake(
    "model_cost",
    "You give bits: a byte has eight of them.",
    written=COST.format(**RIGHT | {"bytes": "8 * sum(weight.nbytes for weight in weights)"}),
)
def cost_in_bits(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """Eight times too many."""
    found = right.model_cost(input_shape, layers, dtype)
    return {**found, "bytes": 8 * found["bytes"]}


@mistake(
    "model_cost",
    "Biases are parameters, too, and take their bytes.",
    written=COST.format(**RIGHT).replace("model.get_weights()", "[w for w in model.get_weights() if w.ndim > 1]"),
)
def cost_without_biases(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """Kernels only."""
    found = right.model_cost(input_shape, layers, dtype)
    biases = sum(layer.get("filters", 0) + layer.get("units", 0) for layer in layers)
    less = right.BYTES[dtype] * biases
    return {**found, "parameters": found["parameters"] - biases, "bytes": found["bytes"] - less}


@mistake(
    "model_cost",
    "The work of the convolutions is missing.",
    written=COST.format(**RIGHT | {"convolution": "0"}),
)
def cost_of_dense_layers_only(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """No convolution."""
    found = right.model_cost(input_shape, layers, dtype)
    return {**found, "operations": _operations(input_shape, layers, "dense")}


@mistake(
    "model_cost",
    "The work of the dense layers is missing.",
    written=COST.format(**RIGHT | {"dense": "0"}),
)
def cost_of_convolutions_only(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """No dense layer."""
    found = right.model_cost(input_shape, layers, dtype)
    return {**found, "operations": _operations(input_shape, layers, "conv2d")}


@mistake(
    "model_cost",
    "A convolution does not use each of its weights once, but once for every window.",
    written=COST.format(**RIGHT | {"convolution": "kernel * layer.filters"}),
)
def cost_of_one_window(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """As if a convolution had one window."""
    found = right.model_cost(input_shape, layers, dtype)
    filters = sum(layer["filters"] + layer.get("units", 0) for layer in layers if layer["type"] == "conv2d")
    kernels = sum(
        right.model_cost(input_shape, layers[: place + 1])["parameters"]
        - right.model_cost(input_shape, layers[:place])["parameters"]
        for place, layer in enumerate(layers)
        if layer["type"] == "conv2d"
    )
    return {**found, "operations": _operations(input_shape, layers, "dense") + kernels - filters}


@mistake(
    "model_cost",
    "You count products and sums one by one: a multiply-add is both together, and counts once.",
    written=COST.format(**RIGHT).replace('"operations": operations', '"operations": 2 * operations'),
)
def cost_counted_twice(input_shape: Sequence[int], layers: Layers, dtype: str = "float32") -> Cost:
    """Two operations each."""
    found = right.model_cost(input_shape, layers, dtype)
    return {**found, "operations": 2 * found["operations"]}


# %% forest_size

SIZE = "def forest_size(forest):\n    return {found}\n"


@mistake(
    "forest_size",
    "You count the trees: each has many nodes.",
    written=SIZE.format(found="len(forest.estimators_)"),
)
def size_in_trees(trees: int, leaves: int) -> int:
    """Trees."""
    return trees


@mistake(
    "forest_size",
    "You count the leaves, which answer: the nodes that ask are missing.",
    written=SIZE.format(found="sum(tree.get_n_leaves() for tree in forest.estimators_)"),
)
def size_in_leaves(trees: int, leaves: int) -> int:
    """Leaves."""
    return trees * leaves


@mistake(
    "forest_size",
    "You count the nodes that ask: the leaves, which answer, are missing.",
    written=SIZE.format(found="sum(t.tree_.node_count - t.get_n_leaves() for t in forest.estimators_)"),
)
def size_in_questions(trees: int, leaves: int) -> int:
    """Splits."""
    return trees * (leaves - 1)


@mistake(
    "forest_size",
    "That is one tree alone: a forest has many.",
    written=SIZE.format(found="forest.estimators_[0].tree_.node_count"),
)
def size_of_the_first_tree(trees: int, leaves: int) -> int:
    """One tree."""
    return 2 * leaves - 1


# %% forest_predictions

FOREST = """
def forest_predictions(images, labels, test_images):
    forest = RandomForestClassifier()
    flat, flat_tests = images.reshape(len(images), -1), test_images.reshape(len(test_images), -1)
    {fit}
    return {found}
"""
FIT = "forest.fit(flat, labels)"


class NotFittedError(ValueError):
    """What scikit-learn raises when a forest is asked before it is trained."""


@mistake(
    "forest_predictions",
    "A forest wants a row of numbers for each picture: flatten the training images and the test images.",
    written=FOREST.format(fit="forest.fit(images, labels)", found="forest.predict(test_images)"),
)
def forest_of_pictures(images: Array, labels: Array, test_images: Array) -> dict[str, str]:
    """scikit-learn refuses arrays of four axes."""
    raise ValueError("Found array with dim 4")


@mistake(
    "forest_predictions",
    "The forest is asked before it is trained: `fit` comes first.",
    written=FOREST.format(fit="pass", found="forest.predict(flat_tests)"),
)
def forest_untrained(images: Array, labels: Array, test_images: Array) -> dict[str, str]:
    """scikit-learn refuses."""
    raise NotFittedError("not fitted")


@mistake(
    "forest_predictions",
    "You give probabilities: one label a picture is asked for.",
    written=FOREST.format(fit=FIT, found="forest.predict_proba(flat_tests)"),
)
def forest_of_probabilities(images: Array, labels: Array, test_images: Array) -> dict[str, str]:
    """Ten numbers an image."""
    return {"form": "probabilities", "accuracy": "poor"}


@mistake(
    "forest_predictions",
    "You let it recognise the images it was trained on, which it knows by heart. The test images are asked for.",
    written=FOREST.format(fit=FIT, found="forest.predict(flat)"),
)
def forest_on_its_training_images(images: Array, labels: Array, test_images: Array) -> dict[str, str]:
    """Other images."""
    return {"form": "other shape", "accuracy": "poor"}


@mistake(
    "forest_predictions",
    "The form is right, but too many labels are wrong. A single tree is no forest, and neither are a few small ones: "
    "the vote of many makes it strong. And the labels must belong to the images they are trained with.",
    written=FOREST.format(
        fit="forest = RandomForestClassifier(1).fit(flat, labels)", found="forest.predict(flat_tests)"
    ),
)
def forest_of_one_tree(images: Array, labels: Array, test_images: Array) -> dict[str, str]:
    """About 75 % right."""
    return {"form": "labels", "accuracy": "poor"}


# %% train_cnn

CNN = """
def train_cnn(images, labels):
    model = keras.Sequential([keras.Input((8, 8, 1)), {layers}])
    model.compile(optimizer=keras.optimizers.Adam(0.003), loss={loss})
    {fit}
    return model
"""
SMALL = {
    "layers": 'keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.Flatten(), '
    'keras.layers.Dense(10, activation="softmax")',
    "loss": '"sparse_categorical_crossentropy"',
    "fit": "model.fit(images, labels, epochs=20, verbose=0)",
}


@mistake(
    "train_cnn",
    "There is no convolution in your model: it knows nothing of neighbouring pixels.",
    written=CNN.format(
        **SMALL
        | {
            "layers": 'keras.layers.Flatten(), keras.layers.Dense(64, activation="relu"), '
            'keras.layers.Dense(10, activation="softmax")'
        }
    ),
)
def cnn_of_dense_layers(images: Array, labels: Array) -> dict[str, str]:
    """Dense layers only."""
    return {**right.train_cnn(images, labels), "layers": "dense"}


@mistake(
    "train_cnn",
    "The model has more than 20 000 parameters. Look at `model.summary()`: which layer has most of them?",
    written=CNN.format(
        **SMALL
        | {
            "layers": 'keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.Flatten(), '
            'keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax")'
        }
    ),
)
def cnn_too_large(images: Array, labels: Array) -> dict[str, str]:
    """148 996 parameters."""
    return {**right.train_cnn(images, labels), "size": "large"}


@mistake(
    "train_cnn",
    "Your model gives scores of any size. Probabilities come from a softmax at the end.",
    written=CNN.format(
        **SMALL
        | {
            "layers": SMALL["layers"].replace(', activation="softmax"', ""),
            "loss": "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
        }
    ),
)
def cnn_without_softmax(images: Array, labels: Array) -> dict[str, str]:
    """Trained well, but its outputs are logits."""
    return {**right.train_cnn(images, labels), "outputs": "scores"}


@mistake(
    "train_cnn",
    "The model is built well but hardly trained. Is `fit` called, and for enough epochs?",
    written=CNN.format(**SMALL | {"fit": "pass"}),
)
def cnn_untrained(images: Array, labels: Array) -> dict[str, str]:
    """One of ten right, by chance."""
    found = right.train_cnn(images, labels)
    return {**found, "accuracy": "poor" if found["accuracy"] == "good" else found["accuracy"]}


@mistake(
    "train_cnn",
    "The labels are integers, but the loss wants them one-hot: take the sparse loss, or convert the labels.",
    written=CNN.format(**SMALL | {"loss": '"categorical_crossentropy"'}),
)
def cnn_with_one_hot_loss(images: Array, labels: Array) -> dict[str, str]:
    """Keras refuses."""
    raise ValueError("incompatible shapes")


@mistake(
    "train_cnn",
    "`fit_generator` is gone from Keras 3, and `predict_classes` with it: `fit` takes arrays, generators and data "
    "sets.",
    written=CNN.format(**SMALL | {"fit": "model.fit_generator(((images, labels) for _ in range(20)), epochs=20)"}),
)
def cnn_with_fit_generator(images: Array, labels: Array) -> dict[str, str]:
    """There is no such method."""
    raise AttributeError("fit_generator")


@mistake(
    "train_cnn",
    "`np_utils` is gone from Keras 3: `to_categorical` stands in `keras.utils` itself.",
    written=CNN.format(**SMALL | {"fit": "from keras.utils import np_utils"}),
)
def cnn_with_np_utils(images: Array, labels: Array) -> dict[str, str]:
    """There is no such module."""
    raise ImportError("np_utils")


# %% training_seconds

SECONDS = """
def training_seconds(train, clock, repeats=3):
    if repeats < 1:
        raise ValueError("repeats")
    seconds = []
    {before}
    for _ in range({repeats}):
        {inside}
        train()
        seconds.append(clock() - start)
    return {found}
"""
TIMED = {"before": "pass", "inside": "start = clock()", "repeats": "repeats", "found": "min(seconds)"}


def _durations(durations: Sequence[float], repeats: int) -> Sequence[float]:
    if repeats < 1:
        raise ValueError("repeats")
    return durations[:repeats]


@mistake(
    "training_seconds",
    "You give the mean. Whatever else the machine does makes trainings slower: the shortest says the most.",
    written=SECONDS.format(**TIMED | {"found": "sum(seconds) / len(seconds)"}),
)
def seconds_mean(durations: Sequence[float], repeats: int = 3) -> float:
    """The mean."""
    return sum(_durations(durations, repeats)) / repeats


@mistake(
    "training_seconds",
    "You give the time of all trainings together: the fastest one alone is asked for.",
    written=SECONDS.format(**TIMED | {"found": "sum(seconds)"}),
)
def seconds_of_all(durations: Sequence[float], repeats: int = 3) -> float:
    """The sum."""
    return sum(_durations(durations, repeats))


@mistake(
    "training_seconds",
    "You give the slowest training: the fastest is asked for.",
    written=SECONDS.format(**TIMED | {"found": "max(seconds)"}),
)
def seconds_of_the_slowest(durations: Sequence[float], repeats: int = 3) -> float:
    """The largest."""
    return max(_durations(durations, repeats))


@mistake(
    "training_seconds",
    "You give the last training: the fastest is asked for.",
    written=SECONDS.format(**TIMED | {"found": "seconds[-1]"}),
)
def seconds_of_the_last(durations: Sequence[float], repeats: int = 3) -> float:
    """The last."""
    return _durations(durations, repeats)[-1]


@mistake(
    "training_seconds",
    "You look at the clock once, before the first training, so that the later ones seem to take longer and "
    "longer. Look at it before each.",
    written=SECONDS.format(**TIMED | {"before": "start = clock()", "inside": "pass"}),
)
def seconds_since_the_beginning(durations: Sequence[float], repeats: int = 3) -> float:
    """The first always seems fastest."""
    return _durations(durations, repeats)[0]


@mistake(
    "training_seconds",
    "You always train three times, whatever `repeats` says.",
    written=SECONDS.format(**TIMED | {"repeats": "3"}),
)
def seconds_of_three(durations: Sequence[float], repeats: int = 3) -> float:
    """There may be fewer trainings to be had."""
    _durations(durations, repeats)
    if len(durations) < 3:
        raise StopIteration
    return min(durations[:3])
