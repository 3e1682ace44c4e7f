"""Whatever a worker may say, the judge makes an ordinary verdict of it: no error, no mark for nothing, little text."""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rich.console import Console

from grader.answers import Answer, Raised, Returned
from grader.course import CHAPTERS, load_chapter
from grader.course.spec import Chapter, Check, Exercise, SpeedCheck
from grader.engine import verdicts
from grader.engine.loading import obstacle_of
from grader.engine.numerical import answered, named_mistakes
from grader.engine.questions import Put, Questions
from grader.engine.session import Session
from grader.report import terminal
from grader.report.curves import plot
from grader.report.messages import Messages
from grader.report.model import ChapterResult, Curve, ExerciseResult, Result, from_json, to_json
from grader.sandbox import wire
from grader.sandbox.data import ArraysOut
from grader.sandbox.forking import WorkerProcess
from grader.sandbox.frames import framed
from grader.sandbox.levels import IsolationUnavailableError
from grader.sandbox.limits import BreachError, Limits
from tests.conftest import THOROUGH
from tests.test_wire import ARRAYS, PLAIN

MOST_BYTES = 120_000
MOST_CHECKS = 5
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["\x1b[31m", "{message}", "%s", "x" * 10**6, "\u202e", "é" * 3000, "nan", "1e400", "NotImplementedError"]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.sampled_from([0.0, -0.0, 1e308, -1e308, 5e-324, float("nan"), float("inf"), 2**63, 0, -1]),
)
POSITIONS = st.lists(st.one_of(st.integers(-(2**63), 2**64 - 1), TEXTS), max_size=4)
LARGE = st.sampled_from(
    [
        wire.big_integer(10**399),
        wire.big_integer(-(2**64)),
        np.zeros((0, 2**26)),
        np.zeros((2**26, 0), np.uint8),
        np.zeros((1,) * 16),
        np.full((600, 800), np.nan),
        np.full((16, 16), 1 + 1e300j),
        np.full(4, 2**64 - 1, np.uint64),
        np.full((2,) * 8, -1e308),
        np.arange(400_000, dtype=np.int64),
        ["x" * 300_000] * 3,
        {f"{key}": None for key in range(80_000)},
        [[0.5] * 50] * 1000,
        [np.zeros(3)] * 10_000,
        [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],
    ]
)
VALUES = st.one_of(PLAIN, NUMBERS, TEXTS, LARGE, st.lists(st.one_of(NUMBERS, ARRAYS, LARGE, TEXTS), max_size=4))


def altered(expected: Any) -> st.SearchStrategy[Any]:
    """Something of the form of the right answer: other numbers, and now and then a part that is no such thing."""
    return st.one_of(st.just(expected), _other(expected))


def _other(expected: Any) -> st.SearchStrategy[Any]:
    if isinstance(expected, np.ndarray) and expected.ndim:
        same = hnp.arrays(expected.dtype, expected.shape)
        other = hnp.arrays(st.sampled_from(["f8", "f4", "f2", "u1", "i8", "u8", "?", "c16"]), expected.shape)
        return st.one_of(same, other, VALUES)
    if isinstance(expected, (list, tuple)):
        return st.one_of(st.tuples(*map(altered, expected)).map(list), VALUES)
    if isinstance(expected, dict):
        return st.one_of(st.fixed_dictionaries({key: altered(part) for key, part in expected.items()}), VALUES)
    return st.one_of(NUMBERS, VALUES)


def replies(expected: Answer) -> st.SearchStrategy[wire.Reply]:
    """Any reply of a worker that lies."""
    values = altered(expected.value) if isinstance(expected, Returned) else VALUES
    lines = st.one_of(st.none(), st.integers(-(2**63), 2**64 - 1))
    phases = st.sampled_from(["compile", "import", "arguments", "call", ""])
    exceptions = st.one_of(TEXTS, st.sampled_from([*verdicts.EXCEPTIONS, "TypeError"]))
    return st.one_of(
        st.builds(wire.ReturnedReply, values, POSITIONS, POSITIONS, TEXTS, TEXTS),
        st.builds(wire.ReturnedReply, values, st.just([]), st.just([]), st.just(""), st.just("")),
        st.builds(wire.RaisedReply, phases, exceptions, TEXTS, TEXTS, lines, TEXTS),
        st.builds(wire.NotPlainReply, TEXTS, st.booleans(), TEXTS),
        st.builds(wire.Loaded, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3))),
        st.builds(wire.Ready),
        st.builds(wire.Refused, TEXTS),
    )


