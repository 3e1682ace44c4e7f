"""The workflows for GitHub, GitLab and Classroom 50: by the platforms' documented rules, and their own steps run.

The schemas in `tests/schemas/` are written from the platforms' references. What needs the network (installing) is done
by stand-ins, which note what they are asked for; all else is run as the files say, beside a hostile checkout.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT
from tests.repositories import MODULE, Repository, right, wrong

ACTION = ROOT / ".github/actions/grade/action.yml"
WORKFLOW, PIPELINE, AUTOGRADER = (
    ROOT / "docs/ci" / name for name in ("github.yml", "gitlab.yml", "classroom50_autograder.py")
)
PLANTED = ("venv.py", "pip.py", "yaml.py", "sitecustomize.py", "numpy.py", "grader/__init__.py", "conftest.py")
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8"}


class Loader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML 1.2's truth values, as GitHub reads them: `on` is a word."""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or letter in "tTfF"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path) -> Any:
    """A YAML file."""
    return yaml.load(file.read_text("utf-8"), Loader)  # noqa: S506 (a safe loader)


@pytest.mark.parametrize(
    ("file", "schema"), [(ACTION, "github_action"), (WORKFLOW, "github_workflow"), (PIPELINE, "gitlab_ci")]
)
def test_a_file_keeps_the_platforms_rules(file: Path, schema: str) -> None:
    jsonschema.validate(read(file), json.loads((ROOT / f"tests/schemas/{schema}.json").read_text("utf-8")))


def test_the_example_gives_the_action_what_it_asks_for() -> None:
    action, workflow = read(ACTION), read(WORKFLOW)
    (job,) = workflow["jobs"].values()
    used = next(step for step in job["steps"] if step["uses"].startswith("OWNER/convgrade/"))
    assert used["uses"].partition("@")[0] == f"OWNER/convgrade/{ACTION.parent.relative_to(ROOT)}"
    required = {name for name, about in action["inputs"].items() if about.get("required")}
    assert required <= set(used["with"]) <= set(action["inputs"])
    assert workflow["permissions"] == {"contents": "read"}


def test_no_step_of_the_action_runs_in_the_checkout_or_takes_an_input_for_code() -> None:
    for step in read(ACTION)["runs"]["steps"]:
        if "run" in step:
            assert "${{" not in step["run"]
            assert step["working-directory"] == "${{ runner.temp }}"


@pytest.mark.parametrize("file", [ACTION, PIPELINE])
def test_the_steps_are_bash(file: Path) -> None:
    for script in scripts(file):
        subprocess.run(["bash", "-n", "-c", script], check=True)


def scripts(file: Path) -> list[str]:
    """The shell scripts of a file."""
    if file == PIPELINE:
        return ["\n".join(read(PIPELINE)["grade"]["script"])]
    return [step["run"] for step in read(ACTION)["runs"]["steps"] if "run" in step]


@pytest.fixture
def checkout(tmp_path: Path) -> Repository:
    """A checkout with a right module and everything planted that Python would import from where it is started."""
    repository = Repository.new(tmp_path / "checkout")
    evil = "import os\nopen(os.environ.get('SPRUNG', '/dev/null'), 'w').write('sprung')\n"
    repository.commit({f"exercises/{MODULE}": right(), **dict.fromkeys(PLANTED, evil)})
    return repository


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Stand-ins: `sudo`, and a Python whose `-m venv` makes a `grade` that is this one and a pip that takes notes."""
    folder = tmp_path / "programs"
    folder.mkdir()
    grade = f'exec "{sys.executable}" -P -c "from grader.cli import main; main()" "$@"'
    made = {
        "sudo": f'echo "sudo $*" >> "{folder}/notes"',
        "python": f'mkdir -p "$3/bin"; cp "{folder}/pip" "{folder}/grade" "$3/bin/"',
        "pip": f'echo "pip $*" >> "{folder}/notes"',
        "grade": f'PYTHONPATH="{ROOT}" {grade}',
    }
    for name, script in made.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def run_action(checkout: Repository, programs: Path, tmp_path: Path, **inputs: str) -> tuple[int, str, Path]:
    """Run the action's steps as GitHub does: exit code, output, and the folder of the results."""
    temp = tmp_path / "temp"
    temp.mkdir()
    action = read(ACTION)
    given = {name: about.get("default", "") for name, about in action["inputs"].items()} | inputs
    values = {f"inputs.{name}": value for name, value in given.items()}
    values |= {"runner.temp": str(temp), "github.workspace": str(checkout.path)}

    def filled(text: str) -> str:
        for _ in range(2):  # a default may have an expression, too
            text = re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], text)
        return text

    variables = {
        **ENVIRONMENT,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "GITHUB_ACTION_PATH": str(ACTION.parent),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "SPRUNG": str(tmp_path / "sprung"),
    }
    output = ""
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=filled(step["working-directory"]),
            env={**variables, **{name: filled(value) for name, value in step.get("env", {}).items()}},
            capture_output=True,
            text=True,
            check=False,
        )
        output += done.stdout + done.stderr
        if done.returncode:
            break
    assert not (tmp_path / "sprung").exists()
    return done.returncode, output, temp / "results"


