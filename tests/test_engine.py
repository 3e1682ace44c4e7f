"""What the engine makes of more than plain equality: steps, properties, conventions, borrowed functions, replays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from grader.answers import Kept, Raised, Returned
from grader.checks.diagnose import Observation, diagnose, known_mistakes, suspects
from grader.checks.judging import fault_of
from grader.checks.local import answer_of
from grader.course.spec import Case, Check, Exercise, SpeedCheck, Tolerance, case, in_turn
from grader.course.windows import centred_window, image_window, layer_window, pooling_window
from grader.engine.session import Session
from grader.engine.speed import BASELINE, BaselineError, measure
from grader.sandbox.forking import ForkingStarter
from grader.sandbox.levels import candidates
from grader.sandbox.limits import Limits
from reference.mistakes import mistake
from tests.conftest import Folder, Grade, exchanged, solution
from tests.test_partial_marks import COURSE_LOOP


def running_sum(value: float, state: list[float] | None = None) -> tuple[float, list[float]]:
    """A function with a state of its own."""
    kept = state or [0.0]
    return kept[0] + value, [kept[0] + value]


def no_cases(_rng: np.random.Generator) -> list[Case]:
    """A check without cases."""
    return []


CHECK = Check("basic", 1.0, "", no_cases)


class TestSeveralCalls:
    case = in_turn(case(1.0), case(2.0, Kept(0, (1,))), case(3.0, state=Kept(1, (1,))), report=(0,))

    def test_hand_on_what_is_kept_and_report_the_rest(self) -> None:
        assert answer_of(running_sum, self.case) == Returned([1.0, 3.0, 6.0])

    def test_may_change_what_is_kept_but_no_other_argument(self) -> None:
        def greedy(values: np.ndarray, state: np.ndarray | None = None) -> tuple[float, np.ndarray]:
            state = np.zeros(1) if state is None else state
            state += values.sum()
            if values.size > 1:
                values[0] = 0
            return float(state[0]), state

        one, two = np.ones(1), np.ones(2)
        kept = answer_of(greedy, in_turn(case(one), case(one, Kept(0, (1,))), report=(0,)))
        assert kept == Returned([1.0, 2.0])
        changed = answer_of(greedy, in_turn(case(one), case(two, Kept(0, (1,))), report=(0,)))
        assert isinstance(changed, Returned)
        assert changed.modified == (0,)

    def test_that_fail_are_one_failure(self) -> None:
        assert isinstance(answer_of(running_sum, in_turn(case(1.0), case("2"))), Raised)

    def test_go_no_further_than_a_result_that_lacks_what_the_next_one_needs(self) -> None:
        assert answer_of(lambda *_: None, self.case) == Returned([None, None, None])


def doubled(x: float) -> float:
    """The reference of these tests."""
    return 2 * x


def doubled_and_a_bit(x: float) -> float:
    """Another right convention."""
    return 2 * x + 0.5


class TestJudging:
    def fault(self, received: Any, exercise: Exercise, check: Check = CHECK) -> str | None:
        found = fault_of(check, exercise, case(1.0), Returned(2.0), Returned(received))
        return found.code if found else None

    def test_another_right_convention_is_right(self) -> None:
        plain = Exercise("doubled", "", doubled, (CHECK,))
        lenient = Exercise("doubled", "", doubled, (CHECK,), alternatives=(doubled_and_a_bit,))
        assert self.fault(2.5, plain) == "values_differ"
        assert self.fault(2.5, lenient) is None
        assert self.fault(2.6, lenient) == "values_differ"

    def test_a_property_is_judged_instead_of_equality(self) -> None:
        check = Check("even", 1.0, "", no_cases, judge=lambda _case, value: None if value == 4 else "It is not 4.")
        exercise = Exercise("doubled", "", doubled, (check,))
        assert self.fault(4, exercise, check) is None
        assert self.fault(2, exercise, check) == "property_fails"

    def test_an_array_may_be_asked_in_one_dtype(self) -> None:
        exercise = Exercise("doubled", "", doubled, (CHECK,), Tolerance(absolute=1.0), dtype="uint8")
        expected = Returned(np.array([1, 2], dtype=np.uint8))
        for received, code in (
            (np.array([1, 2], dtype=np.uint8), None),
            (np.array([2, 1], dtype=np.uint8), None),  # one level of difference
            (np.array([1, 4], dtype=np.uint8), "values_differ"),
            (np.array([1, 2]), "wrong_dtype"),
            (np.array([1.0, 2.0]), "wrong_dtype"),
            (np.array([[1, 2]]), "wrong_shape"),
        ):
            found = fault_of(CHECK, exercise, case(1.0), expected, Returned(received))
            assert (found.code if found else None) == code


@mistake("doubled", "Adds one.")
def plus_one(x: float) -> float:
    """Wrong but for 1."""
    return x + 1


@mistake("doubled", "Squares.")
def squared(x: float) -> float:
    """Wrong but for 0 and 2."""
    return x * x


@mistake("doubled", "Nothing.")
def as_it_is(x: float) -> float:
    """Wrong but for 0."""
    return x


class TestDiagnosis:
    exercise = Exercise("doubled", "", doubled, (CHECK,))
    mistakes = (plus_one, squared, as_it_is)

    def seen(self, answers: dict[float, float], check: str = "basic", first: int = 0) -> list[Observation]:
        return [
            Observation(check, case(x), Returned(y), wrong=y != 2 * x, number=number)
            for number, (x, y) in enumerate(answers.items(), first)
        ]

    def named(self, seen: list[Observation]) -> dict[str, str]:
        known = known_mistakes(self.exercise, self.mistakes, [one.case for one in seen])
        return {check: found.id for check, found in diagnose(self.exercise, known, seen).items()}

    def test_names_the_one_mistake_that_explains_every_answer(self) -> None:
        assert self.named(self.seen({1.0: 2.0, 3.0: 4.0})) == {"basic": "plus_one"}

    def test_names_nothing_that_a_right_answer_contradicts(self) -> None:
        assert self.named(self.seen({3.0: 9.0, 5.0: 10.0})) == {}

    def test_names_nothing_where_two_mistakes_fit(self) -> None:
        assert self.named(self.seen({1.0: 1.0})) == {}

    def test_tells_two_mistakes_in_two_checks_apart_but_is_not_certain(self) -> None:
        seen = self.seen({3.0: 4.0}) + self.seen({3.0: 9.0, 4.0: 16.0}, "other", first=1)
        assert self.named(seen) == {"basic": "plus_one", "other": "squared"}
        known = known_mistakes(self.exercise, self.mistakes, [one.case for one in seen])
        assert not any(found.certain for found in suspects(self.exercise, known, seen).values())


class TestReceptiveField:
    image, kernel = np.zeros((5, 6)), np.zeros((2, 3))

    def test_of_a_valid_window_moves_by_the_stride(self) -> None:
        arguments = {"image": self.image, "kernel": self.kernel, "stride": 2}
        assert image_window(arguments, (1, 1)) == {"image": ((2, 4), (2, 5))}

    def test_of_a_centred_window_is_cut_at_the_border(self) -> None:
        arguments = {"image": self.image, "kernel": np.zeros((3, 3))}
        assert centred_window(arguments, (0, 5)) == {"image": ((0, 2), (4, 6))}

    def test_of_a_layer_holds_all_channels_and_minds_the_padding(self) -> None:
        arguments = {
            "images": np.zeros((2, 5, 5, 3)),
            "kernels": np.zeros((2, 2, 3, 4)),
            "stride": 1,
            "padding": "same",
        }
        assert layer_window(arguments, (1, 4, 0, 2)) == {"images": ((1, 2), (4, 5), (0, 2), (0, 3))}

    def test_of_pooling_holds_one_channel(self) -> None:
        arguments = {"images": np.zeros((2, 5, 5, 3)), "pool_size": 2, "stride": None, "padding": "valid"}
        assert pooling_window(arguments, (0, 1, 1, 2)) == {"images": ((0, 1), (2, 4), (2, 4), (2, 3))}


class TestReplay:
    @pytest.fixture
    def report(self, grade: Grade, folder: Folder, tmp_path: Path) -> Path:
        path = folder.write(exchanged(solution(), strided_cross_correlate2d=COURSE_LOOP))
        grade(4, "--submission", path, "--no-speed", "--json", tmp_path / "report.json")
        return tmp_path / "report.json"

    def test_runs_the_failed_case_alone(self, grade: Grade, report: Path, tmp_path: Path) -> None:
        run = grade("replay", report)
        assert run.code == 0
        assert (tmp_path / "replay_strided_cross_correlate2d.py").is_file()
        assert "[[21. 33.]\n [69. 81.]]\nreceived:\n[[21.  0.]\n [ 0.  0.]]" in run.out

    def test_makes_a_script_that_needs_no_grader(self, grade: Grade, report: Path, tmp_path: Path) -> None:
        grade("replay", report, "--check", "integers", "--output", tmp_path / "mine.py")
        done = subprocess.run(
            [sys.executable, "-c", "import sys; sys.modules['grader'] = None; exec(open('mine.py').read())"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "dtype='int64'" in (tmp_path / "mine.py").read_text()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [(["--exercise", "conv2d"], "nothing to replay"), (["--exercise", "nonsense"], "nothing to replay")],
    )
    def test_of_what_did_not_fail_is_refused(
        self, grade: Grade, report: Path, arguments: list[str], message: str
    ) -> None:
        run = grade("replay", report, *arguments)
        assert run.code == 2
        assert message in run.err

    @pytest.mark.sampled(4)
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"number": 4', '"number": 99'),
            ('"id": "strided_cross_correlate2d"', '"id": "../strange"'),
            ('"id": "stride"', '"id": "strange"'),
            ('"case": ', '"case": 99'),
            ('"case": ', '"case": -1'),
            ('"seed": 0', '"seed": -1'),
        ],
    )
    def test_of_a_case_that_the_course_has_not_is_refused(self, grade: Grade, report: Path, old: str, new: str) -> None:
        text = report.read_text()
        assert old in text
        report.write_text(text.replace(old, new))
        run = grade("replay", report)
        assert run.code == 2
        assert "nothing to replay" in run.err

    def test_of_what_is_no_report_is_refused(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "report.json").write_text("{}")
        run = grade("replay", tmp_path / "report.json")
        assert run.code == 2
        assert "is no report" in run.err


@pytest.mark.thorough
def test_keras_can_vouch_for_the_reference_while_grading(grade: Grade, folder: Folder) -> None:
    pytest.importorskip("tensorflow", reason="the extra `keras` is missing")
    run = grade(4, "--submission", folder.write(solution()), "--no-speed", "--oracle", "keras", "--exercise", "conv2d")
    assert run.code == 0, run.out


class TestTheReferencesOwnWorker:
    exercise = Exercise("doubled", "", doubled, (CHECK,))

    def test_that_breaks_a_limit_is_the_graders_fault(self, start: ForkingStarter) -> None:
        session = Session(start, candidates(None), replace(Limits(), speed_call_seconds=0.2))
        session.load(BASELINE, {BASELINE: b"def reference(x):\n    while True:\n        pass\n"})
        check = SpeedCheck("speed", 1.0, "", lambda _rng: case(1.0))
        try:
            with pytest.raises(BaselineError, match="broke a limit"):
                measure(session, session, self.exercise, check, np.random.default_rng(0))
        finally:
            session.reset()
