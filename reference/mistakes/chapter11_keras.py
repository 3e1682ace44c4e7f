"""Chapter 11: what usually goes wrong with Keras's settings and with first models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reference.mistakes import mistake
from reference.model_facts import Facts, compiled, dense, dense_network

DEFAULTS = {"backend": "tensorflow", "floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last"}
KNOWN = {
    "backend": ("tensorflow", "jax", "torch", "openvino"),
    "floatx": ("float16", "bfloat16", "float32", "float64"),
    "image_data_format": ("channels_last", "channels_first"),
}


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    for name, values in KNOWN.items():
        if settings[name] not in values:
            raise ValueError(name)
    return settings


def _classifier(
    inputs: int, hidden: Sequence[int], classes: int, inner: str = "relu", outer: str = "softmax", **compiling: Any
) -> Facts:
    layers = [*(dense(units, inner) for units in hidden), dense(classes, outer)]
    settings = compiled("categorical_crossentropy", "sgd", 0.01) | compiling
    return {"structure": dense_network(inputs, layers), "compiled": settings}


# %% read_settings

READ = """
def read_settings(path):
    import json
    settings = {{"backend": "tensorflow", "floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last"}}
    found = json.load(open(path))
    {body}
    return settings
"""
REFUSE = """for name, known in (("backend", ("tensorflow", "jax", "torch", "openvino")),
                        ("floatx", ("float16", "bfloat16", "float32", "float64")),
                        ("image_data_format", ("channels_last", "channels_first"))):
        if settings[name] not in known:
            raise ValueError(name)"""


@mistake(
    "read_settings",
    "What the file holds beside the four settings is none of yours: pick the four names only.",
    written=READ.format(body=f"settings.update(found)\n    {REFUSE}"),
)
def read_settings_keeps_everything(text: str) -> dict[str, Any]:
    """Everything in the file."""
    return _checked({**DEFAULTS, **json.loads(text)})


@mistake(
    "read_settings",
    "A setting that Keras does not know must raise ValueError, Theano and CNTK included: they are history.",
    written=READ.format(body="settings.update({name: found[name] for name in settings if name in found})"),
)
def read_settings_takes_any_value(text: str) -> dict[str, Any]:
    """Values unchecked."""
    found = json.loads(text)
    return {name: found.get(name, default) for name, default in DEFAULTS.items()}


@mistake(
    "read_settings",
    "A setting that the file does not mention is not an error: it has Keras's default.",
    written="def read_settings(path):\n    import json\n    found = json.load(open(path))\n"
    '    settings = {name: found[name] for name in ("backend", "floatx", "epsilon", "image_data_format")}\n'
    f"    {REFUSE}\n    return settings\n",
)
def read_settings_without_defaults(text: str) -> dict[str, Any]:
    """KeyError for a setting that is missing."""
    found = json.loads(text)
    return _checked({name: found[name] for name in DEFAULTS})


# %% write_settings

WRITE = """
def write_settings(path, backend="tensorflow", floatx="float32", epsilon=1e-7, image_data_format="channels_last"):
    import json
    settings = {{"backend": backend, "floatx": floatx, "epsilon": {epsilon}, "image_data_format": image_data_format}}
    {check}
    json.dump(settings, open(path, "w"))
"""


@mistake(
    "write_settings",
    "A setting that Keras does not know must raise ValueError before anything is written.",
    written=WRITE.format(epsilon="epsilon", check="pass"),
)
def write_settings_takes_any_value(
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> dict[str, Any]:
    """Values unchecked."""
    return {"backend": backend, "floatx": floatx, "epsilon": epsilon, "image_data_format": image_data_format}


@mistake(
    "write_settings",
    'epsilon is a number in the file, without quotation marks: JSON tells 1e-07 from "1e-07".',
    written=WRITE.format(epsilon="str(epsilon)", check=REFUSE),
)
def write_settings_numbers_as_text(
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> dict[str, Any]:
    """Epsilon as text."""
    return _checked(
        {"backend": backend, "floatx": floatx, "epsilon": str(epsilon), "image_data_format": image_data_format}
    )


# %% first_model and build_classifier

MODEL = """
def first_model():
    model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(64, activation={inner}),
                              keras.layers.Dense(10, activation={outer})])
    model.compile(optimizer={optimizer}, loss={loss}, metrics=["accuracy"])
    return model
