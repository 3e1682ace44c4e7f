"""Drivers and examinations of chapter 11: settings in a file of the scratch folder, and the first models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.examination.models import model_facts, model_of

__all__ = ["model_facts", "model_of", "read_file", "written_file"]

FILE = "keras.json"


def read_file(function: Callable[[str], Any], text: str) -> Any:
    """Driver: what a function reads from a file with this text."""
    Path(FILE).write_text(text, "utf-8")
    return function(FILE)


def written_file(function: Callable[..., Any], *settings: Any, **named: Any) -> Any:
    """Driver: what is in the file that a function writes, read as JSON."""
    Path(FILE).unlink(missing_ok=True)
    function(FILE, *settings, **named)
    return json.loads(Path(FILE).read_text("utf-8"))