def hostile_body(reply: wire.Reply) -> bytes:
    """The body of a message as a worker writes it that does not cut its texts."""
    arrays = ArraysOut()

    def pack(value: Any) -> msgspec.msgpack.Ext:
        return msgspec.msgpack.Ext(wire.ARRAY, arrays.add(np.asarray(value)))

    return arrays.after(msgspec.msgpack.encode(reply, enc_hook=pack))[4:]


@dataclass
class LyingProcess:
    """A worker's process that says the same to whatever it is asked: no process at all, but the pipes are the same."""

    says: bytes

    def __post_init__(self) -> None:
        """Open the pipes."""
        self.stdin = io.BytesIO()
        self.stdout = io.BytesIO(self.says)
        self.stderr = io.BytesIO()

    def kill(self) -> None:
        """There is nothing to end."""

    def wait(self) -> int:
        """It has ended of itself."""
        return 0


def session(bodies: Sequence[bytes]) -> Session:
    """A session whose workers load well, then answer with these bodies, whatever they are."""
    good = wire.encode(wire.Ready()) + wire.encode(wire.Loaded([], {}))
    says = good + b"".join(framed(body) for body in bodies)
    opened = Session(lambda: cast("WorkerProcess", LyingProcess(says)), ["process"], Limits())
    opened.load("module", {})
    return opened


def test_a_worker_that_refuses_later_makes_the_isolation_no_weaker() -> None:
    good = wire.encode(wire.Ready()) + wire.encode(wire.Loaded([], {}))
    words = iter([good, wire.encode(wire.Refused("no more namespaces")), good])
    opened = Session(lambda: cast("WorkerProcess", LyingProcess(next(words))), ["landlock", "process"], Limits())
    opened.load("module", {})
    opened.reset()
    with pytest.raises(IsolationUnavailableError):
        opened.load("module", {})
    assert opened.level == "landlock"


EXERCISES = {
    "an array": (4, "convolve2d"),
    "a layer": (4, "conv2d"),
    "an image of bytes": (1, "gradient_image"),
    "channels": (1, "rgb_gradient"),
    "a count": (1, "pixel_count"),
    "a tuple": (4, "same_padding"),
    "pairs with names": (3, "summarize"),
    "indices": (8, "minibatches"),
    "a step": (8, "adam_step"),
    "parameters and losses": (8, "train"),
    "a share": (8, "accuracy"),
    "several gradients": (8, "conv2d_backward"),
}


@cache
def asked(number: int, name: str) -> tuple[Chapter, Exercise, list[Put], list[Answer]]:
    """An exercise, the first case of each of its first checks, and what is right."""
    chapter = load_chapter(number)
    exercise = next(one for one in chapter.exercises if one.id == name)
    first: dict[str, Put] = {}
    for put in Questions(0).of(exercise, chapter.id):
        first.setdefault(put.check.id, put)
    puts = list(first.values())[:MOST_CHECKS]
    return chapter, exercise, puts, [put.expected for put in puts]


def numbers_of(value: Any) -> list[Any]:
    """The numbers and texts in plain data, one after the other."""
    if isinstance(value, (list, tuple)):
        return [number for item in value for number in numbers_of(item)]
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in [key, *numbers_of(value[key])]]
    if isinstance(value, (np.ndarray, np.generic)):
        return list(np.asarray(value).ravel().tolist())
    return [value]


def equal(expected: Answer, received: Answer | BreachError, slack: float) -> bool:
    """Whether an answer says what the reference says, by a measure of its own."""
    if isinstance(expected, Raised):
        return isinstance(received, Raised) and received.exception == "ValueError"
    if not (isinstance(expected, Returned) and isinstance(received, Returned)):
        return False
    wanted, got = numbers_of(expected.value), numbers_of(received.value)
    if len(wanted) != len(got):
        return False
    scale = max((abs(number) for number in wanted if isinstance(number, (int, float))), default=1.0)
    return all(
        one == other if isinstance(one, str) else abs(one - other) <= 2e-3 * scale + slack
        for one, other in zip(wanted, got, strict=True)
    )


