"""What the expansions about one sector share: given values, sector factors, quotients of series, certificates.

With h = beta omega_a/2, A_m = (2 gamma m/S_m) sinh(beta S_m/2) (odd in m) and B_m = cosh(beta S_m/2), (28)-(31) read
    C = Σ_m W_m sinh(hm) A_m / Σ_m W_m cosh(hm) B_m = Σ_m W_m e^{hm} A_m / Σ_m W_m e^{hm} B_m,
both sums over all m = -N, -N+2, ..., N. C is even in gamma and in omega_a, which stand by their absolute values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Abs, Expr, Integer, S, Symbol, cosh, sinh, tanh

from symcoh.arguments import as_whole, whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import approached, steps_from
from symcoh.errors import InputError, InputTypeError, shown
from symcoh.exact import Parameters, parameters, symbols, to_sympy
from symcoh.exact.spectrum import bare_splitting
from symcoh.exactnumbers import Exact, exact, sign
from symcoh.model import Model, undecided

from .parameters import check_exponent, check_roots
from .power_series import PolynomialRing, Series, divide, multiply
from .steps import Expansion, Step, Term, argument, enclosure, enumeration

SAMPLE = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "1"}
"""Where a certificate is taken for what was not given."""

TENTH = exact("23/10")
"""About log 10: an exponential whose exponent falls by so much becomes ten times smaller."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """The parameters of a derivation as SymPy expressions, with |gamma| and |omega_a|, and the exact values that were given."""

    p: Parameters
    given: Mapping[str, Exact]

    @property
    def vanishes(self) -> bool:
        """Whether C is exactly 0: beta gamma omega_a = 0."""
        return bool(self.p.beta.is_zero or self.p.gamma.is_zero or self.p.omega_a.is_zero)

    def value(self, name: str) -> Exact:
        """The exact value given for a parameter, else the sample's."""
        return self.given.get(name, exact(SAMPLE[name]))


def setting(N: Any, limit: str, **values: Any) -> Setting:
    """The given values, checked; `limit` is the parameter that runs to its limit and must be left out.

    Raises:
        InputError: `limit` is given, N < 1, omega < 0, beta < 0. InputTypeError: an inexact value, N no integer.

    >>> setting(3, "J", gamma="-1/2", omega=None).p.gamma
    1/2
    >>> setting(None, "J", J=2)
    Traceback (most recent call last):
    symcoh.errors.InputError: `J` runs to its limit in this series and cannot be given: leave it out.
    """
    left_out = {name: (None, getattr(symbols, name)) for name in values}
    given = {name: exact(value, f"`{name}`") for name, value in values.items() if value not in left_out[name]}
    if limit in given:
        raise InputError(f"`{limit}`", "runs to its limit in this series and cannot be given: leave it out.")
    expressions = {name: _checked(name, value) for name, value in given.items()}
    p = parameters(None if N == symbols.N else _number(N), **expressions)
    check_roots(p.omega, p.gamma)
    check_exponent(p.beta * p.J, "beta*J")
    return Setting(p=_replaced(p, gamma=Abs(p.gamma), omega_a=Abs(p.omega_a)), given=given)


def magnitude(value: Exact) -> Exact:
    """The modulus of an exact number whose sign is decided.

    >>> magnitude(exact("-1/3"))
    exact('1/3')
    """
    return -value if sign(value) == -1 else value


def _number(N: Any) -> int | None:
    if N is None:
        return None
    number = as_whole(N)
    if number is None:
        raise InputTypeError("`N`", f"must be an integer, but is {shown(N)}: leave it out for a symbol.")
    return number


def _checked(name: str, value: Exact) -> Expr:
    outcome = sign(value)
    if outcome is None:
        raise undecided(value, f"`{name}`")
    if name in ("omega", "beta") and outcome < 0:
        raise InputError(f"`{name}`", f"must not be negative, but is {shown(str(value))}.")
    return to_sympy(value) if outcome else S.Zero


def _replaced(p: Parameters, **changes: Expr) -> Parameters:
    values = {name: getattr(p, name) for name in ("N", "omega", "omega_a", "gamma", "J", "beta")}
    return Parameters(**(values | changes))


