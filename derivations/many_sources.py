"""C for N -> oo at fixed temperature, to any order in 1/N.

Claim: with h* = beta(|omega_a|/2 + |gamma|) and l_j the j-th derivative of log λ_+ at h* (l_1 = m*, l_2 = χ, ...),
    C = 1 - ω²/(8γ²m*²N²) - 3χω²/(8γ²m*⁴N³) + ...,
    every coefficient a polynomial in βω²/|γ|, ω²/γ², 1/m* and l_2, l_3, ...
Assumes: 0 < beta < oo, omega_a gamma != 0, all parameters fixed, J of either sign. Not uniform in beta: see `valid_for`.
Source: the integral representation; Watson's lemma at the end point s = 1.
Method: 1 - C is the mean of t = 1 - s. With t = τ/(N β|γ|) the measure is e^{-m*τ} times a power series in 1/N
    whose coefficients are polynomials in τ, and ∫ τ^j e^{-m*τ} dτ = j!/m*^{j+1}. Exact polynomial arithmetic.
    The coefficients are found again with v = log λ_+(h*) - log λ_+ as the variable (a reversed series, by Lagrange), and the
    series is attacked with certified sums of thousands of sources, for J < 0 and J > 0.
Cost: 2 s for order 4, most of it the certified sums; 4 s for order 12, 20 s for order 16.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import comb, factorial
from typing import Any

from sympy import QQ, Abs, Expr, Rational, S, Symbol, cosh, ring, sinh, sqrt, symbols

from symcoh.arguments import whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import coherence_certificate
from symcoh.errors import InputError
from symcoh.exact import Parameters, parameters
from symcoh.exact.symbols import N as SOURCES
from symcoh.exactnumbers import Exact, exact
from symcoh.model import Model

from .foundation.parameters import check_exponent
from .foundation.steps import Derivation, Expansion, Step, Term, argument, enclosure, enumeration, identity

LATEX = (
    r"C=1-\frac{\omega^2}{8\gamma^2m_*^2N^2}-\frac{3\chi\omega^2}{8\gamma^2m_*^4N^3}+O(N^{-4}),\qquad "
    r"m_*=\frac{\sinh h_*}{\sqrt{\sinh^2h_*+e^{-4\beta J}}},\quad \chi=\frac{e^{-4\beta J}\cosh h_*}{(\sinh^2h_*+e^{-4\beta J})^{3/2}},"
    r"\quad h_*=\beta\left(\tfrac12|\omega_a|+|\gamma|\right)"
)

LIMIT = "N -> oo"
VARIABLE = "1/N"
EQUATIONS = ("29", "31")

MAX_ORDER = 16
SIZES = ("1000", "6000", "36000")

SAMPLES = (
    {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "2"},
    {"omega": "3/2", "omega_a": "-1/2", "gamma": "2/3", "J": "-1/4", "beta": "3/2"},
)

Polynomial = Any
"""An element of the ring QQ[A, B, w, l_2, l_3, ...]; SymPy ships no types."""


def derive(
    *, order: int = 4, N: Any = None, omega: Any = None, omega_a: Any = None, gamma: Any = None, J: Any = None, beta: Any = None
) -> Derivation:
    """The expansion of C in 1/N.

    Args:
        order: last power of 1/N kept, 0 to 16.
        N: must stay a symbol: the series is in 1/N.
        omega: gap of the target, >= 0; at 0 every coefficient vanishes and 1 - C is exponentially small.
        omega_a: gap of a source, not 0.
        gamma: target-source coupling, not 0.
        J: intersource coupling, any sign.
        beta: inverse temperature, > 0.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(order=2, omega=0).series
    1
    """
    order = whole(order, "`order`", 0, MAX_ORDER)
    if N is not None:
        raise InputError("`N`", "must stay a symbol here, because the series is in 1/N: leave it out.")
    p = parameters(None, omega=omega, omega_a=omega_a, gamma=gamma, J=J, beta=beta)
    check_exponent(p.beta * p.J, "beta*J")
    for name, value in (("omega_a", p.omega_a), ("gamma", p.gamma), ("beta", p.beta)):
        if value.is_zero:
            raise InputError(f"`{name}`", "must not be 0 here, where C = 0 for every N.")
    return Derivation(
        name="many-sources",
        claim="C = 1 - ω²/(8γ²m*²N²) - 3χω²/(8γ²m*⁴N³) + ..., to any order in 1/N at fixed 0 < beta < oo.",
        assumptions=("0 < beta < oo", "omega_a gamma != 0", "omega >= 0", "J real, any sign", "everything but N fixed"),
        equations=("29", "31"),
        steps=(*_steps(max(order, 2)), *_certificates(order)),
        latex=LATEX,
        expansion=_expansion(p, order),
    )


def coefficients(order: int) -> tuple[Polynomial, ...]:
    """The coefficients of N^0, ..., N^-order in the ring QQ[A, B, w, l_2, ..., l_order].

    A = β ω²/|γ|, B = ω²/γ², w = 1/m*, l_j the j-th derivative of log λ_+ at h*.

    >>> [str(c) for c in coefficients(3)]
    ['1', '0', '-1/8*B*w**2', '-3/8*B*w**4*l2']
    """
    top = max(order, 2)
    base = _ring(top)
    weight = _weight(top)
    mean = _moments(weight, 1, top - 2)
    mass = _moments(weight, 0, top - 2)
    A, B = base.gens[:2]
    # 1 - C = ν² (B/8) mean/(1 + ν (A/8) mass), term by term.
    quotient: list[Polynomial] = []
    for n in range(top - 1):
        quotient.append(mean[n] - sum((A / 8 * mass[n - 1 - i] * quotient[i] for i in range(n)), base.zero))
    found = (base.one, base.zero, *(-B / 8 * q for q in quotient))
    return found[: order + 1]


def derivatives(field: Expr, x: Expr, count: int) -> tuple[Expr, ...]:
    """l_1, ..., l_count: the derivatives of log λ_+(h) in h, with R = sinh²h + x, x = e^{-4 beta J}.

        l_1 = sinh h R^{-1/2},  l_j = Q_j R^{1/2-j},  Q_{j+1} = R dQ_j/dh - (2j-1) sinh h cosh h Q_j.

    >>> from symcoh.exact.symbols import h, z
    >>> derivatives(h, z, 2)[1]
    z*cosh(h)/(z + sinh(h)**2)**(3/2)
    """
    root = sinh(field) ** 2 + x
    return tuple(q.as_expr(sinh(field), cosh(field), x) * root ** (Rational(1, 2) - j) for j, q in enumerate(_numerators(count), start=1))


def _numerators(count: int) -> list[Polynomial]:
    """Q_1, ..., Q_count in s = sinh h, c = cosh h and x, with c² = 1 + s² used up."""
    _, s, c, x = ring("s,c,x", QQ)
    found = [s]
    for j in range(1, count):
        q = found[-1]
        slope = c * q.diff(s) + s * q.diff(c)
        found.append(((s**2 + x) * slope - (2 * j - 1) * s * c * q).rem([c**2 - s**2 - 1]))
    return found


@cache
def _ring(order: int) -> Any:
    names = ["A", "B", "w", *(f"l{j}" for j in range(2, order + 1))]
    return ring(names, QQ)[0]


def _weight(order: int) -> list[dict[int, Polynomial]]:
    """The weight over e^{-m*τ}, normalised to 1 at 1/N = 0: [power of 1/N][power of τ] -> coefficient, up to 1/N^(order-2).

    e^{N φ} with φ = log λ_+(h* - τ/N) - log λ_+(h*) and 0F1(; 2; y), y = A τ/(8N) - B τ²/(16N²).
    """
    top = order - 2
    base = _ring(order)
    A, B = base.gens[:2]
    ell = {j: base.gens[j + 1] for j in range(2, order + 1)}
    exponent: list[dict[int, Polynomial]] = [{} for _ in range(top + 1)]
    for j in range(2, top + 2):
        exponent[j - 1] = {j: (-1) ** j * ell[j] / factorial(j)}
    kernel: list[dict[int, Polynomial]] = [{} for _ in range(top + 1)]
    for p in range(top + 1):
        for r in range(min(p, top - p) + 1):
            # C(p, r) (Aτ/8N)^{p-r} (-Bτ²/16N²)^r / (p! (p+1)!)
            scale = QQ(comb(p, r) * (-1) ** r, factorial(p) * factorial(p + 1) * 8 ** (p - r) * 16**r)
            _add(kernel[p + r], p + r, A ** (p - r) * B**r * scale)
    return _product(_exponential(exponent, base), kernel)


def _exponential(series: list[dict[int, Polynomial]], base: Any) -> list[dict[int, Polynomial]]:
    """exp of a series without constant term: n e_n = Σ_k k s_k e_{n-k}."""
    result: list[dict[int, Polynomial]] = [{0: base.one}]
    for n in range(1, len(series)):
        term: dict[int, Polynomial] = {}
        for k in range(1, n + 1):
            for i, left in series[k].items():
                for j, right in result[n - k].items():
                    _add(term, i + j, left * right * QQ(k, n))
        result.append(term)
    return result


def _product(left: list[dict[int, Polynomial]], right: list[dict[int, Polynomial]]) -> list[dict[int, Polynomial]]:
    result: list[dict[int, Polynomial]] = [{} for _ in left]
    for n in range(len(left)):
        for k in range(n + 1):
            for i, one in left[k].items():
                for j, other in right[n - k].items():
                    _add(result[n], i + j, one * other)
    return result


def _add(into: dict[int, Polynomial], power: int, value: Polynomial) -> None:
    into[power] = into[power] + value if power in into else value


def _moments(weight: list[dict[int, Polynomial]], shift: int, top: int) -> list[Polynomial]:
    """∫ τ^shift weight e^{-m*τ} dτ, by powers of 1/N."""
    base = weight[0][0].ring
    w = base.gens[2]
    return [sum((c * factorial(j + shift) * w ** (j + shift + 1) for j, c in weight[n].items()), base.zero) for n in range(top + 1)]


def _expansion(p: Parameters, order: int) -> Expansion:
    found = _expressions(p, order)
    terms = tuple(Term(power=Rational(n), coefficient=c) for n, c in enumerate(found) if c != 0)
    uniform = (
        "N -> oo at fixed 0 < beta < oo, that is N*beta*|gamma|*m* >> 1 and N*|gamma| >> beta*omega**2; not uniform as beta -> 0 or oo; "
        "neglected too: terms of relative size (λ_+(h0 - beta*|gamma|)/λ_+(h*))^N and (max|λ_-|/λ_+(h*))^N"
    )
    if p.omega.is_zero:
        uniform += "; at omega = 0 those are all of 1 - C"
    return Expansion(
        quantity="coherence", variable=1 / SOURCES, terms=terms, remainder_power=Rational(max(order + 1, 2)), valid_for=uniform
    )


def _expressions(p: Parameters, order: int) -> list[Expr]:
    """The coefficients in the parameters."""
    gamma = Abs(p.gamma)
    ell = derivatives(p.beta * (Abs(p.omega_a) / 2 + gamma), p.x, max(order, 2))
    values = [p.beta * p.omega**2 / gamma, p.omega**2 / gamma**2, 1 / ell[0], *ell[1:]]
    return [S.Zero if c == 0 else c.as_expr(*values[: c.ring.ngens]) for c in coefficients(order)]


def _steps(order: int) -> tuple[Step, ...]:
    return (_reading(), _first(), _slopes(), _scaling(), _printed(), _frozen(order), _reversed(order), _small())


def _reading() -> Step:
    return argument(
        "1 - C = (∫ t k λ_+^N dt)/(λ_+(h*)^N + ∫ k λ_+^N dt), t = 1 - s in [0, 2], up to exponentially small parts",
        "The integral representation: L = λ_+^N + λ_-^N, and the end point s = 1 contributes L(h*), with t = 0. Left out are λ_-^N and the "
        "end point s = -1.",
    )


def _first() -> Step:
    return argument(
        "λ_+(h* - beta|gamma| t) falls strictly for small t, and is below λ_+(h*) for 0 < t <= 2",
        "log λ_+ is even and convex in h with slope m(h) = sinh h/sqrt(sinh² h + e^{-4 beta J}) of the sign of h, and "
        "|h_0 - beta|gamma|| < h* = h_0 + beta|gamma| because h_0 > 0 and beta|gamma| > 0. So t = 0 is the only maximum, at the end of the "
        "interval and of slope -beta|gamma| m* < 0: Watson's lemma gives an asymptotic series in 1/N, integrated term by term to t = oo.",
    )


def _slopes() -> Step:
    """d/dh of Q_j R^{1/2-j} is Q_{j+1} R^{-1/2-j}, and l_1 is the derivative of log(cosh h + R^{1/2})."""
    s, c, x, r, marker = symbols("s c x r u")
    Q = [q.as_expr(s, c, x) for q in _numerators(5)]
    # r = R^{1/2}; d/dh log(c + r) = (s + s c/r)/(c + r) must be s/r. r² = s² + x and c² = 1 + s² are put in by hand.
    total: Expr = (s + s * c / r) / (c + r) - s / r
    for j, (now, after) in enumerate(pairwise(Q), start=1):
        slope = c * now.diff(s) + s * now.diff(c)
        step = ((s**2 + x) * slope - (2 * j - 1) * s * c * now - after).expand()
        total += marker**j * step.subs(c, sqrt(1 + s**2)).expand()
    return identity(
        "The derivatives l_1, ..., l_5 of log λ_+ in h: l_j = Q_j R^{1/2-j}, R = sinh² h + e^{-4 beta J}",
        "dR/dh = 2 sinh h cosh h, and log λ_+ = beta J + log(cosh h + R^{1/2}); powers of u keep the five identities apart.",
        total,
    )


def _scaling() -> Step:
    a2, t, B, A, tau, nu = (Symbol(name, positive=True) for name in ("a2", "t", "B", "A", "tau", "nu"))
    # a² = β²ω²/4, and t = τ ν/(βγ): a² t = A τ ν/4 and a² t² = B τ² ν²/4.
    kernel = (a2 * t * (2 - t) / 4).subs(a2, A**2 / (4 * B)).subs(t, tau * nu * B / A)
    return identity(
        "With t = τ/(N beta|gamma|) the kernel is (β²ω²/8) 0F1(; 2; y), y = A τ/(8N) - B τ²/(16N²), A = βω²/|γ|, B = ω²/γ²",
        "k(1-t) = (a²/2) 0F1(; 2; a² t(2-t)/4) with a² = β²ω²/4 = A²/(4B) and β|γ| = A/B.",
        kernel - A * tau * nu / 8 + B * tau**2 * nu**2 / 16,
    )


def _printed() -> Step:
    found = coefficients(3)
    base = found[2].ring
    B, w, chi = base.gens[1], base.gens[2], base.gens[3]
    cases = [
        ("N^-1", found[1], base.zero),
        ("N^-2", found[2], -B * w**2 * QQ(1, 8)),
        ("N^-3", found[3], -B * w**4 * chi * QQ(3, 8)),
    ]
    return enumeration(
        "C = 1 - ω²/(8γ²m*²N²) - 3χω²/(8γ²m*⁴N³) + O(N^-4)",
        "∫ τ e^{-m*τ} dτ = 1/m*² and (χ/2) ∫ τ³ e^{-m*τ} dτ = 3χ/m*⁴. The first correction of the kernel, Aτ/16, and that of the "
        "denominator, A/(8m*), cancel at N^-3: 2A/(16m*³) = A/(8m*) times 1/m*².",
        cases,
        at_least=3,
    )


def _frozen(order: int) -> Step:
    """With l_2 = l_3 = ... = 0 the coefficients are those of (1 + B w²/(4N²))^{-1/2}."""
    found = coefficients(order)
    base = found[2].ring
    B, w = base.gens[1:3]

    def cases() -> Iterator[tuple[str, object, object]]:
        for n, c in enumerate(found):
            flat = base.from_dict({power: q for power, q in c.terms() if not any(power[3:])})
            half = n // 2
            expected = base.zero if n % 2 else (B * w**2) ** half * QQ((-1) ** half * comb(n, half), 16**half)
            yield f"N^-{n}", flat, expected

    return enumeration(
        f"Without l_2, l_3, ... the coefficients up to N^-{order} are those of (1 + ω²/(4γ²m*²N²))^(-1/2); at m* = 1 this is 2N|γ|/S_N",
        "A ring whose λ_+ is e^{m*h} is one large spin, and 1/sqrt(1 + y) = Σ_i (-1)^i C(2i, i) (y/4)^i. This is the limit beta -> oo of "
        "the aligned phase, (41): m* -> 1 and l_j -> 0 there.",
        cases(),
        at_least=3,
    )


def _reversed(order: int) -> Step:
    found = coefficients(order)

    def cases() -> Iterator[tuple[str, object, object]]:
        for row in range(3):
            values = [Fraction(3 + 2 * row + i * (row - 1), 4 + i * i + row) for i in range(order + 3)]
            A, B, slope, *higher = values
            other = _by_reversion(A, B, [slope, *higher[: order - 1]], order)
            point = [QQ(v.numerator, v.denominator) for v in (A, B, 1 / slope, *higher[: order - 1])]
            for n, c in enumerate(found):
                yield f"N^-{n}, row {row}", Fraction(str(c.evaluate(list(zip(c.ring.gens, point, strict=True))))), other[n]

    return enumeration(
        f"The coefficients up to N^-{order} from the reversed series, at 3 sets of rational A, B, m*, l_2, ...",
        "With v = log λ_+(h*) - log λ_+(h* - y) the weight is e^{-Nv} exactly; y(v) is the reversed series, by Lagrange's formula, "
        "and ∫ v^n e^{-Nv} dv = n!/N^{n+1}.",
        cases(),
        at_least=3 * (order + 1),
    )


def _by_reversion(A: Fraction, B: Fraction, ell: Sequence[Fraction], order: int) -> list[Fraction]:
    """The coefficients of N^0, ..., N^-order, with v as the variable: [v^n] F(y) dy/dv = [y^n] F(y) (y/v(y))^{n+1}."""
    size = order + 1
    kernel, power = [Fraction(0)] * size, [Fraction(1)] + [Fraction(0)] * (size - 1)
    inner = [Fraction(0), A / 8, -B / 16, *[Fraction(0)] * size][:size]
    for p in range(size):
        kernel = [k + q / (factorial(p) * factorial(p + 1)) for k, q in zip(kernel, power, strict=True)]
        power = _times(power, inner)
    rise = [(-1) ** j * value / factorial(j + 1) for j, value in enumerate([*ell, *[Fraction(0)] * size][:size])]
    inverse = _quotient([Fraction(1)] + [Fraction(0)] * (size - 1), rise)
    below, above, power = [Fraction(1)], [Fraction(0)], inverse
    for n in range(order):
        mass = _times(kernel, power)
        below.append(A / 8 * factorial(n) * mass[n])
        above.append(B / 8 * factorial(n) * (mass[n - 1] if n else 0))
        power = _times(power, inverse)
    return [(n == 0) - lost for n, lost in enumerate(_quotient(above, below))]


def _times(left: Sequence[Fraction], right: Sequence[Fraction]) -> list[Fraction]:
    return [sum((left[i] * right[n - i] for i in range(n + 1)), Fraction(0)) for n in range(len(left))]


def _quotient(above: Sequence[Fraction], below: Sequence[Fraction]) -> list[Fraction]:
    found: list[Fraction] = []
    for n, value in enumerate(above):
        found.append((value - sum((below[n - i] * found[i] for i in range(n)), Fraction(0))) / below[0])
    return found


def _small() -> Step:
    return argument(
        "What no power of 1/N shows: relative parts of the size of (λ_+(h_0 - beta|γ|)/λ_+(h*))^N and (max |λ_-|/λ_+(h*))^N, both "
        "exponentially small at fixed beta. The series is not uniform in beta.",
        "The first is the end point s = -1. The second is λ_-^N, with |λ_-(h)| = 2|sinh 2 beta J|/λ_+(h) < λ_+(h) <= λ_+(h*) on the whole "
        "interval. The series is in 1/(N beta|γ|m*) and beta ω²/(N|γ|): as beta -> 0 the first grows, as beta -> oo the second does.",
    )


def _certificates(order: int) -> tuple[Step, ...]:
    because = "Certified sums of (29) over all sectors, against the partial sum and the next term of the series."
    return tuple(
        enclosure(f"The series to N^-{order} at " + ", ".join(f"{k}={v}" for k, v in sample.items()), because, certificate(order, sample))
        for sample in SAMPLES
    )


def certificate(order: int, sample: dict[str, str], sizes: Sequence[str] = SIZES) -> Certificate:
    """(C - partial sum)/(next term) at the sizes N, certified to tend to one.

    Raises:
        CheckFailed: it does not.
    """
    p = parameters(None, **sample)
    found = _expressions(p, max(order + 1, 2))
    partial = sum((c * SOURCES**-n for n, c in enumerate(found[: order + 1])), S.Zero)
    following = next(n for n in range(order + 1, len(found)) if found[n] != 0)

    def model_at(N: Exact) -> tuple[Model, Exact]:
        size = N.integer
        assert size is not None
        model = Model(N=size, **{name: sample[name] for name in ("omega", "omega_a", "gamma", "J")})
        return model, exact(sample["beta"])

    return coherence_certificate("many-sources", model_at, sizes, partial, found[following] * SOURCES**-following)
