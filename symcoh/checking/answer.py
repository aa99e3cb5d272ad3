"""One answer from the findings of every case: the verdict, where it holds, and the first difference, in the names of the model."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sympy import Add, Expr, Integer, exp

from ..certificates.enclose import enclose_expression
from ..decision.zero import sample_points
from ..errors import SymcohError, shown
from ..exact import symbols
from .asked import Asked
from .case import Case, Finding
from .compare import printed
from .question import Answer

Poles = tuple[frozenset[int], tuple[str, ...]]
"""The N at which a formula divides by zero, and the other conditions under which it does not."""
NOWHERE: Poles = (frozenset(), ())
SEEN_BITS = 256


def one_answer(asked: Asked, found: list[tuple[Case, Finding]], poles: Poles = NOWHERE) -> Answer:
    """The answer: wrong where one case is, undecided where one is and none is wrong, else correct; not at poles."""
    every, found = found, _without_singular(found)
    verdicts = {finding.verdict for _, finding in found}
    verdict = "wrong" if "wrong" in verdicts else "undecided" if "undecided" in verdicts or not verdicts else "correct"
    chosen = [(case, finding) for case, finding in found if finding.verdict == verdict]
    holds = [case.name for case, finding in found if finding.verdict == "correct" and case.name]
    if not chosen:
        return _answer(asked, verdict, Finding(verdict=verdict, proved=False, because="nothing is known in this limit"), None, every, poles)
    case, finding = min(chosen, key=lambda pair: rank(pair[1]))
    if verdict == "correct":
        finding = replace(finding, proved=all(f.proved for _, f in found))
    where = holds if verdict == "wrong" and len(holds) < len(found) else []
    name = case.name if (verdict != "correct" and len(verdicts) > 1) or _elsewhere_another(finding, chosen) else None
    return _answer(asked, verdict, finding, where or None, every, poles, name)


def _elsewhere_another(finding: Finding, chosen: list[tuple[Case, Finding]]) -> bool:
    """Whether the first difference is another one in another part of the range, the single values J = 0 and K = 0 apart."""
    if finding.power is None:
        return False
    others = [other for case, other in chosen if not case.name.startswith(("J = 0", "K = 0"))]
    return any(
        finding.power != other.power or any(_differ(*pair) for pair in zip(_terms(finding), _terms(other), strict=True))
        for other in others
        if other is not finding
    )


def _terms(finding: Finding) -> tuple[Expr, ...]:
    return tuple(Integer(0) if e is None else printed(e) for e in (finding.given, finding.should_be, finding.exponent))


def _differ(one: Expr, other: Expr) -> bool:
    """Whether two expressions in the names of the model are not seen to be one: a ball tells them apart, or there is none."""
    difference = one - other
    if difference.is_zero:
        return False
    try:
        return any(not enclose_expression(difference, point, SEEN_BITS).contains(0) for point in sample_points(difference))
    except (SymcohError, ValueError, ZeroDivisionError):
        return True


def rank(finding: Finding) -> tuple[bool, int]:
    """Small where a finding agrees through few powers."""
    through = finding.through
    return (through == "oo", -1 if through is None else 0 if through == "oo" else int(through))


def _without_singular(found: list[tuple[Case, Finding]]) -> list[tuple[Case, Finding]]:
    """Without the single values J = 0 and K = 0 where the formula divides by zero: there it says nothing."""
    kept = [pair for pair in found if not (pair[0].name.startswith(("J = 0", "K = 0")) and "divides by zero" in pair[1].because)]
    return kept or found


def _answer(
    asked: Asked,
    verdict: str,
    finding: Finding,
    where: list[str] | None,
    found: list[tuple[Case, Finding]],
    poles: Poles,
    name: str | None = None,
) -> Answer:
    difference = None
    if finding.power is not None and verdict != "undecided":
        difference = {
            "power": finding.power,
            "given": _text(asked, finding.given, finding.exponent),
            "should_be": _text(asked, finding.should_be, finding.exponent),
        }
    because = finding.because
    if finding.beyond > finding.least and "N" not in asked.given:
        because += f"; power {finding.power} is that of N >= {finding.beyond}"
    if name is not None:
        because += f"; for {name}"
    if verdict == "wrong" and asked.question.order is not None and finding.through is not None:
        because = f"right through {finding.through}, asked through {asked.question.order}; {because}"
    elif verdict == "wrong" and _right_at_first(finding):
        because = f"right through {finding.through}; asked through {finding.claimed}, because the formula does not end; {because}"
    return Answer(
        quantity=asked.question.quantity,
        verdict=verdict,
        proved=finding.proved and verdict != "undecided",
        agrees_through=finding.through if verdict != "undecided" else None,
        first_difference=difference,
        valid_for=_range(asked, where, found, poles),
        because=because,
    )


def _right_at_first(finding: Finding) -> bool:
    """Whether a formula that does not end is right in its first power and wrong within the two that are asked beyond."""
    if not finding.endless or finding.claimed is None or finding.through in (None, "oo"):
        return False
    return finding.claimed - 2 <= Fraction(str(finding.through)) < finding.claimed


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
    """1/t, t the small variable."""
    if asked.last.name == "J":
        running = symbols.J if asked.last.point == "oo" else -symbols.J
    else:
        running = getattr(symbols, asked.last.name)
    return running if asked.last.infinite else 1 / running


def _range(asked: Asked, where: list[str] | None, found: list[tuple[Case, Finding]], poles: Poles) -> str:
    """The range a verdict is for, in words of the model, without the places where the formula divides by zero; never empty."""
    system = asked.question.sources
    parts: list[str] = [] if system is None else [f"sources = {shown(repr(system), 120)[1:-1]}"]
    least = max((finding.least for _, finding in found), default=1)
    if "N" in asked.given and system is None:
        parts.append(f"N = {asked.given['N']}")
    elif asked.last.name != "N" and system is None:
        sizes, _ = poles
        while least in sizes:
            least += 1
        parts += [f"N >= {least}", *(f"N != {n}" for n in sorted(sizes) if n > least)]
    if where:
        parts.append(_joined(where))
    elif asked.held is not None or ("J" not in asked.given and all(limit.name != "J" for limit in asked.limits)):
        free = "J" if asked.held is None else "K"
        parts.append(f"{free} real, {free} != 0" if len(_without_singular(found)) < len(found) else f"{free} real")
    open_names = [
        n for n in ("omega", "omega_a", "gamma", "beta") if n not in asked.given and all(limit.name != n for limit in asked.limits)
    ]
    if open_names:
        parts.append(f"{', '.join(open_names)} > 0")
    parts += poles[1]
    given = [f"{n} = {shown(str(v), 40).strip(chr(39))}" for n, v in asked.given.items() if n not in ("N", *(("J",) if system else ()))]
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
