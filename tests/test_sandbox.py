"""A worker computes and does nothing else: each test is something a submission might try."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.answers import Answer, NotPlain, Raised, Returned
from grader.sandbox.forking import REQUEST, STATUS, ForkingStarter, NoWorkerError
from grader.sandbox.levels import LEVELS, IsolationUnavailableError, is_safe
from grader.sandbox.limits import BreachError, Limits
from grader.sandbox.process import Worker
from grader.sandbox.wire import Call, Loaded, Step
from tests.conftest import ROOT

LIMITS = Limits(load_seconds=3.0, call_seconds=1.0, output_bytes=100_000, reply_bytes=1_000_000)


SAFE = [level for level in LEVELS if is_safe(level)]


@pytest.fixture(params=SAFE)
def worker(start: ForkingStarter, request: pytest.FixtureRequest) -> Iterator[Worker]:
    """A confined worker without a submission; where the machine cannot confine, the test is skipped."""
    with Worker(start(), request.param, LIMITS) as worker:
        try:
            load(worker, b"")
        except IsolationUnavailableError as error:
            pytest.skip(str(error))
        yield worker


def load(worker: Worker, source: bytes) -> Loaded | Raised:
    """Import a module called `tried`."""
    worker.begin_load("tried", {"tried": source})
    return worker.loaded(LIMITS.load_seconds)


def tried(worker: Worker, body: str, *arguments: object) -> Answer:
    """The answer of a function with this body."""
    source = "import os\nimport numpy as np\ndef f(*given):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    load(worker, source.encode())
    return next(worker.run([Call("f", [Step(list(arguments))])], lambda: LIMITS.call_seconds))


REFUSALS = {
    "BlockingIOError",
    "FileNotFoundError",
    "OSError",
    "PermissionError",
    "ValueError",
    "ZeroDivisionError",
}
DEVICES = {"null", "zero", "random", "urandom"}

FORBIDDEN = {
    "read /etc/passwd": "open('/etc/passwd').read()",
    "read the reference": f"open({str(ROOT / 'reference' / 'chapter04_convolution.py')!r}).read()",
    "read the solutions": f"open({str(ROOT / 'solutions' / 'chapter04_convolution.py')!r}).read()",
    "read the specification": f"open({str(ROOT / 'grader' / 'course' / 'chapter04_convolution.py')!r}).read()",
    "read in the home folder": f"open({str(next(Path.home().glob('.*rc'), Path.home() / '.profile'))!r}).read()",
    "read another process": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "read its own environment": "open('/proc/self/environ', 'rb').read()",
    "write into a temporary folder": "open('/tmp/left_behind', 'w')",
    "signal through a descriptor": "__import__('fcntl').fcntl(0, 8, os.getppid())",
    "choose the signal of a descriptor": "__import__('fcntl').fcntl(0, 10, 9)",
    "write into shared memory": "open('/dev/shm/left_behind', 'w')",
    "write beside NumPy": "open(os.path.join(os.path.dirname(np.__file__), 'x.py'), 'w')",
    "make a folder": "os.mkdir('/tmp/left_behind')",
    "remove a file": f"os.remove({str(ROOT / 'pyproject.toml')!r})",
    "change a mode": f"os.chmod({str(ROOT / 'pyproject.toml')!r}, 0o777)",
    "link": "os.symlink('/etc/passwd', '/tmp/left_behind')",
    "fork": "os.fork()",
    "start a program": "os.execv('/bin/sh', ['sh'])",
    "spawn": "__import__('subprocess').run(['/bin/true'])",
    "open a socket": "__import__('socket').socket()",
    "open a local socket": "__import__('socket').socket(__import__('socket').AF_UNIX)",
    "pair sockets": "__import__('socket').socketpair()",
    "signal the grader": "os.kill(os.getppid(), 9)",
    "signal everybody": "os.kill(-1, 9)",
    "leave the session": "os.setsid()",
    "change the priority": "os.nice(-5)",
    "raise its limits": "__import__('resource').setrlimit(__import__('resource').RLIMIT_DATA, (1 << 40, 1 << 40))",
    "memory shared with others": "__import__('_posixshmem').shm_open('/left_behind', os.O_CREAT | os.O_RDWR)",
    "memory that no limit counts": "__import__('mmap').mmap(-1, 1 << 20)",
    "trace": "None if __import__('ctypes').CDLL(None).ptrace(0, 0, 0, 0) == 0 else 1 / 0",
}


@pytest.mark.parametrize("expression", FORBIDDEN.values(), ids=FORBIDDEN)
def test_it_cannot(worker: Worker, expression: str) -> None:
    answer = tried(worker, f"return repr({expression})")
    assert isinstance(answer, Raised), answer
    assert answer.exception in REFUSALS


def test_it_sees_nothing_of_the_machine_at_the_root(worker: Worker) -> None:
    answer = tried(worker, "return os.listdir('/') + os.listdir('/scratch') + os.listdir('/dev')")
    if isinstance(answer, Returned):  # an empty root of its own
        python = Path(sys.base_prefix).parts[1]
        venv = Path(np.__file__).parts[1]
        assert set(answer.value) <= {"dev", "etc", "holder", "lib", "lib64", "scratch", "usr", python, venv} | DEVICES
    else:
        assert isinstance(answer, Raised)
        assert answer.exception in REFUSALS


ALLOWED = {
    "linear algebra": ("return float(np.linalg.det(np.eye(3)))", 1.0),
    "random numbers": ("return int(np.random.default_rng(0).integers(5, 6))", 5),
    "FFT": ("return float(np.fft.ifft(np.fft.fft([1.0, 2.0])).real[1])", 2.0),
    "standard library": (
        "import decimal, fractions, functools, itertools, json, math, random, typing\nreturn math.comb(5, 2)",
        10,
    ),
    "threads": (
        """
        import threading
        out = []
        thread = threading.Thread(target=out.append, args=(1,))
        thread.start()
        thread.join()
        return out
        """,
        [1],
    ),
    "temporary files": (
        """
        import tempfile
        with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile() as other:
            file.write(b"some")
            return file.tell() + os.path.exists(other.name)
        """,
        5,
    ),
    "time": ("import time\ntime.sleep(0.001)\nreturn time.time() > 0", True),
    "its environment, which is empty": ("return dict(os.environ)", {}),
}


@pytest.mark.parametrize(("body", "value"), ALLOWED.values(), ids=ALLOWED)
def test_it_can_use(worker: Worker, body: str, value: object) -> None:
    answer = tried(worker, body)
    assert isinstance(answer, Returned), answer
    assert answer.value == value


def test_the_graders_own_modules_are_out_of_sight(worker: Worker) -> None:
    loaded = tried(worker, "import sys\nreturn sorted({name.partition('.')[0] for name in sys.modules})")
    assert isinstance(loaded, Returned)
    assert not {"grader", "reference", "msgspec", "landlockpy", "pyseccomp"} & set(loaded.value)


def test_inherits_no_descriptor_but_its_pipes(worker: Worker, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w"):
        body = """
            found = []
            for number in range(3, 64):
                try:
                    found.append(os.fstat(number).st_mode & 0o170000 == 0o010000)
                except OSError:
                    pass
            return found
        """
        answer = tried(worker, body)
    assert isinstance(answer, Returned)
    assert answer.value == [True, True]


class TestLimits:
    @pytest.mark.sampled(2)
    def test_a_call_without_end_is_ended(self, worker: Worker) -> None:
        start = time.monotonic()
        with pytest.raises(BreachError) as caught:
            tried(worker, "while True: pass")
        assert caught.value.kind == "time"
        assert time.monotonic() - start < LIMITS.call_seconds + 3

    @pytest.mark.sampled(1)
    def test_a_worker_that_never_reads_holds_nobody_up(self, worker: Worker) -> None:
        tried(worker, "import threading\nthreading.Thread(target=lambda: [os.read(n, 1) for n in (3, 4)]).start()")
        with pytest.raises(BreachError):
            tried(worker, "import time\ntime.sleep(60)", np.zeros(1_000_000))

    def test_memory_is_what_is_used_not_what_is_reserved(self, worker: Worker) -> None:
        reserved = tried(
            worker,
            "import mmap\nreturn len(mmap.mmap(-1, 1 << 33, flags=mmap.MAP_PRIVATE | 0x20, prot=mmap.PROT_READ))",
        )
        assert reserved == Returned(1 << 33)
        with pytest.raises(BreachError) as caught:
            tried(worker, "return len(bytearray(1 << 31))")
        assert caught.value.kind == "memory"
        assert 0 < int(caught.value.facts["used"]) < int(caught.value.facts["limit"])

    def test_a_flood_past_python_is_ended(self, worker: Worker) -> None:
        with pytest.raises(BreachError) as caught:
            tried(worker, "while True: os.write(1, b'x' * 10_000)")
        assert caught.value.kind == "output"

    def test_an_answer_of_another_kind_is_no_answer(self, worker: Worker) -> None:
        with pytest.raises(BreachError) as caught:
            tried(
                worker,
                "for n in range(3, 10):\n    try: os.write(n, b'x' * 100)\n    except OSError: pass\nos._exit(0)",
            )
        assert caught.value.kind in {"protocol", "reply", "process"}

    def test_a_killed_process_says_by_what(self, worker: Worker) -> None:
        with pytest.raises(BreachError) as caught:
            tried(worker, "import ctypes\nctypes.string_at(0)")
        assert caught.value.facts == {"signal": "SIGSEGV"}

    def test_a_signal_without_a_name_is_told_by_its_number(self, worker: Worker) -> None:
        with pytest.raises(BreachError) as caught:
            tried(worker, "import signal\nsignal.raise_signal(40)")
        assert caught.value.facts == {"signal": "40"}

    def test_words_that_are_no_unicode_end_nothing(self, worker: Worker) -> None:
        raised = tried(worker, "print('\\ud800')\nraise type('E' * 10**6, (Exception,), {})('\\ud800')")
        assert isinstance(raised, Raised)
        assert (raised.exception, raised.message, raised.output) == ("E" * 100, "?", "?\n")
        answer = tried(worker, "return '\\ud800'")
        assert answer == NotPlain("str with half a character in it")


def told_to(parent: socket.socket) -> tuple[bytes, int]:
    """What the warm parent is asked next: the action and the process it is about."""
    request, descriptors, _, _ = socket.recv_fds(parent, REQUEST.size, 3)
    for descriptor in descriptors:
        os.close(descriptor)
    action, pid = REQUEST.unpack(request)
    return action, pid


def test_a_machine_without_room_for_a_worker_is_told_of_where_the_worker_is_waited_for() -> None:
    ours, parent = socket.socketpair()
    with ours, parent:
        process = ForkingStarter(ours)()
        told_to(parent)
        parent.send(STATUS.pack(-errno.EAGAIN))
        with (
            pytest.raises(NoWorkerError, match=os.strerror(errno.EAGAIN)),
            Worker(process, "process", LIMITS) as worker,
        ):
            load(worker, b"")


def test_workers_that_are_asked_for_without_waiting_are_told_apart() -> None:
    ours, parent = socket.socketpair()
    with ours, parent:
        start = ForkingStarter(ours)
        first, _, third = start(), start(), start()
        for number in (11, 12, 13, -9, -15):  # three keepers, then how two of them ended
            parent.send(STATUS.pack(number))
        assert (third.wait(), first.wait()) == (-9, -15)
        assert [told_to(parent) for _ in range(5)][3:] == [(b"e", 13), (b"e", 11)]


def test_no_program_is_started_to_find_a_library_though_a_package_has_loaded_the_search() -> None:
    program = (
        "import sys, ctypes.util as search\n"
        "sys.addaudithook(lambda event, _: sys.exit('a program') if event == 'subprocess.Popen' else None)\n"
        "from grader.sandbox.confinement import load_libraries\n"
        "load_libraries()\n"
        "import ctypes.util\n"
        "assert ctypes.util is search\n"
    )
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
