"""Figures drawn as SVG: it needs no network and runs nothing, and has a ground of its own for light and dark pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import numpy as np

from grader.classroom.notebooks.source_notebook import Picture
from grader.course.figures import figures_of
from grader.course.figures.parts import Axis, Curves, Figure, Grid, Panel, Sign, Window
from grader.report.shades import NO_NUMBER, ZERO, Scale

SIDE = 36
"""Side of a grid's cell, in pixels."""

GAP = 14
TITLE = 24
SIGN = 24
BAR = 16
PLOT = (300, 150)
PLOT_MARGIN = 30
BLUE, ORANGE = "37 99 235", "217 119 6"
"""As in the HTML report's heat maps."""

LINES = ("#a6201a", "#0a4fb3", "#14652c", "#7a2a86")
TEXT, FAINT, RULE = "#1b1f24", "#555e68", "#c3c9d0"

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Elements around an origin of their own, and the room that they need."""

    elements: str
    width: float
    height: float


def pictures_of(chapter: str, translate: Translate) -> dict[str, Picture]:
    """The pictures of a chapter by exercise, their words in a language."""
    return {
        exercise: Picture(svg(figure, translate), translate(figure.caption))
        for exercise, figure in figures_of(chapter).items()
    }


def svg(figure: Figure, translate: Translate) -> str:
    """A figure as an SVG document: its panels side by side, their middles on one line."""
    drawn = [_panel(panel, translate) for panel in figure.panels]
    height = max(one.height for one in drawn)
    place, groups = float(GAP), []
    for one in drawn:
        groups.append(f'<g transform="translate({place:g} {GAP + (height - one.height) / 2:g})">{one.elements}</g>')
        place += one.width + GAP
    height += 2 * GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{place:g}" height="{height:g}" '
        f'viewBox="0 0 {place:g} {height:g}" role="img" font-family="system-ui, sans-serif" font-size="14" '
        f'text-anchor="middle"><title>{escape(translate(figure.caption))}</title>'
        f'<rect width="100%" height="100%" rx="8" fill="#fff"/>{"".join(groups)}</svg>'
    )


def _panel(panel: Panel, translate: Translate) -> Drawn:
    match panel:
        case Grid():
            return _grid(panel, translate)
        case Sign():
            return Drawn(_text(SIGN / 2, SIGN / 2, panel.text, size=22), SIGN, SIGN)
        case Axis():
            return _axis(panel)
        case Curves():
            return _curves(panel, translate)


def _grid(grid: Grid, translate: Translate) -> Drawn:
    """A title, the cells with their numbers, the windows over them; as much room below as above: signs are central."""
    rows, columns = grid.values.shape
    title = translate(grid.title)
    width = max(columns * SIDE, 8 * len(title))
    left = (width - columns * SIDE) / 2
    scale = Scale.of(grid.values.tolist()) or Scale(0.0, 0.0)
    parts = [_text(width / 2, TITLE / 2, title, FAINT, 13)]
    for row in range(rows):
        for column in range(columns):
            value = float(grid.values[row, column])
            ground, ink = _grey(value) if grid.look == "grey" else (_shade(scale.shade(value)), TEXT)
            x, y = left + column * SIDE, TITLE + row * SIDE
            parts.append(
                f'<rect x="{x:g}" y="{y:g}" width="{SIDE}" height="{SIDE}" fill="{ground}" stroke="{RULE}"/>'
                + _text(x + SIDE / 2, y + SIDE / 2, f"{value:g}", ink)
            )
    parts += [_window(window, left) for window in grid.windows]
    return Drawn("".join(parts), width, rows * SIDE + 2 * TITLE)


def _window(window: Window, left: float) -> str:
    return (
        f'<rect x="{left + window.left * SIDE + 1.5:g}" y="{TITLE + window.top * SIDE + 1.5:g}" '
        f'width="{window.width * SIDE - 3}" height="{window.height * SIDE - 3}" fill="none" '
        f'stroke="{LINES[window.colour]}" stroke-width="3"{_dashes(window.colour)}/>'
    )


def _axis(axis: Axis) -> Drawn:
    """The pixels in a row, and below a bar for each window."""
    parts = []
    for place, pixel in enumerate(axis.pixels):
        ground = "#fff" if pixel != "0" else "#e4e8ec"
        parts.append(
            f'<rect x="{place * SIDE}" y="0" width="{SIDE}" height="{SIDE}" fill="{ground}" stroke="{RULE}"/>'
            + _text(place * SIDE + SIDE / 2, SIDE / 2, pixel)
        )
    for number, (start, length) in enumerate(axis.windows):
        colour = LINES[number % len(LINES)]
        x, y = start * SIDE + 2, SIDE + 6 + number * BAR
        parts.append(f'<rect x="{x}" y="{y}" width="{length * SIDE - 4}" height="{BAR - 6}" rx="3" fill="{colour}"/>')
    return Drawn("".join(parts), len(axis.pixels) * SIDE, SIDE + 6 + len(axis.windows) * BAR)


def _curves(curves: Curves, translate: Translate) -> Drawn:
    """The lines between their least and their largest value, with the axes that lie there."""
    width, height = PLOT
    every = np.concatenate([line for _, line in curves.lines])
    bottom, top = min(0.0, float(every.min())), float(every.max())
    first, last = float(curves.x[0]), float(curves.x[-1])

    def across(x: float) -> float:
        return PLOT_MARGIN + (x - first) / (last - first) * (width - 2 * PLOT_MARGIN)

    def down(y: float) -> float:
        return PLOT_MARGIN + (top - y) / (top - bottom) * (height - 2 * PLOT_MARGIN)

    origin = across(0.0) if first <= 0 <= last else across(first)
    axes = f"M{across(first):g} {down(0):g}H{across(last):g}M{origin:g} {down(bottom):g}V{down(top):g}"
    parts = [
        f'<path d="{axes}" stroke="{FAINT}" fill="none"/>',
        _text(across(first), down(0) + 14, f"{first:g}", FAINT, 12),
        _text(across(last), down(0) + 14, f"{last:g}", FAINT, 12),
        _text(origin - 14, down(top), f"{top:.2g}", FAINT, 12),
    ]
    for number, (name, line) in enumerate(curves.lines):
        points = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in zip(curves.x, line, strict=True))
        dots = "".join(
            f'<circle cx="{point.split(",")[0]}" cy="{point.split(",")[1]}" r="3"/>' for point in points.split()
        )
        parts.append(
            f'<g stroke="{LINES[number]}" fill="{LINES[number]}"><polyline points="{points}" fill="none" '
            f'stroke-width="2.5"{_dashes(number)}/>{dots if curves.steps else ""}</g>'
            + _text(width - PLOT_MARGIN - 34 - 90 * number, PLOT_MARGIN / 2, translate(name), LINES[number], 13)
        )
    return Drawn("".join(parts), width, height)


def _dashes(number: int) -> str:
    """Colours are told apart by their lines, too."""
    return ' stroke-dasharray="6 3"' if number % 2 else ""


def _text(x: float, y: float, text: str, colour: str = TEXT, size: int = 14) -> str:
    return f'<text x="{x:g}" y="{y:g}" dy=".35em" font-size="{size}" fill="{colour}">{escape(text)}</text>'


def _shade(name: str) -> str:
    """The colour of a shade of the heat maps."""
    if name in {ZERO, NO_NUMBER}:
        return "#fff"
    return f"rgb({BLUE if name[0] == 'p' else ORANGE} / {int(name[1:]) * 0.07:.2f})"


def _grey(value: float) -> tuple[str, str]:
    """A pixel from 0 to 255, and an ink that can be read on it."""
    level = round(value)
    return f"rgb({level} {level} {level})", "#fff" if level < 128 else TEXT
