# mypy: ignore-errors
"""Hands in a socket.

Verdict: not_a_file
"""

import os
import socket
from pathlib import Path


def build(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as server:
        where = os.open(folder, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{where}/chapter04_convolution.py")  # the whole path may be too long
        os.close(where)
    return folder
