"""Words of the command line itself: in the language of the locale, since they are made before any option is read."""

from __future__ import annotations

from grader.language import catalogue, language_of_locale

LANGUAGE = language_of_locale()

tr = catalogue(LANGUAGE).gettext
"""Translate a message of the command line."""
