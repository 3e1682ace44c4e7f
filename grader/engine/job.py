"""What the command line and the judge say to one another: a job, news of it, and its outcome."""

from __future__ import annotations

from functools import cache

import msgspec

from grader.report.model import Result
from grader.sandbox.frames import framed
from grader.sandbox.levels import Level
from grader.submission.reading import Carried

LARGEST = 1 << 30


class Job(msgspec.Struct, frozen=True):
    """A grading to do.

    `submission` is a path, whose bytes need not be text; what was read of it already is `carried`. `unseen` is the seed
    of cases that are put, too, and of which no result shows anything.
    """

    chapters: list[int]
    submission: bytes
    language: str
    levels: list[Level]
    seed: int = 0
    speed: bool = True
    exercises: list[str] = []
    oracle: bool = False
    unseen: int | None = None
    carried: Carried | None = None


class Grading(msgspec.Struct, tag=True):
    """News: this exercise is being graded."""

    chapter: str
    exercise: str


class Done(msgspec.Struct, tag=True):
    """The outcome."""

    result: Result


class NotIsolated(msgspec.Struct, tag=True):
    """The isolation demanded is not to be had, and why."""

    reason: str


class UnknownExercise(msgspec.Struct, tag=True):
    """There is no exercise of that name in the chapters, which have those known."""

    name: str
    known: list[str]


class Failed(msgspec.Struct, tag=True):
    """The grader failed."""

    reason: str


Message = Grading | Done | NotIsolated | UnknownExercise | Failed


def encode(message: Job | Message) -> bytes:
    """A whole frame."""
    return framed(msgspec.msgpack.encode(message))


def decode_job(body: bytearray) -> Job:
    """A job."""
    return msgspec.msgpack.decode(body, type=Job)


def decode_message(body: bytearray) -> Message:
    """News or an outcome."""
    return _messages().decode(body)


@cache
def _messages() -> msgspec.msgpack.Decoder[Message]:
    """Made where it is needed, which the judge's side is not: it takes a millisecond."""
    return msgspec.msgpack.Decoder(Message)
