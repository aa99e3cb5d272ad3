"""More sources, more coherence: from `N` to `N+1` for `J >= 0`, from `N` to `N+2` for every `J`.

Claim: for γ ω_a != 0 and 0 < β < oo, C(N) < C(N+1) if J >= 0, and C(N) < C(N+2) for every real J; N >= 1.
Assumes: ω >= 0, ω_a, γ, J and β the same for both rings; N = 1 and N = 2 as in (2), with one and two bonds.
Source: ours; the paper's last section says it of the aligned phase, where for J < 0 it fails from N to N+1.
Method: C is the mean of sD_N(s) over s in [0, 1] under weights p_N(s), with L = λ_+^N + λ_-^N = 2q^{N/2} cosh Ny or
    2q^{N/2} sinh Ny. N may then be read as a real number: D_N rises with N and with s, and so do the log-weights' slopes.
Cost: 1.2 s for the default.
"""

from __future__ import annotations

from sympy import Symbol, cosh, coth, diff, exp, log, sinh, tanh

from symcoh.arguments import whole
from symcoh.certificates.inequalities import Pair, ThermalState, attack
from symcoh.exact import transfer_eigenvalues
from symcoh.exact.symbols import J, beta, h
from symcoh.exactnumbers import exact
from symcoh.model import Model

from .foundation.likelihood_ratio import attacked, covariance, hyperbolic, mean_over_s, separated
from .foundation.steps import Derivation, Step, argument

LATEX = r"C_{N+1}>C_N\quad(J\ge 0),\qquad C_{N+2}>C_N\quad(J\in\mathbb{R})"
EQUATIONS = ("24", "28", "30")


def derive(*, samples: int = 40) -> Derivation:
    """C rises with the number of sources, with every step checked or written out.

    Args:
        samples: pairs of rings at which each claim is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: `samples` is out of range. CheckFailed: a check came out wrong.

    >>> derive(samples=10).steps[-1].check.kind
    'enclosure'
    """
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="monotone-in-N",
        claim="For `γ ω_a != 0` and `0 < β < oo`: `C(N+1) > C(N)` if `J >= 0`; `C(N+2) > C(N)` for every real `J`; `N >= 1`.",
        assumptions=(
            "`N >= 1`",
            "`J >= 0` for `N -> N+1`, `J` real for `N -> N+2`",
            "`γ ω_a != 0`, written for `γ`, `ω_a > 0`",
            "`ω >= 0`",
            "`0 < β < oo`",
        ),
        equations=EQUATIONS,
        steps=(
            *covariance(),
            *mean_over_s(),
            *_eigenvalues(),
            *_exponent(),
            _sum_and_difference(),
            *_products(),
            *_even_or_ferromagnetic(),
            *_odd_antiferromagnetic(),
            *_uncoupled(),
            _conclusion(),
            *_attacked(samples),
            _parity_matters(),
        ),
        latex=LATEX,
    )


def _eigenvalues() -> tuple[Step, Step, Step]:
    upper, lower = transfer_eigenvalues()
    return (
        hyperbolic(
            "`λ_+ + λ_- = 2e^{βJ} cosh h`",
            "The trace of the transfer matrix, whose eigenvalues are `λ_±`.",
            upper + lower - 2 * exp(beta * J) * cosh(h),
        ),
        hyperbolic("`λ_+ λ_- = 2 sinh 2βJ`", "Its determinant, `e^{2βJ} - e^{-2βJ}`.", upper * lower - 2 * sinh(2 * beta * J)),
        argument(
            "With `q = 2 sinh 2β|J|`: for `J > 0`, `λ_± = √q e^{±y}` and `L = 2q^{N/2} cosh Ny`, where `cosh y = A cosh h`, `A = "
            "e^{βJ}/√q > 1`. For `J < 0`, `λ_+ = √q e^y`, `λ_- = -√q e^{-y}`, where `sinh y = A cosh h`, `A = e^{βJ}/√q > 0`; `L = "
            "2q^{N/2} cosh Ny` for even `N` and `2q^{N/2} sinh Ny` for odd `N`. `y(h)` is even and positive.",
            "Sum and product determine the two eigenvalues, and `λ_+ > |λ_-|`. `A² = 1/(1-e^{-4βJ}) > 1` for `J > 0`. `L = λ_+^N + λ_-^N`.",
        ),
    )


