"""Worker's side: the system calls that computing needs, and no others.

No process, no program, no socket, no signal to others, no tracing, no change of a file's mode or owner (which Landlock
does not cover); threads go on working. All else fails with EPERM. Source: seccomp(2).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import termios

from grader.sandbox.confinement import ConfinementError, load_libraries

CLONE_THREAD = 0x10000
MAP_SHARED = 0x1
MAP_GROWSDOWN = 0x100
NAMELESS = os.O_TMPFILE & ~os.O_DIRECTORY if hasattr(os, "O_TMPFILE") else 0
"""The flag that makes a file without a name, which nobody can count. Landlock does not cover it."""

FILES = """
    read readv pread64 preadv write writev pwrite64 pwritev lseek close close_range dup dup2 dup3
    stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents
    getdents64 getcwd chdir fchdir umask flock fsync fdatasync ftruncate truncate mkdir mkdirat unlink
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
"""Allowed whatever their arguments; Landlock or the namespaces decide which files those that take paths may touch."""

DESCRIPTOR_COMMANDS = (
    *(fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL),
    *(fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW),
)
"""What `fcntl` may do. F_SETOWN and F_SETSIG are left out: with them a descriptor signals any process of the user."""

DEVICE_COMMANDS = (termios.FIOCLEX, termios.FIONCLEX, termios.TCGETS)
"""What `ioctl` may do: whether a descriptor is kept by programs (Python asks so), and whether it is a terminal."""


def forbid_others() -> None:
    """Install the filter, for good; `ConfinementError` when the kernel or the library cannot."""
    _, pyseccomp = load_libraries()
    allow, argument = pyseccomp.ALLOW, pyseccomp.Arg
    try:
        calls = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
        for name in SYSTEM_CALLS:
            with contextlib.suppress(OSError):  # not on this architecture
                calls.add_rule(allow, name)
        for name, flags in (("open", 1), ("openat", 2)):
            with contextlib.suppress(OSError):
                calls.add_rule(allow, name, argument(flags, pyseccomp.MASKED_EQ, NAMELESS, 0))
        for command in DESCRIPTOR_COMMANDS:
            calls.add_rule(allow, "fcntl", argument(1, pyseccomp.EQ, command))
        for command in DEVICE_COMMANDS:
            calls.add_rule(allow, "ioctl", argument(1, pyseccomp.EQ, command))
        calls.add_rule(allow, "clone", argument(0, pyseccomp.MASKED_EQ, CLONE_THREAD, CLONE_THREAD))
        calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie out of reach: libc falls back
        uncounted = MAP_SHARED | MAP_GROWSDOWN  # memory of these kinds would escape RLIMIT_DATA
        calls.add_rule(allow, "mmap", argument(3, pyseccomp.MASKED_EQ, uncounted, 0))
        calls.add_rule(allow, "tgkill", argument(0, pyseccomp.EQ, os.getpid()))
        only_read = argument(2, pyseccomp.EQ, 0)
        calls.add_rule(allow, "prlimit64", argument(0, pyseccomp.EQ, 0), only_read)
        calls.load()
    except (OSError, RuntimeError) as error:
        raise ConfinementError(f"{type(error).__name__}: {error}") from error
