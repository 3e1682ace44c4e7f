# mypy: ignore-errors
"""Hands in a link to a device that never comes to an end.

Verdict: outside_folder
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").symlink_to("/dev/zero")
    return folder
