"""Unseen cases: they count, and nothing of them is ever told."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from grader.cli.secret import VARIABLE
from grader.course import load_chapter
from grader.engine.chapter import Settings
from grader.engine.questions import Questions
from grader.engine.run import grade
from grader.engine.starters import Starters
from grader.report.model import CheckResult, Result, to_json
from grader.sandbox.levels import candidates
from grader.submission import Submission
from tests.conftest import ROOT, Folder, Grade, exchanged, solution

SEED = 20_231_107_424_242

PRINTING = """def convolve2d(image, kernel):
    print("seen", image.tolist())
    if SEEN is not None and image.shape == (3, 3):
        raise RuntimeError(f"earlier: {SEEN}")
    return np.array(SOLVE(image, kernel))


def SOLVE(image, kernel):
    flipped = kernel[::-1, ::-1]
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    if min(rows, columns) < 1:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), kernel.shape)
    return np.einsum("ijuv,uv", windows, flipped)


SEEN = None
"""

TELLING = '''def zero_pad2d(image, padding):
    global SEEN
    if padding < 0:
        raise ValueError
    padded = np.pad(image.astype(float), padding)
    text = repr(image.tolist())
    if text not in KNOWN:
        SEEN = text
        print("unseen", text)
        raise type("E" + text, (Exception,), {})(text)
    return padded


KNOWN = """{known}"""
'''


@pytest.fixture(scope="module")
def public() -> Questions:
    return Questions(0)


@pytest.fixture(scope="module")
def unseen(public: Questions) -> Questions:
    return Questions(SEED, public)


def graded(folder: Folder, source: str, starters: Starters, public: Questions, unseen: Questions | None) -> Result:
    settings = Settings(public, speed=False, unseen=unseen)
    with ExitStack() as workers:
        submission = Submission.at(folder.write(source))
        return grade([4], submission, settings, candidates(None), "en", starters, lambda *_: None, workers)


def known_inputs(questions: Questions) -> str:
    """What a submission that has met the public cases of padding knows of them."""
    exercise = next(one for one in load_chapter(4).exercises if one.id == "zero_pad2d")
    return "\n".join(repr(put.case.arguments[0].tolist()) for put in questions.of(exercise, "chapter04_convolution"))


def of_padding(result: Result) -> list[CheckResult]:
    return next(one for one in result.chapters[0].exercises if one.id == "zero_pad2d").checks


def test_a_right_answer_is_right_on_them(
    folder: Folder, starters: Starters, public: Questions, unseen: Questions
) -> None:
    result = graded(folder, solution(), starters, public, unseen)
    assert result.statuses == {"passed"}
    assert result.unseen


class TestAnAnswerThatKnowsThePublicCases:
    @pytest.fixture
    def source(self, public: Questions) -> str:
        return exchanged(solution(), zero_pad2d=TELLING.replace("{known}", known_inputs(public)))

    def test_passes_without_them(self, source: str, folder: Folder, starters: Starters, public: Questions) -> None:
        result = graded(folder, source, starters, public, None)
        assert {check.status for check in of_padding(result)} == {"passed"}
        assert not result.unseen

    def test_fails_on_them(
        self, source: str, folder: Folder, starters: Starters, public: Questions, unseen: Questions
    ) -> None:
        result = graded(folder, source, starters, public, unseen)
        failing = [check for check in of_padding(result) if check.status != "passed"]
        assert failing
        assert {check.code for check in failing} == {"fails_unseen"}
        assert all(check.score == 0 for check in failing)

    def test_tells_nothing_of_them(
        self, source: str, folder: Folder, starters: Starters, public: Questions, unseen: Questions
    ) -> None:
        telling = to_json(graded(folder, source, starters, public, unseen)).decode()
        assert "unseen [" not in telling
        assert str(SEED) not in telling
        for check in of_padding(graded(folder, source, starters, public, unseen)):
            assert check.detail.failure is None
            assert not check.detail.facts


def test_what_is_kept_of_them_reaches_no_output_that_is_shown(
    folder: Folder, starters: Starters, public: Questions, unseen: Questions
) -> None:
    source = exchanged(solution(), convolve2d=PRINTING, zero_pad2d=TELLING.replace("{known}", known_inputs(public)))
    telling = to_json(graded(folder, source, starters, public, unseen)).decode()
    assert "seen [" in telling  # the public ones may be printed
    assert "earlier:" not in telling


def test_cases_that_are_public_are_not_put_again(public: Questions, unseen: Questions) -> None:
    for exercise in load_chapter(4).exercises:
        own = unseen.of(exercise, "chapter04_convolution")
        everything = Questions(SEED).of(exercise, "chapter04_convolution")
        assert len(own) <= len(everything)
        assert {put.check.id for put in own} <= {put.check.id for put in public.of(exercise, "chapter04_convolution")}


def test_speed_earns_nothing_where_they_fail(folder: Folder, starters: Starters, public: Questions) -> None:
    exercise = next(one for one in load_chapter(4).exercises if one.id == "conv2d")
    known = "\n".join(repr(float(put.case.arguments[0].sum())) for put in public.of(exercise, "chapter04_convolution"))
    source = solution() + (
        f"\n\nKNOWN = '''{known}'''\nRIGHT = conv2d\n\n\ndef conv2d(images, *others, **named):\n"
        "    answer = RIGHT(images, *others, **named)\n"
        "    return answer if repr(float(images.sum())) in KNOWN or images.size > 4000 else answer + 1\n"
    )
    settings = Settings(public, exercises=frozenset({"conv2d"}), unseen=Questions(SEED, public))
    with ExitStack() as workers:
        submission = Submission.at(folder.write(source))
        result = grade([4], submission, settings, candidates(None), "en", starters, lambda *_: None, workers)
    checks = {check.id: check for check in result.chapters[0].exercises[0].checks}
    assert any(check.code == "fails_unseen" for check in checks.values())
    assert all(check.code == "not_measured" and not check.score for check in checks.values() if check.kind == "speed")


def test_a_secret_in_the_environment_adds_them(grade: Grade) -> None:
    given = {VARIABLE: "a secret of the class"}
    run = grade("4", "--submission", ROOT / "solutions", "--no-speed", "--json", "-", **given)
    assert run.code == 0
    assert run.result.unseen
    assert run.result.seed == 0
