"""`--watch`, in a terminal: a save is graded, the next step comes first, what broke is shouted, Ctrl-C ends it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli.watching import _functions
from tests.conftest import CHAPTER4, ROOT, Folder, Grade, exchanged, solution

PATIENCE = 60.0
"""Seconds after which something is taken never to come; nothing is said of how long it takes."""

WAITING = "Waiting for a save."
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _take_terminal() -> None:
    """Make the terminal on stdin this session's own, so that Ctrl-C reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Screen:
    """A terminal in which a command runs."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self._terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-c", "from grader.cli import main; main()", *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            cwd=cwd,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "TERM": "xterm"},
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 (no thread is there)
        )
        os.close(inside)

    def until(self, text: str) -> str:
        """What is written up to this text, without colours."""
        written = b""
        deadline = time.monotonic() + PATIENCE
        while text not in (shown := ESCAPES.sub("", written.decode("utf-8", "replace"))):
            ready, _, _ = select.select([self._terminal], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"never came: {text!r}; instead:\n{shown}"
            try:
                written += os.read(self._terminal, 1 << 16)
            except OSError as error:  # the terminal's other end is closed
                raise AssertionError(f"ended without {text!r}:\n{shown}") from error
        return shown

    def press_ctrl_c(self) -> int:
        """Type Ctrl-C; the exit code."""
        os.write(self._terminal, b"\x03")
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """End what still runs."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        os.close(self._terminal)


@contextlib.contextmanager
def watching(path: Path, *arguments: str) -> Iterator[Screen]:
    """A terminal in which chapter 4 of a submission is watched."""
    screen = Screen("4", "--submission", str(path), "--watch", *arguments, cwd=path.parent)
    try:
        yield screen
    finally:
        screen.close()


STUB = "def {}(*arguments):\n    raise NotImplementedError"
WRONG_PAD = "def zero_pad2d(image, padding):\n    return np.pad(image.astype(float), padding, mode='edge')"


def test_a_save_is_answered_with_the_exercise_that_was_edited(folder: Folder) -> None:
    start = exchanged(solution(), convolve2d=STUB.format("convolve2d"), zero_pad2d=STUB.format("zero_pad2d"))
    path = folder.write(start)
    with watching(path) as screen:
        assert "Next: convolve2d in chapter04_convolution.py." in screen.until(WAITING)
        folder.write(exchanged(start, zero_pad2d=WRONG_PAD))
        shown = screen.until(WAITING)
        assert shown.lstrip().startswith("zero_pad2d · ")  # what was edited, though convolve2d comes before it
        folder.write(exchanged(solution(), convolve2d=STUB.format("convolve2d")))
        assert screen.until(WAITING).lstrip().startswith("Next: convolve2d")
        folder.write(solution())
        assert "Everything is right" in screen.until(WAITING)
        assert screen.press_ctrl_c() == 0


def test_what_was_right_and_is_wrong_now_is_shouted_until_it_is_right_again(folder: Folder) -> None:
    path = folder.write(solution())
    with watching(path) as screen:
        screen.until(WAITING)
        broken = exchanged(solution(), zero_pad2d=WRONG_PAD)
        for source in (broken, broken + "\n\nmine = 1\n"):
            folder.write(source)
            assert "✗ zero_pad2d was right before and is wrong now!" in screen.until(WAITING)
        folder.write(solution())
        assert "was right before" not in screen.until(WAITING)


def test_a_file_that_python_cannot_read_is_told_with_its_line_and_shouts_nothing(folder: Folder) -> None:
    path = folder.write(solution())
    with watching(path) as screen:
        screen.until(WAITING)
        folder.write(solution() + "\n\ndef half_written(:\n")
        shown = screen.until(WAITING)
        assert "Python cannot read the module" in shown
        assert "was right before" not in shown


def test_an_editor_that_puts_a_new_file_in_place_is_noticed(folder: Folder) -> None:
    path = folder.write(exchanged(solution(), zero_pad2d=STUB.format("zero_pad2d")))
    with watching(path) as screen:
        screen.until(WAITING)
        (path / "new.tmp").write_text(solution(), "utf-8")
        (path / "new.tmp").replace(path / f"{CHAPTER4}.py")
        assert "Everything is right" in screen.until(WAITING)


def test_a_single_file_can_be_watched(folder: Folder) -> None:
    path = folder.write(exchanged(solution(), zero_pad2d=STUB.format("zero_pad2d"))) / f"{CHAPTER4}.py"
    with watching(path) as screen:
        screen.until(WAITING)
        folder.write(solution())
        assert "Everything is right" in screen.until(WAITING)


def test_ctrl_c_ends_it_with_the_exit_code_of_what_was_seen_last_and_leaves_no_process(folder: Folder) -> None:
    with watching(folder.write(exchanged(solution(), zero_pad2d=STUB.format("zero_pad2d")))) as screen:
        screen.until(WAITING)
        assert screen.press_ctrl_c() == 1
        found = subprocess.run(["ps", "-eo", "ppid="], capture_output=True, text=True, check=True).stdout.split()
        assert str(screen.process.pid) not in found


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--json", "out"], "--watch writes no result: leave out --json."), (["--submission", "nowhere"], "nothing at")],
)
def test_bad_usage_is_told(grade: Grade, options: list[str], message: str) -> None:
    run = grade("4", "--watch", *options)
    assert run.code == 2
    assert message in run.err


def test_an_archive_cannot_be_watched(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    run = grade("4", "--watch", "--submission", "work.zip")
    assert (run.code, "unpack the archive first" in run.err) == (2, True)


def test_functions_are_told_apart_even_in_a_file_half_written() -> None:
    source = b"import numpy\n\ndef a(x):\n    return x\n\n# %%\ndef b(:\n\n@cached\ndef c():\n    def d(): pass\n"
    assert list(_functions(source)) == ["a", "b", "c"]
