# mypy: ignore-errors
"""Hands in a module in UTF-16.

Verdict: not_utf8
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_bytes("import numpy\n".encode("utf-16"))
    return folder
