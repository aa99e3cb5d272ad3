"""`C` beside the critical line: one function of `(J - J_c)/T` joins both phases and the line.

Claim: with x = β(J - J_c), u = N mod 2, d = 2 (N even) or N (N odd), x_m = 2γm/S_m of (23),
    C = (x_N + d x_u e^{-2(N-u)x})/(1 + d e^{-2(N-u)x}) + R,   |R| <= 2(2^{N+1} - 1 - d) e^{-βΔ_1},
    Δ_1 the distance on the line from the two levels that tie there to the next one, the smaller of `next_gaps`.
    x -> oo, 0, -oo give (49), (57); (50); (49), (56).
Assumes: N >= 2, omega > 0, gamma != 0 and omega_a != 0 (they enter as |gamma|, |omega_a|), J real, 0 < beta < oo.
Source: (20), (23), (25), (28), (51)-(54).
Method: the two levels that cross are kept exactly, the others bounded by their number. The next gap by the concavity of (51),
    compared with complete lists of levels. At fixed x the error over the first neglected level is certified to tend to one.
Cost: two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Integer, Rational, S, exp, latex, symbols

from symcoh.certificates.ratio import Certificate
from symcoh.certificates.series import coherence_certificate
from symcoh.errors import InputError
from symcoh.exact import Parameters, critical_coupling, parameters, splitting
from symcoh.exact import degeneracy as ring_degeneracy
from symcoh.exact.symbols import beta as BETA
from symcoh.exactnumbers import Exact
from symcoh.exactnumbers import exact as exact_number
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.levels import decided, levels, order_of, vanishes
from .foundation.parameters import check_roots, moduli
from .foundation.steps import Derivation, Step, argument, enclosure, enumeration, identity

LATEX = (
    r"C=\frac{x_N+d\,x_u\,e^{-2(N-u)x}}{1+d\,e^{-2(N-u)x}}+O(e^{-\beta\Delta_1}),\qquad x=\beta(J-J_{\mathrm c}),\quad u=N\bmod2,\quad "
    r"d=\begin{cases}2&N\text{ even}\\N&N\text{ odd}\end{cases},\quad x_m=\frac{2\gamma m}{S_m}"
)
CLAIM = (
    "`C = (x_N + d x_u e^{-2(N-u)x})/(1 + d e^{-2(N-u)x})` up to `2(2^{N+1} - 1 - d) e^{-beta Δ_1}`, with `x = beta(J - J_c)`, "
    "`u = N mod 2`, `d = 2` or `N`, `x_m = 2γm/S_m`, and `Δ_1` the distance on the line from the levels that tie there to the next one."
)
LIMIT = "beta -> oo at fixed x"
EQUATIONS = ("49", "50", "56", "57")
LARGEST_ENUMERATED = 7
SAMPLES = (
    ({"N": 4, "omega": "6", "omega_a": "1", "gamma": "1"}, "1/10"),
    ({"N": 4, "omega": "1", "omega_a": "7/10", "gamma": "3/10"}, "-1/5"),
    ({"N": 3, "omega": "1", "omega_a": "3/10", "gamma": "1/2"}, "1/7"),
    ({"N": 5, "omega": "1", "omega_a": "7/10", "gamma": "3/10"}, "-1/20"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """Everything the crossover needs: x_N, x_u, the number d of antialigned states, and the slope 2(N - u) of their exponent."""

    aligned: Expr
    antialigned: Expr
    number: Expr
    slope: Expr

    def at(self, x: Expr) -> Expr:
        """The crossover function at x = beta (J - J_c)."""
        weight = self.number * exp(-self.slope * x)
        return (self.aligned + self.antialigned * weight) / (1 + weight)


def derive(*, N: object = None, omega: object = None, omega_a: object = None, gamma: object = None) -> Derivation:
    """The crossover between the aligned and the antialigned phase, its error, and the next gap.

    Args:
        N: number of sources, an integer >= 2; a symbol unless given.
        omega: gap of the target, > 0.
        omega_a: gap of a source, not 0.
        gamma: target-source coupling, not 0.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.
        NotCertified: the next gap cannot be decided for parameters with pi, exp or log.

    >>> derive(N=4, omega=6, omega_a=1, gamma=1).claim
    '`C = 4/(5*(1 + 2*exp(-8*x)))` with `x = beta*(J + 1/2)`, up to `58*exp(-beta*(4 - sqrt(13)))`'
    """
    p = read(N, omega, omega_a, gamma)
    given = all(value is not None for value in (N, omega, omega_a, gamma))
    return Derivation(
        name="critical-crossover",
        claim=_statement(p) if given else CLAIM,
        assumptions=(
            "`N >= 2`",
            "`omega > 0`",
            "`gamma != 0`, `omega_a != 0`; they enter as `|gamma|`, `|omega_a|`",
            "`J` real",
            "`0 < beta < oo`",
        ),
        equations=EQUATIONS,
        steps=(_difference(), _numbers(), *_bound(), _limits(), *_between(), _listed(), *_certificates()),
        latex=LATEX if not given else _given_latex(p),
    )


def read(N: object, omega: object, omega_a: object, gamma: object) -> Parameters:
    """N >= 2, omega > 0, and the moduli of omega_a and gamma, which must not be 0.

    >>> read(4, 6, 1, -1).gamma
    1
    """
    p = parameters(N, omega=omega, omega_a=omega_a, gamma=gamma)
    check_roots(p.omega, p.gamma)
    if p.count == 1:
        raise InputError("`N`", "must be at least 2, but is 1: the levels of one source do not cross.")
    return moduli(p, ("omega", "omega_a", "gamma"), ", where more than two levels tie on the line.")


def crossing(p: Parameters) -> Crossing:
    """The two levels that cross, for a given N.

    >>> crossing(parameters(3, omega=0, gamma=1)).at(S.Zero)
    1
    """
    count = int(p.N)
    low = count % 2
    return Crossing(
        aligned=_mean(p, count), antialigned=_mean(p, low), number=Integer(count if low else 2), slope=Integer(2 * (count - low))
    )


def _mean(p: Parameters, m: int) -> Expr:
    return S.Zero if m == 0 else 2 * p.gamma * m / splitting(m, omega=p.omega, gamma=p.gamma)


def next_gaps(p: Parameters) -> tuple[Expr, Expr]:
    """The two candidates for Δ_1 on the line; the gap is the smaller.

    first: the sources flip (N even, N ω_a; N odd, ω_a)
    second: N >= 4, g_N = (S_N - S_{N-2})/2 - (S_N - S_u)/(N-u), which is E_min(2-N) - E_min(-N) at J_c;
        N = 2 and 3, where no sector lies between, the target flips: S_u
    """
    count = int(p.N)
    low = count % 2

    def split(m: int) -> Expr:
        return splitting(m, omega=p.omega, gamma=p.gamma)

    flip = p.omega_a if low else count * p.omega_a
    if count < 4:
        return flip, split(low)
    return flip, (split(count) - split(count - 2)) / 2 - (split(count) - split(low)) / (count - low)


def line_of(p: Parameters) -> Expr:
    """J_c of (48), (54).

    >>> line_of(read(4, 6, 1, 1))
    -1/2
    """
    return critical_coupling(p.N, omega=p.omega, omega_a=p.omega_a, gamma=p.gamma)


def next_gap(p: Parameters) -> Expr:
    """Δ_1 on the line, the smaller of `next_gaps`; every parameter a number."""
    flip, inner = next_gaps(p)
    return inner if order_of(inner, flip) < 0 else flip


def on_line(p: Parameters) -> Parameters:
    """The same parameters at J = J_c.

    >>> on_line(read(4, 6, 1, 1)).J
    -1/2
    """
    return replace(p, J=line_of(p))


def _difference() -> Step:
    a, J, N, u, top, low = symbols("omega_a J N u S_N S_u")

    def energy(t: Expr, split: Expr) -> Expr:
        return -a * t / 2 + J * N - 2 * J * t - split / 2

    line = -a / 4 - (top - low) / (4 * (N - u))
    return identity(
        "`E_min(-u) - E_min(-N) = 2(N - u)(J - J_c)`: the antialigned level weighs `d e^{-2(N-u)x}` against the aligned one, `x = β(J - "
        "J_c)`",
        "(51) at `m = -N` and `m = -u`, with (48), (54): linear in `J`, so nothing is expanded.",
        energy(u, low) - energy(N, top) - 2 * (N - u) * (J - line),
    )


def _numbers() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, 13):
            low = N % 2
            yield f"N={N}", int(ring_degeneracy(-low, (N - low) // 2, N)), N if low else 2

    return enumeration(
        "The antialigned level has `d = 2` (`N` even) or `N` (`N` odd) states, the aligned one has one",
        "(25) at `n = k = (N-u)/2`; the derivation phase-lines proves it for every `N`.",
        cases(),
        at_least=11,
    )


def _bound() -> tuple[Step, ...]:
    return (
        argument(
            "`|C - (x_N + d x_u e^{-2(N-u)x})/(1 + d e^{-2(N-u)x})| <= 2(2^{N+1} - 1 - d) e^{-βΔ}`, `Δ` the distance from the lower of "
            "the two levels to the next one",
            "Let `P` and `A` be the two levels' shares of `Z` and of `ZC`, `Q` and `B` those of all others. Then `C - A/P = (B - Q "
            "A/P)/(P + Q)`, where "
            "`|B| <= Q` and `0 <= A/P <= 1` since `|<σ^x>| <= 1` in every state. In units of the lower of the two levels `P >= 1`, and "
            "`Q <= (2^{N+1} - 1 - d) e^{-βΔ}`. For `ω_a`, `γ > 0` the mean of `σ^x` is positive, and `C` is that mean.",
        ),
        argument(
            "`Δ >= Δ_1`, its value at `J = J_c`, for every `J`",
            "A level with `n` up-domains moves by `4n(J - J_c)` against the aligned one and by `(2N - 4n - 2u)(J_c - J)` against the "
            "antialigned one, and `0 <= n <= (N-u)/2`: for `J > J_c` the first distance does not shrink, for `J < J_c` the second does "
            "not, and the lower of the two levels is at least that far.",
        ),
    )


def _limits() -> Step:
    t, top, low, d, mark = symbols("t x_N x_u d mark")
    value = (top + d * low * t) / (1 + d * t)
    cold = ((top * t + d * low) / (t + d)).subs(t, 0)
    return identity(
        "`x -> oo` gives `x_N`, (49) and (57) above the line; `x = 0` gives `(x_N + d x_u)/(1 + d)`, (50); `x -> -oo` gives `x_u`, (49) "
        "and (56) below",
        "`t = e^{-2(N-u)x}` at 0, at 1 and at `oo`; `x_0 = 0` for `N` even.",
        (value.subs(t, 0) - top) + mark * (value.subs(t, 1) - (top + d * low) / (1 + d)) + mark**2 * (cold - low),
    )


def _between() -> tuple[Step, ...]:
    return (
        argument(
            "Between the ends, the sector `m = 2-N` is the lowest on the line (`N >= 4`), by `g_N = D(N-2)/2` above the ground level",
            "At `J_c` the energies (51) of the sectors `m = -t` are half of `D(t)`, the chord less `S_t`, above the ground level, where "
            "the chord joins `S` at `t = u` and `t = N`. `S'' = 4γ²ω²/S³` falls with `t > 0`. So `F(t) = D(t) - D(N+u-t)` vanishes at `t "
            "= u` and in the middle and is concave between them, `F'' = S''(N+u-t) - S''(t) <= 0`: `F >= 0`. `D` is concave, so of the "
            "sectors between the one nearest to an end is lowest, and of these two `D(N-2) <= D(u+2)`.",
        ),
        _curvature(),
        argument(
            "On the line `Δ_1` is the smaller of `g_N` and the cost of turning all sources over, `Nω_a` for `N` even and `ω_a` for `N` "
            "odd; for `N = 2` and `N = 3` `S_u` stands for `g_N`",
            "Left are: the sectors `m > 0`, which lie `ω_a m` above `-m`: the lowest is `m = N` for `N` even (`Nω_a`; `m = 2`, ... lie "
            "above `m = -2`, ...) and `m = 1` for `N` odd `(ω_a)`. The target flips: `S_u <= S_N`. Two domains join: `4|J_c| = ω_a + s`, "
            "`s = (S_N - S_u)/(N-u)`. For `N >= 4` neither is the least: `g_N <= D(u+2)/2 = s - (S_{u+2} - S_u)/2 <= s`, and `2g_N = "
            "D(N-2) <= S_u`, because `s <= 2γ` and `S_t >= 2γt`.",
        ),
    )


def _curvature() -> Step:
    w, g, t, root = symbols("omega gamma t S")
    # S' = 4γ²t/S, S'' = (4γ² - S'^2)/S with S² = ω² + 4γ²t².
    slope = 4 * g**2 * t / root
    second = (4 * g**2 - slope**2) / root
    return identity(
        "`S''_t = 4γ²ω²/S_t³`",
        "`S² = ω² + 4γ²t²`, differentiated twice: `S'² + S S'' = 4γ²`.",
        (second * root**3 - 4 * g**2 * w**2).expand().subs(root**2, w**2 + 4 * g**2 * t**2).expand(),
    )


def _listed() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for p in _rows():
            found, here = levels(p), crossing(p)
            name = f"N={p.N}, omega={p.omega}, omega_a={p.omega_a}, gamma={p.gamma}"
            yield name, found[0].number, 1 + int(here.number)
            yield name, vanishes((found[0].moment - here.aligned - here.number * here.antialigned).expand()), True
            yield name, order_of(found[1].distance, next_gap(p)), 0

    return enumeration(
        "The levels that tie on the line are those two, and the next one is `Δ_1` above",
        f"Complete lists of levels at `J = J_c`, ordered by exact algebra, `N = 2, ..., {LARGEST_ENUMERATED}`.",
        cases(),
        at_least=3 * 5 * (LARGEST_ENUMERATED - 1),
        confirms=True,
    )


def _rows() -> Iterator[Parameters]:
    """Points on the line at which each candidate of `next_gaps` is the least somewhere."""
    for N in range(2, LARGEST_ENUMERATED + 1):
        for omega, omega_a, gamma in (("1", "7/10", "3/10"), ("6", "1", "1"), ("1", "1/50", "1/3"), ("1/9", "2", "3"), ("5", "3", "9/10")):
            yield on_line(read(N, omega, omega_a, gamma))


# Certificates: x fixed, beta -> oo.


def _certificates() -> tuple[Step, ...]:
    because = "Certified values of `C` at `J = J_c + x/β` against the crossover function and the next level."
    return tuple(
        enclosure(
            f"`C` minus the crossover is the share of the next level at `x = {x}`, "
            + marked(", ".join(f"{k}={v}" for k, v in row.items())),
            because,
            certificate(row, x),
        )
        for row, x in SAMPLES
    )


def certificate(row: dict[str, Any], x: str, products: Sequence[int] = (12, 40, 130)) -> Certificate:
    """(C - crossover)/(share of the next levels) at fixed x, at βΔ_1 near `products`, certified to tend to one.

    Raises:
        CheckFailed: it does not.
    """
    p = read(**row)
    line, here = line_of(p), crossing(p)
    main = here.at(Rational(x))
    weight = here.number * exp(-here.slope * Rational(x))
    share = sum((g * (mean - main) * exp(-BETA * above) for g, mean, above in _next_levels(p, line + Rational(x) / BETA)), S.Zero)

    def model_at(beta: Exact) -> tuple[Model, Exact]:
        J = exact_number(line) + exact_number(x) / beta
        return Model(N=int(p.N), omega=p.omega, omega_a=p.omega_a, gamma=p.gamma, J=J), beta

    gap = next_gap(p)
    points = [str(-((-Rational(n) / gap.evalf(12)) // 1)) for n in products]
    return coherence_certificate("critical-crossover", model_at, points, main, share / (1 + weight))


def _next_levels(p: Parameters, J: Expr) -> list[tuple[int, Expr, Expr]]:
    """(number, ±x_m, energy over the aligned level at coupling J) of every level that stands Δ_1 above the line's ground level."""
    count, line, gap = int(p.N), line_of(p), next_gap(p)

    def energy(m: int, n: int, branch: int, coupling: Expr) -> Expr:
        return p.omega_a * m / 2 - coupling * (count - 4 * n) + branch * splitting(m, omega=p.omega, gamma=p.gamma) / 2

    found = []
    for m in range(-count, count + 1, 2):
        for n in range(0 if abs(m) == count else 1, (count - abs(m)) // 2 + 1):
            for branch in (-1, 1):
                above = energy(m, n, branch, line) - energy(-count, 0, -1, line)
                if order_of(above, gap) == 0:
                    exact_above = energy(m, n, branch, J) - energy(-count, 0, -1, J)
                    mean = branch * _mean(p, abs(m)) * (1 if m > 0 else -1)
                    found.append((int(ring_degeneracy(m, n, count)), mean, exact_above))
    return found


# What the given parameters make of it.


def _statement(p: Parameters) -> str:
    x, here, line = symbols("x"), crossing(p), line_of(p)
    others = 2 * (2 ** (int(p.N) + 1) - 1 - here.number)
    assert decided(line) < 0
    J = symbols("J")
    return f"`C = {here.at(x)}` with `x = beta*({J - line})`, up to `{others}*exp(-{next_gap(p) * BETA})`"


def _given_latex(p: Parameters) -> str:
    x, line = symbols("x"), line_of(p)
    error = rf"O\left(e^{{-{latex(next_gap(p) * BETA)}}}\right)"
    return rf"C={latex(crossing(p).at(x))}+{error},\qquad x=\beta(J-J_{{\mathrm c}}),\quad J_{{\mathrm c}}={latex(line)}"
