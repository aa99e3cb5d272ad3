"""`Z` and `C` of any number of sources as one integral over `[-1, 1]`, exact.

Claim: with a = beta omega/2, h_0 = beta |omega_a|/2 and k(s) = a I_1(a sqrt(1-s^2))/sqrt(1-s^2),
    Z   = L(h_0 + beta|gamma|) + L(h_0 - beta|gamma|) + ∫_{-1}^{1}   k(s) L(h_0 + beta|gamma| s) ds,
    Z C = L(h_0 + beta|gamma|) - L(h_0 - beta|gamma|) + ∫_{-1}^{1} s k(s) L(h_0 + beta|gamma| s) ds,
    L(h) = Σ_m W_m e^{hm} = λ_+^N + λ_-^N, so that C is the mean of s over a positive measure on [-1, 1].
Assumes: N >= 1, beta >= 0, omega >= 0; omega_a, gamma, J real, all finite. omega = 0 leaves the end points alone.
Source: (29), (31); the sector weights enter through Σ_m W_m e^{hm} of sector-weight alone.
Method: cosh sqrt(a^2+b^2) = cosh b + (1/2) ∫ k(s) e^{bs} ds holds coefficient by coefficient in a^2 and b^2: the
    moments of (1-s^2)^p by parts, then start and ratio of both double series, for symbolic powers. The rest is
    linear. Both formulas are then integrated in balls and compared with (31) and (29).
Cost: about a second, most of it the integrals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

from flint import acb, arb
from sympy import Expr, Rational, Symbol, cosh, diff, factorial, sinh, sqrt, sympify

from symcoh import exact
from symcoh.arguments import whole
from symcoh.balls import accuracy, working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.errors import CheckFailed, InputError, NotCertified
from symcoh.exactnumbers import Exact, is_zero
from symcoh.exactnumbers import exact as exact_number
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.steps import Check, Derivation, Step, argument, enumeration, identity

LATEX = (
    r"\begin{aligned}Z={}&L(h_0+\beta|\gamma|)+L(h_0-\beta|\gamma|)+\int_{-1}^{1}k(s)\,L(h_0+\beta|\gamma|s)\,ds,\\ "
    r"ZC={}&L(h_0+\beta|\gamma|)-L(h_0-\beta|\gamma|)+\int_{-1}^{1}s\,k(s)\,L(h_0+\beta|\gamma|s)\,ds,\\ "
    r"k(s)={}&\frac{a\,I_1(a\sqrt{1-s^2})}{\sqrt{1-s^2}},\quad a=\frac{\beta\omega}{2},\quad h_0=\frac{\beta|\omega_a|}{2},"
    r"\quad L(h)=\lambda_+^N+\lambda_-^N\end{aligned}"
)

EQUATIONS = ("29", "31")
BITS = (192, 768, 3072)
"""Working precisions, tried in turn."""

AGREEMENT = 128
"""Bits both routes must carry where they meet."""

LARGEST_N = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An exact model and inverse temperature at which both sides are computed."""

    model: Model
    beta: Exact

    @property
    def name(self) -> str:
        """The place as text."""
        m = self.model
        return f"N={m.N}, omega={m.omega}, omega_a={m.omega_a}, gamma={m.gamma}, J={m.J}, beta={self.beta}"


def derive(
    *,
    N: object = None,
    omega: object = None,
    omega_a: object = None,
    gamma: object = None,
    J: object = None,
    beta: object = None,
    largest_power: int = 8,
) -> Derivation:
    """The integral representation with every step checked.

    Args:
        N: with the five others, one more place where both sides are compared; N <= 400. All six or none.
        omega: gap of the target, >= 0.
        omega_a: gap of a source.
        gamma: target-source coupling.
        J: intersource coupling.
        beta: inverse temperature, > 0.
        largest_power: the largest power of a^2 and b^2 whose coefficients are also enumerated, 2 to 40.

    Raises:
        InputError: a value outside its domain, or some but not all of the six. CheckFailed: a check came out wrong.

    >>> [step.check.kind for step in derive(largest_power=3).steps][:4]
    ['identity', 'identity', 'identity', 'enumeration']
    """
    largest_power = whole(largest_power, "`largest_power`", 2, 40)
    places = (*_places(), *_given(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J, beta=beta))
    return Derivation(
        name="integral-representation",
        claim="`Z = L(h_0 + β|γ|) + L(h_0 - β|γ|) + ∫_{-1}^{1} k(s) L(h_0 + β|γ|s) ds` and "
        "`ZC = L(h_0 + β|γ|) - L(h_0 - β|γ|) + ∫_{-1}^{1} s k(s) L(h_0 + β|γ|s) ds`, with `k(s) = a I_1(a√(1-s²))/√(1-s²)`, `a = βω/2`, "
        "`h_0 = β|ω_a|/2`, `L(h) = λ_+^N + λ_-^N`, `λ_± = e^{βJ}(cosh h ± √(sinh² h + e^{-4βJ}))`; `C` is a mean of `s`.",
        assumptions=("`N >= 1`, `beta >= 0`, `omega >= 0`", "`omega_a`, `gamma`, `J` real; they enter as `|omega_a|` and `|gamma|`"),
        equations=("29", "31"),
        steps=(*_kernel_steps(largest_power), _companion(), *_thermal_steps(), _comparison(places)),
        latex=LATEX,
    )


