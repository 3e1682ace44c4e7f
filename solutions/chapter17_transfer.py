# %% [markdown]
# # Chapter 17 · Transfer learning
#
# A large network such as Inception V3 took weeks and more than a million images to train. You have neither, and need
# neither: its convolutions have learnt to see edges, textures and shapes, whatever the question. So you
#
# 1. take a trained network without its last layers (the **base**),
# 2. put a new classifier on top (the **head**),
# 3. train the head alone on your own images, the base stays **frozen**,
# 4. and, if there are images enough, **fine-tune** the last layers of the base, slowly.
#
# The images lie in folders:
#
# | folder | what it holds |
# |---|---|
# | `data/train/cats`, `data/train/dogs` | 1 000 images each, to learn from |
# | `data/validate/cats`, `data/validate/dogs` | 400 images each, to be judged by |
#
# The grader makes small folders like these, and bases of its own with a few layers; Inception V3 is built with random
# weights, so that nothing is downloaded.

# %%
"""Exercises of chapter 17: transfer learning."""

from pathlib import Path
from typing import Any

import keras
import numpy as np

# %% [markdown]
# ## 1. What is there?
#
# Half of all trouble with images is trouble with folders: one is missing, one is empty, one is full of other things.
# Count before you train.


# %%
def count_images(root: str) -> dict[str, dict[str, int]]:
    """Count the images in `root/train/cats`, `root/train/dogs`, `root/validate/cats` and `root/validate/dogs`.

    An image is a file whose name ends in .jpg, .jpeg or .png, in small letters or capitals; other files do not count.
    An empty folder counts 0; one that is missing raises `ValueError`.

    >>> count_images("data")
    {'train': {'cats': 1000, 'dogs': 1000}, 'validate': {'cats': 400, 'dogs': 400}}
    """
    ### BEGIN SOLUTION
    counts: dict[str, dict[str, int]] = {}
    for split in ("train", "validate"):
        counts[split] = {}
        for name in ("cats", "dogs"):
            folder = Path(root) / split / name
            if not folder.is_dir():
                raise ValueError(f"{folder} is missing")
            endings = [path.suffix.lower() for path in folder.iterdir()]
            counts[split][name] = sum(ending in {".jpg", ".jpeg", ".png"} for ending in endings)
    return counts
    ### END SOLUTION


# %% [markdown]
# ## 2. Loading
#
# `keras.utils.image_dataset_from_directory` reads images batch by batch while the model trains. (Older courses use
# `ImageDataGenerator` and `fit_generator` for that: both are gone.) The images to learn from come in another order in
# every epoch; those to be judged by always in the same, and they are never learnt from.


# %%
def load_split(root: str, split: str, side: int, batch_size: int) -> Any:
    """Load `root/train` or `root/validate` as a data set that gives batches of images with their labels.

    The images are resized to `(side, side, 3)`, numbers from 0 to 255; the labels are integers, 0 for a cat and 1 for a
    dog. `"train"` is shuffled anew in every pass, `"validate"` never. Any other split raises `ValueError`.
    """
    ### BEGIN SOLUTION
    if split not in {"train", "validate"}:
        raise ValueError(f"split must be 'train' or 'validate', received {split!r}")
    return keras.utils.image_dataset_from_directory(
        Path(root) / split,
        class_names=["cats", "dogs"],
        image_size=(side, side),
        batch_size=batch_size,
        shuffle=split == "train",
        verbose=False,
    )
    ### END SOLUTION


# %% [markdown]
# ## 3. Preprocessing
#
# A trained network wants its images as it got them when it learnt: Inception with numbers from -1 to 1, VGG16 with the
# mean colour subtracted, others otherwise. The wrong preprocessing raises no error; the network just sees nothing.


# %%
def preprocess_inception(images: np.ndarray) -> np.ndarray:
    """Rescale pixels from 0…255 to -1…1, as Inception wants them: 0 becomes -1, 127.5 becomes 0, 255 becomes 1.

    A network that was trained on such numbers recognises nothing in others: VGG16 wants other ones again (chapter 9).

    >>> preprocess_inception(np.array([0.0, 127.5, 255.0]))
    array([-1.,  0.,  1.])
    """
    ### BEGIN SOLUTION
    return images / 127.5 - 1
    ### END SOLUTION


