"""Opening a repository that may be hostile: a folder of this machine, or a URL.

Of a folder are taken its objects, where they lie, and copies of the files that name its branches and tags. Its
configuration, hooks, attributes and working tree are not looked at, nor is anything that leads out of it: `.git` files,
links, alternates. Layout: gitrepository-layout(5).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from grader.classroom.repositories.git_plumbing import Git, GitError

MAX_REF_FILES = 20_000
MAX_REF_BYTES = 8 << 20
MAX_OBJECT_FILES = 500_000
SECONDS_TO_FETCH = 300.0
SCHEMES = ("https", "ssh")
HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SCP_LIKE = re.compile(r"[\w.-]+@[\w.-]+:[^\s-]\S*", re.ASCII)
NAMED = ("refs/heads", "refs/tags", "refs/remotes", "refs/pull", "refs/merge-requests", "reftable")
"""Where names of commits are; `refs/replace` is none of them."""


class RepositoryError(Exception):
    """There is no commit to be graded; `code` says why, and `reason` more of it."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Commit(msgspec.Struct, frozen=True):
    """A commit by its full hash, in a repository of our own from which it can be read."""

    git: Git
    name: str


def is_url(place: str) -> bool:
    """Whether a repository is to be fetched: a URL, or `user@host:path`."""
    return "://" in place or (SCP_LIKE.fullmatch(place) is not None and not Path(place).exists())


def shown(place: str) -> str:
    """A place as it may be shown: without the name and password that a URL may hold."""
    scheme, separator, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else place


def commit_of(place: str, ref: str | None, folder: Path, environment: Mapping[str, str]) -> Commit:
    """The commit that `ref` names (HEAD by default) in the repository at a path or URL; needs an empty folder."""
    if is_url(place):
        scheme = urlsplit(place).scheme if "://" in place else "ssh"
        if scheme != "file":
            return _fetched(place, scheme, ref or "HEAD", folder, environment)
        place = urlsplit(place).path
    return _found(Path(place), ref or "HEAD", folder, environment)


def _fetched(url: str, scheme: str, ref: str, folder: Path, environment: Mapping[str, str]) -> Commit:
    """Fetch one commit without its history."""
    if scheme not in SCHEMES:
        raise RepositoryError("unsupported_url", ", ".join(SCHEMES))
    git = _made(folder, environment, "sha1")
    if not HASH.fullmatch(ref):
        _check_name(git, ref)
    options = ("--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance")
    try:
        git.run("fetch", *options, "--end-of-options", url, ref, seconds=SECONDS_TO_FETCH)
        return Commit(git, _resolved(git, "FETCH_HEAD"))
    except GitError as error:
        raise RepositoryError("not_fetched", _shown_words(str(error), url)) from error


def _shown_words(words: str, url: str) -> str:
    """What git said, without the password in the URL."""
    return words.replace(url, shown(url))


def _check_name(git: Git, ref: str) -> None:
    """Refuse what is no name: an option, a refspec, a pattern."""
    if ref.startswith("+"):  # a refspec's: else a name may begin so
        raise RepositoryError("no_such_ref", ref)
    try:
        git.run("check-ref-format", "--allow-onelevel", ref)
    except GitError as error:
        raise RepositoryError("no_such_ref", ref) from error


def _found(path: Path, ref: str, folder: Path, environment: Mapping[str, str]) -> Commit:
    """Have a repository of our own look at the objects of the one at the path."""
    home = _git_folder(path)
    objects = home / "objects"
    _check_objects(objects)
    object_format, ref_format = _formats(home, folder, environment)
    git = _made(folder / "ours.git", environment, object_format)
    (git.folder / "objects/info").mkdir(exist_ok=True)
    alternates = os.fsencode(objects.resolve())
    if alternates.startswith((b"#", b'"')) or b"\n" in alternates:
        raise RepositoryError("odd_path")
    (git.folder / "objects/info/alternates").write_bytes(alternates + b"\n")
    _copy_names(home, git.folder)
    if ref_format == "reftable":
        try:
            git.run("config", "core.repositoryFormatVersion", "1")
            git.run("config", "extensions.refStorage", "reftable")
            git.run("rev-parse", "--git-dir")  # fails where git does not know the format
        except GitError as error:
            raise RepositoryError("unreadable_repository", str(error)) from error
    try:
        return Commit(git, _resolved(git, ref))
    except GitError as error:
        raise RepositoryError("no_commit" if ref == "HEAD" else "no_such_ref", ref) from error


