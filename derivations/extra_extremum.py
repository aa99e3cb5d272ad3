"""Where the extra extremum of `C(T)` beside the critical line sits, and of which kind it is.

Claim: let C = C_c + a_1 e^{-Δ_1/T} + ... on the line, δ = 2(N-u)(J - J_c) the splitting of the two levels that cross,
    s = d(x_N - x_u)/(1+d)²: 2C_N/9 (N even), N(C_N - C_1)/(N+1)² (N odd). For δ -> 0 with the sign of a_1, C(T) has at
        T* = Δ_1/ln(|a_1|Δ_1/(s|δ|)) (1 + o(1))
    a minimum just above the line if a_1 > 0, a maximum just below it if a_1 < 0; and none there for the other sign of δ.
    a_1 > 0 exactly where the sector m = 2-N lies below the flipped sources: N >= 4 and g_N < Nω_a (N even), g_N < ω_a (N odd).
Assumes: N >= 2, omega > 0, gamma != 0 and omega_a != 0 (they enter as |gamma|, |omega_a|); a_1 != 0; all but J fixed.
Source: `critical-crossover`, whose u, d, x_m, Δ_1 and g_N are meant; `low-temperature` on the line.
Method: dC/dT of the crossover function plus the first exponential. The signs of the amplitudes by the concavity of x_m.
    Certified: dC/dT changes its sign between T*(1 - e) and T*(1 + e), nearer and nearer.
Cost: two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Expr, Rational, log, symbols

from symcoh.certificates.turning import turning_kind
from symcoh.errors import CheckFailed
from symcoh.exact import Parameters
from symcoh.exactnumbers import enclose
from symcoh.exactnumbers import exact as exact_number
from symcoh.marks import marked
from symcoh.model import Model

from .critical_crossover import crossing, line_of, next_gap, next_gaps, on_line, read
from .foundation.levels import decided, levels, order_of
from .foundation.steps import Check, Derivation, Step, argument, enumeration, identity

LATEX = (
    r"T_*\simeq\frac{\Delta_1}{\ln\frac{|a_1|\Delta_1}{s|\delta|}},\qquad\delta=2(N-u)(J-J_{\mathrm c}),\quad "
    r"s=\begin{cases}\frac29C_N&N\text{ even}\\\frac{N(C_N-C_1)}{(N+1)^2}&N\text{ odd}\end{cases}"
)
CLAIM = (
    "`T_* = Δ_1/ln(|a_1|Δ_1/(s|δ|))`: a minimum just above the line if `a_1 > 0`, a maximum just below it if `a_1 < 0`; "
    "`s = d(x_N - x_u)/(1+d)²`, `δ = 2(N-u)(J - J_c)`, `x_m = 2γm/S_m`, `u = N mod 2`, `d = 2` or `N`, with `C_c`, `a_1` and `Δ_1` those "
    "of `C = C_c + a_1 e^{-Δ_1/T} + ...` for `T -> 0` on the line."
)
LIMIT = "J -> J_c"
EQUATIONS = ("50",)
LARGEST_ENUMERATED = 9
SAMPLES = (
    {"N": 4, "omega": "6", "omega_a": "1", "gamma": "1"},
    {"N": 4, "omega": "1", "omega_a": "1/50", "gamma": "3/10"},
    {"N": 5, "omega": "1", "omega_a": "7/10", "gamma": "3/10"},
    {"N": 3, "omega": "1", "omega_a": "3/10", "gamma": "1/2"},
)
APPROACH = (("1e-12", "1e-2"), ("1e-40", "1e-5"), ("1e-120", "1e-9"))
"""|δ| in units of Δ_1, and the relative half-width e of the bracket around T*."""


def derive(*, N: object = None, omega: object = None, omega_a: object = None, gamma: object = None) -> Derivation:
    """The extra extremum beside the line: place, kind, and where the kind changes.

    Args:
        N, omega, omega_a, gamma: as those of `critical-crossover`.

    Raises:
        CheckFailed: a check came out wrong. InputError, NotCertified: as `critical-crossover`.

    >>> derive(N=2, omega=1, omega_a=1, gamma="3/4").claim
    '`T_* = 1/log(1/(4*abs(J + 1/8 + sqrt(10)/8)))`, a maximum just below `J_c = -sqrt(10)/8 - 1/8`'
    """
    p = read(N, omega, omega_a, gamma)
    given = all(value is not None for value in (N, omega, omega_a, gamma))
    return Derivation(
        name="extra-extremum",
        claim=_statement(p) if given else CLAIM,
        assumptions=(
            "`N >= 2`",
            "`omega > 0`",
            "`gamma != 0`, `omega_a != 0`; they enter as `|gamma|`, `|omega_a|`",
            "`a_1 != 0`",
            "`J -> J_c`, all else fixed",
        ),
        equations=EQUATIONS,
        steps=(_slope(), _extremum(), _kind(), *_signs(), _listed(), *(_bracketed(row) for row in SAMPLES)),
        latex=LATEX,
    )


def slope(p: Parameters) -> Expr:
    """s, the slope of the crossover function in δ/T at 0."""
    here = crossing(p)
    return here.number * (here.aligned - here.antialigned) / (1 + here.number) ** 2


def first_amplitude(p: Parameters) -> Expr:
    """a_1 on the line: (X - C_c D)/(1 + d) of the levels Δ_1 above the ground level; every parameter a number.

    >>> first_amplitude(read(2, 6, 1, 1))
    -8*sqrt(13)/117
    """
    ground, first = levels(on_line(p))[:2]
    return ((first.moment - ground.moment / ground.number * first.number) / ground.number).expand()


def _slope() -> Step:
    top, low, d, t = symbols("x_N x_u d t")
    # y = δ/T and t = e^{-y}: d/dy = -t d/dt.
    function = (top + d * low * t) / (1 + d * t)
    return identity(
        "The crossover function of `y = δ/T` has the slope `s = d(x_N - x_u)/(1+d)²` at `y = 0`",
        "Differentiated; `C = C_c + s δ/T + O(δ²/T²)`.",
        (-t * function.diff(t)).subs(t, 1) - d * (top - low) / (1 + d) ** 2,
    )


def _extremum() -> Step:
    return argument(
        "`dC/dT = 0` at `e^{-Δ_1/T} = s δ/(a_1 Δ_1)`, up to a factor `1 + O(δ/T) + O(e^{-(Δ_2-Δ_1)/T})`: `T_* = Δ_1/ln(|a_1|Δ_1/(s|δ|))`",
        "`T² (dC/dT) = -s δ (1 + O(δ/T)) + a_1 Δ_1 e^{-Δ_1/T} (1 + O(δ/T) + O(e^{-(Δ_2-Δ_1)/T}))`, `Δ_2` the exponent after `Δ_1`: the "
        "levels move by `O(δ)` and so do their amplitudes. For `T` of the order `1/ln(1/|δ|)`, `δ/T -> 0`. The two terms cancel only "
        "where `δ` and `a_1` have one sign, at one temperature, because `e^{-Δ_1/T}` rises with `T`.",
    )


def _kind() -> Step:
    return argument(
        "`a_1 > 0`: a minimum, above the line; `a_1 < 0`: a maximum, below it",
        "Below `T_*` the term `-s δ` leads: `s > 0`, so `C` falls with `T` for `δ > 0` and rises for `δ < 0`; above `T_*` the other term "
        "leads. `s > 0` because `x_N > x_u`.",
    )


def _signs() -> tuple[Step, ...]:
    g, w, u, root = symbols("gamma omega u S")
    # x = 2γu/S, S' = 4γ²u/S: x' = 2γω²/S³ > 0, and x'' = -24γ³ω²u/S⁵ < 0.
    first = 2 * g / root - 2 * g * u / root**2 * (4 * g**2 * u / root)
    return (
        identity(
            "`dx_u/du = 2γω²/S_u³`, which falls with `u > 0`: `x_u` rises and is strictly concave",
            "`S' = 4γ²u/S` and `S² = ω² + 4γ²u²`.",
            (first * root**3 - 2 * g * w**2).expand().subs(root**2, w**2 + 4 * g**2 * u**2).expand(),
        ),
        argument(
            "The amplitude of the flipped sources and of the flipped target is negative; that of the sector `m = 2-N` is positive",
            "Flipped states carry `<σ^x>` of the other sign: its sum over a level of `D` states is `X = -x_N` or `-x_1` (or 0 for `N` "
            "even, `u = 0`), less than `C_c D`. The "
            "sector `2-N`: `N x_{N-2}` against `N C_c`. `N` even: `x_{N-2} >= x_N (N-2)/N > x_N/3 = C_c` for `N >= 4`, by concavity from "
            "`x_0 = 0`. `N` odd: `C_c - x_1 = (x_N - x_1)/(N+1)`, and `x_{N-2} - x_1 >= (x_N - x_1)(N-3)/(N-1)`, which is larger for `N "
            ">= 5`.",
        ),
        argument(
            "With `g_N` the distance of the sector `m = 2-N`, `a_1 > 0` where `g_N < Nω_a` (even `N >= 4`) or `g_N < ω_a` (odd `N >= 5`), "
            "`a_1 < 0` where it is larger and for `N = 2` and "
            "`N = 3`",
            "By the derivation critical-crossover `Δ_1` is the smaller of the two. At `N = 4` the boundary is `4ω_a = S_4/4 - S_2/2 + "
            "ω/4`.",
        ),
    )


def _listed() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for p in _rows():
            flip, inner = next_gaps(p)
            expected = 1 if int(p.N) > 3 and order_of(inner, flip) < 0 else -1
            yield f"N={p.N}, omega={p.omega}, omega_a={p.omega_a}, gamma={p.gamma}", decided(first_amplitude(p)), expected

    return enumeration(
        "The sign of `a_1` is the one said",
        f"Complete lists of levels on the line, exact amplitudes, `N = 2, ..., {LARGEST_ENUMERATED}`; on both sides of the boundary.",
        cases(),
        at_least=6 * (LARGEST_ENUMERATED - 2),
        confirms=True,
    )


def _rows() -> Iterator[Parameters]:
    for N in range(2, LARGEST_ENUMERATED + 1):
        for omega, gamma in (("1", "3/10"), ("6", "1"), ("1/9", "3")):
            at = read(N, omega, 1, gamma)
            boundary = enclose(exact_number(next_gaps(at)[1]), 64) / (N if N % 2 == 0 else 1)
            near = Rational(str(boundary.str(6, radius=False)))
            for factor in (Rational(9, 10), Rational(11, 10)) if N > 3 else (Rational(1, 2),):
                yield read(N, omega, near * factor, gamma)


# Certificates: dC/dT changes sign where it is said.


def _bracketed(row: dict[str, Any]) -> Step:
    found = [bracket(row, splitting, width) for splitting, width in APPROACH]
    p = read(**row)
    side = "just above" if decided(first_amplitude(p)) > 0 else "just below"
    outcome = ", ".join(
        f"{kind} within a factor `1 ± {width}` at `|δ|/Δ_1 = {d}`" for (d, width), kind in zip(APPROACH, found, strict=True)
    )
    return Step(
        claim=f"The extremum {side} the line at " + marked(", ".join(f"{k}={v}" for k, v in row.items())),
        because="Certified signs of `dC/dT` at `T_*(1 - ε)` and `T_*(1 + ε)`, `ε` the width named.",
        check=Check(kind="enclosure", outcome="certified: " + outcome),
    )


def bracket(row: dict[str, Any], splitting: str, width: str) -> str:
    """The certified kind of the extremum between T*(1 - width) and T*(1 + width), for |δ| = splitting Δ_1.

    Raises:
        CheckFailed: dC/dT has one sign at both ends, or the extremum is of the other kind.
    """
    p = read(**row)
    gap, amplitude = next_gap(p), first_amplitude(p)
    sign = decided(amplitude)
    step = exact_number(gap) * exact_number(splitting) * exact_number(Rational(sign, crossing(p).slope))
    model = Model(N=int(p.N), omega=p.omega, omega_a=p.omega_a, gamma=p.gamma, J=exact_number(line_of(p)) + step)
    place = gap / log(abs(amplitude) / slope(p) / Rational(splitting))
    near = exact_number(str(place.evalf(30)))
    half = near * exact_number(width)
    kind = turning_kind(model, near - half, near + half)
    if kind != ("minimum" if sign > 0 else "maximum"):
        raise CheckFailed(f"extra-extremum: at {row} with |δ|/Δ_1 = {splitting} the extremum is a {kind}.")
    return kind


def _statement(p: Parameters) -> str:
    gap, amplitude, line = next_gap(p), first_amplitude(p), line_of(p)
    ratio = (abs(amplitude) * gap / slope(p) / crossing(p).slope).simplify()
    kind = "minimum just above" if decided(amplitude) > 0 else "maximum just below"
    J = symbols("J", real=True)
    lead = f"({gap})" if gap.is_Add else gap
    return f"`T_* = {lead}/log({ratio / abs(J - line)})`, a {kind} `J_c = {line}`".replace("Abs(", "abs(")
