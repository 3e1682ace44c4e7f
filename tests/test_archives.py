"""Archives are read as folders are, whatever is in them; what cannot be read is told, and none of it does any harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import LIGHT_CHAPTERS
from grader.engine.unpacking import unpacked
from grader.report.messages import Messages
from grader.report.model import ChapterResult
from grader.report.sentences import chapter_sentence
from grader.sandbox.forking import ForkingStarter
from grader.sandbox.levels import candidates
from grader.submission import Submission, Unreadable
from grader.submission.archive import path_of, unpack
from grader.submission.unpacked import LIMITS, NonsenseError, Unpacked, checked
from tests.conftest import CHAPTER4, ROOT, Grade, solution
from tests.test_bad_submissions import whole_module

FILE = f"{CHAPTER4}.py"
SOURCE = b"x = 1\n"
COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    ".tar": bytes,
    ".tar.gz": gzip.compress,
    ".tar.bz2": bz2.compress,
    ".tar.xz": lzma.compress,
}

Files = list[tuple[str, bytes]]


def zipped(files: Files, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name) if compression == 0 else name, data)
    return buffer.getvalue()


def zipped_link(name: str, target: str) -> bytes:
    """A zip with a symbolic link in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, target)
    return buffer.getvalue()


def tarred(files: Files, **attributes: Any) -> bytes:
    """A tar; every entry has the attributes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for attribute, value in attributes.items():
                setattr(info, attribute, value)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


Unpack = Callable[..., dict[str, bytes] | Unreadable]


@pytest.fixture
def sources(start: ForkingStarter, tmp_path: Path) -> Unpack:
    """The sources of chapter 4 in an archive, unpacked by a confined worker."""

    def of(data: bytes, name: str = "work.zip") -> dict[str, bytes] | Unreadable:
        (tmp_path / name).write_bytes(data)
        submission, _ = unpacked(Submission.at(tmp_path / name), start, candidates(None))
        return submission.sources(CHAPTER4)

    return of


def code(answer: dict[str, bytes] | Unreadable) -> str:
    """Why there are no sources; its sentence can be written in both languages."""
    assert isinstance(answer, Unreadable), answer
    chapter = ChapterResult(4, CHAPTER4, "", 0.0, 20.0, [], answer.code, answer.facts)
    english, french = (chapter_sentence(chapter, Messages(language)) for language in ("en", "fr"))
    assert "?" not in english
    assert answer.code not in english
    assert english != french
    return answer.code


class TestAStudentsArchive:
    def test_is_graded_as_its_folder_is(self, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / "work.zip").write_bytes(zipped([(f"work/{FILE}", solution().encode())]))
        run = grade(4, "--submission", "work.zip", "--json", "-", "--no-speed")
        assert (run.result.score, run.result.submission, run.code) == (19.0, "work.zip", 0)

    def test_is_graded_for_all_chapters_with_what_they_borrow(self, grade: Grade, tmp_path: Path) -> None:
        files = [(path.name, path.read_bytes()) for path in (ROOT / "solutions").glob("*.py")]
        (tmp_path / "work").write_bytes(gzip.compress(tarred(files)))
        assert grade(*sorted(LIGHT_CHAPTERS), "--submission", "work", "--no-speed").code == 0

    @pytest.mark.parametrize("suffix", COMPRESSED)
    def test_may_be_a_tar(self, sources: Unpack, suffix: str) -> None:
        data = COMPRESSED[suffix](tarred([(f"./work/{FILE}", SOURCE)]))
        assert sources(data, f"work{suffix}") == {CHAPTER4: SOURCE}

    @pytest.mark.parametrize("name", ["work.bin", "work", "work.tar.gz", "Arbeit Ümlaut.ZIP", FILE])
    def test_is_known_by_its_content(self, sources: Unpack, name: str) -> None:
        assert sources(zipped([(FILE, SOURCE)]), name) == {CHAPTER4: SOURCE}

    @pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_may_be_compressed_in_any_way_of_a_zip(self, sources: Unpack, kind: int) -> None:
        assert sources(zipped([(FILE, SOURCE)], kind)) == {CHAPTER4: SOURCE}

    @pytest.mark.parametrize("home", ["", "work/", "a/b/c/", "Übung é/", "./", "a//b/"])
    @pytest.mark.parametrize("packed", [zipped, tarred])
    def test_may_hold_the_folder_itself(self, sources: Unpack, packed: Callable[[Files], bytes], home: str) -> None:
        files = [(f"{home}{FILE}", SOURCE), (f"{home}mine.py", b""), ("deep/down/in/a/copy/" + FILE, b"y = 2\n")]
        assert sources(packed(files)) == {CHAPTER4: SOURCE, "mine": b""}

    def test_may_have_names_that_are_no_utf8(self, sources: Unpack) -> None:
        data = tarred([("exercices_\udce9t\udce9/" + FILE, SOURCE)])
        assert sources(data) == {CHAPTER4: SOURCE}

    def test_may_have_names_in_utf8_without_saying_so(self, sources: Unpack) -> None:
        data = bytearray(zipped([(FILE, SOURCE), ("équipe.py", b"")]))
        for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            position = data.rfind(signature) + offset
            data[position : position + 2] = bytes(2)
        assert sources(bytes(data)) == {CHAPTER4: SOURCE, "équipe": b""}

    def test_may_have_names_in_the_decomposed_form_of_a_mac(self, sources: Unpack) -> None:
        assert sources(zipped([(FILE, SOURCE), ("e\u0301quipe.py", b"")])) == {CHAPTER4: SOURCE, "équipe": b""}

    def test_may_have_packages(self, sources: Unpack) -> None:
        files = [("work/" + name, b"") for name in ("own/__init__.py", "own/part.py", "own/deep/part.py", "own/a.txt")]
        received = sources(zipped([(f"work/{FILE}", SOURCE), *files]))
        assert received == {CHAPTER4: SOURCE, "own": b"", "own.part": b""}

    def test_may_have_what_macs_and_editors_leave_behind(self, sources: Unpack) -> None:
        junk = [f"__MACOSX/work/._{FILE}", f"__MACOSX/{FILE}", f"work/.history/{FILE}", "work/__pycache__/a.pyc"]
        data = zipped([(name, b"\0\5\x16\7") for name in junk] + [(f"work/{FILE}", SOURCE)])
        assert sources(data) == {CHAPTER4: SOURCE}

    def test_need_not_have_only_modules(self, sources: Unpack) -> None:
        files = [(f"work/images/{number}.npy", bytes(100_000)) for number in range(50)]
        assert sources(tarred([*files, (f"work/{FILE}", SOURCE)])) == {CHAPTER4: SOURCE}


class TestNames:
    @pytest.mark.parametrize(
        "name",
        ["../a.py", "b/../../a.py", "/a.py", "C:a.py", "c:/a.py", "b\\a.py", "a.py\0.txt", "a\n.py", "a\x1b[2J.py"],
    )
    def test_that_lead_elsewhere_or_cannot_be_shown_are_passed_over(self, name: str) -> None:
        assert path_of(name) is None
        for data, kind in ((zipped([(name, SOURCE), (FILE, SOURCE)], 0), "zip"), (tarred([(name, SOURCE)]), "tar")):
            answer = checked(unpack(np.frombuffer(data, np.uint8), kind, LIMITS), "")
            assert isinstance(answer, Unpacked)
            assert set(answer.modules) <= {FILE, "a.py"}

    def test_leave_nothing_outside(self, sources: Unpack, tmp_path: Path) -> None:
        sources(zipped([("../planted.py", SOURCE), (f"../{FILE}", SOURCE), (FILE, SOURCE)]))
        assert [path.name for path in tmp_path.iterdir()] == ["work.zip"]
        assert not (tmp_path.parent / "planted.py").exists()


def encrypted(data: bytes) -> bytes:
    """A zip whose one entry says that it is encrypted."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[changed.find(b"PK\1\2") + 8] |= 1
    return bytes(changed)


