"""Beyond the ring: (42) on any graph and for in-plane couplings, and oscillators, whose coherence high temperature leaves alone."""

from __future__ import annotations

from sympy import Expr

from ..exact.symbols import J, N, beta, gamma, omega, omega_a
from .beyond_sources import FINITE, POSITIVE
from .entry import Approach, Entry, Sampler, Statement, Wrong
from .notation import C, bond_pairs, bonds

SECTION = "Beyond the paper: other sources"
GAPS = "`omega`, `omega_a`, `gamma > 0`"
OSCILLATORS = "`N` oscillators of frequency `Ω = omega_a + gamma`, `B = gamma Σ a^† a`"
GENERAL = (
    "`N_b` is the number of bonds; the next term counts the pairs of them that share a site. With gaps, couplings and bonds of their own, "
    "`C` is the modulus of "
    "`(beta^2/2) [Σ_k gamma_k omega_k + beta Σ_e J_e (gamma_a omega_b + gamma_b omega_a)]`, up to the same order. "
    "Proved by the derivation high-temperature for the sources that are named."
)

IN_PLANE = "Couplings in the plane first stand in `beta^4`, with the number of bonds."


def _limit_of_oscillators(ratio: Expr) -> Expr:
    return (1 - ratio**N) / (1 + ratio**N)


LIMIT = _limit_of_oscillators(omega_a / (omega_a + 2 * gamma))


def _hot_oscillators(limit: Expr) -> Statement:
    return Statement(
        lhs=C,
        rhs=limit,
        relation="~",
        order=beta,
        approach=Approach(
            symbol=beta,
            points=("1/2", "1/8", "1/32"),
            neglected=-N * beta * gamma / 2 * (1 - LIMIT**2),
            tied={"N": "2", "omega": "1", "omega_a": "9/10", "gamma": "3/10", "J": "0"},
        ),
    )


def _hot(axial: int, in_plane: int, leading: Expr) -> Statement:
    """(42) with the number of bonds, and what is of the order beta^4."""
    front = gamma * omega_a
    quartic = front * (axial * bond_pairs * J**2 - in_plane * bonds * J**2 - N * (4 * gamma**2 + omega**2 + omega_a**2) / 24)
    return Statement(
        lhs=C,
        rhs=leading * front * beta**2 + axial * bonds * front * J * beta**3,
        relation="~",
        order=beta**4,
        approach=Approach(symbol=beta, points=("1e-6", "1e-8", "1e-10"), neglected=quartic * beta**4),
    )


def _hot_entry(number: str, title: str, systems: tuple[str, ...], axial: int, in_plane: int) -> Entry:
    named = {
        (1, 0): "Ising chain, complete graph, star or ladder, `J` on every bond",
        (0, 1): "XX ring, chain or complete graph, `J` the in-plane coupling",
        (1, 1): "XXX complete graph",
    }[axial, in_plane]
    return Entry(
        number=number,
        title=title,
        statements=(_hot(axial, in_plane, N / 2),),
        assumptions=(named, "`N >= 3`", f"{GAPS}; `J` real", "`beta -> 0`, all other parameters fixed"),
        source="ours, for (42)",
        derivation="high-temperature",
        sampler=Sampler(sources=(3, 5), positive=POSITIVE, systems=systems, temperature="none"),
        wrong=Wrong(name="N for N/2", statement=_hot(axial, in_plane, N)),
        note=("`N_b` is the number of bonds. " if axial else "") + IN_PLANE if in_plane else GENERAL,
    )


ENTRIES = (
    Entry(
        number="B64",
        title="Oscillators at high temperature",
        statements=(_hot_oscillators(LIMIT),),
        assumptions=(OSCILLATORS, "`N >= 1`", GAPS, "`beta -> 0`, all other parameters fixed"),
        source="ours",
        derivation="oscillator-high-temperature",
        sampler=Sampler(sources=(1, 4), positive=POSITIVE, systems=("oscillators",)),
        wrong=Wrong(name="4γ for 2γ", statement=_hot_oscillators(_limit_of_oscillators(omega_a / (omega_a + 4 * gamma)))),
        note="`C` does not die at high temperature: the right side is a function of `ρ = (Ω - gamma)/(Ω + gamma)`, and `gamma/Ω` "
        "for `N = 1`. Attacked at one set of parameters.",
    ),
    Entry(
        number="B65",
        title="Oscillators below their limit",
        statements=(Statement(lhs=C, rhs=LIMIT, relation="<"),),
        assumptions=(OSCILLATORS, "`N >= 1`", GAPS, FINITE),
        source="ours",
        derivation="oscillator-high-temperature",
        sampler=Sampler(sources=(1, 4), positive=POSITIVE, temperature="cold", systems=("oscillators",)),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C, rhs=LIMIT, relation=">")),
    ),
    _hot_entry("B66", "(42) on any graph", ("chain", "complete", "star", "ladder"), 1, 0),
    _hot_entry("B67", "(42) for in-plane couplings", ("xx-ring", "xx-chain", "xx-complete"), 0, 1),
    _hot_entry("B68", "(42) for the XXX complete graph", ("xxx-complete",), 1, 1),
)
