"""`symcoh selftest`: certify this installation."""

from __future__ import annotations

import click

from .output import emit


@click.command("selftest", short_help="Certify this installation in under a minute.")
def command() -> int:
    """Run every check of the installation; exit 1 when one fails."""
    from time import monotonic

    from ..errors import CheckFailed
    from ..selfcheck import checks

    failed = 0
    for check in checks():
        started = monotonic()
        try:
            outcome = f"ok      {check.run():5d} comparisons"
        except CheckFailed as error:
            failed += 1
            outcome = f"FAILED  {error}"
        emit(f"{check.name:<66} {outcome}  {monotonic() - started:.1f} s\n")
    emit("All checks passed.\n" if not failed else f"{failed} checks failed.\n")
    return 1 if failed else 0
