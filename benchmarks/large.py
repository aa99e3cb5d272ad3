"""C of up to 10^20 sources, relative to 2000 sources at the reference set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isqrt

from baselines import Case
from guarded import run, turned
from reference_set import model_of
from rows import against, best_seconds, is_number, line, milliseconds, must_agree, table

from symcoh import CertifiedNumber, evaluate
from symcoh.errors import NotCertified

SIZES = (10**6, 10**12, 10**20)
BASE = Case(N=2000, J="2/5")
TURNS = 9
BUDGET = 60.0
HEAD = """
## Large rings

100 digits. The ratio is (time)/(time at N = 2000, J = 2/5, beta = 1 of the reference set), whatever route `evaluate` chooses.
Before timing, the value was compared with that of a second route: Arb's own quadrature of the integral representation where it
returned within {budget:g} s, else another route of `evaluate`."""


def lines(quick: bool) -> Iterator[str]:
    """The section, line by line."""
    yield HEAD.format(budget=BUDGET)
    yield from table("N", "set", "route", "checked against", "time", "ratio")
    base, _ = seconds(BASE)
    yield line(BASE.N, "reference, J = 2/5, beta = 1", evaluated(BASE, None).route, second_route(BASE), milliseconds(base), "1")
    for N in SIZES[:1] if quick else SIZES:
        for name, case, wanted in cases(N)[:1] if quick else cases(N):
            yield row(name, case, wanted, base)


def cases(N: int) -> list[tuple[str, Case, str]]:
    """(name, point, target) of the sets at one size."""
    reference = [(f"reference, J = {J}, beta = {beta}", Case(N=N, J=J, beta=beta), "<= 3") for J in ("2/5", "-2/5") for beta in ("1", "10")]
    root = f"1/{isqrt(N)}"
    return [
        *reference,
        ("omega_a = gamma = N^(-1/2), beta = 1", Case(N=N, J="2/5", omega_a=root, gamma=root), "<= 20"),
        ("reference, J = 2/5, beta = 1e-9", Case(N=N, J="2/5", beta="1/1000000000"), "<= 20"),
        ("omega_a = gamma = 1/N, J = 1, beta = 50", Case(N=N, J="1", beta="50", omega_a=f"1/{N}", gamma=f"1/{N}"), "<= 20"),
    ]


def row(name: str, case: Case, wanted: str, base: float) -> str:
    """One row, or what stopped it."""
    size = f"10^{len(str(case.N)) - 1}"
    try:
        route = evaluated(case, None).route
        second = second_route(case)
        time, _ = seconds(case)
    except NotCertified:
        return line(size, name, "not certified", "–", "–", "–")
    return line(size, name, route, second, milliseconds(time), against(time / base, wanted))


def evaluated(case: Case, route: str | None) -> CertifiedNumber:
    """C by one route, or the one `evaluate` chooses."""
    return evaluate(model_of(case), "coherence", beta=case.beta, digits=case.digits, route=route, budget=BUDGET)


def second_route(case: Case) -> str:
    """The name of a second route, found to agree with the one chosen; a difference ends the program."""
    first, where = evaluated(case, None), f"N = {case.N}, J = {case.J}, beta = {case.beta}"
    quadrature = run("acb.integral", case, 1, BUDGET)
    if quadrature.values and is_number(quadrature.values[0]):
        must_agree(quadrature.values[0], str(first), case.digits, f"{where}, acb.integral")
        return "acb.integral"
    for route in {"window", "integral"} - {first.route}:
        try:
            other = evaluated(case, route)
        except NotCertified:
            continue
        must_agree(str(other), str(first), case.digits, f"{where}, {route}")
        return route
    return "none"


def seconds(case: Case) -> tuple[float, list[CertifiedNumber]]:
    """The best time over the turns."""
    points = [turned(case, turn) for turn in range(TURNS)]
    return best_seconds([partial(evaluated, point, None) for point in points])
