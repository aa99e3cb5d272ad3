"""Command lines to begin with: they end the help of their command."""

from __future__ import annotations

import click

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "symcoh evaluate coherence -N 6 --omega-a 7/10 --gamma 3/10 -J 2/5 -T 0.1",
        "symcoh derive high-temperature --order 4",
        'symcoh check "N*gamma*omega_a*beta**2/2" --limit "beta -> 0"',
        "symcoh reproduce --out out",
    ),
    "check": (
        'symcoh check "N*gamma*omega_a*beta**2/2" --limit "beta -> 0"',
        'symcoh check "N*gamma*omega_a*beta**2/2 + N*gamma*omega_a*J*beta**3" --limit "beta -> 0" -N 5 --format json',
        'symcoh check "N*gamma*omega_a/(2*T**2)" --limit "T -> oo"',
    ),
    "derive": (
        "symcoh derive",
        "symcoh derive high-temperature --order 4 -N 5",
        "symcoh derive high-temperature --order 6 -N 4 --omega 1 --omega-a 7/10 --gamma 3/10 -J 2/5 --bound --at beta=1/10",
        "symcoh derive high-temperature --quantity energy --variable T",
        "symcoh derive weak-coupling --format latex",
    ),
    "equation": ("symcoh equation 30", "symcoh equation 27a --format latex", "symcoh equation B1 --format json"),
    "evaluate": (
        "symcoh evaluate coherence -N 6 --omega-a 7/10 --gamma 3/10 -J 2/5 -T 0.1",
        "symcoh evaluate energy entropy -N 1000 --omega-a 0.7 --gamma 0.3 -J=-2/5 --beta 3 --digits 20",
        'symcoh evaluate coherence -N 4 --omega-a "sqrt(2)/3" --gamma pi/10 --beta oo --format json',
    ),
    "figure": ("symcoh figure 1a", "symcoh figure 3b --out phases.svg", "symcoh figure 1a -N 8 --omega-a 0.6 --width 178mm --no-caption"),
    "ledger": ("symcoh ledger --out out",),
    "manuscript": ("symcoh manuscript supplement.toml --out supplement",),
    "maximum": (
        "symcoh maximum -N 4 --omega-a 0.7 --gamma 0.3 -J 2/5",
        "symcoh maximum -N 4 --omega-a 0.7 --gamma 0.3 --over J=-0.5..0.5:11 --format csv",
    ),
    "phase": ("symcoh phase -N 4 --omega-a 0.7 --gamma 0.3 -J=-2/5", "symcoh phase -N 5 --omega-a 0.7 --gamma 0.3 --format json"),
    "plot": (
        "symcoh plot coherence --over T=0.01..2:200 -N 6 --omega-a 0.7 --gamma 0.3 -J 2/5",
        "symcoh plot coherence --over T=0.01..2:200 --for J=-0.4,0,0.4 -N 6 --omega-a 0.7 --gamma 0.3 --out family.svg",
        'symcoh plot coherence --over T=1..9:100 -N 6 --omega-a 0.7 --gamma 0.3 --overlay "N*gamma*omega_a/(2*T**2)" --ratio',
        "symcoh plot heat-capacity --over beta=1e-3..1e3:100 --log xy -N 100 --omega-a 0.7 --gamma 0.3",
    ),
    "radius": (
        "symcoh radius high-temperature -N 4 --omega-a 0.7 --gamma 0.3 -J 2/5",
        "symcoh radius weak-coupling -N 4 --omega-a 0.7 --beta 2 --format json",
    ),
    "reproduce": ("symcoh reproduce --out out", "symcoh reproduce --out out --only reference,figures"),
    "selftest": ("symcoh selftest",),
    "sweep": (
        "symcoh sweep run sweep.toml --store sweep.db",
        "symcoh sweep status sweep.db",
        "symcoh sweep export sweep.db --out sweep.csv",
    ),
    "sweep export": ("symcoh sweep export sweep.db --out sweep.csv", "symcoh sweep export sweep.db --format parquet --out sweep.parquet"),
    "sweep repair": ("symcoh sweep repair sweep.db",),
    "sweep run": ("symcoh sweep run sweep.toml --store sweep.db", "symcoh sweep run sweep.toml --store sweep.db --workers 8 --budget 60"),
    "sweep status": ("symcoh sweep status sweep.db", "symcoh sweep status sweep.db --format json"),
    "sweep verify": ("symcoh sweep verify sweep.db", "symcoh sweep verify sweep.db --all --by precision"),
    "table": (
        "symcoh table table.toml > table.csv",
        "symcoh table table.toml --decimals --out table.csv",
        "symcoh table table.toml --format latex --out table.tex",
    ),
    "verify": ("symcoh verify 42", "symcoh verify 29 30 31 --digits 100 --samples 5", "symcoh verify --format json"),
}
"""Command -> lines; "" is symcoh itself."""


def add_examples(command: click.Command, name: str) -> None:
    """End the help of a command, and of those below it, with its examples."""
    lines = EXAMPLES.get(name, ())
    if lines:
        command.epilog = "\b\n" + "\n".join(["Examples:" if len(lines) > 1 else "Example:", *(f"  {line}" for line in lines)])
    if isinstance(command, click.Group) and name:
        for below in command.commands.values():
            add_examples(below, f"{name} {below.name}")
