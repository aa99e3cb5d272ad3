"""The reference table as a report for the screen, as CSV and as LaTeX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..latex.tables import decimal, document, relation, table
from ..numeric.ring.limits import LIMITS
from ..reference import Regime, Row

CSV_HEAD = "regime,N,omega,omega_a,gamma,J,T,coherence,radius,coherence_mpmath,backends_agree,equation,relation,limit,relative_departure"


def screen(found: Mapping[Regime, Sequence[Row]]) -> str:
    """The report for the screen: one block for each regime, both backends side by side."""
    count = sum(len(members) for members in found.values())
    blocks = "\n".join(_block(regime, members) for regime, members in found.items())
    return blocks + f"\n{count} values, both backends equal in every digit.\n"


def _block(regime: Regime, members: Sequence[Row]) -> str:
    parameters = f"omega = 1, gamma = {regime.gamma}, omega_a = {regime.omega_a}, J = {regime.J or 'J_c'}, T = {regime.T}"
    lines = [f"{regime.title}: {parameters}", f"  {'N':>3}  {'C, arb (certified)':<56} {'radius':<9} {'C, mpmath':<56}"]
    if regime.limit:
        limit = LIMITS[regime.limit]
        lines[-1] += f" C {limit.relation} ({limit.equation})"
    for row in members:
        line = f"  {row.N:>3}  {row.certified.value:<56} {row.certified.radius:<9} {row.compared.value:<56}"
        lines.append((line + (f" {row.limit} {row.departure or ''}" if row.limit else "")).rstrip())
    return "\n".join(lines) + "\n"


def csv_text(members: Sequence[Row]) -> str:
    """The table as CSV."""
    lines = [CSV_HEAD]
    for row in members:
        regime = row.regime
        limit = LIMITS[regime.limit] if regime.limit else None
        cells = [f'"{regime.title}"', str(row.N), "1", regime.omega_a, regime.gamma, row.J, regime.T]
        cells += [row.certified.value, row.certified.radius or "", row.compared.value, str(row.backends_agree).lower()]
        cells += [limit.equation if limit else "", limit.relation if limit else "", row.limit or "", row.departure or ""]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


_PARITIES = {"38": "(38), (39)"}
"""The bound of odd N, and of even N beside it."""


def latex_text(found: Mapping[Regime, Sequence[Row]]) -> str:
    """The table as a document, one table for each regime."""
    parts = []
    for regime, members in found.items():
        heads = ["$N$", "$C$", "radius"]
        limit = LIMITS[regime.limit] if regime.limit else None
        if limit:
            heads.append(f"{relation(limit.relation)} {_PARITIES.get(limit.equation, f'({limit.equation})')}")
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
    return document("Certified values of the autonomous coherence", ["".join(parts[i : i + 3]) for i in range(0, len(parts), 3)])
