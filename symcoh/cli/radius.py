"""`symcoh radius`: the radius of convergence of a power series of C, certified."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError
from .options import digits_option, format_option
from .output import emit
from .parameters import FLAGS, Given, model, read_model, read_temperature, with_value
from .paramtypes import Word

if TYPE_CHECKING:
    from ..convergence import Radius
    from ..exactnumbers import Exact

SERIES = {"high-temperature": "beta", "weak-coupling": "gamma", "small-gap": "omega_a"}
"""Derivation -> the variable of its series."""


@click.command(
    "radius",
    short_help="The radius of convergence of a series, certified.",
    help="The radius of convergence of the series of high-temperature, weak-coupling or small-gap, at given parameters: the distance "
    "from 0 of the nearest complex zero of the partition function in beta, gamma or omega_a. Proved: it is a zero, none is nearer, and "
    "C has a pole there. Of other sources: high-temperature for any target of two levels whose C is a quotient of two "
    "series; weak-coupling and small-gap for the target of the paper with sources alike at m and -m, whatever gamma or omega_a stands in a "
    "file.",
)
@click.argument("derivation", type=Word(tuple(SERIES)))
@model(
    help={
        "N": "Number of sources, of the ring 1 to 60 (required).",
        "omega_a": "Gap of a source, unless it is the variable.",
        "gamma": "Target-source coupling, unless it is the variable.",
        "beta": "Inverse temperature, unless it is the variable.",
        "T": "Temperature, in the place of --beta.",
    }
)
@digits_option("20", 10_000)
@format_option("text", "json", help="text or json.")
def command(derivation: str, given: Given, digits: int, output_format: str) -> None:
    """Find the zero, print."""
    from ..convergence import Problem, convergence_radius

    variable = SERIES[derivation]
    fixed = _beta(given, variable)
    of_file = "model_file" in given.values
    for name in ("omega_a", "gamma"):
        if name == variable:
            _refuse_variable(given, name)
            given = given if of_file else with_value(given, name, _one())
    found = convergence_radius(derivation, Problem(model=read_model(given), beta=fixed), digits)
    emit(_json(found) if output_format == "json" else _text(found))


def _one() -> Exact:
    from ..exactnumbers import ONE

    return ONE


def _refuse_variable(given: Given, *names: str) -> None:
    for name in names:
        if name in given.values:
            raise InputError(FLAGS[name], "is the variable of the series: leave it out.")


def _beta(given: Given, variable: str) -> Exact | None:
    """The inverse temperature, finite; None where it is the variable."""
    from ..exactnumbers import ONE, exact, sign

    if variable == "beta":
        _refuse_variable(given, "beta", "T")
        return None
    if "T" in given.values and "beta" not in given.values:
        temperature: Exact = given.values["T"]
        if sign(temperature) == 0:
            raise InputError(FLAGS["T"], "must be positive, but is 0: at T = 0 there is no series.")
        return ONE / temperature
    if "beta" not in given.values:
        raise InputError("--beta", "is required: give a number such as 7/10.")
    if "T" in given.values:
        read_temperature(given)
    return exact(given.values["beta"], "--beta")


def _json(found: Radius) -> str:
    zero = {"re": str(found.real), "im": str(found.imaginary)}
    answer: dict[str, Any] = {"derivation": found.derivation, "radius": str(found.radius), "zero": zero, "variable": found.variable}
    return json.dumps(answer | {"certified": True}) + "\n"


def _text(found: Radius) -> str:
    return f"{found.radius}\nnearest zero of Z: {found.variable} = {found.real} ± {found.imaginary} i (proved, none nearer)\n"
