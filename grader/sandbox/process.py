"""Grader's side: a worker process, spoken to over two pipes, under the grader's clocks.

Two threads stand beside the caller: one ends the worker when a deadline passes or when it uses more than it may, one
drains what is written to its stdout and stderr. So the caller may simply write and read, and neither a worker that
never answers, nor one that never listens, nor one that floods its output can hold it up.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self, cast

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.sandbox import wire
from grader.sandbox.data import STRUCTURE_LIMIT
from grader.sandbox.forking import NoWorkerError, WorkerProcess
from grader.sandbox.frames import WireError, read_frame
from grader.sandbox.levels import IsolationUnavailableError, Level
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.usage import OwnQueue, Usage
from grader.sandbox.watchdog import Watchdog

if TYPE_CHECKING:
    from io import BufferedReader

CHUNK = 1 << 16
FRAME_OVERHEAD = STRUCTURE_LIMIT + (1 << 10)
LAST_WORDS = 2_000
MUCH = 0.5
LEAST_MORE = 0.05
MOST_PATIENCE = 3.0
"""On a machine that others keep busy, a call may last this many times longer than it may take."""

SHORT_WAIT = 0.02
"""Seconds in a timed call that may pass while neither side computes: the pipes hold little."""

FROM_NO_LIMIT = {"ValueError", "NotImplementedError"}
"""What functions raise of their own; of anything else a full folder or too many threads may be the cause."""

SECONDS_TO_DIE = 5.0
SECONDS_TO_EXIT = 0.3
"""A process that ends closes its pipes and is gone this soon; one that stays has only hung up."""


class WorkerStartError(Exception):
    """The worker did not get as far as the submission: a fault of the grader or of the machine."""


class Worker:
    """A confined process with at most one submission in it. Use it as a context manager.

    Whenever the process is gone or had to be ended, the call under way raises `BreachError`; such a worker is of
    no further use.
    """

    def __init__(self, process: WorkerProcess, level: Level, limits: Limits, processor: int | None = None) -> None:
        """Take over a process: it confines itself, and itself to a processor, while the caller goes on."""
        self._limits = limits
        self._level: Level = level
        self._usage: Usage | None = None
        self._own_queue = OwnQueue()
        self._processor_seconds = self._queued_seconds = self._allowed_at = 0.0
        self._received = 0
        self._breach: BreachError | None = None
        self._last_words = b""
        self._ready = False
        self._false_start: WorkerStartError | IsolationUnavailableError | None = None
        self._process = process
        self._watchdog = Watchdog(self._end_late, self._look)
        self._drain = threading.Thread(target=self._drain_output, daemon=True)
        self._drain.start()
        with contextlib.suppress(BreachError):  # told when it is waited for
            self._send(wire.Setup(level, limits.memory_bytes, limits.scratch_bytes, processor))

    def __enter__(self) -> Self:
        """Nothing to do: the process is started already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and all that belongs to it."""
        self._watchdog.stop()
        self._process.kill()
        with contextlib.suppress(NoWorkerError):  # told when it was to be used
            self._process.wait()
        self._drain.join(SECONDS_TO_DIE)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()
        self._own_queue.close()
        if self._usage is not None:
            self._usage.close()

    def begin_load(
        self, module: str, sources: Mapping[str, bytes], beside: Mapping[str, bytes] | None = None, drivers: str = ""
    ) -> None:
        """Send a submission's sources and have the module imported, while the caller may do something else.

        `beside` are modules of the grader's own, `drivers` the one of them whose functions may drive the submission's.
        """
        self._watchdog.allow(self._limits.start_seconds)  # it reads once it has started
        with contextlib.suppress(BreachError):  # told by `loaded`
            self._send(wire.Load(module, dict(sources), dict(beside or {}), drivers))
        self._watchdog.relax()

    def loaded(self, seconds: float) -> wire.Loaded | Raised:
        """What the module that is being imported holds, or what it raised."""
        while not self._ready:
            self._hear_of_start()
        self._allow(seconds)
        try:
            reply = self._receive()
        except BreachError as breach:
            breach.kind = "import_time" if breach.kind == "time" else breach.kind
            raise
        self._watchdog.relax()
        if isinstance(reply, wire.Loaded):
            return reply
        answer = self._within_limits(_answer(reply))
        if not isinstance(answer, Raised):
            raise self._end(BreachError("protocol"))
        return answer

    def run(self, calls: Sequence[wire.Call], allowance: Callable[[], float]) -> Iterator[Answer]:
        """Have calls made one after the other, beginning now, while the caller may do something else.

        Each answer must come within the seconds that `allowance` then grants of being waited for.
        """
        self._allow(allowance())
        self._send(wire.Run(list(calls), self._limits.output_bytes, self._limits.reply_bytes))
        self._watchdog.relax()
        return self._answers(len(calls), allowance)

    def _answers(self, count: int, allowance: Callable[[], float]) -> Iterator[Answer]:
        for _ in range(count):
            self._allow(allowance())
            answer = self._within_limits(_answer(self._receive(), self._limits.reply_bytes))
            self._watchdog.relax()
            yield answer

    def timed(self, call: wire.Call, seconds: float) -> tuple[Answer, float]:
        """Make one call: its answer, and the seconds that it took of the processor's time, transport included.

        All threads' work counts. Waiting for a processor that others have does not; sleeping does, but for the moments
        in which the two sides wait for each other.
        """
        request = wire.encode(wire.Run([call], self._limits.output_bytes, self._limits.speed_reply_bytes, watch=False))
        self._allow(seconds)
        kept_waiting = self._own_queue.seconds()
        start = time.perf_counter()
        self._write(request)
        body = self._read(self._limits.speed_reply_bytes)
        elapsed = time.perf_counter() - start
        kept_waiting = self._own_queue.seconds() - kept_waiting
        self._watchdog.relax()
        if self._usage and (spent := self._usage.processor_seconds() - self._processor_seconds) > 0.0:
            idle = elapsed - spent - (self._usage.queued_seconds() - self._queued_seconds) - kept_waiting
            elapsed = spent + max(idle - SHORT_WAIT, 0.0)
        return self._within_limits(_answer(self._decode(body), self._limits.speed_reply_bytes)), elapsed

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Keep it, and whatever threads it has, from running meanwhile; `BreachError` when one cannot be stopped."""
        if self._usage is not None and not self._usage.stop():
            raise self._end(BreachError("protocol"))
        try:
            yield
        finally:
            if self._usage is not None:
                self._usage.go_on()

    def has_answered(self) -> bool:
        """Whether an answer has begun to come, so that nobody has to wait for long."""
        while self._has_told() and not self._ready:
            self._hear_of_start()
        return self._has_told()

    def _has_told(self) -> bool:
        replies = cast("BufferedReader", self._process.stdout)
        os.set_blocking(replies.fileno(), False)
        try:
            return bool(replies.peek(1))
        finally:
            os.set_blocking(replies.fileno(), True)

    @property
    def is_busy(self) -> bool:
        """Whether it has threads that run on, or holds a good part of the memory that it may have."""
        return self._usage is not None and (
            self._usage.threads() > self._limits.resting_threads
            or self._usage.peak_memory() > self._limits.memory_bytes * MUCH
        )

    def _allow(self, seconds: float) -> None:
        if self._usage is not None:
            self._processor_seconds = self._usage.processor_seconds()
            self._queued_seconds = self._usage.queued_seconds()
        self._allowed_at = time.monotonic()
        self._watchdog.allow(seconds)

    def _look(self) -> None:
        """End the worker when it uses more than it may of what the kernel does not limit."""
        if self._usage is not None and (breach := self._usage.breach(self._limits, self._received)):
            self._end(breach)

    def _within_limits(self, answer: Answer) -> Answer:
        """The answer, unless it is that a limit was broken."""
        if self._usage is None or not isinstance(answer, Raised):
            return answer
        if answer.exception == "MemoryError" and answer.phase != "compile":  # there, the parser's own stack is full
            used = self._usage.peak_memory()
            raise self._end(BreachError("memory", limit=self._limits.memory_bytes, used=used, message=answer.message))
        if answer.exception == "OutputLimitExceeded":
            raise self._end(BreachError("output", limit=self._limits.output_bytes))
        if answer.exception not in FROM_NO_LIMIT and (breach := self._usage.breach(self._limits, self._received)):
            raise self._end(breach)
        return answer

    def _hear_of_start(self) -> None:
        """Take what the keeper, or the worker before it has read anything of the submission, says next."""
        if self._false_start is not None:
            raise self._false_start
        self._watchdog.allow(self._limits.start_seconds)
        try:
            reply = self._receive()
        except BreachError as error:
            self._false_start = WorkerStartError(self._last_words.decode("utf-8", "replace").strip() or str(error))
            raise self._false_start from error
        self._watchdog.relax()
        if isinstance(reply, wire.Refused):
            self._false_start = IsolationUnavailableError(reply.reason)
            raise self._false_start
        if isinstance(reply, wire.Started):
            self._usage = Usage(reply.pid, reply.scratch, self._level)
        else:
            self._ready = True

    def _send(self, message: wire.Setup | wire.Request) -> None:
        self._write(wire.encode(message))

    def _write(self, frame: bytes) -> None:
        try:
            self._process.stdin.write(frame)
            self._process.stdin.flush()
        except OSError:
            raise self._why_gone() from None

    def _receive(self) -> wire.Reply:
        return self._decode(self._read(self._limits.reply_bytes))

    def _read(self, limit: int) -> bytearray:
        try:
            body = read_frame(self._process.stdout, limit + FRAME_OVERHEAD)
        except (EOFError, OSError, ValueError):
            raise self._why_gone() from None
        except WireError:
            raise self._end(BreachError("reply", limit=limit)) from None
        self._received += len(body)
        return body

    def _decode(self, body: bytearray) -> wire.Reply:
        try:
            return wire.decode_reply(body)
        except WireError:
            raise self._end(BreachError("protocol")) from None

    def _end_late(self, seconds: float) -> float:
        """End the worker, unless it was kept waiting for a processor that others had: then give it that time back."""
        if self._usage is None:
            self._end(BreachError("time", limit=seconds))
            return 0.0
        passed = time.monotonic() - self._allowed_at
        spent = self._usage.processor_seconds() - self._processor_seconds
        used = max(spent, passed - (self._usage.queued_seconds() - self._queued_seconds))
        if seconds - used > LEAST_MORE and passed < seconds * MOST_PATIENCE:
            return seconds - used
        self._end(BreachError("time", limit=seconds, used=round(spent, 3)))
        return 0.0

    def _end(self, breach: BreachError) -> BreachError:
        """End the process; the first breach is the one that counts."""
        self._breach = self._breach or breach
        self._process.kill()
        return self._breach

    def _why_gone(self) -> BreachError:
        """The process closed its pipes, or was ended: find out which."""
        self._watchdog.relax()
        if self._usage is not None and not self._breach and not self._usage.ended(SECONDS_TO_EXIT):
            self._end(BreachError("protocol"))
        code = self._process.wait()
        self._drain.join(SECONDS_TO_DIE)
        if self._breach:
            return self._breach
        if code < 0:
            return self._end(BreachError("process", signal=_signal_name(-code)))
        return self._end(BreachError("process", exit_code=code))

    def _drain_output(self) -> None:
        """Keep the beginning of what is written past Python's own `print`, count the rest, stop a flood."""
        written = 0
        while chunk := self._process.stderr.read(CHUNK):
            self._last_words += chunk[: max(LAST_WORDS - written, 0)]
            written += len(chunk)
            self._received += len(chunk)
            if written > self._limits.output_bytes:
                self._end(BreachError("output", limit=self._limits.output_bytes, used=written))


def _signal_name(number: int) -> str:
    """Its name, or its number where it has none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _answer(reply: wire.Reply, limit: int = 0) -> Answer:
    """What a reply says of a call. A reply of the wrong kind is the submission's doing: it answered nothing."""
    match reply:
        case wire.ReturnedReply():
            return Returned(reply.value, tuple(reply.modified), tuple(reply.shared), reply.warning, reply.output)
        case wire.RaisedReply():
            return Raised(reply.exception, reply.message, reply.module, reply.line, reply.phase, reply.output)
        case wire.NotPlainReply():
            return NotPlain(reply.kind, limit if reply.too_large else 0, reply.output)
        case _:
            return NotPlain("")
