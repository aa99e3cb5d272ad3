"""Random models of 1 to 10^18 sources, every answer against a second route: the body of a test and of `benchmarks/stress.py`.

N, beta, omega, omega_a, gamma and |J| are log-uniform; half of the models lie beside the critical line, |J/J_c - 1|
log-uniform in [1e-6, 1]. A case depends on its seed alone.
"""

from __future__ import annotations

import random
import resource
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic

from flint import arb

from oracles import ring_integral
from oracles.numbers import QUANTITIES, rounded
from symcoh import evaluate
from symcoh.certified import CertifiedNumber
from symcoh.decimals import round_ball
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact
from symcoh.model import Model
from symcoh.numeric.precision import digit_bits
from symcoh.numeric.window import lost_bits, window_enclosure

from .sampling import vanishes

LONGEST = 30.0
"""Seconds a case may take."""

LEAST_ACCURACY = 40
"""Bits a ball must have to be a comparison."""

ORACLE_DIGITS = 10
NO_ORACLE = ("energy", "entropy", "heat-capacity", "magnetization", "coherence-derivative")
"""Derivatives of log Z and C, which that oracle does not take."""

SECOND_ROUTES = {
    "sum": ("integral", "window", "mpmath"),
    "window": ("integral", "sum", "mpmath"),
    "integral": ("window", "sum", "mpmath"),
    "closed-form": ("integral", "window", "sum", "mpmath"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One question."""

    model: Model
    quantity: str
    beta: str
    digits: int


@dataclass(slots=True)
class Report:
    """What came of the cases."""

    routes: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_case: str = ""

    @property
    def memory(self) -> float:
        """Largest resident size of the process so far, in MiB."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(seeds: Iterable[int], seconds: float = LONGEST, sectors: int = 200_000, oracle_every: int = 20) -> Report:
    """Evaluate and compare the cases of these seeds; a second route may take so many seconds, or sectors.

    Where no other regime reaches (N beyond 10^10 at a moderate temperature), every so-many-th case goes to the slow
    oracle that integrates in plain floats.
    """
    report = Report()
    for seed in seeds:
        case = random_case(seed)
        where = f"seed {seed}: {case.quantity}, {case.digits} digits, {case.model!r} at beta={case.beta}"
        start = monotonic()
        try:
            answer = evaluate(case.model, case.quantity, beta=case.beta, digits=case.digits, budget=LONGEST)
        except NotCertified as refusal:
            report.refused.append(f"{where}: {refusal}")
            continue
        took = monotonic() - start
        if took > report.slowest:
            report.slowest, report.slowest_case = took, where
        report.routes[answer.regime or ""] += 1
        if answer.regime != "exact" and not _compare(report, case, answer, where, seconds, sectors):
            _compare_with_oracle(report, case, answer, where, seed % oracle_every == 0)
    return report


def _compare(report: Report, case: Case, answer: CertifiedNumber, where: str, seconds: float, sectors: int) -> bool:
    assert answer.regime is not None
    for route in SECOND_ROUTES[answer.regime]:
        try:
            second = _second(case, route, seconds, sectors)
        except NotCertified:
            continue
        if second is not None:
            report.compared[f"{answer.regime} against {route}"] += 1
            if not agree(answer, second, min(case.digits, 40)):
                report.wrong.append(f"{where}: {answer.regime} {answer}, {route} {second}")
            return True
    return False


def _compare_with_oracle(report: Report, case: Case, answer: CertifiedNumber, where: str, wanted: bool) -> None:
    if not wanted or case.quantity in NO_ORACLE or answer.regime == "closed-form":
        report.unmatched.append(where)
        return
    report.compared[f"{answer.regime} against the oracle"] += 1
    true = rounded(ring_integral.quantities(case.model, case.beta, ORACLE_DIGITS + 8)[case.quantity], ORACLE_DIGITS, ORACLE_DIGITS + 8)
    if str(round_ball(answer.to_arb(), ORACLE_DIGITS)) != true:
        report.wrong.append(f"{where}: {answer.regime} {answer}, oracle {true}")


def _second(case: Case, route: str, seconds: float, sectors: int) -> arb | str | None:
    """The same question by one other route, to at most 40 digits: a ball or a decimal; None where it would take too long."""
    digits = min(case.digits, 40)
    if route == "mpmath":
        return evaluate(case.model, case.quantity, beta=case.beta, digits=digits, backend="mpmath").value if case.model.N <= 300 else None
    if route == "window":
        beta = exact(case.beta)
        bits = digit_bits(case.model, case.quantity, beta, digits) + lost_bits(case.model, beta)
        ball = window_enclosure(case.model, case.quantity, beta, bits, most=sectors)
        return ball if ball.rel_accuracy_bits() > LEAST_ACCURACY else None
    if route == "sum" and 2 * sectors < case.model.N:
        return None
    return evaluate(case.model, case.quantity, beta=case.beta, digits=digits, regime=route, budget=seconds).to_arb()


def agree(answer: CertifiedNumber, second: arb | str, digits: int) -> bool:
    """Whether the balls meet; for the mpmath backend, whether its decimal is the ball's own."""
    if isinstance(second, str):
        return str(round_ball(answer.to_arb(), digits)) == second
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
