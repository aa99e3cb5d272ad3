"""C at high temperature for spins on bonds other than the ring's: up to eight of them, exactly, from traces.

`high_temperature.derive` with the name of a source system (parameters that are not given are symbols), or with a model of one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

from flint import arb, fmpq
from sympy import Add, Expr, S, Symbol, expand

from symcoh import evaluate
from symcoh.balls import ball_from_integers
from symcoh.certificates.enclose import enclose_expression
from symcoh.certificates.ratio import Certificate, Point, certify_approach
from symcoh.certificates.series import decades_down
from symcoh.exact import symbols
from symcoh.exactnumbers import Exact, exact
from symcoh.model import Model

from .dense_traces import LARGEST_DENSE, dense_step
from .exact_traces import Coupling, Spins, sums
from .expansions import expansion, through_next, vanishes
from .free_ring import vanishing_step
from .power_series import PolynomialRing, divide
from .spin_problems import Problem, bonds_of
from .steps import Expansion, Step, argument, enclosure, enumeration


def coefficients_of(problem: Problem, length: int) -> list[Expr]:
    """The coefficients of ⟨σ^x⟩ = Tr σ^x e^{-βH}/Z, of which C is the modulus.

    >>> from .spin_problems import named_problem
    >>> _, problem = named_problem("xx-chain", 2, None, omega=None, gamma=None, omega_a=None, J=None)
    >>> coefficients_of(problem, 4)
    [0, 0, gamma*omega_a, 0]
    """
    lower, upper = sums(problem.spins, length)
    return [problem.ring.to_sympy(c, problem.late) for c in divide(upper, lower)]


def hot_series(problem: Problem, order: int) -> tuple[Expansion, tuple[Step, ...]]:
    """The series of C through beta^order and its steps.

    Raises:
        CheckFailed: a check came out wrong. NotCertified: no next term was found.
    """
    coefficients = through_next(lambda length: _positive(coefficients_of(problem, length)), order)
    series, _ = expansion(symbols.beta, coefficients, order, f"N = {problem.spins.size}")
    small = problem.spins.size <= LARGEST_DENSE and all(coupling.kind != "dm" for coupling in problem.spins.couplings)
    dense = (dense_step(problem),) if small else ()
    steps = (_traces(problem), _leading(problem, coefficients), *_every_graph(), *dense, _certified(problem, coefficients))
    return series, steps


def no_series(problem: Problem, order: int) -> tuple[Expansion, tuple[Step, ...]]:
    """Where C = 0: no term, for the N of the problem."""
    series, _ = expansion(symbols.beta, [], order, f"N = {problem.spins.size}")
    return series, (vanishing_step(),)


def identically_zero(problem: Problem) -> bool:
    """Whether C = 0 because no source has a gap, or none is coupled to the target."""

    def all_zero(parts: Sequence[tuple[Any, tuple[int, ...]]]) -> bool:
        return not any(value for value, _ in parts)

    return all_zero(problem.spins.gaps) or all_zero(problem.spins.pushes)


def _positive(coefficients: list[Expr]) -> list[Expr]:
    """The series of C from that of ⟨σ^x⟩: with the sign of its first term, where that is a number."""
    first = next((c for c in coefficients if not vanishes(c)), S.Zero)
    return [-c for c in coefficients] if first.is_negative else coefficients


def _traces(problem: Problem) -> Step:
    return argument(
        f"For {problem.name}, `N = {problem.spins.size}`, `Z` and `Tr σ^x e^{{-βH}}` are the sums over the values `b` of `B` of "
        "`Tr_b e^{-βH_B} 2 cosh √s` and `-Tr_b e^{-βH_B} 2βb sinh(√s)/√s`, `s = β²(ω²/4 + b²)`, and `C` is the modulus of their quotient",
        "`[H_B, B] = 0`. On the states with `B = b` the target has the Hamiltonian `(ω/2) σ^z + b σ^x`. `Tr_b e^{-βH_B}` is the series of "
        "the traces of powers of `H_B`, an integer matrix for each coupling: every coefficient is an exact polynomial in `ω_k`, `γ_k` and "
        "the couplings, and `C` has its sign from the first of them that is not 0.",
    )


def _leading(problem: Problem, coefficients: Sequence[Expr]) -> Step:
    """(42) for this system: the general formula against the series."""
    spins = problem.spins
    ring, late = problem.ring, problem.late
    second, third = (ring.to_sympy(c, late) for c in general_terms(spins))
    found = [second, third] if not _flipped(coefficients, (second, third)) else [-second, -third]
    return enumeration(
        "The terms `β²` and `β³` are `(β²/2) [Σ_k γ_k ω_k + β Σ_e J_e (γ_a ω_b + γ_b ω_a)]`, (42) for any graph, up to a common sign; "
        "in-plane couplings give no term in `β³`",
        "The general formula, with the bonds `J_e` of `σ^z σ^z` between two sites, against the series.",
        [(f"beta^{power}", expand(coefficients[power]), expand(value)) for power, value in zip((2, 3), found, strict=True)],
        at_least=2,
    )


def _flipped(coefficients: Sequence[Expr], pair: Sequence[Expr]) -> bool:
    """Whether the series is the general one with the other sign, by the first of its two terms that is not zero."""
    for power, value in zip((2, 3), pair, strict=True):
        if not vanishes(value):
            return vanishes(expand(coefficients[power] + value))
    return False


def general_terms(spins: Spins) -> tuple[Any, Any]:
    """The coefficients of β² and β³ of ⟨σ^x⟩ by the general formula.

    >>> one = Spins(size=1, omega=fmpq(1), gaps=((fmpq(2), (0,)),), pushes=((fmpq(3), (0,)),), couplings=())
    >>> general_terms(one)
    (3, 0)
    """
    gap = {site: value for value, sites in spins.gaps for site in sites}
    push = {site: value for value, sites in spins.pushes for site in sites}
    half = fmpq(1, 2)
    second = sum((push[k] * gap[k] * half for k in range(spins.size)), spins.omega * 0)
    third = spins.omega * 0
    for coupling in spins.couplings:
        for a, b in coupling.pairs if coupling.kind == "zz" else ():
            if a != b:
                third = third + coupling.strength * (push[a] * gap[b] + push[b] * gap[a]) * half
    return second, third


def _every_graph() -> tuple[Step, Step]:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, 4):
            spins, ring = symbolic_graph(N)
            lower, upper = sums(spins, 4)
            for power, (found, wanted) in enumerate(zip(divide(upper, lower)[2:], general_terms(spins), strict=True), 2):
                yield f"N={N}, beta^{power}", ring.to_sympy(found), ring.to_sympy(wanted)

    return (
        argument(
            "(42) on any graph: `⟨σ^x⟩ = (β²/2) [Σ_k γ_k ω_k + β Σ_e J_e (γ_a ω_b + γ_b ω_a)] + O(β⁴)`",
            "`⟨σ^x⟩ = -β⟨B⟩_0 + O(β⁴)`, `⟨...⟩_0` the mean without the target: `s = O(β²)` and `⟨B⟩_0 = O(β)`. With normalised traces, "
            "`-β⟨B⟩_0 = β² Tr(B H_B) - ½β³ Tr(B H_B²) + O(β⁴)`; a constant in `H_B` cancels, and else `H_B` has no trace. Of the first the "
            "products `σ^z_k σ^z_k` of `B` and a field are left, of the second the products of `B`, a field and the bond `σ^z σ^z` between "
            "their two sites. A bond in the plane turns two spins over, and two of them leave a constant or products of two `σ^z`.",
        ),
        enumeration(
            "The same for the complete graph with a symbol for every bond, in the plane and along `z`, and for every gap; equal `γ_k`, "
            "since in-plane bonds join all sites: `N = 1, 2, 3`",
            "Every coefficient from the traces.",
            cases(),
            at_least=6,
            confirms=True,
        ),
    )


def symbolic_graph(N: int) -> tuple[Spins, PolynomialRing]:
    """The complete graph with a symbol for each bond, along z and in the plane, and for each gap."""
    pairs = tuple(combinations(range(N), 2))
    names = ["omega", *(f"omega_{k}" for k in range(N)), "gamma"]
    names += [f"{kind}_{a}{b}" for kind in ("J", "K") for a, b in pairs]
    table = {name: Symbol(name) for name in names}
    ring = PolynomialRing(tuple(table.values()))
    take = {name: ring.generator(symbol) for name, symbol in table.items()}
    couplings = [Coupling(strength=take[f"J_{a}{b}"], kind="zz", pairs=((a, b),)) for a, b in pairs]
    couplings += [Coupling(strength=take[f"K_{a}{b}"], kind="xy", pairs=((a, b),)) for a, b in pairs]
    pushes = ((take["gamma"], tuple(range(N))),)
    gaps = tuple((take[f"omega_{k}"], (k,)) for k in range(N))
    return Spins(size=N, omega=take["omega"], gaps=gaps, pushes=pushes, couplings=tuple(couplings)), ring


def _certified(problem: Problem, coefficients: list[Expr]) -> Step:
    *kept, neglected = (c * symbols.beta**power for power, c in enumerate(coefficients))
    claim = f"`C` minus the series is the term `β^{len(kept)}` in the limit"
    because = "`C` from certified sums over the sectors, at three `β`, at the energies given and sample values for the rest."
    return enclosure(f"{claim}, `N = {problem.spins.size}`", because, certificate(problem, kept, neglected))


def certificate(problem: Problem, kept: Sequence[Expr], neglected: Expr) -> Certificate:
    """(C - series)/(next term) at three points that approach β = 0, C from the numeric side alone."""
    size, model = problem.spins.size, problem.model
    scale = [model.omega, *_energies(model, size)]
    depth_to_beta = decades_down(scale)

    def point(depth: int) -> Point:
        beta = depth_to_beta(depth)
        values = {**problem.values, "beta": beta}

        def value(bits: int) -> arb:
            found = evaluate(model, "coherence", beta=beta, digits=max(bits * 3 // 10, 5)).ball
            assert found is not None, "the arb backend returns balls"
            return ball_from_integers(found)

        def part(e: Expr) -> Callable[[int], arb]:
            return lambda bits: enclose_expression(e, values, bits)

        return Point(
            name=str(beta), value=value, partial=part(Add(*kept)), neglected=part(neglected), kept=tuple(part(t) for t in kept if t != 0)
        )

    return certify_approach(f"C minus its series for {problem.name.replace('`', '')}", point)


def _energies(model: Model, size: int) -> list[Exact]:
    """N times every energy of the sources."""
    sources, bath = model.baths[0].sources, model.baths[0]
    found = [*(getattr(sources, "omega_k", None) or [bath.omega_a]), *(getattr(sources, "gamma_k", None) or [bath.gamma])]
    found += [strength for strength, _, pairs in bonds_of(sources) or [] for _ in pairs]
    return [value * exact(size) for value in found]
