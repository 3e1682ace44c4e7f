# mypy: ignore-errors
"""Hands in a right module among thousands of files, the first of them as large as they may be.

Earns: all
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text(solution())
    for number in range(3000):
        (folder / f"a{number}.py").write_text("#" * (1 << 20) if number < 64 else "")
    return folder
