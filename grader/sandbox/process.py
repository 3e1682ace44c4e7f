"""Grader's side: a worker process, spoken to over two pipes, under the grader's clocks.

Two threads stand beside the caller: one ends the worker when a deadline passes, one drains what is written to its
stdout and stderr. So the caller may simply write and read, and neither a worker that never answers, nor one that
never listens, nor one that floods its output can hold it up.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Self, cast

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.sandbox import packages, wire
from grader.sandbox.levels import IsolationUnavailableError, Level
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.watchdog import Watchdog

CHUNK = 1 << 16
FRAME_OVERHEAD = 1 << 16
LAST_WORDS = 2_000
SECONDS_TO_DIE = 5.0


class WorkerStartError(Exception):
    """The worker did not get as far as the submission: a fault of the grader or of the machine."""


class Worker:
    """A confined process with at most one submission in it. Use it as a context manager.

    Whenever the process is gone or had to be ended, the call under way raises `BreachError`; such a worker is of
    no further use.
    """

    def __init__(self, process: subprocess.Popen[bytes], level: Level, allowed: Sequence[str], limits: Limits) -> None:
        """Take over a process from `start_process`: it confines itself while the caller goes on.

        The packages `allowed` may be imported in it.
        """
        self._limits = limits
        self._breach: BreachError | None = None
        self._last_words = b""
        self._ready = False
        self._process = process
        self._requests = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)
        self._watchdog = Watchdog(self._end_late)
        self._drain = threading.Thread(target=self._drain_output, daemon=True)
        self._drain.start()
        self._send(
            wire.Setup(
                isolation=level,
                readable=packages.readable_files(allowed),
                import_path=[*packages.standard_import_path(), *packages.folders(allowed)],
                packages=list(allowed),
                memory_bytes=limits.memory_bytes,
            )
        )

    def __enter__(self) -> Self:
        """Nothing to do: the process is started already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and all that belongs to it."""
        self._watchdog.stop()
        self._kill()
        self._process.wait()
        self._drain.join(SECONDS_TO_DIE)
        for pipe in (self._requests, self._replies, self._process.stderr):
            with contextlib.suppress(OSError):
                cast("BinaryIO", pipe).close()

    def load(self, module: str, sources: Mapping[str, bytes], seconds: float) -> tuple[list[str], str] | Raised:
        """Import a module of a submission: the names of its callables and what it printed, or what it raised."""
        self._wait_until_ready()
        reply = self._exchange(wire.Load(module, dict(sources)), seconds)
        if isinstance(reply, wire.Loaded):
            return reply.functions, reply.output
        answer = _answer(reply)
        if not isinstance(answer, Raised):
            raise self._end(BreachError("protocol"))
        return answer

    def run(self, calls: Sequence[wire.Call], seconds: float) -> Iterator[Answer]:
        """Make calls one after the other; each answer must come within `seconds` of the one before."""
        self._watchdog.allow(seconds)
        self._send(wire.Run(list(calls), self._limits.output_bytes, self._limits.reply_bytes))
        for _ in calls:
            self._watchdog.allow(seconds)
            yield _answer(self._receive())
        self._watchdog.relax()

    def timed(self, call: wire.Call, seconds: float) -> tuple[Answer, float]:
        """Make one call: its answer, and the seconds between sending the request and having the whole reply."""
        request = wire.encode(wire.Run([call], self._limits.output_bytes, self._limits.speed_reply_bytes, watch=False))
        self._watchdog.allow(seconds)
        start = time.perf_counter()
        self._write(request)
        body = self._read()
        elapsed = time.perf_counter() - start
        self._watchdog.relax()
        return _answer(self._decode(body)), elapsed

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self._watchdog.allow(self._limits.start_seconds)
        try:
            reply = self._receive()
        except BreachError as error:
            raise WorkerStartError(self._last_words.decode("utf-8", "replace").strip() or str(error)) from error
        self._watchdog.relax()
        if isinstance(reply, wire.Refused):
            raise IsolationUnavailableError(reply.reason)
        self._ready = True

    def _exchange(self, request: wire.Request, seconds: float) -> wire.Reply:
        self._watchdog.allow(seconds)
        self._send(request)
        reply = self._receive()
        self._watchdog.relax()
        return reply

    def _send(self, message: wire.Setup | wire.Request) -> None:
        self._write(wire.encode(message))

    def _write(self, frame: bytes) -> None:
        try:
            self._requests.write(frame)
            self._requests.flush()
        except OSError:
            raise self._why_gone() from None

    def _receive(self) -> wire.Reply:
        return self._decode(self._read())

    def _read(self) -> bytes:
        try:
            return wire.read_frame(self._replies, self._limits.speed_reply_bytes + FRAME_OVERHEAD)
        except (EOFError, OSError, ValueError):
            raise self._why_gone() from None
        except wire.WireError:
            raise self._end(BreachError("reply", limit=self._limits.speed_reply_bytes)) from None

    def _decode(self, body: bytes) -> wire.Reply:
        try:
            return wire.decode_reply(body)
        except wire.WireError:
            raise self._end(BreachError("protocol")) from None

    def _end_late(self, seconds: float) -> None:
        self._end(BreachError("time", limit=seconds))

    def _end(self, breach: BreachError) -> BreachError:
        """End the process; the first breach is the one that counts."""
        self._breach = self._breach or breach
        self._kill()
        return self._breach

    def _why_gone(self) -> BreachError:
        """The process closed its pipes, or was ended: find out which."""
        self._watchdog.relax()
        try:
            code = self._process.wait(SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            return self._end(BreachError("protocol"))
        self._drain.join(SECONDS_TO_DIE)
        if self._breach:
            return self._breach
        if code < 0:
            return self._end(BreachError("process", signal=signal.Signals(-code).name))
        return self._end(BreachError("process", exit_code=code))

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _drain_output(self) -> None:
        """Keep the beginning of what is written past Python's own `print`, count the rest, stop a flood."""
        written = 0
        stream = cast("BinaryIO", self._process.stderr)
        while chunk := stream.raw.read(CHUNK):  # type: ignore[attr-defined] # a buffered pipe has it
            self._last_words += chunk[: max(LAST_WORDS - written, 0)]
            written += len(chunk)
            if written > self._limits.output_bytes:
                self._end(BreachError("output", limit=self._limits.output_bytes))


def _answer(reply: wire.Reply) -> Answer:
    """What a reply says of a call. A reply of the wrong kind is the submission's doing: it answered nothing."""
    match reply:
        case wire.ReturnedReply():
            return Returned(reply.value, tuple(reply.modified), tuple(reply.shared), reply.output)
        case wire.RaisedReply():
            return Raised(reply.exception, reply.message, reply.module, reply.line, reply.phase, reply.output)
        case wire.NotPlainReply():
            return NotPlain(reply.kind, reply.too_large, reply.output)
        case _:
            return NotPlain("")
