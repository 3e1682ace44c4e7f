# mypy: ignore-errors
"""Is a right module with an archive at its end.

Verdict: nul_bytes
"""

import io
import zipfile
from pathlib import Path

SOLUTION = Path(__file__).parents[3] / "solutions" / "chapter04_convolution.py"


def build(folder):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("chapter04_convolution.py", "import os; os._exit(0)")
    path = folder / "chapter04_convolution.py"
    path.write_bytes(SOLUTION.read_bytes() + b"\n# " + packed.getvalue())
    return path
