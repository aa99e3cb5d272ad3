"""`symcoh radius`: the radius of convergence of a power series of C, certified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .options import choice, text_option, whole_number
from .output import emit

if TYPE_CHECKING:
    from ..convergence import Radius

SERIES = {"high-temperature": "beta", "weak-coupling": "gamma", "small-gap": "omega_a"}
"""Derivation -> the variable of its series."""


@click.command(
    "radius",
    short_help="The radius of convergence of a series, certified.",
    help="The radius of convergence of the series of high-temperature, weak-coupling or small-gap, at given parameters: the distance "
    "from 0 of the nearest complex zero of the partition function in beta, gamma or omega_a. Proved: it is a zero, none is nearer, and "
    "C has a pole there.",
)
@click.argument("derivation")
@text_option("-N", "--sources", help="Number of sources, 1 to 60 (required).", metavar="INT")
@text_option("--omega", default="1", help="Gap of the target, >= 0.", metavar="X")
@text_option("--omega-a", help="Gap of a source, unless it is the variable.", metavar="X")
@text_option("--gamma", help="Target-source coupling, unless it is the variable.", metavar="X")
@text_option("-J", "--coupling", default="0", help="Intersource coupling, > 0 ferromagnetic.", metavar="X")
@text_option("--beta", help="Inverse temperature, unless it is the variable.", metavar="X")
@text_option("--digits", default="20", help="Significant digits, 1 to 10000.", metavar="INT")
@text_option("--format", "output_format", default="text", help="text or json.", metavar="NAME")
def command(
    derivation: str,
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    beta: str | None,
    digits: str | None,
    output_format: str | None,
) -> None:
    """Read every argument, find the zero, print."""
    from ..convergence import Problem, convergence_radius
    from ..exactnumbers import exact
    from ..model import Model, nonnegative

    shape = choice(output_format, "--format", ("text", "json"))
    variable = SERIES[choice(derivation, "DERIVATION", tuple(SERIES))]
    count = whole_number(digits, "--digits", 1, 10_000)
    typed = {"omega_a": omega_a, "gamma": gamma, "beta": beta}
    given = {name: _given(name, text, variable) for name, text in typed.items()}
    model = Model(
        N=whole_number(sources, "-N/--sources", 1),
        omega=nonnegative(omega, "--omega"),
        omega_a=exact(given["omega_a"] or "1", "--omega-a"),
        gamma=exact(given["gamma"] or "1", "--gamma"),
        J=exact(coupling, "-J/--coupling"),
    )
    fixed = None if variable == "beta" else nonnegative(given["beta"], "--beta")
    found = convergence_radius(derivation, Problem(model=model, beta=fixed), count)
    emit(_json(found) if shape == "json" else _text(found))


def _given(name: str, text: str | None, variable: str) -> str | None:
    flag = "--" + name.replace("_", "-")
    if name == variable and text is not None:
        raise InputError(flag, "is the variable of the series: leave it out.")
    if name != variable and text is None:
        raise InputError(flag, "is required: give a number such as 7/10.")
    return text


def _json(found: Radius) -> str:
    zero = {"re": str(found.real), "im": str(found.imaginary)}
    answer: dict[str, Any] = {"derivation": found.derivation, "radius": str(found.radius), "zero": zero, "variable": found.variable}
    return json.dumps(answer | {"certified": True}) + "\n"


def _text(found: Radius) -> str:
    return f"{found.radius}\nnearest zero of Z: {found.variable} = {found.real} ± {found.imaginary} i (proved, none nearer)\n"
