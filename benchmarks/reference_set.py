"""C at the reference set against what one would write first, and against the bare arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from baselines import PROGRAMS, Case
from floor import floor_seconds, sectors_kept
from guarded import Outcome, run
from rows import against, is_number, line, milliseconds, must_agree, ratio, table

from symcoh import Model, evaluate
from symcoh.numeric.precision import BITS_PER_DIGIT

SIZES = (6, 11, 100, 1000, 10_000)
LARGEST = {"(30) mpmath": 10_000, "(28) mpmath": 1000, "Arb 2F1": 1000, "acb.integral": 10_000, "dense": 11}
"""Sources up to which a program is tried."""

if find_spec("qutip"):
    LARGEST["QuTiP"] = 11

DOUBLE = ("dense", "QuTiP")
DOUBLE_DIGITS = 10
"""Digits in which double precision must agree."""

TURNS = 9
WANTED = {("(30) mpmath", 1000): ">= 40", ("(30) mpmath", 10_000): ">= 300"}
WANTED_FLOOR = {1000: "<= 2"}
HEAD = """
## Coherence at the reference set

omega = 1, omega_a = 7/10, gamma = 3/10, 100 digits. `evaluate` proves and rounds every digit; the programs of mpmath and NumPy prove
none. A figure below a name is (time of the program)/(time of `evaluate`); under `floor` it is (time of `evaluate`)/(time of one exp,
one square root and ten products of balls for every sector kept). Every program gave the digits of `evaluate` at every point timed,
`dense` and `QuTiP` (double precision) the first ten of them. A dash: not tried at that size, or no sectors summed."""


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One time, for the picture."""

    program: str
    case: Case
    seconds: float


def lines(quick: bool, limit: float, found: list[Timed]) -> Iterator[str]:
    """The section, line by line; times are added to `found`."""
    yield HEAD
    yield from table("N", "J", "beta", "route", "evaluate", *LARGEST, "floor")
    remarks: list[str] = []
    for case in [Case(N=6, J="2/5"), Case(N=100, J="-2/5")] if quick else reference_cases():
        yield row(case, limit, found, remarks)
    yield from remarks and ["", *remarks]


def reference_cases() -> list[Case]:
    """All rows."""
    return [Case(N=N, J=J, beta=beta) for N in SIZES for J in ("2/5", "-2/5") for beta in ("1", "10")]


def row(case: Case, limit: float, found: list[Timed], remarks: list[str]) -> str:
    """One row: every program at one point."""
    ours = run("evaluate", case, TURNS, limit)
    where = f"N = {case.N}, J = {case.J}, beta = {case.beta}"
    if ours.seconds is None:
        remarks.append(f"- {where}, `evaluate`: {ours.failure}.")
        return line(case.N, case.J, case.beta, *["not certified"] * (3 + len(LARGEST)))
    found.append(Timed(program="evaluate", case=case, seconds=ours.seconds))
    cells = []
    for program in LARGEST:
        if LARGEST[program] < case.N:
            cells.append("–")
            continue
        other = checked(run(program, case, TURNS, limit), ours, where, DOUBLE_DIGITS if program in DOUBLE else case.digits)
        if other.seconds is None:
            cells.append("failed")
            remarks.append(f"- {where}, {program}: {other.failure}.")
            continue
        found.append(Timed(program=program, case=case, seconds=other.seconds))
        quotient, wanted = other.seconds / ours.seconds, WANTED.get((program, case.N))
        cells.append(against(quotient, wanted) if wanted else ratio(quotient))
    route = str(evaluate(model_of(case), "coherence", beta=case.beta, digits=case.digits).route)
    return line(case.N, case.J, case.beta, route, milliseconds(ours.seconds), *cells, above_floor(case, route, ours.seconds))


def model_of(case: Case) -> Model:
    """The model of a case."""
    return Model(N=case.N, omega=case.omega, omega_a=case.omega_a, gamma=case.gamma, J=case.J)


def checked(other: Outcome, ours: Outcome, where: str, digits: int) -> Outcome:
    """The outcome of a program, compared turn by turn before its time counts; what is not a real number is a failure."""
    for left, right in zip(other.values, ours.values, strict=False):
        if not is_number(left):
            return Outcome(failure=f"returned {left[:60]}")
        must_agree(left, right, digits, where)
    return other if other.values or other.failure else Outcome(failure="returned nothing")


def above_floor(case: Case, route: str, seconds: float) -> str:
    """The quotient of ours and the floor, or a dash where no sectors are summed."""
    sectors = sectors_kept(case, route)
    if sectors is None:
        return "–"
    quotient, wanted = seconds / floor_seconds(sectors, int(BITS_PER_DIGIT * case.digits) + 64, TURNS), WANTED_FLOOR.get(case.N)
    return against(quotient, wanted) if wanted else ratio(quotient)


assert set(LARGEST) | {"QuTiP"} == set(PROGRAMS) - {"evaluate"}
