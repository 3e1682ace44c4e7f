"""What this machine has of what grading needs: kernel, sandbox, NumPy's BLAS, Keras. Asks, but starts nothing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from grader.cli.words import tr
from grader.course.kit import is_kit
from grader.sandbox.levels import find_bubblewrap

LIMIT = Path("/proc/sys/user/max_user_namespaces")
RESTRICTIONS = (
    (Path("/proc/sys/kernel/unprivileged_userns_clone"), "0"),
    (Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"), "1"),
)
"""Switches with which a distribution forbids user namespaces, and the value that forbids."""


def facts() -> list[tuple[str, str]]:
    """Names and values, in the order in which they are shown."""
    return [
        (tr("system"), f"{platform.system()} {platform.release()} ({platform.machine()})"),
        ("Python", f"{platform.python_version()} ({sys.executable})"),
        (tr("user"), tr("root: workers give up its capabilities") if os.geteuid() == 0 else tr("plain user")),
        ("Landlock", _landlock()),
        (tr("user namespaces"), _user_namespaces()),
        ("bubblewrap", find_bubblewrap() or tr("not installed")),
        ("seccomp", _installed("pyseccomp")),
        ("NumPy", _numpy()),
        ("Keras", _keras()),
        *_data(),
    ]


def _landlock() -> str:
    try:
        import landlockpy  # noqa: PLC0415 (on Linux only)
    except ImportError:
        return tr("not installed")
    abi = landlockpy.abi_version()
    return tr("ABI {version} (3 or newer is needed)").format(version=abi) if abi else tr("not in this kernel")


def _user_namespaces() -> str:
    if not LIMIT.exists() or LIMIT.read_text().strip() == "0":
        return tr("none in this kernel")
    for switch, forbidding in RESTRICTIONS:
        if switch.exists() and switch.read_text().strip() == forbidding:
            return tr("forbidden to plain users ({switch} is {value})").format(switch=switch, value=forbidding)
    return tr("allowed")


def _installed(package: str) -> str:
    """Version of a package that loads, or why it does not."""
    if find_spec(package) is None:
        return tr("not installed")
    try:
        __import__(package)
    except (ImportError, OSError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    return metadata.version(package)


def _numpy() -> str:
    import numpy as np  # noqa: PLC0415 (only here)

    built: dict[str, dict[str, dict[str, str]]] = np.show_config(mode="dicts")  # type: ignore[assignment]
    blas = built["Build Dependencies"]["blas"]
    known = f"{np.__version__}, {blas.get('name', '?')} {blas.get('version', '')}".strip()
    return tr("{version}; one BLAS thread a worker").format(version=known)


def _keras() -> str:
    """Versions, and the backend as Keras would choose it, without loading it."""
    if find_spec("keras") is None or find_spec("tensorflow") is None:
        return tr("not installed: pip install 'convgrade[keras]' (chapters 1 to 8 and 15 do not need it)")
    versions = f"{metadata.version('keras')}, TensorFlow {metadata.version('tensorflow')}"
    backend = tr("backend {name}").format(name=os.environ.get("KERAS_BACKEND", "tensorflow"))
    return f"{versions}, {backend}"


def _data() -> list[tuple[str, str]]:
    """The images that the Keras chapters learn from and are judged by; what is not there, nobody downloads."""
    if is_kit():
        return []
    from grader.course import image_sets, imagenet  # noqa: PLC0415 (they load NumPy)

    folder = image_sets.cache_folder()
    digits = (
        tr("1 797 of scikit-learn's") if find_spec("sklearn") else tr("not installed: they come with the extra `keras`")
    )
    absent = tr("not in {folder}: the digits are used").format(folder=folder)
    small = tr("not in {folder}: a small network is used").format(folder=imagenet.FOLDER)
    return [
        (tr("digits"), digits),
        ("MNIST", tr("there") if image_sets.has_mnist(folder) else absent),
        ("Fashion-MNIST", tr("there") if image_sets.has_fashion_mnist(folder) else absent),
        ("ImageNet, VGG16", tr("there") if imagenet.folder() else small),
    ]


def installer(package: str) -> str:
    """The command that installs a package of the system."""
    for command, arguments in (("apt-get", "install"), ("dnf", "install"), ("pacman", "-S"), ("zypper", "install")):
        if shutil.which(command):
            return f"{command} {arguments} {package}"
    return tr("install the package {name}").format(name=package)