def _exponent() -> tuple[Step, ...]:
    """y(h) is strictly convex; its derivative is written by y and h alone."""
    y = Symbol("y", positive=True)
    slope, other = tanh(h) / tanh(y), tanh(h) * tanh(y)
    second = diff(slope, h) + diff(slope, y) * slope
    other_second = diff(other, h) + diff(other, y) * other
    return (
        hyperbolic(
            "`J > 0`: `y' = tanh h/tanh y`",
            "It keeps `cosh y/cosh h = A` constant.",
            diff(cosh(y) / cosh(h), h) + diff(cosh(y) / cosh(h), y) * slope,
        ),
        hyperbolic(
            "`J > 0`: `y'' = coth y (sinh²y - sinh²h)/(cosh²h sinh²y) > 0`",
            "`∂y'/∂h + y' ∂y'/∂y`; `cosh y = A cosh h > cosh h`, so that `sinh²y > sinh²h`.",
            second - coth(y) * (sinh(y) ** 2 - sinh(h) ** 2) / (cosh(h) ** 2 * sinh(y) ** 2),
        ),
        hyperbolic(
            "`J < 0`: `y' = tanh h tanh y`",
            "It keeps `sinh y/cosh h = A` constant.",
            diff(sinh(y) / cosh(h), h) + diff(sinh(y) / cosh(h), y) * other,
        ),
        hyperbolic(
            "`J < 0`: `y'' = tanh y (1/cosh²h + tanh²h/cosh²y) > 0`",
            "`∂y'/∂h + y' ∂y'/∂y`, a sum of positive terms.",
            other_second - tanh(y) * (1 / cosh(h) ** 2 + tanh(h) ** 2 / cosh(y) ** 2),
        ),
    )


def _sum_and_difference() -> Step:
    return argument(
        "`Y(s) = y(h_0+cs) + y(h_0-cs)` and `Δ(s) = y(h_0+cs) - y(h_0-cs)` rise strictly with `s` in `[0, 1]`, and `0 <= Δ < Y`",
        "`y'` is odd and rises strictly. For `s > 0`, `h_0+cs > |h_0-cs|`, so `y'(h_0+cs) > |y'(h_0-cs)|`: both slopes, "
        "`c[y'(h_0+cs) ∓ y'(h_0-cs)]`, are positive. `Δ(0) = 0`, and `Y - Δ = 2y(h_0-cs) > 0`.",
    )


def _products() -> tuple[Step, ...]:
    a, b = Symbol("a"), Symbol("b")
    half, rest = (a + b) / 2, (a - b) / 2
    because = "Addition theorems with `a = N y(h_0+cs)`, `b = N y(h_0-cs)`, half sum `NY/2` and half difference `NΔ/2`."
    return (
        hyperbolic("`cosh a + cosh b = 2cosh(½(a+b)) cosh(½(a-b))`", because, cosh(a) + cosh(b) - 2 * cosh(half) * cosh(rest)),
        hyperbolic("`cosh a - cosh b = 2sinh(½(a+b)) sinh(½(a-b))`", because, cosh(a) - cosh(b) - 2 * sinh(half) * sinh(rest)),
        hyperbolic("`sinh a + sinh b = 2sinh(½(a+b)) cosh(½(a-b))`", because, sinh(a) + sinh(b) - 2 * sinh(half) * cosh(rest)),
        hyperbolic("`sinh a - sinh b = 2cosh(½(a+b)) sinh(½(a-b))`", because, sinh(a) - sinh(b) - 2 * cosh(half) * sinh(rest)),
    )


def _symbols() -> tuple[Symbol, Symbol, Symbol]:
    """A real number nu in place of N, Y and Δ."""
    return Symbol("nu", positive=True), Symbol("Y", positive=True), Symbol("Delta", nonnegative=True)


def _even_or_ferromagnetic() -> tuple[Step, Step]:
    nu, Y, D = _symbols()
    weight = log(cosh(nu * Y / 2)) + log(cosh(nu * D / 2))
    return (
        hyperbolic(
            "`J > 0`, or `J < 0` and `N` even: `p_N ∝ cosh(NY/2) cosh(NΔ/2)`, with `∂ log p_N/∂N = ½Y tanh(½NY) + ½Δ tanh(½NΔ)` up to a "
            "term without `s`, which rises strictly with `s`",
            "`N` is read as a real number; the factor `4q^{N/2}` does not contain `s`. `x tanh(Nx)` rises with `x >= 0`, and `Y` and `Δ` "
            "rise with `s`.",
            diff(weight, nu) - Y / 2 * tanh(nu * Y / 2) - D / 2 * tanh(nu * D / 2),
        ),
        argument(
            "`J > 0`, or `J < 0` and `N` even: `D_N = tanh(NY/2) tanh(NΔ/2)` rises strictly with `N`, for `s > 0`",
            "Both factors rise with `N`, because `Y > 0` and `Δ > 0`.",
        ),
    )


