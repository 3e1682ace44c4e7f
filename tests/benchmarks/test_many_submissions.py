"""Grading a class: against nbgrader and Otter-Grader for each processor, and whether the cost grows with the class."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.many import seconds_each, typical, write_submissions
from tests.benchmarks.peers import Nbgrader, Otter
from tests.benchmarks.test_grading_time import save_cases

CLASS = 24
ROUNDS = 2
SIZES = (10, 100, 1_000)
TIMES_FASTER = 20
GROWTH = 1.1


def test_a_processor_grades_at_least_20_times_as_many_submissions_as_with_nbgrader(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    peer = Nbgrader(tmp_path / "course", tmp_path / "cases.npy", students=4)
    report("nbgrader autograde", [(peer.seconds_each(), ours(tmp_path / str(turn))) for turn in range(ROUNDS)])


def test_a_processor_grades_at_least_20_times_as_many_submissions_as_with_otter(tmp_path: Path) -> None:
    save_cases(tmp_path / "cases.npy")
    peer = Otter(tmp_path / "otter", tmp_path / "cases.npy")
    report("otter run", [(peer.seconds_each(), ours(tmp_path / str(turn))) for turn in range(ROUNDS)])


def ours(folder: Path) -> float:
    """Seconds for each of a class of submissions."""
    seconds, _ = seconds_each(write_submissions(folder, CLASS))
    return typical(seconds)


def report(name: str, pairs: list[tuple[float, float]]) -> None:
    """Print how many times faster we are, and insist."""
    ratio = max(theirs / own for theirs, own in pairs)
    theirs, own = (min(column) for column in zip(*pairs, strict=True))
    print(f"\n{name:<20}{theirs * 1e3:8.0f} ms a submission, here {own * 1e3:6.0f} ms: {ratio:.0f} times as many")
    assert ratio >= TIMES_FASTER


def test_the_cost_of_a_submission_and_the_memory_do_not_grow_with_the_class(tmp_path: Path) -> None:
    print("\nsubmissions   ms each   to that of 10   MiB   to that of 10")
    rows = []
    for size in SIZES:
        seconds, held = seconds_each(write_submissions(tmp_path / str(size), size))
        rows.append((size, typical(seconds), held / 2**20))
        (_, first, least), (_, cost, memory) = rows[0], rows[-1]
        print(f"{size:>11}{cost * 1e3:>10.1f}{cost / first:>16.2f}{memory:>6.0f}{memory / least:>16.2f}")
    assert max(cost for _, cost, _ in rows) <= GROWTH * rows[0][1]
    assert max(memory for _, _, memory in rows) <= GROWTH * rows[0][2]
