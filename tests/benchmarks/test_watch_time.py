"""How soon `--watch` answers a save, beside a whole `grade chapter4 --no-speed` of the same submission."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, Folder, solution
from tests.test_watch import WAITING, watching

ROUNDS = 15


def test_a_save_is_answered_sooner_than_a_run_of_its_own(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "submission")
    path = folder.write(solution())
    answered, whole = [], []
    with watching(path) as screen:
        screen.until(WAITING)
        for number in range(ROUNDS):
            time.sleep(1)  # nobody saves twice within a second
            began = time.perf_counter()
            folder.write(f"{solution()}\n\nround_of = {number}\n")
            screen.until(WAITING)
            answered.append(time.perf_counter() - began)
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", "from grader.cli import main; main()", "4", "--no-speed", "--submission", path],
                cwd=ROOT,
                capture_output=True,
                check=True,
            )
            whole.append(time.perf_counter() - began)
    ratio = statistics.median(one / other for one, other in zip(answered, whole, strict=True))
    print(f"\na save is answered in {statistics.median(answered):.2f} s (at most {max(answered):.2f} s),")
    print(f"a run of its own takes {statistics.median(whole):.2f} s: {ratio:.2f} times (median of {ROUNDS} pairs)")
    assert ratio < 1
