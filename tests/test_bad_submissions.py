"""Whatever is handed in gets a clear verdict of its own within seconds, and the other exercises are graded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
    "writes elsewhere": ("np.save('/tmp/debug.npy', image)", "error", "raised"),
    "one file too large": ("open('big', 'wb').write(bytes(100_000_000))", "error", "scratch_full"),
    "many files": ("for n in range(10**9):\n        open(f'{n}', 'wb').write(bytes(100_000))", "error", "scratch_full"),
    "thousands of threads": (
        "import threading, time\n    for _ in range(10**6): threading.Thread(target=time.sleep, args=[9]).start()",
        "error",
        "too_many_threads",
    ),
    "sleep": ("import time\n    time.sleep(60)", "timeout", "call_time"),
    "starts a program": ("import subprocess\n    subprocess.run(['true'])", "error", "raised"),
}


def with_convolve2d(body: str) -> str:
    """A submission whose convolve2d has this body, all else right."""
    return exchanged(solution(), convolve2d=f"def convolve2d(image, kernel):\n    {body}")


@pytest.mark.parametrize(("body", "status", "code"), IN_A_FUNCTION.values(), ids=IN_A_FUNCTION)
def test_a_bad_function_costs_only_itself(grade: Grade, folder: Folder, body: str, status: str, code: str) -> None:
    run = grade(4, "--submission", folder.write(with_convolve2d(body)), "--json", "-", "--no-speed")
    exercise = run.exercise("convolve2d")
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


@pytest.mark.parametrize(("source", "status", "code"), MODULES.values(), ids=MODULES)
def test_a_bad_module_says_what_is_wrong_with_it(
    grade: Grade, folder: Folder, source: bytes, status: str, code: str
) -> None:
    whole_module(grade(4, "--submission", folder.write(source), "--json", "-"), status, code)


def test_a_missing_module_is_missing(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    whole_module(grade(4, "--submission", tmp_path / "empty", "--json", "-"), "missing", "missing_file")


def test_a_link_out_of_the_folder_is_not_followed(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "submission").mkdir()
    (tmp_path / "secret.py").write_text(solution())
    (tmp_path / "submission" / f"{CHAPTER4}.py").symlink_to(tmp_path / "secret.py")
    whole_module(grade(4, "--submission", tmp_path / "submission", "--json", "-"), "error", "outside_folder")


def test_a_pipe_in_place_of_the_module_holds_nobody_up(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "submission").mkdir()
    os.mkfifo(tmp_path / "submission" / f"{CHAPTER4}.py")
    whole_module(grade(4, "--submission", tmp_path / "submission", "--json", "-"), "error", "not_a_file")


def test_a_folder_in_place_of_the_module_is_no_file(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "submission" / f"{CHAPTER4}.py").mkdir(parents=True)
    whole_module(grade(4, "--submission", tmp_path / "submission", "--json", "-"), "error", "not_a_file")


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


def test_a_loop_without_end_in_one_branch_costs_that_branch(grade: Grade, folder: Folder) -> None:
    body = "    while image.dtype == np.uint8:\n        pass\n    return original(image, kernel)\n"
    source = solution().replace("def convolve2d(", "def original(") + f"\ndef convolve2d(image, kernel):\n{body}"
    run = grade(4, "--submission", folder.write(source), "--json", "-", "--no-speed")
    statuses = {check.id: check.status for check in run.exercise("convolve2d").checks}
    assert statuses.pop("integers") == "timeout"
    assert set(statuses.values()) == {"passed"}
    assert run.exercise("convolve2d").status == "partial"
