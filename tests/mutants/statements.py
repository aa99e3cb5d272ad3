"""Random faults in the statements of the ledger, each attacked as the statement itself is: `PYTHONPATH=tests python -m mutants.statements`.

A changed equation must be certified false at one of the points; a changed inequality may still be true, or proved with room
to spare: those are listed, with the reason, in `tests/data/true_statements.json`. Exit 1 where one that is not listed is not caught.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sympy import Add, Expr, Integer, Mul, Rational, cosh, exp, sinh, tanh

from symcoh.attack.decide import decide
from symcoh.attack.verify import points
from symcoh.errors import SymcohError
from symcoh.ledger import Entry, Statement, entries

LISTED = Path(__file__).resolve().parents[1] / "data" / "true_statements.json"
REVERSED = {"<": ">", ">": "<", "<=": ">", ">=": "<"}
FUNCTIONS = {sinh: cosh, cosh: sinh, tanh: sinh, exp: sinh}


def changed(e: Expr) -> Iterator[tuple[str, Expr]]:
    """The expression with one small fault, wherever one can be made: a number, a sign, a function; and what was done."""
    if isinstance(e, Integer) and abs(e) > 1:
        yield f"{e} -> {e + 1}", e + 1
    elif isinstance(e, Rational) and not isinstance(e, Integer):
        yield f"{e} -> {2 * e}", 2 * e
    elif e.func in FUNCTIONS:
        yield f"{e.func.__name__} -> {FUNCTIONS[e.func].__name__}", FUNCTIONS[e.func](*e.args)
    if isinstance(e, (Add, Mul)) and len(e.args) > 1 and isinstance(e, Add):
        for place, part in enumerate(e.args):
            yield f"sign of {part}", e.func(*e.args[:place], -part, *e.args[place + 1 :], evaluate=False)
    for place, part in enumerate(e.args):
        if isinstance(part, Expr):
            for name, other in changed(part):
                yield name, e.func(*e.args[:place], other, *e.args[place + 1 :])


def faulty(statement: Statement) -> Iterator[tuple[str, Statement]]:
    """The statement with one fault."""
    if statement.relation in REVERSED:
        yield f"{statement.relation} reversed", replace(statement, relation=REVERSED[statement.relation])
    seen = Counter[str]()
    for side in ("lhs", "rhs"):
        for name, other in changed(getattr(statement, side)):
            seen[f"{side}: {name}"] += 1
            number = seen[f"{side}: {name}"]
            yield f"{side}: {name}" + (f" #{number}" if number > 1 else ""), replace(statement, **{side: other})


def sample(count: int, seed: int) -> list[tuple[Entry, str, Statement]]:
    """Random faults, as many of each entry; the same for the same ledger and seed."""
    found = []
    rng = random.Random(f"statements/{seed}")
    for entry in entries():
        known = []
        for place, statement in enumerate(entry.statements):
            try:
                known += [(entry, f"{entry.number}.{place} {name}", other) for name, other in faulty(statement)]
            except (TypeError, ValueError):  # a form that takes no such argument
                continue
        found += rng.sample(known, min(count, len(known)))
    return found


def outcome(entry: Entry, statement: Statement, samples: int = 25, digits: int = 30) -> str:
    """caught, passed, or undecided at every point that is not passed."""
    seen = set()
    for here in points(entry, samples):
        try:
            seen.add(decide(statement, here, digits))
        except (SymcohError, AssertionError, ZeroDivisionError):  # a fault may make a form without a meaning
            seen.add(False)
        if False in seen:
            return "caught"
    return "passed" if seen == {True} else "undecided"


def main() -> int:
    """1 where a changed statement that is not listed is not caught."""
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--count", type=int, default=8, help="faults of each entry")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="entries whose number begins so")
    options = parser.parse_args()
    listed = {row["statement"]: row["reason"] for row in json.loads(LISTED.read_text(encoding="utf-8"))}
    tally = {"caught": 0, "passed": 0, "undecided": 0, "listed": 0}
    open_ = []
    for entry, name, statement in sample(options.count, options.seed):
        if entry.number.startswith(options.only):
            found = outcome(entry, statement)
            if found != "caught":
                found = "listed" if name in listed else found
            tally[found] += 1
            open_ += [f"{found}: {name}"] if found in ("passed", "undecided") else []
    sys.stdout.write(
        f"statements: {', '.join(f'{number} {name}' for name, number in tally.items())}\n" + "".join(f"  {line}\n" for line in open_)
    )
    return int(bool(open_))


if __name__ == "__main__":
    sys.exit(main())