def with_beta(p: Parameters, beta: Expr) -> Parameters:
    """The same parameters at another inverse temperature.

    >>> with_beta(parameters(3), Integer(2)).beta
    2
    """
    return _replaced(p, beta=beta)


def with_sources(p: Parameters, N: int) -> Parameters:
    """The same parameters for N sources.

    >>> with_sources(parameters(), 2).N
    2
    """
    return _replaced(p, N=Integer(N))


def checked_order(order: Any, least: int, most: int) -> int:
    """The last power kept, an int from `least` to `most`.

    >>> checked_order(0, 1, 9)
    Traceback (most recent call last):
    symcoh.errors.InputError: `order` must be from 1 to 9, but is 0.
    """
    return whole(order, "`order`", least, most)


def transverse(p: Parameters, m: Expr) -> Expr:
    """A_m = (2 gamma m/S_m) sinh(beta S_m/2), dimensionless, for gamma > 0; sinh(beta gamma m) at omega = 0.

    >>> transverse(parameters(omega=0, gamma=1), Integer(3))
    sinh(3*beta)
    """
    if p.omega.is_zero:
        return sinh(p.beta * p.gamma * m)
    S_m = bare_splitting(m, p.omega, p.gamma)
    return 2 * p.gamma * m / S_m * sinh(p.beta * S_m / 2)


def longitudinal(p: Parameters, m: Expr) -> Expr:
    """B_m = cosh(beta S_m/2), dimensionless; cosh(beta gamma m) at omega = 0.

    >>> longitudinal(parameters(omega=2), Integer(0))
    cosh(beta)
    """
    if p.omega.is_zero:
        return cosh(p.beta * p.gamma * m)
    return cosh(p.beta * bare_splitting(m, p.omega, p.gamma) / 2)


def polarization(p: Parameters, m: Expr) -> Expr:
    """2 gamma m/S_m, dimensionless, for gamma > 0 and m > 0; 1 at omega = 0.

    >>> polarization(parameters(omega=3, gamma=1), Integer(2))
    4/5
    """
    return S.One if p.omega.is_zero else 2 * p.gamma * m / bare_splitting(m, p.omega, p.gamma)


def sector_coherence(p: Parameters, m: Expr) -> Expr:
    """A_m/B_m = (2 gamma m/S_m) tanh(beta S_m/2), dimensionless, for gamma > 0 and m > 0.

    >>> sector_coherence(parameters(omega=0), Integer(3))
    tanh(3*beta*gamma)
    """
    gap = 2 * p.gamma * m if p.omega.is_zero else bare_splitting(m, p.omega, p.gamma)
    return polarization(p, m) * tanh(p.beta * gap / 2)


def quotient(numerator: Sequence[Expr], denominator: Sequence[Expr]) -> list[Expr]:
    """The coefficients of the quotient of two power series, the denominator's first one 1.

    Args:
        numerator: a_0, ..., a_n.
        denominator: 1, b_1, ..., b_n.

    >>> quotient([Integer(1), Integer(0), Integer(0)], [Integer(1), Integer(-1), Integer(0)])
    [1, 1, 1]
    """
    assert denominator[0] == 1 and len(numerator) == len(denominator)
    ring, a, b = _indeterminates(len(numerator) - 1)
    values = dict(zip(ring.symbols, [*numerator, *denominator[1:]], strict=True))
    return [ring.to_sympy(c, values, factored=False) for c in divide(a, b)]


def _indeterminates(order: int) -> tuple[PolynomialRing, Series, Series]:
    """Σ a_j q^j and 1 + Σ_{j>0} b_j q^j through q^order, over Q[a_0, ..., b_1, ...]."""
    ring = PolynomialRing(tuple(Symbol(f"{name}_{j}") for name in "ab" for j in range(name == "b", order + 1)))
    generators = ring.context.gens()
    return ring, generators[: order + 1], (ring.constant(1), *generators[order + 1 :])


