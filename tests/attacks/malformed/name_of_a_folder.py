# mypy: ignore-errors
"""Lies in a folder whose name acts on terminals, fills in templates and is no Unicode.

Earns: all
"""

from pathlib import Path

SOLUTION = Path(__file__).parents[3] / "solutions" / "chapter04_convolution.py"


def build(folder):
    place = folder / "\x1b[2J\x1b]0;owned\x07{message}%s\n\u202e'\"$(touch owned)\udcff"
    place.mkdir()
    (place / "chapter04_convolution.py").write_text(SOLUTION.read_text())
    return place
