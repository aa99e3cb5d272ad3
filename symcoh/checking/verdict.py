"""The verdict on a user's formula: every case of its range, by exact algebra, at exact points where that does not reach.

Order of evidence. (a) The difference from the exact expression is identically zero. (b) Formula and quantity are expanded
in the small variable, term by term, exponentially small terms too, and compared coefficient by coefficient: with every
open parameter a symbol, else, where the order of two exponentials depends on parameters, at exact points of the range; a
difference at one point is a proof that the formula is wrong, agreement at the points is a measurement. (c) What cannot be
expanded is undecided.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Add, Expr, I, Pow, exp, nan, zoo

from ..decision.field import NotReal, Undecidable
from ..errors import InputError, NotCertified, shown
from ..exact import symbols, to_sympy
from ..exactnumbers import Exact
from .case import Case, Finding, Source
from .cases import SAMPLES, cases_of, numeric, point_of, with_points
from .compare import compare, identical, limit_value, printed
from .question import Answer, Limit, Question, limit_of
from .reading import NAMES, read_formula
from .truth import LARGEST_EXACT, QUANTITIES, Truth, exact_truth, ground_truth, inner_truth, known_truth

LONG = 4
"""Beyond this ring a formula in N is first compared for every N."""
SECONDS = 12.0
"""CPU seconds a question may take."""
_HOLD = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, read."""

    question: Question
    limits: tuple[Limit, ...]
    held: str | None
    given: dict[str, Exact]
    end: float

    @property
    def last(self) -> Limit:
        """The limit in which powers are counted."""
        return self.limits[-1]


def check_formula(question: Question) -> Answer:
    """The answer to a question.

    Raises:
        InputError: a formula, limit or parameter that cannot be read.
    """
    asked = _asked(question)
    with long_integers():
        return _answered(asked, question)


def _answered(asked: Asked, question: Question) -> Answer:
    whole = read_formula(question.formula, question.argument, _names_of(asked))
    found = [(case, _judged(asked, case)) for case in _cases(asked, whole)]
    return _merged(asked, _claiming_alike(asked, found))


def _claiming_alike(asked: Asked, found: list[tuple[Case, Finding]]) -> list[tuple[Case, Finding]]:
    """The findings, each through the last power that the formula claims in any case.

    At J = 0, or at odd N with a factor 1 + (-1)**N, terms of a formula vanish: they are claimed there too.
    """
    question = asked.question
    claimed = [finding.claimed for _, finding in found if finding.claimed is not None]
    if question.order is not None or question.neglected is not None or not claimed or min(claimed) == max(claimed):
        return found
    last = max(claimed)
    through = replace(asked, question=replace(question, order=last.__floor__()))
    short = [finding.verdict == "correct" and finding.claimed is not None and finding.claimed < last for _, finding in found]
    return [(case, _judged(through, case) if again else finding) for (case, finding), again in zip(found, short, strict=True)]


