"""The lines between aligned and antialigned ground states, and what ties on them.

Claim: for J < 0, N >= 2, omega_a > 0 the ground state has m = -N above and m = -u, u = N mod 2, below
    J_c = -omega_a/4 - (S_N - S_u)/(4(N - u)),  S_0 = omega;  no other sector wins anywhere. For J >= 0 it has m = -N: (40), (41).
    On the line C_0 = (1/3) 2Nγ/S_N (N even) or (N·2γ/S_1 + 2Nγ/S_N)/(N+1) (N odd) where omega γ != 0. At omega = 0 < γ every
    sector m <= 0 ties: C_0 = (L_N - 2)/(L_N + 2) or 1, with the Lucas number L_N. At γ = 0 they all tie and C_0 = 0.
Assumes: N >= 2, omega >= 0; omega_a != 0 and gamma real enter as |omega_a|, |gamma|. At omega_a = 0 the sectors m and -m
    tie as well, J_c is the same and C_0 = 0.
Source: (16), (20), (25), (51)-(53); (48), (50), (54), (55).
Method: S_m is convex in m by Cauchy-Schwarz, so (51) is concave on m <= 0 and its minimum lies at an end; equality needs
    omega γ = 0. The two ends cross once, linearly in J. Degeneracies by (25), the Lucas identity by its recurrence in N.
    Compared with complete lists of levels, ordered by exact algebra.
Cost: about a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from sympy import Expr, Rational, S, Symbol, binomial, combsimp, latex, lucas, symbols

from symcoh.arguments import whole
from symcoh.exact import (
    Parameters,
    aligned_ground_coherence,
    antialigned_ground_coherence,
    critical_coupling,
    critical_ground_coherence,
    parameters,
)

from .foundation.levels import decided, levels, vanishes
from .foundation.likelihood_ratio import ring_states
from .foundation.parameters import check_roots, moduli
from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"J_{\mathrm c}=-\frac{\omega_a}{4}-\frac{S_N-S_u}{4(N-u)},\quad u=N\bmod2,\qquad "
    r"C_0(J_{\mathrm c})=\begin{cases}\frac13\frac{2N\gamma}{S_N}&N\text{ even}\\"
    r"\frac1{N+1}\left(N\frac{2\gamma}{S_1}+\frac{2N\gamma}{S_N}\right)&N\text{ odd}\end{cases}"
)
CLAIM = "`J_c = -omega_a/4 - (S_N - S_u)/(4(N-u))`, `u = N mod 2`, is the only line; `C_0` on it is (50), or a Lucas ratio at `omega = 0`."
EQUATIONS = ("40", "41", "48", "50", "54", "55")
LARGEST_ENUMERATED = 7
LARGEST_COMPARED = 40
"""Beyond it the given parameters are not compared with the O(N^2) levels."""


def derive(
    *, N: object = None, omega: object = None, omega_a: object = None, gamma: object = None, J: object = None, largest_N: int = 40
) -> Derivation:
    """The lines (48), (54), the ties (50) on them, and (55).

    Args:
        N: number of sources, an integer >= 2 or symbolic.
        omega: gap of the target, >= 0.
        omega_a: gap of a source.
        gamma: target-source coupling.
        J: intersource coupling; given with all others, the phase it lies in is decided exactly.
        largest_N: the largest ring whose Lucas number is enumerated, 4 to 400.

    Raises:
        InputError: N = 1, where nothing crosses, or a value outside its domain. CheckFailed: a check came out wrong.
        NotCertified: the side of the line cannot be decided for parameters with pi, exp or log.

    >>> derive(N=4, omega=6, omega_a=1, gamma=1).claim
    '`J_c = -1/2`; `C_0 = 4/5` above it, `4/15` on it, `0` below'
    """
    largest_N = whole(largest_N, "`largest_N`", 4, 400)
    p = parameters(N, omega=omega, omega_a=omega_a, gamma=gamma, J=J)
    check_roots(p.omega, p.gamma)
    given = any(value is not None for value in (N, omega, omega_a, gamma, J))
    steps = (*_concave(), *_ends(), *_states(), *_strong(), *_ties(largest_N), _levels_step())
    return Derivation(
        name="phase-lines",
        claim=_statement(p) if given else CLAIM,
        assumptions=("`N >= 2`", "`omega >= 0`", "`omega_a != 0`, `gamma`, `J` real; they enter as `|omega_a|`, `|gamma|`, `J`"),
        equations=("40", "41", "48", "49", "50", "51", "52", "53", "54", "55", "56", "57"),
        steps=(*steps, *_given(p)) if given else steps,
        latex=LATEX if not given else _given_latex(p),
    )


def _concave() -> tuple[Step, ...]:
    w, g, u, v, _, _ = symbols("omega gamma u v S_u S_v")
    square = {t: w**2 + 4 * g**2 * t**2 for t in (u, v)}
    return (
        argument(
            "For `J < 0` the lowest level of a sector is (51): `E_min(m) = ω_a m/2 + JN - 2J|m| - S_m/2`",
            "`-J(N - 4n)` falls with `n` for `J < 0`, and by (16) the largest `n` is `min(k, N-k) = (N - |m|)/2`, `k = (N+m)/2`, so `N - "
            "4n = 2|m| - N`. "
            "The lower branch has `-S_m/2`. For `m > 0`, `E_min(m) - E_min(-m) = ω_a m > 0`: only `m <= 0` can win.",
        ),
        identity(
            "`S_u² S_v² - (ω² + 4γ²uv)² = 4γ²ω²(u - v)²` for all `u` and `v`",
            "Cauchy-Schwarz for the vectors `(ω, 2γu)` and `(ω, 2γv)`, of lengths `S_u` and `S_v`.",
            square[u] * square[v] - (w**2 + 4 * g**2 * u * v) ** 2 - 4 * g**2 * w**2 * (u - v) ** 2,
        ),
        identity(
            "`(S_u + S_v)² - (2 S_{(u+v)/2})² = 2(S_u S_v - ω² - 4γ²uv) >= 0`: `S_u` is convex in `u`",
            "`S_t² = ω² + 4γ²t²` put in for `u`, `v` and `(u+v)/2`; the bracket is `>= 0` by the step before.",
            square[u] + square[v] - 4 * (w**2 + g**2 * (u + v) ** 2) + 2 * (w**2 + 4 * g**2 * u * v),
        ),
        argument(
            "On `m <= 0`, `E_min` is concave: no sector between the ends `m = -N` and `m = -u`, `u = N mod 2`, is ever lower than both",
            "For `u = |m|` the other terms, `-ω_a u/2 + JN - 2Ju`, are linear and `-S_u/2` is concave. A concave function is smallest at "
            "an end. For `u`, `v >= 0`, `u != v`, equality in the two steps before needs `ωγ = 0`; else `E_min` is strictly concave and a "
            "sector between lies higher than the lower end.",
        ),
    )


def _ends() -> tuple[Step, ...]:
    a, J, N, u, top, low = symbols("omega_a J N u S_N S_u")

    def E(t: Expr, split: Expr) -> Expr:
        return -a * t / 2 + J * N - 2 * J * t - split / 2

    line = -a / 4 - (top - low) / (4 * (N - u))
    return (
        identity(
            "(48), (54): `E_min(-N) - E_min(-u) = -2(N - u)(J - J_c)`, `J_c = -ω_a/4 - (S_N - S_u)/(4(N-u))`",
            "(52) is `u = 0`, where `S_0 = ω`, and (53) is `u = 1`. The difference falls with `J` and has one zero.",
            E(N, top) - E(u, low) + 2 * (N - u) * (J - line),
        ),
        argument(
            "`J_c < 0`, the aligned state is the ground state for `J > J_c` and the antialigned one for `J < J_c`",
            "`S_N >= S_u` and `ω_a > 0`, so `J_c < 0`. For `J_c < J < 0` by the step before; for `J >= 0`, `-J(N - 4n)`, `-ω_a|m|/2` and "
            "`-S_m/2` are smallest at `n = 0`, `m = -N` together. `C_0` is `2|γ|u/S_u` of the winning sector, by (23): (49), (56), (57).",
        ),
    )


def _states() -> tuple[Step, ...]:
    n = Symbol("n", integer=True, positive=True)
    return (
        identity("`N` even: `g(0, N/2) = 2`", "(25) with `n = k = N/2`: `(N/n) binom(n-1, n-1)²`.", combsimp(ring_states(2 * n, n, n)) - 2),
        identity(
            "`N` odd: `g(-1, (N-1)/2) = N`",
            "(25) with `n = k = (N-1)/2`: `(N/n) binom(n-1, n-1) binom(n, n-1)`, and `N = 2n + 1`.",
            combsimp(ring_states(2 * n + 1, n, n)) - (2 * n + 1),
        ),
        argument(
            "(50): for `ωγ != 0`, `C_0` on the line is the mean of one aligned state and 2 (`N` even) or `N` (`N` odd) antialigned ones",
            "`N` even: `(2Nγ/S_N + 2·0)/3`. `N` odd: `(2Nγ/S_N + N·2γ/S_1)/(N+1)`. The signs are equal: every tied `m` is `<= 0`.",
        ),
    )


def _strong() -> tuple[Step, ...]:
    g, w, N, f, h = symbols("gamma omega N f_1 f_N")
    u, S_ = symbols("u S_u")
    J_c = -((2 * g * N + h) - (2 * g + f)) / (4 * (N - 1))
    return (
        identity(
            "`S_u = 2γu + f_u` with `f_u = ω²/(S_u + 2γu)`",
            "`(S_u - 2γu)(S_u + 2γu) = ω²`.",
            ((S_ - 2 * g * u) * (S_ + 2 * g * u) - w**2).expand().subs(S_**2, w**2 + 4 * g**2 * u**2),
        ),
        identity(
            "`N` odd: `J_c = -ω_a/4 - γ/2 + (f_1 - f_N)/(4(N-1))`",
            "The step before in (54); the term `-ω_a/4` is the same on both sides.",
            J_c + g / 2 - (f - h) / (4 * (N - 1)),
        ),
        argument(
            "(55): `N` odd, `0 <= J_c + ω_a/4 + γ/2 <= ω²/(16γ(N-1))`, and for `γ/ω -> oo` it is `ω²/(16Nγ) + O(ω⁴/γ³)`",
            "`f_u` falls with `u`, `0 < f_N <= f_1 <= ω²/(4γ)`, since `S_u >= 2γu`. To leading order `f_u = ω²/(4γu)`, and "
            "`(1 - 1/N)/(N - 1) = 1/N`. For `N` even `S_0 = ω` instead: `J_c = -ω_a/4 - γ/2 + ω/(4N) + O(ω²/γ)`.",
        ),
    )


def isolated(N: Expr, n: Expr) -> Expr:
    """t_N(n) = N/(N-n) C(N-n, n): rings of N with n spins up, no two of them neighbours.

    >>> from sympy import Integer
    >>> [isolated(Integer(6), Integer(n)) for n in range(4)]
    [1, 6, 9, 2]
    """
    return N / (N - n) * binomial(N - n, n)


def _ties(largest: int) -> tuple[Step, ...]:
    N, n = (Symbol(name, integer=True, positive=True) for name in ("N", "n"))
    same = combsimp(ring_states(N, n, n) / isolated(N, n))
    before, below = (combsimp(isolated(N - 1 - d, n - d) / isolated(N, n)) for d in (0, 1))
    return (
        argument(
            "At `ω = 0 < γ` or at `γ = 0`, on the line every sector `m <= 0` has the same `E_min`, in the states with no two neighbours up",
            "`S_m = 2γ|m|` or `S_m = ω`: `E_min` is linear in `|m|` there, and equal at both ends. `n = k = (N - |m|)/2` means that every "
            "up-domain is one source. At `ω = 0` and `m = 0` the branches tie too, `S_0 = 0`, and both have `<σ^x> = 0`.",
        ),
        identity(
            "`g(-u, n)` at `n = k = (N-u)/2` is `t_N(n) = N/(N-n) binom(N-n, n)`",
            "(25) is `(N/n) binom(n-1, n-1) binom(N-n-1, n-1)`, and `binom(N-n, n) = (N-n)/n binom(N-n-1, n-1)`.",
            same - 1,
        ),
        identity(
            "`t_N(n) = t_{N-1}(n) + t_{N-2}(n-1)` for `1 <= n <= N/2`, `N >= 3`",
            "Divided by `t_N(n)` both sides are rational: `binom(N-1-n, n)/binom(N-n, n) = (N-2n)/(N-n)`, `binom(N-1-n, n-1)/binom(N-n, "
            "n) = n/(N-n)`.",
            1 - before - below,
        ),
        argument(
            "`Σ_n N/(N-n) binom(N-n, n) = L_N`, the Lucas number",
            "`t_N(0) = 1` for every `N`, so by the step before the sum over `n` obeys `L_N = L_{N-1} + L_{N-2}`; terms beyond `N/2` "
            "vanish. It starts with `L_1 = 1` and `L_2 = 1 + 2 = 3`.",
        ),
        _lucas(largest),
        argument(
            "`ω = 0 < γ` on the line: `C_0 = (L_N - 2)/(L_N + 2)` with degeneracy `L_N + 2` for `N` even, `C_0 = 1` with degeneracy `L_N` "
            "for `N` odd",
            "Every sector `m < 0` has `<σ^x> = 1`. `N` even: the sector 0 has `t_N(N/2) = 2` states on each of two branches, with "
            "`<σ^x> = 0`; so "
            "`L_N - 2` states carry 1 among `L_N - 2 + 4`. At `γ = 0` all `<σ^x> = 0`, the line is `J = -|ω_a|/4` and `C_0 = 0`.",
        ),
    )


def _lucas(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            yield f"N={N}", sum(N * comb(N - n, n) // (N - n) for n in range(N // 2 + 1)), int(lucas(N))
        for N in range(2, min(largest, 12) + 1):
            yield f"all rings of {N}", sum(1 for word in range(1 << N) if not _neighbours_up(word, N)), int(lucas(N))

    return enumeration(
        f"The number of rings with no two neighbours up is `L_N`: the sum for `N = 2, ..., {largest}`, all rings for `N <= 12`",
        "Against SymPy's Lucas numbers.",
        cases(),
        at_least=largest + min(largest, 12) - 2,
        confirms=True,
    )


def _neighbours_up(word: int, N: int) -> bool:
    turned = (word >> 1) | ((word & 1) << (N - 1))
    return bool(word & turned)


def _levels_step() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for p, expected, number in _rows():
            ground = levels(p)[0]
            name = f"N={p.N}, omega={p.omega}, omega_a={p.omega_a}, gamma={p.gamma}, J={p.J}"
            yield name, (ground.number, vanishes((ground.moment / ground.number - expected).expand())), (number, True)

    return enumeration(
        "`C_0` and the number of ground states above, on and below the line",
        f"All levels (20) with (25), ordered by exact algebra, `N = 2, ..., {LARGEST_ENUMERATED}`; general parameters, `ω = 0`, and `γ = "
        f"0`.",
        cases(),
        at_least=18 * (LARGEST_ENUMERATED - 1) // 2,
        confirms=True,
    )


def _rows() -> Iterator[tuple[Parameters, Expr, int]]:
    """Parameters, C_0 and the degeneracy of the ground state."""
    for N in range(2, LARGEST_ENUMERATED + 1):
        few = 2 if N % 2 == 0 else N
        for omega, omega_a, gamma in (("1", "7/10", "3/10"), ("0", "1/2", "2/3"), ("3/2", "1", "0")):
            values = {"omega": omega, "omega_a": omega_a, "gamma": gamma}
            line = critical_coupling(N, **values)
            tied, split = int(lucas(N)), omega == "0" and N % 2 == 0
            on = tied + 2 * split if "0" in (omega, gamma) else 1 + few
            yield parameters(N, **values, J=line + Rational(1, 10**9)), aligned_ground_coherence(N, **values), 1
            yield parameters(N, **values, J=line), critical_ground_coherence(N, **values), on
            yield parameters(N, **values, J=line - Rational(1, 10**9)), antialigned_ground_coherence(N, **values), 2 * few if split else few


# What the given parameters make of it.


def _results(p: Parameters) -> tuple[Expr, Expr, Expr, Expr]:
    """J_c, and C_0 above, on and below the line."""
    values = {"omega": p.omega, "omega_a": p.omega_a, "gamma": p.gamma}
    line = critical_coupling(p.N, **values)
    if p.omega_a.is_zero:
        return line, S.Zero, S.Zero, S.Zero
    functions = (aligned_ground_coherence, critical_ground_coherence, antialigned_ground_coherence)
    above, on, below = (f(p.N, **values) for f in functions)
    return line, above, on, below


def _statement(p: Parameters) -> str:
    line, above, on, below = _results(p)
    return f"`J_c = {line}`; `C_0 = {above}` above it, `{on}` on it, `{below}` below"


def _given(p: Parameters) -> tuple[Step, ...]:
    line, above, on, below = _results(p)
    first = argument(_statement(p), "The steps before, with the parameters given.")
    if p.count is None or (p.J - line).free_symbols:
        return (first,)
    side = decided(p.J - line)
    place, value = ("below", "on", "above")[side + 1], (below, on, above)[side + 1]
    lies = f"`J = {p.J}` lies {place} the line: `C_0 = {value}`"
    if p.count > LARGEST_COMPARED:
        return first, argument(lies, "The sign of `J - J_c` by exact algebra.")
    ground = levels(moduli(p))[0]
    mean = S.Zero if p.omega_a.is_zero else ground.moment / ground.number
    cases = [(f"J={p.J}", vanishes((mean - value).expand()), True)]
    because = "The sign of `J - J_c` by exact algebra, and the complete list of levels."
    return first, enumeration(f"{lies}, {ground.number} ground states", because, cases, at_least=1)


def _given_latex(p: Parameters) -> str:
    line, *values = (latex(value) for value in _results(p))
    J_c = r"J_{\mathrm c}"
    cases = (rf"{value}\ (J{sign}{J_c})" for value, sign in zip(values, ">=<", strict=True))
    return rf"{J_c}={line},\qquad C_0=" + r",\quad ".join(cases)
