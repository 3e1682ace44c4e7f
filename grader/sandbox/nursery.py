"""Another warm parent, for workers that need more than NumPy: the judge starts it when a chapter needs its packages."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Self

from grader.sandbox.forking import ForkedProcess, ForkingStarter
from grader.sandbox.launch import ENVIRONMENT

BOOT = (
    "import gc, sys; gc.disable(); socket, temporary, packages = sys.argv[1:4]; sys.path += sys.argv[4:]; "
    "from grader.sandbox.warm_parent import nurse; nurse(int(socket), temporary, packages.split(','))"
)
"""The garbage collector, which finds nothing there, would take a fifth of the time of importing TensorFlow."""

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
"""TensorFlow says nothing of its own, looks for no graphics card, and computes the same on every processor."""


class Nursery:
    """Starts workers that have the packages imported; a starter like any other. Use it as a context manager.

    It has an empty environment and inherits one socket, and stderr: of what the judge knows it has nothing.
    """

    def __init__(self, packages: Sequence[str], temporary: str = "") -> None:
        """Start the process; it imports the packages while the caller does something else."""
        ours, theirs = socket.socketpair()
        import_path = [folder for folder in sys.path if folder]
        told = (str(theirs.fileno()), temporary, ",".join(packages))
        arguments = [sys.executable, "-P", "-s", "-S", "-c", BOOT, *told, *import_path]
        nothing = os.open(os.devnull, os.O_RDWR)
        actions = [(os.POSIX_SPAWN_DUP2, nothing, standard) for standard in range(2)]
        actions.append((os.POSIX_SPAWN_DUP2, theirs.fileno(), theirs.fileno()))  # onto itself: it stays open
        environment = ENVIRONMENT | QUIET
        self.pid = os.posix_spawn(sys.executable, arguments, environment, file_actions=actions, setsid=True)
        os.close(nothing)
        theirs.close()
        self._socket = ours
        self._start = ForkingStarter(ours)

    def __call__(self) -> ForkedProcess:
        """A fresh worker."""
        return self._start()

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process; its workers have ended before."""
        self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