def check_verdict(number: int, name: str, bodies: Sequence[bytes]) -> None:
    """Judge the replies, make the report of them, and look at what comes of it."""
    chapter, exercise, puts, right = asked(number, name)
    began = time.process_time()
    with session(bodies) as lying, warnings.catch_warnings():
        warnings.simplefilter("error")
        trials, output = answered(exercise, puts, lying)
    with session(bodies) as lying:
        mistakes = named_mistakes(exercise, chapter.id, trials, Questions(0), lying)
    results = [
        verdicts.numerical_result(
            put.check, exercise, [trial for trial in trials if trial.check is put.check], mistakes.get(put.check.id)
        )
        for put in puts
    ]
    for expected, trial in zip(right, trials, strict=True):
        if trial.passed and trial.check.judge is None:
            assert equal(expected, trial.received, 2 * exercise.tolerance.absolute), (expected, trial.received)
    if fault := trials[0].fault:
        results += [verdicts.speed_result(speed, fault) for speed in exercise.checks if isinstance(speed, SpeedCheck)]
    check_report(chapter, verdicts.exercise_result(exercise, results, output))
    assert time.process_time() - began < 20


def check_report(chapter: Chapter, graded: ExerciseResult, code: str = "graded", facts: Any = None) -> None:
    """The result is short, survives its JSON and can be shown in both languages."""
    assert graded.status != "grader_error"
    part = ChapterResult(
        chapter.number, chapter.id, chapter.title, graded.score, graded.max_score, [graded], code, facts or {}
    )
    for language in ("en", "fr"):
        result = Result(
            1, "convgrade 0", 0, "landlock", cast("Any", language), "x", graded.score, graded.max_score, [part]
        )
        written = to_json(result)
        assert len(written) < MOST_BYTES
        assert from_json(written) == result
        buffer = io.StringIO()
        terminal.show(result, Console(file=buffer, width=80, highlight=False, markup=False))
        assert len(buffer.getvalue()) < MOST_BYTES
        assert "\x1b" not in buffer.getvalue()


@pytest.mark.parametrize(("number", "name"), EXERCISES.values(), ids=EXERCISES)
@settings(max_examples=40 if THOROUGH else 8, deadline=None)
@given(st.data())
def test_any_reply_gets_an_ordinary_verdict(number: int, name: str, data: st.DataObject) -> None:
    _, _, _, right = asked(number, name)
    spoken = data.draw(st.lists(st.sampled_from(right).flatmap(replies), min_size=1, max_size=2))
    bodies = [hostile_body(reply) for reply in spoken]
    check_verdict(number, name, [bodies[place % len(bodies)] for place in range(len(right))])


@pytest.mark.parametrize(("number", "name"), EXERCISES.values(), ids=EXERCISES)
@settings(max_examples=20 if THOROUGH else 4, deadline=None)
@given(st.data())
def test_replies_that_are_damaged_or_break_off_get_one_as_well(number: int, name: str, data: st.DataObject) -> None:
    _, _, _, right = asked(number, name)
    body = bytearray(hostile_body(data.draw(replies(right[0]))))
    for _ in range(data.draw(st.integers(0, 3))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(body)), st.integers(0, len(body))))
    check_verdict(number, name, [bytes(body[:end])] * data.draw(st.integers(0, len(right))))


def spoilt(right: Any) -> dict[str, wire.Reply]:
    """Replies that are nearly right, each with something in it that arithmetic, JSON or a terminal may stumble over."""
    huge = wire.big_integer(10**399)
    shape = right.shape if isinstance(right, np.ndarray) else (2, 2)
    return {
        "a position that is none": wire.ReturnedReply(right, [2**63], [], "", ""),
        "a negative position": wire.ReturnedReply(right, [-100], [], "", ""),
        "a name that is none": wire.ReturnedReply(right, [], ["\x1b[2J" * 10_000], "", ""),
        "a warning without end": wire.ReturnedReply(right, [], [], "\x1b[2J" * 10_000, ""),
        "nothing but its own": wire.ReturnedReply([], [], [], "", ""),
        "an integer beyond all floats": wire.ReturnedReply(huge, [], [], "", ""),
        "integers beyond all floats": wire.ReturnedReply([huge] * 3, [], [], "", ""),
        "texts for numbers": wire.ReturnedReply(["1e400", "nan", "1"], [], [], "", ""),
        "a truth value": wire.ReturnedReply(True, [], [], "", ""),
        "truth values": wire.ReturnedReply(np.ones(shape, bool), [], [], "", ""),
        "the largest numbers": wire.ReturnedReply(np.full(shape, -1.7e308), [], [], "", ""),
        "a long empty array": wire.ReturnedReply(np.zeros((2**26, 0)), [], [], "", ""),
        "arrays within lists": wire.ReturnedReply([[np.full(8, -1e-300)] * 250] * 100, [], [], "", ""),
        "a tree": wire.ReturnedReply([[[[[0.5] * 10] * 10] * 10] * 10] * 10, [], [], "", ""),
        "a dict of a thousand keys": wire.ReturnedReply({f"{key}" * 50: key for key in range(1000)}, [], [], "", ""),
        "an exception without a name": wire.RaisedReply("call", "", "", "", 2**63, ""),
        "a kind without a name": wire.NotPlainReply("", too_large=False, output=""),
        "another message": wire.Loaded([], {}),
        "a refusal": wire.Refused("{reason}"),
        "readiness": wire.Ready(),
    }


