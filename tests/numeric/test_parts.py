"""Parts of the numeric core at the edges of their ranges, each against its value by another way."""

from __future__ import annotations

import math

import pytest
from flint import arb, arb_series, fmpq

from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.exactnumbers import exact
from symcoh.numeric.entropies import entropic
from symcoh.numeric.integral import taylor
from symcoh.numeric.integral.kernel import kernel
from symcoh.numeric.integral.ring_sums import inner_ring
from symcoh.numeric.precision import _decide_tie
from symcoh.numeric.ring.sector_window import SectorWindow, every_sector
from symcoh.numeric.ring.setting import setting
from symcoh.numeric.ring.thermal import energy_moments
from symcoh.numeric.ring.up_domains import Domains, domain_sum, excess_weight
from symcoh.sources.ring.counting import degeneracy, favoured_domains

BITS = 200


@pytest.mark.parametrize("order", [0, 1])
def test_the_series_of_a_kernel_serves_its_end_and_a_little_more(order: int) -> None:
    with working_precision(BITS):
        end = arb(3) / 7
        found = kernel(order, arb(2), end)
        plain = kernel(order, arb(10) ** 9, end)
        assert found.series is not None and plain.series is None
        for x in (end, end * (1 + arb((1, -61))), arb(0), arb(2)):
            w = 2 * x.sqrt()
            true = (2 * w.bessel_i(1) / w * 2 if order else 2 * w.bessel_i(0)) if x > 0 else arb(2)
            assert found(x).overlaps(true) and found(x).rel_accuracy_bits() > BITS - 12
        assert end * (1 + arb((1, -61))) <= found.end and not end * (1 + arb((1, -58))) <= found.end


def test_entropic_where_the_ball_reaches_zero() -> None:
    """-x log x is largest, 1/e, at 1/e: a ball that holds 0 and 1/e is not enclosed by its end."""
    with working_precision(BITS):
        peak = -arb(-1).exp()
        for middle, radius in (("0.2", "0.25"), ("0.1", "0.149"), ("0.15", "0.2")):
            found = entropic(arb(middle, radius))
            last = (arb(middle) + arb(radius)).upper()
            assert not found.is_finite() or (last < arb(-1).exp() and found.contains(last * last.log()) and found.contains(0))
            assert not found.is_finite() or not last > arb(-1).exp() or found.contains(peak)
        assert entropic(arb("0.1", "0.149")).is_finite() and entropic(arb(0)) == 0
        assert entropic(arb(2)).overlaps(2 * arb(2).log()) and not entropic(arb(-1)).is_finite()


def test_the_logarithm_of_a_number_and_of_a_series() -> None:
    with working_precision(BITS):
        assert taylor.logarithm(arb(2)).overlaps(arb(2).log())
        row = taylor.logarithm(arb_series([arb(2), arb(1), arb(0)], prec=3))
        assert all(abs(c - d) < 1e-50 for c, d in zip(row, (arb(2).log(), arb(1) / 2, -arb(1) / 8), strict=True))


