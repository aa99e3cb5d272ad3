"""`symcoh phase`: ground state, critical coupling and the shape of C(T)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .options import Typed, choice, model_options, read_model, seconds, text_option, whole_number
from .output import emit, progress_line

if TYPE_CHECKING:
    from ..phase import Phase

SHOWN_STATES = 20
LONGEST_EXACT = 80
PARAMETERS = (("omega", "omega"), ("omega_a", "omega_a"), ("gamma", "gamma"), ("J", "coupling"))


@click.command("phase", short_help="Ground states, critical coupling, every extremum of C(T), proved.")
@model_options
@text_option("--digits", default="20", help="Significant digits, 1 to 1000000.", metavar="INT")
@text_option("--format", "output_format", default="text", help="text or json.", metavar="NAME")
@text_option("--max-precision", default="4000000", help="Ceiling of working precision in bits.", metavar="BITS")
@text_option("--budget", help="Ceiling of time in seconds.", metavar="SECONDS")
def command(
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    sources_model: str | None,
    digits: str | None,
    output_format: str | None,
    max_precision: str | None,
    budget: str | None,
) -> None:
    """Print the ground states, the critical coupling J_c, C at T = 0, and every extremum of C(T) at positive temperature.

    All of it is proved: the extrema are those of the whole half-line 0 < T < oo, none missing. Numbers X are exact: 0.7 is
    7/10; + - * / ** ( ) sqrt pi exp log are understood.
    """
    from ..phase import phase

    typed = Typed(sources=sources, omega=omega, omega_a=omega_a, gamma=gamma, coupling=coupling, sources_model=sources_model)
    shape = choice(output_format, "--format", ("text", "json"))
    found = phase(
        read_model(typed),
        digits=whole_number(digits, "--digits", 1, 1_000_000),
        max_precision=whole_number(max_precision, "--max-precision", 2),
        budget=seconds(budget, "--budget"),
        progress=progress_line(),
    )
    emit(found.to_json() + "\n" if shape == "json" else text_of(found))


def text_of(found: Phase) -> str:
    """A page a person can read."""
    named = found.parameters
    signature = ", ".join(f"{name} = {named[key]}" for name, key in PARAMETERS)
    lines = [f"Ring of N = {named['sources']} sources: {signature}", "", f"Phase          {found.name}"]
    lines += [f"Ground energy  {_exact(found.energy.exact, found.energy.value)}", f"Ground states  {_states(found)}"]
    line = "none: one source is bonded to itself alone" if found.critical is None else _exact(found.critical.exact, found.critical.value)
    lines += [f"J_c            {line}", f"C at T = 0     {_exact(found.coherence.exact, found.coherence.value)}", ""]
    return "\n".join([*lines, *_extrema(found)]) + "\n"


def _exact(exact: str, value: str) -> str:
    return value if exact == value or len(exact) > LONGEST_EXACT else f"{value}  (exactly {exact})"


def _states(found: Phase) -> str:
    from flint import fmpz

    parts = [
        f"m = {fmpz(s.m).str()}, {fmpz(s.domains).str()} up-domains, degeneracy {fmpz(s.degeneracy).str()}"
        for s in found.ground_states[:SHOWN_STATES]
    ]
    more = len(found.ground_states) - SHOWN_STATES
    return "\n               ".join(parts + ([f"and {more} more (--format json lists all)"] if more > 0 else []))


def _extrema(found: Phase) -> list[str]:
    if not found.certificate:
        return ["C(T) is zero at every temperature."]
    if not found.extrema:
        return ["C(T) has no extremum at positive temperature: it falls all the way (proved)."]
    width = max(len(e.T) for e in found.extrema)
    rows = [f"  {e.kind}  T = {e.T.ljust(width)}  C = {e.C}" for e in found.extrema]
    return [f"C(T) has {len(rows)} extrem{'um' if len(rows) == 1 else 'a'} at positive temperature (proved, none missing):", *rows]
