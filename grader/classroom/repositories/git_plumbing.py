"""Running git so that nothing of the repository's, of its remote's or of the user's decides what git does.

A repository's own configuration can name programs to run (`core.fsmonitor`, filters, `textconv`, hooks, credential
helpers, `include.path`). None of it is ever read here: git works in a bare repository of our own making, which sees
of the other one only its objects, and has an environment of a few variables.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

MEBIBYTE = 1 << 20
MAX_FETCHED_BYTES = 512 * MEBIBYTE
MAX_MEMORY_BYTES = 2048 * MEBIBYTE
LAST_WORDS = 300

SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.commitGraph": "false",  # a file that could claim another tree for a commit
    "core.multiPackIndex": "false",
    "credential.helper": "",
    "fetch.recurseSubmodules": "false",
    "fetch.unpackLimit": "1",  # one pack, whose size is limited
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "protocol.https.allow": "always",
    "protocol.ssh.allow": "always",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
}
"""Said on every command line, so that no file's word counts; see git-config(1)."""

ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ForwardAgent=no -o PermitLocalCommand=no",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
}

INHERITED = (
    *("PATH", "HOME", "USER", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"),
    *("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"),
)
"""What of our environment git needs to reach a server: names, keys, certificates and proxies."""


class GitError(Exception):
    """Git did not do what was asked of it; the message is the end of what it said."""


class Git:
    """Git at work in a bare repository of our own, in an empty folder that it may fill."""

    def __init__(self, folder: Path, environment: Mapping[str, str], object_format: str = "sha1") -> None:
        """Make the repository; `GitError` when there is no git, or none that knows the format of the objects."""
        self.folder = folder
        self._environment = {name: environment[name] for name in INHERITED if name in environment} | ENVIRONMENT
        self.run("init", "--quiet", "--bare", "--template=", f"--object-format={object_format}", str(folder))

    def run(self, *arguments: str, given: bytes = b"", seconds: float = 60.0, at_most: int = 64 * MEBIBYTE) -> bytes:
        """What a command writes to stdout. `GitError` when it fails, takes longer or writes more than it may."""
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = ["git", f"--git-dir={self.folder}", *settings, *arguments]
        try:
            process = subprocess.Popen(  # noqa: S603 (our own words; a stranger's come last, after --end-of-options)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env=self._environment,
                start_new_session=True,  # no terminal to ask on, and its helpers end with it
                preexec_fn=_limit,  # noqa: PLW1509 (no thread of ours holds a lock that two system calls could want)
            )
        except FileNotFoundError as error:
            raise GitError("git is not installed") from error
        with process:
            try:
                stdout, stderr = process.communicate(given, seconds)
            except subprocess.TimeoutExpired as error:
                raise GitError(f"it took longer than {seconds:g} s") from error
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        if process.returncode:
            raise GitError(_last_words(stderr) or f"it ended with exit code {process.returncode}")
        if len(stdout) > at_most:
            raise GitError(f"it gave more than {at_most} bytes")
        return stdout

    def objects(self, names: Sequence[str], at_most: int) -> Iterator[tuple[str, bytes]]:
        """Kind and bytes of the objects of these names, no filter applied; all of them have at most so many bytes."""
        answer = self.run("cat-file", "--batch", given=_lines(names), at_most=at_most + 128 * (len(names) + 1))
        position = 0
        for name in names:
            end = answer.find(b"\n", position)
            header = answer[position:end].split()
            if len(header) != 3:
                raise GitError(f"the object {name} is missing")
            position = end + 1 + int(header[2])
            yield header[1].decode(), answer[end + 1 : position]
            position += 1

    def sizes(self, names: Sequence[str]) -> list[int]:
        """Bytes of the objects of these names; `GitError` for one that is missing."""
        lines = self.run("cat-file", "--batch-check", given=_lines(names)).splitlines()
        facts = [line.split() for line in lines]
        for name, fact in zip(names, facts, strict=True):
            if len(fact) != 3:
                raise GitError(f"the object {name} is missing")
        return [int(fact[2]) for fact in facts]


def _lines(names: Sequence[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _limit() -> None:
    """Bound what git and its helpers may write into one file and hold in memory."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FETCHED_BYTES, MAX_FETCHED_BYTES))
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _last_words(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][-LAST_WORDS:] if lines else ""
