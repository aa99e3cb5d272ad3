"""The coherence of a ferromagnet of sources is concave in their gap.

Claim: Ising sources on any graph with J_e, γ_k >= 0 and the gaps ω_k = ω_a v_k, v_k >= 0: C is a concave function of ω_a >= 0.
Assumes: 0 < β < oo and ω >= 0, fixed; the coupling to the target is along σ^x (t = 0).
Source: ours, from the inequality of Griffiths, Hurst and Sherman, J. Math. Phys. 11, 790 (1970), in the form of Ellis and Monroe,
    Commun. Math. Phys. 41, 33 (1975).
Method: the target is a limit of closed chains of Ising spins, so the whole is a limit of Ising ferromagnets in fields >= 0. Four copies
    of such a ferromagnet, rotated by an orthogonal matrix, have only moments >= 0; one of them is -½ of a third cumulant.
Cost: 1 s for the default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from sympy import symbols

from symcoh.arguments import whole
from symcoh.certificates.graphs import Triple, attack_concavity, bends_down, graph_state
from symcoh.errors import CheckFailed
from symcoh.marks import plain

from .foundation.ferromagnet import HAMILTONIAN, ferromagnet, spin_of_the_target, trotter
from .foundation.likelihood_ratio import attacked
from .foundation.steps import Check, Derivation, Step, argument, enumeration, identity

LATEX = (
    r"\frac{\partial^2C}{\partial\omega_{\mathrm a}^2}\le0\quad\text{along}\quad\omega_k=\omega_{\mathrm a}v_k,\qquad "
    r"J_e,\ \gamma_k,\ v_k,\ \omega_{\mathrm a}\ge0"
)
EQUATIONS = ("24", "64", "65")
ROTATION = ((1, 1, 1, 1), (1, 1, -1, -1), (1, -1, 1, -1), (-1, 1, 1, -1))
"""Twice the orthogonal matrix that takes four copies of a spin to its alpha, beta, gamma, delta."""

LARGEST_POWER = 3


def derive(*, samples: int = 60) -> Derivation:
    """C is concave in omega_a, with every step checked or written out.

    Args:
        samples: triples of gaps at which the claim is attacked, 10 <= samples <= 100000.

    Raises:
        InputError: `samples` is out of range. CheckFailed: a check came out wrong.

    >>> derive(samples=10).steps[-1].check.kind
    'enclosure'
    """
    samples = whole(samples, "`samples`", 10, 100_000)
    return Derivation(
        name="concavity-in-field",
        claim="For Ising sources on any graph with `J_e >= 0`, `γ_k >= 0` and the gaps `ω_k = ω_a v_k`, `v_k >= 0`, `C` is a concave "
        "function of `ω_a >= 0`.",
        assumptions=(HAMILTONIAN, "`J_e`, `γ_k >= 0`, `ω_k = ω_a v_k` with fixed `v_k >= 0`", "`0 < β < oo` and `ω >= 0`, fixed"),
        equations=EQUATIONS,
        steps=(
            *spin_of_the_target(),
            ferromagnet(),
            *trotter(),
            _rotation(),
            _moments(),
            _moments_positive(),
            _cumulant(),
            _third_cumulants(),
            _conclusion(),
            *_outside(),
            _attacked(samples),
        ),
        latex=LATEX,
    )


def _rotation() -> Step:
    x, y = symbols("x_1:5"), symbols("y_1:5")
    rotated = [[sum(c * v for c, v in zip(row, spin, strict=True)) / 2 for row in ROTATION] for spin in (x, y)]
    return identity(
        "With four copies `x_1, ..., x_4` of a spin `x` and `y_1, ..., y_4` of a spin `y`, `x_1 y_1 + x_2 y_2 + x_3 y_3 + x_4 y_4 = α_x "
        "α_y + β_x β_y + γ_x γ_y + δ_x δ_y`, where `α_x = ½(x_1+x_2+x_3+x_4)`, `β_x = ½(x_1+x_2-x_3-x_4)`, `γ_x = ½(x_1-x_2+x_3-x_4)`, "
        "`δ_x = ½(-x_1+x_2+x_3-x_4)`, and so for `y`; without an index `α`, `β`, `γ`, `δ` are those of one spin",
        "The matrix is orthogonal. The four letters stand for these sums in this proof of a correlation inequality alone.",
        sum(a * b for a, b in zip(x, y, strict=True)) - sum(a * b for a, b in zip(*rotated, strict=True)),
    )


def rotated_sum(powers: tuple[int, ...]) -> int:
    """Σ over x_1, ..., x_4 = ±1 of (2α)^i (2β)^j (2γ)^k (2δ)^l.

    >>> rotated_sum((1, 1, 1, 1)), rotated_sum((2, 0, 0, 0)), rotated_sum((1, 1, 0, 0))
    (128, 64, 0)
    """
    total = 0
    for spins in product((1, -1), repeat=4):
        term = 1
        for row, power in zip(ROTATION, powers, strict=True):
            term *= sum(c * x for c, x in zip(row, spins, strict=True)) ** power
        total += term
    return total


def _moments() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for powers in product(range(LARGEST_POWER + 1), repeat=4):
            alike = len({power % 2 for power in powers}) == 1
            found = rotated_sum(powers)
            yield str(powers), (found >= 0, found != 0), (True, alike)

    return enumeration(
        "The sum of `α^i β^j γ^k δ^l` over the 16 signs `x_1, ..., x_4 = ±1` is positive if `i`, `j`, `k`, `l` are all even or all odd, "
        f"and 0 else: all powers up to {LARGEST_POWER}",
        "Summed in integers.",
        cases(),
        at_least=(LARGEST_POWER + 1) ** 4,
        confirms=True,
    )


def _moments_positive() -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for spins in product((1, -1), repeat=4):
            value = 1
            for row in ROTATION:
                value *= sum(c * x for c, x in zip(row, spins, strict=True))
            yield str(spins), value >= 0, True

    return enumeration(
        "`α β γ δ >= 0` at each of the 16 signs, so that `⟨α^i β^j γ^k δ^l⟩ >= 0` for all powers `i`, `j`, `k`, `l`, of one spin with the "
        "law `x = ±1`",
        "The 16 values are looked at one by one. Copies may be exchanged: 1 with 2 and 3 with 4 changes the signs of `γ` and `δ` alone, 1 "
        "with 3 and 2 with 4 those of `β` and `δ`, 1 with 4 and 2 with 3 those of `β` and `γ`, and a flip of all signs those of all four. "
        "So the mean is 0 unless all powers are even or all are odd; then it is a mean of squares, or of `α β γ δ` times squares.",
        cases(),
        at_least=16,
    )


Cumulant = Counter[tuple[tuple[str, ...], ...]]
"""Coefficients of products of means: (("x", "y"), ("z",)) is <xy><z>."""


def rotated_cumulant() -> Cumulant:
    """8 <β_x γ_y δ_z> over four independent copies, as products of means within each copy.

    >>> rotated_cumulant()[("x", "y", "z"),]
    -4
    """
    found: Cumulant = Counter()
    for copies in product(range(4), repeat=3):
        coefficient = 1
        groups: dict[int, tuple[str, ...]] = {}
        for row, copy, name in zip(ROTATION[1:], copies, "xyz", strict=True):
            coefficient *= row[copy]
            groups[copy] = (*groups.get(copy, ()), name)
        found[tuple(sorted(groups.values()))] += coefficient
    return Counter({key: value for key, value in found.items() if value})


def _cumulant() -> Step:
    third: dict[tuple[tuple[str, ...], ...], int] = {
        (("x", "y", "z"),): 1,
        (("x",), ("y", "z")): -1,
        (("x", "z"), ("y",)): -1,
        (("x", "y"), ("z",)): -1,
        (("x",), ("y",), ("z",)): 2,
    }
    found = rotated_cumulant()
    return enumeration(
        "`⟨β_x γ_y δ_z⟩ = -½ u_3`, `u_3 = ⟨x y z⟩ - ⟨x⟩⟨y z⟩ - ⟨y⟩⟨x z⟩ - ⟨z⟩⟨x y⟩ + 2⟨x⟩⟨y⟩⟨z⟩`, for any three spins `x`, `y`, `z` in "
        "four independent copies of one system",
        "Multiplied out into 64 products, of which the means factor over the copies; the coefficients of the five kinds are compared.",
        ((str(key), Fraction(found[key], 8), Fraction(-third.get(key, 0), 2)) for key in sorted(found.keys() | third)),
        at_least=5,
    )


def _third_cumulants() -> Step:
    return argument(
        "`∂^2⟨x⟩/(∂h_y ∂h_z) = u_3(x, y, z) <= 0` for any three spins of an Ising ferromagnet with bonds and fields `>= 0`",
        "Over four copies the exponent of the weight is a sum over the bonds of `K_{xy}(α_x α_y + β_x β_y + γ_x γ_y + δ_x δ_y)` and over "
        "the fields of `2 h_x α_x`: all coefficients are `>= 0`. So `⟨β_x γ_y δ_z⟩` is, up to a positive factor, a convergent series with "
        "coefficients `>= 0` in products over the spins of the moments of the steps before, which are `>= 0`. The third cumulant is the "
        "second derivative of a mean with respect to two fields.",
    )


def _conclusion() -> Step:
    return argument(
        "`C` is concave in `ω_a >= 0`",
        "At every `n` the mean of `(τ_1 + ... + τ_n)/n` is `>= 0` in fields `>= 0`, so that it is its own modulus, and its second "
        "derivative in `ω_a` is the sum over `i`, `k`, `l` of `(1/n)(βv_k/2)(βv_l/2) u_3(τ_i, σ_k, σ_l) <= 0`, since the fields `βω_a "
        "v_k/2` are linear in `ω_a`. A limit of concave functions is concave. At `ω = 0` the spin `s` is an Ising spin itself.",
    )


def _outside() -> tuple[Step, Step]:
    one, half = Fraction(1), Fraction(1, 2)
    opposed = _triple({(1, 2): -one}, [one, one], [Fraction(3, 10)] * 2)
    mixed = _triple({(1, 2): half}, [one, Fraction(1, 10)], [-half, one])
    return (
        _bends_up("`C` is not concave in `ω_a` for every `J_e`: two sources bonded by `J < 0`", opposed),
        _bends_up("`C` is not concave in `ω_a` for every `γ_k`: two sources with `γ_1 < 0 < γ_2`", mixed),
    )


def _triple(edges: dict[tuple[int, int], Fraction], ray: list[Fraction], couplings: list[Fraction]) -> Triple:
    low, middle, high = (graph_state(Fraction(1), Fraction(2), edges, [k * v / 2 for v in ray], couplings) for k in (1, 2, 3))
    return low, middle, high


def _bends_up(claim: str, triple: Triple) -> Step:
    """A step that three equally spaced gaps prove, C at the middle being certified to lie below the mean of its neighbours."""
    if bends_down(*triple) is not False:
        raise CheckFailed(f"{plain(claim)}: the second difference is not certified to be positive, {triple}.")
    return Step(
        claim=claim,
        because="A certified second difference at three equally spaced `ω_a`.",
        check=Check(kind="enclosure", outcome="the second difference is certified to be positive"),
    )


def _attacked(samples: int) -> Step:
    return attacked(
        "`C(ω_a) + C(ω_a + 2d) <= 2 C(ω_a + d)` for `J_e`, `γ_k`, `v_k`, `ω_a`, `d >= 0`",
        "Certified enclosures at random graphs with 1 to 4 spins, zeros among all parameters, near and far triples.",
        attack_concavity(samples=samples),
    )
