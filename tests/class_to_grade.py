"""A class that hands in chapter 4: right, half right, hardly begun, broken and hostile, in every way that people do."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from grader.course import load_chapter
from tests.conftest import CHAPTER4, ROOT, exchanged, solution

WRONG = {
    "convolve2d": "def convolve2d(image, kernel):\n    return cross_correlate2d(image, kernel)\n",
    "cross_correlate2d": "def cross_correlate2d(image, kernel):\n    return convolve2d(image, kernel)\n",
    "filter_image": "def filter_image(image, kernel):\n    return convolve2d(np.pad(image.astype(float), 1), kernel)\n",
    "strided_cross_correlate2d": (
        "def strided_cross_correlate2d(image, kernel, stride):\n"
        "    return cross_correlate2d(image, kernel)[:-stride:stride, :-stride:stride]\n"
    ),
    "zero_pad2d": "def zero_pad2d(image, padding):\n    return np.pad(image, padding)[padding:-padding]\n",
    "same_padding": "def same_padding(size, kernel_size, stride):\n    return kernel_size // 2, kernel_size // 2\n",
    "conv2d": "def conv2d(images, kernels, bias, stride=1, padding='valid'):\n    return images + bias\n",
}
"""What students write instead."""

HOSTILE = (
    "forging/exits_with_success",
    "forging/verdict_on_every_output",
    "forging/score_in_a_message",
    "forging/says_exit_zero",
    "stealing/reference",
    "stealing/password_file",
    "sabotage/closed_outputs",
    "resources/endless_loop",
)
"""Attacks that earn nothing, and end alike each time."""

Write = Callable[[Path, str], None]


def write_class(folder: Path, count: int, seed: int = 0) -> list[Path]:
    """Hand in for so many students: one in twenty is broken or hostile, the others know a part of the chapter."""
    folder.mkdir(parents=True)
    return [_hand_in(folder, number, np.random.default_rng([seed, number])) for number in range(count)]


def _hand_in(folder: Path, number: int, draw: np.random.Generator) -> Path:
    place = folder / f"student{number:03}"
    if number % 20 == 7:
        return _trouble(place, number // 20)
    source = f"{_honest(draw)}\n# {number}\n"
    if number % 9 == 4:
        with zipfile.ZipFile(place.with_suffix(".zip"), "w") as archive:
            archive.writestr(f"work/{CHAPTER4}.py", source)
        return place.with_suffix(".zip")
    if number % 9 == 5:
        place.with_suffix(".py").write_text(source, "utf-8")
        return place.with_suffix(".py")
    home = place / "submission" if number % 9 == 6 else place
    home.mkdir(parents=True)
    (home / f"{CHAPTER4}.py").write_text(source, "utf-8")
    return place


def _honest(draw: np.random.Generator) -> str:
    """The solution as far as a student came, some functions of it wrong."""
    names = [exercise.id for exercise in load_chapter(4).exercises]
    begun = int(draw.integers(0, len(names) + 4))
    unwritten = {name: f"def {name}(*arguments, **named):\n    raise NotImplementedError\n" for name in names[begun:]}
    wrong = {name: WRONG[name] for name in names[:begun] if draw.random() < 0.25}
    return exchanged(solution(), **unwritten, **wrong)


def _trouble(place: Path, number: int) -> Path:
    """What cannot be graded, or tries to be graded better than it deserves."""
    kinds: list[Write] = [
        _hostile,
        _syntax_error,
        _hostile,
        _empty_folder,
        _hostile,
        _cut_archive,
        _hostile,
        _packed_by_rar,
    ]
    kinds[number % len(kinds)](place, HOSTILE[number // 2 % len(HOSTILE)])
    return next(place.parent.glob(f"{place.name}*"))


def _hostile(place: Path, attack: str) -> None:
    place.mkdir()
    text = (ROOT / "tests" / "attacks" / f"{attack}.py").read_text("utf-8")
    (place / f"{CHAPTER4}.py").write_text(f"{solution()}\n\n{text}", "utf-8")


def _syntax_error(place: Path, _: str) -> None:
    place.mkdir()
    (place / f"{CHAPTER4}.py").write_text(f"{solution()}\n\ndef half(:\n", "utf-8")


def _empty_folder(place: Path, _: str) -> None:
    place.mkdir()


def _cut_archive(place: Path, _: str) -> None:
    shutil.copy(ROOT / "solutions" / f"{CHAPTER4}.py", place.with_suffix(".txt"))
    with zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(place.with_suffix(".txt"), f"{CHAPTER4}.py")
    place.with_suffix(".txt").unlink()
    whole = place.with_suffix(".zip").read_bytes()
    place.with_suffix(".zip").write_bytes(whole[: len(whole) // 2])


def _packed_by_rar(place: Path, _: str) -> None:
    place.with_suffix(".rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(100))
