"""A formula and the truth in one case, term by term: the first term that differs, and whether the formula claims it.

Both are expanded until the claim is reached; where the truth is a series of a derivation, only through the claim, and the
first difference beyond it is seen by balls.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sympy import Abs, Expr, Integer, Pow, log

from ..certificates.enclose import enclose_expression
from ..decision.field import Element, Field, NotReal, Refined, Undecidable, factored, sign_of, to_expression
from ..decision.normal_form import to_element, units_of
from ..decision.zero import element_vanishes, exactly_zero
from ..errors import SymcohError
from ..exactnumbers import Exact, exact
from .blocks import Block, Deeper, Setting
from .case import Case, Finding, Ordering, Source, clock_of
from .claims import Claim, as_fmpq, claim_of, claims, power_of, reached, wanted, within
from .expand import Expander
from .question import BACK, Limit
from .transseries import Trans
from .truth import GAP, LIMIT_SYMBOLS, Truth

MAX_RESTARTS = 40
REACHES = (4, 8, 14, 24)
SECONDS = 4.0
"""CPU seconds one case may take before it is called undecided."""
BEYOND = 4
"""Powers beyond the claim that are looked at for the first difference."""


def compare(formula: Expr, source: Source, limit: Limit, case: Case, order: Fraction | None, neglected: Expr | None) -> Finding:
    """The finding of one case.

    Raises:
        Undecidable: exact algebra does not reach a decision.
    """
    known = source.exact
    if known is not None and known.expression is not None and identical(formula, known.expression, case):
        because = f"the difference from {known.source} is identically zero"
        return Finding(verdict="correct", proved=True, through="oo", because=because)
    clock = clock_of(case, SECONDS)
    units: dict[str, Fraction] = units_of([formula, *_expressions(known)])
    failure: Undecidable | None = None
    for reach in REACHES:
        for _ in range(MAX_RESTARTS):
            field = Field(units=units, parity=case.parity, clock=clock)
            try:
                return _compared(field, formula, source, limit, case, order, neglected, reach)
            except Refined:
                units = field.units
            except Deeper:
                failure = Undecidable(f"the leading terms cancel beyond {reach} powers")
                break
        else:
            raise Undecidable("the exponentials have no common unit")
    raise failure or Undecidable("the difference is not reached")


def _expressions(truth: Truth | None) -> list[Expr]:
    return [] if truth is None or truth.expression is None else [truth.expression]


def identical(formula: Expr, expression: Expr, case: Case) -> bool:
    """Whether formula and expression are one function: exact algebra, after a ball had the chance to say no."""
    difference = formula - expression
    if difference.is_zero:
        return True
    for point in case.points[:2]:
        values = dict(point)
        try:
            if not enclose_expression(difference, values, 256).contains(0):
                return False
        except (SymcohError, ValueError, ZeroDivisionError):
            break
    clock = clock_of(case, SECONDS / 2)
    field = Field(units=units_of([formula, expression]), parity=case.parity, clock=clock)
    for _ in range(MAX_RESTARTS):
        try:
            return exactly_zero(to_element(field, formula) - to_element(field, expression))
        except Refined:
            field = Field(units=field.units, parity=case.parity, clock=clock)
        except (NotReal, Undecidable):
            return False
    return False


def one_function(formula: Expr, case: Case) -> bool:
    """Whether a formula is one analytic function in a case: what stands in |x|, in a root or a logarithm keeps its sign."""
    field = Field(units=units_of([formula]), parity=case.parity, clock=clock_of(case, SECONDS / 4))
    inner = [e.args[0] for e in formula.atoms(Abs, log)]
    inner += [e.args[0] for e in formula.atoms(Pow) if not e.args[1].is_Integer and e.args[0].free_symbols]
    for e in inner:
        try:
            if not sign_of(to_element(field, e)):
                return False
        except (Undecidable, Refined):
            return False
    return True


def _compared(
    field: Field, formula: Expr, source: Source, limit: Limit, case: Case, order: Fraction | None, neglected: Expr | None, reach: int
) -> Finding:
    ordering = Ordering(case, {})
    unit = None if limit.unit is None else to_element(field, _named(limit.unit, case))
    cut: Element | None = None
    if neglected is not None:
        order, cut = _before(field, neglected, limit, case, ordering, unit)
    # Where the powers are claimed, what is smaller than each of them is not: few exponentials are wanted, and each costs much.
    powers_alone = order is not None and cut is None and unit is None
    expanded, depth = _expanded(field, formula, limit, case, ordering, reach, reach // 2 if powers_alone else 2 * reach)
    claim = claim_of(expanded, unit, order, cut)
    # What is claimed up to an exponential is claimed in every power: the first few of a series may tell.
    last = max(wanted(claim).__floor__(), 0) if cut is None else BEYOND
    truth = source.through(last)
    case = replace(case, points=tuple(_with_rings(point, truth.least) for point in case.points))
    # The truth is expanded through as many exponentials as are claimed, and a few more: each costs much.
    needed = last + 2 if unit is not None and claim.power is not None else len(claim.blocks) + 3
    at = Setting(field=field, reach=reach, depth=min(depth, needed + reach - REACHES[0]), order_of=ordering.order_of, same=ordering.same)
    try:
        right = _true_series(at, truth, limit, case, unit, last)
        finding = _walk(expanded, right, expanded - right, claim, unit, truth, case, limit)
    except Undecidable as error:
        if at.depth == 1 or truth.expression is None:
            raise
        finding = _by_powers(replace(at, depth=1), expanded, truth, limit, case, unit, claim, error)
    finding = replace(finding, least=truth.least, claimed=wanted(claim), endless=claim.endless)
    if finding.power is None and finding.verdict == "correct" and source.series is not None:
        return _first_beyond(finding, expanded, source, unit, case, last)
    return finding


def _with_rings(point: tuple[tuple[str, Exact], ...], least: int) -> tuple[tuple[str, Exact], ...]:
    """The point with N of the same parity and not below the rings that the truth is said of: a smaller one proves nothing."""
    values = dict(point)
    size = values["N"].integer if "N" in values else None
    if size is None or size >= least:
        return point
    return tuple(sorted((values | {"N": exact(least + (least - size) % 2)}).items()))


def _by_powers(
    at: Setting, expanded: Trans, truth: Truth, limit: Limit, case: Case, unit: Element | None, claim: Claim, error: Undecidable
) -> Finding:
    """The finding from the largest exponential of the truth alone, where its others have no order; else what was undecided."""
    try:
        right = _true_series(at, truth, limit, case, unit, 0)
        return _walk(expanded, right, expanded - right, claim, unit, truth, case, limit)
    except Deeper:
        raise error from None


def _first_beyond(finding: Finding, expanded: Trans, source: Source, unit: Element | None, case: Case, last: int) -> Finding:
    """The first difference beyond the claim, seen by balls; the finding as it is where none is reached."""
    for beyond in (BEYOND, 2, 1):
        try:
            truth = source.through(last + beyond)
        except Undecidable:
            continue
        for power in range(last + 1, last + beyond + 1):
            given = _known_at(expanded, unit, power)
            if given is None:
                return finding
            right = (truth.terms or {}).get(power, Integer(0))
            if given.is_zero and right.is_zero:
                continue
            if not _apart(given, right, case):
                return finding
            shown = printed(given)
            beyond = source.through(power).least
            return replace(finding, power=str(power), given=shown, should_be=right, through=str(power - 1), beyond=beyond)
        return replace(finding, through=str(last + beyond))
    return finding


def _known_at(x: Trans, unit: Element | None, power: int) -> Expr | None:
    """The formula's coefficient at a power, None where its expansion does not reach it."""
    zero = x.at.field.constant(0)
    wanted = zero if unit is None else unit.times(as_fmpq(Fraction(power)))
    place = Fraction(power) if unit is None else Fraction(0)
    for b in x.blocks:
        if x.at.same(b.exponent - wanted):
            if b.order is not None and b.order <= place:
                return None
            return factored(b.powers[place]) if place in b.powers else Integer(0)
    try:
        if any(x.at.order_of(r - wanted) >= 0 for r in x.rest):
            return None
    except Undecidable:
        return None
    return Integer(0)


