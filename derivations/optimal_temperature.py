"""The temperature and the coupling at which `C` is largest.

Claim: J >= 0: T = 0, for C falls with T. At fixed T no J is best: C rises with J towards (36); and max_T C rises with J.
    N -> oo at fixed J < -c/2, c = |ω_a|/2 + |γ|, r = c/(2|J|): the maximum of C(T) moves to
        T* = c/artanh(r),   N²(1 - C) -> (ω²/8γ²) [1 + (1/r² - 1) ((1+r)/(1-r))^{1/r}]  there,
    and for -c/2 < J it moves to T = 0. J -> J_c from below, a_1 < 0 (`extra-extremum`): T* = Δ_1/ln(|a_1|Δ_1/(s|δ|)) and
        C(T*) = C_c + (sδ/T*)(1 + T*/Δ_1) + ...
Assumes: N >= 2, omega > 0, gamma != 0 and omega_a != 0 (they enter as |gamma|, |omega_a|), 0 < T < oo.
Source: `monotone-in-temperature`, (32), `many-sources`, `extra-extremum`.
Method: the leading term ω²/(8γ²m*²N²) of 1 - C is least where m* is largest, a condition on tanh(cβ). Certified: dC/dT changes its sign
    around T*, nearer and nearer with N = 10^4, 10^6, 10^8.
Cost: one second.
"""

from __future__ import annotations

from sympy import Abs, Expr, S, Symbol, atanh, cosh, exp, latex, log, sinh, symbols

from symcoh.certificates.turning import turning_kind
from symcoh.errors import CheckFailed
from symcoh.exact import Parameters, parameters
from symcoh.exactnumbers import exact as exact_number
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.levels import decided
from .foundation.parameters import moduli
from .foundation.steps import Check, Derivation, Step, argument, identity