"""
ANY = """
def build_classifier(inputs, hidden, classes):
    model = keras.Sequential([keras.Input((inputs,))])
    for units in {hidden}:
        model.add(keras.layers.Dense(units, activation={inner}))
    model.add(keras.layers.Dense(classes, activation={outer}))
    model.compile(optimizer={optimizer}, loss={loss}, metrics=["accuracy"])
    return model
"""
RIGHT = {
    "inner": '"relu"',
    "outer": '"softmax"',
    "optimizer": '"sgd"',
    "loss": '"categorical_crossentropy"',
    "hidden": "hidden",
}
NO_SOFTMAX = "Without softmax the last layer gives scores of any size, not probabilities."
SIGMOID = (
    "Sigmoid treats every class by itself; the probabilities of classes that exclude one another sum to 1: softmax."
)
NO_RELU = "Without an activation two dense layers in a row are just one: the hidden ones need ReLU."
SPARSE = "Sparse categorical crossentropy is for labels that are integers; here they are one-hot."
ADAM = "Adam trains well, but the exercise asks for SGD."
SQUARES = "The mean squared error is for numbers; for classes the loss is the categorical crossentropy."


@mistake("first_model", NO_SOFTMAX, written=MODEL.format(**RIGHT | {"outer": "None"}))
def first_model_without_softmax() -> Facts:
    """No activation at the end."""
    return _classifier(100, [64], 10, outer="linear")


@mistake("first_model", SIGMOID, written=MODEL.format(**RIGHT | {"outer": '"sigmoid"'}))
def first_model_with_sigmoid() -> Facts:
    """Sigmoid at the end."""
    return _classifier(100, [64], 10, outer="sigmoid")


@mistake("first_model", NO_RELU, written=MODEL.format(**RIGHT | {"inner": "None"}))
def first_model_without_relu() -> Facts:
    """No activation in between."""
    return _classifier(100, [64], 10, inner="linear")


@mistake("first_model", SPARSE, written=MODEL.format(**RIGHT | {"loss": '"sparse_categorical_crossentropy"'}))
def first_model_with_sparse_loss() -> Facts:
    """The loss for integer labels."""
    return _classifier(100, [64], 10, loss="sparse_categorical_crossentropy")


@mistake("first_model", ADAM, written=MODEL.format(**RIGHT | {"optimizer": '"adam"'}))
def first_model_with_adam() -> Facts:
    """Another optimizer."""
    return _classifier(100, [64], 10, optimizer="adam", learning_rate=0.001)


@mistake("first_model", SQUARES, written=MODEL.format(**RIGHT | {"loss": '"mse"'}))
def first_model_with_squared_error() -> Facts:
    """A loss for numbers."""
    return _classifier(100, [64], 10, loss="mean_squared_error")


@mistake("build_classifier", NO_SOFTMAX, written=ANY.format(**RIGHT | {"outer": "None"}))
def classifier_without_softmax(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """No activation at the end."""
    return _classifier(inputs, hidden, classes, outer="linear")


@mistake("build_classifier", NO_RELU, written=ANY.format(**RIGHT | {"inner": "None"}))
def classifier_without_relu(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """No activation in between."""
    return _classifier(inputs, hidden, classes, inner="linear")


@mistake("build_classifier", SPARSE, written=ANY.format(**RIGHT | {"loss": '"sparse_categorical_crossentropy"'}))
def classifier_with_sparse_loss(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """The loss for integer labels."""
    return _classifier(inputs, hidden, classes, loss="sparse_categorical_crossentropy")


@mistake(
    "build_classifier",
    "Every hidden layer of the list is a layer of its own, in the order of the list: there may be none, or many.",
    written=ANY.format(**RIGHT | {"hidden": "hidden[:1]"}),
)
def classifier_with_the_first_hidden_layer_only(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """The rest of the list is lost."""
    return _classifier(inputs, hidden[:1], classes)


@mistake(
    "build_classifier",
    "The hidden layers come in the order of the list, the first one next to the input.",
    written=ANY.format(**RIGHT | {"hidden": "sorted(hidden)"}),
)
def classifier_with_hidden_layers_sorted(inputs: int, hidden: Sequence[int], classes: int) -> Facts:
    """The smallest layer first."""
    return _classifier(inputs, sorted(hidden), classes)
