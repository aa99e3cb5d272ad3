"""T = 0 of targets with more than two levels where ground states tie: by a plain average in mpmath, by low temperature, both backends."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from flint import acb, acb_mat, arb
from mpmath import conj, eighe, fsum, log, mp, mpc, mpf, workdps
from mpmath import matrix as mp_matrix

from reliability.sampling import SOAK
from symcoh import Bath, Model, Target, evaluate
from symcoh.balls import working_precision
from symcoh.errors import NotCertified
from symcoh.numeric.sums import tied
from symcoh.numeric.sums.hermitian import levels_of
from symcoh.numeric.sums.tied import cold_sectors
from symcoh.sources import Chain, Levels

QUANTITIES = (
    "energy",
    "coherence",
    "purity",
    "target-entropy",
    "entropy",
    "source-entropy",
    "magnetization",
    "interaction-energy",
    "target-energy",
)
Rows = list[list[str]]


def hermitian(random: Random, size: int) -> Rows:
    """A Hermitian matrix of small rational numbers, some of them complex."""
    found = [["0"] * size for _ in range(size)]
    for i in range(size):
        found[i][i] = str(Fraction(random.randint(-4, 4), random.choice([1, 2, 3])))
        for j in range(i):
            real, imaginary = random.randint(-2, 2), random.choice([0, 0, 1, -1])
            found[i][j], found[j][i] = f"{real}+({imaginary})*i", f"{real}+({-imaginary})*i"
    return found


def number(text: str) -> Any:
    real, imaginary = (Fraction(part.strip("()")) for part in (text.removesuffix("*i").split("+") if "*i" in text else (text, "0")))
    return mpc(mpf(real.numerator) / real.denominator, mpf(imaginary.numerator) / imaginary.denominator)


def average(own: Rows, coupling: Rows, rows: list[tuple[Fraction, Fraction, int]]) -> dict[str, Any]:
    """Everything from all levels of all sectors; those within 1e-30 of the least are the ground states."""
    H, A = (mp_matrix([[number(text) for text in row] for row in matrix]) for matrix in (own, coupling))
    size, states = H.rows, []
    for b, energy, count in rows:
        values, vectors = eighe(H + A * mpf(b.numerator) / b.denominator)
        states += [(values[k] + mpf(energy.numerator) / energy.denominator, vectors[:, k], b, count) for k in range(size)]
    least = min(value for value, *_ in states)
    ground = [state for state in states if state[0] - least < mpf(10) ** -30]
    total = sum(count for *_, count in ground)
    rho = mp_matrix(size)
    for _, vector, _, count in ground:
        rho += vector * vector.transpose_conj() * count / total
    shares = [value for value in eighe(rho, eigvals_only=True) if value > mpf(10) ** -30]
    inner = mpf(0)
    for b in {b for _, _, b, _ in ground}:
        here = [count for _, _, own_b, count in ground if own_b == b]
        inner += fsum(here) * log(len(here)) / total
    pull = fsum(
        count * mpf(b.numerator) / b.denominator * mp.re((vector.transpose_conj() * A * vector)[0, 0]) / total
        for _, vector, b, count in ground
    )
    return {
        "energy": least,
        "coherence": fsum(abs(rho[i, j]) for i in range(size) for j in range(size) if i != j),
        "purity": fsum(abs(rho[i, j]) ** 2 for i in range(size) for j in range(size)),
        "target-entropy": -fsum(value * log(value) for value in shares),
        "entropy": log(total),
        "source-entropy": log(total) - inner,
        "magnetization": fsum(count * mpf(b.numerator) / b.denominator for _, _, b, count in ground) / total,
        "interaction-energy": pull,
        "target-energy": fsum(mp.re(H[i, j] * conj(rho[i, j])) for i in range(size) for j in range(size)),
    }


def tied_model(seed: int) -> tuple[Model, Rows, Rows, list[tuple[Fraction, Fraction, int]]]:
    """Levels whose least energies in two or three sectors are made equal, exactly or not, or that mirror each other."""
    random = Random(f"tied {seed}")
    size = random.choice([3, 3, 4])
    own, coupling = hermitian(random, size), hermitian(random, size)
    kind = seed % 3
    if kind == 0:  # one sector, twice under another name of the bath's energy: b = 1 with two energies, only the lower counts
        rows = [(Fraction(1), Fraction(0), 2), (Fraction(-1), Fraction(40), 1)]
        own = [[str(Fraction(i == j) * (0 if i < 2 else 3)) for j in range(size)] for i in range(size)]
        coupling = [[str(Fraction(i == j)) for j in range(size)] for i in range(size)]
    elif kind == 1:  # a permutation of the levels turns A over and leaves H_A
        own = [[str(Fraction(i == j) * (0 if i in (0, 1) else 2)) for j in range(size)] for i in range(size)]
        coupling = [["0"] * size for _ in range(size)]
        coupling[0][2] = coupling[2][0] = "1"
        coupling[1][2] = coupling[2][1] = "-1/2"
        rows = [(Fraction(1), Fraction(0), 1), (Fraction(-1), Fraction(0), random.randint(1, 3)), (Fraction(1, 7), Fraction(9), 1)]
    else:  # diagonal and rational: any tie can be set
        values = [Fraction(random.randint(-3, 3)) for _ in range(size)]
        slopes = [Fraction(random.randint(-3, 3), 2) for _ in range(size)]
        own = [[str(values[i] if i == j else 0) for j in range(size)] for i in range(size)]
        coupling = [[str(slopes[i] if i == j else 0) for j in range(size)] for i in range(size)]
        bs = [Fraction(-2), Fraction(1, 3), Fraction(1)]
        rows = [(b, -min(v + b * s for v, s in zip(values, slopes, strict=True)), random.randint(1, 3)) for b in bs]
    levels = [[str(b), str(energy), count] for b, energy, count in rows]
    return Model(target=Target(hamiltonian=own), baths=[Bath(sources=Levels(levels=levels), coupling=coupling)]), own, coupling, rows


@pytest.mark.parametrize("seed", range(9 * SOAK))
def test_ties_by_a_plain_average_and_both_backends(seed: int) -> None:
    model, own, coupling, rows = tied_model(seed)
    with workdps(50):
        expected = average(own, coupling, rows)
        for quantity in QUANTITIES:
            if abs(expected[quantity]) < mpf(10) ** -20:
                continue
            found = evaluate(model, quantity, T=0, digits=20)
            assert abs(mpf(str(found)) - expected[quantity]) < mpf(10) ** -18 * (1 + abs(expected[quantity])), quantity
            assert str(evaluate(model, quantity, T=0, digits=20, backend="mpmath")) == str(found)
            if quantity in ("coherence", "purity", "energy", "entropy"):
                assert str(evaluate(model, quantity, beta=10**4, digits=20)) == str(found)
    sectors = cold_sectors(model)
    assert sum((one.sources_degeneracy or 0) * one.multiplicity for one in sectors) == round(float(mp.exp(expected["entropy"])))


def test_a_tie_missed_by_1e_minus_60_is_no_tie() -> None:
    for step, labels in (("0", 2), ("1e-60", 1), ("-1e-60", 1)):
        sources = Levels(levels=[["1", "0", 1], ["-1", step, 3]])
        own, coupling = [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]], [["0", "1", "0"], ["1", "0", "1"], ["0", "1", "0"]]
        model = Model(target=Target(hamiltonian=own), baths=[Bath(sources=sources, coupling=coupling)])
        assert len(cold_sectors(model)) == labels
        shown = {"0": "1.386294", "1e-60": "0", "-1e-60": "1.098612"}[step]
        assert str(evaluate(model, "entropy", T=0, digits=7)) == shown


def test_numbers_that_are_not_rational_are_told_apart_or_refused() -> None:
    own, coupling = [["sqrt(2)", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]], [["0", "1", "0"], ["1", "0", "1"], ["0", "1", "0"]]

    def model(last: str) -> Model:
        return Model(
            target=Target(hamiltonian=own), baths=[Bath(sources=Levels(levels=[["1", "0", 1], ["-1", last, 1]]), coupling=coupling)]
        )

    assert len(cold_sectors(model("1/100"))) == 1
    assert str(evaluate(model("1/100"), "coherence", T=0, digits=15)) == str(evaluate(model("1/100"), "coherence", beta=10**5, digits=15))
    with pytest.raises(NotCertified, match="write the parameters as rational numbers"):
        evaluate(model("0"), "coherence", T=0)


def test_multiple_levels_at_finite_temperature_are_no_obstacle() -> None:
    """K_0 = H_A has a level twice in the sector M = 0; against low temperature of the same chain with a hair of a field."""
    own, coupling = [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]], [["0", "1", "0"], ["1", "0", "1"], ["0", "1", "0"]]
    bath = Bath(sources=Chain(N=2, J="-1"), coupling=coupling, omega_a="1/2", gamma="3/10")
    model = Model(target=Target(hamiltonian=own), baths=[bath])
    arb_value = evaluate(model, "coherence", beta=2, digits=20)
    assert str(arb_value) == str(evaluate(model, "coherence", beta=2, digits=20, backend="mpmath")) and arb_value.certified


@pytest.mark.parametrize("seed", range(6))
def test_levels_of_a_hermitian_matrix(seed: int) -> None:
    rows = hermitian(Random(seed), 4)
    with workdps(40):
        expected = sorted(eighe(mp_matrix([[number(text) for text in row] for row in rows]), eigvals_only=True))
        texts = [mp.nstr(value, 35) for value in expected]
        entries = [[(mp.nstr(number(text).real, 38), mp.nstr(number(text).imag, 38)) for text in row] for row in rows]
    with working_precision(140):
        found = levels_of(acb_mat([[acb(arb(real), arb(imaginary)) for real, imaginary in row] for row in entries]))
        assert all(abs(ball - arb(text)) < arb(10) ** -30 for ball, text in zip(found, texts, strict=True))
        assert all(value.overlaps(arb(2)) for value in levels_of(acb_mat([[2, 0, 0], [0, 2, 0], [0, 0, 2]])))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if near == [[0], [0]]:", "if near:"),
        ("roots[0][1] // 2", "roots[0][1]"),
        ("doubled[i, size + j] = imaginary[i, j], -imaginary[i, j]", "doubled[i, size + j] = imaginary[i, j], imaginary[i, j]"),
        ("real[i, i] += low", "real[i, i] += 0"),
    ],
)
def test_a_broken_decision_shows(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import inspect
    import sys
    from types import ModuleType

    source = inspect.getsource(tied)
    assert source.count(old) == 1
    broken = ModuleType("symcoh.numeric.sums.tied_broken")
    broken.__package__ = tied.__package__
    monkeypatch.setitem(sys.modules, broken.__name__, broken)
    exec(compile(source.replace(old, new), "tied", "exec"), broken.__dict__)
    near = [["1", "0", "0"], ["0", "0", "0"], ["0", "0", "1"]], [["0", "1", "0"], ["1", "0", "1"], ["0", "1", "0"]]
    models = [tied_model(seed)[0] for seed in range(9)]
    models += [
        Model(target=Target(hamiltonian=near[0]), baths=[Bath(sources=Levels(levels=[["1", "0", 1], ["-1", step, 3]]), coupling=near[1])])
        for step in ("1e-60", "0")
    ]
    models.append(
        Model(
            target=Target(hamiltonian=[["-1", "0", "0"], ["0", "5", "0"], ["0", "0", "7"]]),
            baths=[
                Bath(
                    sources=Levels(levels=[["0", "0", 1], ["1", "0", 1]]),
                    coupling=[["1e-400", "0", "0"], ["0", "0", "0"], ["0", "0", "0"]],
                )
            ],
        )
    )
    complex_rows = hermitian(Random(5), 3)
    models.append(
        Model(
            target=Target(hamiltonian=complex_rows), baths=[Bath(sources=Levels(levels=[["0", "0", 1], ["0", "0", 1]]), coupling=near[1])]
        )
    )

    def seen(module: Any, model: Model) -> object:
        try:
            return [(one.labels, one.multiplicity, str(one.levels)) for one in module.cold_sectors(model)]
        except NotCertified:
            return "refused"

    assert any(seen(broken, model) != seen(tied, model) for model in models)
