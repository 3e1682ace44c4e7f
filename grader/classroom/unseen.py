"""The seed of a class's unseen cases, made from a secret."""

from __future__ import annotations

import hashlib

LEAST_CHARACTERS = 12
PURPOSE = b"convgrade: seed of unseen cases\0"


class ShortSecretError(Exception):
    """A secret that could be guessed."""


def seed_of(secret: str) -> int:
    """The same seed for the same secret, which cannot be found out from it."""
    if len(secret) < LEAST_CHARACTERS:
        raise ShortSecretError
    return int.from_bytes(hashlib.sha256(PURPOSE + secret.encode()).digest()[:7])
