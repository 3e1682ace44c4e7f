"""What a submission may use, and what it means to break a limit."""

from __future__ import annotations

from typing import Literal

import msgspec

MEBIBYTE = 1 << 20


class Limits(msgspec.Struct, frozen=True):
    """Seconds by the grader's clocks; bytes of memory, of output, of an answer and of the scratch folder; counts."""

    start_seconds: float = 30.0
    load_seconds: float = 5.0
    call_seconds: float = 3.0
    speed_call_seconds: float = 10.0
    chapter_seconds: float = 120.0
    memory_bytes: int = 1024 * MEBIBYTE
    output_bytes: int = MEBIBYTE
    reply_bytes: int = 4 * MEBIBYTE
    speed_reply_bytes: int = 64 * MEBIBYTE
    scratch_bytes: int = 64 * MEBIBYTE
    scratch_files: int = 2_000
    threads: int = 64
    resting_threads: int = 1
    """Threads that a worker may keep between calls without being taken for busy; TensorFlow's rest in pools."""


Kind = Literal[
    "time", "import_time", "chapter_time", "memory", "output", "reply", "scratch", "threads", "protocol", "process"
]


class BreachError(Exception):
    """The worker is gone or was ended: a limit was broken, or the process died.

    `kind` says which; `facts` how much was allowed (`limit`) and used (`used`), or how the process ended.
    """

    def __init__(self, kind: Kind, **facts: str | float) -> None:
        super().__init__(kind)
        self.kind: Kind = kind
        self.facts = facts
