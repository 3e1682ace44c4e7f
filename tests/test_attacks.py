"""Each attack of `tests/attacks` gains and costs what its author says, leaks nothing and leaves nothing behind.

One in four is tried under the best isolation that the machine keeps, and of those some by default; with `THOROUGH=1` in
the environment, each is tried under every single wall, too.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.report.model import ExerciseResult, Result, from_json
from grader.sandbox.levels import Level
from tests.attacks.catalogue import ATTACKS, Attack
from tests.attacks.ground import CANARY, Ground, Outcome, adopting_orphans, listener, watched
from tests.conftest import CHAPTER4, ROOT, THOROUGH, solution

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the watch on processes is Linux's")

BEST = "best"
WALLS: tuple[Level, ...] = ("bubblewrap", "landlock", "process")
"""Each has to hold alone; where both walls stand, a sample of attacks will do."""

TRIED: list[tuple[Attack, str]] = [(attack, level) for attack in ATTACKS for level in WALLS] if THOROUGH else []
TRIED += [(attack, BEST) for attack in ATTACKS[::4]]

MOST_SECONDS = 30.0
MOST_MEMORY = 1536 << 20
MOST_PAGE_TABLES = 64 << 20
MOST_THREADS = 2048
"""Many start between two looks of the grader, more where it has to wait for a processor; the attack tries 2 500."""

MOST_OUTPUT = 1 << 20
SHORTEST_LOOT = 30
"""Lines of our files that are shorter may occur anywhere."""

Honest = Callable[[str], Result | str]


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    """The result of the solution under a level, or why this machine does not keep it; each level is tried once."""

    @cache
    def tried(level: str) -> Result | str:
        ground = Ground(tmp_path_factory.mktemp("honest") / "ground")
        ground.prepare()
        (ground.submission / f"{CHAPTER4}.py").write_text(solution(), "utf-8")
        outcome = watched(arguments(ground.submission, level, speed=False), ground)
        return outcome.err if outcome.code == 2 else from_json(outcome.out.encode())

    return tried


@pytest.fixture(scope="module", autouse=True)
def _orphans() -> Iterator[None]:
    with adopting_orphans():
        yield


@contextmanager
def cleared(ground: Ground) -> Iterator[None]:
    """Leave nothing behind, even where the grader did."""
    try:
        yield
    finally:
        ground.clear()


def arguments(submission: Path, level: str, *, speed: bool) -> list[str]:
    """How the grader is called."""
    chosen = [] if level == BEST else ["--isolation", level]
    return ["4", "--submission", str(submission), "--json", "-", *chosen, *([] if speed else ["--no-speed"])]


def made(attack: Attack, ground: Ground, port: int) -> Path:
    """The submission."""
    if not attack.targets:
        built: Path = runpy.run_path(str(attack.path))["build"](ground.submission)
        return built
    text = ground.filled_in(attack.path.read_text("utf-8"), port)
    (ground.submission / f"{CHAPTER4}.py").write_text(f"{solution()}\n\n{text}", "utf-8")
    return ground.submission


@pytest.mark.sampled(16)
@pytest.mark.parametrize(("attack", "level"), TRIED, ids=lambda given: getattr(given, "name", given))
def test_it_is_held_off(attack: Attack, level: str, tmp_path: Path, honest: Honest) -> None:
    usual = honest(level)
    if isinstance(usual, str):
        pytest.skip(usual)
    if usual.isolation == "process" and attack.beyond_process:
        pytest.skip("nothing holds it off where a submission is not confined")
    ground = Ground(tmp_path / "ground")
    ground.prepare()
    with listener(ground.marker) as (port, visited), cleared(ground):
        submission = made(attack, ground, port)
        before = ground.files()
        outcome = watched(arguments(submission, level, speed=attack.group == "timing"), ground)
        assert outcome.out, f"{outcome}\n{outcome.err[-2000:]}"
        result = from_json(outcome.out.encode())
        no_leak(outcome, result, ground)
        no_trace(outcome, ground, before)
        within_limits(outcome)
        assert not visited()
    assert result.isolation == usual.isolation
    just(attack, result)
    assert outcome.code == (0 if result.statuses == {"passed"} else 1)


def just(attack: Attack, result: Result) -> None:
    """The attacked exercise has what it earns, every other all of its points."""
    (chapter,) = result.chapters
    assert "grader_error" not in result.statuses, told(result)
    if attack.verdict:
        assert (chapter.code, chapter.score) == (attack.verdict, 0.0), told(result)
        return
    assert chapter.code == "graded", told(result)
    for exercise in chapter.exercises:
        ids = [check.id for check in exercise.checks]
        speed = [check.id for check in exercise.checks if check.kind == "speed"]
        earned = attack.earned(ids, speed) if attack.reaches(exercise.id) else set(ids)
        assert {check.id for check in exercise.checks if check.status == "passed"} == earned, told(result)
        assert exercise.score == sum(check.max_score for check in exercise.checks if check.id in earned), told(result)


def told(result: Result) -> str:
    """What a result says of the exercises that are not passed, for whoever reads a failing test."""

    def one(exercise: ExerciseResult) -> str:
        first = next(check for check in exercise.checks if check.status != "passed")
        passed = [check.id for check in exercise.checks if check.status == "passed"]
        facts = str(first.detail.facts)[:200]
        return f"{exercise.id}: passed {passed}, {first.id} {first.code} {facts} {exercise.output[:300]}"

    return "\n".join(one(exercise) for exercise in result.chapters[0].exercises if exercise.status != "passed")


def no_leak(outcome: Outcome, result: Result, ground: Ground) -> None:
    """No secret, no line of our own files and no user of this machine is in what came out."""
    assert "Traceback" not in outcome.err
    length = len(outcome.out) + len(outcome.err)
    assert length < MOST_OUTPUT
    shown = [*texts(json.loads(outcome.out)), outcome.err]
    lines = {line.strip() for text in shown for line in text.replace("\\n", "\n").splitlines()}
    loot = lines & our_lines()
    assert not loot
    everything = "\n".join(shown)
    assert ground.secret not in everything
    assert CANARY + ground.secret[len(CANARY) : len(CANARY) + 8] not in everything
    assert Path("/etc/passwd").read_text("utf-8").splitlines()[0] not in everything
    assert result.submission.startswith(str(ground.submission))


def texts(value: Any) -> Iterator[str]:
    """All texts in a result."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)


