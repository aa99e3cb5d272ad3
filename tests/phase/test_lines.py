"""Boundaries of shapes: proved points, seen by the certificates on both sides and by the oracle's C(T) at the point itself."""

from __future__ import annotations

from fractions import Fraction

import gmpy2
import pytest
from flint import arb, fmpq

from oracles import curve
from symcoh import Model
from symcoh.balls import working_precision
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import Exact, exact
from symcoh.ground import critical_coupling, ground_manifold
from symcoh.numeric.precision import started_clock
from symcoh.phase import lines, maximum, phase
from symcoh.phase.levels import enclosed_levels
from symcoh.phase.shape import certificate
from symcoh.phase.taylor import boltzmann_sums, slope


def at_line(model: Model, distance: str) -> Exact:
    line = critical_coupling(model)
    assert line is not None
    return line + exact(distance)


DIP = Model(N=4, omega_a="0.7", gamma="0.3")
MAXIMA = Model(N=6, omega_a="0.02", gamma="0.7")
DIPS = Model(N=13, omega_a="0.036", gamma="0.9")
ODD = Model(N=7, omega_a="0.01", gamma="0.1")
MERGINGS = {
    "dip and maximum above the line": (DIP, exact("-0.274"), exact(0), (2, 0)),
    "two maxima below, even": (MAXIMA, at_line(MAXIMA, "-1e-6"), at_line(MAXIMA, "-1e-2"), (3, 1)),
    "dip and maximum below, odd": (ODD, at_line(ODD, "-3e-2"), at_line(ODD, "-1"), (2, 0)),
    "two dips above": (DIPS, at_line(DIPS, "3.7e-5"), at_line(DIPS, "2e-4"), (4, 2)),
    "one dip above": (DIPS, at_line(DIPS, "5e-4"), exact(0), (2, 0)),
}


def extrema_at(model: Model, coupling: object) -> int:
    moved = Model(N=model.N, omega_a=model.omega_a, gamma=model.gamma, J=coupling)
    return sum(piece.sign == 0 for piece in certificate(moved, started_clock()))


@pytest.mark.parametrize("name", MERGINGS)
def test_merging(name: str) -> None:
    """The number of extrema differs by two across the point; there C moves by O(h^3), not O(h^2), when T moves by h."""
    model, low, high, counts = MERGINGS[name]
    found = lines.merging_point(model, low, high)
    J, T = Fraction(found.J), Fraction(found.T)
    sides = tuple(extrema_at(model, J * (1 + part * Fraction(1, 10**9))) for part in (1, -1))
    assert sorted(sides) == sorted(counts)
    curved = curve.prepared(Model(N=model.N, omega_a=model.omega_a, gamma=model.gamma, J=J))
    with gmpy2.context(gmpy2.get_context(), precision=200):
        steps = [gmpy2.mpfr(T.numerator) / T.denominator * (1 + gmpy2.mpfr(part) / 10**4) for part in (-2, -1, 0, 1, 2)]
        values = curve.departures(curved, steps)
        first, second, third = (
            values[3] - values[1],
            values[3] - 2 * values[2] + values[1],
            values[4] - 2 * values[3] + 2 * values[1] - values[0],
        )
        moved = gmpy2.mpfr(found.J_radius) * model.N / steps[2]  # |dC/dJ| = beta |Cov(l, xi)| <= beta N
        assert abs(curved.coherence + values[2] - gmpy2.mpfr(found.C)) < gmpy2.mpfr(found.C_radius) + moved
        assert abs(first) < abs(third) and abs(second) < abs(third) / 100 and third != 0


def test_crossing() -> None:
    """On both sides the largest C is at T = 0 or at the T printed; at the point the oracle finds C = C_0 to 18 digits."""
    model = Model(N=9, omega_a="0.0562", gamma="0.2346")
    line = critical_coupling(model)
    assert line is not None
    found = lines.crossing_point(model, line * exact("1.05"), line * exact("1.1"))
    J = Fraction(found.J)
    winners = []
    for part in (-1, 1):
        moved = Model(N=9, omega_a="0.0562", gamma="0.2346", J=J * (1 + part * Fraction(1, 10**12)))
        winners.append(maximum(moved, digits=10).T)
    assert winners[1] == "0" and abs(Fraction(winners[0]) / Fraction(found.T) - 1) < Fraction(1, 10**8)
    curved = curve.prepared(Model(N=9, omega_a="0.0562", gamma="0.2346", J=J))
    with gmpy2.context(gmpy2.get_context(), precision=200):
        (height,) = curve.departures(curved, [gmpy2.mpfr(found.T)])
        assert abs(height) < gmpy2.mpfr("1e-18") and abs(curved.coherence - gmpy2.mpfr(found.C)) < gmpy2.mpfr("1e-19")


def test_digits_nest() -> None:
    model, low, high, _ = MERGINGS["dip and maximum above the line"]
    long, short = (lines.merging_point(model, low, high, digits) for digits in (40, 10))
    for name in ("J", "T", "C"):
        assert abs(Fraction(getattr(long, name)) - Fraction(getattr(short, name))) <= Fraction(getattr(short, f"{name}_radius"))


