"""`symcoh phase`: ground state, critical coupling and the shape of C(T)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ..arguments import MAX_DIGITS
from .options import ceilings, digits_option, format_option
from .output import emit, progress_line
from .parameters import Given, model, read_model

if TYPE_CHECKING:
    from ..phase import Extremum, Phase, SystemPhase
    from ..phase.number import Number

SHOWN_STATES = 20
LONGEST_EXACT = 80
PARAMETERS = (("omega", "omega"), ("omega_a", "omega_a"), ("gamma", "gamma"), ("J", "coupling"))


@click.command("phase", short_help="Ground states, critical coupling, every extremum of C(T), proved.")
@model(temperature=())
@digits_option("20", MAX_DIGITS)
@format_option("text", "json", help="text or json.")
@ceilings()
def command(given: Given, output_format: str, **settings: Any) -> None:
    """Print the ground states, the critical coupling J_c, C at T = 0, and every extremum of C(T) at positive temperature.

    All of it is proved: the extrema are those of the whole half-line 0 < T < oo, none missing. Numbers X are exact: 0.7 is
    7/10; + - * / ** ( ) sqrt pi exp log are understood.

    Of other sources: the ground states, C at T = 0, the steps that it climbs there as omega_a grows from 0, and the extrema where
    their levels can be followed one by one.
    """
    from ..phase import phase, system_phase

    one = read_model(given)
    if not one.is_ring:
        other = system_phase(one, **settings, progress=progress_line())
        emit(other.to_json() + "\n" if output_format == "json" else system_text(other))
        return
    found = phase(one, **settings, progress=progress_line())
    emit(found.to_json() + "\n" if output_format == "json" else text_of(found))


def text_of(found: Phase) -> str:
    """A page a person can read."""
    named = found.parameters
    signature = ", ".join(f"{name} = {named[key]}" for name, key in PARAMETERS)
    lines = [f"Ring of N = {named['sources']} sources: {signature}", "", f"Phase          {found.name}"]
    lines += [f"Ground energy  {_number(found.energy)}", f"Ground states  {_states(found)}"]
    line = "none: one source is bonded to itself alone" if found.critical is None else _number(found.critical)
    lines += [f"J_c            {line}", f"C at T = 0     {_number(found.coherence)}", ""]
    return "\n".join([*lines, *_extrema(found)]) + "\n"


def system_text(found: SystemPhase) -> str:
    """The page of any other sources."""
    left_out = ("sources", "sources_model")
    rest = ", ".join(f"{name} = {_shortened(value)}" for name, value in found.parameters.items() if name not in left_out)
    lines = [f"{found.parameters['sources_model']} of N = {found.parameters['sources']}: {rest}", ""]
    states = [
        f"{name} = {', '.join(label) if isinstance(label, list) else label}, degeneracy {'not decided' if count is None else count}"
        for name, label, count in found.ground_states[:SHOWN_STATES]
    ]
    lines += [f"Ground energy  {_number(found.energy)}", f"Ground states  {(chr(10) + ' ' * 15).join(states)}"]
    lines += [f"C at T = 0     {_number(found.coherence)}"]
    if found.staircase is not None:
        lines += ["", "C at T = 0 as omega_a grows from 0 (proved, no step missing):"]
        lines += [f"  m = {s.m} from omega_a = {_number(s.omega_a)}: C = {_number(s.coherence)}" for s in found.staircase]
    return "\n".join([*lines, "", *_system_extrema(found)]) + "\n"


def _system_extrema(found: SystemPhase) -> list[str]:
    if found.extrema is None:
        return [f"Extrema of C(T) are not known: {found.because}"]
    return _turns(found.extrema) if found.extrema else ["C(T) has no extremum at positive temperature (proved)."]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_EXACT else f"{text[: LONGEST_EXACT - 3]}..."


def _number(number: Number) -> str:
    alone = number.exact is None or number.exact == number.value or len(number.exact) > LONGEST_EXACT
    return number.value if alone else f"{number.value}  (exactly {number.exact})"


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
    return _turns(found.extrema)


def _turns(extrema: Sequence[Extremum]) -> list[str]:
    width = max(len(e.T) for e in extrema)
    rows = [f"  {e.kind}  T = {e.T.ljust(width)}  C = {e.C}" for e in extrema]
    return [f"C(T) has {len(rows)} extrem{'um' if len(rows) == 1 else 'a'} at positive temperature (proved, none missing):", *rows]
