"""Where Python's own modules and the packages of an exercise lie on disk: what a worker may read and import."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import msgspec

OUTSIDE_LIBRARY = ("site-packages", "dist-packages", "test")
"""What lies in Python's library folder and is none of its own."""

LIGHT = ("numpy",)
"""Requires nothing but itself."""

LIBRARY_FOLDER = Path("/lib64")
LIBRARY_FILES = (
    *("ld-", "libc.", "libm.", "libdl.", "libpthread.", "librt.", "libutil."),
    *("libgcc_s", "libstdc++", "libz.", "libffi", "libexpat", "liblzma", "libbz2"),
)
"""What to take from that folder: on some systems it holds every library, and folders of packages beside them."""


class Surroundings(msgspec.Struct, frozen=True):
    """What the workers of a warm parent find around them: packages they may import, files they may read.

    `packages` are those asked for and what they require in turn.
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
    asks_for_itself: bool
    """TensorFlow wants to know under which name it was started, and ends the process when it is not told."""

    @property
    def bound(self) -> tuple[str, ...]:
        """The folders that namespaces have of these files, whole: what is hidden is not in there."""
        return (self.library, *self.located, *self.shared)

    @classmethod
    def of(cls, packages: Sequence[str]) -> Self:
        """The surroundings with these packages; `ModuleNotFoundError` when one is not installed."""
        packages = packages if tuple(packages) == LIGHT else with_requirements(packages)
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
            readable=(*own, *located, *shared, *(["/proc/self/cmdline"] if "tensorflow" in packages else [])),
            asks_for_itself="tensorflow" in packages,
        )


def with_requirements(packages: Sequence[str]) -> tuple[str, ...]:
    """The packages, and the top-level names of all that their distributions require, extras left out."""
    from importlib import metadata  # noqa: PLC0415 (NumPy alone does not need it)

    names = metadata.packages_distributions()
    found = dict.fromkeys(packages)
    pending = [distribution for package in packages for distribution in names.get(package, [])]
    seen: set[str] = set()
    by_distribution: dict[str, list[str]] = {}
    for package, distributions in names.items():
        for distribution in distributions:
            by_distribution.setdefault(_normal(distribution), []).append(package)
    while pending:
        name = _normal(pending.pop())
        if name in seen or name not in by_distribution:
            continue
        seen.add(name)
        found.update(dict.fromkeys(by_distribution[name]))
        required = metadata.requires(name) or []
        pending += [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in required if "extra ==" not in one]
    return tuple(package for package in found if package.isidentifier() and _has_location(package))


def _normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _has_location(package: str) -> bool:
    spec = find_spec(package)
    return spec is not None and (spec.origin is not None or bool(spec.submodule_search_locations))


def _location(package: str) -> Path:
    """The folder of a package, or the file of a module."""
    spec = find_spec(package)
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    if spec is None or spec.origin is None or not Path(spec.origin).exists():
        raise ModuleNotFoundError(f"{package} is not installed", name=package)
    return Path(spec.origin)


def _standard_import_path(library: Path) -> list[str]:
    extensions = Path(sysconfig.get_path("platstdlib"))
    candidates = map(str, (library, library / "lib-dynload", extensions / "lib-dynload"))
    return [path for path in dict.fromkeys(candidates) if path in sys.path]


def _shared_libraries() -> tuple[str, ...]:
    """The system's shared libraries that Python's modules load late, and Python's own where it is built as one."""
    architecture = sysconfig.get_config_var("MULTIARCH")
    folders = (Path(f"/lib/{architecture}"), Path(f"/usr/lib/{architecture}"))
    there = sorted(LIBRARY_FOLDER.iterdir()) if LIBRARY_FOLDER.is_dir() else []
    files = (path for path in there if path.name.startswith(LIBRARY_FILES))
    own = Path(str(sysconfig.get_config_var("LIBDIR")), str(sysconfig.get_config_var("INSTSONAME")))
    return tuple(str(path) for path in (*folders, *files, own) if path.exists())
