"""Chapter 17: what usually goes wrong with folders of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference.mistakes import mistake

Facts = dict[str, Any]
Tree = dict[str, list[str]]
SPLITS, CLASSES = ("train", "validate"), ("cats", "dogs")
ENDINGS = (".jpg", ".jpeg", ".png")


# %% count_images


def _counts(tree: Tree) -> dict[str, dict[str, int]]:
    for split in SPLITS:
        for name in CLASSES:
            if f"{split}/{name}" not in tree:
                raise ValueError(f"{split}/{name}")
    return {
        split: {name: sum(f.lower().endswith(ENDINGS) for f in tree[f"{split}/{name}"]) for name in CLASSES}
        for split in SPLITS
    }


COUNT = """
def count_images(root):
    counts = {{}}
    for split in ("train", "validate"):
        counts[split] = {{}}
        for name in ("cats", "dogs"):
            folder = Path(root) / split / name
            {missing}
            counts[split][name] = sum({counted} for path in folder.glob("*"))
    return counts
"""
MISSING = 'if not folder.is_dir():\n                raise ValueError("missing")'
AN_IMAGE = 'path.suffix.lower() in (".jpg", ".jpeg", ".png")'


@mistake(
    "count_images",
    "Not every file in the folder is an image: look at how its name ends.",
    written=COUNT.format(missing=MISSING, counted="1"),
)
def counted_every_file(tree: Tree) -> dict[str, dict[str, int]]:
    """All files."""
    _counts(tree)
    return {split: {name: len(tree[f"{split}/{name}"]) for name in CLASSES} for split in SPLITS}


@mistake(
    "count_images",
    "Cameras write .JPG, too: compare the ending in small letters.",
    written=COUNT.format(missing=MISSING, counted='path.suffix in (".jpg", ".jpeg", ".png")'),
)
def counted_small_letters_only(tree: Tree) -> dict[str, dict[str, int]]:
    """Capitals overlooked."""
    _counts(tree)
    return {
        split: {name: sum(f.endswith(ENDINGS) for f in tree[f"{split}/{name}"]) for name in CLASSES} for split in SPLITS
    }


@mistake(
    "count_images",
    ".png and .jpeg are images as well as .jpg.",
    written=COUNT.format(missing=MISSING, counted='path.suffix.lower() == ".jpg"'),
)
def counted_one_ending_only(tree: Tree) -> dict[str, dict[str, int]]:
    """Of three endings one."""
    _counts(tree)
    return {
        split: {name: sum(f.lower().endswith(".jpg") for f in tree[f"{split}/{name}"]) for name in CLASSES}
        for split in SPLITS
    }


@mistake(
    "count_images",
    "The name must *end* in .jpg, .jpeg or .png: cat.jpg.txt does not.",
    written=COUNT.format(missing=MISSING, counted='any(e in path.name.lower() for e in (".jpg", ".jpeg", ".png"))'),
)
def counted_endings_anywhere(tree: Tree) -> dict[str, dict[str, int]]:
    """Endings in the middle of a name."""
    _counts(tree)
    return {
        split: {
            name: sum(any(ending in f.lower() for ending in ENDINGS) for f in tree[f"{split}/{name}"])
            for name in CLASSES
        }
        for split in SPLITS
    }


@mistake(
    "count_images",
    "A folder that is missing is not an empty one: raise ValueError, before training on nothing.",
    written=COUNT.format(missing="pass", counted=AN_IMAGE),
)
def counted_missing_folders_as_empty(tree: Tree) -> dict[str, dict[str, int]]:
    """0 where there is no folder."""
    return _counts({f"{split}/{name}": [] for split in SPLITS for name in CLASSES} | tree)


@mistake(
    "count_images",
    "A folder that is missing must raise ValueError: what the operating system raises is another exception.",
    written=COUNT.format(missing="import os; os.listdir(folder)", counted=AN_IMAGE),
)
def counted_with_the_systems_own_error(tree: Tree) -> dict[str, dict[str, int]]:
    """FileNotFoundError."""
    try:
        return _counts(tree)
    except ValueError as error:
        raise FileNotFoundError from error


# %% load_split

LOAD = """
def load_split(root, split, side, batch_size):
    if split not in ("train", "validate"):
        raise ValueError(split)
    {begin}
    return {data}
"""
DATA = (
    "keras.utils.image_dataset_from_directory({folder}, image_size=(side, side), batch_size=batch_size, "
    "shuffle={shuffle}{more})"
)
USUAL = {"folder": "f'{root}/{split}'", "shuffle": "split == 'train'", "more": ""}


def _load(**other: str) -> str:
    return LOAD.format(begin="pass", data=DATA.format(**USUAL | other))


def _colour(split: str, label: int, index: int) -> list[float]:
    return [10.0 + 3 * index, 50.0 + 100 * label, 200.0 if split == "validate" else 20.0]


def _loaded(
    counts: dict[str, list[int]],
    splits: Sequence[str],
    size: tuple[int, int],
    *,
    shuffled: bool,
    label: str = "class",
    label_shape: Sequence[int] = (),
    scale: float = 1.0,
) -> Facts:
    """The facts about a data set; a label is that of the class, of the split, or none."""
    rows = []
    for number, split in enumerate(splits):
        for name in (0, 1):
            own = {"class": name, "split": number, "none": -1}[label]
            for index in range(counts[split][name]):
                pixels = [round(value * scale, 2) for value in _colour(split, name, index)]
                rows.append([*pixels, float(own)])
    side, batch_size = size
    batches = [min(batch_size, len(rows) - start) for start in range(0, len(rows), batch_size)]
    form = {"batches": batches, "image": [side, side, 3], "label": list(label_shape)}
    return {"form": form, "pairs": np.array(sorted(rows)), "shuffled": shuffled}


def _known(split: str) -> bool:
    """Whether it is one of the two splits; `ValueError` when not."""
    if split not in SPLITS:
        raise ValueError(split)
    return split == "train"


@mistake(
    "load_split",
    "The labels are those of train and validate, not of cats and dogs: load the folder of the split, not its parent.",
    written=_load(folder="root"),
)
def loaded_the_root(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Everything there is, named after the splits."""
    return _loaded(counts, SPLITS, (side, batch_size), shuffled=_known(split), label="split")


