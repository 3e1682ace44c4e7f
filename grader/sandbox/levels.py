"""Isolation levels. Which of them a machine keeps is found out by trying: the worker refuses what it cannot do."""

from __future__ import annotations

import sys
from typing import Literal, get_args

Level = Literal["landlock", "process"]

LEVELS: tuple[Level, ...] = get_args(Level)
"""From the strongest to the weakest."""


class IsolationUnavailableError(Exception):
    """The isolation demanded is not to be had on this machine; the message is the reason."""


def candidates(demanded: Level | None) -> tuple[Level, ...]:
    """The levels to try in turn: the one demanded and no other, or all that the platform may have."""
    if demanded is not None:
        return (demanded,)
    return LEVELS if sys.platform == "linux" else ("process",)
