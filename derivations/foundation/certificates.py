"""Certificates of a series: (C - partial sum)/(next term) tends to 1 along an approach that its parameters choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sympy import Expr

from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import approached, steps_from
from symcoh.exact import Parameters, symbols
from symcoh.exactnumbers import Exact, exact, sign
from symcoh.model import Model

from .parameters import SAMPLE, Setting
from .steps import Step, enclosure

TENTH = exact("23/10")
"""About log 10: an exponential whose exponent falls by so much becomes ten times smaller."""

LONGEST_SUMMED = 10_000
"""A longer ring is represented by short ones, with N a symbol, where C is summed over its sectors."""

ValueAt = Callable[[int], Exact]
"""depth -> the value of the parameter that runs to its limit; the small quantity falls by ten or more with each depth."""


def exponential_steps(sources: int, start: Exact, unit: Exact) -> ValueAt:
    """start + d log(10) unit, begun where the small quantity outweighs numbers of states of the order N^2.

    Args:
        sources: N.
        start: where the exponential becomes small.
        unit: what the parameter grows by while the exponential falls by e.

    >>> exponential_steps(3, exact(5), exact("1/4"))(2)
    exact('731/100')
    """
    return steps_from(start + exact(2 * len(str(sources))) * TENTH * unit, TENTH * unit)


def magnitude(value: Exact) -> Exact:
    """The modulus of an exact number whose sign is decided.

    >>> magnitude(exact("-1/3"))
    exact('1/3')
    """
    return -value if sign(value) == -1 else value


def energies(at: Setting, N: int, names: Sequence[str] = ("omega", "omega_a", "gamma", "J")) -> list[Exact]:
    """The energies of N sources by their sample values: omega, and N times every other one named.

    >>> from .parameters import setting
    >>> energies(setting(omega_a=2, gamma=1), 3, ("omega", "omega_a", "gamma"))
    [exact('1'), exact('6'), exact('3')]
    """
    return [at.value(name) * exact(1 if name == "omega" else N) for name in names]


def certified(
    claim: str,
    at: Setting,
    sources: int,
    limit: str,
    value_at: ValueAt,
    kept: Sequence[Expr],
    neglected: Expr,
    follows: Callable[[Exact], Mapping[str, Exact]] = lambda value: {},
    quantity: str = "coherence",
) -> Certificate:
    """The certificate that (C - sum of the kept terms)/neglected tends to 1 as the parameter `limit` runs along `value_at`.

    Args:
        claim: what an error sentence names.
        at: the given values; the sample's stand in for the others.
        sources: N of the sample.
        limit: name of the parameter that runs.
        value_at: its values.
        kept: the terms of the partial sum.
        neglected: the first term beyond it.
        follows: other parameters that run along with it, by name.
        quantity: what is expanded in place of C, a name of the registry.

    Raises:
        CheckFailed: the ratio does not tend to one.
        NotCertified: parameters so far apart that no affordable precision shows it.
    """

    def model_at(value: Exact) -> tuple[Model, Exact]:
        v = {name: at.value(name) for name in SAMPLE} | {limit: value} | dict(follows(value))
        return Model(N=sources, omega=v["omega"], omega_a=v["omega_a"], gamma=v["gamma"], J=v["J"]), v["beta"]

    return approached(claim, model_at, value_at, kept, neglected, quantity)


def certificate_steps(
    claim: str, because: str, sources: Sequence[int], certificate: Callable[[int], Certificate], joint: str = "; "
) -> tuple[Step, ...]:
    """One enclosure step for each sample N, which stands behind the claim."""
    return tuple(enclosure(f"{claim}{joint}`N = {N}`", because, certificate(N)) for N in sources)


def represented(
    at: Setting, coefficients: list[Expr], longest: int, coefficients_of: Callable[[Parameters, int], list[Expr]]
) -> tuple[Setting, list[Expr]]:
    """The setting and its coefficients, with a symbol for an N beyond `longest`: a ring too long to be summed, as short ones show it."""
    if at.p.count is None or at.p.count <= longest:
        return at, coefficients
    short = replace(at, p=replace(at.p, N=symbols.N))
    return short, coefficients_of(short.p, len(coefficients))
