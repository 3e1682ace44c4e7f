# mypy: ignore-errors
"""Hands in a right module that says it is in an encoding which is none of text.

Verdict: syntax_error
"""

from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text("# coding: zlib_codec\n" + solution())
    return folder
