# mypy: ignore-errors
"""Names the module by an absolute path, in a tar beside the right one.

Earns: all
"""

import io
import tarfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    path = folder / "work.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("chapter04_convolution.py", f"{folder}/evil.py", "/etc/cron.d/evil.py", "../" * 20 + "evil.py"):
            entry = tarfile.TarInfo(name)
            entry.size = len(solution().encode())
            archive.addfile(entry, io.BytesIO(solution().encode()))
    return path
