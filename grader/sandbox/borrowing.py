"""Worker's side: which functions of a submission call functions of the student's other modules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any


def borrowed(module: str, namespace: Mapping[str, Any], own: Collection[str]) -> dict[str, list[str]]:
    """For each function of the module, the functions of the other modules that it calls, as `module.function`.

    Read off the names in its code and in that of the module's functions which it calls. `own` names the submission's
    modules.
    """
    others = set(own) - {module}
    found: dict[str, list[str]] = {}
    for name, value in list(namespace.items()):
        if isinstance(value, FunctionType) and value.__module__ == module:
            names = _names(value, namespace)
            lent = sorted({entry for used in names for entry in _lenders(used, namespace, others, names)})
            if lent:
                found[name] = lent
    return found


def _names(function: FunctionType, namespace: Mapping[str, Any]) -> set[str]:
    """Names used by a function and, through it, by the functions of its module."""
    names: set[str] = set()
    pending = [function]
    while pending:
        for name in set(_names_in(pending.pop().__code__)) - names:
            names.add(name)
            callee = namespace.get(name)
            if isinstance(callee, FunctionType) and callee.__module__ == function.__module__:
                pending.append(callee)
    return names


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def _lenders(name: str, namespace: Mapping[str, Any], others: set[str], names: Collection[str]) -> Iterator[str]:
    """The functions of other modules that a name stands for: imported by name, or used beside a module's name.

    The latter may be no function of that module: the judge knows which are exercises.
    """
    value = namespace.get(name)
    if isinstance(value, FunctionType) and value.__module__ in others:
        yield f"{value.__module__}.{value.__name__}"
    lender = value.__name__ if isinstance(value, ModuleType) else name
    if lender in others:
        yield from (f"{lender}.{other}" for other in names)
