"""Whatever is handed in gets a clear verdict of its own within seconds, and the other exercises are graded."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.submission import Submission, Unreadable
from tests.conftest import CHAPTER4, Folder, Grade, Run, exchanged, solution

OTHERS_FULL = 17.0
"""What is left of 20 points without convolve2d, speed included."""

IN_A_FUNCTION = {
    "none": ("pass", "failed", "wrong_type"),
    "list of lists": ("return [[1.0, 2.0], [3.0, 4.0]]", "failed", "wrong_type"),
    "string": ("return 'array([[1.0]])'", "failed", "wrong_type"),
    "NaN": (
        "return np.full((image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1), np.nan)",
        "failed",
        "not_finite",
    ),
    "array of objects": ("return np.empty((2, 2), dtype=object)", "failed", "wrong_type"),
    "endless loop": ("while True:\n        pass", "timeout", "call_time"),
    "sys.exit": ("import sys\n    sys.exit()", "error", "exit_called"),
    "os._exit": ("import os\n    os._exit(0)", "crashed", "process_ended"),
    "os.abort": ("import os\n    os.abort()", "crashed", "process_ended"),
    "100 MB of prints": ("for _ in range(1_000_000):\n        print('x' * 100)", "error", "output_limit"),
    "100 MB past print": (
        "import os\n    for _ in range(1_000):\n        os.write(1, b'x' * 100_000)",
        "error",
        "output_limit",
    ),
    "4 GB array": ("return np.ones(2**29)", "memory", "out_of_memory"),
    "huge answer": ("return np.zeros((1000, 1000, 10))", "error", "answer_too_large"),
    "stdin": ("return float(input())", "error", "read_stdin"),
    "scipy": (
        "import scipy.signal\n    return scipy.signal.convolve2d(image, kernel, 'valid')",
        "forbidden",
        "forbidden_import",
    ),
    "exception": ("return image[1000]", "error", "raised"),
    "endless recursion": ("return convolve2d(image, kernel)", "error", "raised"),
    "writes a file and returns nothing": ("np.save('debug.npy', image)", "failed", "wrong_type"),
    "opens a socket": ("import socket\n    socket.create_connection(('127.0.0.1', 80))", "forbidden", "not_permitted"),
    "one file too large": ("open('big', 'wb').write(bytes(100_000_000))", "error", "scratch_full"),
    "many files": ("for n in range(10**9):\n        open(f'{n}', 'wb').write(bytes(100_000))", "error", "scratch_full"),
    "thousands of threads": (
        "import threading, time\n    for _ in range(10**6): threading.Thread(target=time.sleep, args=[9]).start()",
        "error",
        "too_many_threads",
    ),
    "sleep": ("import time\n    time.sleep(60)", "timeout", "call_time"),
    "starts a program": ("import subprocess\n    subprocess.run(['true'])", "forbidden", "not_permitted"),
}


def with_convolve2d(body: str) -> str:
    """A submission whose convolve2d has this body, all else right."""
    return exchanged(solution(), convolve2d=f"def convolve2d(image, kernel):\n    {body}")


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("body", "status", "code"), IN_A_FUNCTION.values(), ids=IN_A_FUNCTION)
def test_a_bad_function_costs_only_itself(grade: Grade, folder: Folder, body: str, status: str, code: str) -> None:
    run = grade(4, "--submission", folder.write(with_convolve2d(body)), "--json", "-", "--no-speed")
    exercise = run.exercise("convolve2d")
    if code == "too_many_threads" and exercise.checks[0].code == "raised":
        pytest.skip("the machine has no more threads to give: other tests have taken them")
    assert (exercise.status, exercise.checks[0].code) == (status, code)
    assert exercise.score == 0
    assert run.result.score == OTHERS_FULL - 1
    assert run.code == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("def convolve2d(image):\n    return image", "wrong_arguments"),
        ("def convolve2d(image, kernel, more):\n    return image", "wrong_arguments"),
        ("convolve2d = 3", "missing_function"),
        ("", "missing_function"),
    ],
)
def test_a_function_that_cannot_be_called_says_so(grade: Grade, folder: Folder, text: str, code: str) -> None:
    run = grade(4, "--submission", folder.write(exchanged(solution(), convolve2d=text)), "--json", "-", "--no-speed")
    assert run.exercise("convolve2d").checks[0].code == code
    assert run.result.score == OTHERS_FULL - 1


def test_a_function_that_changes_its_argument_is_told_which(grade: Grade, folder: Folder) -> None:
    source = solution().replace("def convolve2d(", "def right_convolve2d(") + (
        "\ndef convolve2d(image, kernel):\n"
        "    result = right_convolve2d(image, kernel)\n    image[0, 0] = 7\n    return result\n"
    )
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--no-speed")
    check = run.exercise("convolve2d").checks[0]
    assert (check.code, check.detail.facts["argument"]) == ("modified_argument", "image")


def whole_module(run: Run, status: str, code: str) -> None:
    """Every exercise has the status; the chapter has the code."""
    assert run.result.statuses == {status}
    assert run.result.chapters[0].code == code
    assert (run.result.score, run.code) == (0, 1)


MODULES = {
    "empty": (b"", "missing", "empty_file"),
    "blank": (b" \n\n\t\n", "missing", "empty_file"),
    "syntax error": (b"def convolve2d(image, kernel)\n    return image\n", "error", "syntax_error"),
    "tabs and spaces": (b"def f():\n\tx = 1\n        return x\n", "error", "syntax_error"),
    "latin-1": ("# déjà vu\n".encode("latin-1"), "error", "not_utf8"),
    "utf-16": ("import numpy\n".encode("utf-16"), "error", "not_utf8"),
    "NUL bytes": (b"x = 1\n\0\0\0", "error", "nul_bytes"),
    "too many parentheses": (b"x = " + b"(" * 100_000, "error", "syntax_error"),
    "huge": (b"#" * (1 << 21), "error", "huge_file"),
    "endless loop at import": (b"while True:\n    pass\n", "timeout", "import_time"),
    "exit at import": (b"import sys\nsys.exit(0)\n", "error", "exit_called"),
    "_exit at import": (b"import os\nos._exit(0)\n", "crashed", "process_ended"),
    "error at import": (b"x = 1 / 0\n", "error", "import_error"),
    "scipy at import": (b"import scipy.signal\n", "forbidden", "forbidden_import"),
    "unknown package": (b"import nunpy\n", "forbidden", "forbidden_import"),
    "input at import": (b"x = input('size? ')\n", "error", "read_stdin"),
    "memory at import": (b"x = bytearray(1 << 32)\n", "memory", "out_of_memory"),
}


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("source", "status", "code"), MODULES.values(), ids=MODULES)
def test_a_bad_module_says_what_is_wrong_with_it(
    grade: Grade, folder: Folder, source: bytes, status: str, code: str
) -> None:
    whole_module(grade(4, "--submission", folder.write(source), "--json", "-"), status, code)


def test_a_missing_module_is_missing(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    whole_module(grade(4, "--submission", tmp_path / "empty", "--json", "-"), "missing", "missing_file")


def put(path: Path, text: str = "") -> Path:
    """A file, in a folder made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def socket_at(path: Path) -> None:
    """A socket at a path that may be longer than sockets are bound to."""
    place = Path(f"/proc/self/fd/{os.open(path.parent, os.O_PATH)}")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(place / path.name))
    os.close(int(place.name))


