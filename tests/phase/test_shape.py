"""Every extremum of C(T), none missing, none invented: against a thousand temperatures by another route, and piece by piece."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import gmpy2
import pytest
from flint import fmpq

from oracles import curve
from oracles.not_none import not_none
from reliability.sampling import SOAK, generator
from symcoh import Model
from symcoh.balls import certain_sign
from symcoh.errors import NotCertified
from symcoh.exactnumbers import rational
from symcoh.ground import ground_manifold
from symcoh.numeric.precision import started_clock
from symcoh.numeric.ring.quantities import enclosure
from symcoh.phase import Phase, maximum, phase, shape, taylor
from symcoh.phase.levels import enclosed_levels, positive_model

from .cases import NAMED, beside_the_line, random_model

TEMPERATURES = 1_000 if SOAK == 1 else 3_000
MODELS = 20 * SOAK


def found_kinds(found: Phase) -> tuple[str, ...]:
    return tuple(extremum.kind for extremum in found.extrema)


def check_against_the_grid(model: Model) -> Phase:
    """Between two temperatures without a certified extremum C moves as certified; beside each extremum it is seen to turn."""
    found = phase(model)
    curved = curve.prepared(model)
    lowest, highest = curve.gaps(curved)
    first, last = math.log(lowest / 60), math.log(20 * highest)
    grid = [math.exp(first + (last - first) * k / (TEMPERATURES - 1)) for k in range(TEMPERATURES)]
    values = curve.departures(curved, grid)
    turns = [Fraction(extremum.T) for extremum in found.extrema]
    assert all(grid[0] < turn < grid[-1] for turn in turns)
    expected = {"maximum": 1, "minimum": -1}[found.extrema[0].kind] if turns else -1
    seen: list[int] = []
    turned = 0
    for k in range(TEMPERATURES - 1):
        if turned < len(turns) and grid[k] <= turns[turned] < grid[k + 1]:
            while turned < len(turns) and turns[turned] < grid[k + 1]:
                turned, expected = turned + 1, -expected
            continue
        difference = values[k + 1] - values[k]
        assert (difference > 0) - (difference < 0) == expected, (model, grid[k])
        if not seen or seen[-1] != expected:
            seen.append(expected)
    assert turned == len(turns) and len(seen) == len(turns) + 1, "two extrema in one step of the grid"
    assert expected == -1, "C falls at high temperature"
    return found


@pytest.mark.parametrize("name", NAMED)
def test_named_models(name: str) -> None:
    model, kinds = NAMED[name]
    assert found_kinds(check_against_the_grid(model)) == kinds


@pytest.mark.parametrize("chunk", range(10))
def test_random_models(chunk: int) -> None:
    for number in range(chunk, MODELS, 10):
        check_against_the_grid(random_model(number))


def test_the_random_models_have_every_number_of_extrema() -> None:
    """Already the first 20 models have 0, 1 and 2 extrema, both parities and both phases: the comparison is not vacuous."""
    models = [random_model(number) for number in range(20)]
    found = [phase(model, digits=3) for model in models]
    assert {len(each.extrema) for each in found} >= {0, 1, 2}
    assert {each.name for each in found} == {"ferromagnetic", "antiferromagnetic"}
    assert {model.N % 2 for model in models} == {0, 1}


@pytest.mark.parametrize("name", NAMED)
def test_values_of_extrema(name: str) -> None:
    """C of the oracle is largest (smallest) at T among T(1 - 1e-19), T, T(1 + 1e-19), and agrees with the 20 digits of C."""
    model, _ = NAMED[name]
    curved = curve.prepared(model, 400)
    for extremum in phase(model, digits=20).extrema:
        at = gmpy2.mpfr(extremum.T, 400)
        with gmpy2.context(gmpy2.get_context(), precision=400):
            step = at * gmpy2.mpfr("1e-19")
            low, middle, high = (curved.coherence + c for c in curve.departures(curved, [at - step, at, at + step]))
            side = 1 if extremum.kind == "maximum" else -1
            assert side * (middle - low) > 0 and side * (middle - high) > 0
            assert abs(middle - gmpy2.mpfr(extremum.C, 400)) <= gmpy2.mpfr(extremum.C_radius, 400) * 2


def test_the_dip_of_the_notes() -> None:
    """N = 4, J = J_c + 0.001: 60-digit root finding gave 0.37403 at T = 0.03306 and 0.50927 at T = 0.24679."""
    found = phase(NAMED["dip above the line"][0])
    assert [(e.kind, e.T, e.C) for e in found.extrema] == [
        ("minimum", "0.033055822333809539085", "0.37402597851553565619"),
        ("maximum", "0.24678549084409831169", "0.50927439832274282332"),
    ]


def pieces_of(model: Model) -> tuple[shape.Piece, ...]:
    return shape.searched(model, started_clock())


def sign_of_slope(model: Model, beta: fmpq) -> int:
    """dC/dT by the numeric core, which shares no sum with the certificate."""
    bits = 512
    while not (side := certain_sign(enclosure(model, "coherence-derivative", rational(beta), bits))):
        bits *= 2
    return side


@pytest.mark.parametrize("number", range(12))
def test_certificate_covers_and_is_true(number: int) -> None:
    model = [case for case, _ in NAMED.values()][number] if number < 4 else random_model(100 + number)
    pieces = pieces_of(model)
    rng = generator("certificate", number)
    assert pieces[0].low == 0 and pieces[-1].high is None
    assert all(left.high == right.low for left, right in pairwise(pieces))
    assert all(left.right == right.left for left, right in pairwise(pieces))
    for piece in pieces:
        assert {piece.left, piece.right} <= {-1, 1} and (piece.why == "extremum") == (piece.sign == 0)
        if piece.high is None:
            inside = [piece.low * rng.randint(1, 10**k) for k in (1, 3, 5)]
        else:
            inside = [piece.low + (piece.high - piece.low) * fmpq(rng.randint(1, 999), 1000) for _ in range(2)]
        if piece.sign:
            assert {sign_of_slope(model, beta) for beta in inside} == {piece.sign}, piece
        else:
            assert (sign_of_slope(model, piece.low), sign_of_slope(model, not_none(piece.high))) == (piece.left, piece.right), piece


@pytest.mark.parametrize("digits", [1, 5, 60, 300])
def test_digits(digits: int) -> None:
    """Fewer digits are the rounded longer ones."""
    model = NAMED["two maxima below, odd"][0]
    long, short = phase(model, digits=320), phase(model, digits=digits)
    for one, other in zip(long.extrema, short.extrema, strict=True):
        for name in ("T", "C"):
            exact, rounded = Fraction(getattr(one, name)), Fraction(getattr(other, name))
            assert abs(exact - rounded) <= Fraction(getattr(other, f"{name}_radius"))
            assert abs(exact - rounded) <= abs(exact) * Fraction(10) ** (1 - digits)


CORNERS = {
    "on the line, even": (beside_the_line(4, "0.7", "0.3", "0"), ("maximum",)),
    "on the line, odd": (beside_the_line(5, "0.7", "0.3", "0"), ("maximum",)),
    "J = 0": (Model(N=3, omega_a="0.7", gamma="0.3", J=0), ()),
    "one source": (Model(N=1, omega_a="0.7", gamma="-0.3", J=-3), ()),
    "two sources": (Model(N=2, omega_a="-0.7", gamma="0.3", J=-3), ("maximum",)),
    "omega = 0": (Model(N=6, omega=0, omega_a="0.7", gamma="0.3", J="-0.35"), ("maximum",)),
    "omega_a tiny": (Model(N=5, omega_a="1e-20", gamma="0.3", J="-0.1"), ()),
    "gamma tiny": (Model(N=5, omega_a="1", gamma="1e-30", J="-0.1"), ()),
    "J huge": (Model(N=5, omega_a="1", gamma="1", J="-1e12"), ()),
    "J huge, even": (Model(N=6, omega_a="1", gamma="1", J="-1e6"), ("maximum",)),
    "very near the line": (beside_the_line(4, "0.7", "0.3", "1e-40"), ("minimum", "maximum")),
    "transcendental": (Model(N=4, omega_a="log(2)", gamma="pi/10", J="-exp(1)/4"), ("maximum",)),
}


@pytest.mark.parametrize("name", CORNERS)
def test_corners(name: str) -> None:
    model, kinds = CORNERS[name]
    pieces = pieces_of(model)
    found = phase(model, digits=5)
    assert found_kinds(found) == kinds
    rng = generator(name)
    for piece in rng.sample(pieces[1:], min(6, len(pieces) - 1)):
        inside = piece.low * fmpq(5, 4) if piece.high is None else (piece.low + piece.high) / 2
        if piece.sign:
            assert sign_of_slope(model, inside) == piece.sign


@pytest.mark.parametrize(("omega_a", "gamma"), [("0", "0.3"), ("0.7", "0"), ("0", "0")])
def test_no_coherence_no_extrema(omega_a: str, gamma: str) -> None:
    found = phase(Model(N=4, omega_a=omega_a, gamma=gamma, J="-0.274"))
    assert found.extrema == () and found.certificate == () and found.coherence.value == "0"


def test_signs_of_the_gaps_do_not_matter() -> None:
    expected = phase(NAMED["dip above the line"][0]).extrema
    for omega_a, gamma in (("-0.7", "0.3"), ("0.7", "-0.3"), ("-0.7", "-0.3")):
        assert phase(Model(N=4, omega_a=omega_a, gamma=gamma, J="-0.274")).extrema == expected
    tied = {"N": 3, "omega": 0, "J": "-1/2"}  # equal energies, decided exactly
    assert pieces_of(Model(**tied, omega_a=-1, gamma="-1/2")) == pieces_of(Model(**tied, omega_a=1, gamma="1/2"))


def test_scaling() -> None:
    """All energies times s: T times s, C as it was."""
    one = phase(Model(N=5, omega=1, omega_a="0.7", gamma="0.3", J="-0.3"), digits=25)
    two = phase(Model(N=5, omega=8, omega_a="5.6", gamma="2.4", J="-2.4"), digits=25)
    assert len(one.extrema) > 0
    for left, right in zip(one.extrema, two.extrema, strict=True):
        assert left.C == right.C and abs(8 * Fraction(left.T) - Fraction(right.T)) < Fraction(1, 10**22)


def test_extrema_that_nearly_merge() -> None:
    """J is bisected to 1e-12 of the coupling where dip and maximum annihilate; both sides are told apart there."""
    base = {"N": 4, "omega_a": "0.7", "gamma": "0.3"}
    low, high = Fraction(-274, 1000), Fraction(-1, 10)
    while high - low > Fraction(1, 10**12):
        middle = (low + high) / 2
        if phase(Model(**base, J=middle), digits=2).extrema:
            low = middle
        else:
            high = middle
    assert Fraction(-274, 1000) < low < Fraction(-2, 10)
    left, right = phase(Model(**base, J=low)).extrema
    assert (left.kind, right.kind) == ("minimum", "maximum")
    assert 0 < Fraction(right.T) - Fraction(left.T) < Fraction(1, 10**4)


def test_a_merging_pair_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "FINEST", 1)
    with pytest.raises(NotCertified, match=r"Two extrema of C\(T\) merge, or nearly, at beta = .*: move a parameter\."):
        phase(NAMED["two maxima below, even"][0])


def test_ceilings() -> None:
    with pytest.raises(NotCertified, match="N = 401 is beyond the 400 sources"):
        phase(Model(N=401, omega_a=1, gamma=1, J=-1))
    assert phase(Model(N=10**6, omega_a=1, gamma=1, J="1/7")).extrema == ()
    with pytest.raises(NotCertified, match="raise --max-precision"):
        phase(Model(N=4, omega_a="1e-20", gamma="0.3", J="-0.274"), max_precision=64)
    with pytest.raises(NotCertified, match="raise --budget"):
        phase(Model(N=60, omega_a="0.7", gamma="0.3", J="-0.4"), budget=1e-9)


def test_a_larger_ring() -> None:
    """N = 100 just below the line: C_0 = 0, one maximum, which the core confirms."""
    model = beside_the_line(100, "0.7", "0.3", "-0.001")
    (peak,) = phase(model, digits=10).extrema
    beta = 1 / fmpq(Fraction(peak.T).numerator, Fraction(peak.T).denominator)
    assert peak.kind == "maximum"
    assert [sign_of_slope(model, beta * factor) for factor in (fmpq(10**8 - 1, 10**8), fmpq(10**8 + 1, 10**8))] == [-1, 1]


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from symcoh.numeric import precision

    monkeypatch.setattr(precision, "REPORT_EVERY", 0.0)
    heard: list[str] = []
    phase(Model(N=4, omega_a="0.7", gamma="0.3"), progress=heard.append)
    assert heard and all("bits" in line for line in heard)


@pytest.mark.parametrize("N", [1, 2, 3, 6])
@pytest.mark.parametrize("J", ["0", "2/5", "sqrt(2)*sqrt(3)-sqrt(6)"])
def test_the_theorem_and_the_search_agree(N: int, J: str) -> None:
    """J >= 0: one piece by the theorem, falling; the search over the levels finds no other sign."""
    model = Model(N=N, omega_a="-7/10", gamma="3/10", J=J)
    (piece,) = shape.certificate(model, started_clock())
    assert piece.low == 0 and piece.high is None
    assert (piece.left, piece.right, piece.why) == (-1, -1, "ferromagnetic")
    assert {each.sign for each in shape.searched(model, started_clock())} == {-1}


def test_scales_far_apart_are_answered_or_refused_in_time() -> None:
    """J >= 0 needs no search; J < 0 is given up by what it costs, with how far it came."""
    far = {"N": 60, "omega": "sqrt(2)/3", "omega_a": "-1e200", "gamma": "2**(1/3)"}
    assert maximum(Model(**far, J="3/10")).T == "0"
    assert phase(Model(N=5, omega_a="-exp(7e5)", gamma="0.7", J="sqrt(2)/3")).extrema == ()
    model = positive_model(Model(**far, J="-3/10"))
    levels = enclosed_levels(model, ground_manifold(model), 752, 64)
    near = enclosed_levels(Model(N=60, omega_a=1, gamma=1, J=-1), ground_manifold(Model(N=60, omega_a=1, gamma=1, J=-1)), 752, 64)
    assert 0.2 < taylor.sums_cost(levels) < 1 and taylor.sums_cost(near) < 0.1
