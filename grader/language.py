"""English and French: gettext catalogues, chosen by `--lang` or by the locale."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGES = ("en", "fr")
DOMAIN = "convgrade"
LOCALE_FOLDER = Path(__file__).parent / "locale"


def mark(message: str) -> str:
    """Mark a message for the catalogues where it stands, and leave its translation to whoever shows it."""
    return message


def language_of_locale(environment: dict[str, str] | None = None) -> str:
    """`fr` when the locale is French, else `en`: the first of LC_ALL, LC_MESSAGES and LANG that is set decides."""
    variables = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def catalogue(language: str) -> gettext.NullTranslations:
    """Messages of a language; those of English are the source's own."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_FOLDER, languages=[language], fallback=True)