# %% [markdown]
# ## 4. Bottleneck features
#
# What comes out of the base, averaged over the whole map, says in a few numbers what an image shows. As the base is
# frozen these numbers never change: they can be computed once, and any classifier be trained with them.


# %%
def features(base: keras.Model, images: np.ndarray) -> np.ndarray:
    """Compute the bottleneck features of images: the maps of the base, averaged over height and width.

    The base takes the images as they are and gives `(n, height, width, channels)`; the features are an array
    `(n, channels)`. Batch normalisation works as after training, with the statistics that it has learnt.
    """
    ### BEGIN SOLUTION
    maps = base.predict(images, verbose=0)
    return np.asarray(np.mean(maps, axis=(1, 2)))
    ### END SOLUTION


# %% [markdown]
# ## 5. A frozen base, a new head
#
# `base.trainable = False` keeps the base's weights as they are, and with them the statistics of its batch
# normalisation. `base(inputs, training=False)` says in the model itself that the base computes as after training. Do
# not rely on it alone: Keras 3 hands `fit`'s own training=True down to all layers. What keeps a layer as it is, is that
# it is frozen.


# %%
def frozen_base_model(base: keras.Model, classes: int) -> keras.Model:
    """Build and compile a classifier on a frozen base.

    The input has the base's shape, without the batch (`base.input_shape[1:]`). Then come the base, frozen and called
    with `training=False`, global average pooling, and one dense layer that gives the probabilities of the classes. Only
    the dense layer can be trained. Compiled with the crossentropy for labels that are integers; the rest is yours.
    """
    ### BEGIN SOLUTION
    base.trainable = False
    inputs = keras.Input(shape=base.input_shape[1:])
    maps = base(inputs, training=False)
    pooled = keras.layers.GlobalAveragePooling2D()(maps)
    outputs = keras.layers.Dense(classes, activation="softmax")(pooled)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION


# %% [markdown]
# ## 6. Fine-tuning
#
# When the head is trained, the last layers of the base may learn as well, with a small learning rate: what they know
# shall be refined, not overwritten. What is frozen and what is not counts from the next `compile` on.


# %%
def fine_tune(model: keras.Model, base: keras.Model, last_layers: int, learning_rate: float = 1e-5) -> keras.Model:
    """Prepare a trained model for fine-tuning and return it: do not train it.

    `base` is the frozen base within `model`. Its last layers, so many of `base.layers`, are unfrozen, all those before
    stay frozen, and so does every batch normalisation wherever it stands; with `last_layers=0` all of the base stays
    frozen. The model is compiled again with Adam, that learning rate, and the crossentropy for integer labels.
    """
    ### BEGIN SOLUTION
    base.trainable = True
    first = len(base.layers) - last_layers
    for index, layer in enumerate(base.layers):
        layer.trainable = index >= first and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model
    ### END SOLUTION


# %% [markdown]
# ## 7. Inception V3
#
# The same with the real thing: `keras.applications.InceptionV3`, 311 layers and 21 802 784 parameters without its top.
# `weights=None` gives random weights; `"imagenet"` downloads those that were learnt from ImageNet; the path of a file
# reads them from there.


# %%
def build_inception_transfer(classes: int = 2, side: int = 75, weights: str | None = None) -> keras.Model:
    """Build and compile a classifier on a frozen InceptionV3, for images of `(side, side, 3)` preprocessed already.

    `weights` is handed on to InceptionV3, which raises `ValueError` for a file that does not exist. The head and what
    it is compiled with are those of `frozen_base_model`.

    >>> build_inception_transfer(2).count_params()
    21806882
    """
    ### BEGIN SOLUTION
    base = keras.applications.InceptionV3(include_top=False, weights=weights, input_shape=(side, side, 3))
    return frozen_base_model(base, classes)
    ### END SOLUTION
