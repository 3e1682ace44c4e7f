# %% [markdown]
# # Chapter 11 · Keras
#
# So far you have written every layer yourself. **Keras** has them all: you say which layers a network is made of, and
# Keras makes the weights, computes forwards and backwards, and trains. The computing itself is done by a **backend**:
# TensorFlow, JAX or PyTorch. (Older courses name Theano and CNTK: both are history, and Keras 3 refuses them.)
#
# You read and write Keras's settings, and build the first models.
#
# - A function that is asked for a model returns it *compiled*, and does not train it.
# - Settings that Keras does not know raise `ValueError`.

# %%
"""Exercises of chapter 11: Keras."""

import json
from pathlib import Path
from typing import Any

import keras

# %% [markdown]
# ## 1. Settings: reading
#
# Keras keeps its settings in a file, `~/.keras/keras.json`:
#
# | setting | default | what it is |
# |---|---|---|
# | `backend` | `"tensorflow"` | what computes |
# | `floatx` | `"float32"` | the usual dtype |
# | `epsilon` | `1e-07` | a small number that keeps from dividing by zero |
# | `image_data_format` | `"channels_last"` | images are (batch, height, width, channels) |
#
# What the file does not say has its default.


# %%
def read_settings(path: str) -> dict[str, Any]:
    """Read the four settings from a JSON file.

    The result has the keys `backend`, `floatx`, `epsilon` and `image_data_format`, whatever else the file holds; a
    setting that is missing has Keras's default. `ValueError` for

    - a backend other than `"tensorflow"`, `"jax"`, `"torch"` and `"openvino"`,
    - a floatx other than `"float16"`, `"bfloat16"`, `"float32"` and `"float64"`,
    - an image format other than `"channels_last"` and `"channels_first"`.
    """
    ### BEGIN SOLUTION
    settings = {"backend": "tensorflow", "floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last"}
    found = json.loads(Path(path).read_text("utf-8"))
    settings.update({name: found[name] for name in settings if name in found})
    check_settings(settings)
    return settings
    ### END SOLUTION


# %% [markdown]
# ## 2. Settings: writing
#
# The other way round: four values, one file. Both functions refuse the same values, so a third one of your own may
# serve both.


# %%
def write_settings(
    path: str,
    backend: str = "tensorflow",
    floatx: str = "float32",
    epsilon: float = 1e-7,
    image_data_format: str = "channels_last",
) -> None:
    """Write the four settings into a JSON file, and return nothing.

    The file is one JSON object with the four names as keys: what Python writes as `1e-7` stands in it as a number,
    what is text in quotation marks. A file that is there already is replaced. Values that `read_settings` refuses raise
    `ValueError`, and nothing is written.
    """
    ### BEGIN SOLUTION
    settings = {"backend": backend, "floatx": floatx, "epsilon": epsilon, "image_data_format": image_data_format}
    check_settings(settings)
    Path(path).write_text(json.dumps(settings), "utf-8")


def check_settings(settings: dict[str, Any]) -> None:
    """Raise `ValueError` for a setting that Keras does not know."""
    known = {
        "backend": ("tensorflow", "jax", "torch", "openvino"),
        "floatx": ("float16", "bfloat16", "float32", "float64"),
        "image_data_format": ("channels_last", "channels_first"),
    }
    for name, values in known.items():
        if settings[name] not in values:
            raise ValueError(f"{name} must be one of {values}, received {settings[name]!r}")
    ### END SOLUTION


# %% [markdown]
# ## 3. The backend in use
#
# Which backend Keras has really loaded, it tells itself: look into `keras.config`.


# %%
def backend_in_use() -> str:
    """Name of the backend that Keras computes with here.

    It is a string, such as `"tensorflow"`, and not what is written in some file: the environment variable
    `KERAS_BACKEND` may have decided otherwise before Keras was loaded. Ask Keras itself; never write the answer down.

    >>> backend_in_use() in ("tensorflow", "jax", "torch")
    True
    """
    ### BEGIN SOLUTION
    return str(keras.config.backend())
    ### END SOLUTION


# %% [markdown]
# ## 4. The first model
#
# 100 numbers go in, 64 neurons with ReLU look at them, and 10 neurons with softmax give the probabilities of 10
# classes:
#
# | layer | output | parameters |
# |---|---|---|
# | dense, ReLU | 64 | 100 · 64 + 64 = 6 464 |
# | dense, softmax | 10 | 64 · 10 + 10 = 650 |
#
# The input is an object of its own, `keras.Input(shape=(100,))`. (Older courses write `input_dim=100` into the first
# layer instead: Keras still takes it, with a warning.)


# %%
def first_model() -> keras.Model:
    """Build and compile the model of the table.

    It is compiled with the loss for one-hot labels (categorical crossentropy), the optimizer SGD with its default
    learning rate, and the metric accuracy. It has 7 114 parameters.
    """
    ### BEGIN SOLUTION
    return build_classifier(100, [64], 10)
    ### END SOLUTION


# %% [markdown]
# ## 5. Any such model
#
# The sizes become arguments: a list says how many neurons each hidden layer has. No hidden layer at all is fine, too.


# %%
def build_classifier(inputs: int, hidden: list[int], classes: int) -> keras.Model:
    """Build and compile a classifier: `inputs` numbers, hidden layers with ReLU, `classes` probabilities.

    `hidden` lists the units of the hidden layers in order; it may be empty. Compiled like `first_model`.

    >>> build_classifier(100, [64], 10).count_params()
    7114
    """
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input(shape=(inputs,))])
    for units in hidden:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION
