"""Right claims for the limits in beta, gamma, omega_a, J and N."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sympy import Integer, cosh, exp, log, sinh, tanh

from . import forms, states
from .claim import Claim, sample, whole
from .numbers import Written
from .symbols import J, N, beta, gamma, omega, omega_a, own, splitting

ENERGIES = ("omega", "omega_a", "gamma", "J")
ALL = (*ENERGIES, "beta")
DIGITS = 5000


@lru_cache
def _polynomial() -> dict[int, Any]:
    """(42) to the fifth power as a polynomial in N, from its derivation; held against the states for N = 4, 5, 6."""
    from derivations import high_temperature

    series = high_temperature.derive(order=5).expansion
    assert series is not None
    found = {int(term.power): own(term.coefficient) for term in series.terms}
    for size in (4, 5, 6):
        for p, coefficient in states.in_beta(size, 5, False).items():
            assert (found[p].subs(N, size) - coefficient).expand() == 0
    return found


def _beta_limit(rng: random.Random) -> str:
    return rng.choice(("beta -> 0", "beta -> 0", "T -> oo"))


def high_temperature(rng: random.Random) -> Claim:
    """(42) with N open or given, small (exact coefficients) or large (the polynomial)."""
    given, limit = sample(rng, ENERGIES, extreme=DIGITS), _beta_limit(rng)
    size = rng.choice((None, None, 1, 2, 3, 4, 5, 6, 40, 10**6 + rng.randint(0, 1)))
    if size is None:
        last = rng.choice((2, 3, 4, 5))
        terms = {p: c for p, c in _polynomial().items() if p <= last}
        return Claim(kind="beta->0", limit=limit, variable=beta, terms=terms, last=last, given=given, smallest=max(last - 1, 1))
    given["N"] = whole(size)
    last = 6 if size <= 6 else 5
    terms = states.in_beta(size, last, False) if size <= 6 else {p: c.subs(N, size) for p, c in _polynomial().items()}
    named = {p: _with_name(rng, c, size) for p, c in terms.items()}
    return Claim(kind="beta->0", limit=limit, variable=beta, terms=named, last=last, given=given)


def _with_name(rng: random.Random, coefficient: Any, size: int) -> Any:
    """N*(c/N): the name of a given N put back into its coefficient."""
    return N * (coefficient / size) if rng.random() < 0.5 else coefficient


def resummed(rng: random.Random) -> Claim:
    """The leading term of the uniform expansion with J, right through beta**3."""
    given = sample(rng, ENERGIES)
    size = rng.choice((1, 2, 3, 4, 5, 8, 31))
    given["N"] = whole(size)
    closed = beta**2 * forms.uniform(N if rng.random() < 0.5 else Integer(size), beta * J)
    terms = dict(states.in_beta(min(size, 6), 3, False))
    if size > 6:
        terms = {p: c.subs(N, size) for p, c in _polynomial().items() if p <= 3}
    return Claim(
        kind="beta->0 resummed", limit="beta -> 0", variable=beta, terms=terms, last=3, closed=closed, through=3, first=2, given=given
    )


def hidden_series(rng: random.Random) -> Claim:
    """(42) through beta**3 inside functions that do not end."""
    given = sample(rng, ENERGIES)
    lead = N * gamma * omega_a / 2
    closed = rng.choice(
        (
            lead * beta**2 * exp(2 * J * beta),
            lead * sinh(beta) ** 2 * (1 + 2 * J * beta),
            tanh(lead * beta**2) + N * gamma * omega_a * J * beta**3,
            lead * beta**2 / (1 - 2 * J * beta),
            lead * (cosh(beta) - 1) * 2 * (1 + sinh(2 * J * beta)),
            log(1 + lead * beta**2) * (1 + J * beta) ** 2,
        )
    )
    terms = {p: c for p, c in _polynomial().items() if p <= 3}
    if rng.random() < 0.3:
        given["N"] = whole(rng.choice((2, 3, 7, 1000)))
    return Claim(
        kind="beta->0 hidden", limit=_beta_limit(rng), variable=beta, terms=terms, last=3, closed=closed, through=3, first=2,
        given=given, smallest=2,
    )  # fmt: skip


def uniform(rng: random.Random) -> Claim:
    """The expansion at fixed K = beta J."""
    given = sample(rng, ("omega", "omega_a", "gamma"), extreme=DIGITS)
    size = rng.choice((None, None, 1, 2, 3, 4))
    if size is None or rng.random() < 0.4:
        terms = {2: forms.uniform()}
        given |= {} if size is None else {"N": whole(size)}
        return Claim(kind="uniform", limit="beta -> 0", variable=beta, terms=terms, last=3, given=given, held=True)
    given["N"] = whole(size)
    return Claim(kind="uniform", limit="beta -> 0", variable=beta, terms=states.in_beta(size, 4, True), last=5, given=given, held=True)


def weak_coupling(rng: random.Random) -> Claim:
    """(45) with m_0 in closed form or as a quotient of sums."""
    given = sample(rng, ("omega", "omega_a", "J", "beta"))
    size = rng.choice((None, None, 1, 2, 3, 4, 6, 9))
    given |= {} if size is None else {"N": whole(size)}
    if size is None or size > 4 or rng.random() < 0.5:
        head = forms.slope() * forms.free_magnetization()
        return Claim(kind="gamma->0", limit="gamma -> 0", variable=gamma, terms={1: head}, last=2, given=given)
    return Claim(kind="gamma->0", limit="gamma -> 0", variable=gamma, terms=states.in_weak_coupling(size), last=4, given=given)


def weak_coupling_closed(rng: random.Random) -> Claim:
    """(45) inside functions that do not end, right through gamma**2."""
    given = sample(rng, ("omega", "omega_a", "J", "beta"))
    given["N"] = whole(rng.choice((1, 2, 3, 5)))
    lead = forms.slope() * forms.free_magnetization()
    damped = gamma * forms.free_magnetization() * 2 / splitting(1) * tanh(beta * splitting(1) / 2)
    closed = rng.choice((lead * sinh(gamma), tanh(lead * gamma), damped, lead * gamma / (1 + gamma**2)))
    return Claim(
        kind="gamma->0 hidden", limit="gamma -> 0", variable=gamma, terms={1: lead}, last=2, closed=closed, through=2, first=1, given=given
    )


def strong_coupling(rng: random.Random) -> Claim:
    """(44) and its next terms; or its resummation, right in every power."""
    given = sample(rng, ("omega", "omega_a", "J", "beta"), extreme=DIGITS)
    size = rng.choice((None, None, 1, 2, 3, 5, 100))
    given |= {} if size is None else {"N": whole(size)}
    head = forms.bath()
    terms = {p: head * c for p, c in forms.binomial().items()}
    closed = head * forms.amplitude() if rng.random() < 0.4 else None
    return Claim(
        kind="gamma->oo", limit="gamma -> oo", variable=1 / gamma, terms=terms, last=7, closed=closed, through=60, first=0, given=given
    )


def small_gap(rng: random.Random) -> Claim:
    """omega_a -> 0 of a given small ring."""
    size = rng.choice((1, 1, 2, 2, 3, 4))
    given = sample(rng, ("omega", "gamma", "J", "beta")) | {"N": whole(size)}
    terms = states.in_small_gap(size)
    closed, through = None, None
    if rng.random() < 0.25:
        closed, through = rng.choice((sinh(omega_a) * terms[1], tanh(omega_a * terms[1]))), 2
    return Claim(
        kind="omega_a->0", limit="omega_a -> 0", variable=omega_a, terms=terms, last=4, closed=closed, through=through, first=1, given=given
    )


def large_gap(rng: random.Random) -> Claim:
    """(47), and for given small rings the next powers of exp(-beta omega_a)."""
    given = sample(rng, ("omega", "gamma", "J", "beta"))
    size = rng.choice((None, 1, 2, 3, 4, 50))
    variable = exp(-beta * omega_a)
    given |= {} if size is None else {"N": whole(size)}
    if size is None or size > 4 or rng.random() < 0.3:
        closed = forms.strong_bonds() if rng.random() < 0.3 else None
        return Claim(
            kind="omega_a->oo", limit="omega_a -> oo", variable=variable, terms={0: forms.target()}, last=0, closed=closed, through=0,
            first=0, given=given,
        )  # fmt: skip
    last = rng.choice((1, 2))
    terms = _nonzero(states.in_large_gap(size, last))
    return Claim(kind="omega_a->oo", limit="omega_a -> oo", variable=variable, terms=terms, last=last, given=given)


def _nonzero(series: list[Any]) -> dict[int, Any]:
    return {p: c for p, c in enumerate(series) if c != 0}


def strong_ferromagnet(rng: random.Random) -> Claim:
    """(36), and for given small rings the next powers of exp(-4 beta J)."""
    given = sample(rng, ("omega", "omega_a", "gamma", "beta"))
    size = rng.choice((None, None, 1, 2, 3, 4, 77))
    given |= {} if size is None else {"N": whole(size)}
    variable = exp(-4 * beta * J)
    if size is None or size > 4 or rng.random() < 0.4:
        return Claim(kind="J->oo", limit="J -> oo", variable=variable, terms={0: forms.strong_bonds()}, last=0, given=given)
    last = rng.choice((1, 1, 2))
    return Claim(
        kind="J->oo", limit="J -> oo", variable=variable, terms=_nonzero(states.in_strong_bonds(size, 1, last)), last=last, given=given
    )


def strong_antiferromagnet(rng: random.Random) -> Claim:
    """(39) for odd rings; even rings begin with exp(4 beta J)."""
    given = sample(rng, ("omega", "omega_a", "gamma", "beta"))
    size = rng.choice((1, 3, 3, 5, 7, 101, 2, 4))
    given["N"] = whole(size)
    variable = exp(4 * beta * J)
    if size > 5 or (size % 2 and rng.random() < 0.5):
        terms = {0: forms.strong_bonds(Integer(1))}
        return Claim(kind="J->-oo", limit="J -> -oo", variable=variable, terms=terms, last=0, given=given)
    terms = _nonzero(states.in_strong_bonds(size, -1, 1))
    return Claim(kind="J->-oo", limit="J -> -oo", variable=variable, terms=terms, last=1, given=given)


def many_sources(rng: random.Random) -> Claim:
    """The law of N -> oo, or its resummed second power."""
    given = sample(rng, ("omega", "omega_a", "gamma", "J", "beta"))
    terms = forms.many()
    closed = None
    if rng.random() < 0.3:
        closed = (1 + omega**2 / (4 * gamma**2 * forms.polarisation_square() * N**2)) ** (-Integer(1) / 2)
    return Claim(kind="N->oo", limit="N -> oo", variable=1 / N, terms=terms, last=3, closed=closed, through=2, first=0, given=given)


FIRST = {
    "beta -> 0": (beta, 2),
    "T -> oo": (beta, 2),
    "gamma -> 0": (gamma, 1),
    "gamma -> oo": (1 / gamma, 0),
    "omega_a -> 0": (omega_a, 1),
    "omega_a -> oo": (exp(-beta * omega_a), 0),
    "J -> oo": (exp(-4 * beta * J), 0),
    "J -> -oo": (exp(4 * beta * J), 0),
}
"""limit -> (small variable, first power of C); for J -> -oo at N = 1, or N = 3."""


def exact_ring(rng: random.Random) -> Claim:
    """The exact C of one, two or three sources, in any limit of one variable."""
    limit = rng.choice(tuple(FIRST))
    variable, first = FIRST[limit]
    size = rng.choice((1, 1, 2)) if limit != "J -> -oo" else rng.choice((1, 3))
    own_name = {"T": "beta"}.get(limit.split()[0], limit.split()[0])
    given: dict[str, Written] = sample(rng, (name for name in ALL if name != own_name)) | {"N": whole(size)}
    closed = forms.strong_bonds(Integer(1)) if size == 1 else states.exact(size)
    return Claim(
        kind=f"exact, {limit}", limit=limit, variable=variable, closed=closed, through=None, first=first, last=first + 2, given=given
    )


SINGLE: tuple[Callable[[random.Random], Claim], ...] = (
    high_temperature, high_temperature, resummed, hidden_series, uniform, weak_coupling, weak_coupling_closed, strong_coupling, small_gap,
    large_gap, strong_ferromagnet, strong_antiferromagnet, many_sources, exact_ring, exact_ring,
)  # fmt: skip