def _odd_antiferromagnetic() -> tuple[Step, ...]:
    nu, Y, D = _symbols()
    x = Symbol("x", positive=True)
    weight = log(sinh(nu * Y / 2)) + log(cosh(nu * D / 2))
    response = log(sinh(nu * D / 2) * cosh(nu * Y / 2) / (cosh(nu * D / 2) * sinh(nu * Y / 2)))
    return (
        hyperbolic(
            "`J < 0` and `N` odd: `p_N ∝ sinh(NY/2) cosh(NΔ/2)`, with `∂ log p_N/∂N = ½Y coth(½NY) + ½Δ tanh(½NΔ)` up to a term without "
            "`s`",
            "`N` is read as a real number; the factor `4q^{N/2}` does not contain `s`.",
            diff(weight, nu) - Y / 2 * coth(nu * Y / 2) - D / 2 * tanh(nu * D / 2),
        ),
        hyperbolic(
            "`d(x coth x)/dx = (sinh 2x - 2x)/(2sinh²x) > 0` for `x > 0`: the slope before rises strictly with `s`",
            "`sinh 2x > 2x`, from its power series.",
            diff(x * coth(x), x) - (sinh(2 * x) - 2 * x) / (2 * sinh(x) ** 2),
        ),
        hyperbolic(
            "`J < 0` and `N` odd: `D_N = tanh(NΔ/2)/tanh(NY/2)` has `∂ log D_N/∂N = Δ/sinh(NΔ) - Y/sinh(NY)`, for `s > 0`",
            "`N` is read as a real number; `2sinh x cosh x = sinh 2x`.",
            diff(response, nu) - D / sinh(nu * D) + Y / sinh(nu * Y),
        ),
        hyperbolic(
            "`d(x/sinh x)/dx = (tanh x - x) cosh x/sinh²x < 0` for `x > 0`: with `0 < Δ < Y`, `D_N` rises strictly with `N`",
            "`tanh x < x`. `Δ/sinh(NΔ) - Y/sinh(NY)` is `1/N` times `x/sinh x` at `NΔ` less that at `NY`.",
            diff(x / sinh(x), x) - (tanh(x) - x) * cosh(x) / sinh(x) ** 2,
        ),
    )


def _uncoupled() -> tuple[Step, Step]:
    nu, a, b = Symbol("nu", positive=True), Symbol("a", positive=True), Symbol("b", positive=True)
    upper, lower = exp(nu * a), exp(nu * b)
    return (
        hyperbolic(
            "`J = 0`: `L = (2cosh h)^N = e^{Na}` and, with `a` and `b` the values of `log 2cosh(h_0±cs)`, `p_N = 2e^{N(a+b)/2} "
            "cosh(N(a-b)/2)`, `D_N = tanh(N(a-b)/2)`",
            "`λ_- = 0`: there is no `y`.",
            Symbol("u") * (upper + lower - 2 * exp(nu * (a + b) / 2) * cosh(nu * (a - b) / 2))
            + (upper - lower) / (upper + lower)
            - sinh(nu * (a - b) / 2) / cosh(nu * (a - b) / 2),
        ),
        argument(
            "`J = 0`: `D_N` rises strictly with `N` for `s > 0`, and `∂ log p_N/∂N = ½(a+b) + ½(a-b) tanh(½N(a-b))` rises strictly with "
            "`s`",
            "`log 2cosh` is even, positive and strictly convex: `a+b` and `a-b` rise strictly with `s`, as `Y` and `Δ` do, and `a-b > 0` "
            "for `s > 0`.",
        ),
    )


def _conclusion() -> Step:
    return argument(
        "`C(N') > C(N)`, with `N' = N+1` where `J >= 0` and `N' = N+2` where `J < 0` or `N` is to keep its parity",
        "`N` and `N'` belong to one family of functions of a real number: cosh for `J > 0`, cosh for `J < 0` and `N` even, sinh for `J < "
        "0` and `N` odd, `(2cosh h)^N` for `J = 0`. Let `E_N` be the mean under `p_N(s) μ(ds)`, whose `μ` does not contain `N`. "
        "`E_{N'}[sD_{N'}] > E_{N'}[sD_N]` because `D` rises with `N` for `s > 0`. `E_{N'}[sD_N] >= E_N[sD_N]` because `log(p_{N'}/p_N)`, "
        "an integral over `N` of a slope that rises with `s`, rises with `s`, and `sD_N` does; here `N` is an integer, so that the step "
        "on `D` above applies, also where `N` is odd and `J < 0`. At `ω = 0` the law is the point `s = 1` and the second comparison is an "
        "equality.",
    )


def _attacked(samples: int) -> tuple[Step, Step]:
    because = "Certified enclosures at random rings: `N = 1, 2, ...`, both parities, `ω = 0`, `J = 0`, any temperature."
    ferromagnetic = attack("N+1", samples=samples, couplings="ferromagnetic")
    return (
        attacked("`C(N) < C(N+1)` for `J >= 0`", because, ferromagnetic),
        attacked("`C(N) < C(N+2)` for any `J`", f"{because} Also beside `J_c`.", attack("N+2", samples=samples)),
    )


def _parity_matters() -> Step:
    return separated(
        "`J >= 0` is needed for `N -> N+1`: `C(4) < C(3)` for `ω = 1`, `ω_a = 0.31105881`, `γ = 1.1561542`, `J = -0.59550137`, "
        "`β = 18.228648`",
        "The aligned state is the ground state for both rings, and still the even ring has low antialigned states with `C = 0`.",
        even_ring_loses(),
    )


def even_ring_loses() -> Pair:
    """N = 4 and N = 3 in the aligned phase: the larger ring has the smaller coherence.

    >>> [state.model.N for state in even_ring_loses()]
    [4, 3]
    """
    four, three = (Model(N=N, omega_a="0.31105881", gamma="1.1561542", J="-0.59550137") for N in (4, 3))
    beta_value = exact("18.228648")
    return ThermalState(model=four, beta=beta_value), ThermalState(model=three, beta=beta_value)
