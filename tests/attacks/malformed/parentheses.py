# mypy: ignore-errors
"""Hands in an expression nested more deeply than the parser can go.

Verdict: syntax_error
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text("x = " + "(" * 200_000 + ")" * 200_000)
    return folder
