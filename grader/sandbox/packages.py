"""Where Python's own modules, the trusted packages of a worker and the packages of an exercise lie on disk."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from grader.sandbox.levels import Level

TRUSTED = ("numpy", "msgspec", "grader")
CONFINING = ("landlockpy", "pyseccomp")


@cache
def _location(package: str) -> Path:
    """The folder of a package, or the file of a module, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    origin = Path(spec.origin)
    return origin.parent if spec.submodule_search_locations is not None else origin


def folders(packages: Iterable[str]) -> list[str]:
    """The folders from which the packages are imported, each once."""
    return list(dict.fromkeys(str(_location(package).parent) for package in packages))


def trusted_folders(level: Level) -> list[str]:
    """What a worker's import path needs before it is confined."""
    return folders((*TRUSTED, *CONFINING) if level == "landlock" else TRUSTED)


def readable_files(packages: Iterable[str]) -> list[str]:
    """The packages' own files, with the shared libraries that a wheel puts beside them (`numpy.libs`)."""
    locations = [_location(package) for package in packages]
    libraries = [location.with_name(f"{location.name}.libs") for location in locations]
    return [str(path) for path in (*locations, *filter(Path.is_dir, libraries))]


def standard_import_path() -> Sequence[str]:
    """Python's own folders on the import path."""
    library = Path(os.__file__).parent
    extensions = Path(sysconfig.get_path("platstdlib"))
    candidates = (library, library / "lib-dynload", extensions / "lib-dynload")
    return [path for path in dict.fromkeys(map(str, candidates)) if path in sys.path]
