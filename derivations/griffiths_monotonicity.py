"""The coherence does not fall with any ferromagnetic coupling, gap, or coupling to the target, nor with one more spin.

Claim: Ising sources on any graph, H = (ω/2) σ^z + Σ_k (ω_k/2) σ_k + σ^x Σ_k γ_k σ_k - Σ_e J_e σ_a σ_b with all J_e, ω_k, γ_k >= 0:
    C does not fall in any J_e, ω_k, γ_k, nor when a spin with J, ω, γ >= 0 is added.
Assumes: 0 < β < oo and ω >= 0, fixed; the coupling to the target is along σ^x (t = 0).
Source: ours, from the inequality of Griffiths, Kelly and Sherman in the form of Ginibre, Commun. Math. Phys. 16, 310 (1970).
Method: by the integral representation the target is one more spin s with an even law, and C = <s>. Two copies of the system,
    rotated by 45 degrees, have only moments >= 0.
Cost: 1 s for the default.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from sympy import Add, Expr, Integer, Symbol, diff, exp, expand, symbols

from symcoh.arguments import whole
from symcoh.certificates.graphs import attack_growth

from .foundation.ferromagnet import HAMILTONIAN, ferromagnet, spin_of_the_target
from .foundation.likelihood_ratio import attacked
from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"\frac{\partial C}{\partial J_e}=\beta\left(\langle s\sigma_a\sigma_b\rangle-\langle "
    r"s\rangle\langle\sigma_a\sigma_b\rangle\right)\ge0,\quad \frac{\partial C}{\partial\omega_k}=\tfrac{\beta}{2}\left(\langle "
    r"s\sigma_k\rangle-\langle s\rangle\langle\sigma_k\rangle\right)\ge0,\quad \frac{\partial C}{\partial\gamma_k}=\beta\left(\langle "
    r"s^2\sigma_k\rangle-\langle s\rangle\langle s\sigma_k\rangle\right)\ge0"
)
EQUATIONS = ("24", "64", "65")
LARGEST_POWER = 5


def derive(*, samples: int = 80) -> Derivation:
    """C does not fall in any J_e, omega_k, gamma_k >= 0, with every step checked or written out.

    Args:
        samples: pairs of graphs at which the claim is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: `samples` is out of range. CheckFailed: a check came out wrong.

    >>> derive(samples=10).steps[-1].check.kind
    'enclosure'
    """
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="griffiths-monotonicity",
        claim="For Ising sources on any graph with `J_e >= 0`, `ω_k >= 0` and `γ_k >= 0`, `C` does not fall in any `J_e`, `ω_k`, `γ_k`, "
        "nor when a spin with couplings and gap `>= 0` is added.",
        assumptions=(HAMILTONIAN, "`J_e`, `ω_k`, `γ_k >= 0`", "`0 < β < oo` and `ω >= 0`, fixed"),
        equations=EQUATIONS,
        steps=(
            *spin_of_the_target(),
            ferromagnet(),
            *_rotated_products(),
            _moments(),
            _moments_positive(),
            _correlations(),
            *_derivatives(),
            _one_more_spin(),
            _equality(),
            _aligned(),
            _attacked(samples),
        ),
        latex=LATEX,
    )


def _rotated_products() -> tuple[Step, Step, Step]:
    a, b, c, a2, b2, c2 = symbols("a b c a' b' c'")
    (p_a, q_a), (p_b, q_b), (p_c, q_c) = (a + a2, a - a2), (b + b2, b - b2), (c + c2, c - c2)
    marker = Symbol("u")
    return (
        identity(
            "`a b - a' b' = ½(p_a q_b + q_a p_b)` and `a b + a' b' = ½(p_a p_b + q_a q_b)` with `p_a = a + a'`, `q_a = a - a'`, and so "
            "for `b` and `c`",
            "Multiplied out.",
            a * b - a2 * b2 - (p_a * q_b + q_a * p_b) / 2 + marker * (a * b + a2 * b2 - (p_a * p_b + q_a * q_b) / 2),
        ),
        identity(
            "`a b c - a' b' c' = (p_a p_b q_c + p_a q_b p_c + q_a p_b p_c + q_a q_b q_c)/4`",
            "Multiplied out.",
            a * b * c - a2 * b2 * c2 - (p_a * p_b * q_c + p_a * q_b * p_c + q_a * p_b * p_c + q_a * q_b * q_c) / 4,
        ),
        argument(
            "For every product `A` of spins, with `A'` the same product of the second copy, `A - A'` and `A + A'` are polynomials in the "
            "sums `p` and differences `q` of the two copies of its spins with coefficients `>= 0`",
            "By induction over the number of factors: the two identities, read with `a` for a product and `b` for one more spin.",
        ),
    )


def _moments() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for i in range(LARGEST_POWER + 1):
            for j in range(LARGEST_POWER + 1):
                found = rotated_moment(i, j)
                yield f"i={i}, j={j}", found == 0, bool(i % 2 or j % 2)

    return enumeration(
        "`⟨p^i q^j⟩`, `p = x + x'`, `q = x - x'`, for two independent copies of one even law with open moments `m_2, m_4, ...`, is 0 if "
        f"`i` or `j` is odd, and not identically 0 else: `i`, `j = 0, ..., {LARGEST_POWER}`",
        "Multiplied out, with `⟨x^r⟩ = 0` for odd `r`.",
        cases(),
        at_least=(LARGEST_POWER + 1) ** 2,
        confirms=True,
    )


def rotated_moment(i: int, j: int) -> Expr:
    """E[(x+x')^i (x-x')^j] of two copies of an even law with the moments m_2, m_4, ...

    >>> rotated_moment(2, 2)
    -2*m_2**2 + 2*m_4
    >>> rotated_moment(1, 3)
    0
    """
    terms = []
    for r in range(i + 1):
        for t in range(j + 1):
            power = (i - r) + (j - t)
            terms.append(comb(i, r) * comb(j, t) * (-1) ** t * _moment(power) * _moment(r + t))
    return expand(Add(*terms))


def _moment(power: int) -> Expr:
    if power % 2:
        return Integer(0)
    return Symbol(f"m_{power}") if power else Integer(1)


def _moments_positive() -> Step:
    return argument(
        "For every even law of a spin `x`, a copy `x'`, `p = x + x'` and `q = x - x'`: `⟨p^i q^j⟩ = 0` if `i` or `j` is odd, "
        "and `⟨p^i q^j⟩ >= 0` if both are even",
        "The copies are exchanged: `q → -q`, `p → p`, so it is 0 for odd `j`. `x' → -x'`, which the even law allows, exchanges `p` and "
        "`q`, so it is 0 for odd `i`. For even `i` and `j` it is the mean of a square. The law of `s` has total mass `2 cosh a`; a factor "
        "changes no sign.",
    )


def _correlations() -> Step:
    return argument(
        "`⟨s⟩ >= 0`, so that `C = ⟨s⟩`, and `⟨AB⟩ - ⟨A⟩⟨B⟩ >= 0` for any two products `A`, `B` of spins, `s` among them, also repeated",
        "`⟨AB⟩ - ⟨A⟩⟨B⟩ = ½⟨(A - A')(B - B')⟩` over two copies. Up to the positive factor `1/Z^2` this is the integral of `(A - A')(B - "
        "B') e^{W + W'}` over the laws of all spins, `W` the exponent of the weight, where `W + W'` is a sum of products `A + A'` with "
        "the coefficients of the "
        "ferromagnet. The exponential series has coefficients `>= 0`, so everything is a series in `p` and `q` with coefficients `>= 0`, "
        "which may be integrated term by term since all spins are bounded, and the integral of each monomial is a product over the spins "
        "of numbers `>= 0`. `⟨s⟩ >= 0` likewise, with one copy and `⟨x^r⟩ >= 0` for every `r`.",
    )


def _derivatives() -> tuple[Step, Step]:
    w, s, b = ([Symbol(f"{name}_{i}") for i in range(3)] for name in "wsb")
    theta = Symbol("theta")
    weights = [w[i] * exp(theta * b[i]) for i in range(3)]
    Z = sum(weights)

    def mean(values: list[Expr]) -> Expr:
        return sum(v * weight for v, weight in zip(values, weights, strict=True)) / Z

    slope = diff(mean(s), theta) - mean([x * y for x, y in zip(s, b, strict=True)]) + mean(s) * mean(b)
    return (
        identity(
            "`∂⟨s⟩/∂θ = ⟨sB⟩ - ⟨s⟩⟨B⟩` for a weight `w e^{θB}` with `w` and `B` without `θ`",
            "The quotient rule, shown for three points; every further point adds terms of the same form.",
            slope,
        ),
        argument(
            "`∂C/∂J_e = β(⟨s σ_a σ_b⟩ - ⟨s⟩⟨σ_a σ_b⟩) >= 0`, `∂C/∂ω_k = ½β(⟨s σ_k⟩ - ⟨s⟩⟨σ_k⟩) >= 0`, `∂C/∂γ_k = β(⟨s^2 σ_k⟩ - ⟨s⟩⟨s "
            "σ_k⟩) >= 0`",
            "The step before with `B = β σ_a σ_b`, `½β σ_k` and `β s σ_k`; the correlations are `>= 0`.",
        ),
    )


def _one_more_spin() -> Step:
    return argument(
        "`C` does not fall when a spin with `ω >= 0`, `γ >= 0` and bonds `J >= 0` is added",
        "With `ω = γ = 0` and no bond it multiplies `Z` and `C Z` by 2. From there each of its parameters is raised from 0, one "
        "after the other.",
    )


def _equality() -> Step:
    return argument(
        "Equality occurs: a spin with `γ = 0` and no bond changes nothing, whatever its gap",
        "It multiplies `Z` and `C Z` by `2 cosh(βω_k/2)`.",
    )


def _aligned() -> Step:
    return argument(
        "On a connected graph with all `ω_k = ω_a` and `γ_k = γ`, `C <= (2Nγ/S_N) tanh(βS_N/2) tanh(Nβω_a/2)`, the limit of all `J_e → oo`",
        "`C` does not fall on the way to the limit. There only the two configurations without a broken bond are left, all up and all down: "
        "one source with the gap `Nω_a` and the coupling `Nγ`.",
    )


def _attacked(samples: int) -> Step:
    return attacked(
        "`C` does not fall when one `J_e`, `ω_k` or `γ_k` grows, or a spin is added",
        "Certified enclosures at random pairs of graphs with 1 to 5 spins, zeros among all parameters, small and large steps. Pairs that "
        "agree to all digits stay undecided.",
        attack_growth(samples=samples),
        share=4,
    )
