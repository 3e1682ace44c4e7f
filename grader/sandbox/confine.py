"""Worker's side: giving up rights, irreversibly, before the first byte of a submission is read.

Landlock leaves it Python's own files and the allowed packages to read, and nothing to write. seccomp leaves it the
system calls that computing needs: no process, no program, no socket, no signal to others, no tracing, no change of
a file's mode or owner (which Landlock does not cover); threads go on working. Limits cap memory and open files.
Sources: landlock(7), seccomp(2), getrlimit(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import errno
import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

CLONE_THREAD = 0x10000
MAP_SHARED = 1
PR_SET_PDEATHSIG = 1
OPEN_FILES = 64
LIBRARIES = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
LIBRARY_CACHE = "/etc/ld.so.cache"

FILES = """
    read readv pread64 preadv write writev pwrite64 pwritev lseek open openat close close_range dup dup2 dup3 fcntl
    stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents
    getdents64 getcwd chdir fchdir umask flock fsync fdatasync ftruncate truncate fallocate mkdir mkdirat unlink
    unlinkat rmdir rename renameat renameat2 fadvise64 sendfile copy_file_range pipe pipe2
"""
MEMORY = "munmap mprotect mremap madvise brk msync mincore membarrier mlock munlock"
THREADS = """
    futex futex_waitv set_robust_list get_robust_list rseq set_tid_address gettid sched_yield sched_getaffinity
    sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack restart_syscall
"""
WAITING = """
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getitimer setitimer alarm pause
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
    eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime
"""
ASKING = """
    getpid getppid getpgrp getpgid getsid getuid geteuid getgid getegid getgroups getresuid getresgid getpriority
    getrusage getrlimit getcpu uname sysinfo getrandom arch_prctl exit exit_group
"""
SYSTEM_CALLS = f"{FILES} {MEMORY} {THREADS} {WAITING} {ASKING}".split()
"""Allowed whatever their arguments; Landlock decides which files those that take paths may touch."""


class ConfinementError(Exception):
    """This machine cannot do what the isolation level promises."""


def limit_resources(memory_bytes: int) -> None:
    """Cap what the process may use.

    RLIMIT_DATA counts private writable memory, which is what computing takes; RLIMIT_AS would count what is merely
    reserved.
    """
    _limit(resource.RLIMIT_DATA, memory_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some: the grader's own limits remain
        resource.setrlimit(which, (value, value))


def die_with_parent() -> None:
    """Have the kernel kill this process when the grader that started it ends, however it ends."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def load_libraries() -> tuple[ModuleType, ModuleType]:
    """Landlock's and seccomp's bindings; `ConfinementError` when one is not installed."""
    ctypes.util.find_library = LIBRARIES.get  # type: ignore[assignment] # the search starts programs, 20 ms each
    try:
        return import_module("landlockpy"), import_module("pyseccomp")
    except (ImportError, OSError, RuntimeError) as error:
        raise ConfinementError(f"{type(error).__name__}: {error}") from error


def confine(readable: Iterable[str]) -> None:
    """Give up everything but computing and reading the paths given; `ConfinementError` when the kernel cannot.

    Must run while the process has one thread: Landlock restricts the calling thread and those it starts.
    """
    if len(list(Path("/proc/self/task").iterdir())) != 1:
        raise ConfinementError("a thread was started before the confinement")
    landlockpy, pyseccomp = load_libraries()
    try:
        with landlockpy.Ruleset(scoped=landlockpy.Scope.ABSTRACT_UNIX_SOCKET | landlockpy.Scope.SIGNAL) as ruleset:
            file_access = landlockpy.AccessFS.READ_FILE
            folder_access = file_access | landlockpy.AccessFS.READ_DIR
            for path in (*readable, *system_libraries(), *DEVICES, LIBRARY_CACHE):
                with contextlib.suppress(FileNotFoundError):
                    ruleset.allow_path(path, folder_access if Path(path).is_dir() else file_access)
            ruleset.restrict()
        _forbid_system_calls(pyseccomp)
    except (OSError, RuntimeError) as error:
        raise ConfinementError(f"{type(error).__name__}: {error}") from error


def _forbid_system_calls(pyseccomp: ModuleType) -> None:
    """Allow the calls listed, threads but no processes, signals to oneself; all else fails with EPERM."""
    allow = pyseccomp.ALLOW
    calls = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in SYSTEM_CALLS:
        with contextlib.suppress(OSError):  # not on this architecture
            calls.add_rule(allow, name)
    thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, CLONE_THREAD)
    calls.add_rule(allow, "clone", thread)
    private = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, MAP_SHARED, 0)  # shared memory would escape RLIMIT_DATA
    calls.add_rule(allow, "mmap", private)
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie in memory, out of reach: libc falls back
    calls.add_rule(allow, "tgkill", pyseccomp.Arg(0, pyseccomp.EQ, os.getpid()))
    only_read = pyseccomp.Arg(2, pyseccomp.EQ, 0)
    calls.add_rule(allow, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0), only_read)
    calls.load()


def system_libraries() -> list[str]:
    """Folders of the shared libraries that Python's own modules load late."""
    architecture = sysconfig.get_config_var("MULTIARCH")
    return [f"/lib/{architecture}", f"/usr/lib/{architecture}"] if architecture else []