class TestTheAction:
    def test_it_grades_the_commit_and_leaves_results_summary_and_annotations(
        self, checkout: Repository, programs: Path, tmp_path: Path
    ) -> None:
        code, output, results = run_action(checkout, programs, tmp_path, chapters="chapter4")
        assert code == 0, output
        assert json.loads((results / "result.json").read_text())["score"] == 20
        assert {path.name for path in results.iterdir()} == {"result.json", "report.html", "junit.xml"}
        assert "Chapter 4" in (tmp_path / "summary.md").read_text()
        assert (tmp_path / "output").read_text() == f"results={results}\n"
        notes = (programs / "notes").read_text()
        assert "install -q -y --no-install-recommends bubblewrap" in notes
        assert f"pip install --quiet {ACTION.parent}/../../..\n" in notes

    def test_its_inputs_reach_the_grader_as_they_are(
        self, checkout: Repository, programs: Path, tmp_path: Path
    ) -> None:
        checkout.commit({f"exercises/{MODULE}": wrong()})
        inputs = {"chapters": "4 5", "lang": "fr", "min-score": "0", "extras": "keras", "folder": "exercises"}
        code, output, results = run_action(checkout, programs, tmp_path, **inputs)
        assert code == 0, output
        found = json.loads((results / "result.json").read_text())
        assert (found["language"], [chapter["number"] for chapter in found["chapters"]]) == ("fr", [4, 5])
        assert "[keras]" in (programs / "notes").read_text()

    @pytest.mark.parametrize("name", ["ref", "folder", "min-score"])
    def test_an_input_is_never_run(self, checkout: Repository, programs: Path, tmp_path: Path, name: str) -> None:
        evil = f'"; touch {tmp_path}/sprung; $(touch {tmp_path}/sprung) `touch {tmp_path}/sprung` #'
        code, _, _ = run_action(checkout, programs, tmp_path, chapters="4", **{name: evil})
        assert code == 2

    def test_a_commit_that_fails_fails_the_step(self, checkout: Repository, programs: Path, tmp_path: Path) -> None:
        checkout.commit({f"exercises/{MODULE}": wrong()})
        code, output, results = run_action(checkout, programs, tmp_path, chapters="4")
        assert code == 1
        assert f"::error file=exercises/{MODULE}" in output
        assert (results / "result.json").exists()


def test_the_pipeline_of_gitlab_grades_the_commit_and_collects_what_it_names(
    checkout: Repository, programs: Path, tmp_path: Path
) -> None:
    pipeline = read(PIPELINE)
    (checkout.path / "convgrade-results").symlink_to(tmp_path)  # as a commit may hold
    script = scripts(PIPELINE)[0].replace("/tmp/convgrade", str(tmp_path / "work"))  # noqa: S108 (the file's own)
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=checkout.path,
        env={
            **ENVIRONMENT,
            **pipeline["variables"],
            "PATH": f"{programs}:{os.environ['PATH']}",
            "CI_PROJECT_DIR": str(checkout.path),
            "SPRUNG": str(tmp_path / "sprung"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    artifacts = pipeline["grade"]["artifacts"]
    for name in (*artifacts["paths"], *artifacts["reports"].values()):
        assert (checkout.path / name).stat().st_size > 0, name
    assert not (checkout.path / "convgrade-results").is_symlink()
    assert not (tmp_path / "sprung").exists()


@pytest.mark.sampled(1)
@pytest.mark.parametrize(("source", "score"), [(right(), 2000), (wrong(), 0)])
def test_the_autograder_of_classroom_50_leaves_what_its_runner_reads(
    checkout: Repository, programs: Path, tmp_path: Path, source: str, score: int
) -> None:
    checkout.commit({f"exercises/{MODULE}": source})
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    (checkout.path / "result.json").symlink_to(outside)
    done = subprocess.run(
        [sys.executable, "-I", str(AUTOGRADER)],
        cwd=checkout.path,
        env={
            **ENVIRONMENT,
            "CONVGRADE_COMMAND": str(programs / "grade"),
            "RUNNER_TEMP": str(tmp_path),
            "CLASSROOM": "cnn",
            "ASSIGNMENT": "chapter4",
            "SUBMISSION_TAG": "submit/1",
            "COMMIT_URL": "https://example.org/c",
            "RELEASE_URL": "https://example.org/r",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((checkout.path / "result.json").read_text("utf-8"))
    filled = {**found, "owner": "ann", "datetime": "2026-05-31T12:00:00Z"}  # which the runner stamps
    jsonschema.validate(filled, json.loads((ROOT / "tests/schemas/classroom.json").read_text("utf-8")))
    assert (found["score"], found["max-score"]) == (score, 2000)
    assert "Chapter 4" in (checkout.path / "release-body.md").read_text("utf-8")
    assert outside.read_text() == "untouched"
