"""What the names of (1)-(39) mean, against routes that share nothing with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from flint import arb, arb_mat
from sympy import Expr, Integer, Rational

from symcoh.attack.definitions.eigenvectors import up_domains, words_of
from symcoh.attack.evaluation_point import EvaluationPoint, spins
from symcoh.balls import working_precision
from symcoh.certificates.interpret import interpret
from symcoh.errors import InputError
from symcoh.exact import hamiltonian
from symcoh.exact.symbols import k
from symcoh.exactnumbers import exact
from symcoh.ledger import notation
from symcoh.model import Model
from symcoh.numeric.ring.quantities import enclosure

BITS = 300
PLACES = (
    Model(N=1, omega_a="7/10", gamma="3/10", J="-2/5"),
    Model(N=2, omega="3", omega_a="-1", gamma="1/7", J="2"),
    Model(N=3, omega="0", omega_a="1/3", gamma="-5/4", J="-3/7"),
    Model(N=3, omega="1", omega_a="1/2", gamma="0", J="1/9"),
    Model(N=4, omega="2", omega_a="1", gamma="1", J="-1/2"),
)
NEAR = arb(10) ** -60


def _point(model: Model, beta: str = "5/4") -> EvaluationPoint:
    return EvaluationPoint(model=model, beta=exact(beta))


def _number(e: Expr, here: EvaluationPoint) -> arb:
    found = interpret(e, here)
    assert isinstance(found, arb)
    return found


def _matrix(e: Expr, here: EvaluationPoint) -> arb_mat:
    found = interpret(e, here)
    assert isinstance(found, arb_mat)
    return found


def _near(left: arb, right: arb) -> bool:
    return bool(abs(left - right) < NEAR)


def _near_all(left: arb_mat, right: arb_mat) -> bool:
    return (left.nrows(), left.ncols()) == (right.nrows(), right.ncols()) and all(
        _near(a, b) for a, b in zip(left.entries(), right.entries(), strict=True)
    )


@pytest.mark.parametrize("model", PLACES)
def test_the_hamiltonian_is_the_kronecker_one(model: Model) -> None:
    values = {name: Rational(str(getattr(model, name))) for name in ("omega", "omega_a", "gamma", "J")}
    matrix = hamiltonian(model.N, **values)
    with working_precision(BITS):
        expected = arb_mat([[_number(matrix[i, j], _point(model)) for j in range(matrix.cols)] for i in range(matrix.rows)])
        assert _near_all(_matrix(notation.H, _point(model)), expected)


@pytest.mark.parametrize("model", PLACES)
@pytest.mark.parametrize(
    ("name", "quantity"),
    [("C", "coherence"), ("Z", "partition-function"), ("p_e", "population-excited"), ("p_g", "population-ground")],
)
def test_the_thermal_state_is_that_of_the_numeric_side(model: Model, name: str, quantity: str) -> None:
    with working_precision(BITS):
        assert _near(_number(getattr(notation, name), _point(model)), enclosure(model, quantity, exact("5/4"), BITS))


@pytest.mark.parametrize("model", PLACES)
def test_the_eigenvectors_are_an_orthonormal_basis_with_the_energies_of_the_hamiltonian(model: Model) -> None:
    size = 2 ** (model.N + 1)
    with working_precision(BITS):
        unit, rebuilt, count = arb_mat(size, size), arb_mat(size, size), 0
        for m, sign in product(range(-model.N, model.N + 1, 2), (1, -1)):
            for alpha in range(1, len(words_of(model.N, m)) + 1):
                at = replace(_point(model), bound={"m": arb(m), "alpha": arb(alpha), "pm": arb(sign)})
                projector = _matrix(notation.Dyad(notation.ket_Psi, notation.ket_Psi), at)
                unit, rebuilt, count = unit + projector, rebuilt + projector * _number(notation.E_total, at), count + 1
        assert count == size
        assert _near_all(unit, arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)]))
        assert _near_all(rebuilt, _matrix(notation.H, _point(model)))


@pytest.mark.parametrize("model", [place for place in PLACES if place.N > 1])
def test_the_ends_in_the_coupling_are_limits(model: Model) -> None:
    with working_precision(BITS):
        for end, coupling in ((notation.C_up, "200"), (notation.C_down, "-200")):
            far = replace(model, J=exact(coupling))
            assert _near(_number(end, _point(model)), enclosure(far, "coherence", exact("5/4"), BITS))


def test_the_configurations_of_a_sector_are_all_counted_once() -> None:
    for size in range(1, 8):
        words = [word for m in range(-size, size + 1, 2) for word in words_of(size, m)]
        assert sorted(words) == list(range(2**size))


def test_up_domains_are_counted_around_the_ring() -> None:
    assert [up_domains(spins(4, word)) for word in (0b0000, 0b1111, 0b0110, 0b1001, 0b0101)] == [0, 0, 1, 1, 2]


def test_operators_act_on_the_sources_alone_where_the_statement_is_about_them() -> None:
    model = PLACES[2]
    alone = replace(_point(model), bound={"source_space": arb(1)})
    for operator in (notation.M, notation.H_I, notation.sigma_z_source(Integer(1))):
        narrow, wide = _matrix(operator, alone), _matrix(operator, _point(model))
        assert (narrow.nrows(), wide.nrows()) == (8, 16)
        assert all(narrow[i, i].overlaps(wide[i, i]) and narrow[i, i].overlaps(wide[i + 8, i + 8]) for i in range(8))


def test_an_index_must_be_an_integer() -> None:
    with pytest.raises(InputError, match="m must be an integer here"):
        interpret(notation.W(Rational(1, 2)), _point(PLACES[0]))
    with pytest.raises(InputError, match="k must be an integer here"):
        interpret(notation.s(k), replace(_point(PLACES[0]), bound={"m": arb(1), "alpha": arb(1), "k": arb("0.5")}))
