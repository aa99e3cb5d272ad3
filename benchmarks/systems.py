"""C of other source systems: what it costs at the sizes named, and beside dense diagonalisation where that reaches.

python benchmarks/systems.py                        the section of `make bench`
python benchmarks/systems.py --page FILE.md         writes the section into a page, in the place of what it held before
python benchmarks/systems.py NAME                   one row of the first table in this process: its times and memory as JSON
python benchmarks/systems.py NAME --sites N         one row of the second
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from guarded import ONE_THREAD
from rows import line, milliseconds, must_agree, ratio, table

from symcoh import Model, evaluate
from symcoh.sources import XX, XXZ, Chain, Complete, Graph, Independent, Oscillators, RangeRing, Ring, SpinRing
from symcoh.sources.protocol import Sources

DIGITS = 50
LIMIT = 300.0
FIELD = {"omega_a": "7/10", "gamma": "3/10"}
FURTHER = 5
"""Calls at other temperatures after the first."""

TURNS = 3
"""Processes of a row of the first table, but under --quick."""

HEAD = """
## Other source systems

C at omega = 1, omega_a = 7/10, gamma = 3/10, beta = 1, 50 digits, every row in processes of its own, one thread. Times are of the
processor (other work on the machine lengthens them by up to a half): of the first call, with what it loads and finds once, and the
best of {further} further calls at other temperatures; the best of {turns} processes. The memory is the most that a process held.
{machine}."""
DENSE = """
## Other source systems beside dense diagonalisation

N = {N}: the first call once more, and the same C from the whole $2^{{N+1}}$-dimensional Hamiltonian in double precision, with NumPy, and
with QuTiP's operators where it is installed; in one process. The ratio is (time)/(time of `evaluate`, 50 digits proved)."""


@dataclass(frozen=True)
class Row:
    """A model, and the seconds wanted of it (None: none named)."""

    build: Callable[[], Model]
    wanted: float | None = None


def _signs(width: int) -> Graph:
    """A square grid of width x width sites, bonds of +-1/3 drawn from one seed."""
    source, last = random.Random(8), width - 1
    sites = [(width * y + x + 1, x, y) for y in range(width) for x in range(width)]
    pairs = [(k, k + 1) for k, x, _ in sites if x < last] + [(k, k + width) for k, _, y in sites if y < last]
    return Graph(N=width * width, edges=[[k, j, source.choice(("1/3", "-1/3"))] for k, j in pairs])


def _couplings(N: int) -> Independent:
    """Sources with N different gamma_k."""
    return Independent(N=N, omega_k=["7/10"] * N, gamma_k=[f"{k}/{3 * N}" for k in range(1, N + 1)])


ROWS: dict[str, Row] = {
    "chain, N = 10^6": Row(lambda: Model(sources=Chain(N=10**6, J="2/5"), **FIELD), 0.1),
    "chain, N = 10^12": Row(lambda: Model(sources=Chain(N=10**12, J="2/5"), **FIELD)),
    "independent, 1000 different gamma_k": Row(lambda: Model(sources=_couplings(1000)), 2),
    "complete graph, N = 1000": Row(lambda: Model(sources=Complete(N=1000, J="1/2000"), **FIELD)),
    "XX ring, N = 1000": Row(lambda: Model(sources=XX(shape="ring", N=1000, J_xy="2/5"), **FIELD), 1.5),
    "ring of range 2, N = 10^12": Row(lambda: Model(sources=RangeRing(N=10**12, couplings=["2/5", "-1/5"]), **FIELD), 0.2),
    "ring of spins 1, N = 10^9": Row(lambda: Model(sources=SpinRing(N=10**9, spin=1, J="1/4", anisotropy="1/20"), **FIELD)),
    "oscillators, N = 100": Row(lambda: Model(sources=Oscillators(N=100, Omega="6/5"), gamma="3/100")),
    "graph of +-J, 8 x 8": Row(lambda: Model(sources=_signs(8), **FIELD), 1),
    "XXZ ring, N = 10": Row(lambda: Model(sources=XXZ(shape="ring", N=10, J="1/4", J_xy="2/5"), **FIELD), 1),
    "XXZ ring, N = 12": Row(lambda: Model(sources=XXZ(shape="ring", N=12, J="1/4", J_xy="2/5"), **FIELD), 10),
}

