"""Grader's side: what a worker really uses, by the kernel's own account. Source: proc(5), clock_getcpuclockid(3)."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
import time
from pathlib import Path

from grader.sandbox import scratch
from grader.sandbox.levels import Level, uses_namespaces
from grader.sandbox.limits import BreachError, Limits

KIBIBYTE = 1 << 10
NANOSECOND = 1e-9
ACCOUNT_BYTES = 1 << 14
STOPPED = "TtZX"
"""States of a thread that does not run until it is told to: stopped, traced, or ended."""

SCHEDULED_CLOCK = 2
"""CPUCLOCK_SCHED: the clock that counts the processor time of all threads of a process, in nanoseconds."""


SECONDS_TO_STOP = 2.0
SECONDS_BETWEEN_LOOKS = 0.0002
WRITTEN_FACTOR = 4
NEARLY_FULL = 0.99
"""Share of its quota from which a scratch folder counts as full: a folder of limited size never holds more."""


class Usage:
    """Watches one worker; where the kernel gives no account (no Linux, the process gone) it tells zeros."""

    def __init__(self, pid: int, scratch_folder: str, level: Level) -> None:
        """Watch a process whose scratch folder has this path inside of it."""
        self._pid = pid
        self._inside = uses_namespaces(level)
        self._scratch = f"/proc/{pid}/root{scratch_folder}" if self._inside else scratch_folder
        self._descriptor = _open_process(pid)
        self._accounts: dict[str, int] = {}

    def close(self) -> None:
        """Let go of the process."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        while self._accounts:
            os.close(self._accounts.popitem()[1])

    def processor_seconds(self) -> float:
        """Processor time that all its threads have spent."""
        try:
            return time.clock_gettime((~self._pid << 3) | SCHEDULED_CLOCK)
        except (OSError, OverflowError):
            return 0.0

    def queued_seconds(self) -> float:
        """Time that its main thread has stood ready to run while others had the processor."""
        try:
            return int(self._read("schedstat").split()[1]) * NANOSECOND
        except (OSError, IndexError, ValueError):
            return 0.0

    def peak_memory(self) -> int:
        """Most bytes of memory that it ever had at once."""
        return self._status("VmHWM:") * KIBIBYTE

    def threads(self) -> int:
        """Threads that are running."""
        return self._status("Threads:")

    def scratch(self, most_files: int) -> tuple[int, int]:
        """Bytes and files in its scratch folder; counting stops at `most_files`."""
        if not self._inside:
            return scratch.used(self._scratch, most_files)
        try:
            found = os.statvfs(self._scratch)
        except OSError:
            return 0, 0
        return (found.f_blocks - found.f_bfree) * found.f_frsize, found.f_files - found.f_ffree

    def written(self) -> int:
        """Bytes that it has written into files and pipes, whatever became of them."""
        return self._account("io", "wchar:")

    def breach(self, limits: Limits, received: int) -> BreachError | None:
        """A limit that no rlimit enforces and that it has broken; `received` are bytes that came out of its pipes.

        A file that is removed while it is open takes space where nobody counts it: so all that was ever written is
        bounded, too.
        """
        if (threads := self.threads()) > limits.threads:
            return BreachError("threads", limit=limits.threads, used=threads)
        used, files = self.scratch(limits.scratch_files)
        if files >= limits.scratch_files or used >= limits.scratch_bytes * NEARLY_FULL:
            return BreachError("scratch", limit=limits.scratch_bytes, used=used, files=files)
        if not self._inside and (written := self.written() - received) > limits.scratch_bytes * WRITTEN_FACTOR:
            return BreachError("scratch", limit=limits.scratch_bytes, used=written, files=files)
        return None

    def ended(self, seconds: float) -> bool:
        """Whether it ends by itself within some seconds; taken for granted where the kernel cannot tell."""
        return self._descriptor is None or bool(select.select([self._descriptor], [], [], seconds)[0])

    def stop(self) -> bool:
        """Keep it from running, with all its threads: whether they have all come to a stop.

        A thread in the middle of a long system call stops only at its end, and takes processor time until then.
        """
        self._signal(signal.SIGSTOP)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while not self._stands_still():
            if time.monotonic() > deadline:
                return False
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return True

    def _stands_still(self) -> bool:
        """Whether no thread of it runs any more."""
        for path in Path(f"/proc/{self._pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):  # the thread has ended meanwhile
                if path.read_text("utf-8", "replace").rpartition(")")[2].split()[0] not in STOPPED:
                    return False
        return True

    def go_on(self) -> None:
        """Let it run again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._descriptor is not None:
            try:
                signal.pidfd_send_signal(self._descriptor, number)
            except ProcessLookupError:  # it has ended: whoever waits for its answer will hear
                return

    def _status(self, field: str) -> int:
        return self._account("status", field)

    def _account(self, name: str, field: str) -> int:
        try:
            text = self._read(name).decode("utf-8", "replace")
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(field)), 0)

    def _read(self, name: str) -> bytes:
        """A file of the kernel's about the process, opened once: it is read at every call."""
        if name not in self._accounts:
            self._accounts[name] = os.open(f"/proc/{self._pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(self._accounts[name], ACCOUNT_BYTES, 0)


class OwnQueue:
    """Time that the thread which asks has stood ready to run while others had the processor.

    While it could not look, what it waits for may long have been there.
    """

    def __init__(self) -> None:
        """Nothing is opened yet: whoever forks must not ask of the parent."""
        self._thread = 0
        self._descriptor: int | None = None

    def seconds(self) -> float:
        """So far; zero where the kernel gives no account."""
        try:
            if self._thread != (thread := threading.get_native_id()):
                self.close()
                self._descriptor = os.open("/proc/thread-self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
                self._thread = thread
            assert self._descriptor is not None
            return int(os.pread(self._descriptor, ACCOUNT_BYTES, 0).split()[1]) * NANOSECOND
        except (OSError, IndexError, ValueError):
            return 0.0

    def close(self) -> None:
        """Let go of the account."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor, self._thread = None, 0


def _open_process(pid: int) -> int | None:
    """A descriptor that stays the process's own even when its number is given to another."""
    if not hasattr(os, "pidfd_open"):
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None
