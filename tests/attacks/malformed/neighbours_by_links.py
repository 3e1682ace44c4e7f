# mypy: ignore-errors
"""Hands in a right module, and beside it modules that are links to what it must not read.

Earns: all
"""

from pathlib import Path

from tests.conftest import solution

LOOK = """
for name in ("passwords", "secret", "environ", "work"):
    try:
        __import__(name)
    except SyntaxError as error:
        print(error.text)
    except ImportError:
        pass
"""


def build(folder: Path) -> Path:
    (folder / "passwords.py").symlink_to("/etc/passwd")
    (folder / "secret.py").symlink_to("../../secret.txt")
    (folder / "environ.py").symlink_to("/proc/self/environ")
    (folder / "work.py").symlink_to("../neighbour/chapter04_convolution.py")
    (folder / "chapter04_convolution.py").write_text(solution() + LOOK)
    return folder
