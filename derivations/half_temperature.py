"""`C` of many sources at high temperature: one hyperbolic tangent from (42) to `C -> 1`, and the temperature of `C = 1/2`.

Claim: with K = βJ, h = β(|ω_a|/2 + |γ|), q = |tanh K|^N,
    |C - tanh(Nβ²γω_a e^{2K}/2)| <= 4(cosh(βω/2) - 1) + (9/20) max(ln(sinh h/h), ln(1 + e^{4K} sinh² h)/2) + q/(2(1-q)),
    which is O(β²) for β -> 0, uniformly in N >= 2. At fixed τ = Nβ², X = τγω_a/2, t = tanh X,
    N(C - tanh(X e^{2K})) -> -(1-t²)(τ²γω_a/24)(ω_a² + 4γ²) + (τω²/8) ∫(s-t)e^{Xs+τγ²s²/2}ds/(2 cosh X e^{τγ²/2}).
    C = 1/2 at T = T_0 e^{W(J/T_0)} = T_0 + J + O(N^{-1/2}), T_0 = sqrt(Nγω_a/ln 3), W the principal branch of Lambert's function.
Assumes: N >= 2, omega >= 0, J real, omega_a gamma != 0 (they enter as |omega_a|, |gamma|), 0 < beta < oo.
Source: the integral representation; the transfer matrix.
Method: the measure over s is two end points and a kernel whose mass is 2(cosh(βω/2) - 1); between the end points the magnetization
    of the ring is integrated. Certified for N up to 10^18 at fixed τ.
Cost: two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flint import arb
from sympy import Abs, Expr, LambertW, Max, Rational, S, cosh, exp, expand, latex, log, series, sinh, sqrt, symbols, tanh

from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.certificates.many_sources import coherence_of_many, exponential_average
from symcoh.certificates.ratio import Certificate, Point, certify_series
from symcoh.errors import InputError
from symcoh.exact import Parameters, parameters
from symcoh.exact.symbols import N as SIZE
from symcoh.exactnumbers import exact, square_root
from symcoh.marks import marked
from symcoh.model import Model

from .foundation.parameters import moduli
from .foundation.steps import Derivation, Step, argument, enclosure, enumeration, identity

LATEX = (
    r"C=\tanh\left(\tfrac12N\beta^2\gamma\omega_a\,e^{2\beta J}\right)+O(\beta^2)\ \text{uniformly in }N\ge2,\qquad "
    r"T_{1/2}=T_0\,e^{W(J/T_0)}=T_0+J+O(N^{-1/2}),\quad T_0=\sqrt{\frac{N\gamma\omega_a}{\ln3}}"
)
CLAIM = (
    "`C = tanh(N β² γ ω_a e^{2βJ}/2) + O(β²)` for `β -> 0`, uniformly in `N >= 2`; `C = 1/2` at `T = T_0 e^{W(J/T_0)}`, `W` Lambert's "
    "function, `T_0 = √(N γ "
    "ω_a/ln 3)`, up to `O(N^{-1/2})`."
)
LIMIT = "N -> oo at fixed N*beta**2"
EQUATIONS = ("42",)
SAMPLES = (
    ({"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}, "3"),
    ({"omega": "3/2", "omega_a": "1/2", "gamma": "2/3", "J": "-1/4"}, "1/2"),
    ({"omega": "0", "omega_a": "1", "gamma": "1/4", "J": "1"}, "10"),
)
SIZES = ("1e6", "1e12", "1e18")


def derive(*, N: object = None, omega: object = None, omega_a: object = None, gamma: object = None, J: object = None) -> Derivation:
    """The law of the half temperature, its bound, and its 1/N correction.

    Args:
        N: number of sources, an integer >= 2; a symbol unless given.
        omega: gap of the target, >= 0; it drops out of the leading law.
        omega_a: gap of a source, not 0.
        gamma: target-source coupling, not 0.
        J: intersource coupling, any sign.

    Raises:
        InputError: a value outside its domain. CheckFailed: a check came out wrong.

    >>> derive(N=10**8, omega_a="7/10", gamma="3/10", J="2/5").claim[:37]
    '`C = tanh(10500000*beta**2*exp(4*beta'
    """
    p = read(N, omega, omega_a, gamma, J)
    given = any(value is not None for value in (N, omega_a, gamma, J))
    return Derivation(
        name="half-temperature",
        claim=_statement(p) if given else CLAIM,
        assumptions=(
            "`N >= 2`",
            "`omega >= 0`",
            "`gamma != 0`, `omega_a != 0`; they enter as `|gamma|`, `|omega_a|`",
            "`J` real, all but `N` and `beta` fixed",
        ),
        equations=EQUATIONS,
        steps=(*_steps(), *_certificates()),
        latex=LATEX if not given else _given_latex(p),
    )


def read(N: object, omega: object, omega_a: object, gamma: object, J: object) -> Parameters:
    """N >= 2, and the moduli of omega_a and gamma, which must not be 0.

    >>> read(3, 1, -1, 1, 0).omega_a
    1
    """
    p = parameters(N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    if p.count == 1:
        raise InputError("`N`", "must be at least 2, but is 1: the bond of one source is a constant.")
    return moduli(p, ("omega_a", "gamma"), ", where C = 0 for every N.")


def law(p: Parameters) -> Expr:
    """tanh(N β² γ ω_a e^{2βJ}/2).

    >>> law(read(2, 1, 1, 1, 0))
    tanh(beta**2)
    """
    return tanh(p.N * p.beta**2 * p.gamma * p.omega_a * exp(2 * p.beta * p.J) / 2)


def bound(p: Parameters) -> Expr:
    """The bound of |C - law| for every β > 0; it holds for N >= 2.

    >>> from symcoh.exact.symbols import beta
    >>> bound(read(2, 0, 1, 1, 0)).subs(beta, 2).is_positive
    True
    """
    h = p.beta * (p.omega_a / 2 + p.gamma)
    q = Abs(tanh(p.beta * p.J)) ** p.N
    spread = Max(log(sinh(h) / h), log(1 + exp(4 * p.beta * p.J) * sinh(h) ** 2) / 2)
    return 4 * (cosh(p.beta * p.omega / 2) - 1) + Rational(9, 20) * spread + q / (2 * (1 - q))


def _steps() -> tuple[Step, ...]:
    return (_ends(), _magnetization(), _ratio(), _lower(), _bound(), _leading(), _correction(), _quartic(), _half(), _expanded())


def _ends() -> Step:
    return argument(
        "`|C - (L(h_+) - L(h_-))/(L(h_+) + L(h_-))| <= 4(cosh(βω/2) - 1)`, `h_± = β(ω_a/2 ± γ)`",
        "In the integral representation, with the kernel `k(s)` over `s` in `[-1, 1]`, let `A`, `P` be the shares of the end points in "
        "`ZC` and `Z`, and `B`, `Q` those of the kernel. "
        "`|B| <= Q` and `|A| <= P` give `|C - A/P| = |B - Q A/P|/(P + Q) <= 2Q/P`. `L` is even and convex, so `L <= L(h_+) + L(h_-) = P` "
        "on the whole interval, and the kernel has the mass `∫k ds = 2(cosh(βω/2) - 1)`, the representation at `b = 0`.",
    )


def _magnetization() -> Step:
    s, c, r = symbols("s c r", positive=True)
    # d/dh log(c + r), r² = s² + x, c² = 1 + s², is s/r.
    return identity(
        "`d log λ_+/dh = sinh h/√(sinh² h + e^{-4K}) = e^{2K} sinh h/√(1 + e^{4K} sinh² h)` with `K = βJ`",
        "`λ_+ = e^K (cosh h + r)`, `r² = sinh² h + e^{-4K}`.",
        (s + s * c / r) / (c + r) - s / r,
    )


def _ratio() -> Step:
    return argument(
        "`y = (N/2) log(λ_+(h_+)/λ_+(h_-))` lies between `y_0/√(1 + e^{4K} sinh² h)` and `y_0 sinh h/h`, `y_0 = Nβ²γω_a e^{2K}/2`, `h = "
        "h_+`; so `|tanh y - tanh y_0| <= (9/20) max(ln(sinh h/h), ln(1 + e^{4K} sinh² h)/2)`",
        "The magnetization of the step before is odd, so the integral from `h_-` to `h_+` is one from `|h_-|` to `h_+` over positive "
        "fields, where it lies, at the field `t`, between the bounds that `e^{2K} t` has when its factor is taken at `h_+`; and `∫ e^{2K} "
        "t dt = e^{2K}(h_+² "
        "- h_-²)/2 = e^{2K} β²γω_a`. `d tanh(y)/d(ln y) = y/cosh² y < 9/20`: its maximum, at `2y tanh y = 1`, is 0.4477.",
    )


def _lower() -> Step:
    return argument(
        "With `λ_-^N` the argument of the tangent moves by at most `q/(2(1-q))`, `q = |tanh K|^N`",
        "`log(1 + (λ_-/λ_+)^N)` lies between `log(1 - q)` and `log(1 + q)`, since `|λ_-|/λ_+ = 2|sinh 2K|/λ_+²` is largest at `h = 0`, "
        "where it is `|tanh K|`; all values share one sign, so two of them differ by at most `-log(1 - q) <= q/(1 - q)`. The hyperbolic "
        "tangent has slopes of at most 1.",
    )


def _bound() -> Step:
    return argument(
        "`|C - tanh(Nβ²γω_a e^{2K}/2)|` is at most the sum of the three, for every `β > 0` and `N >= 2`; for `β -> 0` it is `O(β²)`, "
        "uniformly in `N`",
        "Steps 1, 3 and 4. `4(cosh(βω/2) - 1)` is `β²ω²/2` to leading order; the middle one is at most a multiple of `h² = β²(ω_a/2 + "
        "γ)²`; `q <= tanh² K`, which is of the order `β²J²`. `N` enters the bound only through `q`, which falls with `N`.",
    )


def _leading() -> Step:
    N, a, g, J, b = symbols("N omega_a gamma J beta", positive=True)
    found = series(tanh(N * b**2 * g * a * exp(2 * b * J) / 2), b, 0, 4).removeO()
    printed = N * g * a / 2 * b**2 + N * g * a * J * b**3
    return identity("For `Nβ² -> 0` the law gives the two terms of (42)", "Expanded through `β³`.", expand(found - printed))


def _correction() -> Step:
    t, top, low, k0, k1, n = symbols("t P_plus P_minus k_0 k_1 n")
    # C = (A + n k1)/(P + n k0), t = A/P, to first order in n = 1/N: (k1 - t k0)/P.
    value = ((top - low + n * k1) / (top + low + n * k0)).diff(n).subs(n, 0)
    middle = (k1 - t * k0) / (top + low)
    return identity(
        "At fixed `τ` the kernel adds `(τω²/8N) ∫(s - t)e^{Xs + τγ²s²/2} ds/(2 cosh X e^{τγ²/2})`, `X = τγω_a/2`, `t = tanh X`",
        "`k(s) -> β²ω²/8 = τω²/(8N)`, and `L(h_0 + βγs)/2^N -> e^{τ(ω_a/2 + γs)²/2}`, whose square has the terms `Xs` and `τγ²s²/2`; "
        "with `k_p` the moments of what the kernel adds, the first order of the quotient is `(k_1 - t k_0)/P`.",
        value - middle.subs(t, (top - low) / (top + low)),
    )


def _quartic() -> Step:
    h, a, g, tau, n = symbols("h omega_a gamma tau n", positive=True)
    series_of_log = series(log(cosh(h)), h, 0, 6).removeO()
    quartic = series_of_log.coeff(h, 4)
    up, down = ((a / 2 + sign * g) ** 4 for sign in (1, -1))
    shift = expand(quartic * tau**2 * n * (up - down) / 2)
    return identity(
        "At fixed `τ` the argument of the tangent is `X e^{2K} - (τ²γω_a/24N)(ω_a² + 4γ²) + O(N^{-3/2})`",
        "`log λ_+ = ... + e^{2K}h²/2 - h⁴/12 + O(K h⁴, h⁶)`, with `log(2 cosh h)` at `K = 0`; `β⁴N = τ²/N` and `K = O(N^{-1/2})`. "
        "The factor `1 - t²` is the slope.",
        shift + tau**2 * n * g * a * (a**2 + 4 * g**2) / 24,
    )


def _half() -> Step:
    T0, w = symbols("T_0 w", positive=True)
    T = T0 * exp(w)
    # T² = T_0² e^{2J/T} with J = T_0 w e^w: w = W(J/T_0).
    return identity(
        "`tanh y = 1/2` at `y = ln(3)/2`: `T² = T_0² e^{2J/T}`, `T_0 = √(Nγω_a/ln 3)`, and its largest root is `T = T_0 e^{W(J/T_0)}`",
        "With `T = T_0 e^w` it is `w e^w = J/T_0`; the principal branch is the largest `w`, real for `J/T_0 >= -1/e`. For `J < 0` the "
        "other branch gives a smaller root, where `β` is no longer small. The next step expands it: `T = T_0 + J - J²/(2T_0) + ...`",
        (log(T**2) - log(T0**2) - 2 * (T0 * w * exp(w)) / T).expand(log=True, force=True).simplify(),
    )


def _expanded() -> Step:
    e = symbols("e")

    def cases() -> Iterator[tuple[str, object, object]]:
        root = series(exp(LambertW(e)), e, 0, 4).removeO()
        for power, expected in enumerate((S.One, S.One, -S.Half)):
            yield f"(J/T_0)^{power}", root.coeff(e, power), expected

    return enumeration("For small `ε`: `e^{W(ε)} = 1 + ε - ε²/2 + O(ε³)`", "SymPy's series of Lambert's function.", cases(), at_least=3)


# Certificates: τ = Nβ² fixed, N -> oo.


def _certificates() -> tuple[Step, ...]:
    because = "`C` from the integral representation at `N = 10^6, 10^12, 10^18` with `β = √(τ/N)`, against the law and its `1/N` term."
    found = []
    for row, tau in SAMPLES:
        place = marked(", ".join(f"{k}={v}" for k, v in row.items()))
        found.append(enclosure(f"`C` minus the law is the `1/N` term at `τ = {tau}`, {place}", because, certificate(row, tau)))
    return tuple(found)


def certificate(row: dict[str, str], tau: str) -> Certificate:
    """(C - law) N/(the 1/N term), certified to tend to one.

    Raises:
        CheckFailed: it does not.
    """
    return certify_series("half-temperature", [_point(row, tau, text) for text in SIZES])


def _point(row: dict[str, str], tau: str, text: str) -> Point:
    size = exact(text)
    assert size.integer is not None
    model = Model(N=size.integer, **row)
    beta = square_root(exact(tau) / size)
    values = {"N": size, "beta": beta} | {name: exact(value) for name, value in row.items()}
    main = law(read(None, None, None, None, None))

    def neglected(bits: int) -> arb:
        return first_correction(row, tau, bits) / enclose_expression(SIZE, values, bits)

    return Point(
        name=text, value=partial(coherence_of_many, model, beta), partial=partial(enclose_expression, main, values), neglected=neglected
    )


def first_correction(row: dict[str, str], tau: str, bits: int) -> arb:
    """lim N (C - tanh(X e^{2K})) at fixed τ, a ball.

    >>> row = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5"}
    >>> first_correction(row, "100*log(3)/21", 128).str(7, radius=False)
    '-0.3109756'
    """
    values = {"tau": exact(tau)} | {name: exact(value) for name, value in row.items()}
    t, w, a, g = symbols("tau omega omega_a gamma", positive=True)
    X, spread = t * g * a / 2, t * g**2
    quartic = -(1 - tanh(X) ** 2) * t**2 * g * a / 24 * (a**2 + 4 * g**2)
    factor = t * w**2 / 8 / (2 * cosh(X) * exp(spread / 2))
    with working_precision(bits):
        first, scale, slope, width, mean = (enclose_expression(e, values, bits) for e in (quartic, factor, X, spread, tanh(X)))
        return first + scale * exponential_average(slope, width, mean, bits)


# What the given parameters make of it.


def _statement(p: Parameters) -> str:
    T0 = sqrt(p.N * p.gamma * p.omega_a / log(3))
    return f"`C = {law(p)} + O(beta**2)`; `C = 1/2` at `T = {T0 * exp(LambertW(p.J / T0))} + O(N**(-1/2))`"


def _given_latex(p: Parameters) -> str:
    T0 = sqrt(p.N * p.gamma * p.omega_a / log(3))
    return rf"C={latex(law(p))}+O(\beta^2),\qquad T_{{1/2}}={latex(T0 * exp(LambertW(p.J / T0)))}+O(N^{{-1/2}})"
