"""Random models of 1 to 10^18 sources, every answer against a second route: the body of a test and of `benchmarks/stress.py`.

N, beta, omega, omega_a, gamma and |J| are log-uniform; half of the models lie beside the critical line, |J/J_c - 1|
log-uniform in [1e-6, 1]. A case depends on its seed alone.
"""

from __future__ import annotations

import random
import resource
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from time import monotonic

from flint import arb

from oracles import quadrature
from oracles.numbers import QUANTITIES
from symcoh import evaluate
from symcoh.certified import CertifiedNumber
from symcoh.decimals import round_ball
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.precision import BITS_PER_DIGIT, digit_bits
from symcoh.numeric.ring.setting import Problem
from symcoh.numeric.ring.window import lost_bits, window_enclosure

from .sampling import vanishes

LONGEST = 30.0
"""Seconds a case may take."""

PATIENCE = 10.0
"""Seconds a second route may take."""

SPARE_BITS = 6
"""Bits beyond its digits that a ball must have to be a comparison."""

SECOND_ROUTES = {
    "sum": ("mpmath", "integral", "window", "quadrature"),
    "window": ("integral", "sum", "mpmath", "quadrature"),
    "integral": ("quadrature", "window", "sum", "mpmath"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One question."""

    model: Model
    quantity: str
    beta: str
    digits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one case.

    `verdict` is agreed (a second route gave the same), exact (a value known exactly), unmatched (no second route reaches it),
    refused (`detail` is the reason) or WRONG (`detail` holds both values). `seconds` is the time of the answer or the refusal.
    """

    seed: int
    where: str
    verdict: str
    seconds: float
    route: str = ""
    against: str = ""
    detail: str = ""


@dataclass(slots=True)
class Report:
    """What came of many cases."""

    outcomes: list[Outcome] = field(default_factory=list)
    memory: float = 0.0
    """Largest resident size of the process, in MiB."""

    @property
    def routes(self) -> Counter[str]:
        """Answers by route."""
        return Counter(one.route for one in self.outcomes if one.route)

    @property
    def compared(self) -> Counter[str]:
        """Comparisons by pair of routes."""
        return Counter(f"{one.route} against {one.against}" for one in self.outcomes if one.against)

    @property
    def slowest(self) -> Outcome:
        """The case that took longest, answered or refused."""
        return max(self.outcomes, key=lambda one: one.seconds)

    def having(self, verdict: str) -> list[Outcome]:
        """The cases that ended so."""
        return [one for one in self.outcomes if one.verdict == verdict]


def run(seeds: Iterable[int], seconds: float = PATIENCE, sectors: int = 200_000) -> Report:
    """Evaluate and compare the cases of these seeds, in this process."""
    return Report([examined(seed, seconds, sectors) for seed in seeds], resident())


def resident() -> float:
    """Largest resident size of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def examined(seed: int, seconds: float = PATIENCE, sectors: int = 200_000) -> Outcome:
    """The case of a seed evaluated, and compared with the first route that reaches it within so many seconds, or sectors."""
    case = random_case(seed)
    where = f"seed {seed}: {case.quantity}, {case.digits} digits, {case.model!r} at beta={case.beta}"
    start = monotonic()
    try:
        answer = evaluate(case.model, case.quantity, beta=case.beta, digits=case.digits, budget=LONGEST)
    except NotCertified as refusal:
        return Outcome(seed=seed, where=where, verdict="refused", seconds=monotonic() - start, detail=str(refusal))
    told = Outcome(seed=seed, where=where, verdict="exact", seconds=monotonic() - start, route=answer.route or "")
    if answer.route == "exact":
        return told
    against, second = _second_value(case, answer, seconds, sectors)
    if second is None:
        return replace(told, verdict="unmatched")
    if agree(answer, second):
        return replace(told, verdict="agreed", against=against)
    return replace(told, verdict="WRONG", against=against, detail=f"{answer.route} {answer}, {against} {second}")


def _second_value(case: Case, answer: CertifiedNumber, seconds: float, sectors: int) -> tuple[str, arb | Decimal | None]:
    """(the second route, its ball or decimal), or nothing where none reaches."""
    assert answer.route is not None
    for route in SECOND_ROUTES[answer.route]:
        try:
            second = _second(case, route, seconds, sectors)
        except (NotCertified, quadrature.TooLong):
            continue
        if second is not None:
            return route, second
    return "", None


@dataclass(frozen=True, slots=True)
class Decimal:
    """A second value that is a text of so many digits."""

    text: str
    digits: int


def _second(case: Case, route: str, seconds: float, sectors: int) -> arb | Decimal | None:
    """The same question by one other route, to as many digits: a ball or a decimal; None where it would take too long."""
    digits, accuracy = case.digits, int(BITS_PER_DIGIT * case.digits) + SPARE_BITS
    if route == "mpmath":
        if case.model.N > 300:
            return None
        return Decimal(evaluate(case.model, case.quantity, beta=case.beta, digits=digits, backend="mpmath").value, digits)
    if route == "quadrature":
        return quadrature.value(case.model, case.quantity, case.beta, accuracy, seconds)
    if route == "window":
        beta = exact(case.beta)
        bits = digit_bits(case.model, case.quantity, beta, digits) + lost_bits(case.model, beta)
        ball = window_enclosure(Problem(case.model, beta), case.quantity, bits, most=sectors)
        return ball if ball.rel_accuracy_bits() >= accuracy else None
    if route == "sum" and 2 * sectors < case.model.N:
        return None
    return evaluate(case.model, case.quantity, beta=case.beta, digits=digits, route=route, budget=seconds).to_arb()


def agree(answer: CertifiedNumber, second: arb | Decimal) -> bool:
    """Whether the balls meet, both as narrow as the digits; for a decimal, whether the ball rounds to it."""
    if isinstance(second, Decimal):
        return str(round_ball(answer.to_arb(), second.digits)) == second.text
    return bool(answer.to_arb().overlaps(second))


def random_case(seed: int) -> Case:
    """The case of a seed; quantities that are exactly zero are left out."""
    rng = random.Random(f"stress/{seed}")
    while True:
        number = round(10 ** rng.uniform(0, 18))
        omega, omega_a, gamma = (_decimal(10 ** rng.uniform(-5, 2)) for _ in range(3))
        if rng.random() < 0.2:  # couplings of the order of the fluctuations
            omega_a, gamma = (_decimal(float(text) * number**-0.5) for text in (omega_a, gamma))
        coupling = _beside_the_line(rng, number, omega, omega_a, gamma) if rng.random() < 0.5 else _signed(rng, 10 ** rng.uniform(-5, 2))
        model = Model(N=number, omega=omega, omega_a=omega_a, gamma=gamma, J=coupling)
        quantity = rng.choice(("coherence", "log-partition-function", rng.choice(QUANTITIES)))
        if not vanishes(model, quantity):
            return Case(model, quantity, _decimal(10 ** rng.uniform(-9, 6)), rng.choice((15, 30, 50, 100)))


def _decimal(value: float) -> str:
    return f"{value:.12e}"


def _signed(rng: random.Random, size: float) -> str:
    return rng.choice(("", "-")) + _decimal(size)


def _beside_the_line(rng: random.Random, number: int, omega: str, omega_a: str, gamma: str) -> str:
    """J_c (1 +- d) with d log-uniform in [1e-6, 1], J_c by (48) and (54) to double precision."""
    w, field_energy, coupling = float(omega), float(omega_a), float(gamma)
    smallest = number % 2
    low, high = ((w * w + (2 * coupling * m) ** 2) ** 0.5 for m in (smallest, number))
    critical = -field_energy / 4 - (high - low) / (4 * max(1, number - smallest))
    return _decimal(critical * (1 + rng.choice((1, -1)) * 10 ** rng.uniform(-6, 0)))
