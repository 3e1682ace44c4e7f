"""Isolation levels. Which of them a machine keeps is found out by trying: a worker refuses what it cannot do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, get_args

Level = Literal["bubblewrap+landlock", "bubblewrap", "landlock", "process"]

LEVELS: tuple[Level, ...] = get_args(Level)
"""From the strongest to the weakest."""

BUBBLEWRAP_PLACES = ("/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap", "/run/current-system/sw/bin/bwrap")


class IsolationUnavailableError(Exception):
    """The isolation demanded is not to be had on this machine; the message is the reason."""


def candidates(demanded: Level | None) -> tuple[Level, ...]:
    """The levels to try in turn: the one demanded and no other, or all that the platform may have."""
    if demanded is not None:
        return (demanded,)
    if sys.platform != "linux":
        return ("process",)
    return LEVELS if find_bubblewrap() else tuple(level for level in LEVELS if not uses_namespaces(level))


def uses_namespaces(level: Level) -> bool:
    """Whether bubblewrap's namespaces surround a worker at this level."""
    return level.startswith("bubblewrap")


def uses_landlock(level: Level) -> bool:
    """Whether a worker restricts itself with Landlock at this level."""
    return level.endswith("landlock")


def is_safe(level: Level) -> bool:
    """Whether strangers' code may be run at this level."""
    return level != "process"


def find_bubblewrap() -> str | None:
    """Path of the program; fixed places are searched, since the workers' environment is empty."""
    return next((place for place in BUBBLEWRAP_PLACES if Path(place).exists()), None)
