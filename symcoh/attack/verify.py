"""The attack on an entry of the ledger: random points, a tally, and a wrong copy that must be caught."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ..exactnumbers import ONE, exact
from ..ledger.entry import Counterexample, Entry, Statement
from ..marks import plain
from ..model import Model
from .decide import Outcome, decide
from .evaluation_point import PARAMETERS, RING, EvaluationPoint, integer_of, with_parameters
from .sampling import evaluation_points

LIMIT_SAMPLES = 20
"""Points of a limit at most: each costs a certificate at three further points of its own."""

EVERYTHING = frozenset({"N", *PARAMETERS, "beta"})
"""Names of all parameters."""

FLOOR = 0.8
"""Share of the points at which a statement must be decided true: 20 of 25."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How an entry fared: points at which it was certified true, false, or left undecided."""

    equation: str
    status: str
    true: int
    false: int
    undecided: int
    wrong_copy_caught: bool
    counterexample_holds: bool | None

    @property
    def passed(self) -> bool:
        """No point false, enough points true, the wrong copy caught, the counterexample of a correction certified."""
        total = self.true + self.false + self.undecided
        decided = self.false == 0 and total > 0 and self.true >= FLOOR * total
        return decided and self.wrong_copy_caught and self.counterexample_holds is not False

    def to_json(self) -> dict[str, str | int | bool]:
        """The fields of one row of `symcoh verify --format json`."""
        return {
            "equation": self.equation,
            "status": self.status,
            "true": self.true,
            "false": self.false,
            "undecided": self.undecided,
            "wrong_copy_caught": self.wrong_copy_caught,
        }


def verify_entry(entry: Entry, samples: int = 25, digits: int = 50, seed: int = 0) -> Verdict:
    """Attack an entry at random points; every statement of it must hold at each.

    Args:
        entry: what is attacked.
        samples: points; a limit takes at most `LIMIT_SAMPLES` of them.
        digits: agreement that counts as equal.
        seed: another seed, other points.

    Returns:
        How many points came out true, false and undecided, and whether the wrong copy was caught.

    >>> from symcoh.ledger import find
    >>> verify_entry(find("29")[0], samples=3, digits=20).passed
    True
    """
    outcomes = [_all(entry.statements, here, digits) for here in points(entry, samples, seed)]
    return Verdict(
        equation=entry.number,
        status=entry.status,
        true=outcomes.count(True),
        false=outcomes.count(False),
        undecided=outcomes.count(None),
        wrong_copy_caught=caught(entry, samples, digits, seed),
        counterexample_holds=all(holds(one, digits) for one in entry.counterexamples) if entry.counterexamples else None,
    )


def points(entry: Entry, samples: int, seed: int = 0) -> Iterator[EvaluationPoint]:
    """The points an entry is attacked at; one where its approaches hold every parameter themselves."""
    approaches = [statement.approach for statement in entry.statements]
    if all(approach is not None and {approach.symbol.name, *approach.tied} >= EVERYTHING for approach in approaches):
        return islice(evaluation_points(entry, seed), 1)
    limits = any(approach is not None for approach in approaches)
    return islice(evaluation_points(entry, seed), min(samples, LIMIT_SAMPLES) if limits else samples)


def caught(entry: Entry, samples: int, digits: int, seed: int = 0) -> bool:
    """Whether the wrong copy of an entry is certified false at one of the points."""
    return any(decide(entry.wrong.statement, here, digits) is False for here in points(entry, samples, seed))


def holds(counterexample: Counterexample, digits: int) -> bool:
    """Whether the statement of a counterexample is certified true at its values."""
    return decide(counterexample.statement, at_values(counterexample.values, counterexample.system), digits) is True


def at_values(values: Mapping[str, str], system: str = RING) -> EvaluationPoint:
    """The point with the parameters N, omega, omega_a, gamma, J, beta or T, and extra scalars, given as text, for sources of the system."""
    numbers = {name: exact(text, name) for name, text in values.items()}
    size = integer_of(numbers.pop("N"))
    base = Model(N=size, omega_a=numbers.pop("omega_a"), gamma=numbers.pop("gamma"))
    model = with_parameters(base, {name: numbers.pop(name) for name in PARAMETERS if name in numbers})
    beta = numbers.pop("beta", None)
    if "T" in numbers:
        beta = ONE / numbers.pop("T")
    return EvaluationPoint(model=model, beta=beta, exacts=numbers, system=system)


def _all(statements: Iterable[Statement], here: EvaluationPoint, digits: int) -> Outcome:
    """True where all hold, False where one fails, else None."""
    outcomes = [decide(statement, here, digits) for statement in statements]
    if False in outcomes:
        return False
    return None if None in outcomes else True


def verify(entries: Iterable[Entry], samples: int, digits: int, done: Callable[[Verdict], None]) -> list[Verdict]:
    """The verdicts of many entries, each told to `done` as it comes."""
    verdicts = []
    for entry in entries:
        verdicts.append(verify_entry(entry, samples, digits))
        done(verdicts[-1])
    return verdicts


def report(entries: Iterable[Entry], verdicts: Iterable[Verdict]) -> str:
    """A table a person can read: one line for each entry, failures marked, and how many passed."""
    lines, passed = ["equation  status      true  false  undecided  wrong copy  counterexample  title"], 0
    for entry, verdict in zip(entries, verdicts, strict=True):
        copy = "caught" if verdict.wrong_copy_caught else "MISSED"
        refuted = {None: "", True: "certified", False: "FAILED"}[verdict.counterexample_holds]
        counts = f"{verdict.true:>4}  {verdict.false:>5}  {verdict.undecided:>9}"
        line = f"{entry.number:>8}  {entry.status:<10}  {counts}  {copy:<10}  {refuted:<14}  {plain(entry.title)}"
        lines.append(line if verdict.passed else f"{line}   <-- FAILED")
        passed += verdict.passed
    return "\n".join([*lines, f"{passed} of {len(lines) - 1} entries passed.", ""])
