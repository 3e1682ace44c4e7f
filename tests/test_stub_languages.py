"""Stubs in French: the text is translated, the code and the examples are the same to the letter."""

from __future__ import annotations

import ast
import doctest
import io
import re
import tokenize
from pathlib import Path

import pytest

from grader.course.prose import Block, blocks, messages_of, translated
from grader.course.stubs import stub_files
from grader.language import catalogue
from tests.conftest import CHAPTER4, Grade

STUBS = stub_files()
ENGLISH = re.compile(r"\b(the|is|are|of|and|with|which|its|each|by hand|when|from|this)\b", re.IGNORECASE)
LITERAL = re.compile(r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|>>>.*|\.\.\. .*")

every_stub = pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.stem)


def french(stub: Path) -> str:
    """A stub in French."""
    return translated(stub.read_text("utf-8"), catalogue("fr").gettext)


def code_of(source: str) -> list[str]:
    """The tokens of a module without comments and docstrings."""
    docstrings = {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr) and _is_text(node)}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {tokenize.COMMENT, tokenize.NL}
    return [one.string for one in tokens if one.type not in comments and one.start[0] not in docstrings]


def _is_text(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def examples_of(source: str) -> list[tuple[str, str]]:
    """The examples of all docstrings, and what they give."""
    return [(one.source, one.want) for one in doctest.DocTestParser().get_examples(source)]


@every_stub
def test_blocks_hold_every_line_of_a_stub(stub: Path) -> None:
    source = stub.read_text("utf-8")
    assert "\n".join(line for block in blocks(source) for line in block.lines) + "\n" == source


@every_stub
def test_in_english_a_stub_is_as_it_was_written(stub: Path) -> None:
    source = stub.read_text("utf-8")
    assert translated(source, catalogue("en").gettext) == source


@every_stub
def test_in_french_the_code_and_the_examples_are_the_same(stub: Path) -> None:
    source = stub.read_text("utf-8")
    assert code_of(french(stub)) == code_of(source)
    assert examples_of(french(stub)) == examples_of(source)


@every_stub
def test_in_french_no_english_prose_is_left(stub: Path) -> None:
    translate = catalogue("fr").gettext
    for message in messages_of(stub.read_text("utf-8")):
        words = LITERAL.sub("", translate(message))
        assert not ENGLISH.search(words), words


@every_stub
def test_in_french_every_piece_of_code_and_every_formula_in_the_text_stays(stub: Path) -> None:
    translate = catalogue("fr").gettext
    for message in messages_of(stub.read_text("utf-8")):
        if r"\text{" not in message:
            literals, theirs = (
                [re.sub(r"\s", "", one) for one in LITERAL.findall(text)] for text in (message, translate(message))
            )
            assert sorted(literals) == sorted(theirs), message


@every_stub
def test_in_french_lines_fit_and_cells_have_the_same_headings_and_items(stub: Path) -> None:
    source, text = stub.read_text("utf-8"), french(stub)
    assert all(len(line) <= 120 for line in text.splitlines())
    for mark in (r"^# #+ ", r"^# - ", r"^# [+*>] ", r"^# \d+\. "):
        assert len(re.findall(mark, text, re.MULTILINE)) == len(re.findall(mark, source, re.MULTILINE)), mark


def test_init_writes_them_in_the_language_asked_for(grade: Grade, tmp_path: Path) -> None:
    grade("init", "fr", "--lang", "fr")
    grade("init", "en")
    assert (tmp_path / "fr" / f"{CHAPTER4}.py").read_text("utf-8").startswith("# %% [markdown]\n# # Chapitre 4 ")
    for stub in STUBS:
        assert (tmp_path / "en" / stub.name).read_text("utf-8") == stub.read_text("utf-8")


def test_french_stubs_are_graded_as_the_english_ones(grade: Grade) -> None:
    grade("init", "fr", "--lang", "fr")
    assert grade("4", "--submission", "fr", "--no-speed").out.count("not started") == 7


class TestBlocks:
    def test_a_minus_sign_never_begins_a_line_of_a_text_cell(self) -> None:
        block = Block(("# x",), "x", "# ", "# ")
        for length in range(90, 120):
            lines = block.translated(("a" * length + " 2 - 1 = 1").__add__)
            assert not [line for line in lines if line.startswith("# - ")]

    def test_what_has_no_words_is_left_alone(self) -> None:
        source = "# %% [markdown]\n# $$a = b$$\n#\n# `a b c d | d c b a`\n"
        assert list(messages_of(source)) == []

    def test_a_docstring_that_ends_on_its_first_line_still_does(self) -> None:
        assert translated('"""Some text."""\n', lambda _: "Un texte.") == '"""Un texte."""\n'