def with_entries(count: int) -> bytes:
    """A zip whose one entry is listed that often."""
    data = zipped([("a", b"")], 0)
    start = data.find(b"PK\1\2")
    listed = data[start:-22] * count
    return data[:start] + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(listed), start, 0)


def with_dictionary_of_4_gigabytes(data: bytes) -> bytes:
    """An .xz that asks its reader for as much."""
    length = (data[12] + 1) * 4
    header = bytearray(data[12 : 12 + length - 4])
    header[header.index(b"\x21\x01") + 2] = 40
    return data[:12] + header + struct.pack("<I", zlib.crc32(header)) + data[12 + length :]


def with_sizes(*sizes: int) -> bytes:
    """A tar of headers alone, which say these sizes, be they negative."""
    infos = [tarfile.TarInfo(FILE) for _ in sizes]
    for info, size in zip(infos, sizes, strict=True):
        info.size = size
    return b"".join(info.tobuf(tarfile.GNU_FORMAT) for info in infos) + bytes(1024)


def with_pax(**values: str) -> bytes:
    """A tar whose one entry has further headers."""
    return tarred([(FILE, SOURCE)], pax_headers=values)


MODULE = [(FILE, SOURCE)]
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "no archive": (lambda: b"def f(): pass\n" * 100, "work.zip", "damaged_archive"),
    "nothing at all": (lambda: b"", "work.zip", "damaged_archive"),
    "nothing in a tar.gz": (lambda: b"", "work.tar.gz", "damaged_archive"),
    "compressed, but no tar": (lambda: gzip.compress(SOURCE * 1000), "work.tar.gz", "damaged_archive"),
    "one random byte": (lambda: b"\x8f", "work.tar", "damaged_archive"),
    "half a zip": (lambda: zipped(MODULE)[:80], "work.zip", "damaged_archive"),
    "half a tar": (lambda: tarred([(FILE, SOURCE * 1000)])[:2000], "work.tar", "damaged_archive"),
    "half a tar.gz": (lambda: gzip.compress(tarred(MODULE))[:-20], "work.tar.gz", "damaged_archive"),
    "half a tar.xz": (lambda: lzma.compress(tarred(MODULE))[:-20], "work.tar.xz", "damaged_archive"),
    "half a tar.bz2": (lambda: bz2.compress(tarred(MODULE))[:-20], "work.tar.bz2", "damaged_archive"),
    "a wrong byte in a zip": (
        lambda: zipped(MODULE, 0).replace(SOURCE, b"y = 1\n", 1),
        "work.zip",
        "damaged_archive",
    ),
    "a wrong checksum in a tar.gz": (
        lambda: gzip.compress(tarred(MODULE))[:-8] + bytes(8),
        "work.tar.gz",
        "damaged_archive",
    ),
    "a damaged header": (
        lambda: tarred([("a.txt", b""), *MODULE])[:512] + b"?" * 512 + bytes(1024),
        "work.tar",
        "damaged_archive",
    ),
    "a negative size": (lambda: with_sizes(-512), "work.tar", "damaged_archive"),
    "sizes that go in circles": (lambda: with_sizes(0, -1024, 0), "work.tar", "damaged_archive"),
    "a negative size in a pax header": (lambda: with_pax(size="-1024"), "work.tar", "damaged_archive"),
    "a size beyond the end": (lambda: with_sizes(1 << 40), "work.tar", "damaged_archive"),
    "long names without end": (
        lambda: tarred([("x", b"y" * 511)] * 3_000, type=tarfile.GNUTYPE_LONGNAME),
        "work.tar",
        "damaged_archive",
    ),
    "encrypted": (lambda: encrypted(zipped(MODULE)), "work.zip", "encrypted_archive"),
    "a link in a zip": (lambda: zipped_link(FILE, "/etc/passwd"), "work.zip", "link_in_archive"),
    "a link in a tar": (
        lambda: tarred([(FILE, b"")], type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "work.tar",
        "link_in_archive",
    ),
    "a hard link in a tar": (
        lambda: tarred([(FILE, b"")], type=tarfile.LNKTYPE, linkname="../secret"),
        "work.tar",
        "link_in_archive",
    ),
    "a device": (lambda: tarred([(FILE, b"")], type=tarfile.CHRTYPE), "work.tar", "not_a_file"),
    "a folder of the module's name": (lambda: zipped([(f"{FILE}/", b"")]), "work.zip", "empty_archive"),
    "the same twice in a zip": (
        lambda: zipped([*MODULE, ("Xhapter04_convolution.py", b"")]).replace(b"X", b"c"),
        "work.zip",
        "duplicate_entry",
    ),
    "the same twice in a tar": (lambda: tarred([(FILE, b""), (f"./{FILE}", b"")]), "work.tar", "duplicate_entry"),
    "two folders": (lambda: zipped([(f"a/{FILE}", b""), (f"b/{FILE}", b"")]), "work.zip", "ambiguous_archive"),
    "another case": (lambda: zipped([("a/Chapter04_Convolution.PY", SOURCE)]), "work.zip", "misnamed_file"),
    "other files": (lambda: zipped([("chapter4.py", SOURCE), ("a/b.ipynb", b"")]), "work.zip", "missing_in_archive"),
    "other chapters": (lambda: tarred([("chapter05_relu.py", SOURCE)]), "work.tar", "missing_in_archive"),
    "nothing in it": (lambda: zipped([]), "work.zip", "empty_archive"),
    "nothing but zeros": (lambda: bytes(10_240), "work.tar", "empty_archive"),
    "a module of text in UTF-16": (lambda: zipped([(FILE, "x = 1".encode("utf-16"))]), "work.zip", "not_utf8"),
    "an empty module": (lambda: zipped([(FILE, b"\n")]), "work.zip", "empty_file"),
    "a module that unpacks to 200 MB": (lambda: zipped([(FILE, bytes(200 << 20))]), "work.zip", "huge_file"),
    "a module of 2 MB": (lambda: tarred([(FILE, bytes(1 << 21))]), "work.tar", "huge_file"),
    "modules of 60 MB": (
        lambda: zipped([*MODULE, *((f"m{number}.py", bytes(1 << 20)) for number in range(60))]),
        "work.zip",
        "huge_archive",
    ),
    "33 MB": (lambda: b"PK\3\4" + bytes(33 << 20), "work.zip", "huge_archive"),
    "10 001 entries": (lambda: zipped([(str(number), b"") for number in range(10_001)], 0), "work.zip", "huge_archive"),
    "10 001 entries in a tar": (lambda: with_sizes(*[0] * 10_001), "work.tar", "huge_archive"),
    "400 000 entries": (
        lambda: with_entries(400_000),
        "work.zip",
        "huge_archive",
    ),
    "a tar.gz that unpacks to 300 MB": (
        lambda: gzip.compress(tarred([("a", bytes(300 << 20))]), 1),
        "work.tar.gz",
        "huge_archive",
    ),
    "a dictionary of 4 GB": (
        lambda: with_dictionary_of_4_gigabytes(lzma.compress(tarred(MODULE))),
        "work.tar.xz",
        "huge_archive",
    ),
}


