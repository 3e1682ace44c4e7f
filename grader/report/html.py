"""The HTML report: one file that needs nothing else, asks no network for anything, and is read as well without script.

Every text passes through `_shown` on its way into the page, and is then escaped: no template can forget it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.report import drawn_curves, sentences, speed_bars
from grader.report.findings import Finding, findings
from grader.report.messages import Messages, printable
from grader.report.model import ChapterResult, Result
from grader.report.signs import sign

PAGE = Path(__file__).parent / "page"
ROOTS = re.compile(r"(?<=[\n ])(:root|body)(?= \{)|^:root(?= \{)")
"""What the style of a page is about as a whole."""

MOST_CHARACTERS = 2000
MOST_NUMBERS, MOST_NUMBERS_OF_ALL = 9000, 50_000
"""Numbers in all pictures of a chapter, and of the page: they keep its size below 500 kB and 3 MB."""


def render(result: Result, template: str = "report.html.j2", **content: Any) -> str:
    """The page of a result, in the result's language; a template that extends the report's may need more content."""
    messages = Messages(result.language)
    return page(
        template,
        result.language,
        result=result,
        told={chapter.id: _told(chapter, len(result.chapters), messages) for chapter in result.chapters},
        next_step=sentences.next_step(result, messages),
        next_exercise=_next_exercise(result),
        **content,
    )


def fragment(result: Result, exercise: str) -> str:
    """An exercise of the result as it stands on the page, for a page of somebody else's: a notebook, a feedback."""
    messages = Messages(result.language)
    chapter = next(chapter for chapter in result.chapters if any(one.id == exercise for one in chapter.exercises))
    return (
        _environment(result.language)
        .get_template("fragment.html.j2")
        .render(
            style=Markup(_scoped_style()),  # noqa: S704 (our own file)
            language=result.language,
            chapter=chapter,
            exercise=next(one for one in chapter.exercises if one.id == exercise),
            found=_told(chapter, 1, messages)[exercise],
        )
    )


@functools.cache
def _scoped_style() -> str:
    """The page's style for what stands in a fragment alone; links to places of a page are hidden.

    Bootstrap, which nbgrader's pages use, has badges of its own; and their pictures do not shrink on a phone.
    """
    own = ROOTS.sub("&", _own("style.css"))
    bare = ".badge { padding: 0; background: none; border-radius: 0; font-size: 1em; line-height: inherit; }"
    pictures = "img { max-width: 100%; height: auto; }"
    return f".convgrade {{\n{own}\n.here {{ display: none; }}\n{bare}\n}}\n{pictures}"


def page(
    template: str, language: str, styles: Sequence[str] = ("style.css",), script: str = "script.js", **content: Any
) -> str:
    """A page with its style and script inside, and the policy that nothing else may act."""
    style = "\n".join(_own(name) for name in styles)
    acting = _own(script)
    return (
        _environment(language)
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 (our own file)
            script=Markup(acting),  # noqa: S704 (our own file)
            policy=_policy(style, acting),
            language=language,
            **content,
        )
    )


@functools.cache
def _own(name: str) -> str:
    """A style or script of ours."""
    return (PAGE / name).read_text("utf-8").strip()


def _told(chapter: ChapterResult, chapters: int, messages: Messages) -> dict[str, list[Finding]]:
    """Findings of a chapter by exercise, with as many pictures as the page has room for: the first of each at first."""
    told = {exercise.id: findings(exercise, messages) for exercise in chapter.exercises}
    room = min(MOST_NUMBERS, MOST_NUMBERS_OF_ALL // chapters)
    for finding in filter(None, chain.from_iterable(zip_longest(*told.values()))):
        finding.left_out = finding.numbers > room
        if not finding.left_out:
            finding.draw(messages)
            room -= finding.numbers
    return told


@functools.cache
def _environment(language: str) -> Environment:
    """What the templates know in a language; they are compiled once."""
    messages = Messages(language)
    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "text": messages.text,
        "plural": messages.plural,
        "messages": messages,
        "sentences": sentences,
        "sign": sign,
        "anchor": _anchor,
        "curve_size": (drawn_curves.WIDTH, drawn_curves.HEIGHT),
        "bar_width": speed_bars.WIDTH,
        "passed": lambda things: sum(thing.status == "passed" for thing in things),
    }
    environment.filters["code"] = _code
    return environment


def _shown(value: Any) -> Any:
    """A value as the page shows it: text without control and direction characters, cut where it is endless."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = value[: MOST_CHARACTERS + 1]
    text = text if text.isprintable() else printable(text)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def _code(text: str) -> Markup:
    """Text with what stands between backticks marked as code, and set apart from the direction around it."""
    pieces = _shown(text).split("`")
    if len(pieces) % 2 == 0:  # a backtick without its other half
        return escape("`".join(pieces))
    wrapped: Iterable[str] = (
        Markup("<code><bdi>{}</bdi></code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
    return Markup("").join(wrapped)


def _anchor(*names: str) -> str:
    """Name of a place of the page."""
    return ".".join(names).replace(" ", "-")


def _next_exercise(result: Result) -> str:
    """Anchor of the first exercise that is not passed; empty when there is none."""
    left = (
        _anchor(chapter.id, exercise.id)
        for chapter in result.chapters
        for exercise in chapter.exercises
        if exercise.status not in {"passed", "grader_error"}
    )
    return next(left, "")


def _policy(style: str, script: str) -> str:
    """Content security policy: nothing but this style and this script."""
    allowed = {"style-src": style, "script-src": script}
    sources = "; ".join(f"{kind} '{_digest(text)}'" for kind, text in allowed.items())
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