@mistake(
    "load_split",
    "Images of the training are among those to be judged by: what was learnt by heart looks like understanding.",
    written=_load(folder="f'{root}/train'"),
)
def loaded_the_training_images_always(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """The validation leaks."""
    return _loaded(counts, ["train"], (side, batch_size), shuffled=_known(split))


@mistake(
    "load_split",
    "One-hot labels came; integers are asked for: 0 for a cat and 1 for a dog.",
    written=_load(more=", label_mode='categorical'"),
)
def loaded_one_hot_labels(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Two numbers a label."""
    return _loaded(counts, [split], (side, batch_size), shuffled=_known(split), label="none", label_shape=[2])


@mistake(
    "load_split",
    '`label_mode="binary"` gives each label an axis of its own; integers are asked for.',
    written=_load(more=", label_mode='binary'"),
)
def loaded_labels_with_an_axis(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Labels of shape (n, 1)."""
    return _loaded(counts, [split], (side, batch_size), shuffled=_known(split), label="none", label_shape=[1])


@mistake(
    "load_split",
    "The order of the validation never changes: whoever looks at its errors wants to find the images again.",
    written=_load(shuffle="True"),
)
def loaded_with_validation_shuffled(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Shuffled always."""
    _known(split)
    return _loaded(counts, [split], (side, batch_size), shuffled=True)


@mistake(
    "load_split",
    "The images to learn from must come in another order in every epoch: else all cats come first, then all dogs.",
    written=_load(shuffle="False"),
)
def loaded_without_shuffling(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Shuffled never."""
    _known(split)
    return _loaded(counts, [split], (side, batch_size), shuffled=False)


@mistake(
    "load_split",
    "Without `image_size` all images become 256 pixels wide and high: say which side is wanted.",
    written=_load().replace("image_size=(side, side), ", ""),
)
def loaded_at_the_default_size(
    counts: dict[str, list[int]],
    split: str,
    side: int,  # noqa: ARG001
    batch_size: int,
) -> Facts:
    """256 pixels."""
    return _loaded(counts, [split], (256, batch_size), shuffled=_known(split))


@mistake(
    "load_split",
    "The pixels stay from 0 to 255: preprocessing comes later, and each network has its own.",
    written=LOAD.format(
        begin="from keras.layers import Rescaling",
        data=DATA.format(**USUAL) + ".map(lambda images, labels: (Rescaling(1 / 255)(images), labels))",
    ),
)
def loaded_and_rescaled(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """Divided by 255."""
    return _loaded(counts, [split], (side, batch_size), shuffled=_known(split), scale=1 / 255)


@mistake(
    "load_split",
    "`ImageDataGenerator` is gone from Keras; `keras.utils.image_dataset_from_directory` loads folders today.",
    written=LOAD.format(
        begin="generator = keras.preprocessing.image.ImageDataGenerator()",
        data="generator.flow_from_directory(f'{root}/{split}', (side, side), batch_size=batch_size)",
    ),
)
def loaded_by_the_old_generator(counts: dict[str, list[int]], split: str, side: int, batch_size: int) -> Facts:
    """What older courses use."""
    raise AttributeError(f"{_known(split)} {len(counts)} {side} {batch_size}")


# %% preprocess_inception


@mistake("preprocess_inception", "0 becomes 0 here, and must become −1: Inception wants numbers from −1 to 1.")
def preprocessed_from_0_to_1(images: np.ndarray) -> np.ndarray:
    """Divided by 255."""
    return np.asarray(images / 255)


@mistake("preprocess_inception", "The numbers go from −0.5 to 0.5: the range must be 2 wide, not 1.")
def preprocessed_half_as_wide(images: np.ndarray) -> np.ndarray:
    """Half the range."""
    return np.asarray(images / 255 - 0.5)


@mistake("preprocess_inception", "The numbers go from 0 to 2: subtract 1 after the division.")
def preprocessed_without_shift(images: np.ndarray) -> np.ndarray:
    """Divided by 127.5."""
    return np.asarray(images / 127.5)


@mistake("preprocess_inception", "That is how VGG16 wants its images: mean colours subtracted, blue first.")
def preprocessed_for_vgg16(images: np.ndarray) -> np.ndarray:
    """Another network's preprocessing."""
    return np.asarray(images[..., ::-1] - np.array([103.939, 116.779, 123.68]))


@mistake(
    "preprocess_inception",
    "The images handed over are changed: `preprocess_input` and -= work in place. Make a copy first.",
)
def preprocessed_in_place(images: np.ndarray) -> np.ndarray:
    """Floats are changed where they stand."""
    pixels = images if images.dtype.kind == "f" else images.astype(float)
    pixels /= 127.5
    pixels -= 1
    return pixels


@mistake("preprocess_inception", "Dividing by 128 leaves 255 short of 1: the middle of 0 and 255 is 127.5.")
def preprocessed_by_128(images: np.ndarray) -> np.ndarray:
    """Divided by 128."""
    return np.asarray(images / 128 - 1)