@pytest.mark.sampled(24)
@pytest.mark.parametrize("spoiling", spoilt(0.0))
@pytest.mark.parametrize(("number", "name"), EXERCISES.values(), ids=EXERCISES)
def test_what_is_nearly_right_gets_one_as_well(number: int, name: str, spoiling: str) -> None:
    _, _, _, right = asked(number, name)
    values = [answer.value if isinstance(answer, Returned) else 0.0 for answer in right]
    check_verdict(number, name, [hostile_body(spoilt(plain_list(value))[spoiling]) for value in values])


def plain_list(value: Any) -> Any:
    """The value as msgpack has it."""
    return [plain_list(item) for item in value] if isinstance(value, (list, tuple)) else value


def test_a_curve_of_the_largest_numbers_is_drawn() -> None:
    messages = Messages("en")
    for numbers in ([1.7e308, -1.7e308], [5e-324, 0.0], [10**400, 1.0], ["nan", 0.0], [1.0, -0.0]):
        assert plot(Curve([1.0, 0.0], cast("Any", numbers)), messages)


WORDY = "\u0000" * 10_000
LONGEST = {
    "numbers": wire.ReturnedReply(np.full((2,) * 6, -1.2345678901234567e-300), [], [], WORDY, WORDY),
    "complex numbers": wire.ReturnedReply(
        np.full((1,) * 4 + (8, 8), -1.2345678901234567e-300 * (1 + 1j)), [], [], WORDY, WORDY
    ),
    "a list of numbers": wire.ReturnedReply([-1.2345678901234567e-300] * 1000, [], [], WORDY, WORDY),
    "an argument changed": wire.ReturnedReply(1.5, [WORDY], [WORDY], WORDY, WORDY),
    "keys": wire.ReturnedReply({f"{WORDY[:100]}{key}": WORDY[:100] for key in range(5000)}, [], [], WORDY, WORDY),
    "an exception": wire.RaisedReply("call", WORDY, WORDY, WORDY, 1, WORDY),
    "a type": wire.NotPlainReply(WORDY, too_large=False, output=WORDY),
}


@pytest.mark.sampled(17)
@pytest.mark.parametrize("reply", LONGEST.values(), ids=LONGEST)
@pytest.mark.parametrize("number", CHAPTERS)
def test_the_result_stays_short_whatever_is_said(number: int, reply: wire.Reply) -> None:
    chapter = load_chapter(number)
    for exercise in chapter.exercises:
        if exercise.examination:  # it is not the answer itself that is judged
            continue
        cases = Questions(0).of(exercise, chapter.id)
        with session([hostile_body(reply)] * len(cases)) as lying:
            trials, output = answered(exercise, cases, lying)
        results = [
            verdicts.numerical_result(check, exercise, [trial for trial in trials if trial.check is check], None)
            for check in exercise.checks
            if isinstance(check, Check)
        ]
        check_report(chapter, verdicts.exercise_result(exercise, results, output))


@settings(max_examples=100 if THOROUGH else 20, deadline=None)
@given(st.data())
def test_a_module_that_fails_to_load_says_so_in_short(data: st.DataObject) -> None:
    chapter, exercise, _, right = asked(4, "convolve2d")
    good = wire.encode(wire.Ready())
    body = hostile_body(data.draw(replies(right[0])))
    opened = Session(lambda: cast("WorkerProcess", LyingProcess(good + framed(body))), ["process"], Limits())
    with opened:
        try:
            loaded: Any = opened.load("module", {})
        except BreachError as breach:
            loaded = breach.kind
    if isinstance(loaded, str):
        assert loaded in {"protocol", "process", "reply"}
    elif isinstance(loaded, Raised):
        obstacle = obstacle_of(loaded)
        graded = verdicts.uniform_result(exercise, exercise.checks, obstacle.status, obstacle.code, obstacle.facts)
        check_report(chapter, graded, obstacle.code, obstacle.facts)
    else:
        assert sum(map(len, loaded)) < 1 << 18
