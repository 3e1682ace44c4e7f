"""`grade repo`: what a commit holds is graded, and nothing of the repository is run, believed or followed."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Grade
from tests.repositories import MODULE, Repository, git, right, served, wrong

ONE = ("--no-speed", "--exercise", "zero_pad2d")
"""One exercise is enough to see which module was graded."""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository.new(tmp_path / "alice")


def points(grade: Grade, place: Path | str, *options: str, **environment: str) -> float:
    """Points for `zero_pad2d`, of 1.5."""
    run = grade("repo", place, "4", *ONE, "--json", "-", *options, **environment)
    assert run.code in {0, 1}, run.err
    return run.result.score


class TestHonestRepositories:
    def test_the_commit_is_graded_whatever_lies_in_the_working_tree(self, repository: Repository, grade: Grade) -> None:
        commit = repository.commit({MODULE: right()})
        (repository.path / MODULE).write_text(wrong())
        run = grade("repo", repository.path, "4", *ONE, "--json", "-")
        assert (run.code, run.result.score) == (0, 1.5)
        assert run.result.submission == f"{repository.path}@{commit}"

    def test_the_report_says_which_commit_it_is_about(self, repository: Repository, grade: Grade) -> None:
        commit = repository.commit({MODULE: right()})
        assert f"Commit: {repository.path}@{commit}\n" in grade("repo", repository.path, "4", *ONE).out

    @pytest.mark.thorough
    def test_a_branch_a_tag_an_older_commit_and_the_beginning_of_a_hash_can_be_named(
        self, repository: Repository, grade: Grade
    ) -> None:
        first = repository.commit({MODULE: right()})
        repository.git("tag", "-a", "handed-in", "-m", "done")
        repository.git("branch", "draft")
        repository.commit({MODULE: wrong()})
        assert points(grade, repository.path) == 0
        for ref in ("handed-in", "draft", "refs/heads/draft", "HEAD~1", first, first[:8]):
            assert points(grade, repository.path, "--ref", ref) == 1.5, ref

    def test_a_detached_head_packed_objects_and_packed_refs_are_read(
        self, repository: Repository, grade: Grade
    ) -> None:
        repository.commit({MODULE: right()})
        repository.git("branch", "other")
        repository.git("gc", "--quiet")
        assert points(grade, repository.path, "--ref", "other") == 1.5
        repository.git("checkout", "--quiet", "--detach")
        assert points(grade, repository.path) == 1.5

    def test_a_bare_repository_and_a_shallow_clone_are_read(
        self, repository: Repository, grade: Grade, tmp_path: Path
    ) -> None:
        repository.commit({MODULE: wrong()})
        repository.commit({MODULE: right()})
        git(tmp_path, "clone", "--quiet", "--bare", "alice", "bare.git")
        git(tmp_path, "clone", "--quiet", "--depth=1", repository.path.as_uri(), "shallow")
        for path in (tmp_path / "bare.git", tmp_path / "shallow"):
            assert points(grade, path) == 1.5
        assert points(grade, (tmp_path / "bare.git").as_uri()) == 1.5

    def test_hashes_may_be_sha256(self, grade: Grade, tmp_path: Path) -> None:
        repository = Repository.new(tmp_path / "long", "--object-format=sha256")
        commit = repository.commit({MODULE: right()})
        assert len(commit) == 64
        assert points(grade, repository.path) == 1.5

    def test_modules_may_lie_in_a_folder_the_shallowest_unless_it_is_named(
        self, repository: Repository, grade: Grade
    ) -> None:
        repository.commit({f"exercises/{MODULE}": right(), f"old/copy/{MODULE}": wrong()})
        assert points(grade, repository.path) == 1.5
        assert points(grade, repository.path, "--folder", "old/copy/") == 0

    def test_modules_beside_a_chapter_may_be_imported(self, repository: Repository, grade: Grade) -> None:
        source = "from padding.zeros import zero_pad2d\n"
        repository.commit({MODULE: source, "padding/__init__.py": "", "padding/zeros.py": right()})
        assert points(grade, repository.path) == 1.5

    def test_the_exit_code_goes_by_the_minimum_score(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: wrong()})
        assert grade("repo", repository.path, "4", *ONE).code == 1
        assert grade("repo", repository.path, "4", *ONE, "--min-score", "0").code == 0


class TestWhatCannotBeGraded:
    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("ref", ["nowhere", "--upload-pack=touch", "--help", "HEAD:chapter04_convolution.py", ""])
    def test_a_ref_that_names_no_commit_is_a_usage_error(self, repository: Repository, grade: Grade, ref: str) -> None:
        repository.commit({MODULE: right()})
        run = grade("repo", repository.path, "4", f"--ref={ref or 'HEAD^{tree}'}")
        assert (run.code, run.out) == (2, "")
        assert "There is no commit" in run.err

    def test_neither_a_tree_nor_a_blob_is_a_commit(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: right()})
        for name in ("HEAD^{tree}", f"HEAD:{MODULE}"):
            run = grade("repo", repository.path, "4", "--ref", repository.git("rev-parse", name))
            assert (run.code, "There is no commit" in run.err) == (2, True)

    def test_an_empty_repository_has_no_commit_yet(self, repository: Repository, grade: Grade) -> None:
        run = grade("repo", repository.path, "4")
        assert (run.code, "has no commit yet" in run.err) == (2, True)

    def test_a_folder_without_a_repository_is_told_and_none_above_it_is_taken(
        self, repository: Repository, grade: Grade
    ) -> None:
        repository.commit({f"below/{MODULE}": right()})
        run = grade("repo", repository.path / "below", "4")
        assert (run.code, "There is no git repository" in run.err) == (2, True)

    def test_a_repository_without_the_module_says_what_it_has(self, repository: Repository, grade: Grade) -> None:
        repository.commit({"README.md": "hello"})
        run = grade("repo", repository.path, "4", *ONE)
        said = " ".join(run.out.split())
        assert f"There is no file {MODULE} in the repository alice, which has: README.md." in said

    def test_the_same_module_twice_at_one_depth_is_told(self, repository: Repository, grade: Grade) -> None:
        repository.commit({f"a/{MODULE}": right(), f"b/{MODULE}": wrong()})
        assert "The repository alice has the module twice" in " ".join(
            grade("repo", repository.path, "4", *ONE).out.split()
        )

    def test_a_folder_that_is_not_there_is_told(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: right()})
        run = grade("repo", repository.path, "4", "--folder", "exercises")
        assert (run.code, "no folder exercises" in run.err) == (2, True)

    def test_the_weakest_isolation_must_be_demanded(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: right()})
        run = grade("repo", repository.path, "4", *ONE, "--isolation", "process", "--json", "-")
        assert run.result.isolation == "process"


Trap = Callable[[Repository, str], tuple[str, ...]]
"""Sets a trap that runs a shell command, and says by which innocent call of git it would be sprung."""


def _fsmonitor(repository: Repository, command: str) -> tuple[str, ...]:
    repository.git("config", "core.fsmonitor", f"{command}; false")
    return ("status",)


def _included(repository: Repository, command: str) -> tuple[str, ...]:
    (repository.path / "more").write_text(f'[core]\n\tfsmonitor = "{command}; false"\n')
    repository.git("config", "include.path", "../more")
    return ("status",)


def _pager(repository: Repository, command: str) -> tuple[str, ...]:
    repository.git("config", "alias.look", f"!{command}")
    return ("look",)


def _smudge(repository: Repository, command: str) -> tuple[str, ...]:
    repository.git("config", "filter.evil.smudge", f"{command}; cat")
    repository.commit({".gitattributes": "*.py filter=evil\n"})
    (repository.path / MODULE).unlink()
    return ("checkout", "--", MODULE)


def _process_filter(repository: Repository, command: str) -> tuple[str, ...]:
    repository.commit({".gitattributes": "*.py filter=evil\n"})
    repository.git("config", "filter.evil.process", f"{command}; false")
    (repository.path / MODULE).unlink()
    return ("checkout", "--", MODULE)


def _textconv(repository: Repository, command: str) -> tuple[str, ...]:
    repository.git("config", "diff.evil.textconv", f"{command}; cat")
    repository.commit({".gitattributes": "*.py diff=evil\n"})
    return ("cat-file", "--textconv", f"HEAD:{MODULE}")


def _hook(repository: Repository, command: str) -> tuple[str, ...]:
    hooks = repository.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        (hooks / name).write_text(f"#!/bin/sh\n{command}\n")
        (hooks / name).chmod(0o755)
    return ("checkout", "--quiet", "-B", "again")


def _promisor(repository: Repository, command: str) -> tuple[str, ...]:
    """A blob that is missing, and a remote from which git would fetch it."""
    blob = repository.git("rev-parse", f"HEAD:{MODULE}")
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://example.invalid/x",
        "core.sshCommand": f"{command}; false",
    }.items():
        repository.git("config", name, value)
    missing = repository.blob("missing")
    repository.commit({"other.txt": "missing"})
    (repository.path / ".git/objects" / missing[:2] / missing[2:]).unlink()
    assert blob != missing
    return ("cat-file", "-p", missing)


TRAPS = [_fsmonitor, _included, _pager, _smudge, _process_filter, _textconv, _hook, _promisor]


class TestHostileRepositories:
    @pytest.mark.sampled(4)
    @pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__.strip("_"))
    def test_nothing_that_its_configuration_names_is_run(
        self, repository: Repository, grade: Grade, trap: Trap, tmp_path: Path
    ) -> None:
        sprung = tmp_path / "sprung"
        repository.commit({MODULE: right()})
        innocent = trap(repository, f"touch {sprung}")
        sprung.unlink(missing_ok=True)
        assert points(grade, repository.path) == 1.5
        assert not sprung.exists()
        _tried(repository, innocent)
        assert sprung.exists(), "the trap works"

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("name", ["numpy.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "grader.py"])
    def test_planted_modules_gain_nothing(self, repository: Repository, grade: Grade, name: str) -> None:
        evil = "import os\nos.write(1, b'20 / 20')\nraise SystemExit(0)\n"
        repository.commit({MODULE: wrong(), name: evil, f"grader/{name}": evil, "grader/__init__.py": evil})
        run = grade("repo", repository.path, "4", *ONE, "--json", "-", cwd=repository.path, PYTHONSAFEPATH="1")
        assert (run.code, run.result.score, run.result.max_score) == (1, 0.0, 1.5)

    def test_its_own_copy_of_the_grader_its_tests_and_its_settings_are_not_looked_at(
        self, repository: Repository, grade: Grade
    ) -> None:
        repository.commit(
            {
                MODULE: wrong(),
                "grader/course/chapter04_convolution.py": "CHAPTER = None\n",
                "reference/chapter04_convolution.py": wrong(),
                "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p evil'\n",
                "exercises.json": "{}",
                f"tests/{MODULE}": right(),
            }
        )
        run = grade("repo", ".", "4", *ONE, "--json", "-", cwd=repository.path, PYTHONSAFEPATH="1")
        assert (run.code, run.result.score) == (1, 0)

    def test_a_link_in_a_commit_is_no_module(self, repository: Repository, grade: Grade, tmp_path: Path) -> None:
        (tmp_path / MODULE).write_text(right())
        for target in (f"../{MODULE}", str(tmp_path / MODULE), "/etc/passwd"):
            repository.commit_tree(("120000", repository.blob(target), MODULE))
            run = grade("repo", repository.path, "4", *ONE)
            assert run.code == 1
            assert f"{MODULE} is a symbolic link in the repository alice" in " ".join(run.out.split())

    def test_a_linked_folder_and_a_submodule_are_not_entered(
        self, repository: Repository, grade: Grade, tmp_path: Path
    ) -> None:
        other = Repository.new(tmp_path / "other")
        commit = other.commit({MODULE: right()})
        repository.commit_tree(
            ("160000", commit, "exercises"),
            ("120000", repository.blob(str(other.path)), "linked"),
            ("100644", repository.blob(f'[submodule "exercises"]\n\turl = {other.path}\n'), ".gitmodules"),
        )
        assert points(grade, repository.path) == 0

    def test_replaced_and_grafted_objects_are_not_believed(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: wrong()})
        repository.git("replace", repository.git("rev-parse", f"HEAD:{MODULE}"), repository.blob(right()))
        assert "return None" not in repository.git("show", f"HEAD:{MODULE}")
        assert points(grade, repository.path) == 0

    def test_an_object_that_is_not_what_its_hash_says_is_refused(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: wrong()})
        name, other = repository.git("rev-parse", f"HEAD:{MODULE}"), repository.blob(right())
        objects = repository.path / ".git/objects"
        target = objects / name[:2] / name[2:]
        target.chmod(0o644)
        target.write_bytes((objects / other[:2] / other[2:]).read_bytes())
        run = grade("repo", repository.path, "4", *ONE)
        assert (run.code, "is damaged or incomplete" in run.err) == (2, True)

    def test_a_git_file_that_leads_to_another_repository_is_not_followed(
        self, repository: Repository, grade: Grade, tmp_path: Path
    ) -> None:
        repository.commit({MODULE: right()})
        thief = tmp_path / "thief"
        thief.mkdir()
        (thief / ".git").write_text(f"gitdir: {repository.path}/.git\n")
        linked = tmp_path / "linked"
        linked.mkdir()
        (linked / ".git").symlink_to(repository.path / ".git")
        for path in (thief, linked):
            run = grade("repo", path, "4")
            assert (run.code, "leads out of its own folder" in run.err) == (2, True)

    def test_alternates_and_links_to_other_peoples_objects_are_refused(
        self, repository: Repository, grade: Grade, tmp_path: Path
    ) -> None:
        commit = repository.commit({MODULE: right()})
        shared, linked = Repository.new(tmp_path / "shared"), Repository.new(tmp_path / "linked")
        (shared.path / ".git/objects/info/alternates").write_text(f"{repository.path}/.git/objects\n")
        shutil.rmtree(linked.path / ".git/objects/pack")
        (linked.path / ".git/objects" / commit[:2]).symlink_to(repository.path / ".git/objects" / commit[:2])
        for thief in (shared, linked):
            run = grade("repo", thief.path, "4", "--ref", commit)
            assert (run.code, "leads out of its own folder" in run.err) == (2, True)

    def test_names_of_any_bytes_spoil_nothing(self, repository: Repository, grade: Grade) -> None:
        good, bad = repository.blob(right()), repository.blob(wrong())
        repository.commit_tree(
            ("100644", good, MODULE),
            *[
                ("100644", bad, name)
                for name in ("-rf", ".py", "a\nb.py", "tab\t.py", "caf\u00e9.py", "\u202e.py", "x" * 250 + ".py")
            ],
        )
        assert points(grade, repository.path) == 1.5

    def test_a_huge_file_is_told_and_beside_the_module_left_out(self, repository: Repository, grade: Grade) -> None:
        huge = b"#" * (3 << 20)
        repository.commit({MODULE: right(), "huge.py": huge, "data.bin": bytes(40 << 20)})
        assert points(grade, repository.path) == 1.5
        repository.commit({MODULE: huge})
        assert "is larger than 1 MB" in " ".join(grade("repo", repository.path, "4", *ONE).out.split())

    def test_a_tree_that_unfolds_without_end_is_refused(self, repository: Repository, grade: Grade) -> None:
        tree = repository.git("mktree", given=f"100644 blob {repository.blob('x')}\tf\n".encode())
        for _ in range(9):
            lines = "".join(f"040000 tree {tree}\td{place}\n" for place in range(9))
            tree = repository.git("mktree", given=lines.encode())
        repository.git("update-ref", "HEAD", repository.git("commit-tree", tree, "-m", "bomb"))
        run = grade("repo", repository.path, "4")
        assert (run.code, "too large to be looked through" in run.err) == (2, True)

    def test_a_pointer_into_large_file_storage_is_told(self, repository: Repository, grade: Grade) -> None:
        pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        repository.commit({MODULE: pointer, ".gitattributes": "*.py filter=lfs\n"})
        assert "is a pointer into large-file storage" in grade("repo", repository.path, "4", *ONE).err

    def test_what_a_submission_prints_is_no_command_to_github(self, repository: Repository, grade: Grade) -> None:
        repository.commit({MODULE: "raise SystemError('x\\n::add-mask::0\\n')\n"})
        run = grade("repo", repository.path, "4", *ONE, GITHUB_ACTIONS="true")
        (start,) = [line for line in run.out.splitlines() if line.startswith("::stop-commands::")]
        word = start.removeprefix("::stop-commands::")
        inside = run.out.partition(start)[2].partition(f"\n::{word}::\n")
        assert "SystemError" in inside[0]
        assert inside[2].startswith("::error file=")


class TestInAJobOfGitHub:
    def test_summary_and_annotations_are_written_unless_told_otherwise(
        self, repository: Repository, grade: Grade, tmp_path: Path
    ) -> None:
        repository.commit({f"exercises/{MODULE}": wrong()})
        summary = tmp_path / "summary.md"
        variables = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
        run = grade("repo", repository.path, "4", *ONE, **variables)
        assert f"::error file=exercises/{MODULE},title=zero_pad2d" in run.out
        assert "Chapter 4" in summary.read_text()
        summary.unlink()
        run = grade("repo", repository.path, "4", *ONE, "--no-github", **variables)
        assert "::error" not in run.out
        assert not summary.exists()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server with alice's repository, which has one branch that is right and one that is not."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing")
    folder = tmp_path_factory.mktemp("served")
    repository = Repository.new(folder / "alice")
    repository.commit({MODULE: right()})
    repository.git("branch", "done")
    repository.commit({MODULE: wrong()})
    with served(folder, tmp_path_factory.mktemp("certificates")) as (address, certificate):
        yield address, certificate


class TestFetching:
    def test_one_commit_is_fetched_and_graded(self, server: tuple[str, Path], grade: Grade) -> None:
        address, certificate = server
        trusted = {"GIT_SSL_CAINFO": str(certificate), "NO_PROXY": "localhost", "no_proxy": "localhost"}
        place = f"{address}/alice".replace("https://", "https://me:secret@")
        assert points(grade, place, **trusted) == 0
        run = grade("repo", place, "4", *ONE, "--ref", "done", "--json", "-", **trusted)
        assert run.result.score == 1.5
        assert run.result.submission.startswith(f"{address}/alice@")
        assert "secret" not in json.dumps([run.out, run.err])

    def test_a_ref_that_is_not_there_and_a_server_that_is_not_trusted_are_told(
        self, server: tuple[str, Path], grade: Grade
    ) -> None:
        address, certificate = server
        local = {"NO_PROXY": "localhost", "no_proxy": "localhost"}
        run = grade("repo", f"{address}/alice", "4", "--ref", "nope", GIT_SSL_CAINFO=str(certificate), **local)
        assert (run.code, "could not be fetched" in run.err) == (2, True)
        run = grade("repo", f"{address}/alice", "4", GIT_SSL_CAINFO="", **local)
        assert (run.code, "could not be fetched" in run.err) == (2, True)

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize("ref", ["--upload-pack=touch x", "a:refs/heads/b", "+main", "ma*n", "a..b"])
    def test_what_is_no_name_is_never_said_to_a_server(self, server: tuple[str, Path], grade: Grade, ref: str) -> None:
        run = grade("repo", f"{server[0]}/alice", "4", f"--ref={ref}")
        assert (run.code, "There is no commit" in run.err) == (2, True)

    @pytest.mark.sampled(2)
    @pytest.mark.parametrize(
        "place", ["ext::sh -c touch% x", "http://localhost/x", "git://localhost/x", "--upload-pack=x://y", "fd::17://x"]
    )
    def test_only_encrypted_transports_are_used(self, grade: Grade, place: str, tmp_path: Path) -> None:
        run = grade("repo", "--", place, "4")
        assert run.code == 2
        assert "is not fetched" in run.err or "There is no git repository" in run.err
        assert list(tmp_path.iterdir()) == []


def _tried(repository: Repository, command: tuple[str, ...]) -> None:
    """Have git do something; a sprung trap may well end in an error."""
    with contextlib.suppress(subprocess.CalledProcessError):
        repository.git(*command)