LATEX = (
    r"T_*\to\frac{c}{\operatorname{artanh}r},\qquad N^2(1-C)\to\frac{\omega^2}{8\gamma^2}\left[1+\frac{1-r^2}{r^2}"
    r"\left(\frac{1+r}{1-r}\right)^{1/r}\right],\qquad c=\tfrac12\omega_a+\gamma,\quad r=\frac{c}{2|J|}<1"
)
CLAIM = (
    "`C(T)` is largest at `T = 0` for `J >= 0`; for `N -> oo` and `J < -c/2`, `c = |ω_a|/2 + |γ|`, its maximum moves to `T_* = "
    "c/artanh(c/(2|J|))`; at fixed `T` no `J` is best."
)
LIMIT = "N -> oo"
EQUATIONS = ("32", "36")
SAMPLES = ({"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "-2/5"}, {"omega": "3/2", "omega_a": "1/2", "gamma": "2/3", "J": "-1"})
APPROACH = ((10**4, "1e-2"), (10**6, "1e-4"), (10**8, "1e-6"))
"""N, and the relative half-width of the bracket around T*."""


def derive(*, omega: object = None, omega_a: object = None, gamma: object = None, J: object = None) -> Derivation:
    """Where C is largest in T, and that no J is best.

    Args:
        omega: gap of the target, > 0.
        omega_a: gap of a source, not 0.
        gamma: target-source coupling, not 0.
        J: intersource coupling; with omega_a and gamma a number, the claim says where the maximum moves for many sources.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(omega_a="7/10", gamma="3/10", J="-13/20").claim
    '`N -> oo`: the maximum of `C(T)` moves to `T = 13/(20*atanh(1/2))`'
    """
    p = _read(omega, omega_a, gamma, J)
    given = all(value is not None for value in (omega_a, gamma, J))
    return Derivation(
        name="optimal-temperature",
        claim=_statement(p) if given else CLAIM,
        assumptions=("`N >= 2`", "`omega > 0`", "`gamma != 0`, `omega_a != 0`; they enter as `|gamma|`, `|omega_a|`", "`J` real"),
        equations=EQUATIONS,
        steps=(*_steps(), *(_bracketed(row) for row in SAMPLES)),
        latex=LATEX if not given else _given_latex(p),
    )


def _read(omega: object, omega_a: object, gamma: object, J: object) -> Parameters:
    p = parameters(None, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    return moduli(p, ("omega", "omega_a", "gamma"), ": C = 0, or C = 1 up to exponentially small parts.")


def optimum(p: Parameters) -> Expr:
    """T* for J < -c/2.

    >>> optimum(_read(1, 1, "1/2", -1))
    1/atanh(1/2)
    """
    c = p.omega_a / 2 + p.gamma
    return c / atanh(c / (2 * Abs(p.J)))


def loss(p: Parameters) -> Expr:
    """lim N²(1 - C) at T*."""
    r = (p.omega_a / 2 + p.gamma) / (2 * Abs(p.J))
    return p.omega**2 / (8 * p.gamma**2) * (1 + (1 / r**2 - 1) * ((1 + r) / (1 - r)) ** (1 / r))


def _steps() -> tuple[Step, ...]:
    return (_ferromagnet(), _coupling(), _condition(), _minimum(), _value(), _many(), *_line())


def _ferromagnet() -> Step:
    return argument(
        "`J >= 0`: `C(T)` is largest at `T = 0`, where it is `2Nγ/S_N`",
        "By the derivation monotone-in-temperature, for `J >= 0`, `C` falls strictly with `T`.",
    )


def _coupling() -> Step:
    return argument(
        "At fixed `0 < T < oo` no `J` is best, `C < C^↑` of (36) for every `J`; and `max_T C` does not fall with `J`, strictly rising "
        "where it is reached at `T > 0`",
        "(32): `C` rises strictly with `J` at every `T`, with the limit (36). If `C(·, J)` is largest at some `T_1 > 0`, then for `J' > "
        "J`, "
        "`max_T C(T, J') >= C(T_1, J') > C(T_1, J)`. By the envelope theorem its slope is `∂C/∂J` at the maximum.",
    )


def _condition() -> Step:
    j, c, b = symbols("j c beta", positive=True)
    slope = (2 * j * b - log(sinh(c * b))).diff(b)
    return identity(
        "`1/m_*² - 1 = e^{4β|J|}/sinh²(cβ)` is stationary in `β` where `2|J| = c coth(cβ)`, that is `tanh(cβ) = r`, `r = c/(2|J|)`",
        "`m_* = sinh h_*/√(sinh² h_* + e^{-4βJ})`, `h_* = cβ`, `J = -|J|`; half of the logarithm differentiated.",
        (slope * sinh(c * b)).expand() - (2 * j * sinh(c * b) - c * cosh(c * b)),
    )


def _minimum() -> Step:
    c, b = symbols("c beta", positive=True)
    second = (-log(sinh(c * b))).diff(b, 2)
    return identity(
        "Its second derivative is `c²/sinh²(cβ) > 0`: the one minimum for `r < 1`; for `r >= 1` it falls for all `β`",
        "`cosh² - sinh² = 1`; for `r >= 1` the slope `2|J| - c coth(cβ)` is negative, since `coth > 1`.",
        (second * sinh(c * b) ** 2).expand() - c**2 * (cosh(c * b) ** 2 - sinh(c * b) ** 2),
    )


def _value() -> Step:
    r, t = symbols("r t", positive=True)
    # t = cβ* with tanh t = r: sinh² t = r²/(1 - r²); 4β|J| = 2t/r = log((1+r)/(1-r))/r.
    return identity(
        "At `tanh(cβ) = r`: `e^{4β|J|}/sinh²(cβ) = (1/r² - 1) ((1+r)/(1-r))^{1/r}`",
        "`sinh² = r²/(1 - r²)`, and `4β|J| = 2cβ/r = (1/r) ln((1+r)/(1-r))`.",
        (exp(t / r) / (r**2 / (1 - r**2)) - (1 / r**2 - 1) * exp(t / r)).simplify(),
    )


def _many() -> Step:
    return argument(
        "`N -> oo` at fixed `J`: on every range `T_1 <= T <= T_2` the maximum of `C` moves to `T_*`, or to its cold end if `r >= 1`",
        "By the derivation many-sources `N²(1 - C) -> ω²/(8γ²m_*²)` uniformly on a compact range of `β`, and the limit has one minimum "
        "there, at `T_*`, or falls with `β`. As `T -> 0` at fixed `N` the limit is `C_0`, which for `r < 1` is that of the antialigned "
        "ground state.",
    )


def _line() -> tuple[Step, ...]:
    s, d, a, gap, T = symbols("s delta a_1 Delta T")
    tail = Symbol("E")
    value = s * d / T + a * tail
    return (
        identity(
            "`J -> J_c`: `C(T_*) = C_c + (sδ/T_*)(1 + T_*/Δ_1)`, with `C_c`, `s`, `δ`, `a_1` and `Δ_1` the numbers of the derivation "
            "extra-extremum",
            "`C = C_c + sδ/T + a_1 e^{-Δ_1/T}`, and `a_1 Δ_1 e^{-Δ_1/T_*} = sδ` by the derivation extra-extremum.",
            (value.subs(tail, s * d / (a * gap)) - s * d / T * (1 + T / gap)).expand(),
        ),
        argument(
            "Below the line and `a_1 < 0` this is a maximum, less than `C_c` by `|sδ|/T_*` to leading order, and `T_* -> 0` like "
            "`Δ_1/ln(1/|δ|)`",
            "By the derivation extra-extremum; `δ < 0` there. As `N -> oo` the line tends to `J = -c/2` by (55), where `r = 1` and "
            "`c/artanh(r) -> 0` as well.",
        ),
    )


# Certificates.


def _bracketed(row: dict[str, str]) -> Step:
    found = [bracket(row, N, width) for N, width in APPROACH]
    if set(found) != {"maximum"}:
        raise CheckFailed(f"optimal-temperature: at {row} the extremum is {found}.")
    outcome = ", ".join(f"maximum within a factor `1 ± {width}` at `N = {N}`" for N, width in APPROACH)
    return Step(
        claim="The maximum of `C(T)` at " + marked(", ".join(f"{k}={v}" for k, v in row.items())),
        because="Certified signs of `dC/dT` at `T_*(1 - ε)` and `T_*(1 + ε)`, `ε` the width named.",
        check=Check(kind="enclosure", outcome="certified: " + outcome),
    )


def bracket(row: dict[str, str], N: int, width: str) -> str:
    """The certified kind of the extremum between T*(1 - width) and T*(1 + width).

    Raises:
        CheckFailed: dC/dT has one sign at both ends.
    """
    near = exact_number(str(optimum(_read(**row)).evalf(30)))
    half = near * exact_number(width)
    return turning_kind(Model(N=N, **row), near - half, near + half)


def _side(p: Parameters) -> int:
    """The sign of r - 1, decided exactly; 1 for J >= 0."""
    return 1 if decided(p.J) >= 0 else decided(p.omega_a / 2 + p.gamma + 2 * p.J)


def _statement(p: Parameters) -> str:
    if decided(p.J) >= 0:
        return "`C(T)` is largest at `T = 0`, for every `N`"
    place = optimum(p) if _side(p) < 0 else S.Zero
    return f"`N -> oo`: the maximum of `C(T)` moves to `T = {place}`"


def _given_latex(p: Parameters) -> str:
    place = optimum(p) if _side(p) < 0 else S.Zero
    return rf"T_*\to{latex(place)}" + (rf",\qquad N^2(1-C)\to{latex(loss(p))}" if _side(p) < 0 else "")
