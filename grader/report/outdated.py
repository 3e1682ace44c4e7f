"""What older courses on Keras use and today's has no more: recognised in Python's message, told what replaced it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.language import mark as _

if TYPE_CHECKING:
    from grader.report.messages import Messages

REPLACED: dict[str, str] = {
    "ImageDataGenerator": _(
        "`ImageDataGenerator` is gone: load folders with `keras.utils.image_dataset_from_directory`, and vary the "
        "images with layers such as `keras.layers.RandomFlip`."
    ),
    "flow_from_directory": _(
        "`flow_from_directory` is gone: `keras.utils.image_dataset_from_directory` loads folders."
    ),
    "fit_generator": _("`fit_generator` is gone: `fit` takes data sets and generators itself."),
    "evaluate_generator": _("`evaluate_generator` is gone: `evaluate` takes data sets and generators itself."),
    "predict_generator": _("`predict_generator` is gone: `predict` takes data sets and generators itself."),
    "'predict_classes'": _("`predict_classes` is gone: take the `argmax` of what `predict` gives."),
    "to_yaml": _("YAML is gone for security's sake: `to_json`, or `save` for the whole model."),
    "from_yaml": _("YAML is gone for security's sake: `model_from_json`, or `load_model` for the whole model."),
    "`input_shape`/`input_dim`": _(
        "`input_dim` and `input_shape` are the old way: put `keras.Input(shape=…)` first in the list of layers."
    ),
    "np_utils": _("`np_utils` is gone: `keras.utils.to_categorical` stands in `keras.utils` itself."),
    "keras.layers.convolutional": _("Today all layers stand in `keras.layers` itself."),
    "keras.layers.core": _("Today all layers stand in `keras.layers` itself."),
    "'lr'": _("The argument is called `learning_rate` today, no longer `lr`."),
    "theano": _("Theano is history: Keras computes with TensorFlow, JAX or PyTorch today."),
    "cntk": _("CNTK is history: Keras computes with TensorFlow, JAX or PyTorch today."),
}
"""By a piece of the message with which Python or Keras refuses it."""


def replacement(message: str, messages: Messages) -> str:
    """What to use instead of what a message complains about; empty when nothing outdated is in it."""
    found = next((advice for name, advice in REPLACED.items() if name.lower() in message.lower()), "")
    return messages.text(found) if found else ""