def sparse(path: Path) -> None:
    """A file of 10 GB that takes no room."""
    with path.open("wb") as file:
        file.truncate(10 << 30)


def link_through_a_link(path: Path) -> None:
    """A link that stays in the folder by its text alone."""
    put(path.parent.parent / "secret.py", solution())
    (path.parent / "up").symlink_to("..")
    path.symlink_to("up/secret.py")


IN_PLACE_OF_THE_MODULE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "not_a_file"),
    "a pipe": (os.mkfifo, "not_a_file"),
    "a socket": (socket_at, "not_a_file"),
    "10 GB": (sparse, "huge_file"),
    "a link up": (lambda path: path.symlink_to(put(path.parent.parent / "secret.py", solution())), "outside_folder"),
    "a link up and down again": (
        lambda path: path.symlink_to(f"../{path.parent.name}/{put(path.parent / 'a.py').name}"),
        "outside_folder",
    ),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), "outside_folder"),
    "a link to the grader's environment": (lambda path: path.symlink_to("/proc/self/environ"), "outside_folder"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "unreadable_file"),
    "a link to nothing": (lambda path: path.symlink_to("gone.py"), "unreadable_file"),
    "a link through a link to a folder": (link_through_a_link, "unreadable_file"),
    "upper case": (lambda path: put(path.with_name("Chapter04_Convolution.PY")), "misnamed_file"),
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("make", "code"), IN_PLACE_OF_THE_MODULE.values(), ids=IN_PLACE_OF_THE_MODULE)
def test_what_is_in_place_of_the_module_holds_nobody_up(
    grade: Grade, tmp_path: Path, make: Callable[[Path], object], code: str
) -> None:
    (tmp_path / "submission").mkdir()
    make(tmp_path / "submission" / f"{CHAPTER4}.py")
    status = "missing" if code == "misnamed_file" else "error"
    whole_module(grade(4, "--submission", tmp_path / "submission", "--json", "-"), status, code)