@pytest.mark.parametrize(("sources", "u"), [(6, 0), (6, 2), (7, 1), (12, 4), (60, 0)])
@pytest.mark.parametrize("antiferromagnetic", [False, True])
def test_the_weight_of_a_sector_without_its_lowest_term(sources: int, u: int, antiferromagnetic: bool) -> None:
    """Σ_{j>=1} g y^j by its terms, where the difference is taken and where it is not: y small, and y = 1."""
    lowest = favoured_domains(sources, u, antiferromagnetic)
    with working_precision(BITS):
        for y in (arb("1e-30"), arb("1e-12"), arb("1e-6"), arb("0.03"), arb(1) / 2, arb(1)):
            terms = [degeneracy(sources, u, n) * y ** abs(n - lowest) for n in range(1, (sources - u) // 2 + 1)]
            weight = sum(terms, arb(0))
            excess = sum((g for n, g in enumerate(terms, 1) if n != lowest), arb(0))
            found = excess_weight(sources, u, antiferromagnetic, y, weight)
            assert abs(found - excess) <= excess * arb("1e-50")
            assert found.rel_accuracy_bits() > BITS - 10 or excess == 0


@pytest.mark.parametrize("y", ["1e-27", "1e-40", "1e-900"])
def test_rare_domains_keep_their_relative_accuracy(y: str) -> None:
    """Σ j^r g_n y^j, j = n - 1, in units of the term j = 0: the moments have nothing there, and all their bits from the terms beyond."""
    with working_precision(BITS):
        found = domain_sum(Domains(40, 20, False), 1, arb(y), with_moments=True)
        terms = [(n - 1, degeneracy(40, 0, n) * arb(y) ** (n - 1) / degeneracy(40, 0, 1)) for n in range(1, 21)]
        for r, value in enumerate(found):
            true = sum((term * (1, j, j * (j - 1))[r] for j, term in terms), arb(0))
            assert value.overlaps(true)
            assert r == 2 or value.rel_accuracy_bits() > BITS - 12


def test_an_error_widens_a_number_and_every_coefficient() -> None:
    """By error/spread^j, on either side, and no more."""
    with working_precision(BITS):
        error, spread = arb("0.25"), arb("0.5")
        plain = taylor.inexact(arb(1), error, spread)
        row = taylor.inexact(arb_series([1, 1, 1], prec=3), error, spread)
        for found, radius in ((plain, 0.25), (row[0], 0.25), (row[1], 0.5), (row[2], 1.0)):
            assert found.mid() == 1 and abs(float(found.rad()) - radius) < 1e-8


@pytest.mark.parametrize("backend", ["arb", "mpmath"])
def test_both_branches_of_a_ground_state(backend: str) -> None:
    """omega = 0 beyond the line: the sector 0 has both branches, and the target is found in either with equal chance."""
    model = Model(N=4, omega=0, omega_a="7/10", gamma="3/10", J=-2)
    for quantity, value in (("population-excited", "0.50000"), ("target-entropy", "0.69315"), ("coherence", "0"), ("entropy", "1.3863")):
        found = evaluate(model, quantity, beta="oo", digits=5, backend=backend)
        assert str(found) == value


def test_a_tie_is_decided_by_its_side() -> None:
    """0.25 to one digit: up, down, to even, or not at all."""
    with working_precision(BITS):
        ball = arb("0.25", "1e-40")
    for side, shown in ((1, "0.3"), (-1, "0.2"), (0, "0.2")):
        found = _decide_tie(ball, 1, lambda boundary, side=side: side if boundary == fmpq(1, 4) else None)  # type: ignore[misc]  # bound here
        assert str(found) == shown
    assert _decide_tie(ball, 1, lambda boundary: None) is None and _decide_tie(ball, 1, None) is None
    with working_precision(BITS):
        assert _decide_tie(arb("0.26", "1e-40"), 1, lambda boundary: 1) is None


def test_a_tail_widens_the_sums_by_its_largest_value() -> None:
    """A tail between 1/4 and 3/4: Z, and Z without the ground states, by 3/4 on either side."""
    model = Model(N=5, omega=1, omega_a="7/10", gamma="3/10", J="1/5")
    with working_precision(BITS):
        s = setting(model, exact(1))
        whole = every_sector(s)
        plain = energy_moments(s, arb(0), whole)
        wide = energy_moments(s, arb(0), SectorWindow(segments=whole.segments, tail=arb("0.5", "0.25")))
        for base, found in ((plain.partition, wide.partition), (plain.excess, wide.excess)):
            assert base is not None and found is not None
            assert all(found.contains(base.mid() + side * arb("0.749").mid()) for side in (1, -1)) and found.rad() < 0.7501
        assert wide.mean.contains(plain.mean.mid()) and wide.mean.rad() > 0.1


@pytest.mark.parametrize("bond", ["0.7", "2"])
def test_the_ring_without_its_uniform_states(bond: str) -> None:
    """u = 1/(cosh h* + root), v = u^2 e^{-4K}, product = u^2 (1 - e^{-4K}), h* = h + c: by Python's own numbers."""
    with working_precision(BITS):
        ring = inner_ring(6, arb(bond), arb("0.3"), arb("0.2"))
    decay = math.exp(-4 * float(bond))
    u = 1 / (math.cosh(0.5) + math.sqrt(math.sinh(0.5) ** 2 + decay))
    for found, value in ((ring.u, u), (ring.v, u * u * decay), (ring.product, u * u * (1 - decay)), (ring.inner, decay)):
        assert abs(float(found) / value - 1) < 1e-12  # type: ignore[arg-type]  # no jets here
