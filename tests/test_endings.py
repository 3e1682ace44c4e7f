"""However a grading ends, nothing of it is left: no process, no file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.levels import LEVELS, Level
from tests.conftest import CHAPTER4, ROOT

SECONDS = 20.0
USAGE = 2
PROGRAM = "from grader.cli import main; main()"
WRITES_AND_STAYS = "open('left_behind', 'w').write('here')\nimport time\ntime.sleep(60)\n"
"""A submission that leaves something to remove, and does not end by itself."""


@dataclass(frozen=True)
class Process:
    """A process, told from a later one of the same number by when it was started."""

    pid: int
    parent: int
    started: str
    command: str

    @property
    def is_alive(self) -> bool:
        """Whether it is still there, and no zombie."""
        return any(other.started == self.started for other in processes() if other.pid == self.pid)


def processes() -> Iterator[Process]:
    """Every process that is alive."""
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if fields[0] not in "ZX":
                yield Process(int(path.name), int(fields[1]), fields[19], command)


def family(ancestor: int) -> list[Process]:
    """A process and all below it, from the eldest to the youngest."""
    alive = list(processes())
    found = [process for process in alive if process.pid == ancestor]
    for process in found:
        found += [other for other in alive if other.parent == process.pid]
    return found


@contextlib.contextmanager
def grading(submission: Path, level: Level, temporary: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A grading under way, whose temporary files go into a folder of its own."""
    temporary.mkdir(exist_ok=True)
    grader = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "4", "--submission", str(submission), "--isolation", level],
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with grader:
        yield grader
        grader.kill()


def wait_until(done: Callable[[], bool]) -> None:
    """Wait until a function says so, and fail when it does not."""
    deadline = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def gone(members: Sequence[Process]) -> Callable[[], bool]:
    """Whether none of the processes is alive."""
    return lambda: not any(member.is_alive for member in members)


@pytest.fixture
def staying(tmp_path: Path) -> Path:
    """A submission that writes a file and then sleeps."""
    folder = tmp_path / "staying"
    folder.mkdir()
    (folder / f"{CHAPTER4}.py").write_text(WRITES_AND_STAYS)
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A folder for temporary files."""
    return tmp_path / "temporary"


def wait_for_the_sleep(grader: subprocess.Popen[bytes]) -> None:
    """Wait until the submission sleeps, or skip the test where the level is not to be had."""
    wait_until(lambda: any(has_written(process) for process in family(grader.pid)) or grader.poll() is not None)
    if grader.poll() == USAGE:
        pytest.skip("this isolation is not to be had here")


def has_written(process: Process) -> bool:
    """Whether the submission's file is where the process stands."""
    return (Path(f"/proc/{process.pid}/cwd") / "left_behind").exists()


VICTIMS = ("grader", "warm parent", "judge")
"""From the eldest to the youngest."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("victim", VICTIMS)
def test_nothing_is_left_when_a_process_is_killed(staying: Path, temporary: Path, level: Level, victim: str) -> None:
    with grading(staying, level, temporary) as grader:
        wait_for_the_sleep(grader)
        members = family(grader.pid)
        os.kill(members[VICTIMS.index(victim)].pid, signal.SIGKILL)
        wait_until(gone(members))
        wait_until(lambda: not list(temporary.iterdir()))


@pytest.mark.sampled(1)
@pytest.mark.parametrize("level", ["bubblewrap+landlock", "landlock"])
def test_nothing_is_left_when_the_grader_is_killed_at_any_moment(temporary: Path, level: Level) -> None:
    moments = np.random.default_rng(0)
    for _ in range(8):
        with grading(ROOT / "solutions", level, temporary) as grader:
            time.sleep(moments.uniform(0.0, 0.4))
            members = family(grader.pid)
            grader.kill()
            wait_until(gone(members))
            wait_until(lambda: not list(temporary.iterdir()))


@pytest.mark.parametrize("level", ["bubblewrap+landlock", "landlock"])
def test_an_interrupted_grading_ends_last(staying: Path, temporary: Path, level: Level) -> None:
    with grading(staying, level, temporary) as grader:
        wait_for_the_sleep(grader)
        members = family(grader.pid)[1:]
        grader.send_signal(signal.SIGINT)
        grader.wait(SECONDS)
        assert gone(members)()
        assert not list(temporary.iterdir())


def test_what_a_killed_keeper_left_is_removed_by_a_later_grading(staying: Path, temporary: Path) -> None:
    with grading(staying, "landlock", temporary) as grader:
        wait_for_the_sleep(grader)
        worker = family(grader.pid)[-1]
        os.kill(worker.parent, signal.SIGKILL)
        wait_until(gone([worker]))
    (left,) = temporary.iterdir()
    os.utime(left, (0, 0))
    with grading(ROOT / "solutions", "landlock", temporary) as later:
        assert later.wait(SECONDS) == 0
    assert not list(temporary.iterdir())
