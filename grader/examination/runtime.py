"""Begins TensorFlow's runtime when it is imported, some tenths of a second before anybody waits for it."""

import keras

keras.ops.zeros((1,))
