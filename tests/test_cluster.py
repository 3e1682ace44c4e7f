"""The same batch on a real Dask cluster: worker processes of their own, over TCP."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.class_to_grade import write_class
from tests.conftest import ROOT, THOROUGH, Grade, needs
from tests.test_batch import count_of, started, summary, told

pytestmark = needs("distributed", "cluster")

COUNT = 300 if THOROUGH else 12
SECONDS = 60.0


@dataclass(frozen=True)
class Running:
    """A scheduler and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def dask(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """A process of the cluster."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--no-dashboard"]
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Running]:
    address = f"127.0.0.1:{free_port()}"
    options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    processes = [dask("dask_scheduler", "--host", address, folder=folder)]
    try:
        processes += [dask("dask_worker", f"tcp://{address}", *options, folder=folder) for _ in range(workers)]
        _wait_for_workers(f"tcp://{address}", workers)
        yield Running(f"tcp://{address}", processes[1:])
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client  # noqa: PLC0415 (an extra)

    with Client(address, timeout=SECONDS, set_as_default=False) as client:
        if count:
            client.wait_for_workers(count, timeout=SECONDS)


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class") / "submissions"
    write_class(folder, COUNT, seed=1)
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with cluster(tmp_path_factory.mktemp("cluster"), 2) as found:
        yield found


@pytest.mark.thorough
def test_it_gives_what_one_machine_gives_though_a_worker_dies(
    submissions: Path, running: Running, tmp_path: Path
) -> None:
    with started(submissions, tmp_path / "here") as batch:
        assert batch.wait(600) in {0, 1}
    with started(submissions, tmp_path / "there", "--scheduler", running.address) as batch:
        while count_of(tmp_path / "there") < COUNT // 3 and batch.poll() is None:
            time.sleep(0.01)
        running.workers[0].send_signal(signal.SIGKILL)
        code = batch.wait(600)
        assert batch.stderr is not None
        assert code in {0, 1}, batch.stderr.read()
    assert told(tmp_path / "there") == told(tmp_path / "here")
    assert summary(tmp_path / "there") == summary(tmp_path / "here")


class TestBadUsage:
    def test_no_scheduler(self, submissions: Path, grade: Grade, tmp_path: Path) -> None:
        address = f"tcp://127.0.0.1:{free_port()}"
        run = grade("batch", submissions, "4", "-o", tmp_path / "out", "--scheduler", address)
        assert run.code == 2
        assert "No Dask scheduler answers" in run.err

    def test_a_cluster_without_workers(self, submissions: Path, grade: Grade, tmp_path: Path) -> None:
        with cluster(tmp_path, 0) as empty:
            run = grade("batch", submissions, "4", "-o", tmp_path / "out", "--scheduler", empty.address)
        assert run.code == 2
        assert "has no workers yet" in run.err

    def test_workers_of_this_machine_and_a_cluster(self, submissions: Path, grade: Grade, tmp_path: Path) -> None:
        run = grade("batch", submissions, "4", "-o", tmp_path / "out", "--scheduler", "tcp://x:1", "--workers", "2")
        assert run.code == 2
        assert "--workers is for this machine" in run.err


@pytest.mark.thorough
def test_a_worker_with_another_grader_is_told(submissions: Path, running: Running, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for room in ("reference", "exercises"):
        (other / room).symlink_to(ROOT / room)
    shutil.copytree(ROOT / "grader", other / "grader")
    with (other / "grader" / "checks" / "compare.py").open("a") as changed:
        changed.write("\n# another version\n")
    command = [sys.executable, "-c", "from grader.cli import main; main()", "batch", str(submissions), "4"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "out"), "--scheduler", running.address],
        env={**os.environ, "PYTHONPATH": str(other), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2, done.stderr
    assert "another grader" in " ".join(done.stderr.split())
