"""Right answers to chapter 9 in other styles: loops, einsum, lists, float32, Keras layers called one by one."""

# ruff: noqa: D103 (a variant's name says its style)
from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.variants import variant

Array = NDArray[Any]
Named = list[tuple[str, float]]


@variant("as_batch")
def as_batch_by_stacking(picture: Array) -> Array:
    if picture.ndim == 2:
        return np.stack([np.dstack([picture, picture, picture])])
    if picture.ndim != 3 or picture.shape[-1] != 3:
        raise ValueError(picture.shape)
    return np.expand_dims(picture.astype(np.float32), axis=0)


@variant("as_batch")
def as_batch_filled(picture: Array) -> Array:
    if picture.ndim not in {2, 3} or picture.shape[2:] not in {(), (3,)}:
        raise ValueError(picture.shape)
    batch = np.zeros((1, *picture.shape[:2], 3), picture.dtype)
    batch[0] = picture if picture.ndim == 3 else picture[:, :, None]
    return batch


@variant("resize_nearest")
def resize_in_whole_numbers(image: Array, height: int, width: int) -> Array:
    if min(height, width) < 1:
        raise ValueError("size")
    rows = [(2 * i + 1) * image.shape[0] // (2 * height) for i in range(height)]
    columns = [(2 * j + 1) * image.shape[1] // (2 * width) for j in range(width)]
    return np.array(image[np.ix_(rows, columns)])


@variant("resize_nearest")
def resize_by_loops(image: Array, height: int, width: int) -> Array:
    if height <= 0 or width <= 0:
        raise ValueError("size")
    result = np.empty((height, width, *image.shape[2:]), image.dtype)
    for i in range(height):
        for j in range(width):
            result[i, j] = image[int((i + 0.5) * image.shape[0] / height), int((j + 0.5) * image.shape[1] / width)]
    return result


@variant("resize_nearest")
def resize_by_tensorflow(image: Array, height: int, width: int) -> Array:
    import tensorflow as tf  # noqa: PLC0415 (only where it is asked)

    if min(height, width) < 1:
        raise ValueError("size")
    pixels = image.reshape(*image.shape[:2], -1)
    resized = tf.image.resize(pixels, (height, width), method="nearest").numpy()
    return np.asarray(resized).reshape(height, width, *image.shape[2:])


@variant("preprocess_vgg16")
def preprocess_channel_by_channel(images: Array) -> Array:
    red, green, blue = np.moveaxis(images.astype(np.float32), -1, 0)
    return np.stack([blue - 103.939, green - 116.779, red - 123.68], axis=-1)


@variant("preprocess_vgg16")
def preprocess_means_first(images: Array) -> Array:
    return np.flip(np.subtract(images, [123.68, 116.779, 103.939]), axis=-1)


@variant("preprocess_vgg16")
def preprocess_by_keras(images: Array) -> Array:
    import keras  # noqa: PLC0415

    return np.asarray(keras.applications.vgg16.preprocess_input(images.astype("float32")))


@variant("decode_top")
def decode_with_a_heap(probabilities: Array, class_names: list[str], top: int = 3) -> list[Named]:
    if not 0 < top <= probabilities.shape[-1] or probabilities.shape[-1] != len(class_names):
        raise ValueError("top")
    pairs = ([(-row[i], i) for i in range(len(row))] for row in probabilities)
    return [[(class_names[i], -negative) for negative, i in heapq.nsmallest(top, row)] for row in pairs]


@variant("decode_top")
def decode_one_after_the_other(probabilities: Array, class_names: list[str], top: int = 3) -> list[list[list[Any]]]:
    if top < 1 or top > probabilities.shape[1] or len(class_names) != probabilities.shape[1]:
        raise ValueError("top")
    left = probabilities.astype(float)
    found: list[list[list[Any]]] = [[] for _ in left]
    for _ in range(top):
        for row, best in enumerate(left.argmax(axis=1)):
            found[row].append([class_names[best], left[row, best]])
            left[row, best] = -1
    return found


@variant("class_activation_map")
def map_by_einsum(features: Array, weights: Array, class_index: int) -> Array:
    found = np.einsum("ijk,k->ij", features, weights[:, class_index]).clip(min=0)
    return np.asarray(np.divide(found, found.max(), out=np.zeros_like(found), where=found.max() > 0))


@variant("class_activation_map")
def map_by_loops(features: Array, weights: Array, class_index: int) -> Array:
    found = np.zeros(features.shape[:2])
    for k in range(features.shape[2]):
        found += features[:, :, k] * weights[k, class_index]
    found[found < 0] = 0
    return np.asarray(found / (found.max() or 1))


@variant("load_vgg16")
def load_vgg16_weights_afterwards(weights: str | None = None, input_shape: tuple[int, int, int] = (224, 224, 3)) -> Any:
    import keras  # noqa: PLC0415

    model = keras.applications.vgg16.VGG16(False, None, input_shape=input_shape)
    if weights:
        model.load_weights(weights)
    return model


@variant("recognise")
def recognise_by_keras(model: Any, picture: Array, class_names: list[str], top: int = 3) -> Named:
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    picture = picture if picture.ndim == 3 else np.stack([picture] * 3, -1)
    batch = tf.image.resize(picture[None], model.input_shape[1:3], method="nearest")
    prepared = keras.applications.vgg16.preprocess_input(np.array(batch, np.float32))
    values, indices = tf.math.top_k(model(prepared)[0], k=top)
    return [(class_names[index], float(value)) for index, value in zip(indices.numpy(), values.numpy(), strict=True)]


@variant("recognise")
def recognise_preparing_first(model: Any, picture: Array, class_names: list[str], top: int = 3) -> Named:
    height, width = model.input_shape[1:3]
    colour = np.repeat(picture[..., None], 3, axis=2) if picture.ndim == 2 else picture
    prepared = colour[:, :, [2, 1, 0]] - np.array([103.939, 116.779, 123.68])
    rows = ((np.arange(height) + 0.5) * len(picture) / height).astype(int)
    columns = ((np.arange(width) + 0.5) * picture.shape[1] / width).astype(int)
    probabilities = model.predict_on_batch(prepared[rows][:, columns][None])[0]
    best = np.argsort(probabilities)[::-1][:top]
    return [(class_names[index], probabilities[index]) for index in best]