def test_a_link_within_the_folder_is_followed(grade: Grade, tmp_path: Path) -> None:
    put(tmp_path / "submission" / "drafts" / "third.py", solution())
    (tmp_path / "submission" / f"{CHAPTER4}.py").symlink_to("drafts/third.py")
    (tmp_path / "link").symlink_to(tmp_path)
    assert grade(4, "--submission", tmp_path / "link" / "submission", "--no-speed").code == 0


def test_a_file_exchanged_while_it_is_read_is_never_one_from_outside(folder: Folder) -> None:
    secret = put(folder.path.parent / "secret.py", "SECRET = 1\n")
    module = folder.write("x = 1\n") / f"{CHAPTER4}.py"
    ended = threading.Event()

    def exchange() -> None:
        while not ended.is_set():
            put(folder.path / "new.txt", "x = 1\n").replace(module)
            (folder.path / "new.txt").symlink_to(secret)
            (folder.path / "new.txt").replace(module)

    thread = threading.Thread(target=exchange, daemon=True)
    thread.start()
    codes: set[str] = set()
    texts: set[bytes] = set()
    reads = 0
    while reads < 20_000 or (thread.is_alive() and not (codes and texts)):
        reads += 1
        answer = Submission.at(folder.path).sources(CHAPTER4)
        if isinstance(answer, Unreadable):
            codes.add(answer.code)
        else:
            texts.add(answer[CHAPTER4])
    ended.set()
    thread.join()
    assert codes
    assert codes <= {"outside_folder", "unreadable_file"}
    assert texts == {b"x = 1\n"}


