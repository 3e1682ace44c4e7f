# mypy: ignore-errors
"""Hands in a module of arbitrary bytes.

Verdict: not_utf8
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").write_bytes(b"# \xe9\xff\xc0\x80\xed\xa0\x80\n" * 100)
    return folder
