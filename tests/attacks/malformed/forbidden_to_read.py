# mypy: ignore-errors
"""Hands in a right module that nobody but its owner may read, in a folder that nobody may write.

Earns: all
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "chapter04_convolution.py"
    path.write_text(solution())
    path.chmod(0o400)
    folder.chmod(0o500)
    return folder