def quotient_step(variable: str, order: int) -> Step:
    """The recursion of `quotient`, checked by multiplying back."""
    _, a, b = _indeterminates(order)
    back = multiply(b, divide(a, b))
    return enumeration(
        f"C = Σ_j c_j {variable}^j with c_j = a_j - Σ_{{i=1}}^{{j}} b_i c_{{j-i}}",
        f"The quotient (Σ a_j {variable}^j)/(1 + Σ b_j {variable}^j), multiplied back power by power, with a_j and b_j as indeterminates.",
        ((f"{variable}^{j}", found, a[j]) for j, found in enumerate(back)),
        at_least=order + 1,
    )


def ratio_step() -> Step:
    """The form of C this module opens with."""
    return argument(
        "C = Σ_m W_m sinh(hm) A_m / Σ_m W_m cosh(hm) B_m over all m = -N, -N+2, ..., N; h = beta omega_a/2, "
        "A_m = (2 gamma m/S_m) sinh(beta S_m/2), B_m = cosh(beta S_m/2)",
        "(29) and (31) with m and -m written apart: W_m, m A_m and B_m are even in m. As A_m is odd and B_m even, "
        "sinh(hm) and cosh(hm) may both be replaced by e^{hm}.",
    )


def split(coefficients: Sequence[Expr], order: int) -> tuple[tuple[Term, ...], Term | None]:
    """The nonzero terms up to `order`, and the first nonzero one beyond it, if any is among `coefficients`."""
    terms = [Term(power=Integer(j), coefficient=c) for j, c in enumerate(coefficients) if c != 0]
    beyond = [term for term in terms if term.power > order]
    return tuple(t for t in terms if t.power <= order), (beyond[0] if beyond else None)


def expansion(coefficients: Sequence[Expr], order: int, variable: Expr, valid_for: str) -> tuple[Expansion, Expr | None]:
    """The series of C through `order`, and its first neglected term, None where no coefficient beyond is nonzero."""
    terms, beyond = split(coefficients, order)
    power = Integer(order + 1) if beyond is None else beyond.power
    found = Expansion(quantity="coherence", variable=variable, terms=terms, remainder_power=power, valid_for=valid_for)
    return found, None if beyond is None else beyond.coefficient * variable**beyond.power


def every_ring(p: Parameters) -> str:
    """`valid_for` of a series that holds for every N, or for the N given.

    >>> every_ring(parameters()), every_ring(parameters(4))
    ('N >= 1', 'N = 4')
    """
    return "N >= 1" if p.count is None else f"N = {p.count}"


def vanishing(order: int, variable: Expr) -> tuple[Expansion, tuple[Step, ...]]:
    """The empty series where beta gamma omega_a = 0, and its one step."""
    found = Expansion(quantity="coherence", variable=variable, terms=(), remainder_power=Integer(order + 1), valid_for="N >= 1")
    return found, (argument("C = 0 exactly.", "beta gamma omega_a = 0: every term of (29) has a factor 0, and the series has no term."),)


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


def certified(
    claim: str,
    at: Setting,
    sources: int,
    limit: str,
    value_at: ValueAt,
    kept: Sequence[Expr],
    neglected: Expr,
    follows: Callable[[Exact], Mapping[str, Exact]] = lambda value: {},
) -> Certificate:
    """The certificate that (C - sum of the kept terms)/neglected tends to 1 as the parameter `limit` runs along `value_at`.

    Args:
        claim: what is certified.
        at: the given values; the sample's stand in for the others.
        sources: N of the sample.
        limit: name of the parameter that runs.
        value_at: its values.
        kept: the terms of the partial sum.
        neglected: the first term beyond it.
        follows: other parameters that run along with it, by name.

    Raises:
        CheckFailed, NotCertified: as `certify_approach`.
    """

    def model_at(value: Exact) -> tuple[Model, Exact]:
        v = {name: at.value(name) for name in SAMPLE} | {limit: value} | dict(follows(value))
        return Model(N=sources, omega=v["omega"], omega_a=v["omega_a"], gamma=v["gamma"], J=v["J"]), v["beta"]

    return approached(f"{claim}, N = {sources}", model_at, value_at, kept, neglected)


def certificate_steps(claim: str, because: str, sources: Sequence[int], certificate: Callable[[int], Certificate]) -> tuple[Step, ...]:
    """One enclosure step for each sample N."""
    return tuple(enclosure(f"{claim}; N = {N}", because, certificate(N)) for N in sources)
