"""Starting the process of a worker. Imports nothing heavy, so that the process is under way before anything else."""

from __future__ import annotations

import subprocess
import sys

from grader.sandbox import packages
from grader.sandbox.levels import IsolationUnavailableError, Level

BOOT = "import sys; sys.path += sys.argv[1:]; from grader.sandbox.worker import main; main()"
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
}


def start_process(level: Level) -> subprocess.Popen[bytes]:
    """A process that imports NumPy and waits for its setup; in a session of its own, without our environment.

    `IsolationUnavailableError` when a package that the level needs is not installed.
    """
    try:
        trusted = packages.trusted_folders(level)
    except ModuleNotFoundError as error:
        raise IsolationUnavailableError(str(error)) from error
    return subprocess.Popen(  # noqa: S603 (our own worker)
        [sys.executable, "-P", "-s", "-S", "-B", "-c", BOOT, *trusted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
