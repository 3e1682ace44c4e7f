"""The messages between grader and worker, and how much of what a worker tells is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from grader.sandbox.levels import Level

MAX_NAME = 100
MAX_TEXT = 400
MAX_OUTPUT = 2_000
MAX_LINE = 1 << 20
MAX_ARGUMENTS = 64
NAMES_BYTES = 1 << 17


class Setup(msgspec.Struct, tag=True, array_like=True):
    """Grader → keeper, first: how to confine the worker, and the processor that it and its threads share."""

    isolation: Level
    memory_bytes: int
    scratch_bytes: int
    processor: int | None = None


class Load(msgspec.Struct, tag=True, array_like=True):
    """Grader → worker: the sources of a submission by module name, and the module to import.

    `beside` are the grader's own modules, `drivers` the one of them that is imported before the submission.
    """

    module: str
    sources: dict[str, bytes]
    beside: dict[str, bytes] = {}
    drivers: str = ""


class Step(msgspec.Struct, array_like=True):
    """The arguments of one call; `Kept` among them stands for a part of an earlier step's result."""

    arguments: list[Any]
    keywords: dict[str, Any] = {}


class Call(msgspec.Struct, array_like=True):
    """A function of the loaded module, called once or several times in a row, or by a driver, which is given it.

    The answer is the result, or of several steps the list of results, or of the parts to which `report` leads.
    """

    function: str
    steps: list[Step]
    report: list[int | str] = []
    driver: str = ""


class Run(msgspec.Struct, tag=True, array_like=True):
    """Grader → worker: calls to make one after the other, each answered by one reply.

    `output_limit` and `reply_limit` are in bytes, for each call. Without `watch` (speed) the arguments are not
    looked at for changes.
    """

    calls: list[Call]
    output_limit: int
    reply_limit: int
    watch: bool = True


class Started(msgspec.Struct, tag=True, array_like=True):
    """Keeper → grader: the worker's process, and its scratch folder as a path inside of it."""

    pid: int
    scratch: str


class Ready(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: confined, waiting for the submission."""


class Refused(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: this machine cannot confine it as asked, and why."""

    reason: str


class Loaded(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: the module is imported and has these callables; which of the student's own they call."""

    functions: list[str]
    borrowed: dict[str, list[str]]


class RaisedReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: an exception, at import or in a call. `phase` is `compile`, `import`, `arguments` or `call`."""

    phase: str
    exception: str
    message: str
    module: str
    line: int | None
    output: str


class ReturnedReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: plain data, which arguments were changed or are aliased, the first warning."""

    value: Any
    modified: list[int | str]
    shared: list[int | str]
    warning: str
    output: str


class NotPlainReply(msgspec.Struct, tag=True, array_like=True):
    """Worker → grader: a value that is no plain data, or one too large to send."""

    kind: str
    too_large: bool
    output: str


Request = Load | Run
Reply = Started | Ready | Refused | Loaded | RaisedReply | ReturnedReply | NotPlainReply


def bounded(reply: Reply) -> Reply:
    """A reply whose every text is short and valid Unicode, whatever a submission made of names and messages.

    The value is left as it is. Used by both sides: a submission must not break its worker, nor a worker the grader.
    """
    match reply:
        case Loaded():
            pairs = _short((name, lent) for name, names in reply.borrowed.items() for lent in names)
            borrowed: dict[str, list[str]] = {}
            for name, lent in pairs:
                borrowed.setdefault(name, []).append(lent)
            return Loaded([name for (name,) in _short((name,) for name in reply.functions)], borrowed)
        case RaisedReply():
            return RaisedReply(
                _text(reply.phase, MAX_NAME),
                _text(reply.exception, MAX_NAME),
                _text(reply.message, MAX_TEXT),
                _text(reply.module, MAX_NAME),
                reply.line if type(reply.line) is int and 0 < reply.line <= MAX_LINE else None,
                _text(reply.output, MAX_OUTPUT),
            )
        case ReturnedReply():
            return ReturnedReply(
                reply.value,
                _arguments(reply.modified),
                _arguments(reply.shared),
                _text(reply.warning, MAX_TEXT),
                _text(reply.output, MAX_OUTPUT),
            )
        case NotPlainReply():
            return NotPlainReply(_text(reply.kind, MAX_NAME), reply.too_large, _text(reply.output, MAX_OUTPUT))
        case Refused():
            return Refused(_text(reply.reason, MAX_TEXT))
        case _:
            return reply


def _text(value: Any, limit: int) -> str:
    if type(value) is str and len(value) <= limit and value.isascii():
        return value
    return str.__str__(value)[:limit].encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _arguments(names: list[int | str]) -> list[int | str]:
    return [name if isinstance(name, int) else _text(name, MAX_NAME) for name in names[:MAX_ARGUMENTS]]


def _short(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, ...]]:
    """Groups of names, as many as may be told; a group with something else in it is left out."""
    left = NAMES_BYTES
    for group in found:
        if not all(isinstance(name, str) and len(name) <= MAX_NAME for name in group):
            continue
        names = tuple(_text(name, MAX_NAME) for name in group)
        left -= sum(len(name.encode()) + 5 for name in names)
        if left < 0:
            return
        yield names
