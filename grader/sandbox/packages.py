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

OUTSIDE_LIBRARY = ("site-packages", "dist-packages", "test")
"""What lies in Python's library folder and is none of its own."""

LIBRARY_FILES = (
    "ld- libc. libm. libdl. libpthread. librt. libutil. libgcc_s libstdc++ libz. libffi libexpat liblzma libbz2"
)
"""What to take from /lib64: on some systems it holds every library, and folders of packages beside them."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the workers of a warm parent find around them: packages they may import, files they may read.

    `library` is Python's own folder, of which `hidden` is no part; `located` are the packages, `shared` the folders of
    shared libraries that Python's modules load late.
    """

    packages: tuple[str, ...]
    library: str
    hidden: tuple[str, ...]
    located: tuple[str, ...]
    shared: tuple[str, ...]
    import_path: tuple[str, ...]
    readable: tuple[str, ...]
    """The same files, named one by one where a folder holds hidden ones, too."""

    @classmethod
    def of(cls, packages: Sequence[str]) -> Self:
        """The surroundings with these packages; `ModuleNotFoundError` when one is not installed."""
        places = [_location(package) for package in packages]
        libraries = [place.with_name(f"{place.name}.libs") for place in places]  # beside it in a wheel
        located = tuple(map(str, (*places, *filter(Path.is_dir, libraries))))
        library = Path(os.__file__).parent
        shared = _shared_libraries()
        own = (str(entry) for entry in library.iterdir() if entry.name not in OUTSIDE_LIBRARY)
        folders = dict.fromkeys(str(place.parent) for place in places)
        return cls(
            packages=tuple(packages),
            library=str(library),
            hidden=tuple(str(library / name) for name in OUTSIDE_LIBRARY if (library / name).is_dir()),
            located=located,
            shared=shared,
            import_path=(*_standard_import_path(library), *folders),
            readable=(*own, *located, *shared),
        )


def _location(package: str) -> Path:
    """The folder of a package, or the file of a module."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    origin = Path(spec.origin)
    return origin.parent if spec.submodule_search_locations is not None else origin


def _standard_import_path(library: Path) -> list[str]:
    extensions = Path(sysconfig.get_path("platstdlib"))
    candidates = map(str, (library, library / "lib-dynload", extensions / "lib-dynload"))
    return [path for path in dict.fromkeys(candidates) if path in sys.path]


def _shared_libraries() -> tuple[str, ...]:
    """The system's shared libraries that Python's modules load late, and Python's own where it is built as one."""
    architecture = sysconfig.get_config_var("MULTIARCH")
    folders = (Path(f"/lib/{architecture}"), Path(f"/usr/lib/{architecture}"))
    files = (path for name in LIBRARY_FILES.split() for path in Path("/").glob(f"lib64/{name}*"))
    own = Path(str(sysconfig.get_config_var("LIBDIR")), str(sysconfig.get_config_var("INSTSONAME")))
    return tuple(str(path) for path in (*folders, *files, own) if path.exists())