def test_a_link_given_as_a_file_leads_nowhere(grade: Grade, tmp_path: Path) -> None:
    put(tmp_path / "secret.py", solution())
    (tmp_path / "work").mkdir()
    for name in ("one.py", "two.zip"):
        (tmp_path / "work" / name).symlink_to("../secret.py")
        whole_module(grade(4, "--submission", f"work/{name}", "--json", "-"), "error", "outside_folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(grade: Grade, folder: Folder) -> None:
    folder.write(solution())
    (folder.path / f"{CHAPTER4}.py").chmod(0)
    whole_module(grade(4, "--submission", folder.path, "--json", "-"), "error", "unreadable_file")


@pytest.mark.thorough
def test_a_folder_of_too_many_entries_is_told(grade: Grade, folder: Folder) -> None:
    folder.write(solution())
    for number in range(20_000):
        os.mknod(folder.path / str(number))
    whole_module(grade(4, "--submission", folder.path, "--json", "-"), "error", "huge_folder")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/dev/tty", "/dev/stdin", "/proc/self/mem", "/proc/uptime"])
def test_a_path_that_is_no_submission_is_wrong_usage(grade: Grade, path: str) -> None:
    run = grade(4, "--submission", path)
    assert run.code == 2
    assert path in run.err


@pytest.mark.parametrize("path", ["/dev", "/proc", "/proc/self/fd"])
def test_a_folder_of_the_system_has_no_module(grade: Grade, path: str) -> None:
    whole_module(grade(4, "--submission", path, "--json", "-"), "missing", "missing_file")


@pytest.mark.parametrize("path", ["x" * 300, "x/" * 3_000, "loop"])
def test_a_path_that_cannot_be_is_wrong_usage(grade: Grade, tmp_path: Path, path: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert grade(4, "--submission", path).code == 2


def test_paths_need_not_be_text(grade: Grade, tmp_path: Path) -> None:
    put(tmp_path / "caf\udce9" / f"{CHAPTER4}.py", solution())
    put(tmp_path / "caf\udce9" / "\udce9.py", "no Python")
    run = grade(4, "--submission", "caf\udce9", "--json", "-", "--no-speed")
    assert (run.code, run.result.submission) == (0, "caf\\xe9")
    assert grade(4, "--submission", "\udce9").code == 2


def test_the_students_own_packages_may_be_imported(grade: Grade, folder: Folder) -> None:
    put(folder.path / "own" / "__init__.py", "from own.borders import WIDTH\n")
    put(folder.path / "own" / "borders.py", "WIDTH = 1\n")
    put(folder.path / "plain" / "sizes.py", "from own import WIDTH\n")
    (folder.path / "linked").symlink_to(put(folder.path.parent / "secret" / "__init__.py").parent)
    source = (
        "import own.borders\nfrom plain.sizes import WIDTH\ntry:\n    import linked\nexcept ImportError:\n"
        "    pass\nelse:\n    raise SystemExit\n"
    )
    run = grade(4, "--submission", folder.write(source + solution()), "--json", "-", "--no-speed")
    assert (run.code, run.result.chapters[0].code) == (0, "graded")


def test_an_import_that_is_guarded_costs_nothing(grade: Grade, folder: Folder) -> None:
    guarded = "try:\n    import scipy.signal\nexcept ImportError:\n    scipy = None\n"
    run = grade(4, "--submission", folder.write(guarded + solution()), "--json", "-", "--no-speed")
    assert run.code == 0


def test_a_module_may_import_the_students_other_modules(grade: Grade, folder: Folder) -> None:
    folder.write(solution())
    (folder.path / "borders.py").write_text("WIDTH = 1\n")
    run = grade(4, "--submission", folder.write("import borders\n" + solution()), "--json", "-", "--no-speed")
    assert run.code == 0


def test_a_module_named_like_a_package_replaces_nothing(grade: Grade, folder: Folder) -> None:
    folder.write(solution())
    for name in ("numpy", "random", "msgspec", "sitecustomize", "grader"):
        (folder.path / f"{name}.py").write_text("raise SystemExit('planted')\n")
    assert grade(4, "--submission", folder.path, "--json", "-", "--no-speed").code == 0


@pytest.mark.thorough
def test_a_loop_without_end_in_one_branch_costs_that_branch(grade: Grade, folder: Folder) -> None:
    body = "    while image.dtype == np.uint8:\n        pass\n    return original(image, kernel)\n"
    source = solution().replace("def convolve2d(", "def original(") + f"\ndef convolve2d(image, kernel):\n{body}"
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--no-speed")
    statuses = {check.id: check.status for check in run.exercise("convolve2d").checks}
    assert statuses.pop("integers") == "timeout"
    assert set(statuses.values()) == {"passed"}
    assert run.exercise("convolve2d").status == "partial"
