"""Where Python's own modules and the packages of an exercise lie on disk: what a worker may read and import."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

OUTSIDE_LIBRARY = frozenset({"site-packages", "dist-packages", "test", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the workers of a warm parent find around them: packages they may import, files they may read."""

    packages: tuple[str, ...]
    readable: tuple[str, ...]
    import_path: tuple[str, ...]

    @classmethod
    def of(cls, packages: Sequence[str]) -> Self:
        """The surroundings with these packages; `ModuleNotFoundError` when one is not installed."""
        locations = [_location(package) for package in packages]
        libraries = [location.with_name(f"{location.name}.libs") for location in locations]  # beside it in a wheel
        readable = (*_standard_library(), *locations, *filter(Path.is_dir, libraries))
        folders = dict.fromkeys(location.parent for location in locations)
        return cls(tuple(packages), tuple(map(str, readable)), tuple(map(str, (*_standard_import_path(), *folders))))


def _location(package: str) -> Path:
    """The folder of a package, or the file of a module."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    origin = Path(spec.origin)
    return origin.parent if spec.submodule_search_locations is not None else origin


def _standard_library() -> list[Path]:
    """The entries of Python's library folder, without any site-packages."""
    library = Path(os.__file__).parent
    return [entry for entry in library.iterdir() if entry.name not in OUTSIDE_LIBRARY]


def _standard_import_path() -> list[Path]:
    library = Path(os.__file__).parent
    extensions = Path(sysconfig.get_path("platstdlib"))
    candidates = (library, library / "lib-dynload", extensions / "lib-dynload")
    return [path for path in dict.fromkeys(candidates) if str(path) in sys.path]
