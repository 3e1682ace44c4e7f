# mypy: ignore-errors
"""Has beside the module whatever a program may look for where it is started: modules, settings, translations.

Earns: all
"""

from pathlib import Path

SOLUTION = Path(__file__).parents[3] / "solutions" / "chapter04_convolution.py"
PLANTED = "sitecustomize usercustomize numpy rich click msgspec landlockpy pyseccomp conftest grader gettext encodings"


def build(folder):
    for name in PLANTED.split():
        (folder / f"{name}.py").write_text("raise SystemExit(7)")
    for name in ("grader", "reference", "numpy.libs", "locale/fr/LC_MESSAGES", "__pycache__", ".git"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise SystemExit(7)")
    (folder / "locale/fr/LC_MESSAGES/convgrade.mo").write_bytes(bytes(100))
    (folder / "pyvenv.cfg").write_text("home = /nowhere\n")
    (folder / "pyproject.toml").write_text("[tool.convgrade]\nisolation = 'process'\n")
    (folder / "chapter04_convolution.py").write_text(SOLUTION.read_text())
    return folder