@pytest.mark.sampled(12)
@pytest.mark.parametrize(("made", "name", "expected"), BAD.values(), ids=BAD)
def test_a_bad_archive_says_what_is_wrong_with_it(
    sources: Unpack, made: Callable[[], bytes], name: str, expected: str
) -> None:
    data = made()
    start = time.monotonic()
    assert code(sources(data, name)) == expected
    assert time.monotonic() - start < 30


def test_what_is_too_large_is_told_with_its_limit(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(b"PK\3\4" + bytes(33 << 20))
    whole_module(grade(4, "--submission", "work.zip", "--json", "-"), "error", "huge_archive")
    assert "32 MB" in grade(4, "--submission", "work.zip").out


def test_a_bad_archive_is_told_of_every_chapter(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "work.zip").write_bytes(b"PK\3\4")
    run = grade("4", "5", "--submission", "work.zip", "--json", "-")
    assert [chapter.code for chapter in run.result.chapters] == ["damaged_archive"] * 2
    assert run.code == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("work.rar", b"Rar!\x1a\x07\x01\0"), ("work.zip", b"7z\xbc\xaf\x27\x1c"), ("work.7z", b"?"), ("a.zst", b"?")],
)
def test_an_archive_of_another_kind_is_told_which_are_read(
    grade: Grade, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    run = grade(4, "--submission", name)
    assert run.code == 2
    assert ".tar.bz2" in run.err


SMALL = {"entries": 20, "files": 3, "file_bytes": 5_000, "taken_bytes": 8_000, "unpacked_bytes": 100_000}
GOOD: dict[str, bytes] = {
    "zip": zipped([("a/", b""), (f"a/{FILE}", SOURCE), ("a/own/part.py", b""), ("b.txt", b"text" * 100)]),
    "tar": with_pax(comment="é" * 200),
    "gz": gzip.compress(tarred(MODULE)),
    "bz2": bz2.compress(tarred(MODULE)),
    "xz": lzma.compress(tarred(MODULE)),
}


def answered(data: bytes, kind: str) -> None:
    """The reader gives modules or a code that the judge's side takes for an answer."""
    answer = checked(unpack(np.frombuffer(data, np.uint8), kind, SMALL), "work")
    read = answer if isinstance(answer, Unreadable) else answer.sources(CHAPTER4)
    assert isinstance(read, Unreadable) or CHAPTER4 in read


class TestWhateverTheBytes:
    @settings(deadline=None)
    @given(st.binary(max_size=2_000), st.sampled_from(list(GOOD)))
    def test_there_are_modules_or_a_code(self, data: bytes, kind: str) -> None:
        answered(data, kind)

    @given(st.data(), st.sampled_from(list(GOOD)))
    @settings(max_examples=150, deadline=None)
    def test_that_a_good_archive_becomes_there_are_modules_or_a_code(self, data: st.DataObject, kind: str) -> None:
        changed = bytearray(GOOD[kind])
        for _ in range(data.draw(st.integers(1, 4))):
            position = data.draw(st.integers(0, len(changed) - 1))
            changed[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        answered(bytes(changed), kind)

    @settings(deadline=None)
    @given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.binary(max_size=20)), max_size=8))
    def test_of_its_names_there_are_modules_or_a_code(self, files: Files) -> None:
        answered(tarred([(f"{name}.py", data) for name, data in [*files, *MODULE] if name.isprintable()]), "tar")


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["a.py", "huge_archive", "memory"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "what", "reason", "modules", "found", f"a/{FILE}", "../a.py"]), inner
        )
    ),
)


@settings(deadline=None)
@given(PLAIN | st.fixed_dictionaries({"modules": PLAIN, "found": PLAIN}))
def test_the_judge_believes_no_answer_unseen(answer: Any) -> None:
    try:
        read = checked(answer, "work.zip")
    except NonsenseError:
        return
    assert isinstance(read, Unpacked | Unreadable)


@pytest.mark.parametrize(
    "modules",
    [
        {"../a.py": np.zeros(1, np.uint8)},
        {"/a.py": np.zeros(1, np.uint8)},
        {"a.txt": np.zeros(1, np.uint8)},
        {"a.py": np.zeros(1)},
        {"a.py": np.zeros((1, 1), np.uint8)},
        {"a.py": np.zeros((1 << 20) + 1, np.uint8)},
        {"a.py": ["no_such_code", ""]},
        {"a.py": "x = 1"},
        {f"m{number}.py": np.zeros(1, np.uint8) for number in range(65)},
        {f"m{number}.py": np.zeros(1 << 20, np.uint8) for number in range(17)},
    ],
)
def test_modules_that_our_code_does_not_give_are_nonsense(modules: dict[str, Any]) -> None:
    with pytest.raises(NonsenseError):
        checked({"modules": modules, "found": []}, "work.zip")
