"""Strong coupling (44): all algebraic corrections in `1/gamma`, and the exponentially small parts by name.

Claim: for gamma -> oo, C = tanh(Nh) Σ_{j>=0} C(-1/2, j) (omega/2N)^{2j} gamma^{-2j} + R, h = beta omega_a/2, |R| exponentially small:
    R = -N e^{-4 beta J} (sinh 2h/cosh²Nh) e^{-2 beta gamma} (1 + O(1/gamma)) for N >= 3,
    the same times cosh(beta omega/2) for N = 2, and -2 tanh(h) e^{-2 beta gamma} (1 + O(1/gamma)) for N = 1.
Assumes: (29)-(31); 0 < beta < oo, omega >= 0, omega_a != 0, J real, all fixed; N >= 1.
Source: (44).
Method: C is an average over |m|; the sectors m = ±N outweigh all others by e^{2 beta gamma}; (1 + ε²)^{-1/2} by the binomial series.
Cost: 0.2 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import Expr, Integer, Rational, S, cosh, exp, sinh, tanh

from symcoh.arguments import whole
from symcoh.certificates.series import decades_up
from symcoh.exact import Parameters, strong_coupling, symbols
from symcoh.exact.spectrum import bare_splitting
from symcoh.exactnumbers import ONE, ZERO, Exact, exact
from symcoh.marks import marked

from .foundation.certificates import LONGEST_SUMMED, certificate_steps, certified, exponential_steps, represented
from .foundation.expansions import every_ring, expansion
from .foundation.limits import Expanded, limit_derivation
from .foundation.parameters import Setting, check_size, left_out, setting, with_sources
from .foundation.steps import Derivation, Step, argument, enumeration, identity
from .foundation.target_response import polarization, ratio_step

LIMIT = "gamma -> oo"
VARIABLE = "1/gamma"
EQUATIONS = ("44",)
HALF = exact("1/2")
"""e^{-2 beta gamma} falls by e while gamma grows by this, at the sample's beta = 1."""

LATEX = (
    r"C=\tanh\frac{N\beta\omega_{\mathrm a}}{2}\sum_{j\ge0}\binom{-1/2}{j}\left(\frac{\omega}{2N\gamma}\right)^{2j}"
    r"+O\!\left(e^{-2\beta\gamma}\right)"
)

STATEMENT = Derivation(
    name="strong-coupling",
    claim="`C = tanh(Nh) Σ_j binom(-1/2, j) (omega/(2N gamma))^{2j}` for `gamma -> oo`, up to parts of the order `e^{-2 beta gamma}`; `h "
    "= beta omega_a/2`.",
    assumptions=("`0 < beta < oo`, `omega >= 0`, `omega_a` and `J` real, all fixed", "`gamma -> oo`", "`N >= 1`"),
    equations=EQUATIONS,
    latex=LATEX,
)


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
    """C for gamma -> oo through (1/gamma)^order.

    Args:
        order: last power of 1/gamma kept, 0 to 60.
        N, omega_a, beta: exact, or None for a symbol.
        omega: gap of the target, >= 0; at 0 the leading term has only exponentially small corrections.
        gamma: must be left out: it runs to oo.
        J: intersource coupling; the powers of 1/gamma do not depend on it.

    Raises:
        InputError: a value outside its domain. InputTypeError: an inexact value. CheckFailed: a check came out wrong.

    >>> derive(order=2, N=1, omega=2).series
    tanh(beta*omega_a/2) - tanh(beta*omega_a/2)/(2*gamma**2)
    """
    order = whole(order, "`order`", 0, 60)
    left_out("gamma", gamma)
    at = setting(N, omega=omega, omega_a=omega_a, J=J, beta=beta)
    check_size(at.p)
    return limit_derivation(STATEMENT, at, order, 1 / symbols.gamma, _expanded)


def _expanded(at: Setting, order: int) -> Expanded:
    valid = every_ring(at.p) + "; parts of the order of exp(-2*beta*gamma) are beyond every power"
    series, neglected = expansion(1 / symbols.gamma, coefficients(at.p, order + 2), order, valid)
    seen, row = represented(at, coefficients(at.p, order + 2), LONGEST_SUMMED, lambda p, length: coefficients(p, length - 1))
    summed, beyond = (series, neglected) if seen is at else expansion(1 / symbols.gamma, row, order, valid)
    steps = (
        ratio_step(),
        *_other_sectors(),
        _binomial_series(order + 2),
        _leading(at.p, series.terms[0].coefficient),
        *_certificates(seen, order, summed.summands, beyond),
        *_exponentials(seen),
    )
    return series, steps


