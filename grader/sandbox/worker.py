"""The worker: a trusted start, then confinement, and only then the submission.

Runs in a process of its own, forked by `grader.sandbox.keeper`. It gives up its rights, reads the sources and makes the
calls that it is asked to make. Nothing here knows an expected value. From the moment the submission is imported,
whatever this process says is the submission's word: the grader judges it as such.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType, TracebackType
from typing import Any, BinaryIO, NoReturn, cast

import msgspec

from grader.calling import call_in_turn
from grader.sandbox import confinement, system_calls, wire
from grader.sandbox.borrowing import borrowed
from grader.sandbox.frames import read_frame
from grader.sandbox.levels import uses_landlock, uses_namespaces
from grader.sandbox.modules import install
from grader.sandbox.packages import Surroundings
from grader.sandbox.plain import NoPlainDataError, TooLargeError, plain, type_name

REQUEST_LIMIT = 1 << 30
SHOWN_OUTPUT = 2_000
LOAD_OUTPUT_LIMIT = 1 << 20
MESSAGE_LENGTH = 500


class OutputLimitExceeded(BaseException):
    """The submission printed more than it may; no `except Exception` of its own stops it."""


class Capture(io.TextIOBase):
    """Stands for stdout and stderr: keeps the beginning, counts the rest, stops a flood."""

    def __init__(self) -> None:
        super().__init__()
        self.start(LOAD_OUTPUT_LIMIT)

    def start(self, limit: int) -> None:
        """Forget what was printed and allow `limit` characters."""
        self._shown, self._left, self._limit = "", limit, limit

    @property
    def shown(self) -> str:
        """The beginning of what was printed."""
        return self._shown

    def writable(self) -> bool:
        """Print may write here."""
        return True

    def write(self, text: str, /) -> int:
        """Count the text and keep its beginning."""
        self._shown += text[: max(SHOWN_OUTPUT - len(self._shown), 0)]
        self._left -= len(text)
        if self._left < 0:
            raise OutputLimitExceeded(str(self._limit))
        return len(text)


def main(surroundings: Surroundings, setup: wire.Setup, scratch: str) -> NoReturn:
    """Serve the judge until it closes the pipe."""
    requests, replies = _take_pipes()
    try:
        _give_up_rights(surroundings, setup, scratch)
    except (confinement.ConfinementError, OSError) as error:
        _send(replies, wire.Refused(str(error)))
        os._exit(1)
    _forget_own_tools(surroundings)
    _send(replies, wire.Ready())
    capture = Capture()
    sys.stdout = sys.stderr = capture
    loaded = _Loaded({}, {})
    while True:
        try:
            request = wire.decode_request(read_frame(requests, REQUEST_LIMIT))
        except EOFError:
            os._exit(0)
        if isinstance(request, wire.Load):
            loaded, reply = _load(request, surroundings.packages, capture)
            _send(replies, reply)
        else:
            for call in request.calls:
                _send(replies, _answer(loaded, call, request, capture))


def _give_up_rights(surroundings: Surroundings, setup: wire.Setup, scratch: str) -> None:
    """Everything but computing on one processor, reading what is allowed and writing into the scratch folder."""
    os.chdir(scratch)
    if "tempfile" in sys.modules:  # else it finds the scratch folder by itself: in namespaces there is no other place
        sys.modules["tempfile"].tempdir = scratch  # type: ignore[attr-defined]
    if setup.processor is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {setup.processor})  # more threads are then no faster
    confinement.limit_resources(setup.memory_bytes, setup.scratch_bytes)
    if setup.isolation == "process":
        return
    confinement.drop_privileges()
    if uses_landlock(setup.isolation):
        inside = uses_namespaces(setup.isolation)
        readable = surroundings.bound if inside else surroundings.readable
        confinement.restrict_files(readable, scratch, may_move_folders=inside)  # inside, its size is the kernel's task
    system_calls.forbid_others()


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes under private descriptors; what the submission sees is an empty stdin and a drained stdout."""
    requests = cast("BinaryIO", os.fdopen(os.dup(0), "rb", buffering=0))  # no byte is read before its time
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _send(replies: BinaryIO, message: wire.Reply) -> None:
    replies.write(wire.encode(message))
    replies.flush()