Bond = tuple[int, int, float, float]


def _round(N: int) -> list[tuple[int, int]]:
    return [(k, (k + 1) % N) for k in range(N)]


def _pairs(N: int) -> list[tuple[int, int]]:
    return [(k, j) for j in range(N) for k in range(j)]


def _of(sources: Sources) -> Model:
    return Model(sources=sources, **FIELD)


SMALL, QUICK = 10, 6
DENSE_ROWS: dict[str, Callable[[int], tuple[Model, list[Bond]]]] = {
    "ring": lambda N: (_of(Ring(N=N, J="2/5")), [(k, j, 0.4, 0.0) for k, j in _round(N)]),
    "chain": lambda N: (_of(Chain(N=N, J="2/5")), [(k, k + 1, 0.4, 0.0) for k in range(N - 1)]),
    "complete graph": lambda N: (_of(Complete(N=N, J="1/20")), [(k, j, 0.05, 0.0) for k, j in _pairs(N)]),
    "XX ring": lambda N: (_of(XX(shape="ring", N=N, J_xy="2/5")), [(k, j, 0.0, 0.4) for k, j in _round(N)]),
    "XXZ ring": lambda N: (_of(XXZ(shape="ring", N=N, J="1/4", J_xy="2/5")), [(k, j, 0.25, 0.4) for k, j in _round(N)]),
}


