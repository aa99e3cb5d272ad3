"""The two-level target as one more Ising spin: what the proofs of Griffiths, of Griffiths, Hurst and Sherman, and of Lee and Yang share."""

from __future__ import annotations

from sympy import Expr, Symbol, cosh, diff, exp, log, sinh, sqrt

from .likelihood_ratio import hyperbolic
from .steps import Step, argument, identity

HAMILTONIAN = "`H = (ω/2) σ^z + Σ_k (ω_k/2) σ_k + σ^x Σ_k γ_k σ_k - Σ_e J_e σ_a σ_b`, the bonds `e = (a, b)`"


def spin_of_the_target() -> tuple[Step, Step]:
    """Z and C of any Ising sources as a partition function and a mean of s."""
    b, t = Symbol("b", positive=True), Symbol("a", positive=True)
    root = sqrt(t**2 + b**2)
    return (
        identity(
            "`∂(2 cosh R)/∂b = 2 (b/R) sinh R` with `R = √(a^2 + b^2)`, `a = βω/2`: for each configuration of the sources, `b = βΣ_k γ_k "
            "σ_k` and up to a sign the right side is the trace of `σ^x` of the target, while `2 cosh R` is its partition function",
            "The target has the Hamiltonian `(ω/2) σ^z + (b/β) σ^x`, with eigenvalues `±R/β`.",
            diff(2 * cosh(root), b) - 2 * b / root * sinh(root),
        ),
        argument(
            "`Z = ∫ Ξ(s) μ(ds)` and `C Z` is the modulus of `∫ s Ξ(s) μ(ds)`, with `μ(ds) = [δ(s-1) + δ(s+1) + k(s)] ds` on `[-1, 1]`, "
            "even and positive, `k(s) = a I_1(a√(1-s^2))/√(1-s^2)`, and `Ξ(s) = Σ_σ e^{-β H_B + βsΣ_k γ_k σ_k}`, `H_B = Σ_k (ω_k/2) σ_k - "
            "Σ_e J_e σ_a σ_b`",
            "`2 cosh R = ∫ e^{bs} μ(ds)`, a step of integral-representation for all `a` and `b`; its derivative in `b` gives `∫ s e^{bs} "
            "μ(ds)`. Both are summed over the `2^N` configurations with the weight `e^{-β H_B}`. At `t = 0` and without a field along "
            "`σ^y`, `C` is the modulus of the mean of `σ^x`.",
        ),
    )


def ferromagnet() -> Step:
    """The signs after a flip of all spins."""
    return argument(
        "`C` is the modulus of `⟨s⟩` in a ferromagnet: spins `σ_k = ±1` and `s`, each with an even law of its own, under the weight "
        "`exp(Σ_k h_k σ_k + Σ_k βγ_k s σ_k + Σ_e βJ_e σ_a σ_b)` with the fields `h_k = βω_k/2`",
        "`σ_k → -σ_k` for all `k` and `s → -s`: products of two spins do not change, fields change their sign, and the laws are even. All "
        "coefficients are `>= 0` where `J_e`, `ω_k`, `γ_k >= 0`.",
    )


def trotter() -> tuple[Step, Step]:
    """s as a limit of means of Ising spins on a closed ferromagnetic chain."""
    x = Symbol("x", positive=True)
    K = -log(sinh(x) / cosh(x)) / 2
    A_squared: Expr = sinh(x) * cosh(x)
    marker = Symbol("u")
    return (
        hyperbolic(
            "`cosh x = A e^K` and `sinh x = A e^{-K}` with `K = -½ log tanh x > 0` and `A^2 = sinh x cosh x`, for every `x > 0`: "
            "the matrix elements of `e^{xσ^x}` are `A e^{Kττ'}`, `τ`, `τ' = ±1`",
            "Both sides are positive, so their squares decide: `A^2 e^{2K} = cosh^2 x` and `A^2 e^{-2K} = sinh^2 x`. `0 < tanh x < 1`.",
            A_squared * exp(2 * K) - cosh(x) ** 2 + marker * (A_squared * exp(-2 * K) - sinh(x) ** 2),
        ),
        argument(
            "`Z` is the limit `n → oo` of partition functions of Ising ferromagnets, the target being a closed chain of `n` spins `τ_i` "
            "bonded by `K_n τ_i τ_{i+1}`, `K_n = -½ log tanh(a/n) > 0`, `a = βω/2`, with the bonds `(βγ_k/n) τ_i σ_k` to the sources; `C` "
            "is the limit of the modulus of `⟨(τ_1 + ... + τ_n)/n⟩`. Both limits are locally uniform in complex fields, `C` where `Z` is "
            "not 0",
            "For each configuration of the sources the target's trace is, up to a rotation, that of `e^{aσ^x + bσ^z}`, the limit of the "
            "trace of `(e^{(a/n)σ^x} e^{(b/n)σ^z})^n` (Lie and Trotter, locally uniform in `b`). Written out in the basis of `σ^z` it is "
            "a sum over `τ_1, ..., τ_n` of the matrix elements of the step before at `x = a/n` times `e^{(b/n)(τ_1 + ... + τ_n)}`. The "
            "mean is the derivative of `log Z` with respect to a field on `s`; derivatives of locally uniform limits of analytic "
            "functions converge. At `ω = 0` one spin `τ_1 = s` without a bond does.",
        ),
    )
