"""Transseries, claims and orders by themselves: coefficients that are known, and terms on either side of a limit."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from types import SimpleNamespace
from typing import Any

import pytest
from flint import fmpq
from sympy import Integer, Rational, Symbol, root, sqrt

from symcoh.checking import compare
from symcoh.checking.blocks import Block, Deeper, Setting
from symcoh.checking.case import Case, Ordering
from symcoh.checking.cases import _phase_at, numeric, point_of, with_points
from symcoh.checking.claims import Claim, claim_of, claims, reached, within
from symcoh.checking.question import LIMITS, NEGATIVE_K, POSITIVE_K
from symcoh.checking.transseries import Trans, _below_one, absolute_of, constant, exponential_of, leading, logarithm_of, monomial, terms_of
from symcoh.checking.truth import Truth
from symcoh.decision.field import Element, Field, Undecidable, symbol
from symcoh.decision.normal_form import to_element
from symcoh.exact import symbols
from symcoh.exactnumbers import ONE, ZERO, exact

CASE = Case(name="", names={}, points=())


def setting(reach: int = 6, depth: int = 6) -> Setting:
    field = Field()
    ordering = Ordering(CASE, {})
    return Setting(field=field, reach=reach, depth=depth, order_of=ordering.order_of, same=ordering.same)


def small(at: Setting) -> Trans:
    return monomial(at, at.field.constant(1), Fraction(1))


def number(at: Setting, value: int) -> Element:
    return at.field.constant(value)


def coefficients(x: Trans) -> dict[int, fmpq]:
    """Those of the powers, where every one is a rational number."""
    (block,) = x.blocks
    assert block.exponent.is_zero and all(c.rational is not None for c in block.powers.values())
    return {int(p): c.rational for p, c in block.powers.items()}  # type: ignore[misc]  # asserted above


def test_logarithm_exponential_and_powers_of_a_series() -> None:
    """log(1 + t), exp(t), (1 + t)^(1/2), 1/(1 + t), (1 + t)^9 by their coefficients."""
    at = setting()
    one = constant(at, number(at, 1)) + small(at)
    assert coefficients(logarithm_of(one)) == {n: fmpq((-1) ** (n + 1), n) for n in range(1, 6)}
    assert coefficients(exponential_of(small(at))) == {n: fmpq(1, factorial(n)) for n in range(6)}
    half = coefficients(one.rational_power(Fraction(1, 2)))
    assert [half[n] for n in range(5)] == [fmpq(1), fmpq(1, 2), fmpq(-1, 8), fmpq(1, 16), fmpq(-5, 128)]
    assert coefficients(one.inverse()) == {n: fmpq((-1) ** n) for n in range(6)}
    nine = coefficients(one.power(9))
    assert [nine[n] for n in range(6)] == [1, 9, 36, 84, 126, 126]
    assert one.inverse().endless and not one.power(3).endless
    none = one.rational_power(Fraction(0))
    assert coefficients(none) == {0: 1} and not none.endless and not one.rational_power(Fraction(9)).endless
    assert coefficients(one.power(3)) == {0: 1, 1: 3, 2: 3, 3: 1}


def test_an_exponential_beside_a_series() -> None:
    """exp(2/t) (1 + t): its inverse and its logarithm carry the exponent."""
    at = setting()
    grown = Trans(at, (Block(number(at, 2), {Fraction(0): number(at, 1), Fraction(1): number(at, 1)}, None),))
    (block,) = grown.inverse().blocks
    assert block.exponent.rational == -2 and block.powers[Fraction(1)].rational == -1
    found = terms_of(logarithm_of(grown))
    assert [(int(p), c.rational) for _, p, c in found][:3] == [(-1, fmpq(2)), (1, fmpq(1)), (2, fmpq(-1, 2))]
    with pytest.raises(Undecidable, match="logarithm of the small variable"):
        logarithm_of(small(at))
    minus = constant(at, number(at, -3)) + small(at)
    assert coefficients(absolute_of(minus)) == {0: 3, 1: -1} and coefficients(absolute_of(-minus)) == {0: 3, 1: -1}


def test_exponentials_of_large_and_of_other_terms() -> None:
    at = setting()
    pole = monomial(at, number(at, 3), Fraction(-1)) + constant(at, number(at, 0)) + small(at)
    (block,) = exponential_of(pole).blocks
    assert block.exponent.rational == 3 and block.powers[Fraction(2)].rational == fmpq(1, 2)
    with pytest.raises(Undecidable, match="power -2"):
        exponential_of(monomial(at, number(at, 1), Fraction(-2)))
    with pytest.raises(Undecidable, match="exponentially large"):
        exponential_of(Trans(at, (Block(number(at, 1), {Fraction(0): number(at, 1)}, None),)))


def test_a_leading_term_that_is_not_reached() -> None:
    """Nothing is divided by what may be smaller than all that is known."""
    at = setting()
    known = Block(number(at, 0), {Fraction(2): number(at, 5)}, None)
    block, p, c = leading(Trans(at, (known,)))
    assert block == known and p == 2 and c.rational == 5
    for unknown in (
        Trans(at, (), (number(at, -1),)),
        Trans(at, (Block(number(at, 0), {}, Fraction(4)),)),
        Trans(at, (known,), (number(at, 0),)),
        Trans(at, (known,), (number(at, 1),)),
    ):
        with pytest.raises(Deeper):
            leading(unknown)
    assert leading(Trans(at, (known,), (number(at, -1),)))[1] == 2
    with pytest.raises(Undecidable, match="divides by zero"):
        leading(Trans(at, ()))


def test_what_is_composed_is_small() -> None:
    """A term that does not tend to zero is not taken for one that does; what lies beyond the reach is left out."""
    at = setting(reach=3)
    for large in (trans(at, (0, {0: 1}, None)), trans(at, (0, {-1: 1}, None)), trans(at, (0, {}, 0))):
        with pytest.raises(Deeper):
            _below_one(large)
    kept = _below_one(trans(at, (0, {1: 2, 2: 5, 3: 7, 4: 9}, None), (-1, {0: 4, 5: 1}, None)))
    assert [(int(p), c.rational and int(c.rational)) for _, p, c in terms_of(kept)] == [(1, 2), (2, 5), (0, 4), (5, 1)]
    assert [block.order for block in kept.blocks] == [3, None]
    assert _below_one(trans(at, (-1, {}, None), (0, {1: 1}, 2))).blocks[1].order == 2


def test_equal_exponents_without_a_normal_form() -> None:
    """Nested roots that are equal, that are not, and exponents with a symbol."""
    ordering, field = Ordering(CASE, {}), Field()
    nested = to_element(field, root(7 + 5 * sqrt(2), 3) - 1 - sqrt(2))
    assert not nested.is_zero and ordering.same(nested) and ordering.same(field.constant(0))
    assert not ordering.same(field.constant(1)) and not ordering.same(to_element(field, sqrt(5 + sqrt(2)) - 2))
    x = symbol(field, symbols.omega)
    assert not ordering.same(x) and not ordering.same(x - to_element(field, sqrt(2)))
    assert ordering.order_of(field.constant(-2)) == -1 and ordering.order_of(x) == 1 and ordering.order_of(field.constant(0)) == 0
    with pytest.raises(Undecidable, match="depends on parameters"):
        ordering.order_of(x - field.constant(1))


def test_blocks_of_one_exponent_are_put_together() -> None:
    """Where the exponents look alike, and where they are equal without looking so."""
    at = setting()
    one, other = (to_element(at.field, e) for e in (root(7 + 5 * sqrt(2), 3), 1 + sqrt(2)))
    assert at.field.nested and one.key != other.key
    blocks = [Trans(at, (Block(e, {Fraction(0): number(at, 1)}, None),)) for e in (one, other, other)]
    (found,) = (blocks[0] + blocks[1] + blocks[2]).blocks
    assert found.powers[Fraction(0)].rational == 3
    assert (blocks[0] - blocks[1]).blocks == ()


def test_an_order_that_holds_from_some_ring_on() -> None:
    """N - 4 is positive for N >= 5, and not told for N >= 3."""
    field = Field()
    difference = to_element(field, symbols.N - 4)
    late = Case(name="", names={}, points=(), least=5)
    assert Ordering(late, {}).order_of(difference) == 1
    with pytest.raises(Undecidable):
        Ordering(Case(name="", names={}, points=(), least=3), {}).order_of(difference)


def trans(at: Setting, *blocks: tuple[int, dict[int, int], int | None], rest: tuple[int, ...] = (), endless: bool = False) -> Trans:
    """Blocks given as (exponent, powers, order)."""
    made = tuple(
        Block(number(at, k), {Fraction(p): number(at, c) for p, c in powers.items()}, None if order is None else Fraction(order))
        for k, powers, order in blocks
    )
    return Trans(at, made, tuple(number(at, r) for r in rest), endless)


def claimed(at: Setting, x: Trans, unit: int | None = None, order: int | None = None) -> Any:
    found = claim_of(x, None if unit is None else number(at, unit), None if order is None else Fraction(order))
    return found.power if found.power is not None else [(int(e.rational or 0), p) for e, p in found.blocks]


def test_what_a_formula_claims() -> None:
    at = setting()
    ends = trans(at, (0, {0: 1, 3: 2}, None), (-2, {0: 5, 1: 1}, None))
    assert claimed(at, ends) == [(0, 3), (-2, 1)] and claimed(at, ends, order=1) == [(0, 1)]
    endless = trans(at, (0, {1: 1, 2: 2}, 7), (-2, {0: 5, 1: 1}, 6), endless=True)
    assert claimed(at, endless) == [(0, 3), (-2, 0)]
    assert claimed(at, trans(at, (0, {0: 1}, None), (-2, {1: 5, 2: 1}, 6), rest=(-9,), endless=True)) == [(0, 0), (-2, 1)]
    assert claimed(at, trans(at, (0, {0: 1, 2: 4}, 8), (-2, {0: 5}, None), rest=(-9,), endless=True)) == [(0, 2)]
    assert claimed(at, trans(at, (-2, {0: 5}, None))) == [(0, 0), (-2, 0)]
    assert claimed(at, trans(at, (0, {0: 1}, None), (-3, {0: 5}, None), (-6, {0: 5}, None)), unit=-3) == 2
    assert claimed(at, trans(at, (0, {0: 1}, None), (-3, {0: 5}, None), rest=(-9,), endless=True), unit=-3) == 2
    assert claimed(at, trans(at), unit=-3) == 0 and claimed(at, trans(at, (0, {0: 1}, None)), unit=-3, order=7) == 7
    for unknown in (trans(at, (0, {}, 3)), trans(at, (0, {0: 1}, None), rest=(-9,)), trans(at, (0, {0: 1}, 5))):
        with pytest.raises(Deeper):
            claim_of(unknown, None, None)


def test_which_terms_are_claimed() -> None:
    at = setting()
    x = trans(at)
    zero, two, three = number(at, 0), number(at, -2), number(at, -3)

    def holds(claim: Claim, exponent: int, p: int, unit: int | None = None) -> bool:
        return claims(claim, None if unit is None else number(at, unit), number(at, exponent), Fraction(p), x)

    powers = Claim(blocks=((zero, Fraction(3)),))
    assert holds(powers, 0, 3) and not holds(powers, 0, 4) and holds(powers, 1, 9) and not holds(powers, -1, 0)
    both = Claim(blocks=((zero, Fraction(3)), (two, Fraction(1))))
    assert holds(both, -2, 1) and not holds(both, -2, 2) and holds(both, -1, 5) and not holds(both, -3, 0) and holds(both, 1, 0)
    three_blocks = Claim(blocks=((zero, Fraction(0)), (two, Fraction(0)), (three, Fraction(0))))
    assert holds(three_blocks, -3, 0) and not holds(three_blocks, -3, 1) and not holds(three_blocks, -4, 0)
    unit = Claim(power=Fraction(2))
    assert holds(unit, -6, 0, unit=-3) and not holds(unit, -9, 0, unit=-3) and holds(unit, -7, 0, unit=-4) and holds(unit, 3, 0, unit=-3)


def test_what_must_be_known_for_a_claim() -> None:
    at = setting()
    within(trans(at, rest=(-3,)), number(at, -2))
    for larger in (-2, -1):
        with pytest.raises(Deeper):
            within(trans(at, rest=(larger,)), number(at, -2))
    zero, two = number(at, 0), number(at, -2)
    powers = Claim(blocks=((zero, Fraction(3)),))
    reached(trans(at, (0, {}, 4), rest=(-1,)), powers, None)
    both = Claim(blocks=((zero, Fraction(3)), (two, Fraction(1))))
    reached(trans(at, (0, {}, 4), (-2, {}, 2), (-3, {}, 0), rest=(-5,)), both, None)
    for unknown in (trans(at, (0, {}, 4), (-1, {}, 1)), trans(at, (0, {}, 4), (-2, {}, 1)), trans(at, (0, {}, 3)), trans(at, rest=(-2,))):
        with pytest.raises(Deeper):
            reached(unknown, both, None)
    unit = Claim(power=Fraction(2))
    reached(trans(at, (-9, {}, 0), rest=(-7,)), unit, number(at, -3))
    for unknown in (trans(at, (-6, {}, 9)), trans(at, rest=(-6,))):
        with pytest.raises(Deeper):
            reached(unknown, unit, number(at, -3))


@pytest.mark.parametrize(("K", "sign"), [(POSITIVE_K, 1), (-NEGATIVE_K, -1), (Integer(0), 0)])
def test_points_where_K_is_held(K: Any, sign: int) -> None:
    """J = K/beta at every point, with the sign of the case; the case at one of them holds numbers alone."""
    names = {name: getattr(symbols, name) for name in ("omega", "omega_a", "gamma", "beta", "N")}
    case = Case(name="", names=names | {"K": K, "J": K / symbols.beta}, points=())
    limits = (LIMITS["beta", "0"],)
    points = [point for place in range(4) if (point := point_of(case, {}, limits, place)) is not None]
    assert len(points) == 4 and len(with_points(case, {}, limits).points) == 4
    for point in points:
        assert point["J"] == point["K"] / point["beta"]
        assert point["K"] == (point["K_positive"] if sign > 0 else ZERO - point["K_negative"] if sign < 0 else ZERO)
    for point in points:
        at, size = numeric(case, point, limits), int(point["N"].integer or 0)
        assert at.names["N"] == size and at.names["beta"] == symbols.beta and at.parity == (-1) ** size
        assert (at.names["J"] * symbols.beta - at.names["K"]).equals(0) and not at.names["K"].free_symbols


def test_the_phase_at_a_point() -> None:
    point = {"omega": ONE, "omega_a": exact("7/10"), "gamma": exact("3/10"), "N": exact(4), "beta": ONE}
    assert [_phase_at(point, exact(J)) for J in ("0", "1/10", "-1/10", "-1", "-3/10")] == ["aligned"] * 3 + ["antialigned"] * 2
    assert _phase_at(point | {"N": ONE}, exact(-9)) == "aligned"
    assert Rational(-7, 40) - (sqrt(1 + Rational(36 * 16, 100)) - 1) / 16 > Rational(-3, 10)  # J_c of (48)
    assert Symbol("N_beyond") != symbols.N


def test_the_first_of_two_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an expansion says of it: zero, a value, nothing finite, or nothing yet."""
    truth, limit = Truth(source="", expression=symbols.beta), LIMITS["beta", "0"]

    def limit_of(*blocks: tuple[int, dict[int, int], int | None], rest: tuple[int, ...] = ()) -> Any:
        monkeypatch.setattr(compare, "_expander", lambda at, *_: SimpleNamespace(expand=lambda e: trans(at, *blocks, rest=rest)))
        return compare.limit_value(truth, limit, CASE)

    assert limit_of() == 0 and limit_of((0, {1: 3}, 2)) == 0 and limit_of((-2, {-1: 3}, None)) == 0
    assert limit_of((0, {0: 7, 1: 3}, 2), rest=(-1,)) == 7
    for blocks in (((0, {-1: 7}, 2),), ((1, {0: 7}, 2),)):
        with pytest.raises(Undecidable, match="not finite"):
            limit_of(*blocks)
    for several, rest in (((), (-1,)), (((0, {}, 1),), ())):
        with pytest.raises(Undecidable, match="is not reached"):
            limit_of(*several, rest=rest)