def lines(quick: bool) -> Iterator[str]:
    """The section, line by line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("python-flint", "numpy", "qutip") if find_spec(name.replace("python-", "")))
    machine = f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}, {packages}"
    turns = 1 if quick else TURNS
    yield HEAD.format(machine=machine, further=FURTHER, turns=turns)
    yield from table("sources", "first call", "wanted", "further calls", "memory")
    for name in list(ROWS)[:2] if quick else ROWS:
        yield row(name, turns)
    sites = QUICK if quick else SMALL
    yield DENSE.format(N=sites)
    yield from table("sources", "`evaluate`", "dense NumPy", "ratio", "QuTiP", "ratio")
    for name in list(DENSE_ROWS)[:1] if quick else DENSE_ROWS:
        yield beside(name, sites)


def row(name: str, turns: int) -> str:
    """One row of the first table, measured in so many processes of its own."""
    found = [measures for _ in range(turns) if (measures := _apart(name)) is not None]
    if len(found) < turns:
        return line(name, f"no result in {LIMIT:g} s", "–", "–", "–")
    wanted = ROWS[name].wanted
    target = "–" if wanted is None else f"< {milliseconds(wanted)}"
    first, further = (milliseconds(min(measures[key] for measures in found)) for key in ("seconds", "further"))
    return line(name, first, target, further, f"{max(measures['mebibytes'] for measures in found):.0f} MiB")


def beside(name: str, sites: int) -> str:
    """One row of the second table, measured in a process of its own."""
    found = _apart(name, "--sites", str(sites))
    if found is None:
        return line(name, f"no result in {LIMIT:g} s", "–", "–", "–", "–")
    cells = [("not installed", "–") if other is None else (milliseconds(other), ratio(other / found["ours"])) for other in found["others"]]
    return line(name, milliseconds(found["ours"]), *(cell for pair in cells for cell in pair))


def _apart(*arguments: str) -> dict[str, Any] | None:
    """What this file prints with these arguments; None where that takes too long."""
    command = [sys.executable, __file__, *arguments]
    try:
        done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        sys.exit(f"{arguments[0]}: {done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(name: str) -> dict[str, Any]:
    """The value, the processor times and the memory of one row of the first table, in this process."""
    values, seconds = [], []
    for turn in range(FURTHER + 1):
        start = time.process_time()
        values.append(evaluate(ROWS[name].build(), "coherence", beta=1 + Fraction(turn, 1000), digits=DIGITS))
        seconds.append(time.process_time() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"value": str(values[0]), "seconds": seconds[0], "further": min(seconds[1:]), "mebibytes": memory}


def compared(name: str, sites: int) -> dict[str, Any]:
    """The processor times of one row of the second table, in this process; values are compared first."""
    model, bonds = DENSE_ROWS[name](sites)
    start = time.process_time()
    value = evaluate(model, "coherence", beta=1, digits=DIGITS)
    ours = time.process_time() - start
    others: list[float | None] = []
    for program in (by_numpy, by_qutip):
        start = time.process_time()
        try:
            other = program(sites, bonds)
        except ImportError:
            others.append(None)
            continue
        others.append(time.process_time() - start)
        must_agree(repr(other), str(value), 10, f"{name}, {program.__name__}")
    return {"ours": ours, "others": others}


def by_numpy(N: int, bonds: Sequence[Bond]) -> float:
    """C at beta = 1 from the matrix of the whole Hamiltonian."""
    import numpy as np

    size = 1 << N
    index = np.arange(size)
    spins = 1 - 2 * (index[:, None] >> np.arange(N) & 1)
    total = spins.sum(axis=1)
    sources = np.diag(0.35 * total - sum(along * spins[:, k] * spins[:, j] for k, j, along, _ in bonds)).astype(float)
    for k, j, _, plane in bonds:
        apart = spins[:, k] != spins[:, j]
        sources[index[apart] ^ (1 << k | 1 << j), index[apart]] -= 2 * plane
    flip = np.array([[0.0, 1.0], [1.0, 0.0]])
    matrix = np.kron(np.diag([0.5, -0.5]), np.eye(size)) + np.kron(np.eye(2), sources) + np.kron(flip, np.diag(0.3 * total))
    energies, states = np.linalg.eigh(matrix)
    boltzmann = np.exp(energies[0] - energies)
    return float(2 * abs(((states[:size] * states[size:]) @ boltzmann).sum()) / boltzmann.sum())


def by_qutip(N: int, bonds: Sequence[Bond]) -> float:
    """The same as one writes it with QuTiP, operators as tensor products."""
    import numpy as np
    import qutip

    def at(place: int, operator: Any) -> Any:
        return qutip.tensor([operator if k == place else qutip.qeye(2) for k in range(N + 1)])

    total, flip = sum(at(k, qutip.sigmaz()) for k in range(1, N + 1)), at(0, qutip.sigmax())
    hamiltonian = 0.5 * at(0, qutip.sigmaz()) + 0.3 * flip * total + 0.35 * total
    for k, j, along, plane in bonds:
        for strength, operator in ((along, qutip.sigmaz()), (plane, qutip.sigmax()), (plane, qutip.sigmay())):
            if strength:
                hamiltonian -= strength * at(k + 1, operator) * at(j + 1, operator)
    energies, states = hamiltonian.eigenstates()
    boltzmann = np.exp(energies[0] - energies)
    return float(abs(np.dot(boltzmann, qutip.expect(flip, list(states)))) / boltzmann.sum())


def with_section(page: str, section: str) -> str:
    """The page with a section in the place of what it held of it, or before the map of routes."""
    held = re.compile(r"(?ms)^## Other source systems.*?(?=^## (?!Other source systems)|\Z)|^(?=## Where each route)")
    return held.sub(lambda _: section.strip() + "\n\n", page, count=1)


def main() -> None:
    """One row as JSON, or the section, printed or put into a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", help="a row")
    parser.add_argument("--sites", type=int, help="a row of the second table, with so many sites")
    parser.add_argument("--page", type=Path, help="a page to put the section into")
    options = parser.parse_args()
    if options.name:
        print(json.dumps(measured(options.name) if options.sites is None else compared(options.name, options.sites)))
        return
    section = []
    for text in lines(False):
        print(text, flush=True)
        section.append(text)
    if options.page:
        options.page.write_text(with_section(options.page.read_text(encoding="utf-8"), "\n".join(section)), encoding="utf-8")


if __name__ == "__main__":
    main()
