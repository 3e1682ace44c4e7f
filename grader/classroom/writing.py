"""Writing files that are there as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

UNFINISHED = ".part"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole, or as it was before."""
    beside = path.with_name(f".{os.getpid()}{UNFINISHED}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
