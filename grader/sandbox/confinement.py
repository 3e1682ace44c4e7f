"""Worker's side: giving up rights, irreversibly, before the first byte of a submission is read.

Landlock leaves it Python's own files and the allowed packages to read, and its scratch folder to write. seccomp leaves
it the system calls that computing needs. Limits cap memory and open files; capabilities are dropped, so that a grader
run as root hands none of them on. Sources: landlock(7), capabilities(7), getrlimit(2), prctl(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

PR_SET_PDEATHSIG = 1
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
LAST_CAPABILITY = 63
CAPABILITY_VERSION = 0x20080522
OLDEST_LANDLOCK = 3
"""The first Landlock ABI (Linux 6.2) that keeps a readable file from being truncated."""

OPEN_FILES = 64
STACK_BYTES = 8 << 20
ADDRESS_SPACE_FACTOR = 64
"""Reserved memory costs nothing but its page tables, a 512th: they are bounded, too."""

LIBRARIES = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}
READ_ONLY_DEVICES = ("/dev/zero", "/dev/urandom", "/dev/random")
NULL_DEVICE = "/dev/null"
LIBRARY_CACHE = "/etc/ld.so.cache"


class ConfinementError(Exception):
    """This machine cannot do what the isolation level promises."""


def limit_resources(memory_bytes: int, scratch_bytes: int) -> None:
    """Cap what the process may use.

    RLIMIT_DATA counts private writable memory, which is what computing takes; RLIMIT_AS counts what is merely
    reserved, too, and is far above it.
    """
    _limit(resource.RLIMIT_DATA, memory_bytes)
    _limit(resource.RLIMIT_AS, memory_bytes * ADDRESS_SPACE_FACTOR)
    _limit(resource.RLIMIT_FSIZE, scratch_bytes)
    _limit(resource.RLIMIT_STACK, STACK_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some: the grader's own limits remain
        resource.setrlimit(which, (value, value))


def die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when the process that forked it ends, however it ends."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    _control(PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of every orphan below this process, so that none of them gets away."""
    if sys.platform == "linux":
        _control(PR_SET_CHILD_SUBREAPER, 1)


@cache
def libc() -> ctypes.CDLL:
    """The C library, for the calls that Python's `os` has not."""
    return ctypes.CDLL(None, use_errno=True)


def _control(option: int, value: int) -> int:
    return int(libc().prctl(option, value, 0, 0, 0))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_privileges() -> None:
    """Give up every capability for good; `ConfinementError` when one is left. A plain user has none to give up."""
    if sys.platform != "linux":
        return
    _control(PR_SET_NO_NEW_PRIVS, 1)
    for capability in range(LAST_CAPABILITY + 1):
        if _control(PR_CAPBSET_DROP, capability) != 0:  # beyond the last one, or not ours to drop
            break
    none = (ctypes.c_uint32 * 6)()
    if libc().capset(ctypes.byref(_CapabilityHeader(CAPABILITY_VERSION, 0)), none) != 0:
        raise ConfinementError(f"capset: {os.strerror(ctypes.get_errno())}")


@cache
def load_libraries() -> tuple[ModuleType, ModuleType]:
    """Landlock's and seccomp's bindings; `ConfinementError` when one is not installed."""
    try:
        with _quick_search():
            landlockpy, pyseccomp = import_module("landlockpy"), import_module("pyseccomp")
            landlockpy.abi_version()  # for this it looks for the C library, once
            return landlockpy, pyseccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise ConfinementError(f"{type(error).__name__}: {error}") from error


@contextlib.contextmanager
def _quick_search() -> Iterator[None]:
    """Meanwhile `ctypes.util` knows a few libraries by name: its own search starts programs, 20 ms each."""
    name = "ctypes.util"
    own = sys.modules.pop(name, None)
    standing_in = ModuleType(name)
    vars(standing_in)["find_library"] = LIBRARIES.get
    sys.modules[name] = vars(ctypes)["util"] = standing_in
    try:
        yield
    finally:
        del sys.modules[name], vars(ctypes)["util"]
        if own is not None:  # packages that are loaded already may have it
            sys.modules[name] = vars(ctypes)["util"] = own


def restrict_files(readable: Iterable[str], scratch: str, *, may_move_folders: bool) -> None:
    """Leave this process the paths given to read and its scratch folder to write; `ConfinementError` if it cannot be.

    Without `may_move_folders` folders stay where they are, so that nothing escapes who counts what is in them.
    Landlock restricts the calling thread and those it starts: a process that was just forked has no other.
    """
    landlockpy, _ = load_libraries()
    rights = landlockpy.AccessFS
    read_file, read_folder = rights.READ_FILE, rights.READ_FILE | rights.READ_DIR
    change = rights.WRITE_FILE | rights.TRUNCATE | rights.MAKE_REG | rights.MAKE_DIR
    write_folder = read_folder | change | rights.REMOVE_FILE
    if may_move_folders:
        write_folder |= rights.REMOVE_DIR | rights.REFER
    try:
        if (abi := landlockpy.abi_version()) < OLDEST_LANDLOCK:
            raise ConfinementError(f"Landlock ABI {OLDEST_LANDLOCK} is needed (Linux 6.2), this kernel has {abi}")
        with landlockpy.Ruleset(scoped=landlockpy.Scope.ABSTRACT_UNIX_SOCKET | landlockpy.Scope.SIGNAL) as ruleset:
            for path in (*readable, *READ_ONLY_DEVICES, LIBRARY_CACHE):
                with contextlib.suppress(FileNotFoundError):
                    ruleset.allow_path(path, read_folder if Path(path).is_dir() else read_file)
            ruleset.allow_path(NULL_DEVICE, read_file | rights.WRITE_FILE)
            ruleset.allow_path(scratch, write_folder)
            ruleset.restrict()
    except (OSError, RuntimeError) as error:
        raise ConfinementError(f"{type(error).__name__}: {error}") from error