def _apart(left: Expr, right: Expr, case: Case) -> bool:
    """Whether a ball at one of the points tells two expressions apart."""
    for point in case.points[:2]:
        values = dict(point)
        try:
            one, other = (enclose_expression(e, values, 512) for e in (left, right))
            if not (one - other).contains(0) and one.is_finite() and other.is_finite():
                return True
        except (SymcohError, ValueError, ZeroDivisionError):
            continue
    return False


def _expanded(field: Field, formula: Expr, limit: Limit, case: Case, ordering: Ordering, reach: int, depth: int) -> tuple[Trans, int]:
    """The formula expanded; where its exponentials have no order, only its powers."""
    for d in (depth, 1):
        at = Setting(field=field, reach=reach, depth=d, order_of=ordering.order_of, same=ordering.same)
        try:
            return _expander(at, limit, case).expand(formula), d
        except Undecidable:
            if d == 1:
                raise
    raise AssertionError


def _expander(at: Setting, limit: Limit, case: Case) -> Expander:
    symbol = case.names[limit.name]
    (x,) = symbol.free_symbols
    return Expander(at=at, symbol=x, infinite=limit.infinite)


def _named(e: Expr, case: Case) -> Expr:
    return e.xreplace({LIMIT_SYMBOLS[name]: value for name, value in case.names.items() if name in LIMIT_SYMBOLS})


