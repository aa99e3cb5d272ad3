"""Model files read a second time, into the whole Hamiltonian: nothing of symcoh's reader or of its source systems is used."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb
from pathlib import Path
from typing import Any

from .random_models import Levels, averaged, ctx, eigenstates, matrix, number, spins

Bonds = list[tuple[int, int, Any, Any, Any]]
CASES = Path(__file__).with_name("cases.toml")


@dataclass(frozen=True)
class Case:
    """A model file, and an inverse temperature."""

    name: str
    beta: str
    model: str


def cases() -> list[Case]:
    """All that `cases.toml` holds."""
    return [Case(**row) for row in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]]


def levels_of(row: Mapping[str, Any]) -> Levels:
    """The states of one bath of a model file."""
    name = row["system"]
    if name == "levels":
        b, energies = [number(entry[0]) for entry in row["levels"]], [number(entry[1]) for entry in row["levels"]]
        return Levels(energies, b, b, [entry[2] for entry in row["levels"]], {})
    if name == "oscillators":
        most, N = 400, row["N"]
        counts = [comb(n + N - 1, N - 1) for n in range(most)]
        numbers = list(range(most))
        return Levels([number(row["Omega"]) * n for n in numbers], [number(row["gamma"]) * n for n in numbers], numbers, counts, {})
    if name == "spin-ring":
        return _spin_ring(row)
    size = row.get("N") or len(row["gamma_k"])
    fields = row.get("omega_k") or [row["omega_a"]] * size
    pulls = row.get("gamma_k") or [row["gamma"]] * size
    return spins(size, _bonds(row, size), [number(x) for x in fields], [number(x) for x in pulls])


def _bonds(row: Mapping[str, Any], size: int) -> Bonds:
    along, plane, drift = (number(row.get(key, "0")) for key in ("J", "J_xy", "D"))
    zero = ctx.mpf(0)
    family, _, shape = row["system"].partition("-")
    if family == "independent":
        return []
    if family == "range":
        steps = enumerate(row["couplings"], 1)
        return [(k, (k + step) % size, number(J), zero, zero) for step, J in steps for k in range(size)]
    if family == "graph":
        return [(k - 1, j - 1, number(J[0]), number(J[1]) if J[1:] else zero, zero) for k, j, *J in row["edges"]]
    pairs = {
        "ring": [(k, (k + 1) % size) for k in range(size)],
        "chain": [(k, k + 1) for k in range(size - 1)],
        "complete": [(k, j) for j in range(size) for k in range(j)],
    }[shape or family]
    return [(k, j, along, plane, drift) for k, j in pairs]


def _spin_ring(row: Mapping[str, Any]) -> Levels:
    N, twice = row["N"], int(2 * number(row["spin"]))
    J, D, field, pull = (number(row[key]) for key in ("J", "anisotropy", "omega_a", "gamma"))
    states = list(product(range(-twice, twice + 1, 2), repeat=N))
    moments = [sum(m) for m in states]
    energies = [
        sum(D * m[k] ** 2 - J * m[k] * m[(k + 1) % N] for k in range(N)) + field * M / 2 for m, M in zip(states, moments, strict=True)
    ]
    return Levels(energies, [pull * M for M in moments], moments, [1] * len(states), {})


def _target(table: Mapping[str, Any]) -> tuple[Any, Any]:
    """(H_A, A)."""
    if "hamiltonian" in table:
        coupling = table.get("coupling", [["0", "1"], ["1", "0"]])
        return matrix(table["hamiltonian"]), matrix(coupling)
    half, tilt = number(table["omega"]) / 2, number(table.get("tilt", "0"))
    sine, cosine = ctx.sin(tilt), ctx.cos(tilt)
    return ctx.matrix([[half, 0], [0, -half]]), ctx.matrix([[sine, cosine], [cosine, -sine]])


def whole(model: str) -> tuple[list[tuple[Any, int, Any, Any]], int]:
    """(the eigenstates of the whole Hamiltonian of a model file, the dimension of the target)."""
    document = tomllib.loads(model)
    own, coupling = _target(document["target"])
    rows: Sequence[Mapping[str, Any]] = document["sources"] if isinstance(document["sources"], list) else [document["sources"]]
    couplings = [matrix(row["coupling"]) if "coupling" in row else coupling for row in rows]
    return eigenstates(own, couplings, [levels_of(row) for row in rows]), own.rows


def truth(case: Case) -> dict[str, Any]:
    """Z, E, <M>, rho_t of a case from the whole Hamiltonian."""
    return averaged(*whole(case.model), case.beta)
