"""Stubs come from solutions and catalogues from the source; neither may be stale."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.catalogues import CatalogueFiles, mo_bytes, po_bytes, untranslated, updated
from grader.authoring.stubs import RegionError, stale_stubs, stub_of
from grader.course.prose import messages_of
from grader.course.stubs import stub_files
from tests.conftest import ROOT

SOLUTION = """
def double(x):
    \"\"\"Twice x.\"\"\"
    ### BEGIN SOLUTION
    secret = x + x
    return secret
    ### END SOLUTION


def triple(x):
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION
"""


class TestStub:
    def test_raises_where_the_solution_was(self) -> None:
        stub = stub_of(SOLUTION)
        assert stub.count("    raise NotImplementedError\n") == 2
        assert "secret" not in stub
        assert "SOLUTION" not in stub
        assert '"""Twice x."""' in stub

    @given(st.lists(st.sampled_from(["### BEGIN SOLUTION", "### END SOLUTION", "x = 1"]), max_size=8))
    def test_of_unmatched_regions_is_refused(self, lines: list[str]) -> None:
        markers = [line for line in lines if line.startswith("###")]
        matched = markers == ["### BEGIN SOLUTION", "### END SOLUTION"] * (len(markers) // 2)
        if matched:
            stub_of("\n".join(lines))
        else:
            with pytest.raises(RegionError):
                stub_of("\n".join(lines))

    def test_is_never_stale(self) -> None:
        assert [path.name for path in stale_stubs()] == []

    def test_is_found_stale_when_its_solution_changed(self, tmp_path: Path) -> None:
        (tmp_path / "solutions").mkdir()
        (tmp_path / "exercises").mkdir()
        (tmp_path / "solutions" / "chapter01_x.py").write_text(SOLUTION)
        (stale,) = stale_stubs(tmp_path).items()
        stale[0].write_text(stale[1])
        assert not stale_stubs(tmp_path)

    @pytest.mark.parametrize("path", sorted((ROOT / "exercises").glob("*.py")), ids=lambda path: path.stem)
    def test_is_documented_and_asks_for_every_function(self, path: Path) -> None:
        functions = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        assert functions
        for function in functions:
            assert len(ast.get_docstring(function) or "") > 200, function.name
            assert isinstance(function.body[-1], ast.Raise), function.name


class TestFrenchCatalogue:
    def test_is_complete(self) -> None:
        assert untranslated(updated(CatalogueFiles("fr"), ROOT)) == []

    def test_has_no_message_that_the_source_lacks_and_is_written_as_the_command_writes_it(self) -> None:
        files = CatalogueFiles("fr")
        assert files.po.read_bytes() == po_bytes(updated(files, ROOT))

    def test_is_compiled(self) -> None:
        files = CatalogueFiles("fr")
        assert files.mo.read_bytes() == mo_bytes(files.read())

    def test_keeps_the_placeholders_of_every_message(self) -> None:
        import string  # noqa: PLC0415

        def fields(text: str) -> set[str]:
            return {name for _, name, _, _ in string.Formatter().parse(text) if name}

        prose = {text for stub in stub_files() for text in messages_of(stub.read_text("utf-8"))}
        for message in CatalogueFiles("fr").read():
            if message.id in prose:  # nothing is ever filled in there: its braces are code and formulas
                continue
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if ids[0]:
                for text in strings:
                    assert fields(text) == fields(ids[-1]), ids[0]
