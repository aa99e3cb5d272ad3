"""The coherence falls strictly with the gap of the target.

Claim: for every N >= 1, every real J and γ ω_a != 0, C falls strictly as ω rises from 0; so
    C < C(ω=0) = [L(h_0+c) - L(h_0-c)]/[L(h_0+c) + L(h_0-c)],  h_0 = β|ω_a|/2, c = β|γ|,  L(h) = λ_+^N + λ_-^N,  for ω > 0.
    The proof uses the ring only through W_m = W_{-m} >= 0, W_N > 0: it holds for every such source system.
Assumes: 0 < β < oo; N, ω_a, γ, J and β fixed while ω changes.
Source: ours; the integral representation of C.
Method: C is the mean of sD(s), which rises with s and does not know ω, under a law on [0, 1] whose slope in ω falls with s.
Cost: 0.5 s for the default.
"""

from __future__ import annotations

from sympy import Symbol, diff

from symcoh.arguments import whole
from symcoh.certificates.inequalities import attack

from .foundation.likelihood_ratio import attacked, covariance, mean_over_s
from .foundation.steps import Derivation, Step, argument, identity

LATEX = (
    r"\frac{\partial C}{\partial\omega}<0,\qquad C\le\frac{L(h_0+c)-L(h_0-c)}{L(h_0+c)+L(h_0-c)},\quad "
    r"h_0=\tfrac{\beta|\omega_{\mathrm a}|}{2},\ c=\beta|\gamma|,\ L(h)=\lambda_+^N+\lambda_-^N"
)
EQUATIONS = ("24", "28", "30")


def derive(*, samples: int = 60) -> Derivation:
    """C falls strictly with omega, with every step checked or written out.

    Args:
        samples: pairs of gaps at which the claim is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: `samples` is out of range. CheckFailed: a check came out wrong.

    >>> derive(samples=10).steps[-1].check.kind
    'enclosure'
    """
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="monotone-in-omega",
        claim="For every `N >= 1`, real `J` and `γ ω_a != 0`, `C` falls strictly with `ω >= 0`, from `C(ω=0) = tanh(½[log L(h_0+c) - log "
        "L(h_0-c)])`, `L(h) = Σ_m W_m e^{hm}`, `h_0 = β|ω_a|/2`, `c = β|γ|`.",
        assumptions=("`N >= 1`, `J` real", "`γ ω_a != 0`, written for `γ`, `ω_a > 0`", "`0 < β < oo`", "`N`, `ω_a`, `γ`, `J`, `β` fixed"),
        equations=EQUATIONS,
        steps=(
            *covariance(),
            *mean_over_s(),
            _kernel_slope(),
            _kernel_slope_falls(),
            _conclusion(),
            _bound(),
            _other_sources(),
            _attacked(samples),
        ),
        latex=LATEX,
    )


def _kernel_slope() -> Step:
    a, x = Symbol("a", positive=True), Symbol("x", nonnegative=True)
    q = [Symbol(f"q_{r}", positive=True) for r in range(4)]
    kernel = sum(q[r] * a ** (2 * r + 2) * x**r for r in range(4))
    return identity(
        "`a ∂ log k(s)/∂a = E_s[2r+2]`, the mean of `2r+2` under the terms `q_r a^{2r+2} x^r` of `k(s)`, with `x = 1-s²` and `q_r = "
        "1/(2^{2r+1} r!(r+1)!)`",
        "Term by term, shown for four terms; the series converges everywhere. It equals `1 + z I_1'(z)/I_1(z)` at `z = a√x`.",
        a * diff(kernel, a) / kernel - sum((2 * r + 2) * q[r] * a ** (2 * r + 2) * x**r for r in range(4)) / kernel,
    )


def _kernel_slope_falls() -> Step:
    x = Symbol("x", positive=True)
    w = [Symbol(f"w_{r}", positive=True) * x**r for r in range(4)]
    mean = sum((2 * r + 2) * w[r] for r in range(4)) / sum(w)
    pairs = sum(2 * (i - j) ** 2 * w[i] * w[j] for i in range(4) for j in range(i))
    return identity(
        "`x ∂E_s[2r+2]/∂x = 2 Var_s(r) > 0`: the slope falls strictly as `s` rises in `[0, 1)`, and is never below `2/a`",
        "The variance as a sum over pairs of terms, by the first step with `a = b = r`; `x = 1-s²` falls with `s`. All terms have `2r+2 "
        ">= 2`.",
        x * diff(mean, x) - pairs / sum(w) ** 2,
    )


def _conclusion() -> Step:
    return argument(
        "`∂C/∂ω < 0` for `ω > 0`, and `C(ω) < C(0)` for `ω > 0`",
        "`C` is the mean of `sD(s)` under the density `k(s)p(s)` with respect to `ds` on `[0, 1)` and the weight `p(1)` at `s = 1`; `D` "
        "and `p` do not contain `ω`. The slope of the log-weights in `a = βω/2` is at least `2/a > 0` and falls strictly on `[0, 1)`, and "
        "is 0 at `s = 1`: it falls on all of `[0, 1]`, while `sD(s)` rises strictly. So `∂C/∂a`, the covariance of that slope and `sD`, "
        "is negative. At `ω = 0` is `k = 0`, the law is the point `s = 1`, where `sD` is largest.",
    )


def _bound() -> Step:
    return argument(
        "`C(ω=0) = D(1) = [L(h_0+c) - L(h_0-c)]/[L(h_0+c) + L(h_0-c)]` is the least upper bound over `ω`, for given `N`, `ω_a`, `γ`, `J`, "
        "`β`",
        "The step before, and continuity of (28) at `ω = 0`.",
    )


def _other_sources() -> Step:
    return argument(
        "The same holds for every source system that commutes with `M` and has `W_m = W_{-m} >= 0` and `W_m > 0` for some `m != 0`",
        "The proof uses `L(h) = Σ W_m e^{hm}` alone: even, positive, with `(log L)'' = Var(m) > 0`. `W_m` contains the Boltzmann factors "
        "of the sources without the field `ω_a`.",
    )


def _attacked(samples: int) -> Step:
    return attacked(
        "`C(ω') < C(ω)` for `ω < ω'`, any `J`",
        "Certified enclosures at random pairs: `ω = 0`, both signs of `J`, beside `J_c`, any temperature, near and far pairs.",
        attack("smaller omega", samples=samples),
    )
