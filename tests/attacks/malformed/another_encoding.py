# mypy: ignore-errors
"""Hands in a module that says it is in an encoding where its text means something else.

Verdict: import_error
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_text("# coding: utf-7\n# +AAo-raise SystemError\n1 / 0\n")
    return folder
