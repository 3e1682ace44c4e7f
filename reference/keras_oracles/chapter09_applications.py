"""Chapter 9 by Keras and TensorFlow: their own resizing, preprocessing and top classes, VGG16 layer by layer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.keras_oracles import load_keras, load_tensorflow

Array = NDArray[Any]
Named = list[tuple[str, float]]


def as_batch(picture: Array) -> Array:
    """TensorFlow's own step from grey to RGB, and its own new axis."""
    tensorflow = load_tensorflow()
    tensor = tensorflow.convert_to_tensor(np.asarray(picture, np.float64))
    if len(tensor.shape) == 2:
        tensor = tensorflow.image.grayscale_to_rgb(tensor[..., tensorflow.newaxis])
    return np.asarray(tensorflow.expand_dims(tensor, 0))


def resize_nearest(image: Array, height: int, width: int) -> Array:
    """`tf.image.resize`, which wants channels."""
    pixels = np.asarray(image, np.float64)
    channels = pixels.reshape(*pixels.shape[:2], -1)
    resized = np.asarray(load_tensorflow().image.resize(channels, (height, width), method="nearest"))
    return resized.reshape(height, width, *pixels.shape[2:])


def preprocess_vgg16(images: Array) -> Array:
    """Keras's own, on a copy: it changes arrays of decimal numbers in place."""
    return np.asarray(load_keras().applications.vgg16.preprocess_input(np.array(images, np.float64)))


def decode_top(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    """`tf.math.top_k`, which gives the lower index of equals first."""
    values, indices = load_tensorflow().math.top_k(np.asarray(probabilities), k=top)
    return [
        [(class_names[int(index)], float(value)) for value, index in zip(*row, strict=True)]
        for row in zip(np.asarray(values), np.asarray(indices), strict=True)
    ]


def class_activation_map(features: Array, weights: Array, class_index: int) -> Array:
    """The dense layer moved over the maps as a convolution 1 by 1."""
    keras = load_keras()
    layer = keras.layers.Conv2D(weights.shape[1], 1, use_bias=False, dtype="float64")
    layer.build((None, *features.shape))
    layer.set_weights([np.asarray(weights, np.float64)[np.newaxis, np.newaxis]])
    maps = keras.ops.relu(layer(np.asarray(features, np.float64)[np.newaxis])[0, :, :, class_index])
    return np.asarray(load_tensorflow().math.divide_no_nan(maps, keras.ops.max(maps)))


def recognise(model: Any, picture: Array, class_names: list[str], top: int = 3) -> Named:
    """Every step by the functions above, the model called like a function."""
    height, width = model.input_shape[1:3]
    batch = as_batch(resize_nearest(picture, height, width))
    probabilities = np.asarray(model(preprocess_vgg16(batch), training=False))
    return decode_top(probabilities, class_names, top)[0]


def load_vgg16(weights: str | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Any:
    """Its layers one by one, as in the paper's table."""
    layers = load_keras().layers
    model = load_keras().Sequential([load_keras().Input(input_shape)])
    for filters, convolutions in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(convolutions):
            model.add(layers.Conv2D(filters, (3, 3), padding="same", activation="relu"))
        model.add(layers.MaxPooling2D((2, 2), strides=(2, 2)))
    if weights is not None:
        model.load_weights(weights)
    return model
