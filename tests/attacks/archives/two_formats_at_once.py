# mypy: ignore-errors
"""Is a right Python module for whoever reads text, and a zip with another module for whoever reads it as an archive.

Verdict: import_error
"""

import io
import zipfile
from pathlib import Path

from tests.conftest import solution


def build(folder: Path) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("chapter04_convolution.py", "1 / 0\n")
    path = folder / "work.zip"
    path.write_bytes(solution().encode() + b"#" + buffer.getvalue())
    return path