def moment_ratio(p: Expr, i: Expr) -> Expr:
    """M(p+1, i)/M(p, i) for M(p, i) = ∫_{-1}^{1} (1-s^2)^p s^{2i} ds.

    >>> moment_ratio(0, 0)
    2/3
    """
    return sympify(2 * p + 2) / (2 * i + 2 * p + 3)


def _kernel_steps(largest: int) -> tuple[Step, ...]:
    return (_by_parts(), _start(), _ratio(), _coefficients(largest), _sum_and_integral())


def _by_parts() -> Step:
    s, p, i = (Symbol(name, positive=True) for name in ("s", "p", "i"))
    primitive = s ** (2 * i + 1) * (1 - s**2) ** (p + 1)
    stripped = (diff(primitive, s) / (s ** (2 * i) * (1 - s**2) ** p)).expand().powsimp()
    # d/ds [s^{2i+1} (1-s^2)^{p+1}] with s^{2i+2}(1-s^2)^p = s^{2i} [(1-s^2)^p - (1-s^2)^{p+1}].
    claimed = (2 * i + 1) * (1 - s**2) - 2 * (p + 1) * (1 - (1 - s**2))
    solved = (2 * i + 1 + 2 * (p + 1)) * moment_ratio(p, i) - 2 * (p + 1)
    marker = Symbol("u")
    return identity(
        "`M(p+1, i)/M(p, i) = (2p+2)/(2i+2p+3)` for `M(p, i) = ∫_{-1}^{1} (1-s^2)^p s^{2i} ds`",
        "The derivative of `s^{2i+1} (1-s^2)^{p+1}`, which vanishes at both ends, is `(2i+1) s^{2i} (1-s^2)^{p+1} - 2(p+1) s^{2i} "
        "[(1-s^2)^p - (1-s^2)^{p+1}]`",
        marker * (stripped - claimed) + solved,
    )


def _start() -> Step:
    i = Symbol("i", integer=True, nonnegative=True)
    # [a^2 b^{2i}]: (i+1)/(2i+2)! on the left; on the right (1/2)(1/2) M(0, i)/(2i)! with M(0, i) = 2/(2i+1). Times (2i)!.
    left = (i + 1) / ((2 * i + 1) * (2 * i + 2))
    right = Rational(1, 4) * 2 / (2 * i + 1)
    return identity(
        "In `cosh sqrt(a^2+b^2) - cosh b` and `(1/2) ∫_{-1}^{1} k(s) e^{bs} ds`, `a` and `b` any numbers, the coefficients of `a^2 "
        "b^{2i}` agree for every `i`: `(i+1)/(2i+2)! = (1/4) M(0, i)/(2i)!`",
        "`cosh sqrt(y) = Σ y^n/(2n)!` for all `y`, and `k(s) = (a^2/2) Σ_p (a^2/4)^p (1-s^2)^p/(p! (p+1)!)`; `M(0, i) = 2/(2i+1)`. Both "
        "times `(2i)!`.",
        left - right,
    )


def _ratio() -> Step:
    p, i = Symbol("p"), Symbol("i")
    # c(j, i) = C(j+i, j)/(2j+2i)! from j = p+1 to p+2.
    left = (p + 2 + i) / ((p + 2) * (2 * p + 2 * i + 3) * (2 * p + 2 * i + 4))
    right = moment_ratio(p, i) / (4 * (p + 1) * (p + 2))
    return identity(
        "From `a^{2p+2} b^{2i}` to `a^{2p+4} b^{2i}` both coefficients are multiplied by the same number, for every `p` and `i`",
        "Left: `binom(j+i, j)/(2j+2i)!` from `j = p+1` to `j = p+2`. Right: `M(p+1, i)/M(p, i)` over `4(p+1)(p+2)`.",
        left - right,
    )


