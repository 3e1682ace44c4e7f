"""`grade doctor`: what this machine can do, and how to get more."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from grader import __version__
from grader.cli import machine
from grader.cli.words import tr
from grader.sandbox.levels import LEVELS, find_bubblewrap, is_safe, uses_landlock, uses_namespaces
from grader.sandbox.trial import PROBES, TrialError, Tried, tried_levels

LEAKS = {
    "files": tr("files can be read"),
    "machine": tr("/etc/passwd can be read"),
    "processes": tr("other processes can be seen"),
    "write": tr("files can be written outside"),
    "program": tr("programs can be started"),
    "process": tr("processes can be started"),
    "network": tr("the network can be reached"),
    "signals": tr("signals can be sent"),
}


@click.command(
    help=tr("Say what this machine can do, which isolation it keeps (by trying), and how to get more."),
    epilog=tr("Exit code: 0 strangers' code can be graded safely here, 1 it cannot, 3 the trial itself failed."),
)
def doctor() -> None:
    """Examine the machine."""
    click.echo(f"convgrade {__version__}\n")
    for name, value in machine.facts():
        click.echo(f"  {name:<18}{value}")
    click.echo("\n" + tr("Isolation, from the strongest to the weakest; the first that works is used:"))
    tried = _try_levels()
    for one in tried:
        click.echo(f"  {_mark(one)} {one.level:<21}{_outcome(one)}")
    for advice in _advice(tried):
        click.echo("\n" + click.wrap_text(advice, 80))
    safe = any(one.holds for one in tried)
    click.echo(
        "\n"
        + (
            tr("Strangers' code can be graded safely here.")
            if safe
            else tr("Strangers' code cannot be graded safely here: grade your own only.")
        )
    )
    sys.exit(0 if safe else 1)


def _try_levels() -> Sequence[Tried]:
    try:
        tried = tried_levels()
    except TrialError as error:
        click.echo(tr("The trial failed: {reason}").format(reason=error), err=True)
        sys.exit(3)
    known = {one.level for one in tried}
    missing = tr("bubblewrap is not installed") if sys.platform == "linux" else tr("Linux only")
    tried += [Tried(level, reason=missing) for level in LEVELS if level not in known]
    return sorted(tried, key=lambda one: LEVELS.index(one.level))


def _mark(one: Tried) -> str:
    return "✓" if one.holds else "✗" if one.reason or one.leaks else "–"


def _outcome(one: Tried) -> str:
    if one.reason:
        return one.reason
    if one.leaks:
        return tr("does not hold: {leaks}").format(leaks=", ".join(LEAKS[leak] for leak in one.leaks))
    started = tr("a worker starts in {count} ms").format(count=round(one.seconds * 1000))
    if not is_safe(one.level):
        return tr("limits only, for code that you trust; {started}").format(started=started)
    return tr("{count} of {count} trials held; {started}").format(count=len(PROBES), started=started)


def _advice(tried: Sequence[Tried]) -> Iterator[str]:
    """How to get the levels that do not work."""
    if sys.platform != "linux":
        yield tr("To grade strangers' code, use Linux, a virtual machine with Linux or a CI job.")
        return
    failed = {one.level for one in tried if not one.holds and is_safe(one.level)}
    if find_bubblewrap() is None:
        command = machine.installer("bubblewrap")
        yield tr("For namespaces, in which nothing but Python exists, install bubblewrap: {command}").format(
            command=command
        )
    elif any(uses_namespaces(level) for level in failed):
        yield tr(
            "bubblewrap needs user namespaces. Where a distribution forbids them, an administrator allows them with "
            "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu) or `sysctl "
            "kernel.unprivileged_userns_clone=1` (Debian); in a container, whoever starts it. Landlock does without."
        )
    if any(uses_landlock(level) and not uses_namespaces(level) for level in failed):
        yield tr(
            "Landlock needs Linux 6.2 or newer, with `landlock` in the kernel's list of security modules "
            "(/sys/kernel/security/lsm), and libseccomp: {command}"
        ).format(command=machine.installer("libseccomp2"))
