"""Results that renderers are tested with: one of every status, and one in which every string is hostile."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from grader.report.model import (
    ChapterResult,
    CheckResult,
    Curve,
    Detail,
    ExerciseResult,
    Failure,
    NamedValue,
    Result,
    Shown,
    Status,
)
from tests.test_terminal_report import half_right

Language = Literal["en", "fr"]
Facts = dict[str, str | int | float]

HOSTILE = (
    "\n::error file=x::owned\n##[error]owned ##vso[task.complete]x ::set-output name=a::b "
    "</pre></code><script>alert(1)</script>"
    " <img src=x onerror=alert(1)> ]]> &lt; [[ATTACHMENT|/etc/passwd]] [a](javascript:b) ![i](https://evil.test/i.png)"
    " https://evil.test www.evil.test x@evil.test @teacher #1 :tada: |cell| `code` ````` $x$ **bold** =cmd() +1 -1\r\n"
    "# heading\n- item\n> quote\n```\n~~~\n"
    "\x1b[31mred\x1b[0m \x00\x07\x9b \u202eright to left\u202c \u2066isolate\u2069 \ufffe"
)
"""What would act on one format or another."""


def exercise(name: str, status: Status, *checks: CheckResult, output: str = "") -> ExerciseResult:
    """An exercise with these checks."""
    score, points = sum(check.score for check in checks), sum(check.max_score for check in checks)
    return ExerciseResult(name, "A whole convolutional layer", status, score, points, list(checks), output)


def chapter(number: int, *exercises: ExerciseResult, **more: Any) -> ChapterResult:
    """A chapter with these exercises."""
    graded = [one for one in exercises if one.status != "grader_error"]
    score, points = sum(one.score for one in graded), sum(one.max_score for one in graded)
    name = {4: "chapter04_convolution", 5: "chapter05_relu", 11: "chapter11_keras"}[number]
    title = "Convolution, stride, padding"
    return ChapterResult(number, name, title, score, points, list(exercises), **more)


def result(*chapters: ChapterResult, language: Language = "en", submission: str = "exercises") -> Result:
    """A result with these chapters."""
    score, points = sum(one.score for one in chapters), sum(one.max_score for one in chapters)
    return Result(
        1, "convgrade 0", 0, "landlock", language, submission, score, points, list(chapters), {"seconds": 0.5}
    )


def check(
    status: Status, code: str, score: float = 0.0, name: str = "basic", facts: Facts | None = None
) -> CheckResult:
    """A check worth one point and a half."""
    title = "One image, one channel, one filter"
    return CheckResult(name, title, "numerical", status, score, 1.5, code, detail=Detail(facts=facts or {}))


def of_every_kind(language: Language = "en") -> Result:
    """Right, half right, not started, stopped, blocked, not graded; a module with an error, one that needs Keras."""
    mixed = chapter(
        4,
        exercise("cross_correlate2d", "passed", check("passed", "passed", 1.5)),
        exercise("conv2d", "partial", *half_right(), output="here I am"),
        exercise("filter_image", "not_started", check("not_started", "not_implemented")),
        exercise(
            "zero_pad2d",
            "error",
            check(
                "error", "raised", facts={"exception": "IndexError", "message": "index 3 is out of bounds", "line": 17}
            ),
        ),
        exercise(
            "same_padding", "blocked", check("blocked", "blocked", facts={"function": "zero_pad2d", "chapter": 4})
        ),
        exercise("convolve2d", "grader_error", check("grader_error", "grader_fault", facts={"reason": "no worker"})),
        times={"seconds": 0.25},
    )
    facts: Facts = {"message": "'(' was never closed", "line": 3, "exception": "SyntaxError"}
    broken = chapter(
        5,
        exercise("relu", "error", check("error", "syntax_error", facts=facts)),
        exercise(
            "leaky_relu", "error", check("error", "syntax_error", facts=facts), check("error", "syntax_error", name="b")
        ),
        code="syntax_error",
        facts=facts,
    )
    absent = chapter(11, code="needs_packages", facts={"packages": "keras, tensorflow"})
    return result(mixed, broken, absent, language=language)


def hostile(size: int = 0) -> Result:
    """A result in which every string is hostile that a submission can have a hand in, and `size` characters longer."""
    text = HOSTILE + "x" * size
    shown = Shown("text", text=text)
    array = Shown("array", dtype=text, shape=[1], values=[1.0])
    failure = Failure([NamedValue("image", shown)], array, shown, path=[text], expected_at=1.0, received_at=text)
    facts: Facts = dict.fromkeys(("exception", "message", "module", "expected", "received"), text)
    facts["line"] = 10**30
    detail = Detail(facts, failure, 0, 1, 0, Curve([1.0], [text]))
    wrong = CheckResult("basic", "Borders", "numerical", "failed", 0.0, 1.5, "raised", text, text, detail)
    unknown = CheckResult("more", "Strides", "numerical", "failed", 0.0, 1.5, text, detail=detail)
    graded = chapter(4, exercise("conv2d", "failed", wrong, unknown, output=text))
    broken = chapter(
        5, exercise("relu", "error", check("error", "syntax_error", facts=facts)), code="import_error", facts=facts
    )
    return result(graded, broken, submission=text)


def many(count: int) -> Result:
    """A result of so many chapters, each with something to say."""
    (one,) = msgspec.structs.replace(of_every_kind(), chapters=of_every_kind().chapters[:1]).chapters
    return result(*[one] * count)
