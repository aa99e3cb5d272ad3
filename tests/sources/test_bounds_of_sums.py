"""What sums over any sources leave out, and the sizes that it is measured by: formulas written out again, at or near equality."""

from __future__ import annotations

from math import comb, log
from typing import Any

import pytest
from flint import acb, acb_mat, arb, arb_mat

from symcoh import Bath, Model, Target
from symcoh.balls import working_precision
from symcoh.exactnumbers.sign import ball_here
from symcoh.numeric.sources import eigenvalues as spectra
from symcoh.numeric.sources.oscillators import tail
from symcoh.numeric.sources.weight import Weight, module, weights
from symcoh.numeric.sums import bare, state
from symcoh.numeric.sums import matrix as matrices
from symcoh.numeric.sums import summed_sectors as kept
from symcoh.numeric.sums.field import _axis, _integral
from symcoh.numeric.sums.integrand import Source
from symcoh.numeric.sums.problem import problem
from symcoh.numeric.sums.tails import Reach, left_out, matrix_reach, two_level_reach
from symcoh.numeric.sums.whole import bath_levels
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, Oscillators, RangeRing, Ring, SpinRing
from symcoh.sources.energy import energy_ball

BITS = 200
TWO = [["3", "4"], ["4", "-1"]]
OTHER = [["1", "2"], ["2", "-2"]]


def close(found: arb, value: arb | float, within: float = 1e-9) -> bool:
    return bool(abs(found / value - 1) < within)


@pytest.mark.parametrize("first", [30, 80])
def test_the_tail_of_oscillators_is_nearly_its_sum(first: int) -> None:
    """sum_{n >= first} C(n + 2, 2) (1 + n)^2 q^n, q = e^-3, term by term."""
    with working_precision(BITS):
        q = arb(-3).exp()
        true = sum((comb(n + 2, 2) * (1 + n) ** 2 * q**n for n in range(first, first + 120)), arb(0))
        assert true < tail(Oscillators(N=3, Omega=2), arb(2), first, arb(1)) < true * arb("1.001")


def two_baths() -> Model:
    """A target of two levels, oscillators and three sources of their own kind."""
    return Model(
        target=Target(hamiltonian=TWO),
        baths=[
            Bath(sources=Oscillators(N=2, Omega=5), coupling=[["0", "1"], ["1", "0"]], gamma="1/2"),
            Bath(sources=Chain(N=3, J="1/3"), coupling=OTHER, gamma="-1/4", omega_a="-1/5"),
        ],
    )


def test_the_reach_of_a_target() -> None:
    """The norm of H_A, its least eigenvalue, and the ends of A by the quadratic formula; one of rank one only lifts."""
    with working_precision(BITS):
        found = two_level_reach(problem(two_baths()))
        root = arb(20).sqrt()
        assert close(found.own, 1 + root) and close(found.bottom, 1 - root) and found.levels == 2
        assert [round(float(end), 9) for pair in found.spectra for end in pair] == [-1, 1, -3, 2]
        assert close(found.pull(0), 0.5) and close(found.pull(1), 0.75) and close(found.gain(0), 0.5)
        rank_one = acb_mat([[1, 2], [2, 4]])
        reach = matrix_reach(two_baths().baths, rank_one, [rank_one * 3, acb_mat([[0, 1], [1, 0]])])
        assert close(reach.own, 5.0) and abs(reach.bottom) < 1e-40 and close(reach.pull(0), 7.5) and abs(reach.gain(0)) < 1e-40
        assert close(reach.pull(1), 0.25)
        assert close(matrix_reach(two_baths().baths, acb_mat([[-5, 0], [0, 1]]), []).own, 5.0)
        below = two_level_reach(
            problem(Model(sources=Chain(N=2, J=1), omega_a=1, gamma=1, target=Target(hamiltonian=[["-3", "4"], ["4", "1"]])))
        )
        assert close(below.own, 1 + root) and close(below.bottom, -1 - root)
        own = Bath(sources=Independent(omega_k=["1", "-2"], gamma_k=["3", "-1/2"]), coupling=OTHER)
        assert close(two_level_reach(problem(Model(target=Target(hamiltonian=TWO), baths=[own]))).pull(0), 3.0)


