"""`symcoh evaluate`: one certified number."""

from __future__ import annotations

import click

from .options import Typed, choice, model_options, read_model, read_temperature, seconds, text_option, whole_number
from .output import emit, progress_line

QUANTITIES = """coherence, partition-function, log-partition-function, free-energy, energy, entropy, heat-capacity,
magnetization, population-ground, population-excited, bloch-x, bloch-z, purity, target-entropy,
relative-entropy-of-coherence, quantum-fisher-information, ergotropy, coherence-derivative (dC/dT)"""


@click.command(
    "evaluate",
    short_help="A quantity to any number of certified digits.",
    help=f"Print QUANTITY to the digits asked, each of them proved with the default backend.\n\nQUANTITY: {QUANTITIES}.\n\n"
    "Numbers X are exact: 0.7 is 7/10; + - * / ** ( ) sqrt pi exp log are understood.",
)
@click.argument("quantity")
@model_options
@text_option("--beta", help="Inverse temperature >= 0; oo is the ground state.", metavar="X")
@text_option("-T", "--temperature", help="Temperature >= 0; 0 is the ground state.", metavar="X")
@text_option("--digits", default="50", help="Significant digits, 1 to 1000000.", metavar="INT")
@text_option("--backend", default="arb", help="arb (every digit proved) or mpmath (two precisions agree).", metavar="NAME")
@text_option("--format", "output_format", default="text", help="text, json or latex.", metavar="NAME")
@text_option("--max-precision", default="4000000", help="Ceiling of working precision in bits.", metavar="BITS")
@text_option("--budget", help="Ceiling of time in seconds.", metavar="SECONDS")
@text_option("--regime", help="sum, window or integral: take this route alone (arb).", metavar="NAME")
def command(
    quantity: str,
    sources: str | None,
    omega: str | None,
    omega_a: str | None,
    gamma: str | None,
    coupling: str | None,
    sources_model: str | None,
    beta: str | None,
    temperature: str | None,
    digits: str | None,
    backend: str | None,
    output_format: str | None,
    max_precision: str | None,
    budget: str | None,
    regime: str | None,
) -> None:
    """Read every argument, evaluate, print."""
    from ..evaluation import BACKENDS, MAX_DIGITS, evaluate
    from ..numeric.regimes import REGIMES
    from ..observables import observable

    observable(quantity)
    typed = Typed(sources=sources, omega=omega, omega_a=omega_a, gamma=gamma, coupling=coupling, sources_model=sources_model)
    shape = choice(output_format, "--format", ("text", "json", "latex"))
    result = evaluate(
        read_model(typed),
        quantity,
        **read_temperature(beta, temperature),
        digits=whole_number(digits, "--digits", 1, MAX_DIGITS),
        backend=choice(backend, "--backend", BACKENDS),
        max_precision=whole_number(max_precision, "--max-precision", 2),
        budget=seconds(budget, "--budget"),
        progress=progress_line(),
        regime=None if regime is None else choice(regime, "--regime", REGIMES),
    )
    text = {"text": result.__str__, "json": result.to_json, "latex": result.latex}[shape]()
    emit(text + "\n")
