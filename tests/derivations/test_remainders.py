"""Every power series at the edge of its range: all powers below the remainder's against the sum over the 2^N states.

A series that claims O(x^P) for N in a range must have, at each of the smallest N there, the exact coefficients of
x^0, ..., x^{P-1}: those of its terms, and 0 where it has none. That the coefficient of x^P is not 0 at all of them keeps
the claim sharp. Certificates are switched off: they see the same code, and cost more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction as Q
from typing import Any

import mpmath
import pytest
import sympy as sp

import derivations.foundation.certificates
from derivations import (
    high_temperature,
    large_gap,
    small_gap,
    strong_antiferromagnet,
    strong_coupling,
    strong_ferromagnet,
    uniform_high_temperature,
    weak_coupling,
)
from oracles import powers, quotients
from oracles.not_none import not_none
from reliability.sampling import generator, share
from symcoh.certificates.ratio import Certificate

NAMES = ("omega", "omega_a", "gamma", "J", "beta")


@dataclass(frozen=True)
class Series:
    """A derivation, the parameter that runs, and the exact coefficients of C at N sources."""

    derive: Callable[..., Any]
    runs: str
    oracle: Callable[..., list[Any]]
    orders: tuple[int, ...]
    extra: tuple[tuple[str, str], ...] = ()


def in_beta(N: int, length: int, **at: Q) -> list[Any]:
    with mpmath.workdps(quotients.DIGITS):
        return [quotients.number(c) for c in powers.coherence(N, (at["omega"], at["omega_a"], at["gamma"]), at["J"], length)]


def in_coupling(falling: bool) -> Callable[..., list[Any]]:
    return lambda N, length, **at: quotients.in_coupling(N, length, falling=falling, **at)


SERIES = {
    "high-temperature": Series(high_temperature.derive, "beta", in_beta, (2, 3, 4, 5, 6)),
    "weak-coupling": Series(weak_coupling.derive, "gamma", quotients.in_gamma, (1, 2, 3)),
    "small-gap": Series(small_gap.derive, "omega_a", quotients.in_small_gap, (2,)),
    "large-gap": Series(large_gap.derive, "omega_a", quotients.in_gap, (0, 1, 2, 3)),
    "strong-ferromagnet": Series(strong_ferromagnet.derive, "J", in_coupling(False), (0, 1, 2, 3)),
    "strong-antiferromagnet, N odd": Series(strong_antiferromagnet.derive, "J", in_coupling(True), (0, 1, 2, 3), (("parity", "odd"),)),
    "strong-antiferromagnet, N even": Series(strong_antiferromagnet.derive, "J", in_coupling(True), (0, 1, 2), (("parity", "even"),)),
}

SPECIAL = [
    ("high-temperature", 3, {"omega": "1", "omega_a": "1", "gamma": "1", "J": "1/2"}),
    ("high-temperature", 3, {"omega": "1", "omega_a": "1", "gamma": "1", "J": "-1/2"}),
    ("high-temperature", 3, {"omega": "0", "omega_a": "2", "gamma": "1/2", "J": "-sqrt(5/24)"}),
    ("high-temperature", 4, {"omega": "6/5", "omega_a": "4/5", "gamma": "1/2", "J": "1"}),
    ("high-temperature", 4, {"omega": "6/5", "omega_a": "4/5", "gamma": "1/2", "J": "-1"}),
]
"""Energies at which the coefficient of the next power vanishes as a polynomial in N."""


@pytest.fixture(autouse=True)
def no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a series claims comes from its certificate."""
    nothing = Certificate(points=(), ratios=())
    beta_series = (high_temperature, small_gap, uniform_high_temperature)
    for module in (*beta_series, large_gap, strong_ferromagnet, strong_antiferromagnet, strong_coupling, weak_coupling):
        monkeypatch.setattr(module, "certified", lambda *_, **__: nothing)