@pytest.mark.parametrize("first", [1, 6])
def test_the_bound_of_joint_sectors_by_its_formula(first: int) -> None:
    """4 d log(2d) R^2 e^{beta (E - bottom)} T F: d = 2 levels, T the tail of the oscillators, F the chain by its eight states."""
    beta, energy, own, bottom = 0.5, -2.0, 3.0, -1.5
    with working_precision(BITS):
        reach = Reach(two_baths().baths, arb(own), arb(bottom), ((arb(-2), arb(1)), (arb(-3), arb(3))), 2)
        pulls = 2 * 0.5, 3 * 0.25
        rest = tail(Oscillators(N=2, Omega=5), arb(beta), first, arb(beta * pulls[0]))
        chain = arb(0)
        for spins in range(8):
            s = [1 - 2 * (spins >> i & 1) for i in range(3)]
            low = -(s[0] * s[1] + s[1] * s[2]) / arb(3) - arb(sum(s)) / 10
            chain += (arb(beta) * (pulls[1] * abs(sum(s)) - low)).exp()
        # extents of the chain: 2 |J| and 3; of the oscillator one step, its pull, and 1.
        scale = 1 + abs(energy) + 2 * own + 2 / arb(3) + 3 * (1 + pulls[1] + arb(1) / 5) + (5 + pulls[0] + 1)
        expected = 4 * 2 * log(4) * (2 * scale) ** 2 * (arb(beta) * (energy - bottom)).exp() * rest * chain
        assert close(left_out(reach, arb(beta), arb(energy), (first, 4)), expected)


def test_the_bound_of_two_endless_baths_by_its_formula() -> None:
    """T_1 F_2 + T_2 F_1, F the sum of what is kept and T."""
    with working_precision(BITS):
        baths = [Bath(sources=Oscillators(N=n, Omega=w), coupling=OTHER, gamma=1) for n, w in ((1, 2), (2, 3))]
        reach = Reach(Model(target=Target(hamiltonian=TWO), baths=baths).baths, arb(1), arb(-1), ((arb(-1), arb(1)), (arb(-1), arb(1))), 2)
        tails, whole = [], []
        for (n, w), first in zip(((1, 2), (2, 3)), (2, 3), strict=True):
            tails.append(tail(Oscillators(N=n, Omega=w), arb(1), first, arb(1)))
            whole.append(tails[-1] + sum((comb(k + n - 1, n - 1) * (1 + k) ** 2 * arb((1 - w) * k).exp() for k in range(first)), arb(0)))
        scale = 1 + 0 + 2 + (2 + 1 + 1) + (3 + 1 + 1)
        expected = 8 * log(4) * (2 * scale) ** 2 * arb(1).exp() * (tails[0] * whole[1] + tails[1] * whole[0])
        assert close(left_out(reach, arb(1), arb(0), (2, 3)), expected)


def test_the_bound_beside_a_window_by_its_formula() -> None:
    """4 w R^2 with R = 1 + 2 (|H_A| + |H_I| + |M| (1 + |omega_a|/2 + |gamma A|)), N = 6."""
    model = Model(omega=3, omega_a="-4/5", gamma="-1/2", sources=Complete(N=6, J="2/7"))
    with working_precision(BITS):
        prepared = problem(model)
        size = 1 + 2 * (arb(3) / 2 + arb(2) / 7 * 21 + 6 * (1 + arb(2) / 5 + arb(1) / 2))
        assert close(kept.size_of(prepared), size)
        found = kept.left_out(prepared, kept.SummedSectors((), Level(), arb("1e-30"), arb(3)), arb(2), arb(5))
        assert close(found, 4 * arb("1e-30") * arb(4).exp() * size * size)


class Level:
    """Weights of one configuration in every sector."""

    def logarithm(self, k: int) -> arb:
        return arb(0)

    def between(self, first: int, last: int) -> list[Weight]:
        return []


