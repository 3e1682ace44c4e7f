"""The search for submissions that are alike: what is read, compared and written, and what is said at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click

from grader.classroom.entries import entries_of
from grader.classroom.handed_in import HandedIn, Problem, Reading
from grader.classroom.own_code import Code, code_of, known_phrases
from grader.classroom.similarity import Class, groups_of
from grader.cli.batch import safe_levels
from grader.cli.class_folder import ClassFolder, OccupiedError
from grader.cli.progress import Advance, Stage, Tell, stages
from grader.cli.submissions import SUBMISSION_MESSAGES
from grader.cli.words import tr
from grader.course import CHAPTERS, load_chapter
from grader.course.prose import translated
from grader.course.stubs import stub_files
from grader.engine.unpacking import UnpackingError
from grader.language import LANGUAGES, catalogue
from grader.report.messages import Messages, one_line
from grader.report.sentences import reading_sentence
from grader.report.similar import ChapterLikeness, Pair
from grader.report.similar_html import INDEX, PAIRS, LeftOut, Likenesses, pages
from grader.sandbox.levels import IsolationUnavailableError
from grader.submission import UnreadableSubmissionError
