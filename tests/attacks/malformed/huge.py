# mypy: ignore-errors
"""Hands in a module of many megabytes.

Verdict: huge_file
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text(solution() + "# x\n" * (1 << 22))
    return folder