def _true_series(at: Setting, truth: Truth, limit: Limit, case: Case, unit: Element | None, last: int) -> Trans:
    if truth.expression is not None:
        return _expander(at, limit, case).expand(truth.expression)
    assert truth.terms is not None
    field = at.field
    terms = {p: to_element(field, c) for p, c in truth.terms.items() if p <= last}
    if unit is not None:
        blocks = [Block(unit.times(p), {Fraction(0): c}, None) for p, c in terms.items() if not c.is_zero]
        return Trans(at, tuple(blocks), (unit.times(last + 1),))
    order = None if truth.ends else Fraction(last + 1)
    zero = field.constant(0)
    block = Block(zero, {Fraction(p): c for p, c in terms.items() if not c.is_zero}, order)
    rest = (-to_element(field, GAP),) if truth.gap else ()
    return Trans(at, (block,) if block.powers or order is not None else (), rest)


def _before(
    field: Field, neglected: Expr, limit: Limit, case: Case, ordering: Ordering, unit: Element | None
) -> tuple[Fraction, Element | None]:
    """The last power below what O() holds, a power a little smaller than it; and its exponent where it is smaller than every power."""
    at = Setting(field=field, reach=2, depth=2, order_of=ordering.order_of, same=ordering.same)
    found = _expander(at, limit, case).expand(neglected)
    if not found.blocks or not found.blocks[0].powers:
        raise Undecidable("what O() holds has no leading power")
    lead = found.blocks[0]
    if unit is not None:
        q = power_of(lead.exponent, unit)
        if q is None:
            raise Undecidable("what O() holds is no power of the small variable")
        return q - _SLIGHTLY, None
    if not lead.exponent.is_zero:
        return Fraction(0), lead.exponent
    return min(lead.powers) - _SLIGHTLY, None


_SLIGHTLY = Fraction(1, 10**6)


