"""Worker's side: importing a submission from memory, and saying clearly which imports an exercise does not allow.

What keeps a package out is that the sandbox cannot read it. The guard here only turns that into a verdict that
names the package.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType


class ForbiddenImportError(ImportError):
    """An import that the exercise does not allow; its message is the package's name."""


class ImportGuard:
    """First on `sys.meta_path`: refuses packages that are neither allowed, nor standard, nor the student's own."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed) | sys.stdlib_module_names

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> None:
        """Pass an allowed name on to the next finder, refuse any other."""
        package = name.partition(".")[0]
        if package not in self._allowed:
            raise ForbiddenImportError(package, name=package)


class SubmissionFinder:
    """Last on `sys.meta_path`: finds the submission's modules among the sources received."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._code: dict[str, CodeType] = {}

    def compile(self, module: str) -> None:
        """Compile a module before it is imported; `SyntaxError` or `ValueError` when it is none."""
        self._code[module] = compiled(module, self._sources[module])

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for a module of the submission; a name with parts below it is a package."""
        is_package = any(other.startswith(f"{name}.") for other in self._sources)
        if name not in self._sources and not is_package:
            return None
        spec = ModuleSpec(name, self, origin=file_name(name))  # type: ignore[arg-type] # a loader by its two methods
        if is_package:
            spec.submodule_search_locations = []
        return spec

    def create_module(self, _spec: ModuleSpec) -> None:
        """Let the import system make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code."""
        name = module.__name__
        if name in self._sources:
            module.__file__ = file_name(name)
            code = self._code.pop(name, None) or compiled(name, self._sources[name])
            exec(code, vars(module))  # noqa: S102 (running it is what this is for)


def install(sources: Mapping[str, bytes], packages: Collection[str]) -> SubmissionFinder:
    """Make the sources importable, in place of those of an earlier submission; what finds them.

    A module named like a package that is there already replaces nothing.
    """
    taken = {*packages, *sys.stdlib_module_names}
    own = {name: source for name, source in sources.items() if name.partition(".")[0] not in taken}
    others = [finder for finder in sys.meta_path if not isinstance(finder, (ImportGuard, SubmissionFinder))]
    guard = ImportGuard({*packages, *(name.partition(".")[0] for name in own)})
    finder = SubmissionFinder(own)
    sys.meta_path[:] = [guard, *others, finder]
    for name in own:
        sys.modules.pop(name, None)
    return finder


def file_name(module: str) -> str:
    """The file name under which a module's code appears in tracebacks."""
    return f"{module}.py"


def compiled(module: str, source: bytes) -> CodeType:
    """Code of a module; `SyntaxError` or `ValueError` when it is none."""
    code = compile(source, file_name(module), "exec", dont_inherit=True)
    assert isinstance(code, CodeType)
    return code
