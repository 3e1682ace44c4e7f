"""The judge's side of the warm parent: asking for workers, and for how they ended."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import struct
import threading
from collections import deque
from typing import BinaryIO, Protocol

REQUEST = struct.Struct(">cq")
STATUS = struct.Struct(">q")
ROOM = 1 << 20
"""Bytes that can be sent to a worker before it reads the first: sources need not wait for its start."""

START = b"s"
END = b"e"


class ParentGoneError(Exception):
    """The warm parent has ended: a fault of the grader or of the machine."""

    def __str__(self) -> str:
        """What can be said of it."""
        return "the process that starts workers has ended"


class NoWorkerError(Exception):
    """The machine has no room for a further process; the message is the reason."""


class WorkerProcess(Protocol):
    """A process with its three standard streams, seen from the other side."""

    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO

    def kill(self) -> None:
        """End it and all that belongs to it; nothing happens when it has ended."""

    def wait(self) -> int:
        """Exit code, or minus the signal that ended it. One that does not end by itself is ended after seconds."""


class Starter(Protocol):
    """Whatever starts worker processes."""

    def __call__(self) -> WorkerProcess:
        """A process that waits for its setup on stdin."""


class ForkedProcess:
    """A worker and its keeper; the warm parent holds the keeper's process id for us until `wait` has been called.

    Whether there is one at all the warm parent says in its own time: nobody waits for that before it matters.
    """

    def __init__(self, starter: ForkingStarter, streams: tuple[BinaryIO, BinaryIO, BinaryIO]) -> None:
        """Take the ends of the pipes that are not the worker's."""
        self.stdin, self.stdout, self.stderr = streams
        self.keeper: int | None = None
        """Its process id, or minus the reason (errno) why there is none; unknown until the warm parent has told."""
        self._starter = starter
        self._code: int | None = None

    def kill(self) -> None:
        """Have its keeper end it, and remove all that belongs to it."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError, PermissionError, ParentGoneError, NoWorkerError):
                os.kill(self._starter.keeper_of(self), signal.SIGTERM)

    def wait(self) -> int:
        """Exit code, or minus the signal that ended it; `NoWorkerError` when there never was one."""
        if self._code is None:
            self._code = self._starter.ended(self)
        return self._code


class ForkingStarter:
    """Starts workers through the warm parent at the other end of a socket. Threads may share it."""

    def __init__(self, parent: socket.socket) -> None:
        """Take over the socket."""
        self._parent = parent
        self._lock = threading.Lock()
        self._asked: deque[ForkedProcess] = deque()

    def __call__(self) -> ForkedProcess:
        """A fresh worker: it is asked for, and the caller goes on."""
        pipes = [os.pipe() for _ in range(3)]
        (requests_out, requests_in), (replies_out, replies_in), (output_out, output_in) = pipes
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with contextlib.suppress(OSError):  # more than this user may have
                fcntl.fcntl(requests_in, fcntl.F_SETPIPE_SZ, ROOM)
        theirs = [requests_out, replies_in, output_in]
        streams = (os.fdopen(requests_in, "wb"), os.fdopen(replies_out, "rb"), os.fdopen(output_out, "rb", buffering=0))
        process = ForkedProcess(self, streams)
        with self._lock:
            try:
                self._send(START, 0, theirs)
            finally:
                for descriptor in theirs:
                    os.close(descriptor)
            self._asked.append(process)
        return process

    def keeper_of(self, process: ForkedProcess) -> int:
        """The process id of its keeper; `NoWorkerError` when the machine had no room for it."""
        with self._lock:
            return self._keeper_of(process)

    def ended(self, process: ForkedProcess) -> int:
        """How a worker ended; `NoWorkerError` when there never was one."""
        with self._lock:
            keeper = self._keeper_of(process)
            self._send(END, keeper, [])
            return self._told()

    def _keeper_of(self, process: ForkedProcess) -> int:
        while self._asked:  # the warm parent tells in the order in which it was asked
            self._asked[0].keeper = self._told()
            self._asked.popleft()
        if process.keeper is None:
            raise ParentGoneError
        if process.keeper < 0:
            raise NoWorkerError(os.strerror(-process.keeper))
        return process.keeper

    def _send(self, action: bytes, pid: int, descriptors: list[int]) -> None:
        try:
            socket.send_fds(self._parent, [REQUEST.pack(action, pid)], descriptors)
        except OSError as error:
            raise ParentGoneError from error

    def _told(self) -> int:
        answer = self._parent.recv(STATUS.size, socket.MSG_WAITALL)
        if len(answer) < STATUS.size:
            raise ParentGoneError
        status: int = STATUS.unpack(answer)[0]
        return status