@contextmanager
def long_integers() -> Iterator[None]:
    """Python refuses to print integers of more than 4300 digits; exact coefficients may have them."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


def _asked(question: Question) -> Asked:
    limits = tuple(limit_of(name, point, "`limit`") for name, point in question.limits)
    if question.quantity not in QUANTITIES:
        raise InputError("`quantity`", f"must be one of {', '.join(QUANTITIES)}, but is {shown(question.quantity)}.")
    held = _held(question, limits)
    for limit in limits:
        if limit.name in question.given:
            raise InputError(f"`{limit.name}`", "is the variable of --limit: leave it out.")
    if question.quantity != "coherence" and "N" not in question.given:
        raise InputError(
            "`N`", f"is required for {question.quantity}, whose exact expression is compared: give a number up to {LARGEST_EXACT}."
        )
    if held is not None and "J" in question.given:
        raise InputError("`J`", "is not fixed where K = beta*J is held: leave it out.")
    return Asked(question=question, limits=limits, held=held, given=dict(question.given), end=time.process_time() + SECONDS)


def _held(question: Question, limits: tuple[Limit, ...]) -> str | None:
    if question.hold is None:
        return None
    match = _HOLD.fullmatch(question.hold)
    if match is None:
        raise InputError("`hold`", f'must look like "K = beta*J", but is {shown(question.hold)}.')
    name = match.group(1)
    if name in (*NAMES, "T"):
        raise InputError("`hold`", f"must introduce a new name such as K, but {name} is a name of the model.")
    combination = read_formula(match.group(2), "`hold`")
    if combination != symbols.beta * symbols.J or (limits[0].name, limits[0].point) != ("beta", "0") or len(limits) > 1:
        raise InputError("`hold`", f"must be 'NAME = beta*J' with --limit 'beta -> 0', but is {shown(question.hold.strip())}.")
    return name


def _names_of(asked: Asked) -> dict[str, Expr]:
    """What each name stands for where nothing is split yet."""
    names: dict[str, Expr] = {name: to_sympy(asked.given[name]) if name in asked.given else getattr(symbols, name) for name in NAMES}
    if names["N"].is_Integer and names["N"] > LARGEST_EXACT:
        names["N"] = symbols.N  # a power of a long ring is not multiplied out while the text is read
    if asked.held is not None:
        names |= {asked.held: symbols.K}
    return names


def _cases(asked: Asked, whole: Expr) -> Iterator[Case]:
    """The cases, (-1)**N split where the formula can hold it."""
    alternates = any(p.args[1].has(symbols.N) and p.args[0].as_coeff_Mul()[0].is_negative for p in whole.atoms(Pow))
    for case in cases_of(asked.given, asked.limits, asked.held is not None, alternates or (asked.last.point == "oo" and _low(asked))):
        yield replace(with_points(case, asked.given, asked.limits), end=asked.end)


def _low(asked: Asked) -> bool:
    return any(limit.name == "beta" and limit.point == "oo" for limit in asked.limits)


def _formula(asked: Asked, case: Case) -> Expr:
    names = dict(case.names)
    if asked.held is not None:
        names[asked.held] = names["K"]
    return read_formula(asked.question.formula, asked.question.argument, names, strict=False)


def _neglected(asked: Asked, case: Case) -> Expr | None:
    text = asked.question.neglected
    return None if text is None else read_formula(text, "O()", dict(case.names))


def _judged(asked: Asked, case: Case) -> Finding:
    """The finding of a case: with symbols, else at points; a long ring first by what holds for every N."""
    running = {limit.name for limit in asked.limits}
    size = case.names["N"]
    if size.is_Integer and size > LONG and re.search(r"\bN\b", asked.question.formula) and not _is_exact(asked, case):
        general = replace(asked, given={name: value for name, value in asked.given.items() if name != "N"})
        parity = -1 if int(size) % 2 else 1
        open_case = replace(case, names=dict(case.names) | {"N": symbols.N}, parity=parity)
        found, _ = _decided(general, open_case)
        # The points of the case have this N: a difference seen there is one at this ring.
        if found is not None and found.least <= size:
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
        return identical(_formula(asked, case), written.expression, case)
    except Undecidable:
        return False


def _at_size(value: Expr | None, size: Expr) -> Expr | None:
    return None if value is None else value.subs(symbols.N, size)


def _decided(asked: Asked, case: Case) -> tuple[Finding | None, list[str]]:
    """What exact algebra decides, or why it does not."""
    reasons: list[str] = []
    formula = _formula(asked, case)
    if formula.has(zoo, nan):
        return None, ["the formula divides by zero"]
    if formula.has(I):
        because = "the formula is not a real number there: it holds a root or a logarithm of a negative number"
        return Finding(verdict="wrong", proved=True, because=because), []
    order = None if asked.question.order is None else Fraction(asked.question.order)
    neglected = _neglected(asked, case)
    try:
        for source in _sources(asked, case):
            try:
                return compare(formula, source, asked.last, case, order, neglected), reasons
            except (Undecidable, NotCertified, ZeroDivisionError) as error:
                if isinstance(error, NotReal):
                    raise
                reasons.append(str(error))
    except NotReal as error:
        because = f"the formula is not a real number there: it holds {error}"
        return Finding(verdict="wrong", proved=True, because=because), reasons
    except Undecidable as error:
        reasons.append(str(error))
    return None, reasons


def _sources(asked: Asked, case: Case) -> Iterator[Source]:
    """What the quantity is, the best first."""
    quantity, names = asked.question.quantity, case.names
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
    known = quantity == "coherence" and asked.last.derivation is not None
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
    found = known_truth(asked.last, power, asked.given, asked.held is not None, case.parity)
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


LEAST_MEASURED = 5
"""The smallest ring at which a formula with an open N is measured: N >= 5 holds every closed ring through beta**6."""


def _measured(asked: Asked, case: Case, reasons: list[str]) -> Finding:
    """The finding at exact points of the range: a difference at one is a proof, agreement at all a measurement."""
    found: list[tuple[str, Finding]] = []
    running = {limit.name for limit in asked.limits}
    least = 1 if "N" in asked.given else LEAST_MEASURED
    for place in range(SAMPLES):
        point = point_of(replace(case, least=least), asked.given, asked.limits, place)
        if point is None:
            continue
        at = replace(numeric(case, point, asked.limits), end=asked.end)
        given = {name: point[name] for name in NAMES if name not in running}
        if asked.held is not None:
            given.pop("J", None)
            given["K"] = point["K"]
        finding, why = _decided(replace(asked, given=given), at)
        if finding is not None and finding.verdict == "wrong":
            return replace(finding, because=f"{finding.because}, at {at.name}", least=least)
        if finding is None:
            reasons = why or reasons
        else:
            found.append((at.name, finding))
    if len(found) < 2 or any(f.verdict == "undecided" for _, f in found):
        why_not = reasons[0] if reasons else "nothing is known in this limit"
        return Finding(verdict="undecided", proved=False, because=why_not, least=least)
    first = min((f for _, f in found), key=_rank)
    because = f"measured: it agrees at {len(found)} exact points of the range, such as {found[0][0]}"
    return replace(first, proved=False, because=because, least=least)


# One answer from the findings.


def _merged(asked: Asked, found: list[tuple[Case, Finding]]) -> Answer:
    found = _without_singular(found)
    verdicts = {finding.verdict for _, finding in found}
    verdict = "wrong" if "wrong" in verdicts else "undecided" if "undecided" in verdicts or not verdicts else "correct"
    chosen = [(case, finding) for case, finding in found if finding.verdict == verdict]
    holds = [case.name for case, finding in found if finding.verdict == "correct" and case.name]
    if not chosen:
        return _answer(asked, verdict, Finding(verdict=verdict, proved=False, because="nothing is known in this limit"), None, found)
    case, finding = min(chosen, key=lambda pair: _rank(pair[1]))
    if verdict == "correct":
        finding = replace(finding, proved=all(f.proved for _, f in found))
    where = holds if verdict == "wrong" and len(holds) < len(found) else []
    name = case.name if verdict != "correct" and len(verdicts) > 1 else None
    return _answer(asked, verdict, finding, where or None, found, name)


def _rank(finding: Finding) -> tuple[bool, int]:
    through = finding.through
    return (through == "oo", -1 if through is None else 0 if through == "oo" else int(through))


def _without_singular(found: list[tuple[Case, Finding]]) -> list[tuple[Case, Finding]]:
    """Without the single values J = 0 and K = 0 where the formula divides by zero: there it says nothing."""
    kept = [pair for pair in found if not (pair[0].name.startswith(("J = 0", "K = 0")) and "divides by zero" in pair[1].because)]
    return kept or found


def _answer(
    asked: Asked, verdict: str, finding: Finding, where: list[str] | None, found: list[tuple[Case, Finding]], name: str | None = None
) -> Answer:
    difference = None
    if finding.power is not None and verdict != "undecided":
        difference = {
            "power": finding.power,
            "given": _text(asked, finding.given, finding.exponent),
            "should_be": _text(asked, finding.should_be, finding.exponent),
        }
    because = finding.because if name is None else f"{finding.because}; for {name}"
    if verdict == "wrong" and asked.question.order is not None and finding.through is not None:
        because = f"right through {finding.through}, asked through {asked.question.order}; {because}"
    return Answer(
        quantity=asked.question.quantity,
        verdict=verdict,
        proved=finding.proved and verdict != "undecided",
        agrees_through=finding.through if verdict != "undecided" else None,
        first_difference=difference,
        valid_for=_range(asked, where, found),
        because=because,
    )


def _text(asked: Asked, value: Expr | None, exponent: Expr | None) -> str:
    if value is None:
        return "0"
    value = printed(value)
    if exponent is None or value.is_zero:
        return str(value)
    x = printed(exponent * _running(asked))
    if value == 1:
        return str(exp(x))
    return f"({value})*{exp(x)}" if isinstance(value, Add) else f"{value}*{exp(x)}"


def _running(asked: Asked) -> Expr:
    if asked.last.name == "J":
        return symbols.J if asked.last.point == "oo" else -symbols.J
    return getattr(symbols, asked.last.name)


def _range(asked: Asked, where: list[str] | None, found: list[tuple[Case, Finding]]) -> str:
    """The range a verdict is for, in words of the model; never empty."""
    parts: list[str] = []
    least = max((finding.least for _, finding in found), default=1)
    if "N" in asked.given:
        parts.append(f"N = {asked.given['N']}")
    elif asked.last.name != "N":
        parts.append(f"N >= {least}")
    if where:
        parts.append(_joined(where))
    elif asked.held is not None:
        parts.append("K real")
    elif "J" not in asked.given and all(limit.name != "J" for limit in asked.limits):
        skipped = any(case.name.startswith("J = 0") and "divides by zero" in f.because for case, f in found)
        parts.append("J real, J != 0" if skipped else "J real")
    open_names = [
        n for n in ("omega", "omega_a", "gamma", "beta") if n not in asked.given and all(limit.name != n for limit in asked.limits)
    ]
    if open_names:
        parts.append(f"{', '.join(open_names)} > 0")
    given = [f"{n} = {shown(str(v), 40).strip(chr(39))}" for n, v in asked.given.items() if n != "N"]
    return ", ".join([*parts, *given]) or "every N"


def _joined(names: list[str]) -> str:
    """The names of cases put together: J > 0 or J = 0 as J >= 0, N odd or N even as nothing.

    >>> _joined(["J > 0", "J = 0"]), _joined(["J = 0", "J < 0 and N even and J < J_c"])
    ('J >= 0', 'J = 0 or N even and J < J_c')
    """
    lines = any("J_c" in name for name in names)
    parts = [frozenset(word for word in name.split(" and ") if not (lines and word in ("J > 0", "J < 0"))) for name in names]
    found = list(dict.fromkeys(parts))
    if frozenset(["J > J_c"]) in found:
        found = [part for part in found if part != frozenset(["J = 0"])]
    for one, other, both in (
        ("N odd", "N even", ""),
        ("J > 0", "J = 0", "J >= 0"),
        ("J < 0", "J = 0", "J <= 0"),
        ("K > 0", "K = 0", "K >= 0"),
        ("K < 0", "K = 0", "K <= 0"),
    ):
        for part in [p for p in found if one in p]:
            partner = (part - {one}) | {other}
            if partner in found:
                found.remove(partner)
                found[found.index(part)] = (part - {one}) | ({both} if both else set())
    order = ("N odd", "N even")
    return " or ".join(" and ".join(sorted(part, key=lambda word: (word not in order, word))) for part in found if part)
