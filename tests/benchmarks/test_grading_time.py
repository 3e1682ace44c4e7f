"""What grading costs, as ratios of two things measured in turns in one run: `pytest tests/benchmarks -s`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, solution

ROUNDS = 15

BARE = """
import sys
import numpy as np
sys.path[:0] = [{root!r}, {solutions!r}]
import chapter04_convolution as submission
from reference import chapter04_convolution as reference
for name, arguments, keywords in np.load({cases!r}, allow_pickle=True):
    try:
        expected = getattr(reference, name)(*arguments, **keywords)
    except ValueError:
        continue
    assert np.allclose(getattr(submission, name)(*arguments, **keywords), expected)
"""


def save_cases(path: Path) -> None:
    """Every numerical case of chapter 4, for the bare script."""
    import numpy as np  # noqa: PLC0415

    from grader.course import load_chapter  # noqa: PLC0415
    from grader.course.spec import Check, cases_of  # noqa: PLC0415

    chapter = load_chapter(4)
    rows = np.empty(
        sum(
            len(cases_of(check, exercise, chapter.id, 0))
            for exercise in chapter.exercises
            for check in exercise.checks
            if isinstance(check, Check)
        ),
        dtype=object,
    )
    rows[:] = [
        (exercise.id, case.arguments, dict(case.keywords))
        for exercise in chapter.exercises
        for check in exercise.checks
        if isinstance(check, Check)
        for case in cases_of(check, exercise, chapter.id, 0)
    ]
    np.save(path, rows, allow_pickle=True)


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of a whole process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for anyone who grades twice, nothing is compiled anew
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


PYTEST = """
import numpy as np
import pytest
import chapter04_convolution as submission
from reference import chapter04_convolution as reference

CASES = np.load({cases!r}, allow_pickle=True)

@pytest.mark.parametrize("number", range(len(CASES)))
def test_it_gives_what_the_reference_gives(number):
    name, arguments, keywords = CASES[number]
    try:
        expected = getattr(reference, name)(*arguments, **keywords)
    except ValueError:
        return
    assert np.allclose(getattr(submission, name)(*arguments, **keywords), expected)
"""


def ratio_to(other: list[str], title: str, folder: Path) -> float:
    """Median of pairs: `grade chapter4 --no-speed` against another command, whole processes in turns."""
    entry = "from grader.cli import main; main()"
    graded = [sys.executable, "-c", entry, "chapter4", "--submission", str(ROOT / "solutions"), "--no-speed"]
    for command in (other, graded):
        seconds(command, folder)
    pairs = [(seconds(graded, folder), seconds(other, folder)) for _ in range(ROUNDS)]
    ratio = statistics.median(one / two for one, two in pairs)
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"\ngrade chapter4 --no-speed {ours:.3f} s, {title} {theirs:.3f} s, ratio {ratio:.2f}")
    return ratio


def test_grading_a_chapter_takes_at_most_one_and_a_half_times_a_bare_script(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    script = BARE.format(root=str(ROOT), solutions=str(ROOT / "solutions"), cases=str(tmp_path / "cases.npy"))
    assert ratio_to([sys.executable, "-c", script], "bare script", tmp_path) <= 1.5


def test_grading_a_chapter_takes_no_longer_than_pytest_with_the_same_comparisons(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    (tmp_path / "test_chapter4.py").write_text(PYTEST.format(cases=str(tmp_path / "cases.npy")), "utf-8")
    (tmp_path / "chapter04_convolution.py").write_text(solution(), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_chapter4.py"]
    assert ratio_to(command, "pytest", tmp_path) <= 1.0
