"""`symcoh reproduce`: the reference table on the screen, as CSV and as LaTeX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import text_option
from .output import emit, note, write_files

if TYPE_CHECKING:
    from ..reference import Regime, Row

CSV_HEAD = "regime,N,omega,omega_a,gamma,J,T,coherence,radius,coherence_mpmath,backends_agree,equation,relation,limit,relative_departure"


@click.command("reproduce", short_help="The paper's model in every regime, certified: screen, CSV, LaTeX.")
@text_option("--out", default="out", help="Directory for coherence.csv and coherence.tex.", metavar="DIR")
def command(out: str | None) -> None:
    """Print the coherence to 50 certified digits in every regime of the paper.

    Both backends stand side by side, and next to each value the limit or bound of the paper that belongs to it. The same
    table is written to DIR as coherence.csv and coherence.tex.
    """
    from ..reference import REGIMES, rows

    directory = Path(out or "out")
    write_files(directory, {})
    found: dict[Regime, list[Row]] = {regime: [] for regime in REGIMES}
    for row in rows():
        if not found[row.regime]:
            note(f"{len([r for r in found if found[r]]) + 1}/{len(REGIMES)} {row.regime.title}")
        found[row.regime].append(row)
    screen = "\n".join(_block(regime, members) for regime, members in found.items())
    every = [row for members in found.values() for row in members]
    write_files(directory, {"coherence.csv": _csv(every), "coherence.tex": _latex(found)})
    emit(screen + f"\n{len(every)} values, both backends equal in every digit; written to {directory}/coherence.csv and coherence.tex\n")


def _block(regime: Regime, members: list[Row]) -> str:
    from ..numeric.limits import LIMITS

    parameters = f"omega = 1, gamma = {regime.gamma}, omega_a = {regime.omega_a}, J = {regime.J or 'J_c'}, T = {regime.T}"
    lines = [f"{regime.title}: {parameters}", f"  {'N':>3}  {'C, arb (certified)':<56} {'radius':<9} {'C, mpmath':<56}"]
    if regime.limit:
        limit = LIMITS[regime.limit]
        lines[-1] += f" C {limit.relation} ({limit.equation})"
    for row in members:
        line = f"  {row.N:>3}  {row.certified.value:<56} {row.certified.radius:<9} {row.compared.value:<56}"
        lines.append((line + (f" {row.limit} {row.departure or ''}" if row.limit else "")).rstrip())
    return "\n".join(lines) + "\n"


def _csv(members: list[Row]) -> str:
    from ..numeric.limits import LIMITS

    lines = [CSV_HEAD]
    for row in members:
        regime = row.regime
        limit = LIMITS[regime.limit] if regime.limit else None
        cells = [f'"{regime.title}"', str(row.N), "1", regime.omega_a, regime.gamma, row.J, regime.T]
        cells += [row.certified.value, row.certified.radius or "", row.compared.value, str(row.backends_agree).lower()]
        cells += [limit.equation if limit else "", limit.relation if limit else "", row.limit or "", row.departure or ""]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def _latex(found: dict[Regime, list[Row]]) -> str:
    from ..latex.tables import decimal, document, relation, table
    from ..numeric.limits import LIMITS

    parts = []
    for regime, members in found.items():
        heads = ["$N$", "$C$", "radius"]
        limit = LIMITS[regime.limit] if regime.limit else None
        if limit:
            heads.append(f"{relation(limit.relation)} ({limit.equation})")
        coupling = regime.J or r"J_{\mathrm c}"
        caption = (
            f"Coherence, {regime.title}: $\\omega=1$, $\\gamma={regime.gamma}$, $\\omega_a={regime.omega_a}$, "
            f"$J={coupling}$, $T={regime.T}$. All digits certified."
        )
        body = [
            [str(row.N), decimal(row.certified.value), decimal(row.certified.radius or "0")]
            + ([decimal(row.limit or "0")] if limit else [])
            for row in members
        ]
        parts.append(table(caption, ["r", "l", "l"] + (["l"] if limit else []), heads, body))
    return document("Certified values of the autonomous coherence", ["".join(parts[i : i + 4]) for i in range(0, len(parts), 4)])
