"""`C` for `N -> oo` at fixed temperature, to any order in `1/N`.

Claim: with h* = beta(|omega_a|/2 + |gamma|) and l_j the j-th derivative of log λ_+ at h* (l_1 = m*, l_2 = χ, ...),
    C = 1 - ω²/(8γ²m_*²N²) - 3χω²/(8γ²m_*⁴N³) + ...,
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
from itertools import pairwise
from math import comb, factorial

from flint import fmpq
from sympy import Abs, Expr, Rational, S, Symbol, cosh, factor_terms, sinh, sqrt, symbols

from symcoh.arguments import whole
from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import coherence_certificate
from symcoh.exact import Parameters, parameters
from symcoh.exact.symbols import N as SOURCES
from symcoh.exactnumbers import Exact, exact
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.parameters import check_exponent, left_out, moduli
from .foundation.power_series import (
    Coefficient,
    PolynomialRing,
    Series,
    add,
    compose,
    constant_series,
    divide,
    exponential,
    multiply,
    scale,
)
from .foundation.steps import Derivation, Expansion, Naming, Step, Term, argument, enclosure, enumeration, identity, letter

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

SLOPES = PolynomialRing(symbols("s c x"))
"""s = sinh h, c = cosh h and x = e^{-4 beta J}."""


def derive(
    *,
    order: int = 4,
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
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
    left_out("N", N, "must stay a symbol here, because the series is in 1/N")
    p = parameters(None, omega=omega, omega_a=omega_a, gamma=gamma, J=J, beta=beta)
    check_exponent(p.beta * p.J, "beta*J")
    moduli(p, ("omega_a", "gamma", "beta"), ", where C = 0 for every N.")
    return Derivation(
        name="many-sources",
        claim="`C = 1 - ω²/(8γ²m_*²N²) - 3χω²/(8γ²m_*⁴N³) + ...`, to any order in `1/N` at fixed `0 < beta < oo`.",
        assumptions=(
            "`0 < beta < oo`",
            "`omega_a gamma != 0`",
            "`omega >= 0`",
            "`J` real, any sign",
            "everything but `N` fixed",
            "`omega_a` and `gamma` stand for their moduli",
        ),
        equations=("29", "31"),
        steps=(*_steps(max(order, 2)), *_certificates(order)),
        latex=LATEX,
        expansion=_expansion(p, order),
    )


def ring_of(order: int) -> PolynomialRing:
    """Q[A, B, w, l_2, ..., l_order, τ]: A = β ω²/|γ|, B = ω²/γ², w = 1/m*, l_j the j-th derivative of log λ_+ at h*."""
    return PolynomialRing(symbols(["A", "B", "w", *(f"l{j}" for j in range(2, max(order, 2) + 1)), "tau"]))


def coefficients(order: int) -> Series:
    """The coefficients of N^0, ..., N^-order in `ring_of` the order.

    >>> [ring_of(3).to_sympy(c) for c in coefficients(3)]
    [1, 0, -B*w**2/8, -3*B*l2*w**4/8]
    """
    ring, top = ring_of(order), max(order, 2)
    A, B, w = ring.context.gens()[:3]
    weight = _weight(top)
    mean, mass = (tuple(_moment(ring, c, w, power) for c in weight) for power in (1, 0))
    # 1 - C = ν² (B/8) mean/(1 + ν (A/8) mass).
    below = (ring.constant(1), *(A * fmpq(1, 8) * c for c in mass))[: len(mean)]
    lost = scale(divide(mean, below), B * fmpq(-1, 8))
    return (ring.constant(1), ring.constant(0), *lost)[: order + 1]


def derivatives(field: Expr, x: Expr, count: int, root: Expr | None = None) -> tuple[Expr, ...]:
    """l_1, ..., l_count: the derivatives of log λ_+(h) in h, with R = sinh²h + x, x = e^{-4 beta J}; `root` stands for R.

        l_1 = sinh h R^{-1/2},  l_j = Q_j R^{1/2-j},  Q_{j+1} = R dQ_j/dh - (2j-1) sinh h cosh h Q_j.

    >>> from symcoh.exact.symbols import h, z
    >>> derivatives(h, z, 2)[1]
    z*cosh(h)/(z + sinh(h)**2)**(3/2)
    """
    root = sinh(field) ** 2 + x if root is None else root
    values = dict(zip(SLOPES.symbols, (sinh(field), cosh(field), x), strict=True))
    shown = (SLOPES.to_sympy(q, values, factored=False) for q in _numerators(count))
    return tuple(q * root ** (Rational(1, 2) - j) for j, q in enumerate(shown, start=1))


def _numerators(count: int) -> list[Coefficient]:
    """Q_1, ..., Q_count in s = sinh h, c = cosh h and x, with c² = 1 + s² used up."""
    s, c, x = SLOPES.context.gens()
    found = [s]
    for j in range(1, count):
        q = found[-1]
        slope = c * q.derivative(0) + s * q.derivative(1)
        found.append(divmod((s**2 + x) * slope - (2 * j - 1) * s * c * q, c**2 - s**2 - 1)[1])
    return found


def _weight(order: int) -> Series:
    """The weight over e^{-m*τ}, normalised to 1 at 1/N = 0, as a series in 1/N up to 1/N^(order-2).

    e^{N φ} with φ = log λ_+(h* - τ/N) - log λ_+(h*) and 0F1(; 2; y), y = A τ/(8N) - B τ²/(16N²).
    """
    ring, length = ring_of(order), order - 1
    A, B, _, *ell, tau = ring.context.gens()
    slopes = (slope * (-tau) ** j * fmpq(1, factorial(j)) for j, slope in enumerate(ell, start=2))
    exponent = (ring.constant(0), *slopes)[:length]
    y = (ring.constant(0), A * tau * fmpq(1, 8), B * tau**2 * fmpq(-1, 16), *[ring.constant(0)] * length)[:length]
    return multiply(exponential(exponent), compose([fmpq(1, factorial(p) * factorial(p + 1)) for p in range(length)], y))


def _moment(ring: PolynomialRing, polynomial: Coefficient, w: Coefficient, power: int) -> Coefficient:
    """∫ τ^power polynomial e^{-m*τ} dτ, where ∫ τ^j e^{-m*τ} dτ = j! w^{j+1}."""
    total = ring.constant(0)
    for (*rest, j), c in polynomial.to_dict().items():
        total += ring.context.from_dict({(*rest, 0): c * factorial(j + power)}) * w ** (j + power + 1)
    return total


def _expansion(p: Parameters, order: int) -> Expansion:
    found = _expressions(p, order)
    shown, names = _named(p, order)
    naming = Naming(coefficients=tuple(c for c, value in zip(shown, found, strict=True) if value != 0), names=names)
    terms = tuple(Term(power=Rational(n), coefficient=c) for n, c in enumerate(found) if c != 0)
    uniform = (
        "N -> oo at fixed 0 < beta < oo, that is N*beta*|gamma|*m* >> 1 and N*|gamma| >> beta*omega**2; not uniform as beta -> 0 or oo; "
        "neglected too: terms of relative size (λ_+(h0 - beta*|gamma|)/λ_+(h*))^N and (max|λ_-|/λ_+(h*))^N"
    )
    if p.omega.is_zero:
        uniform += "; at omega = 0 those are all of 1 - C"
    power = Rational(max(order + 1, 2))
    return Expansion(quantity="coherence", variable=1 / SOURCES, terms=terms, remainder_power=power, valid_for=uniform, naming=naming)


def _expressions(p: Parameters, order: int) -> list[Expr]:
    """The coefficients in the parameters."""
    return _written(p, order, derivatives(_field(p), p.x, max(order, 2)))


def _field(p: Parameters) -> Expr:
    """h_*."""
    return p.beta * (Abs(p.omega_a) / 2 + Abs(p.gamma))


def _named(p: Parameters, order: int) -> tuple[list[Expr], tuple[tuple[Symbol, Expr], ...]]:
    """The coefficients in m_*, χ, l_3, l_4, ..., and what those are."""
    count, h, R = max(order, 2), letter("h_*"), letter("R")
    ell = [letter("m_*"), letter("χ"), *(letter(f"l_{j}") for j in range(3, count + 1))]
    meanings = derivatives(h, p.x, count, R)
    return _written(p, order, ell), (*zip(ell, map(factor_terms, meanings), strict=True), (R, sinh(h) ** 2 + p.x), (h, _field(p)))


def _written(p: Parameters, order: int, ell: Sequence[Expr]) -> list[Expr]:
    """The coefficients with l_1, l_2, ... as they are given."""
    gamma = Abs(p.gamma)
    values = [p.beta * p.omega**2 / gamma, p.omega**2 / gamma**2, 1 / ell[0], *ell[1:]]
    ring = ring_of(order)
    named = dict(zip(ring.symbols, values, strict=False))
    return [ring.to_sympy(c, named, factored=False) for c in coefficients(order)]


def _steps(order: int) -> tuple[Step, ...]:
    return (_reading(), _first(), _slopes(), _scaling(), _printed(), _frozen(order), _reversed(order), _small())


def _reading() -> Step:
    return argument(
        "With `λ_± = e^{βJ}(cosh h ± √(sinh² h + e^{-4βJ}))`, `1 - C = (∫ t k λ_+^N dt)/(λ_+(h_*)^N + ∫ k λ_+^N dt)`, up to exponentially "
        "small parts, over `t = 1 - s` in `[0, 2]` with "
        "`h_* = h_0 + beta|gamma|`, `h_0 = beta|omega_a|/2`, `λ_+` at `h_* - beta|gamma| t`, and `k(s) = a I_1(a√(1-s²))/√(1-s²)`, "
        "`a = beta omega/2`",
        "The integral representation: `L = λ_+^N + λ_-^N`, and the end point `s = 1` contributes `L(h_*)`, with `t = 0`. Left out are "
        "`λ_-^N` and the end point `s = -1`.",
    )


def _first() -> Step:
    return argument(
        "`λ_+(h_* - beta|gamma| t)` falls strictly for small `t`, and is below `λ_+(h_*)` for `0 < t <= 2`",
        "`log λ_+` is even and convex in `h` with slope `m(h) = sinh h/sqrt(sinh² h + e^{-4 beta J})` of the sign of `h`, and "
        "`abs(h_0 - beta|gamma|) < h_* = h_0 + beta|gamma|` because `h_0 > 0` and `beta|gamma| > 0`. So `t = 0` is the only maximum, at "
        "the end of the interval and of slope `-beta|gamma| m_* < 0`: Watson's lemma gives an asymptotic series in `1/N`, "
        "integrated term by term to `t = oo`.",
    )


def _slopes() -> Step:
    """d/dh of Q_j R^{1/2-j} is Q_{j+1} R^{-1/2-j}, and l_1 is the derivative of log(cosh h + R^{1/2})."""
    s, c, x, r, marker = symbols("s c x r u")
    Q = [SLOPES.to_sympy(q, factored=False) for q in _numerators(5)]
    # r = R^{1/2}; d/dh log(c + r) = (s + s c/r)/(c + r) must be s/r. r² = s² + x and c² = 1 + s² are put in by hand.
    total: Expr = (s + s * c / r) / (c + r) - s / r
    for j, (now, after) in enumerate(pairwise(Q), start=1):
        slope = c * now.diff(s) + s * now.diff(c)
        step = ((s**2 + x) * slope - (2 * j - 1) * s * c * now - after).expand()
        total += marker**j * step.subs(c, sqrt(1 + s**2)).expand()
    return identity(
        "The derivatives `l_1, ..., l_5` of `log λ_+` in `h`: `l_j = Q_j R^{1/2-j}`, `R = sinh² h + e^{-4 beta J}`, with "
        "`Q_1 = sinh h` and `Q_{j+1} = R Q'_j - (2j-1) Q_j sinh h cosh h`, the prime for the derivative in `h`. "
        "At `h_*` they are `m_* = l_1`, `χ = l_2` and `l_3, l_4, ...`",
        "`dR/dh = 2 sinh h cosh h`, and `log λ_+ = beta J + log(cosh h + R^{1/2})`.",
        total,
    )


def _scaling() -> Step:
    a2, t, B, A, tau, nu = (Symbol(name, positive=True) for name in ("a2", "t", "B", "A", "tau", "nu"))
    # a² = β²ω²/4, and t = τ ν/(βγ): a² t = A τ ν/4 and a² t² = B τ² ν²/4.
    kernel = (a2 * t * (2 - t) / 4).subs(a2, A**2 / (4 * B)).subs(t, tau * nu * B / A)
    return identity(
        "With `τ = N beta|gamma| t` the kernel is `(β²ω²/8) 0F1(; 2; y)`, `y = A τ/(8N) - B τ²/(16N²)`, `A = βω²/|γ|`, `B = ω²/γ²`",
        "`k(1-t) = (a²/2) 0F1(; 2; a² t(2-t)/4)` with `a² = β²ω²/4 = A²/(4B)` and `β|γ| = A/B`.",
        kernel - A * tau * nu / 8 + B * tau**2 * nu**2 / 16,
    )


def _printed() -> Step:
    found = coefficients(3)
    _, B, w, chi, *_ = ring_of(3).context.gens()
    cases = [("N^-1", found[1], 0), ("N^-2", found[2], B * w**2 * fmpq(-1, 8)), ("N^-3", found[3], B * w**4 * chi * fmpq(-3, 8))]
    return enumeration(
        "`C = 1 - ω²/(8γ²m_*²N²) - 3χω²/(8γ²m_*⁴N³) + O(N^-4)`",
        "`∫ τ e^{-m_*τ} dτ = 1/m_*²` and `(χ/2) ∫ τ³ e^{-m_*τ} dτ = 3χ/m_*⁴`. The first correction of the kernel, `Aτ/16`, and that of the "
        "denominator, `A/(8m_*)`, cancel at `N^-3`: `2A/(16m_*³) = A/(8m_*)` times `1/m_*²`.",
        cases,
        at_least=3,
    )


def _frozen(order: int) -> Step:
    """With l_2 = l_3 = ... = 0 the coefficients are those of (1 + B w²/(4N²))^{-1/2}."""
    context = ring_of(order).context
    B, w = context.gens()[1:3]

    def cases() -> Iterator[tuple[str, object, object]]:
        for n, c in enumerate(coefficients(order)):
            flat = context.from_dict({power: q for power, q in c.to_dict().items() if not any(power[3:])})
            half = n // 2
            expected = 0 if n % 2 else (B * w**2) ** half * fmpq((-1) ** half * comb(n, half), 16**half)
            yield f"N^-{n}", flat, expected

    return enumeration(
        f"Without `l_2, l_3, ...` the coefficients up to `N^-{order}` are those of `(1 + ω²/(4γ²m_*²N²))^{{-1/2}}`; at `m_* = 1` this is "
        f"`2N|γ|/S_N`",
        "A ring whose `λ_+` is `e^{m_* h}` is one large spin, and `1/sqrt(1 + y) = Σ_i (-1)^i binom(2i, i) (y/4)^i`. This is the limit "
        "`beta -> oo` of the aligned phase, (41): `m_* -> 1` and `l_j -> 0` there.",
        cases(),
        at_least=order + 1,
    )


def _reversed(order: int) -> Step:
    found = coefficients(order)

    def cases() -> Iterator[tuple[str, object, object]]:
        for row in range(3):
            values = [fmpq(3 + 2 * row + i * (row - 1), 4 + i * i + row) for i in range(order + 3)]
            A, B, slope, *higher = values
            other = _by_reversion(A, B, [slope, *higher[: order - 1]], order)
            for n, c in enumerate(found):
                yield f"N^-{n}, row {row}", c(A, B, 1 / slope, *higher[: order - 1], fmpq(0)), other[n]

    return enumeration(
        f"The coefficients up to `N^-{order}` from the reversed series, at 3 sets of rational `A, B, m_*, l_2, ...`",
        "With `v = log λ_+(h_*) - log λ_+(h_* - y)` the weight is `e^{-Nv}` exactly; `y(v)` is the reversed series, by Lagrange's formula, "
        "and `∫ v^n e^{-Nv} dv = n!/N^{n+1}`.",
        cases(),
        at_least=3 * (order + 1),
        confirms=True,
    )


def _by_reversion(A: fmpq, B: fmpq, ell: Sequence[fmpq], order: int) -> Series:
    """The coefficients of N^0, ..., N^-order, with v as the variable: [v^n] F(y) dy/dv = [y^n] F(y) (y/v(y))^{n+1}."""
    size = order + 1
    one, zeros = constant_series(fmpq(1), size), [fmpq(0)] * size
    kernel = compose([fmpq(1, factorial(p) * factorial(p + 1)) for p in range(size)], (fmpq(0), A / 8, -B / 16, *zeros)[:size])
    rise = tuple((-1) ** j * value / factorial(j + 1) for j, value in enumerate((*ell, *zeros)[:size]))
    power = inverse = scale(divide(one, scale(rise, 1 / ell[0])), 1 / ell[0])
    below, above = [fmpq(1)], [fmpq(0)]
    for n in range(order):
        mass = multiply(kernel, power)
        below.append(A / 8 * factorial(n) * mass[n])
        above.append(B / 8 * factorial(n) * (mass[n - 1] if n else 0))
        power = multiply(power, inverse)
    return add(one, scale(divide(tuple(above), tuple(below)), fmpq(-1)))


def _small() -> Step:
    return argument(
        "What no power of `1/N` shows: relative parts of the size of `(λ_+(h_0 - beta|γ|)/λ_+(h_*))^N` and `(max |λ_-|/λ_+(h_*))^N`, both "
        "exponentially small at fixed `beta`. The series is not uniform in `beta`.",
        "The first is the end point `s = -1`. The second is `λ_-^N`, with `|λ_-(h)| = 2|sinh 2 beta J|/λ_+(h) < λ_+(h) <= λ_+(h_*)` on "
        "the whole interval. The series is in `1/(N beta|γ|m_*)` and `beta ω²/(N|γ|)`: as `beta -> 0` the first grows, as `beta -> oo` "
        "the second does.",
    )


def _certificates(order: int) -> tuple[Step, ...]:
    because = "Certified sums of (29) over all sectors, against the partial sum and the next term of the series."
    return tuple(
        enclosure(
            f"The series to `N^-{order}` at " + marked(", ".join(f"{k}={v}" for k, v in sample.items())),
            because,
            certificate(order, sample),
        )
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
