"""Git repositories for tests, made by git itself, and a server from which they can be fetched."""

from __future__ import annotations

import os
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import CHAPTER4, solution

IDENTITY = ("-c", "user.name=A student", "-c", "user.email=student@example.org", "-c", "commit.gpgsign=false")
MODULE = f"{CHAPTER4}.py"


def right() -> str:
    """A module in which everything is right."""
    return solution()


def wrong() -> str:
    """A module in which everything is wrong."""
    return "".join(
        f"def {name}(*a, **k):\n    return None\n\n"
        for name in (
            *("convolve2d", "cross_correlate2d", "filter_image", "strided_cross_correlate2d"),
            *("zero_pad2d", "same_padding", "conv2d"),
        )
    )


@dataclass(frozen=True)
class Repository:
    """A repository with a working tree."""

    path: Path

    @classmethod
    def new(cls, path: Path, *options: str) -> Repository:
        """An empty one."""
        path.mkdir(parents=True)
        made = cls(path)
        made.git("init", "--quiet", "--initial-branch=main", *options)
        return made

    def git(self, *arguments: str, given: bytes = b"", **environment: str) -> str:
        """What git says."""
        return git(self.path, *arguments, given=given, **environment)

    def commit(self, files: Mapping[str, str | bytes]) -> str:
        """Commit files beside those that are there; the commit's hash."""
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message=work")
        return self.git("rev-parse", "HEAD")

    def commit_tree(self, *entries: tuple[str, str, str]) -> str:
        """Commit entries (mode, hash, name) that no working tree could hold."""
        lines = "".join(
            f"{mode} {'tree' if mode == '040000' else 'commit' if mode == '160000' else 'blob'} {name}\t{path}\0"
            for mode, name, path in entries
        )
        tree = self.git("mktree", "-z", "--missing", given=lines.encode())
        commit = self.git("commit-tree", tree, "-m", "work")
        self.git("update-ref", "HEAD", commit)
        return commit

    def blob(self, data: str | bytes) -> str:
        """Hash of a new blob."""
        return self.git("hash-object", "-w", "--stdin", given=data.encode() if isinstance(data, str) else data)


def git(folder: Path, *arguments: str, given: bytes = b"", **environment: str) -> str:
    """What git says in a folder, with nobody's configuration but the repository's."""
    done = subprocess.run(
        ["git", *IDENTITY, *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment},
    )
    return done.stdout.decode("utf-8", "replace").strip()


@contextmanager
def served(folder: Path, certificates: Path) -> Iterator[tuple[str, Path]]:
    """Serve the repositories in a folder by https; the address, and the certificate to be trusted."""
    certificate, key = certificates / "server.pem", certificates / "key.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    new = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate))
    subprocess.run(["openssl", "req", *new, *subject], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("localhost", 0), _handler(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}", certificate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands requests to git-http-backend(1)."""

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            address = urlsplit(self.path)
            environment = {
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_CONFIG_GLOBAL": os.devnull,
                "REQUEST_METHOD": self.command,
                "PATH_INFO": address.path,
                "QUERY_STRING": address.query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }
            done = subprocess.run(
                ["git", "http-backend"], input=body, env=environment, capture_output=True, check=False
            )
            head, _, answer = done.stdout.partition(b"\r\n\r\n")
            fields = [line.split(": ", 1) for line in head.decode().splitlines()]
            status = next((int(value.split()[0]) for name, value in fields if name == "Status"), 200)
            self.send_response(status)
            for name, value in fields:
                if name != "Status":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    return Handler
