"""Right claims for two limits, one after the other: the first leaves (36), (44) or (47)."""

from __future__ import annotations

import random
from typing import Any

from sympy import Integer, cosh, exp, tanh

from . import forms
from .claim import Claim, sample, whole
from .symbols import J, N, beta, gamma, omega, omega_a, splitting


def _odd(argument: Any) -> dict[int, Any]:
    """tanh of a multiple of the variable."""
    return {1: argument, 3: -(argument**3) / 3, 5: 2 * argument**5 / 15}


def _product(left: dict[int, Any], right: dict[int, Any], last: int) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for p, a in left.items():
        for r, b in right.items():
            if p + r <= last:
                found[p + r] = found.get(p + r, Integer(0)) + a * b
    return {p: c.factor() for p, c in found.items()}


def _scaled(factor: Any, terms: dict[int, Any]) -> dict[int, Any]:
    return {p: factor * c for p, c in terms.items()}


def _weak(tail: Any) -> dict[int, Any]:
    """2 N gamma tanh(beta S_N/2)/S_N in powers of gamma, times `tail`."""
    t = tanh(beta * omega / 2)
    derivative = beta / (4 * omega**2 * cosh(beta * omega / 2) ** 2) - t / (2 * omega**3)
    return {1: 2 * N * t / omega * tail, 3: 8 * N**3 * derivative * tail}


def _table() -> dict[str, tuple[Any, dict[int, Any], int, Any, int]]:
    """limits -> (small variable, terms, last, the function that the first limit leaves, its first power)."""
    A, B, amplitude = splitting(N) / 2, N * omega_a / 2, forms.amplitude()
    q, size = exp(-beta * omega_a), forms.binomial()
    large = {0: Integer(1), 2: -(omega**2) / (8 * gamma**2), 4: 3 * omega**4 / (128 * gamma**4)}
    return {
        "J -> oo; beta -> 0": (beta, _scaled(amplitude, _product(_odd(A), _odd(B), 5)), 5, forms.strong_bonds(), 2),
        "J -> oo; T -> oo": (beta, _scaled(amplitude, _product(_odd(A), _odd(B), 5)), 5, forms.strong_bonds(), 2),
        "gamma -> oo; beta -> 0": (beta, _odd(B), 6, forms.bath(), 1),
        "omega_a -> oo; beta -> 0": (beta, _scaled(amplitude, _odd(A)), 6, forms.target(), 1),
        "J -> oo; gamma -> 0": (gamma, _weak(forms.bath()), 4, forms.strong_bonds(), 1),
        "omega_a -> oo; gamma -> 0": (gamma, _weak(Integer(1)), 4, forms.target(), 1),
        "J -> oo; omega_a -> 0": (omega_a, _scaled(forms.target(), _odd(N * beta / 2)), 6, forms.strong_bonds(), 1),
        "gamma -> oo; omega_a -> 0": (omega_a, _odd(N * beta / 2), 6, forms.bath(), 1),
        "J -> oo; gamma -> oo": (1 / gamma, _scaled(forms.bath(), size), 7, None, 0),
        "omega_a -> oo; gamma -> oo": (1 / gamma, size, 7, None, 0),
        "J -> oo; omega_a -> oo": (q, {0: forms.target()}, 0, forms.strong_bonds(), 0),
        "gamma -> oo; omega_a -> oo": (q, {0: Integer(1)}, 0, forms.bath(), 0),
        "omega_a -> oo; J -> oo": (exp(-4 * beta * J), {0: forms.target()}, 9, None, 0),
        "gamma -> oo; J -> oo": (exp(-4 * beta * J), {0: forms.bath()}, 9, None, 0),
        "J -> oo; beta -> oo": (1 / beta, {0: amplitude}, 9, None, 0),
        "omega_a -> oo; beta -> oo": (1 / beta, {0: amplitude}, 9, None, 0),
        "J -> oo; N -> oo": (1 / N, large, 5, None, 0),
        "omega_a -> oo; N -> oo": (1 / N, large, 5, None, 0),
    }


PAIRS = tuple(_table())


def pair(rng: random.Random) -> Claim:
    """One of the pairs, N open or given; in exp(-beta omega_a) a given N has its next power too."""
    limit = rng.choice(PAIRS)
    variable, terms, last, closed, first = _table()[limit]
    taken = {part.split()[0].replace("T", "beta") for part in limit.split("; ")}
    given = sample(rng, [name for name in ("omega", "omega_a", "gamma", "J", "beta") if name not in taken], signs=True)
    if "N" not in taken and rng.random() < 0.5:
        size = rng.choice((1, 2, 3, 5, 12))
        given["N"] = whole(size)
        if limit.endswith("omega_a -> oo") and size < 5:
            head = terms[0]
            terms, last = {0: head, size: -2 * head, 2 * size: 2 * head}, 3 * size - 1
    chosen = closed if closed is not None and rng.random() < 0.3 else None
    if variable.has(exp) and "N" not in given:
        chosen = None
    return Claim(kind="pair", limit=limit, variable=variable, terms=terms, last=last, closed=chosen, through=None, first=first, given=given)
