"""What figures are made of: grids of numbers, axes with windows on them, curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.language import mark as _

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a grid that a line is drawn around; windows of one `colour` (0, 1, 2 …) belong together."""

    top: int
    left: int
    height: int
    width: int
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A two-dimensional array: its numbers, shaded by their size or in the grey that they are as pixels."""

    title: str
    values: Array
    windows: tuple[Window, ...] = ()
    look: Literal["shades", "grey"] = "shades"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign between two grids."""

    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Pixels along an axis, those that padding adds written as 0, and the windows on it: first pixel and length."""

    pixels: tuple[str, ...]
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """Functions of one variable, by name; with `steps` the variable is a count."""

    x: Array
    lines: tuple[tuple[str, Array], ...]
    steps: bool = False


Panel = Grid | Sign | Axis | Curves


@dataclass(frozen=True, slots=True)
class Figure:
    """Panels side by side; the caption and the titles are messages."""

    caption: str
    panels: tuple[Panel, ...]


AROUND_ZERO = np.linspace(-6, 6, 121)
ARROW, SLIDES = Sign("→"), Sign("∗")
IMAGE, KERNEL, RESULT = _("image"), _("kernel"), _("result")
"""Titles that many figures have."""


def pixels(size: int) -> tuple[str, ...]:
    """Names of the pixels along an axis."""
    return tuple(f"x{number}" for number in range(size))