def _forget_own_tools(surroundings: Surroundings) -> None:
    """Leave the submission Python's own modules and the allowed packages; an empty environment, no command line."""
    allowed = {*surroundings.packages, *sys.stdlib_module_names}
    for name in list(sys.modules):
        if name.partition(".")[0] not in allowed:
            del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.argv[:], sys.orig_argv[:] = [""], [sys.executable]
    sys.path[:] = surroundings.import_path
    sys.dont_write_bytecode = True
    os.environ.clear()


class _Loaded(msgspec.Struct, frozen=True):
    """The names of the submission's module, and those of the drivers beside it."""

    module: Mapping[str, Any]
    drivers: Mapping[str, Any]

    def function(self, call: wire.Call) -> Callable[..., Any]:
        """What a call is to call."""
        function: Callable[..., Any] = self.module[call.function]
        return partial(self.drivers[call.driver], function) if call.driver else function


def _load(request: wire.Load, packages: Sequence[str], capture: Capture) -> tuple[_Loaded, wire.Reply]:
    """Import the grader's drivers, then the submission's module."""
    finder = install({**request.sources, **request.beside}, packages)
    drivers = vars(import_module(request.drivers)) if request.drivers else {}
    phase = "compile"
    try:
        finder.compile(request.module)
        phase = "import"
        __import__(request.module)
    except BaseException as error:  # noqa: BLE001 (whatever a module raises at import is its answer)
        return _Loaded({}, {}), _raised(phase, error, capture)
    names = vars(sys.modules[request.module])
    functions = [name for name, value in list(names.items()) if callable(value)]
    return _Loaded(names, drivers), wire.Loaded(functions, borrowed(request.module, names, request.sources))


def _answer(loaded: _Loaded, call: wire.Call, run: wire.Run, capture: Capture) -> wire.Reply:
    """Make the calls of a case and report what came of it."""
    capture.start(run.output_limit)
    calls = [(step.arguments, step.keywords) for step in call.steps]
    try:
        value, effects = call_in_turn(loaded.function(call), calls, call.report, watch=run.watch)
        value = plain(value, run.reply_limit)
    except NoPlainDataError as error:
        return wire.NotPlainReply(str(error), too_large=False, output=capture.shown)
    except TooLargeError:
        return wire.NotPlainReply("", too_large=True, output=capture.shown)
    except BaseException as error:  # noqa: BLE001 (sys.exit() included: it ends the call, not the worker)
        return _raised("call", error, capture)
    return wire.ReturnedReply(value, effects.modified, effects.shared, effects.warning[:MESSAGE_LENGTH], capture.shown)


def _raised(phase: str, error: BaseException, capture: Capture) -> wire.RaisedReply:
    """Describe an exception: type, message, and the last line of the submission's own that it passed through."""
    module, line = _place(error)
    if phase == "call" and isinstance(error, TypeError) and not module:
        phase = "arguments"
    return wire.RaisedReply(phase, type_name(type(error)), _message(error), module, line, capture.shown)


def _place(error: BaseException) -> tuple[str, int | None]:
    if isinstance(error, SyntaxError):
        return (error.filename or "").removesuffix(".py"), error.lineno
    module, line = "", None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_globals.get("__name__")
        if step.tb_frame.f_code.co_filename == f"{name}.py" and not str(name).startswith("grader."):
            module, line = str(name), step.tb_lineno
        step = step.tb_next
    return module, line


def _message(error: BaseException) -> str:
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # noqa: BLE001 (an exception of the submission's own making may fail to print)
        return ""
    return message[:MESSAGE_LENGTH].encode("utf-8", "replace").decode()
