"""`symcoh evaluate`: one certified number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from ..arguments import MAX_DIGITS
from ..observables import LIMITS, OBSERVABLES, SHARED
from .options import ceilings, digits_option, format_option, text_option
from .output import emit, progress_line
from .parameters import Given, model, read_model, read_temperature
from .paramtypes import Quantity, Word

_BESIDE = {name: "".join(f" ({number})" for number in limit.equations) for name, limit in LIMITS.items()}
_BESIDE["coherence-derivative"] = " (dC/dT)"
_OWN, _TOGETHER, _BOUNDS = (", ".join(f"{name}{_BESIDE.get(name, '')}" for name in book) for book in (OBSERVABLES, SHARED, LIMITS))
QUANTITIES = f"{_OWN}; of target and sources together: {_TOGETHER}; bounds and limits of the coherence: {_BOUNDS}"


def _backends() -> Sequence[str]:
    from ..evaluation import BACKENDS

    return BACKENDS


def _routes() -> Sequence[str]:
    from ..numeric.routes import ROUTE_NAMES

    return ROUTE_NAMES


@click.command(
    "evaluate",
    short_help="A quantity to any number of certified digits.",
    help=f"Print QUANTITY to the digits asked, each of them proved with the default backend; of several quantities one line each, or a "
    f"list in JSON.\n\nQUANTITY: {QUANTITIES}.\n\n"
    "Numbers X are exact: 0.7 is 7/10; + - * / ** ( ) sqrt pi exp log are understood.",
)
@click.argument("quantities", nargs=-1, required=True, metavar="QUANTITY...", type=Quantity())
@model()
@digits_option("50", MAX_DIGITS)
@text_option(
    "--backend", default="arb", help="arb (every digit proved) or mpmath (two precisions agree).", metavar="NAME", type=Word(_backends)
)
@format_option("text", "json", "latex", help="text, json or latex.")
@ceilings(" for each quantity")
@text_option(
    "--route", "--regime", "route", help="sum, window or integral: take this route alone (arb).", metavar="NAME", type=Word(_routes)
)
def command(quantities: tuple[str, ...], given: Given, output_format: str, **settings: Any) -> None:
    """Evaluate, print."""
    from ..evaluation import evaluate
    from ..numeric.precision import one_call
    from ..observables import observable

    one = read_model(given)
    settings["progress"] = progress_line()
    found = []
    with one_call():
        for quantity in quantities:
            temperature: Any = read_temperature(given, observable(quantity).needs_temperature)
            found.append(evaluate(one, quantity, **temperature, **settings))
    if output_format == "json":
        emit(f"{found[0].to_json()}\n" if len(found) == 1 else f"[{', '.join(number.to_json() for number in found)}]\n")
    else:
        emit("".join(f"{number.latex() if output_format == 'latex' else number}\n" for number in found))