def coefficients(p: Parameters, order: int) -> list[Expr]:
    """The coefficients of gamma^0, gamma^{-1}, ..., gamma^{-order}; odd ones are 0.

    >>> from symcoh.exact import parameters
    >>> coefficients(parameters(1, omega=0), 3)[1:]
    [0, 0, 0]
    """
    leading = tanh(p.N * p.beta * p.omega_a / 2)
    ratio = p.omega / (2 * p.N)
    return [S.Zero if j % 2 else leading * binomials(j // 2)[-1] * ratio**j for j in range(order + 1)]


def binomials(largest: int) -> list[Rational]:
    """C(-1/2, j), j = 0, ..., largest.

    >>> binomials(3)
    [1, -1/2, 3/8, -5/16]
    """
    found = [Rational(1)]
    for j in range(largest):
        found.append(found[-1] * (Rational(-1, 2) - j) / (j + 1))
    return found


def dominant(p: Parameters) -> Expr:
    """(2N gamma/S_N) tanh(Nh): what every power of 1/gamma adds up to.

    >>> from symcoh.exact import parameters
    >>> dominant(parameters(2, omega=0))
    tanh(beta*omega_a)
    """
    return polarization(p, p.N) * tanh(p.N * p.beta * p.omega_a / 2)


def exponential_part(p: Parameters) -> Expr:
    """The largest exponentially small part of C, to leading exponential order; a symbol N stands for N >= 3.

        N = 1: -2 (2 gamma/S_1) tanh(h) e^{-beta S_1}
        N = 2: -2 e^{-4 beta J} (4 gamma/S_2) tanh(2h) (cosh(beta omega/2)/cosh(2h)) e^{-beta S_2/2}
        N >= 3: N e^{-4 beta J} (cosh(m'h)/cosh(Nh)) [(2 gamma m'/S_m') tanh(m'h) - (2N gamma/S_N) tanh(Nh)] e^{-beta (S_N - S_m')/2},
        m' = N-2.

    >>> from symcoh.exact import parameters
    >>> exponential_part(parameters(1, omega=0))
    -2*exp(-2*beta*gamma)*tanh(beta*omega_a/2)
    """
    h, S_N = p.beta * p.omega_a / 2, bare_splitting(p.N, p.omega, p.gamma)
    if p.count == 1:
        return -2 * dominant(p) * exp(-p.beta * S_N)
    if p.count == 2:
        return -2 * p.x * dominant(p) * cosh(p.beta * p.omega / 2) / cosh(2 * h) * exp(-p.beta * S_N / 2)
    m = p.N - 2
    gain = polarization(p, m) * tanh(m * h) - dominant(p)
    # A symbol N stands for N >= 3, where |m| is m.
    S_m = 2 * p.gamma * m if p.omega.is_zero else bare_splitting(m, p.omega, p.gamma)
    return p.N * p.x * cosh(m * h) / cosh(p.N * h) * gain * exp(-p.beta * (S_N - S_m) / 2)


def _other_sectors() -> tuple[Step, Step]:
    average = argument(
        "`C = Σ_u P_u f_u`, `f_u = (2 gamma u/S_u) tanh(beta S_u/2) tanh(hu)` in `[0, 1]`, `P_u` the probability of `|m| = u`: `|C - f_N| "
        "<= 1 - P_N`",
        "(29) and (31): `P_u` is proportional to `W_u cosh(hu) B_u`, twice for `u > 0`.",
    )
    bound = argument(
        "`1 - P_N <= e^{-beta (S_N - S_{N-2})/2} Σ_{|m|<N} W_m cosh(hm)/(e^{beta J N} cosh hN)` for `N >= 2`; `S_N - S_{N-2} = 4 gamma + "
        "O(1)`. And `f_N = (2N gamma/S_N) tanh(hN) (1 - 2/(e^{beta S_N} + 1))`, `beta S_N >= 2N beta gamma`",
        "The ratio of the weights of `|m| < N` and `|m| = N`, with `B_m <= B_{N-2}` and `cosh a/cosh b <= 2 e^{a-b}` for `0 <= a <= b`. "
        "The sum does not depend on `gamma`: every sector but `m = ±N` is suppressed by `e^{-2 beta gamma}` or more.",
    )
    return average, bound


def _binomial_series(order: int) -> Step:
    c = binomials(order // 2)

    def cases() -> Iterator[tuple[str, object, object]]:
        square = [sum((c[i] * c[j - i] for i in range(j + 1)), Integer(0)) for j in range(len(c))]
        for j in range(len(c)):
            yield f"z^{j}", square[j] + (square[j - 1] if j else 0), Integer(1 if j == 0 else 0)

    return enumeration(
        "`2N gamma/S_N = (1 + z)^{-1/2} = Σ_j binom(-1/2, j) z^j`, `z = (omega/(2N gamma))²`, `|z| < 1`",
        "The square of the series times `1 + z` is 1, power by power, and the series starts with 1.",
        cases(),
        at_least=order // 2 + 1,
    )


def _leading(p: Parameters, coefficient: Expr) -> Step:
    printed = strong_coupling(p.N, omega=p.omega, omega_a=p.omega_a, J=p.J, beta=p.beta)
    return identity(
        "With the coefficients `c_j` of `gamma^{-j}`, `c_0 = tanh(N beta omega_a/2)` of (44)", "`z = 0`.", coefficient - printed
    )


def _certificates(at: Setting, order: int, kept: Sequence[Expr], neglected: Expr | None) -> tuple[Step, ...]:
    if neglected is None:
        return (argument("At `omega = 0` the powers of `1/gamma` end with the leading term.", "`S_N = 2N gamma` there, `z = 0`."),)
    sources = (1, 2, 3, 4) if at.p.count is None else (at.p.count,)
    return certificate_steps(
        f"`C - Σ_{{j<={order}}} c_j gamma^{{-j}}` over the next term tends to 1 as `gamma -> oo`",
        "Certified values of `C` against the terms above, at the `gamma` named.",
        sources,
        lambda N: certified(f"strong-coupling, N = {N}", at, N, "gamma", decades_up(_scale(at, N)), kept, neglected),
    )


def _scale(at: Setting, N: int) -> tuple[Exact, ...]:
    """Energies below which gamma cannot be called large: beta gamma must outweigh the exponents of the other sectors."""
    return at.value("omega"), exact(N) * at.value("J"), ONE / at.value("beta")


def _exponentials(at: Setting) -> tuple[Step, ...]:
    """What no power of 1/gamma can hold, by name."""
    h, N = symbols.h, symbols.N
    limit = identity(
        "For `N >= 3` the part of the sectors `±(N-2)` tends to `-N e^{-4 beta J} (sinh 2h/cosh²Nh) e^{-2 beta gamma}`",
        "`2 gamma m/S_m -> 1` and `S_N - S_{N-2} -> 4 gamma`; `tanh(N-2)h - tanh Nh = -sinh 2h/(cosh(N-2)h cosh Nh)`, compared in "
        "exponentials.",
        (tanh((N - 2) * h) - tanh(N * h) + sinh(2 * h) / (cosh((N - 2) * h) * cosh(N * h))).rewrite(exp).expand(power_exp=True),
    )
    # In symbols, whatever was given but N and omega = 0: extreme values push this far beyond any precision.
    sample = setting(at.p.count, omega=0 if at.p.omega.is_zero else None)
    counts = (1, 2, None) if at.p.count is None else (at.p.count,)
    return (limit, *(step for count in counts for step in _exponential(sample, count)))


def _exponential(sample: Setting, count: int | None) -> tuple[Step, ...]:
    p = sample.p if count is None else with_sources(sample.p, count)
    return certificate_steps(
        f"`(C - (2N gamma/S_N) tanh(Nh))/R -> 1` as `gamma -> oo`, {marked('R = ' + _named(count))}",
        "Certified values of `C`, at the `gamma` named: `R` is the largest part beyond the powers of `1/gamma`.",
        (3, 4, 5) if count is None else (count,),
        lambda N: certified(
            f"exponential part, N = {N}", sample, N, "gamma", exponential_steps(N, ZERO, HALF), [dominant(p)], exponential_part(p)
        ),
    )


def _named(count: int | None) -> str:
    if count == 1:
        return "-2 (2 gamma/S_1) tanh(h) e^{-beta S_1}"
    if count == 2:
        return "-2 e^{-4 beta J} (4 gamma/S_2) tanh(2h) (cosh(beta omega/2)/cosh 2h) e^{-beta S_2/2}"
    return "N e^{-4 beta J} (cosh m'h/cosh Nh) [(2 gamma m'/S_m') tanh m'h - (2N gamma/S_N) tanh Nh] e^{-beta (S_N - S_m')/2}, m' = N-2"
