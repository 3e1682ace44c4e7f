"""Starting the warm parent. Imports next to nothing, so that it is under way before anything else."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # `typing` itself takes as long to load as all that is needed here
    from collections.abc import Sequence
    from typing import Self

BOOT = (
    "import gc, sys; gc.disable(); judge, packages, temporary = sys.argv[1:4]; sys.path += sys.argv[4:]; "
    "from grader.sandbox.warm_parent import main; main(judge, packages.split(','), temporary)"
)
ALIVE = 3
"""Descriptor that the warm parent, the judge and all keepers hold open as long as they are there."""

SECONDS_TO_END = 10.0
SIGKILL = 9
"""As POSIX has it (kill(1)): importing `signal` takes longer than ending the processes."""

ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
    "LC_ALL": "C.UTF-8",
}
"""All that workers and judge inherit, and nothing of ours.

One BLAS thread each. Memory that was freed is used again instead of being asked for anew: else a call takes up to half
as long again, or not, as chance will have it (mallopt(3); 32 MiB is the largest threshold that glibc takes).
"""


class WarmParent:
    """A warm parent whose workers may import the packages. Use it as a context manager.

    Its judge, the module of that name, reads its job from `stdin`, answers on `stdout` and complains on `stderr`.
    Started by `posix_spawn`, since importing `subprocess` takes as long as starting Python.
    """

    def __init__(self, judge: str, packages: Sequence[str] = ("numpy",)) -> None:
        """Start the process, in a session of its own and without our environment or current folder."""
        import_path = [folder for folder in sys.path if folder]  # not "": a submission may stand here
        told = (judge, ",".join(packages), os.environ.get("TMPDIR", ""))
        arguments = [sys.executable, "-P", "-s", "-S", "-c", BOOT, *told, *import_path]
        (stdin, self._stdin), (self._stdout, stdout), (self._stderr, stderr), (self._alive, alive) = (
            os.pipe() for _ in range(4)
        )
        theirs = (stdin, stdout, stderr, alive)
        actions = [(os.POSIX_SPAWN_DUP2, descriptor, standard) for standard, descriptor in enumerate(theirs)]
        self._pid = os.posix_spawn(sys.executable, arguments, ENVIRONMENT, file_actions=actions, setsid=True)
        self._ending = self._ended = False
        for descriptor in theirs:
            os.close(descriptor)
        self.stdin = os.fdopen(self._stdin, "wb")
        self.stdout = os.fdopen(self._stdout, "rb")
        self.stderr = os.fdopen(self._stderr, "rb")

    def __enter__(self) -> Self:
        """Nothing to do."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the judge, the warm parent and, with it, all workers."""
        self.end()
        for stream in (self.stdin, self.stdout, self.stderr):
            try:  # noqa: SIM105 (`contextlib` is not loaded, see above)
                stream.close()
            except OSError:  # what could not be written any more
                pass
        os.close(self._alive)

    def begin_end(self) -> None:
        """End the processes, while the caller goes on; `end` waits for it."""
        if not self._ending:
            os.killpg(self._pid, SIGKILL)  # not yet waited for: it is there, alive or not
            self._ending = True

    def end(self) -> None:
        """End the processes, and wait until the keepers have removed what they made."""
        from select import select  # noqa: PLC0415 (late: see above)

        if not self._ended:
            self.begin_end()
            os.waitpid(self._pid, 0)
            select([self._alive], [], [], SECONDS_TO_END)  # readable once nobody holds the other end
            self._ended = True
