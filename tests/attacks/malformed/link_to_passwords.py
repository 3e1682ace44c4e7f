# mypy: ignore-errors
"""Hands in a link to the list of users, which a message about its first line would show.

Verdict: outside_folder
"""

from pathlib import Path


def build(folder: Path) -> Path:
    (folder / "chapter04_convolution.py").symlink_to("/etc/passwd")
    return folder
