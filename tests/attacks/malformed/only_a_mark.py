# mypy: ignore-errors
"""Hands in a module of nothing but a mark of the byte order.

Verdict: empty_file
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_bytes(b"\xef\xbb\xbf\n \n")
    return folder