def _made(folder: Path, environment: Mapping[str, str], object_format: str) -> Git:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Git(folder, environment, object_format)
    except GitError as error:
        raise RepositoryError("no_git", str(error)) from error


def _resolved(git: Git, ref: str) -> str:
    """Full hash of the commit that a name, a tag or the beginning of a hash stands for."""
    found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    if not HASH.fullmatch(found):
        raise GitError(f"{ref} is no commit")
    return found


def _git_folder(path: Path) -> Path:
    """The folder of git's own files: `.git` in a working tree, or the path itself."""
    for home, beneath in ((path / ".git", True), (path, False)):
        try:
            mode = home.lstat().st_mode if beneath else home.stat().st_mode
        except OSError:
            continue
        if beneath and not stat.S_ISDIR(mode):
            raise RepositoryError("leads_elsewhere", ".git")
        if _is_folder(home / "objects") and os.path.lexists(home / "HEAD"):
            if os.path.lexists(home / "commondir"):
                raise RepositoryError("leads_elsewhere", "commondir")
            return home
        if beneath:
            raise RepositoryError("no_repository")
    raise RepositoryError("no_repository")


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _check_objects(objects: Path) -> None:
    """Refuse objects that lie elsewhere: alternates, and links of any kind."""
    for name in ("alternates", "http-alternates"):
        if os.path.lexists(objects / "info" / name):
            raise RepositoryError("leads_elsewhere", f"objects/info/{name}")
    for count, entry in enumerate(_entries(objects)):
        if entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
            raise RepositoryError("leads_elsewhere", f"objects/{entry.name}")
        if count == MAX_OBJECT_FILES:
            raise RepositoryError("huge_repository", "objects")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything below a folder; no link is followed."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError as error:
        raise RepositoryError("unreadable_repository", error.strerror or "") from error
    for entry in entries:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(Path(entry.path))


def _formats(home: Path, folder: Path, environment: Mapping[str, str]) -> tuple[str, str]:
    """Format of the objects' names and of the references: two words of the configuration, which says nothing else."""
    config = home / "config"
    if not config.is_file() or config.is_symlink() or config.stat().st_size > MAX_REF_BYTES:
        return "sha1", "files"
    git = _made(folder / "reading.git", environment, "sha1")
    return (
        _word(git, config, "extensions.objectformat", ("sha1", "sha256")),
        _word(git, config, "extensions.refstorage", ("files", "reftable")),
    )


def _word(git: Git, config: Path, name: str, known: tuple[str, ...]) -> str:
    """A word of a configuration, which is read as a text; the first of those known where it is not said."""
    try:
        found = git.run("config", "--no-includes", "--file", str(config.resolve()), "--get", name).decode().strip()
    except GitError:
        return known[0]
    if found not in known:
        raise RepositoryError("unreadable_repository", f"{name} {found[:20]}")
    return found


def _copy_names(home: Path, ours: Path) -> None:
    """Copy the files that name commits: ordinary ones, as many and as large as anybody's."""
    left = MAX_REF_BYTES
    files = [home / "HEAD", home / "packed-refs"]
    for name in NAMED:
        if _is_folder(home / "refs") and _is_folder(home / name):
            files += [Path(entry.path) for entry in _entries(home / name) if entry.is_file(follow_symlinks=False)]
    for count, file in enumerate(files):
        data = _bytes_of(file, left)
        left -= len(data)
        if left <= 0 or count >= MAX_REF_FILES:
            raise RepositoryError("huge_repository", "refs")
        if data:
            target = ours / file.relative_to(home)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _bytes_of(file: Path, limit: int) -> bytes:
    """The bytes of an ordinary file, up to a limit; none where there is no such file."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(limit) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
