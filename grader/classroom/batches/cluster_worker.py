"""What runs in the worker processes of a cluster: a judge for each of their threads, on a processor of its own."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec

from grader import __version__
from grader.classroom.fingerprint import grader_digest
from grader.classroom.judges import Judge
from grader.engine.job import Job
from grader.sandbox.trial import tried_levels

_jobs = msgspec.msgpack.Decoder(Job)
_judges: dict[int, Judge] = {}
"""By thread. A worker process has no other place to keep what outlives a job."""


def describe() -> dict[str, Any]:
    """Which grader this worker has, and which levels of isolation its machine keeps."""
    return {
        "version": __version__,
        "digest": grader_digest(),
        "levels": [tried.level for tried in tried_levels() if tried.holds],
    }


def grade(job: bytes) -> bytes:
    """Do a job."""
    thread = threading.get_ident()
    if thread not in _judges:
        _take_processor()
        _judges[thread] = Judge()
    return msgspec.msgpack.encode(_judges[thread].grade(_jobs.decode(job)))


def end_judges() -> None:
    """End the judges: the batch is over."""
    while _judges:
        _judges.popitem()[1].end()


def _take_processor() -> None:
    """Bind this thread, and the judge that it starts, to a processor that no other one on this machine has taken.

    Two judges on one processor would take turns while another is idle. The lock ends with the process.
    """
    for processor in sorted(os.sched_getaffinity(0)):
        path = Path(tempfile.gettempdir()) / f"convgrade-{os.getuid()}-processor{processor}"
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            continue
        os.sched_setaffinity(0, {processor})
        return
