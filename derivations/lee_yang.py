"""All zeros of a ferromagnet's partition function in the complex gap of its sources are imaginary: where the small-gap series converges.

Claim: Ising sources on any graph with J_e >= 0, γ_k >= 0 (or all <= 0) and the gaps ω_k = ω_a v_k, v_k >= 0 not all 0:
    all zeros of Z in complex ω_a are imaginary, and there are some. C, a series in odd powers of ω_a, converges for |ω_a| < R_0,
    the distance of the nearest zero of Z, and its radius is R_0 unless the numerator of C vanishes there too.
Assumes: 0 < β < oo and ω >= 0, fixed; the coupling to the target is along σ^x (t = 0).
Source: ours, from the theorem of Lee and Yang, Phys. Rev. 87, 410 (1952), by Asano's contraction, J. Phys. Soc. Jpn. 29, 350 (1970).
Method: the target is a limit of closed chains of Ising spins. The polynomial of one bond has no zero in the product
    of two open unit discs; gluing bonds at a site keeps that; Hurwitz' theorem keeps it in the limit.
Cost: 2 s for the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product

from flint import arb
from sympy import I, Poly, Rational, Symbol, conjugate, expand, symbols

from symcoh.arguments import whole
from symcoh.balls import certain_sign, working_precision
from symcoh.errors import CheckFailed

from .foundation.ferromagnet import HAMILTONIAN, ferromagnet, spin_of_the_target, trotter
from .foundation.steps import Check, Derivation, Step, argument, enumeration, identity

LATEX = (
    r"Z(\omega_{\mathrm a})=0\ \Rightarrow\ \operatorname{Re}\omega_{\mathrm a}=0\quad\text{for}\quad "
    r"\omega_k=\omega_{\mathrm a}v_k,\quad J_e,\ \gamma_k,\ v_k\ge0"
)
EQUATIONS = ("24", "64", "65")
BITS = 128
LONGEST_CHAIN = 3
WEIGHTS = (
    (Fraction(1, 2), Fraction(2, 3), Fraction(1, 5)),
    (Fraction(1), Fraction(1, 3), Fraction(3, 4)),
    (Fraction(1, 10), Fraction(9, 10), Fraction(99, 100)),
)
"""e^{-2βJ}, e^{-2βγ/n} and e^{-2K_n} of exact cases."""

PLACES = (("2/5", "3/10", "1"), ("0", "1", "1/10"), ("2", "1/5", "3"), ("1/10", "2", "0"))
"""βJ, βγ and βω of enclosed cases."""


def derive(*, largest: int = 5) -> Derivation:
    """The zeros of Z in omega_a are imaginary, with every step checked or written out.

    Args:
        largest: rings of 1 to `largest` sources are compared, 2 <= largest <= 8.

    Raises:
        InputError: `largest` is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest=2).steps[-2].check.kind
    'enclosure'
    """
    largest = whole(largest, "`largest`", 2, 8)
    return Derivation(
        name="lee-yang",
        claim="For Ising sources on any graph with `J_e >= 0`, `γ_k` of one sign and the gaps `ω_k = ω_a v_k`, `v_k >= 0`, not all 0, all "
        "zeros of `Z` in complex `ω_a` are imaginary. The series of `C` in `ω_a` converges up to the nearest of them, and no "
        "further unless the numerator of `C` vanishes there too.",
        assumptions=(
            HAMILTONIAN,
            "`J_e >= 0`, all `γ_k >= 0` or all `γ_k <= 0`, `ω_k = ω_a v_k` with fixed `v_k >= 0`, not all 0",
            "`0 < β < oo` and `ω >= 0`, fixed",
        ),
        equations=EQUATIONS,
        steps=(
            *spin_of_the_target(),
            ferromagnet(),
            *trotter(),
            _bond(),
            _bond_has_no_zero(),
            _contraction(),
            _any_graph(),
            _limit(),
            _some(),
            _radius(),
            *_modulus(),
            _finite(largest),
            _enclosed(largest),
            _opposed(),
        ),
        latex=LATEX,
    )


def _bond() -> Step:
    x, y, t = symbols("x y t", real=True)
    z = x + I * y
    left = expand((1 + t * z) * conjugate(1 + t * z) - (t + z) * conjugate(t + z))
    return identity(
        "`|1 + tz|^2 - |t + z|^2 = (1 - t^2)(1 - |z|^2)` for real `t`",
        "Multiplied out with `z = x + iy`, `x` and `y` real.",
        left - (1 - t**2) * (1 - x**2 - y**2),
    )


def _bond_has_no_zero() -> Step:
    return argument(
        "`1 + t(z_1 + z_2) + z_1 z_2` has no zero with `|z_1| < 1` and `|z_2| < 1`, for `0 <= t <= 1`",
        "For `t < 1` a zero has `z_2 = -(1 + t z_1)/(t + z_1)`, of modulus `> 1` by the step before (at `z_1 = -t` there is none, as `1 - "
        "t^2 > 0`). For `t = 1` it is `(1 + z_1)(1 + z_2)`.",
    )


def _contraction() -> Step:
    return argument(
        "If, with numbers `A`, `B`, `D`, `F`, `A + B z_1 + F z_2 + D z_1 z_2` has no zero with `|z_1| < 1` and `|z_2| < 1`, then `A + D "
        "z` has none with `|z| < 1`",
        "`A ≠ 0`. If `D = 0` there is nothing to show. Else `A + (B + F)w + D w^2`, the case `z_1 = z_2 = w`, has two roots of modulus "
        "`>= 1`, whose product is `A/D`; so the zero `-A/D` has modulus `>= 1`.",
    )


def _any_graph() -> Step:
    return argument(
        "The partition function of an Ising ferromagnet in fields `h_j` with `Re h_j > 0` is not 0",
        "It is `Π_j e^{h_j}` and a positive factor times a polynomial in `z_j = e^{-2h_j}`, `|z_j| < 1`, of degree 1 in each: the sum "
        "over the sets of spins that point down of their `z_j`, with a factor `t = e^{-2K}` for each bond between up and down. Give every "
        "bond two `z` of its own, and a spin without a bond `1 + z`: the product of the polynomials of the bonds has no zero in the open "
        "discs. At each spin its `z` are contracted one after the other, the other variables being fixed in their discs: what is left are "
        "the terms in which all of them are up or all down, which is the polynomial above.",
    )


def _limit() -> Step:
    return argument(
        "`Z ≠ 0` for `Re ω_a > 0`, and so for `Re ω_a < 0`: all zeros are imaginary",
        "For `γ_k >= 0`, at every `n`, and with a field `ε > 0` more on each spin, the partition function has no zero in `Re ω_a > 0`, "
        "since the fields are `βω_a v_k/2 + ε` and `ε`. It is entire in `ω_a`. `ε → 0` and then `n → ∞` are locally uniform, and by "
        "Hurwitz' theorem the limit has no zero there or is 0 everywhere, but it is positive at real `ω_a`. A flip of all spins, that of "
        "the target among them, shows `Z(-ω_a) = Z(ω_a)`; `s → -s` takes all `γ_k` to `-γ_k`.",
    )


def _some() -> Step:
    return argument(
        "`Z` has zeros",
        "`Z` is even, entire of order 1 in `ω_a`, and not constant, a sum of exponentials with positive coefficients. Without zeros it "
        "would be `e^{c + dω_a}` with numbers `c` and `d` by Hadamard's theorem, which is even for `d = 0` alone.",
    )


def _radius() -> Step:
    return argument(
        "The series of `C` in `ω_a >= 0` converges for `ω_a < R_0`, `R_0` the least modulus of the zeros of `Z`; its radius is `R_0` "
        "unless the "
        "numerator has zeros of at least the same order at all zeros of that modulus",
        "For `ω_a >= 0`, `C = Y/Z` with `Y = ∫ s Ξ(s) μ(ds)` up to a sign, both entire in `ω_a`. So `C` is meromorphic, its poles are "
        "zeros of `Z`, and the radius of convergence is the distance of the nearest pole.",
    )


def _modulus() -> tuple[Step, Step]:
    x, y, r = symbols("x y r", real=True)
    return (
        identity(
            "`|1 + (x+iy)^2/r^2|^2 = [x^2 + (y-r)^2][x^2 + (y+r)^2]/r^4`, which rises strictly with `x >= 0`, for all real `y` and `r`",
            "Multiplied out.",
            expand((1 + (x**2 - y**2) / r**2) ** 2 + (2 * x * y / r**2) ** 2 - (x**2 + (y - r) ** 2) * (x**2 + (y + r) ** 2) / r**4),
        ),
        argument(
            "All zeros of `Z` are imaginary if and only if `|Z|` at `ω_a = x + iy` rises strictly with `x >= 0` at every `y`",
            "`Z` is even, of order 1 and positive at 0: if all zeros are `±ir`, Hadamard's product is `Z(0) Π_r (1 + ω_a^2/r^2)`, and "
            "there are some. Conversely, at a zero with `x > 0` the modulus could not be greater than at smaller `x`.",
        ),
    )


def chain_polynomial(sources: int, chain: int, bond: Fraction, coupling: Fraction, along: Fraction) -> list[Fraction]:
    """Coefficients in z of a ring of sources, in fields, coupled to a closed chain of spins without fields.

    Args:
        sources: N.
        chain: n, the spins of the target's chain.
        bond: factor of an unequal pair of neighbouring sources.
        coupling: factor of an unequal pair of a source and a spin of the chain.
        along: factor of an unequal pair of neighbours on the chain.

    >>> chain_polynomial(1, 1, Fraction(1), Fraction(1, 3), Fraction(1))
    [Fraction(4, 3), Fraction(4, 3)]
    """
    found = [Fraction(0)] * (sources + 1)
    for spins in product((0, 1), repeat=sources):
        for taus in product((0, 1), repeat=chain):
            weight = bond ** _unequal(spins) * along ** _unequal(taus)
            found[sum(spins)] += weight * coupling ** sum(a != b for a in spins for b in taus)
    return found


def _unequal(ring: Sequence[int]) -> int:
    return sum(ring[k] != ring[k - 1] for k in range(len(ring)))


def on_the_circle(coefficients: Sequence[Fraction]) -> int:
    """How many zeros of a polynomial with equal coefficients from both ends have modulus 1, with multiplicities, exactly.

    >>> on_the_circle([1, 3, 1]), on_the_circle([1, 1, 1]), on_the_circle([1, 2, 1]), on_the_circle([1, 1])
    (0, 2, 2, 1)
    """
    z, w = Symbol("z"), Symbol("w")
    exact = [Rational(c.numerator, c.denominator) for c in coefficients]
    odd = len(exact) % 2 == 0
    whole_one = Poly(exact, z)
    halved = (whole_one.quo(Poly(z + 1, z)) if odd else whole_one).all_coeffs()
    middle = len(halved) // 2
    powers = [Poly(2, w), Poly(w, w)]  # z^k + z^{-k} in w = z + 1/z
    while len(powers) <= middle:
        powers.append(Poly(w, w) * powers[-1] - powers[-2])
    reduced = Poly(halved[middle], w) + sum((powers[k] * halved[middle + k] for k in range(1, middle + 1)), Poly(0, w))
    return int(odd) + 2 * sum(int(times * factor.count_roots(-2, 2)) for factor, times in reduced.sqf_list()[1])


def _finite(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for sources in range(1, largest + 1):
            for chain in range(1, LONGEST_CHAIN + 1):
                for weights in WEIGHTS:
                    label = f"N={sources}, n={chain}, weights {', '.join(map(str, weights))}"
                    yield label, on_the_circle(chain_polynomial(sources, chain, *weights)), sources

    return enumeration(
        f"All zeros in `z = e^{{-βω_a}}` of rings of `N = 1, ..., {largest}` sources coupled to chains of `n = 1, ..., {LONGEST_CHAIN}` "
        "spins have modulus 1, at rational `e^{-2βJ}`, `e^{-2βγ/n}` and `e^{-2K_n}`",
        "Counted exactly by Sturm's theorem in `w = z + 1/z`, where the circle is the interval from `-2` to `2`.",
        cases(),
        at_least=9 * largest,
        confirms=True,
    )


def ring_on_the_axis(N: int, place: tuple[str, str, str], angle: arb) -> arb:
    """Z of a ring at the imaginary gap ω_a = 2i angle/β, summed over the 2^N states of the sources.

    >>> ring_on_the_axis(1, ("0", "0", "0"), arb(0)).overlaps(arb(4))
    True
    """
    K, g, a = (_ball(text) for text in place)
    total = arb(0)
    for spins in product((1, -1), repeat=N):
        m = sum(spins)
        bonds = sum(spins[k] * spins[k - 1] for k in range(N))
        total += (K * bonds).exp() * 2 * ((a / 2) ** 2 + (g * m) ** 2).sqrt().cosh() * (angle * m).cos()
    return total


def _ball(text: str) -> arb:
    number = Fraction(text)
    return arb(number.numerator) / number.denominator


def sign_changes(N: int, place: tuple[str, str, str]) -> int:
    """Certified changes of sign of Z between 0 and π in the angle, at most N; more points are taken until they are found.

    >>> sign_changes(2, ("2/5", "3/10", "1"))
    2
    """
    found = 0
    with working_precision(BITS):
        for points in (16 * N, 128 * N, 1024 * N):
            angles = [arb.pi() * (2 * k + 1) / (2 * points) for k in range(points)]
            signs = [sign for sign in (certain_sign(ring_on_the_axis(N, place, angle)) for angle in angles) if sign]
            found = sum(a != b for a, b in pairwise(signs))
            if found == N:
                break
    return found


def _enclosed(largest: int) -> Step:
    cases = [(N, place) for N in range(1, largest + 1) for place in PLACES]
    for N, place in cases:
        found = sign_changes(N, place)
        if found != N:
            raise CheckFailed(
                f"Z of a ring of {N} sources has {found} of {N} certified zeros on the axis, at βJ, βγ, βω = {', '.join(place)}."
            )
    return Step(
        claim=f"All zeros of `Z` of rings of `N = 1, ..., {largest}` sources are imaginary and simple, at {len(PLACES)} choices of `βJ "
        f">= 0`, `βγ` and `βω`",
        because="`Z` at `ω_a = 2iθ/β` is real and, times `e^{iNθ}`, a polynomial of degree `N` in `e^{2iθ}`: `N` certified changes of "
        "sign in `0 < θ < π` are all zeros.",
        check=Check(kind="enclosure", outcome=f"all changes of sign are certified in {len(cases)} cases"),
    )


def _opposed() -> Step:
    bond, field = symbols("y c", positive=True)  # e^{2βJ}, and cosh(βS_2/2)/cosh(βω/2)
    z = Symbol("z")
    Z = bond * field * (z + 1 / z) + 2 / bond
    root = -1 / (bond**2 * field)
    return identity(
        "Two sources, bonded twice: `Z = 0` at `cosh βω_a = -e^{-4βJ} cosh(βω/2)/cosh(βS_2/2)`, which is below `-1` for `J < 0` large "
        "enough: then the zeros are not imaginary",
        "`Z` up to the factor `2 cosh(βω/2)` with `y = e^{2βJ}`, `c = cosh(βS_2/2)/cosh(βω/2)` and `z = e^{βω_a}`, where `z + 1/z` is `2 "
        "cosh βω_a`. A `cosh` below `-1` has a real part of its argument that is not 0.",
        Z - 2 * bond * field * ((z + 1 / z) / 2 - root),
    )