def _walk(
    expanded: Trans, right: Trans, difference: Trans, claim: Claim, unit: Element | None, truth: Truth, case: Case, limit: Limit
) -> Finding:
    """The first term of the difference that does not vanish, and whether it is claimed."""
    first: tuple[Element, Fraction] | None = None
    undecided = False
    for block in difference.blocks:
        for p in sorted(block.powers):
            vanishes = element_vanishes(block.powers[p], case.points)
            if vanishes:
                continue
            claimed = claims(claim, unit, block.exponent, p, difference)
            if vanishes is None:
                if claimed:
                    raise Undecidable(f"the coefficient at power {p} is not told from what it should be")
                undecided = True
                continue
            if claimed:
                within(difference, block.exponent)
                return _finding("wrong", expanded, right, block.exponent, p, unit, truth, claim, limit.name == "beta" and limit.infinite)
            if first is None and not undecided:
                if _is_beyond(difference, block.exponent):
                    undecided = True
                else:
                    first = (block.exponent, p)
            break
    reached(difference, claim, unit)
    if first is None:
        return Finding(verdict="correct", proved=True, through=_whole(wanted(claim)), because=_because(truth))
    return _finding("correct", expanded, right, *first, unit, truth, claim, limit.name == "beta" and limit.infinite)


def _is_beyond(difference: Trans, exponent: Element) -> bool:
    """Whether what is left out may be as large as an exponential, which then may have another coefficient."""
    try:
        within(difference, exponent)
    except (Deeper, Undecidable):
        return True
    return False


def _because(truth: Truth) -> str:
    return (
        f"compared term by term with the expansion of {truth.source}" if truth.expression is not None else f"compared with {truth.source}"
    )


def _whole(power: Fraction) -> str | None:
    whole = power.__floor__()
    return str(whole) if whole >= 0 else None


def _finding(
    verdict: str, expanded: Trans, right: Trans, exponent: Element, p: Fraction, unit: Element | None, truth: Truth, claim: Claim, low: bool
) -> Finding:
    """The finding at a term; `low` for beta -> oo, where every term is a power 0 with its exponential."""
    q = power_of(exponent, unit) if unit is not None else p if exponent.is_zero else None
    shown = None if q is not None else to_expression(exponent)
    exact_term = None
    if q is not None:
        power, through = str(q), _below(q)
        if truth.terms is not None and q.denominator == 1:
            exact_term = truth.terms.get(int(q), Integer(0))
    else:
        power = "0" if low else "oo" if unit is None else str(printed(to_expression(exponent / unit)))
        through = _whole(wanted(claim))
    return Finding(
        verdict=verdict,
        proved=True,
        because=_because(truth),
        power=power,
        exponent=shown,
        given=_coefficient(expanded, exponent, p),
        should_be=exact_term if exact_term is not None else _coefficient(right, exponent, p),
        through=through,
    )


def _below(power: Fraction) -> str | None:
    whole = power.__ceil__() - 1
    return str(whole) if whole >= 0 else None


def _coefficient(x: Trans, exponent: Element, p: Fraction) -> Expr:
    for b in x.blocks:
        if x.at.same(b.exponent - exponent) and p in b.powers:
            return printed(factored(b.powers[p]))
    return Integer(0)


def printed(e: Expr) -> Expr:
    """An expression in the names of the model."""
    return e.xreplace({old: new for old, new in BACK.items() if e.has(old)})


def limit_value(truth: Truth, limit: Limit, case: Case) -> Expr:
    """The limit of an exact expression, finite.

    Raises:
        Undecidable: it is not reached, or not finite.
    """
    assert truth.expression is not None
    units = units_of([truth.expression])
    for reach in REACHES:
        for _ in range(MAX_RESTARTS):
            field = Field(units=units, parity=case.parity, clock=clock_of(case, SECONDS))
            ordering = Ordering(case, {})
            at = Setting(field=field, reach=reach, depth=1, order_of=ordering.order_of, same=ordering.same)
            try:
                found = _expander(at, limit, case).expand(truth.expression)
                if not found.blocks and not found.rest:
                    return Integer(0)
                block = found.blocks[0] if found.blocks else None
                if block is None or not block.powers:
                    raise Deeper
                if ordering.order_of(block.exponent) < 0 or (block.exponent.is_zero and min(block.powers) > 0):
                    return Integer(0)
                if not block.exponent.is_zero or min(block.powers) < 0:
                    raise Undecidable("the first limit is not finite")
                return to_expression(block.powers[Fraction(0)])
            except Refined:
                units = field.units
            except Deeper:
                break
    raise Undecidable("the first limit is not reached")
