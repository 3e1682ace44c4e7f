"""The same batch on a Dask cluster: every worker thread of it keeps a judge of its own.

A submission travels as what was read of it, so that workers need no common file system; a result travels back. What
a worker dies of, Dask has done again by another one.
"""

from __future__ import annotations

import socket
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import CancelledError
from itertools import islice
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec
from distributed import Client, Future, as_completed

from grader.classroom.batches import cluster_worker
from grader.classroom.fingerprint import grader_digest
from grader.engine.job import Failed, Job, Message

TIMEOUT_SECONDS = 20
AHEAD = 4
"""Jobs sent ahead for each thread of the cluster: it never waits, and the scheduler holds few."""

_messages: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)


class ClusterError(Exception):
    """The cluster cannot be used: `code` says why, `facts` where."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Cluster:
    """A cluster whose scheduler is at an address. Use it as a context manager."""

    def __init__(self, address: str, *, strangers: bool = True) -> None:
        """Nothing is asked for yet. `strangers` says whether workers must keep a level for strangers' code."""
        self._address = address
        self._strangers = strangers

    def __enter__(self) -> Self:
        """Connect, and see that every worker has this grader and keeps a safe level."""
        try:
            _knock(self._address)
            self._client = Client(self._address, timeout=TIMEOUT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError("no_scheduler", address=self._address, reason=str(error)) from error
        try:
            self._check(self._client.run(cluster_worker.describe))
        except ClusterError:
            self._client.close()
            raise
        except Exception as error:  # whatever a worker without this package says
            self._client.close()
            raise ClusterError("no_grader", reason=f"{type(error).__name__}: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what is still to be done, end the judges on the workers, and leave the cluster as it was."""
        self._client.run(cluster_worker.end_judges, on_error="ignore")
        self._client.close()

    def outcomes(self, jobs: Iterable[tuple[str, Job]]) -> Generator[tuple[str, Message]]:
        """The outcomes as they come; jobs are drawn and sent a few ahead of those that are done."""
        waiting = iter(jobs)
        threads = sum(self._client.nthreads().values())
        names: dict[str, str] = {}
        first = [self._sent(name, job, names) for name, job in islice(waiting, max(threads, 1) * AHEAD)]
        coming = as_completed(first, loop=self._client.loop)
        for future in coming:
            yield names.pop(future.key), _outcome(future)
            for name, job in islice(waiting, 1):
                coming.add(self._sent(name, job, names))

    def _sent(self, name: str, job: Job, names: dict[str, str]) -> Future[bytes]:
        future = self._client.submit(cluster_worker.grade, msgspec.msgpack.encode(job), pure=False)
        names[future.key] = name
        return future

    def _check(self, found: Mapping[str, Any]) -> None:
        if not found:
            raise ClusterError("no_workers", address=self._address)
        for worker, description in found.items():
            if description["digest"] != grader_digest():
                raise ClusterError("other_grader", worker=worker, version=str(description["version"]))
            if self._strangers and not description["levels"]:
                raise ClusterError("unsafe_worker", worker=worker)


def _knock(address: str) -> None:
    """Raise OSError at once when nobody listens at an address of TCP: Dask would go on trying."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme in {"tcp", "tls"} and parts.hostname and parts.port:
        socket.create_connection((parts.hostname, parts.port), TIMEOUT_SECONDS).close()


def _outcome(future: Future[bytes]) -> Message:
    """What a job came to; a worker that died of it again and again is a fault of the grader's."""
    try:
        return _messages.decode(future.result())
    except CancelledError as error:
        raise ClusterError("lost_scheduler") from error
    except Exception as error:  # noqa: BLE001 (whatever Dask says of it)
        return Failed(f"{type(error).__name__}: {error}")