def test_the_line_of_dips() -> None:
    """N = 4, gamma = 0.3: above each point C falls all the way, below it dips, and the line stays above J_c."""
    gaps = [exact(text) for text in ("0.1", "2")]
    for gap, point in zip(gaps, lines.dip_line(4, exact("0.3"), gaps, digits=8), strict=True):
        model = Model(N=4, omega_a=gap, gamma="0.3")
        line = critical_coupling(model)
        assert line is not None and Fraction(point.J) < 0
        kinds = [
            tuple(e.kind for e in phase(Model(N=4, omega_a=gap, gamma="0.3", J=Fraction(point.J) * factor), digits=3).extrema)
            for factor in (1 + Fraction(1, 10**6), 1 - Fraction(1, 10**6))
        ]
        assert kinds == [("minimum", "maximum"), ()]
        assert phase(Model(N=4, omega_a=gap, gamma="0.3", J=Fraction(point.J)), digits=3).name == "ferromagnetic"


@pytest.mark.parametrize("system", ["merging", "level"])
def test_jacobian(system: str) -> None:
    """The Jacobian against difference quotients, and k(E, xi) against the other sums for dC/dbeta."""
    model = Model(N=5, omega_a="0.7", gamma="0.3", J="-0.3")
    with working_precision(400):
        step = arb((1, -120))

        def at(beta: arb, coupling: arb) -> tuple[tuple[arb, arb], list[arb]]:
            chosen = lines.merging if system == "merging" else lines.level_with(exact("1/2"), 400)
            value, slopes = chosen(lines.ensemble(model, beta, coupling, 400))
            return value, slopes.entries()

        beta, coupling = arb(3), arb(fmpq(-3, 10))
        value, slopes = at(beta, coupling)
        for column, (db, dj) in enumerate(((step, arb(0)), (arb(0), step))):
            ahead, behind = at(beta + db, coupling + dj)[0], at(beta - db, coupling - dj)[0]
            for row in (0, 1):
                assert abs((ahead[row] - behind[row]) / (2 * step) - slopes[2 * row + column]) < arb((1, -200))
        levels = enclosed_levels(model, ground_manifold(model), 400, 2)
        sums = boltzmann_sums(levels, beta)
        assert abs(slope(sums)[0] / sums.weight[0] ** 2 - value[0]) < arb((1, -300))


@pytest.mark.parametrize(
    ("model", "distance", "expected"),
    [
        (DIP, "1e-3", "ferromagnetic: minimum, maximum; largest C at T = 0"),
        (DIP, "1e-1", "ferromagnetic: monotone; largest C at T = 0"),
        (DIP, "-1e-1", "antiferromagnetic: maximum; largest C at T > 0"),
        (MAXIMA, "-1e-6", "antiferromagnetic: maximum, minimum, maximum; largest C at T > 0"),
        (ODD, "-1e-3", "antiferromagnetic: minimum, maximum; largest C at T = 0"),
        (ODD, "-1", "antiferromagnetic: monotone; largest C at T = 0"),
        (DIPS, "3.7e-5", "ferromagnetic: minimum, maximum, minimum, maximum; largest C at T = 0"),
    ],
)
def test_regions(model: Model, distance: str, expected: str) -> None:
    moved = Model(N=model.N, omega_a=model.omega_a, gamma=model.gamma, J=at_line(model, distance))
    assert lines.region(moved) == expected


def test_refusals() -> None:
    with pytest.raises(InputError, match="but both have 0"):
        lines.merging_point(DIP, exact(0), exact(1))
    with pytest.raises(InputError, match="one side of J_c"):
        lines.crossing_point(DIP, exact("-0.2"), exact("-0.4"))
    with pytest.raises(InputError, match="but agree"):
        lines.crossing_point(DIP, exact("-0.2"), exact("-0.1"))
    with pytest.raises(NotCertified, match="leaves towards T = 0"):
        lines.merging_point(ODD, at_line(ODD, "-5e-4"), at_line(ODD, "-1e-3"))
    with pytest.raises(InputError, match="one source"):
        lines.dip_line(1, exact("0.3"), [exact(1)])


def test_a_solution_outside_the_couplings_is_refused() -> None:
    """The pair merges at J = -0.266613: Newton finds it from between -0.2666 and -0.2660, where it is not."""
    ends = exact("-0.2666"), exact("-0.2660")
    with pytest.raises(NotCertified, match="not between the two couplings"):
        lines._point(DIP, lambda bits: lines.merging, arb("6.31"), ends, 10)


def test_nothing_is_proved_where_nothing_is() -> None:
    """Krawczyk's test refuses a box without a solution and a box too wide."""
    with working_precision(300):
        away = lines.krawczyk(DIP, lines.merging, (arb(5, arb((1, -60))), arb("-0.25", arb((1, -60)))), 300)
        near = (1 / arb("0.15846095555679726027"), arb("-0.26661289917890986084"))
        wide = lines.krawczyk(DIP, lines.merging, (arb(near[0].mid(), 5), arb(near[1].mid(), "0.2")), 300)
        right = lines.krawczyk(DIP, lines.merging, (arb(near[0].mid(), arb((1, -50))), arb(near[1].mid(), arb((1, -50)))), 300)
    assert away is None and wide is None and right is not None