def smallest(valid_for: str) -> list[int]:
    """The three smallest N of a range."""
    if found := re.fullmatch(r"N = (\d+)", valid_for):
        return [int(found[1])]
    if found := re.fullmatch(r"N >= (\d+)(;.*)?", valid_for):
        return [int(found[1]) + i for i in range(3)]
    return {"N odd": [1, 3, 5], "N even": [2, 4, 6]}[valid_for]


def differing(series: Any, N: int, expected: list[Any], at: dict[str, Any]) -> Iterator[int]:
    """The powers, through that of the remainder, at which the series and the exact coefficients differ."""
    terms = {int(t.power): t.coefficient for t in series.terms}
    for p, value in enumerate(expected):
        found = quotients.evaluated(terms[p], N, **at) if p in terms else mpmath.mpf(0)
        if not quotients.near(found, value, 40):
            yield p


def attack(name: str, order: int, given: dict[str, str], at: dict[str, Any], N: int | None = None) -> None:
    case = SERIES[name]
    result = not_none(case.derive(order=order, N=N, **given, **(dict(case.extra) if N is None else {})).expansion)
    last, sharp = int(result.remainder_power), False
    assert last > order
    for size in smallest(result.valid_for):
        wrong = list(differing(result, size, case.oracle(size, last + 1, **at), at))
        assert wrong in ([], [last]), f"{name} to order {order}, {result.valid_for}, O(x^{last}): x^{wrong} at N = {size}, {at}"
        sharp |= wrong == [last]
    assert sharp or N in (1, 2), f"{name} to order {order}, {result.valid_for}: O(x^{last}) is not reached at {at}"


def drawn(rng: Any, runs: str) -> dict[str, str]:
    """Rational parameters without the one that runs; J of both signs."""
    found = {name: str(Q(rng.randint(1, 30), rng.randint(8, 20))) for name in NAMES if name != runs}
    if "J" in found:
        found["J"] = rng.choice(("-", "")) + found["J"]
    return found


@pytest.mark.parametrize("name", SERIES)
def test_the_smallest_rings_of_the_range(name: str) -> None:
    """N a symbol: random parameters, given or symbols, and now and then a zero."""
    rng, case = generator(f"remainders/{name}"), SERIES[name]
    for index in range(share(2, 1)):
        at = drawn(rng, case.runs)
        for order in rng.sample(case.orders, min(3, len(case.orders))):
            zero = rng.choice(("omega", "J", "", "")) if index else ""
            point = at | ({zero: "0"} if zero in at else {})
            names = [n for n in point if n == zero or (index and n != "beta" and rng.random() < 0.5)]
            attack(name, order, {n: point[n] for n in names}, {n: Q(v) for n, v in point.items()})


@pytest.mark.parametrize("name", SERIES)
def test_given_rings(name: str) -> None:
    """N = 1, 2, 3 given: nothing is a polynomial in N then."""
    rng, case = generator(f"remainders of given rings/{name}"), SERIES[name]
    for N in (1, 2, 3, 4):
        if not dict(case.extra) or (N % 2 == 1) == (dict(case.extra)["parity"] == "odd"):
            point, order = drawn(rng, case.runs), rng.choice(case.orders)
            attack(name, order, {n: v for n, v in point.items() if n != "beta"}, {n: Q(v) for n, v in point.items()}, N)


@pytest.mark.parametrize(("name", "order", "given"), SPECIAL)
def test_energies_at_which_the_next_polynomial_vanishes(name: str, order: int, given: dict[str, str]) -> None:
    """The ring closes one power beyond the last at the smallest N of the range, where the polynomial has no such term."""
    with mpmath.workdps(quotients.DIGITS):
        at = {n: Q(v) if "sqrt" not in v else -Q(mpmath.nstr(mpmath.sqrt(mpmath.mpf(5) / 24), 55)) for n, v in given.items()}
    attack(name, order, given, at)