def _coefficients(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for p in range(largest):
            for i in range(largest + 1):
                moment = sum((Rational((-1) ** r * comb(p, r) * 2, 2 * i + 2 * r + 1) for r in range(p + 1)), Rational(0))
                kernel = moment / (4 ** (p + 1) * factorial(p) * factorial(p + 1) * factorial(2 * i))
                yield f"p={p}, i={i}", kernel, Rational(comb(p + 1 + i, i), int(factorial(2 * (p + 1 + i))))

    return enumeration(
        f"The coefficients of `a^(2p+2) b^(2i)`, `p < {largest}`, `i <= {largest}`",
        "`(1-s^2)^p` multiplied out and integrated power by power, against `binom(p+1+i, i)/(2p+2+2i)!`.",
        cases(),
        at_least=largest * (largest + 1),
        confirms=True,
    )


def _sum_and_integral() -> Step:
    return argument(
        "`cosh sqrt(a^2+b^2) = cosh b + (1/2) ∫_{-1}^{1} k(s) e^{bs} ds` for all complex `a` and `b`",
        "At `a = 0` both sides are `cosh b`, and odd powers of `b` vanish because `k` is even in `s`. Both double series converge "
        "absolutely and uniformly on bounded sets, so sum and integral may be exchanged and equal coefficients mean equal functions.",
    )


def _companion() -> Step:
    a, b = Symbol("a", positive=True), Symbol("b", positive=True)
    root = sqrt(a**2 + b**2)
    return identity(
        "`(b/sqrt(a^2+b^2)) sinh sqrt(a^2+b^2) = sinh b + (1/2) ∫_{-1}^{1} s k(s) e^{bs} ds`",
        "The derivative in `b` of the step before; that of the left side is checked here, and `k` does not depend on `b`.",
        diff(cosh(root), b) - b / root * sinh(root),
    )


def _thermal_steps() -> tuple[Step, Step, Step]:
    return (
        argument(
            "The two integrals of the claim are `Z` and `Z C`",
            "`a = beta omega/2` and `b = beta|gamma| m` give `sqrt(a^2+b^2) = beta S_m/2` and `b/sqrt(a^2+b^2) = 2|gamma| m/S_m`. `W_m` "
            "is even in `m`, so (31) and (29) are `Z = Σ_m W_m e^{h_0 m} 2 cosh(beta S_m/2)` and `Z C = Σ_m W_m e^{h_0 m} (2|gamma| "
            "m/S_m) 2 sinh(beta S_m/2)` over all `m`: `m` and `-m` together leave `cosh(h_0 m)` and `sinh(h_0 m)`. Insert the two steps "
            "before and sum over `m` under the integral.",
        ),
        argument(
            "The measure is positive",
            "`k(s) = (a^2/2) Σ_p (a^2/4)^p (1-s^2)^p/(p!(p+1)!) >= 0` on `[-1, 1]`, and `L(h) = Σ_m W_m e^{hm} > 0` for real `h` because "
            "every `W_m > 0`. So `Z` is the mass of `k(s) L(h_0 + beta|gamma| s) ds` plus point masses `L(h_0 ± beta|gamma|)` at `s = ±1`.",
        ),
        argument(
            "`C` is the mean of `s`, `|C| <= 1`, and `C >= 0`",
            "`Z C` is the first moment of that measure. `k` is even, and `L(h_0 + y) >= L(h_0 - y)` for `y`, `h_0 >= 0`: `L` is even and "
            "convex.",
        ),
    )


def ball_sums(place: Place, bits: int) -> tuple[arb, arb]:
    """Balls of Z and Z C from the integrals, at `bits` bits.

    Error: the radius covers the quadrature, by the bounds of acb_calc_integrate for analytic integrands; k and L
    are entire in s (L as a power sum, without the root in λ_±).
    """
    with working_precision(bits):
        values = {
            name: enclose_expression(exact.to_sympy(getattr(place.model, name)), {}, bits) for name in ("omega", "omega_a", "gamma", "J")
        }
        beta = enclose_expression(exact.to_sympy(place.beta), {}, bits)
        half, field, slope = beta * values["omega"] / 2, beta * abs(values["omega_a"]) / 2, beta * abs(values["gamma"])
        coupling = beta * values["J"]

        def weight(s: acb) -> acb:
            kernel = (acb(half) ** 2 / 4 * (1 - s * s)).hypgeom_0f1(2) * half**2 / 2
            return kernel * power_sum(place.model.N, coupling, field + slope * s)

        ends = [power_sum(place.model.N, coupling, acb(field + sign * slope)).real for sign in (1, -1)]
        mass = acb.integral(lambda s, _: weight(s), -1, 1).real
        first = acb.integral(lambda s, _: s * weight(s), -1, 1).real
        return ends[0] + ends[1] + mass, ends[0] - ends[1] + first


def power_sum(N: int, coupling: arb, field: acb) -> acb:
    """L(h) = λ_+^N + λ_-^N from λ_+ + λ_- = 2 e^K cosh h and λ_+ λ_- = 2 sinh 2K, by doubling; entire in h.

    >>> power_sum(2, arb(0), acb(0)).real.unique_fmpz()
    4
    """
    trace, product = 2 * coupling.exp() * field.cosh(), 2 * (2 * coupling).sinh()
    low, high, power = acb(2), trace, acb(1)
    for bit in bin(N)[2:]:
        middle = low * high - power * trace
        if bit == "1":
            low, high, power = middle, high * high - 2 * power * product, power * power * product
        else:
            low, high, power = low * low - 2 * power, middle, power * power
    return low


def _places() -> tuple[Place, ...]:
    rows = (
        (1, "1", "7/10", "3/10", "0", "2"),
        (2, "4/5", "1", "3/20", "-11/40", "5"),
        (5, "1", "-1/3", "2", "-1/2", "3/2"),
        (12, "3", "1/10", "-1/4", "1/7", "1"),
        (60, "sqrt(2)", "1/5", "1/3", "-1/8", "3"),
        (7, "0", "1/2", "1/3", "1/4", "1"),
    )
    return tuple(_place(*row) for row in rows)


def _place(N: object, omega: object, omega_a: object, gamma: object, J: object, beta: object) -> Place:
    return Place(model=Model(N=N, omega=omega, omega_a=omega_a, gamma=gamma, J=J), beta=exact_number(beta, "`beta`"))


def _given(**values: object) -> tuple[Place, ...]:
    if all(value is None for value in values.values()):
        return ()
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise InputError(f"`{missing[0]}`", "is missing: the parameters choose a place to compare both sides, so give all six or none.")
    place = _place(**values)
    if place.model.N > LARGEST_N:
        raise InputError("`N`", f"must be at most {LARGEST_N} in the comparison, but is {place.model.N}.")
    exact.parameters(beta=exact.to_sympy(place.beta))
    if is_zero(place.beta):
        raise InputError("`beta`", "must not be 0 here, where C is 0 on both sides: give a positive one.")
    return (place,)


def _comparison(places: tuple[Place, ...]) -> Step:
    reached = [bits for place in places for bits in compare(place)]
    return Step(
        claim="The integrals are `Z` of (31) and `Z C` of (29)",
        because="Both sides in balls, the integrals by a quadrature with proved error bounds, at "
        + "; ".join(marked(place.name) for place in places)
        + ".",
        check=Check(kind="enclosure", outcome=f"{len(reached)} pairs of balls overlap, each ball good to {min(reached)} bits or more"),
    )


def compare(place: Place) -> list[int]:
    """Bits of the wider ball of each pair that was compared at one place: Z, and Z C where C is not 0.

    Raises:
        CheckFailed: two balls do not overlap.
        NotCertified: a ball is too wide to say anything.
    """
    for bits in BITS:
        Z, C = (
            enclose_expression(f(place.model, beta=exact.to_sympy(place.beta)), {}, bits)
            for f in (exact.partition_function, exact.coherence)
        )
        with working_precision(bits):
            right = (Z, Z * C)
        pairs = list(zip(("Z", "Z C"), ball_sums(place, bits), right, strict=True))
        for name, one, other in pairs:
            if not one.overlaps(other):
                raise CheckFailed(f"{name} at {place.name}: the integral is {one.str(15)}, but the sum {other.str(15)}.")
        reached = [min(accuracy(one), accuracy(other)) for _, one, other in pairs if not other.is_zero()]
        if min(reached) >= AGREEMENT:
            return reached
    raise NotCertified(f"At {place.name} the balls agree, but carry only {min(reached)} of {AGREEMENT} bits: try a smaller beta.")
