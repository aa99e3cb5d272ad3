"""The finding of one case: by exact algebra, else at exact points of its range.

Order of evidence. (a) The difference from the exact expression is identically zero. (b) Formula and quantity are expanded
in the small variable, term by term, exponentially small terms too, and compared coefficient by coefficient: with every
open parameter a symbol, else, where the order of two exponentials depends on parameters, at exact points of the range; a
difference at one point is a proof that the formula is wrong, agreement at the points is a measurement. (c) What cannot be
expanded is undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from sympy import Expr, I, nan, zoo

from ..decision.field import NotReal, Undecidable
from ..errors import InputError, NotCertified
from ..exact import symbols
from .answer import rank
from .asked import Asked, formula_in, neglected_in
from .case import Case, Finding, Source
from .cases import SAMPLES, numeric, point_of
from .compare import compare, identical, limit_value, one_function
from .reading import NAMES
from .truth import Truth, exact_truth, ground_truth, has_series, inner_truth, known_truth, system_truth

LONG = 4
"""Beyond this ring a formula in N is first compared for every N."""


def finding_of(asked: Asked, case: Case) -> Finding:
    """The finding of a case: with symbols, else at points; a long ring first by what holds for every N."""
    running = {limit.name for limit in asked.limits}
    size = case.names["N"]
    own = asked.question.sources is not None
    if not own and size.is_Integer and size > LONG and re.search(r"\bN\b", asked.question.formula) and not _is_exact(asked, case):
        general = replace(asked, given={name: value for name, value in asked.given.items() if name != "N"})
        parity = -1 if int(size) % 2 else 1
        open_case = replace(case, names=dict(case.names) | {"N": symbols.N}, parity=parity)
        found, _ = _decided(general, open_case)
        # The points of the case have this N: a difference seen there is one at this ring.
        if found is not None and found.least <= size and found.beyond <= size:
            return replace(found, given=_at_size(found.given, size), should_be=_at_size(found.should_be, size))
    finding, reasons = _decided(asked, case)
    if finding is not None:
        return finding
    singular = "the formula divides by zero" in reasons
    if not singular and any(value.free_symbols for name, value in case.names.items() if name not in running):
        return _measured(asked, case, reasons)
    return Finding(verdict="undecided", proved=False, because=reasons[0] if reasons else "nothing is known in this limit")


def _is_exact(asked: Asked, case: Case) -> bool:
    """Whether the formula is the exact expression of a ring that is written out."""
    written = None if len(asked.limits) == 2 else exact_truth(asked.question.quantity, case.names, case.parity)
    if written is None or written.expression is None:
        return False
    try:
        return identical(formula_in(asked, case), written.expression, case)
    except Undecidable:
        return False


def _at_size(value: Expr | None, size: Expr) -> Expr | None:
    return None if value is None else value.subs(symbols.N, size)


def _decided(asked: Asked, case: Case) -> tuple[Finding | None, list[str]]:
    """What exact algebra decides, or why it does not."""
    reasons: list[str] = []
    formula = formula_in(asked, case)
    if formula.has(zoo, nan):
        return None, ["the formula divides by zero"]
    if formula.has(I):
        because = "the formula is not a real number there: it holds a root or a logarithm of a negative number"
        return Finding(verdict="wrong", proved=True, because=because), []
    order = None if asked.question.order is None else Fraction(asked.question.order)
    neglected = neglected_in(asked, case)
    try:
        for source in _sources(asked, case):
            try:
                return compare(formula, source, asked.last, case, order, neglected), reasons
            except (Undecidable, NotCertified, ZeroDivisionError) as error:
                if isinstance(error, NotReal):
                    raise
                reasons.append(str(error))
            except InputError:
                reasons.append("the formula holds what no ball encloses: a power or a logarithm that may not be real")
    except NotReal as error:
        because = f"the formula is not a real number there: it holds {error}"
        return Finding(verdict="wrong", proved=True, because=because), reasons
    except Undecidable as error:
        reasons.append(str(error))
    return None, reasons


def _sources(asked: Asked, case: Case) -> Iterator[Source]:
    """What the quantity is, the best first."""
    quantity, names = asked.question.quantity, case.names
    if asked.question.sources is not None:
        yield Source(exact=system_truth(quantity, names, asked.question.sources))
        return
    if len(asked.limits) == 2:
        yield from (Source(exact=truth) for truth in _iterated(asked, case))
        return
    if quantity == "coherence" and case.phase is not None:
        found = ground_truth(names, case.phase, case.parity)
        if found is not None:
            yield Source(exact=found)
        return
    series = Source(series=lambda power: _series(asked, case, power))
    written = exact_truth(quantity, names, case.parity)
    # A ring of any length is quicker by its series; its closed form, where there is one, comes second.
    known = has_series(quantity, asked.last, asked.held is not None)
    running = {limit.name for limit in asked.limits}
    opened = any(value.free_symbols for name, value in names.items() if name not in running)
    long = not names["N"].is_Integer or (opened and names["N"] > LONG)
    first = known and long and (written is None or (written.expression != 0 and not _is_exact(asked, case)))
    if first:
        yield series
    if written is not None:
        yield Source(exact=written)
    if known and not first:
        yield series


def _series(asked: Asked, case: Case, power: int) -> Truth | None:
    found = known_truth(asked.last, power, asked.given, asked.held is not None, case.parity, asked.question.quantity)
    return None if found is None else _in_case(found, case)


def _in_case(truth: Truth, case: Case) -> Truth:
    """The coefficients of a series in the symbols of a case."""
    images = {symbols.J: case.names["J"]}
    if "K" in case.names:
        images[symbols.K] = case.names["K"]
    return replace(truth, terms={p: c.subs(images) for p, c in (truth.terms or {}).items()})


def _iterated(asked: Asked, case: Case) -> Iterator[Truth]:
    first = asked.limits[0]
    if asked.question.quantity == "coherence":
        if case.phase is not None and first.name == "beta":
            found = ground_truth(case.names, case.phase, case.parity)
            if found is not None and found.terms is not None:
                yield Truth(source=found.source, expression=found.terms[0], least=found.least)
        closed = inner_truth(first, case.names, case.parity)
        if closed is not None:
            yield closed
    whole = exact_truth(asked.question.quantity, case.names, case.parity)
    if whole is not None and whole.expression is not None:
        yield Truth(source=f"the limit {first.name} -> {first.point} of {whole.source}", expression=limit_value(whole, first, case))


DRAWN = 2
"""Points whose values the text of the formula draws: no formula is made to vanish at them."""
LEAST_MEASURED = 5
"""The smallest ring at which a formula with an open N is measured: N >= 5 holds every closed ring through beta**6."""


def _measured(asked: Asked, case: Case, reasons: list[str]) -> Finding:
    """The finding at exact points of the range: a difference at one is a proof, agreement at all a measurement.

    A formula that is one analytic function of the open parameters and is right at points that nobody chose is right in all
    of the range but by a miracle. One with |omega - 1000| in it is several functions, and nothing is measured of them all.
    """
    found: list[tuple[str, Finding]] = []
    least = 1 if "N" in asked.given else LEAST_MEASURED
    for place in range(SAMPLES + DRAWN):
        finding, why, name = _at_point(asked, replace(case, least=least), place)
        if finding is not None and finding.verdict == "wrong":
            return replace(finding, because=f"{finding.because}, at {name}", least=least)
        if finding is not None:
            found.append((name, finding))
        elif place < SAMPLES:
            reasons = why or reasons
    if len(found) < 2 or any(f.verdict == "undecided" for _, f in found):
        why_not = reasons[0] if reasons else "nothing is known in this limit"
        return Finding(verdict="undecided", proved=False, because=why_not, least=least)
    if not one_function(formula_in(asked, case), case):
        because = f"it agrees at {len(found)} exact points of the range, such as {found[0][0]}, but holds what may change its sign"
        return Finding(verdict="undecided", proved=False, because=because, least=least)
    name, first = min(found, key=lambda pair: rank(pair[1]))
    because = f"measured: it agrees at {len(found)} exact points of the range, such as {name}"
    return replace(first, proved=False, because=because, least=least)


def _at_point(asked: Asked, case: Case, place: int) -> tuple[Finding | None, list[str], str]:
    """The finding at one point, why there is none, and the point's name; beyond the first few, points drawn by the formula itself."""
    running = {limit.name for limit in asked.limits}
    drawn = None if place < SAMPLES else Random(f"{asked.question.formula}/{case.name}/{place}")
    if drawn is not None and not has_series(asked.question.quantity, asked.last, asked.held is not None):
        return None, [], ""
    point = point_of(case, asked.given, asked.limits, place, drawn)
    if point is None:
        return None, [], ""
    at = replace(numeric(case, point, asked.limits), end=asked.end)
    given = {name: point[name] for name in NAMES if name not in running}
    if asked.held is not None:
        given.pop("J", None)
        given["K"] = point["K"]
    try:
        return *_decided(replace(asked, given=given), at), at.name
    except InputError as error:
        if drawn is None:
            raise
        return None, [str(error)], at.name  # a sum or power grows too long in a ring that nobody asked for