def test_special_energies_found_at_random() -> None:
    """24 J^2 = 4 gamma^2 + omega^2 + omega_a^2 in integers, where the coefficient of beta^4 has no polynomial."""
    rng = generator("special energies")
    found = [
        (w, a, g, j)
        for w in range(12)
        for a in range(1, 12)
        for g in range(1, 12)
        for j in range(1, 9)
        if 24 * j * j == 4 * g * g + w * w + a * a
    ]
    for _ in range(share(4, 1)):
        scale = Q(rng.randint(1, 9), rng.randint(5, 15))
        omega, omega_a, gamma, J = (scale * v for v in rng.choice(found))
        values = {"omega": omega, "omega_a": omega_a, "gamma": gamma, "J": rng.choice((-1, 1)) * J}
        attack("high-temperature", 3, {n: str(v) for n, v in values.items()}, values)


def test_fixed_K() -> None:
    """The series at K = beta J with e^K a rational number: K stays a symbol, E = e^{2K} and tanh K are put in."""
    rng = generator("remainders at fixed K")
    for order in (2, 3, 4, 5):
        at, bond = {n: Q(v) for n, v in drawn(rng, "beta").items() if n != "J"}, Q(rng.randint(3, 20), 10)
        result = not_none(uniform_high_temperature.derive(order=order, **{n: str(v) for n, v in at.items()}).expansion)
        assert result.valid_for == "N >= 1"
        last, terms = int(result.remainder_power), {int(t.power): t.coefficient for t in result.terms}
        for N in (1, 2, 3):
            expected = powers.coherence(N, (at["omega"], at["omega_a"], at["gamma"]), Q(0), last + 1, bond)
            found = [at_bond(terms.get(p, sp.S.Zero), N, sp.Rational(bond)) for p in range(last)]
            assert found == [sp.Rational(e) for e in expected[:last]] and expected[last] != 0


def at_bond(coefficient: Any, N: int, bond: Any) -> Any:
    """A coefficient in N and K at e^K = `bond`, exactly."""
    E, names = bond**2, {s.name: s for s in coefficient.free_symbols}
    if not names:
        return coefficient
    K = names["K"]
    values = coefficient.subs(names["N"], N).replace(sp.exp, lambda a: E ** (a / (2 * K)))
    return sp.simplify(values.replace(sp.tanh, lambda _: (E - 1) / (E + 1)))


def test_strong_coupling() -> None:
    """The error times gamma^P tends to the next coefficient, and where omega = 0 it is exponentially small."""
    rng = generator("remainders of strong coupling")
    for order in (0, 1, 2, 3):
        for omega in ("0", "7/5"):
            at = drawn(rng, "gamma") | {"omega": omega}
            result = not_none(strong_coupling.derive(order=order, omega=omega).expansion)
            last, values = int(result.remainder_power), {n: Q(v) for n, v in at.items()}
            for N in (1, 2, 3):
                sizes = [_error(result, N, values, Q(10**k)) * mpmath.mpf(10) ** (k * last) for k in (4, 5)]
                assert abs(sizes[1]) < 10 and abs(sizes[0] - sizes[1]) < mpmath.mpf(10) ** -6 * max(abs(sizes[1]), 1)
                assert (abs(sizes[1]) > mpmath.mpf(10) ** -12) == (omega != "0")


def _error(series: Any, N: int, at: dict[str, Q], gamma: Q) -> Any:
    with mpmath.workdps(quotients.DIGITS):
        partial = sum(quotients.evaluated(t.coefficient, N, **at) / mpmath.mpf(gamma.numerator) ** int(t.power) for t in series.terms)
        return quotients.coherence(N, 200, gamma=gamma, **at) - partial


def test_the_switch_reaches_every_certificate() -> None:
    """The names that `no_certificates` replaces are those the modules use."""
    assert derivations.foundation.certificates.certified is not vars(large_gap)["certified"]
