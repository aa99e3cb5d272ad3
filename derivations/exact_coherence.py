"""From the two-by-two problem to the coherence, (19)-(29), (31).

Claim: with S = sqrt(omega^2 + 4 gamma^2 m^2), the levels of (19) are (20), their vectors satisfy (21)-(23), and
    rho_t has the elements (27); C = (1/Z) |Σ_{m,n} g e^{-beta[omega_a m/2 - J(N-4n)]} (2 gamma m/S_m) 2 sinh(beta S_m/2)|, (28);
    for omega_a, gamma > 0 every term of C = (8 gamma/Z) Σ_{m>0} (m/S_m) W_m sinh(beta omega_a m/2) sinh(beta S_m/2), (29), and of
    Z = Σ_{m>=0} (2 - δ_{m,0}) W_m cosh(beta omega_a m/2) 2 cosh(beta S_m/2), (31), is positive.
Assumes: (24)-(26), (30); N >= 1, 0 <= beta < oo, omega >= 0, omega_a, gamma, J real; a sector with S_m = 0 contributes nothing to C.
Source: (19)-(24), (26)-(31).
Method: each step is a rational identity in S, in q = e^{beta S/2} and in p = e^{beta omega_a m/2}; m is paired with -m. The
    symmetry g(m,n) = g(-m,n) is that of (25), compared for N <= `largest_N` with a count over all rings.
Cost: 0.2 s for the default; the count is O(N 2^N).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from sympy import symbols

from symcoh.arguments import whole

from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"C=\frac{8\gamma}{Z}\sum_{m>0}\frac{m}{S_m}\,W_m\sinh\frac{\beta\omega_a m}{2}\,\sinh\frac{\beta S_m}{2},\qquad "
    r"Z=\sum_{m\ge0}(2-\delta_{m,0})\,W_m\cosh\frac{\beta\omega_a m}{2}\;2\cosh\frac{\beta S_m}{2}"
)
EQUATIONS = ("20", "21", "22", "23", "27", "28", "29", "31")


def derive(*, largest_N: int = 9) -> Derivation:
    """(20)-(23), (27)-(29) and (31) with every step checked.

    Args:
        largest_N: the largest ring that is counted, 2 <= largest_N <= 16.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> [step.check.kind for step in derive(largest_N=4).steps].count("identity")
    14
    """
    largest_N = whole(largest_N, "`largest_N`", 2, 16)
    return Derivation(
        name="exact-coherence",
        claim="`C = (8γ/Z) Σ_{m>0} (m/S_m) W_m sinh(βω_a m/2) sinh(βS_m/2)`, `Z = Σ_{m>=0} (2-δ_{m,0}) W_m cosh(βω_a m/2) 2cosh(βS_m/2)`, "
        "which are (29) and (31), for `omega_a, gamma > 0`: sums without a negative term. In general (28) holds.",
        assumptions=(
            "(24)-(26), (30)",
            "`N >= 1`",
            "`0 <= beta < oo`",
            "`omega >= 0`; `omega_a`, `gamma`, `J` real; for (29) `omega_a`, `gamma > 0`",
        ),
        equations=EQUATIONS,
        steps=(*_levels(), *_vectors(), *_elements(), _symmetric(largest_N), *_paired()),
        latex=LATEX,
    )


def _levels() -> tuple[Step, ...]:
    w, g, m, S, sign = symbols("omega gamma m S s")
    square = w**2 + 4 * g**2 * m**2
    energy = sign * S / 2
    characteristic = (w / 2 - energy) * (-w / 2 - energy) - g**2 * m**2
    return (
        identity(
            "(20): `E = ω_a m/2 - J(N-4n) ± S/2`, `S = S_m`, are the roots of the determinant of (19)",
            "Beside the constant `ω_a m/2 - Jℓ`, `ℓ = N - 4n` by (17), the determinant at `±S/2` is `(S² - ω² - 4γ²m²)/4` for either sign.",
            (characteristic - (S**2 - square) / 4).subs(sign, 1),
        ),
        identity("(20) for the lower sign", "As before.", (characteristic - (S**2 - square) / 4).subs(sign, -1)),
    )


def _vectors() -> tuple[Step, ...]:
    """(21)-(23) for the vectors (2 gamma m, ±S - omega), with x = 2 gamma m and x^2 = S^2 - omega^2."""
    x, w, S = symbols("x omega S")
    steps = []
    for branch, sign, mark in (("upper", 1, ""), ("lower", -1, "-")):
        down, energy = sign * S - w, sign * S / 2
        norm = (S**2 - w**2) + down**2
        steps += [
            identity(
                f"(21a), {branch} branch: `(ω/2 - E') c_e + γm c_g = 0` with `(c_e, c_g)` proportional "
                f"to `(2γm, {mark}S - ω)`, `E' = {mark}S/2`",
                "The row of (19), divided by `2γm` where `m != 0`.",
                (w / 2 - energy) * x + x / 2 * down,
            ),
            identity(
                f"(21b), {branch} branch: `γm c_e - (ω/2 + E') c_g = 0`",
                "The other row, with `4γ²m² = S² - ω²`.",
                (S**2 - w**2) / 2 - (w / 2 + energy) * down,
            ),
            identity(
                f"(22), {branch} branch: `|c_e|² = (1 {mark or '+'} ω/S)/2`",
                "The squared component over the squared norm, with `4γ²m² = S² - ω²`. `|c_g|²` is the rest, as the norm is 1.",
                (S**2 - w**2) / norm - (1 + sign * w / S) / 2,
            ),
            identity(
                f"(23), {branch} branch: `c_e c_g = {mark}γm/S`",
                "The product of the components over the squared norm. At `m = 0` the vectors are `|e>` and `|g>`, and both sides are 0.",
                x * down / norm - sign * x / (2 * S),
            ),
        ]
    return tuple(steps)


def _elements() -> tuple[Step, ...]:
    x, S, q = symbols("x S q")
    return (
        argument(
            "(27a,b): `p_g = Z^{-1} Σ g e^{-βE_±} |c_g|²`, `ρ_{ge} = Z^{-1} Σ g e^{-βE_±} c_g c_e`",
            "(26) is a sum of dyads `|χ>⟨χ|`; their elements `⟨g|χ⟩⟨χ|g⟩` and `⟨g|χ⟩⟨χ|e⟩` are the products of the components.",
        ),
        identity(
            "`Σ_± (±γm/S) e^{∓βS/2} = -(2γm/S) sinh(βS/2)`",
            "Written in `q = e^{βS/2}`. So (28) follows from (27b), (20) and `C = 2|ρ_{ge}|`, the signs of all `m` together.",
            x / (2 * S) * (1 / q - q) + x / S * (q - 1 / q) / 2,
        ),
        identity(
            "`Σ_± e^{∓βS/2} = 2 cosh(βS/2)`",
            "Written in `q = e^{βS/2}`. So `Z = Σ_m W_m e^{-βω_a m/2} 2 cosh(βS_m/2)` from (24), (20), (30).",
            (1 / q + q) - 2 * (q + 1 / q) / 2,
        ),
    )


def _symmetric(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, largest + 1):
            counted = ring_counts(N)
            yield from ((f"N={N}, m={m}, bond sum {bonds}", number, counted[-m, bonds]) for (m, bonds), number in counted.items())

    return enumeration(
        f"`g(m, n) = g(-m, n)`, so `W_m = W_{{-m}}`: counted over all rings of `N = 1, ..., {largest}`",
        "(25) does not change when `k = (N+m)/2` and `N-k` are exchanged; turning all spins over keeps every bond.",
        cases(),
        at_least=sum(2 + N * N // 4 for N in range(1, largest + 1)),
    )


def ring_counts(N: int) -> Counter[tuple[int, int]]:
    """How many of the 2^N rings have each (magnetization, bond sum).

    >>> sorted(ring_counts(2).items())
    [((-2, 2), 1), ((0, -2), 2), ((2, 2), 1)]
    """
    counted: Counter[tuple[int, int]] = Counter()
    for spins in product((1, -1), repeat=N):
        counted[sum(spins), sum(spins[k] * spins[(k + 1) % N] for k in range(N))] += 1
    return counted


def _paired() -> tuple[Step, ...]:
    m, p = symbols("m p")
    return (
        identity(
            "`m p^{-1} - m p = -2m sinh(βω_a m/2)`, `p = e^{βω_a m/2}`",
            "The terms of (28) for `m` and `-m`, whose `W_m` and `S_m` agree.",
            m / p - m * p + 2 * m * (p - 1 / p) / 2,
        ),
        identity(
            "`p^{-1} + p = 2 cosh(βω_a m/2)`", "The terms of `Z` for `m` and `-m`; `m = 0` stands alone.", 1 / p + p - 2 * (p + 1 / p) / 2
        ),
        argument(
            "(29), (31): for `ω_a`, `γ > 0` the sums over `m > 0` and `m >= 0` hold, and no term of either is negative",
            "By the two identities; `W_m > 0`, and sinh and cosh of positive arguments are positive. So the modulus of (28) may be "
            "dropped. `C = 0` at `β = 0`, where both sides vanish.",
        ),
    )
