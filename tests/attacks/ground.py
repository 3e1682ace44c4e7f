"""Where an attack takes place: folders with secrets in them, a listener nobody may reach, and a watch on processes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import CHAPTER4, ROOT, solution

CANARY = "canary-"
"""Every secret begins with it: an attack can look for it in memory."""

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 60.0
SECONDS_TO_END = 5.0
SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # noqa: S108 (where an attack may leave something)


@dataclass(frozen=True, slots=True)
class Ground:
    """A class's folder with two submissions in it, a home, a temporary and a current folder; nothing may change."""

    root: Path
    marker: str = field(default_factory=lambda: f"left-{secrets.token_hex(8)}")
    secret: str = field(default_factory=lambda: CANARY + secrets.token_hex(16))

    def prepare(self) -> None:
        """Make the folders and plant the secret in them."""
        for folder in (self.submission, self.neighbour.parent, self.home, self.temporary, self.current):
            folder.mkdir(parents=True)
        (self.home / ".token").write_text(self.secret)
        (self.root / "secret.txt").write_text(self.secret)
        self.neighbour.write_text(f"{solution()}\n# {self.secret}\n")

    @property
    def submission(self) -> Path:
        """The attacker's folder."""
        return self.root / "class" / "attacker"

    @property
    def neighbour(self) -> Path:
        """Another student's module."""
        return self.root / "class" / "neighbour" / f"{CHAPTER4}.py"

    @property
    def home(self) -> Path:
        """The home folder of whoever grades."""
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        """Where the grader's temporary files go."""
        return self.root / "temporary"

    @property
    def current(self) -> Path:
        """Where the grader is started."""
        return self.root / "current"

    def environment(self) -> dict[str, str]:
        """The grader's environment, with a secret in it."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "GRADER_TOKEN": self.secret,
        }

    def filled_in(self, text: str, port: int) -> str:
        """An attack's text, told where things are."""
        places = {
            "canary_path": self.root / "secret.txt",
            "neighbour": self.neighbour,
            "home": self.home,
            "temporary": self.temporary,
            "submission": self.submission,
            "root": ROOT,
            "marker": self.marker,
            "port": port,
        }
        for name, place in places.items():
            text = text.replace(f"{{{name}}}", str(place))
        return text

    def clear(self) -> None:
        """Remove what bears the marker outside the ground."""
        for path in _marked(self.marker):
            path.unlink()

    def files(self) -> dict[str, tuple[int, bytes | None]]:
        """Every file of the ground by its mode and content, and whatever bears the marker elsewhere."""
        found: dict[str, tuple[int, bytes | None]] = {}
        for path in self.root.rglob("*"):
            state = path.lstat()
            small = path.is_file() and not path.is_symlink() and state.st_size < 1 << 20
            found[str(path)] = (state.st_mode, path.read_bytes() if small else None)
        found.update({str(path): (0, None) for path in _marked(self.marker)})
        return found


def _marked(marker: str) -> list[Path]:
    return [path for folder in SHARED_FOLDERS for path in folder.glob(f"*{marker}*")]


@contextlib.contextmanager
def listener(name: str) -> Iterator[tuple[int, Callable[[], bool]]]:
    """A port, and an abstract socket of this name, that tell whether anybody connected."""
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as local:
        local.bind(f"\0{name}")
        local.listen()

        def visited() -> bool:
            for server in (port, local):
                server.settimeout(0)
                with contextlib.suppress(BlockingIOError):
                    server.accept()
                    return True
            return False

        yield port.getsockname()[1], visited


@dataclass(slots=True)
class Peak:
    """The most that any process of a grading was seen to use."""

    resident: int = 0
    page_tables: int = 0
    threads: int = 0

    def look_at(self, pid: int) -> None:
        """Note what a process uses now."""
        with contextlib.suppress(OSError):
            lines = (line.partition(":") for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines())
            facts = {name: value.split() for name, _, value in lines}
            if "VmHWM" in facts:  # a zombie has none
                self.resident = max(self.resident, int(facts["VmHWM"][0]) << 10)
                self.page_tables = max(self.page_tables, int(facts["VmPTE"][0]) << 10)
                self.threads = max(self.threads, int(facts["Threads"][0]))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a grading left behind. `survivors` are command lines of processes that outlived it."""

    code: int
    out: str = field(repr=False)
    err: str = field(repr=False)
    seconds: float
    peak: Peak
    survivors: list[str]


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Have every descendant that loses its parent become a child of this process, wherever it hides."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def children() -> dict[int, list[int]]:
    """Processes by their parent."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(path.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(path.parent.name))
    return found


def descendants(strangers: Collection[int]) -> list[int]:
    """All processes below this one, but for those children of it that are strangers to the attack."""
    tree = children()
    found = [pid for pid in tree.get(os.getpid(), []) if pid not in strangers]
    for pid in found:
        found += tree.get(pid, [])
    return found


def watched(arguments: list[str], ground: Ground) -> Outcome:
    """Run `grade` under watch until it ends; whatever outlives it is told and then ended."""
    strangers = children().get(os.getpid(), [])
    command = [sys.executable, "-c", "from grader.cli import main; main()", *arguments]
    out, err = ground.root.with_suffix(".out"), ground.root.with_suffix(".err")  # a survivor cannot hold up a file
    peak = Peak()
    start = time.monotonic()
    with out.open("wb") as stdout, err.open("wb") as stderr:
        grader = subprocess.Popen(
            command,
            env=ground.environment(),
            cwd=ground.current,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
        )
        while (code := grader.poll()) is None and time.monotonic() - start < PATIENCE:
            for pid in descendants(strangers):
                peak.look_at(pid)
            time.sleep(0.02)
    seconds = time.monotonic() - start
    left = survivors([*strangers, grader.pid] if code is not None else strangers)
    if code is None:
        grader.wait()
    said, complained = (path.read_text("utf-8", "replace") for path in (out, err))
    return Outcome(-1 if code is None else code, said, complained, seconds, peak, left)


def survivors(strangers: Collection[int]) -> list[str]:
    """Command lines of descendants that go on living; they are ended here."""
    deadline = time.monotonic() + SECONDS_TO_END
    while living := [pid for pid in descendants(strangers) if not _reaped(pid)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    lines = []
    for pid in living:
        with contextlib.suppress(OSError):
            lines.append(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
            os.kill(pid, signal.SIGKILL)
    return lines


def _reaped(pid: int) -> bool:
    """Whether an orphan has ended; its remains are cleared away."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return not Path(f"/proc/{pid}").exists()
