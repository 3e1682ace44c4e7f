# mypy: ignore-errors
"""Hands in a right module that goes on after a zero byte, where a C program would stop reading.

Verdict: nul_bytes
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_bytes(solution().encode() + b"\0import os\n")
    return folder
