"""The range of a question, split into cases in which every symbol is positive, with exact points in each.

An open parameter stands for its whole range: omega, omega_a, gamma, beta > 0, J of either sign and zero, N odd and even.
For beta -> oo the ground state splits the range too, at the line J = J_c of (48), (54).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from sympy import Expr, Integer

from .. import exact as formulas
from ..balls import certain_sign
from ..errors import InputError, SymcohError
from ..exact import symbols, to_sympy
from ..exactnumbers import ONE, ZERO, Exact, enclose, exact
from ..exactnumbers import sign as exact_sign
from .case import Case
from .question import NEGATIVE, NEGATIVE_K, POSITIVE, POSITIVE_K, Limit
from .truth import LARGEST_EXACT

ENERGIES = ("omega", "omega_a", "gamma")
POOLS: dict[str, tuple[str, ...]] = {
    "omega": ("1", "3", "1/2", "5"),
    "omega_a": ("2", "1/3", "3", "1/5"),
    "gamma": ("1/2", "2", "3/5", "1/7"),
    "J": ("1/3", "2", "5", "1/10"),
    "K": ("1/3", "1", "1/5", "2"),
    "beta": ("1", "1/2", "2", "3"),
}
"""Values of open parameters, energies in units of the scale that the given ones set, beta in units of its inverse."""
SAMPLES = 4
LARGEST_DRAWN = 2000
"""Rings drawn by chance, where a series holds for every N."""


def scale_of(given: Mapping[str, Exact]) -> Exact:
    """An energy of the size of those given: 1/beta, else the first given energy that is not zero, else 1."""
    if "beta" in given and exact_sign(given["beta"]):
        return ONE / given["beta"]
    for name in (*ENERGIES, "J"):
        value = given.get(name)
        if value is not None and exact_sign(value):
            return value if exact_sign(value) == 1 else -value
    return ONE


def cases_of(given: Mapping[str, Exact], limits: tuple[Limit, ...], held: bool, parities: bool) -> Iterator[Case]:
    """Every case of the range.

    Args:
        given: exact values by name.
        limits: what runs, from left to right.
        held: whether K = beta*J is held.
        parities: whether N odd and even are to be told apart where N is open.
    """
    base: dict[str, Expr] = {name: to_sympy(given[name]) if name in given else getattr(symbols, name) for name in (*ENERGIES, "beta")}
    base["N"] = Integer(given["N"].integer) if "N" in given else symbols.N
    running = {limit.name: limit for limit in limits}
    for (word, coupling), parity, phase in product(
        _couplings(given, running, held, base), _parities(given, running, parities), _phases(given, running)
    ):
        if phase == "antialigned" and (coupling.get("sign", 1) >= 0 or given.get("N") == ONE):
            continue
        names = base | {name: value for name, value in coupling.items() if name != "sign"}
        side = parity if phase != "antialigned" or parity is not None or "N" in given else None
        words = [word, *_words(parity, phase)] if phase is None or coupling.get("sign", 1) != 0 else [word]
        name = " and ".join(w for w in words if w)
        yield Case(name=name, names=names, points=(), parity=side, phase=phase)


def _words(parity: int | None, phase: str | None) -> list[str]:
    found = [] if parity is None else ["N odd" if parity < 0 else "N even"]
    return found + ([] if phase is None else ["J > J_c" if phase == "aligned" else "J < J_c"])


def _couplings(
    given: Mapping[str, Exact], running: Mapping[str, Limit], held: bool, base: Mapping[str, Expr]
) -> list[tuple[str, dict[str, Expr]]]:
    """What J (and K) stand for in each case, by name; `sign` is that of J."""
    if held:
        found = [("K > 0", POSITIVE_K, 1), ("K < 0", -NEGATIVE_K, -1), ("K = 0", Integer(0), 0)]
        return [(word, {"K": K, "J": K / base["beta"], "sign": Integer(side)}) for word, K, side in found]
    if "J" in running:
        sides = {"oo": (1,), "-oo": (-1,), "0": (1, -1)}[running["J"].point]
        return [
            ("" if len(sides) == 1 else f"J {'>' if s > 0 else '<'} 0", {"J": POSITIVE if s > 0 else -NEGATIVE, "sign": Integer(s)})
            for s in sides
        ]
    if "J" in given:
        side = exact_sign(given["J"])
        return [("", {"J": to_sympy(given["J"]), "sign": Integer(-1 if side is None else side)})]
    return [
        ("J > 0", {"J": POSITIVE, "sign": Integer(1)}),
        ("J < 0", {"J": -NEGATIVE, "sign": Integer(-1)}),
        ("J = 0", {"J": Integer(0), "sign": Integer(0)}),
    ]


def _parities(given: Mapping[str, Exact], running: Mapping[str, Limit], wanted: bool) -> tuple[int | None, ...]:
    if "N" in given:
        return (None,)
    if "N" in running:
        # At omega = 0 the closed form holds a power of λ_-, which is negative for J < 0.
        return (-1, 1) if wanted or ("omega" in given and exact_sign(given["omega"]) == 0) else (None,)
    downward = "J" in running and running["J"].point == "-oo"
    return (-1, 1) if wanted or downward else (None,)


def _phases(given: Mapping[str, Exact], running: Mapping[str, Limit]) -> tuple[str | None, ...]:
    if "beta" not in running or running["beta"].point != "oo" or "J" in running:
        return (None,)
    if all(name in given for name in ("N", "omega", "omega_a", "gamma", "J")):
        size = given["N"].integer
        return (None if size is not None and size <= LARGEST_EXACT else _exact_phase(given),)
    if "J" in given and exact_sign(given["J"]) in (0, 1):
        return ("aligned",)
    return ("aligned", "antialigned")


def _exact_phase(given: Mapping[str, Exact]) -> str:
    """The ground state of a ring with every parameter given, by the exact sign of J - J_c."""
    if exact_sign(given["J"]) in (0, 1):
        return "aligned"
    line = formulas.critical_coupling(given["N"].integer, **{name: to_sympy(given[name]) for name in ENERGIES})
    side = exact_sign(given["J"] - exact(line))
    return "undecided" if side is None else ("antialigned", "critical", "aligned")[side + 1]


def with_points(case: Case, given: Mapping[str, Exact], limits: tuple[Limit, ...]) -> Case:
    """The case with exact points of its range, every name given a value."""
    points = []
    for place in range(SAMPLES):
        point = point_of(case, given, limits, place)
        if point is not None:
            points.append(tuple(sorted(point.items())))
    return replace(case, points=tuple(points))


def point_of(
    case: Case, given: Mapping[str, Exact], limits: tuple[Limit, ...], place: int, drawn: Random | None = None
) -> dict[str, Exact] | None:
    """The point number `place` of a case, None where there is none (no J beyond the line); with `drawn`, one by chance."""
    unit = scale_of(given)
    point: dict[str, Exact] = {}

    def value(name: str) -> Exact:
        return exact(POOLS[name][place % SAMPLES] if drawn is None else f"{drawn.randint(1, 13)}/{drawn.randint(1, 5)}")

    for name in ENERGIES:
        point[name] = given[name] if name in given else value(name) * unit
    point["beta"] = given["beta"] if "beta" in given else value("beta") / unit
    size = _size(case, place) if drawn is None else 2 * drawn.randint(2, LARGEST_DRAWN // 2) + (case.parity != 1)
    point["N"] = given["N"] if "N" in given else exact(size)
    K = value("K")
    point |= {"K_positive": K, "K_negative": K}
    J = value("J") * unit
    if case.phase is not None and "J" not in given:
        found = _coupling_in_phase(case, point, J)
        if found is None:
            return None
        J = found
    elif case.phase in ("aligned", "antialigned") and _phase_at(point, given["J"]) != case.phase:
        return None
    point |= {"J_positive": J, "J_negative": J}
    point["J"] = given["J"] if "J" in given else ZERO - J if case.names["J"].has(NEGATIVE) else J if case.names["J"].has(POSITIVE) else ZERO
    if "K" in case.names:
        point["K"] = ZERO - K if case.names["K"].has(NEGATIVE_K) else K if case.names["K"].has(POSITIVE_K) else ZERO
        point["J"] = point["K"] / point["beta"]
    return point


def _size(case: Case, place: int) -> int:
    """Small and larger rings, odd and even where the case does not say."""
    if case.parity is None:
        return case.least + (0, 1, 2, 3)[place % SAMPLES]
    first = max(case.least, 3 if case.parity < 0 else 2)
    if first % 2 == (0 if case.parity < 0 else 1):
        first += 1
    return first + 2 * (place % 3)


def _line(point: Mapping[str, Exact]) -> Exact | None:
    """A rational just beside J_c, at a point."""
    size = point["N"].integer
    assert size is not None
    if size < 2:
        return None
    try:
        J_c = formulas.critical_coupling(size, **{name: to_sympy(point[name]) for name in ENERGIES})
        middle = enclose(exact(J_c), 256).mid()
    except (InputError, SymcohError):
        return None
    if middle == 0:
        return ZERO
    mantissa, exponent = middle.man_exp()
    shift = int(mantissa).bit_length() - 40
    value = Fraction(int(mantissa) >> max(shift, 0)) * (
        Fraction(2) ** (int(exponent) + max(shift, 0)) if abs(int(exponent)) < 60_000 else 0
    )
    return exact(value)


def _coupling_in_phase(case: Case, point: Mapping[str, Exact], size: Exact) -> Exact | None:
    """|J| so that J = ±|J| is in the phase of the case."""
    if case.names["J"].has(POSITIVE) or case.names["J"].is_zero:
        return size
    line = _line(point)
    if line is None or exact_sign(line) != -1:
        return None if case.phase == "antialigned" or line is not None else size
    return (ZERO - line) * exact("1/2" if case.phase == "aligned" else "3/2")


def _phase_at(point: Mapping[str, Exact], J: Exact) -> str | None:
    if exact_sign(J) in (0, 1):
        return "aligned"
    line = _line(point)
    if line is None:
        return "aligned"
    side = certain_sign(enclose(J - line, 256))
    return None if not side else "aligned" if side > 0 else "antialigned"


def numeric(case: Case, point: Mapping[str, Exact], limits: tuple[Limit, ...]) -> Case:
    """The case at one of its points: only what runs stays a symbol."""
    last = limits[-1].name
    running = {limit.name for limit in limits}
    names: dict[str, Expr] = {}
    for name, value in case.names.items():
        if name in running:
            names[name] = value
        elif name == "N":
            size = point["N"].integer
            assert size is not None
            names[name] = Integer(size)
        elif name == "J" and "K" in case.names:
            names[name] = to_sympy(point["K"]) / case.names["beta"]
        else:
            names[name] = to_sympy(point[name])
    size = point["N"].integer
    parity = case.parity if last == "N" or size is None else (-1 if size % 2 else 1)
    shown = ", ".join(f"{name} = {point[name]}" for name in case.names if name not in running and name in point)
    return Case(name=shown, names=names, points=(tuple(sorted(point.items())),), parity=parity, phase=case.phase)
