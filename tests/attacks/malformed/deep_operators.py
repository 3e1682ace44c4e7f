# mypy: ignore-errors
"""Hands in operators and attributes nested so deeply that the compiler may crash.

Verdict: syntax_error
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text("x = " + "-" * 50_000 + "1\ny = x" + ".x" * 50_000)
    return folder
