"""Questions at the edges: omega = 0, vanishing gamma or omega_a, negative parameters, odd against even rings."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from sympy import Integer, Rational, cosh, exp, sinh

from . import forms, numbers, states
from .asking import written
from .claim import Claim, sample, whole
from .question import Question
from .symbols import J, N, beta, gamma, omega, omega_a, root_of_ring


def no_gap(rng: random.Random) -> Claim:
    """omega = 0: the limits of the closed forms."""
    given = sample(rng, ("omega_a", "J")) | {"omega": numbers.zero(rng)}
    beta_given = sample(rng, ("beta",))
    which = rng.randrange(4)
    if which == 0:
        head = beta * forms.free_magnetization()
        return Claim(kind="omega=0", limit="gamma -> 0", variable=gamma, terms={1: head}, last=2, given=given | beta_given)
    if which == 1:
        return Claim(kind="omega=0", limit="gamma -> oo", variable=1 / gamma, terms={0: forms.bath()}, last=5, given=given | beta_given)
    if which == 2:
        given |= sample(rng, ("gamma",)) | beta_given
        return Claim(kind="omega=0", limit="N -> oo", variable=1 / N, terms={0: Integer(1)}, last=5, given=given)
    size = rng.choice((1, 2, 3, 4))
    terms = {p: c.subs(omega, 0) for p, c in states.in_beta(size, 5, False).items()}
    given |= {"N": whole(size)}
    return Claim(kind="omega=0", limit="beta -> 0", variable=beta, terms={p: c for p, c in terms.items() if c != 0}, last=5, given=given)


def nothing(rng: random.Random) -> Question:
    """C = 0 exactly: gamma or omega_a is zero, and so must the formula be."""
    name = rng.choice(("gamma", "omega_a"))
    limit, variable = rng.choice((("beta -> 0", beta), ("J -> oo", exp(-4 * beta * J)), ("N -> oo", 1 / N)))
    given = sample(rng, ("omega",)) | {name: numbers.zero(rng)}
    ring = Claim(kind="C=0", limit=limit, variable=variable, last=3, given=given)
    if rng.random() < 0.5:
        text = rng.choice(
            ("0", "cosh(beta)**2-sinh(beta)**2-1", f"N*{name}*beta**2", f"{name}*exp(J)", "sqrt(5+2*sqrt(6))-sqrt(2)-sqrt(3)")
        )
        text = "0" if "beta" in text and limit != "beta -> 0" and rng.random() < 0.5 else text
        return Question(
            claim=ring, formula=text, order=None, given={n: w.forms[0] for n, w in given.items()}, verdict="correct", why="zero", reach=3
        )
    wrong: Any = rng.choice((variable**2, Rational(1, 10**30) * variable, Integer(1), cosh(Integer(1)) - sinh(Integer(1)), Rational(-1, 7)))
    return written(rng, ring, wrong, None, 3, "wrong", "not zero")


def negative_coherence(rng: random.Random, claim: Claim) -> Question | None:
    """A formula that is odd in gamma or omega_a with the signed parameter: C is never negative."""
    name = rng.choice(("gamma", "omega_a"))
    if claim.closed is not None or claim.exponentials or claim.held or name in claim.limit or "T" in claim.limit:
        return None
    given = dict(claim.given) | {name: numbers.negative(numbers.written(rng, numbers.plain(rng)))}
    other = "omega_a" if name == "gamma" else "gamma"
    if other in given and given[other].sign < 0:
        return None
    turned = replace(claim, given=given)
    last = min(p for p, c in claim.terms.items())
    if claim.terms[last].has({"gamma": gamma, "omega_a": omega_a}[name]):
        question = written(rng, turned, -turned.polynomial(last), None, last, "wrong", f"the sign of a negative {name}", last)
        return question
    return None


def endless_ring(rng: random.Random) -> Question:
    """(45) with the magnetization of an infinite ring, N sinh(h)/r: wrong for every N."""
    given = sample(rng, ("omega", "omega_a", "J", "beta"))
    given |= {} if rng.random() < 0.5 else {"N": whole(rng.choice((1, 2, 5, 30)))}
    head = forms.slope() * forms.free_magnetization()
    ring = Claim(kind="gamma->0", limit="gamma -> 0", variable=gamma, terms={1: head}, last=2, given=given)
    bulk = forms.slope() * N * sinh(beta * omega_a / 2) / root_of_ring()
    return written(rng, ring, bulk * gamma, None, 1, "wrong", "an infinite ring", 1)


def parity(rng: random.Random) -> Question:
    """(39) where N is even, 0 where N is odd, or a small constant for either."""
    given = sample(rng, ("omega", "omega_a", "gamma", "beta"))
    size = rng.choice((2, 3, 4, 5, 6, 7, 10))
    given["N"] = whole(size)
    odd = {0: forms.strong_bonds(Integer(1))}
    ring = Claim(kind="parity", limit="J -> -oo", variable=exp(4 * beta * J), terms=odd if size % 2 else {}, last=0, given=given)
    expr = rng.choice((Integer(0), odd[0], odd[0], Rational(1, 10**6)))
    verdict = "correct" if expr == (odd[0] if size % 2 else 0) else "wrong"
    return written(rng, ring, expr, 0, 0, verdict, "odd and even rings", 0 if verdict == "wrong" else None)