@cache
def our_lines() -> frozenset[str]:
    """Lines that are found in what no submission may read and nowhere in what it may."""
    secret = [*ROOT.glob("reference/**/*.py"), *ROOT.glob("grader/**/*.py"), *ROOT.glob("solutions/*.py")]
    lines = {line.strip() for path in secret for line in path.read_text("utf-8").splitlines()}
    known = {line.strip() for line in solution().splitlines()}
    return frozenset(line for line in lines - known if len(line) >= SHORTEST_LOOT)


def no_trace(outcome: Outcome, ground: Ground, before: dict[str, tuple[int, bytes | None]]) -> None:
    """No process goes on, and no file is new, changed or gone."""
    assert not outcome.survivors
    after = ground.files()
    assert after.keys() == before.keys()
    assert [path for path in before if after[path] != before[path]] == []


def within_limits(outcome: Outcome) -> None:
    """Neither time nor the machine was used up."""
    assert outcome.seconds < MOST_SECONDS
    assert outcome.peak.resident < MOST_MEMORY
    assert outcome.peak.page_tables < MOST_PAGE_TABLES
    assert outcome.peak.threads < MOST_THREADS


@pytest.mark.parametrize("page", ["threat_model.md", "modele_de_menaces.md"])
def test_what_the_process_level_cannot_stop_is_told(page: str) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (`\w+`(?:, `\w+`)*) \|$", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE
    )
    told = {f"{group}/{name}" for group, names in rows for name in re.findall(r"\w+", names)}
    assert told == {attack.name for attack in ATTACKS if attack.beyond_process}