def test_every_sector_beside_a_window_counts() -> None:
    """Levels 0 on one side of N/2 and 60 on the other: that side is left out, each of its sectors with e^-60."""
    size = 1001
    with working_precision(BITS):
        found = kept._search(Complete(N=size, J=0), Level(), lambda k: arb(0 if 2 * k < size else 60), arb(1), 50.0, ())
        assert found.ranges[0][0] == 0 and sum(last - first for first, last in found.ranges) == (size + 1) // 2
        assert close(found.rest, (size + 1) // 2 * arb(-60).exp())


def test_the_bare_sources_hold_what_their_window_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of Z on either side."""
    monkeypatch.setattr(kept, "MOST_LISTED", 0)
    prepared = problem(Model(sources=Complete(N=300, J="-1/100"), omega_a=1, gamma=1))
    with working_precision(BITS):
        plain = bare.bare_sources(prepared, arb(1))
        total = plain.log_sum.exp()
        monkeypatch.setattr(bare, "left_out", lambda *rest: arb(total.mid()) / 2)
        wide = bare.bare_sources(prepared, arb(1))
        assert close(wide.log_sum.exp().lower(), total / 2, 1e-6) and close(wide.log_sum.exp().upper(), 3 * total / 2, 1e-6)


def test_every_sum_is_widened_by_the_bound() -> None:
    zero = arb(0)
    sums, joint = state._empty(), matrices.Joint(None, zero, zero, zero, zero, zero, zero, zero, acb_mat(2, 2), acb_mat(2, 2))
    state.widen(sums, arb("0.5"))
    matrices._widen(joint, arb("0.5"))
    lists = [getattr(sums, name) for name in state.Sums.__slots__]
    balls = [ball for value in lists for ball in (value if isinstance(value, list) else [value])]
    balls += [joint.partition, joint.first, joint.second, joint.moment, joint.interaction, joint.conditional]
    for entries in (joint.rho, joint.slope):
        for i in range(2):
            balls += [entries[i, j].real for j in range(2)] + [entries[i, j].imag for j in range(2) if i != j]
    assert len(balls) == 12 + 8 + 6 + 12 and all(0.5 <= ball.rad() < 0.5001 and ball.mid() == 0 for ball in balls)


class Wide(Source):
    """A source that says nothing on wide balls."""

    def at(self, s: acb) -> list[acb]:
        found = Source.at(self, acb(s.real.mid()))
        return found if s.real.rad() == 0 else [acb("nan") for _ in found]


@pytest.mark.parametrize("direction", ["value", "beta", "field"])
def test_wide_balls_of_a_field_are_bounded_by_an_end(direction: Any) -> None:
    """A chain in a strong field: one configuration outweighs, and Xi_j = X^j/j! Xi at the end, X the exponent of all its terms."""
    model = Model(omega=1, omega_a=-40, gamma=30, sources=Chain(N=4, J="1/2"))
    with working_precision(BITS):
        prepared = problem(model)
        source = Wide(prepared, _axis(prepared, arb(1)), direction)
        for j, (ball, value) in enumerate(zip(source.safe(acb(arb(0).union(arb(1)))), source.at(acb(1)), strict=True)):
            assert ball.real.mid() == 0 and abs(value) <= ball.real.rad() < abs(value) * (1.0001 + 0.1 * j)


def test_an_integral_holds_what_its_pieces_leave_out() -> None:
    """No piece at all, and two on either side."""
    with working_precision(BITS):
        prepared = problem(Model(omega=1, omega_a=0, gamma="1/9", sources=Chain(N=4, J="1/2")))
        source = Source(prepared, _axis(prepared, arb(1)), "value")
        found = _integral(source, "mass", 0, arb("1e-40"), 200, lambda: None, ((), arb(2)))
        assert found.mid() == 0 and close(arb(found.rad()), 2.0, 1e-6)


@pytest.mark.parametrize("direction", ["value", "field"])
def test_all_but_the_sources_is_bounded_where_the_target_leans(direction: Any) -> None:
    """H_A = 3 sigma_x + sigma_z/100 and A = sigma_x: e^{3 s} c at s = 1 is all but the bound; beside it c^2/2 is little."""
    model = Model(target=Target(hamiltonian=[["1/100", "3"], ["3", "-1/100"]]), omega_a=0, gamma=1, sources=Chain(N=3, J=0))
    with working_precision(BITS):
        prepared = problem(model)
        source = Source(prepared, _axis(prepared, arb(1)), direction)
        values = [abs(source.term("across", 0, acb(s)) / source.at(acb(s))[0]) for s in (-1, 1)]
        most = max(values, key=float)
        assert most <= source.largest(0) * (1 + arb("1e-30")) and source.largest(0) < most * arb("1.001")


def matrix() -> tuple[arb_mat, list[arb]]:
    """A path of three sites: 0 and +-sqrt 2."""
    return arb_mat([[0, 1, 0], [1, 0, 1], [0, 1, 0]]), [-arb(2).sqrt(), arb(0), arb(2).sqrt()]


@pytest.mark.parametrize("stretch", [0, 1])
def test_eigenvalues_from_a_poor_basis(stretch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Q longer than orthogonal by 10^-3 moves every theta by as much as its bound, a shifted diagonal every eigenvalue of T."""
    plain = spectra._tridiagonal

    def poor(given: arb_mat) -> tuple[arb_mat, list[arb], list[arb]]:
        reflected, main, off = plain(given)
        if stretch:
            factor = 1 + arb((1, -10))
            return (reflected * factor).mid(), [x * factor * factor for x in main], [x * factor * factor for x in off]
        return reflected, [x + arb((1, -10)) for x in main], off

    monkeypatch.setattr(spectra, "_tridiagonal", poor)
    with working_precision(BITS):
        given, true = matrix()
        for found, value in zip(spectra.eigenvalues(given, 100), true, strict=True):
            assert found.contains(value) and found.rad() < arb((1, -7))


def test_a_ball_of_beta_in_the_weights_of_a_plane() -> None:
    """Two sites: one level 2 |H| = 4 R above the other, whose weights at beta +- rho are the ends of the ball."""
    with working_precision(BITS):
        rho = arb((1, -6))
        [found] = [w.excess for m, w in zip((-2, 0, 2), weights(XX(shape="chain", N=2, J_xy="3/2"), arb(1, rho), 0), strict=True) if m == 0]
        assert found is not None
        low, high = ((-6 * (1 + side * rho)).exp() for side in (1, -1))
        assert found.contains(low) and found.contains(high) and found.upper() < high * arb("1.01")


SYSTEMS = [
    Ring(N=6, J="-2/3"), Chain(N=4, J="2/3"), Complete(N=12, J="-1/3"), RangeRing(N=8, couplings=["1/2", "1/3"]),
    Independent(omega_k=["1", "-2"], gamma_k=["3", "-1/2"]), SpinRing(N=3, spin=1, J="1/2", anisotropy="-1/3"),
    XX(shape="chain", N=2, J_xy="3/2"), XXZ(shape="chain", N=2, J="1/2", J_xy="-2"), XXZ(shape="complete", N=2, J="1/2", J_xy="2"),
    Graph(N=2, edges=[[1, 2, "1/2", "-2"]]), Graph(N=2, edges=[[1, 2, "3/4"]], omega_k=["1", "1/2"], gamma_k=["1", "2"]),
]  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: f"{type(system).__name__}-{system.N}")
def test_extents_are_above_all_levels_and_near(system: Any) -> None:
    """|H_I| (|H_B|) and |M| (|B|) over all sectors and levels; the sum of the sizes of bonds is attained where none is frustrated."""
    with working_precision(BITS):
        levels = [(label, abs(energy_ball(energy))) for label, found in bath_levels(Bath(sources=system)) for energy, _ in found]
        most, moment = max(float(size) for _, size in levels), max(float(abs(ball_here(system.eigenvalue(label)))) for label, _ in levels)
        energy, size = module(system).extent(system)
        assert most <= float(energy) * (1 + 1e-12) and float(energy) <= 1.35 * most
        assert abs(float(size) / moment - 1) < 1e-12
