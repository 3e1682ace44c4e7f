"""What a class costs: `grade batch` for 10, 100 and 1 000 submissions, and when it is run again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.class_to_grade import write_class
from tests.conftest import CHAPTER4, ROOT, solution

SIZES = (10, 100, 1000)
SMALL_CLASS = 300
CHANGED = 5
FLAT = 1.1


def seconds(submissions: Path, results: Path, *options: str) -> float:
    """Wall time of a whole batch."""
    command = [sys.executable, "-c", "from grader.cli import main; main()", "batch", str(submissions), "chapter4"]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "--no-speed", "-o", str(results), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return time.perf_counter() - began


def test_a_submission_costs_the_same_in_a_large_class(tmp_path: Path) -> None:
    cores = len(os.sched_getaffinity(0))
    each: dict[int, float] = {}
    start = min(_empty(tmp_path / "start", number) for number in range(3))
    print(f"\ngrade batch, chapter 4 without speed, {cores} cores; starting and ending takes {start:.2f} s")
    print("submissions  seconds  ms each and core  submissions a minute and core")
    for size in SIZES:
        write_class(tmp_path / f"class{size}", size)
        whole = seconds(tmp_path / f"class{size}", tmp_path / f"results{size}")
        each[size] = (whole - start) * cores / size
        print(f"{size:>11}  {whole:>7.1f}  {each[size] * 1000:>16.1f}  {60 / each[size]:>29.0f}")
    assert each[1000] <= FLAT * each[100]


def test_run_again_it_takes_what_has_changed(tmp_path: Path) -> None:
    submissions, results = tmp_path / "class", tmp_path / "results"
    write_class(submissions, SMALL_CLASS)
    first = seconds(submissions, results)
    unchanged = seconds(submissions, results)
    folders = [place for place in sorted(submissions.iterdir()) if (place / f"{CHAPTER4}.py").is_file()]
    for place in folders[:CHANGED]:
        (place / f"{CHAPTER4}.py").write_text(f"{solution()}\n# {place}\n", "utf-8")
    few = seconds(submissions, results)
    print(
        f"\n{SMALL_CLASS} submissions: {first:.1f} s; again with nothing changed {unchanged:.2f} s; with {CHANGED} "
        f"changed {few:.2f} s, {(few - unchanged) / (first - unchanged) * SMALL_CLASS:.1f} gradings' time more"
    )
    assert unchanged < first / 5
    assert few < first / 5


def _empty(folder: Path, number: int) -> float:
    """Wall time of a batch of one submission that holds nothing."""
    (folder / str(number) / "nobody").mkdir(parents=True)
    return seconds(folder / str(number), folder / f"results{number}")
