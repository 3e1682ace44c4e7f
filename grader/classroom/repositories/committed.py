"""What a commit holds: read object by object, each checked against its own hash, no line of it acted upon.

What is graded is therefore what the commit's hash says, whatever index files or packs claim. Format of the objects:
"Git Internals - Git Objects" of the Pro Git book.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from grader.classroom.repositories.git_plumbing import GitError
from grader.classroom.repositories.repository import RepositoryError

if TYPE_CHECKING:
    from grader.classroom.repositories.repository import Commit

MAX_ENTRIES = 200_000
MAX_BYTES = 96 << 20
SHA1_DIGITS = 40
MAX_DEPTH = 12
MAX_COMMIT_BYTES = 1 << 20
FILES = frozenset({b"100644", b"100755", b"100664"})
LINK = b"120000"
FOLDER = b"40000"


class Entry(msgspec.Struct, frozen=True):
    """A file of a commit: its path from the top, whether it is a symbolic link, the hash of its bytes."""

    path: str
    is_link: bool
    blob: str


def files_of(commit: Commit, folder: str = "") -> list[Entry]:
    """The files and symbolic links below a folder of a commit, the shallowest first; submodules are left out.

    Paths are relative to the folder. `RepositoryError` when there is no such folder, or too much in it.
    """
    try:
        tree = _tree_of(commit)
        for name in filter(None, folder.split("/")):
            (data,) = _checked(commit, [tree], "tree")
            found = [entry for entry in _entries(data, commit) if entry[1] == os.fsencode(name)]
            if not found or found[0][0] != FOLDER:
                raise RepositoryError("no_such_folder", folder)
            tree = found[0][2]
        return _below(commit, tree)
    except GitError as error:
        raise RepositoryError("damaged_repository", str(error)) from error


def contents(commit: Commit, entries: list[Entry], at_most: int) -> list[bytes | None]:
    """The bytes of files; None for one that has more than a limit. `RepositoryError` for one that is missing."""
    try:
        sizes = commit.git.sizes([entry.blob for entry in entries])
        small = [entry.blob for entry, size in zip(entries, sizes, strict=True) if size <= at_most]
        read = dict(zip(small, _checked(commit, small, "blob"), strict=True))
    except GitError as error:
        raise RepositoryError("damaged_repository", str(error)) from error
    return [read.get(entry.blob) for entry in entries]


def _tree_of(commit: Commit) -> str:
    (size,) = commit.git.sizes([commit.name])
    if size > MAX_COMMIT_BYTES:
        raise GitError("the commit is huge")
    (data,) = _checked(commit, [commit.name], "commit")
    word, _, rest = data.partition(b" ")
    if word != b"tree":
        raise GitError("the commit has no tree")
    return rest.partition(b"\n")[0].decode("ascii", "replace")


def _below(commit: Commit, tree: str) -> list[Entry]:
    """All files below a tree, one level after the other."""
    files: list[Entry] = []
    level = [("", tree)]
    seen = left = MAX_ENTRIES
    for _ in range(MAX_DEPTH):
        below: list[tuple[str, str]] = []
        trees = _checked(commit, [name for _, name in level], "tree")
        for (parent, _), data in zip(level, trees, strict=True):
            for mode, name, target in _entries(data, commit):
                left -= 1
                if left < 0:
                    raise RepositoryError("huge_repository", str(seen))
                path = parent + name.decode("utf-8", "surrogateescape")
                if mode == FOLDER:
                    below.append((f"{path}/", target))
                elif mode in FILES or mode == LINK:
                    files.append(Entry(path, mode == LINK, target))
        if not below:
            break
        level = below
    return files


def _entries(tree: bytes, commit: Commit) -> Iterator[tuple[bytes, bytes, str]]:
    """Mode, name and hash of a tree's entries."""
    width = len(commit.name) // 2
    position = 0
    while position < len(tree):
        space, end = tree.find(b" ", position), tree.find(b"\0", position)
        if not position < space < end:
            raise GitError("a tree is damaged")
        yield tree[position:space].lstrip(b"0"), tree[space + 1 : end], tree[end + 1 : end + 1 + width].hex()
        position = end + 1 + width


def _checked(commit: Commit, names: Sequence[str], kind: str) -> list[bytes]:
    """The bytes of objects of one kind, each of which has the hash that it goes by."""
    once = list(dict.fromkeys(names))
    if not once:
        return []
    size = sum(commit.git.sizes(once))
    if size > MAX_BYTES:
        raise RepositoryError("huge_repository", str(size))
    read: dict[str, bytes] = {}
    for name, (found, data) in zip(once, commit.git.objects(once, size), strict=True):
        algorithm = hashlib.sha1 if len(name) == SHA1_DIGITS else hashlib.sha256
        if found != kind or algorithm(b"%s %d\0%s" % (kind.encode(), len(data), data)).hexdigest() != name:
            raise GitError(f"the object {name} is not what its name says")
        read[name] = data
    return [read[name] for name in names]
