"""What grading costs, as ratios of two things measured in turns in one run: `pytest tests/benchmarks -s`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT

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
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return time.perf_counter() - start


def test_grading_a_chapter_takes_at_most_two_and_a_half_times_a_bare_script(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    script = BARE.format(root=str(ROOT), solutions=str(ROOT / "solutions"), cases=str(tmp_path / "cases.npy"))
    bare = [sys.executable, "-c", script]
    entry = "from grader.cli import main; main()"
    graded = [sys.executable, "-c", entry, "chapter4", "--submission", str(ROOT / "solutions"), "--no-speed"]
    for command in (bare, graded):
        seconds(command, tmp_path)
    pairs = [(seconds(graded, tmp_path), seconds(bare, tmp_path)) for _ in range(ROUNDS)]
    ratio = statistics.median(one / other for one, other in pairs)
    grading, scripting = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"\ngrade chapter4 --no-speed {grading:.3f} s, bare script {scripting:.3f} s, ratio {ratio:.2f}")
    assert ratio <= 2.5
