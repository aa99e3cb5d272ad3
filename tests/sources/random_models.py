"""Random models of every source system and target, and their thermal averages from the whole Hamiltonian, by dense matrices.

The Hamiltonian of target and sources is written down state by state. Sources that only its off-diagonal elements join make one block;
each block is diagonalised as a whole. Nothing of the sums over sectors is used.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import comb
from typing import Any

import mpmath

from symcoh import Bath, Model, Target
from symcoh.sources.registry import system_class

ctx = mpmath.mp.clone()
ctx.dps = 90
TIE = ctx.mpf(10) ** -62
BETAS = ("0", "1/10**20", "1/10", "17/10", "17/10", "50", "1000000", "oo")
SPINS = ("ring", "chain", "independent", "complete", "range-ring", "graph", "independent sites", "graph sites")
PLANE = ("xx-ring", "xx-chain", "xxz-ring", "xxz-chain", "xxz-complete", "graph plane")
SYSTEMS = (*SPINS, *PLANE, "spin-ring", "oscillators", "levels")
TILTS = ("0", "1/5", "-3/5", "pi/6", "pi/2", "-pi/4", "pi")


def number(text: Any) -> Any:
    """A number of the generator, p/q times sqrt(2) or pi at most."""
    known = {"sqrt": ctx.sqrt, "pi": +ctx.pi, "i": ctx.mpc(0, 1), "mpf": ctx.mpf}
    words = "".join(f"mpf({token})" if token.isdecimal() else token for token in tokens(str(text)))
    return ctx.convert(eval(words, {"__builtins__": {}}, known))


def tokens(text: str) -> list[str]:
    """Whole numbers apart from what stands between them; powers of ten as they are."""
    found, word = [], ""
    for letter in text:
        if letter.isdecimal() == word.isdecimal() and word:
            word += letter
        else:
            found += [word] if word else []
            word = letter
    return [*found, word]


@dataclass
class Draw:
    """Numbers that lean on the corners: zeros, equal ones, irrational, tiny and huge."""

    source: random.Random
    seen: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        chance = self.source.random()
        if chance < 0.12:
            return "0"
        if chance < 0.25 and self.seen:
            return self.source.choice(self.seen)
        if chance < 0.33:
            text = f"{self.source.choice(('', '-'))}sqrt(2)/{self.source.randint(1, 5)}"
        elif chance < 0.37:
            text = self.source.choice(("1/10**12", "-1/10**12", "1/10**7"))
        elif chance < 0.40:
            text = self.source.choice(("100000", "-100000"))
        else:
            text = f"{self.source.randint(-9, 9)}/{self.source.randint(1, 9)}"
        self.seen.append(text)
        return text

    def positive(self) -> str:
        return self().removeprefix("-")


@dataclass
class Levels:
    """The states of a bath: energy of H_B, b, M and multiplicity of each, and off-diagonal elements of H_B."""

    energies: list[Any]
    b: list[Any]
    moments: list[Any]
    counts: list[int]
    hops: dict[tuple[int, int], Any]


def spins(size: int, bonds: Sequence[tuple[int, int, Any, Any, Any]], fields: Sequence[Any], pulls: Sequence[Any]) -> Levels:
    """Spins with bonds (k, j, J_z, J_xy, D); a bond of a site to itself is the constant -J_z - 2 J_xy."""
    states = list(product((1, -1), repeat=size))
    place = {state: index for index, state in enumerate(states)}
    hops: dict[tuple[int, int], Any] = {}
    energies = []
    for state in states:
        energies.append(
            sum((w * s for w, s in zip(fields, state, strict=True)), ctx.mpf(0)) / 2
            - sum((along * state[k] * state[j] + (2 * plane if k == j else 0) for k, j, along, plane, _ in bonds), ctx.mpf(0))
        )
        for k, j, _, plane, drift in bonds:
            if k != j and (plane or drift) and (state[k], state[j]) == (-1, 1):  # to up at k, down at j
                flipped = list(state)
                flipped[k], flipped[j] = 1, -1
                amplitude = ctx.mpc(-2 * plane, -2 * drift)
                pair = place[tuple(flipped)], place[state]
                hops[pair] = hops.get(pair, 0) + amplitude
                hops[pair[::-1]] = hops.get(pair[::-1], 0) + ctx.conj(amplitude)
    b = [sum((g * s for g, s in zip(pulls, state, strict=True)), ctx.mpf(0)) for state in states]
    return Levels(energies, b, [sum(s) for s in states], [1] * len(states), hops)


def bath(name: str, size: int, draw: Draw) -> tuple[dict[str, Any], Levels]:
    """(the arguments of a Bath, its states)."""
    if name == "levels":
        rows: list[list[Any]] = [[draw(), draw(), draw.source.randint(1, 3)] for _ in range(draw.source.randint(1, 5))]
        b, energy = [number(row[0]) for row in rows], [number(row[1]) for row in rows]
        return {"sources": system_class(name)(levels=rows)}, Levels(energy, b, b, [row[2] for row in rows], {})
    gamma, omega_a = draw(), draw()
    g, w = number(gamma), number(omega_a)
    if name == "oscillators":
        return oscillators(size, draw)
    if name == "spin-ring":
        return spin_ring(size, draw, omega_a, gamma)
    options, bonds = _bonds(name, size, draw)
    kind = system_class(name.partition(" ")[0])
    if name.endswith("sites"):
        omegas, gammas = [draw() for _ in range(size)], [draw() for _ in range(size)]
        own = kind(**options, omega_k=omegas, gamma_k=gammas)
        return {"sources": own}, spins(size, bonds, [number(x) for x in omegas], [number(x) for x in gammas])
    return {"sources": kind(**options), "omega_a": omega_a, "gamma": gamma}, spins(size, bonds, [w] * size, [g] * size)


def _bonds(name: str, size: int, draw: Draw) -> tuple[dict[str, Any], list[tuple[int, int, Any, Any, Any]]]:
    options: dict[str, Any] = {"N": size}
    J, plane, drift = draw(), draw(), draw()
    z, xy, d, nothing = number(J), number(plane), number(drift), ctx.mpf(0)
    family, _, shape = name.partition(" ")[0].partition("-")
    round_, open_ = [(k, (k + 1) % size) for k in range(size)], [(k, k + 1) for k in range(size - 1)]
    pairs = [(k, j) for j in range(size) for k in range(j)]
    if family == "independent":
        return options, []
    if name == "range-ring":
        couplings = [draw() for _ in range(draw.source.randint(1, 3))]
        options["couplings"] = couplings
        far = [(k, (k + r) % size, number(text), nothing, nothing) for r, text in enumerate(couplings, 1) for k in range(size)]
        return options, far
    if family == "graph":
        chosen = [pair for pair in pairs if draw.source.random() < 0.7]
        values = [(draw(), draw() if name == "graph plane" else "0") for _ in chosen]
        options["edges"] = [[k + 1, j + 1, *value] for (k, j), value in zip(chosen, values, strict=True)]
        return options, [(k, j, number(a), number(b), nothing) for (k, j), (a, b) in zip(chosen, values, strict=True)]
    if family in ("xx", "xxz"):
        chosen = {"ring": round_, "chain": open_, "complete": pairs}[shape]
        options |= {"shape": shape, "J_xy": plane}
        if family == "xxz":
            options["J"] = J
            return options, [(k, j, z, xy, nothing) for k, j in chosen]
        if size > 1 and draw.source.random() < 0.3:
            options["D"] = drift
            return options, [(k, j, nothing, xy, d) for k, j in chosen]
        return options, [(k, j, nothing, xy, nothing) for k, j in chosen]
    options["J"] = J
    chosen = {"ring": round_, "chain": open_, "complete": pairs}[family]
    return options, [(k, j, z, nothing, nothing) for k, j in chosen]


def spin_ring(size: int, draw: Draw, omega_a: str, gamma: str) -> tuple[dict[str, Any], Levels]:
    spin, J, D = draw.source.choice((1, 2, 3)), draw(), draw()
    size = min(size, 3)
    states = list(product(range(spin, -spin - 1, -2), repeat=size))
    j, d, w, g = number(J), number(D), number(omega_a), number(gamma)
    energies = [-j * sum(m[k] * m[(k + 1) % size] for k in range(size)) + d * sum(x * x for x in m) + w * sum(m) / 2 for m in states]
    sources = system_class("spin-ring")(N=size, spin=f"{spin}/2", J=J, anisotropy=D)
    moments = [sum(m) for m in states]
    return {"sources": sources, "omega_a": omega_a, "gamma": gamma}, Levels(
        energies, [g * m for m in moments], moments, [1] * len(states), {}
    )


def oscillators(size: int, draw: Draw) -> tuple[dict[str, Any], Levels]:
    """Cut where e^{-beta (Omega - |gamma|) n} is lost, which the caller sees to: Omega - |gamma| >= 1/2, beta >= 1."""
    gamma, omega = draw.source.choice(("0", "1/4", "-1/4", "sqrt(2)/3", "1")), draw.source.choice(("3/2", "2", "sqrt(2)*2"))
    g, w = number(gamma), number(omega)
    most = 700
    levels = Levels([w * n for n in range(most)], [g * n for n in range(most)], list(range(most)), [], {})
    levels.counts = [comb(n + size - 1, size - 1) for n in range(most)]
    return {"sources": system_class("oscillators")(N=size, Omega=omega), "gamma": gamma}, levels


def hermitian(size: int, draw: Draw) -> list[list[str]]:
    """A Hermitian matrix, with i and zeros."""
    rows = [["0"] * size for _ in range(size)]
    for k in range(size):
        rows[k][k] = draw()
        for j in range(k):
            real, imaginary = draw(), draw() if draw.source.random() < 0.5 else "0"
            rows[k][j], rows[j][k] = f"({real})+({imaginary})*i", f"({real})-({imaginary})*i"
    return rows


def matrix(rows: Sequence[Sequence[str]]) -> Any:
    return ctx.matrix([[ctx.mpc(number(entry)) for entry in row] for row in rows])


def case(source: random.Random, most: int = 6) -> tuple[Model, str, Callable[[], dict[str, Any]]]:
    """(a model, beta, what computes the averages from the whole Hamiltonian)."""
    model, beta, parts = parts_of_case(source, most)
    return model, beta, lambda: averages(*parts, beta)


def parts_of_case(source: random.Random, most: int = 6) -> tuple[Model, str, tuple[Any, list[Any], list[Levels]]]:
    """(a model, beta, (H_A, the A, the states of the baths))."""
    draw, beta = Draw(source), source.choice(BETAS)
    names = [source.choice(SYSTEMS) for _ in range(1 if source.random() < 0.85 else 2)]
    if "oscillators" in names and beta not in ("17/10", "50", "oo"):
        beta = "17/10"
    largest = min(most, 2 if len(names) == 2 else 4 if names[0] in PLANE else 6)
    baths = [bath(name, source.randint(1, largest), draw) for name in names]
    kind = source.choice(("plain", "tilted", "two", "two coupled", "three"))
    if len(names) == 2 and kind in ("plain", "tilted", "two"):
        kind = "two coupled"
    target, own, couplings = _target(kind, len(names), draw)
    if kind in ("plain", "tilted", "two"):
        model = Model(target=target, **baths[0][0])
    else:
        model = Model(target=target, baths=[Bath(coupling=rows, **known) for (known, _), rows in zip(baths, couplings, strict=True)])
        couplings = [matrix(rows) for rows in couplings]
    levels = [one for _, one in baths]
    return model, beta, (own, couplings, levels)


def _target(kind: str, count: int, draw: Draw) -> tuple[Target, Any, list[Any]]:
    if kind in ("plain", "tilted"):
        omega, tilt = draw.positive(), draw.source.choice(TILTS)
        half = number(omega) / 2
        angle = number(tilt) if kind == "tilted" else ctx.mpf(0)
        sine, cosine = ctx.sin(angle), ctx.cos(angle)
        if tilt in ("pi/2", "pi") and kind == "tilted":  # the exact values
            sine, cosine = (ctx.mpf(1), ctx.mpf(0)) if tilt == "pi/2" else (ctx.mpf(0), ctx.mpf(-1))
        target = Target(omega=omega, tilt=tilt) if kind == "tilted" else Target(omega=omega)
        return target, ctx.matrix([[half, 0], [0, -half]]), [ctx.matrix([[sine, cosine], [cosine, -sine]])]
    size = 3 if kind == "three" else 2
    rows = hermitian(size, draw)
    if kind == "two":
        return Target(hamiltonian=rows), matrix(rows), [ctx.matrix([[0, 1], [1, 0]])]
    return Target(hamiltonian=rows), matrix(rows), [hermitian(size, draw) for _ in range(count)]


def blocks(levels: Levels) -> list[list[int]]:
    """The states that H_B joins."""
    leader = list(range(len(levels.b)))

    def top(k: int) -> int:
        while leader[k] != k:
            k = leader[k]
        return k

    for k, j in levels.hops:
        leader[top(k)] = top(j)
    found: dict[int, list[int]] = {}
    for k in range(len(leader)):
        found.setdefault(top(k), []).append(k)
    return list(found.values())


def averages(own: Any, couplings: Sequence[Any], levels: Sequence[Levels], beta: str) -> dict[str, Any]:
    """Z, E, <M> and rho_t by diagonalising every block of the whole Hamiltonian."""
    return averaged(eigenstates(own, couplings, levels), own.rows, beta)


def eigenstates(own: Any, couplings: Sequence[Any], levels: Sequence[Levels]) -> list[tuple[Any, int, Any, Any]]:
    """(energy, multiplicity, <M>, state of the target) of every eigenstate."""
    size = own.rows
    rows: list[tuple[Any, int, Any, Any]] = []
    for chosen in product(*map(blocks, levels)):
        basis = list(product(*chosen))
        whole = ctx.matrix(size * len(basis))
        place = {joint: k for k, joint in enumerate(basis)}
        moments, count = [], 1
        for joint, k in place.items():
            energy = sum((one.energies[s] for one, s in zip(levels, joint, strict=True)), ctx.mpf(0))
            moments.append(sum((one.moments[s] for one, s in zip(levels, joint, strict=True)), ctx.mpf(0)))
            local = own.copy()
            for one, coupling, s in zip(levels, couplings, joint, strict=True):
                local = local + coupling * one.b[s]
            for a in range(size):
                for c in range(size):
                    whole[k * size + a, k * size + c] += local[a, c] + (energy if a == c else 0)
            for i, one in enumerate(levels):
                for s in chosen[i]:
                    if (s, joint[i]) in one.hops:
                        to = place[(*joint[:i], s, *joint[i + 1 :])]
                        for a in range(size):
                            whole[to * size + a, k * size + a] += one.hops[s, joint[i]]
        for one, states in zip(levels, chosen, strict=True):
            count *= one.counts[states[0]]
        values, vectors = ctx.eighe(whole)
        for n in range(len(values)):
            rho, moment = ctx.matrix(size), ctx.mpf(0)
            for k in range(len(basis)):
                for a in range(size):
                    moment += moments[k] * abs(vectors[k * size + a, n]) ** 2
                    for c in range(size):
                        rho[a, c] += vectors[k * size + a, n] * ctx.conj(vectors[k * size + c, n])
            rows.append((ctx.re(values[n]), count, moment, rho))
    return rows


def averaged(rows: Sequence[tuple[Any, int, Any, Any]], size: int, beta: str) -> dict[str, Any]:
    """Thermal averages over all eigenstates."""
    least = min(row[0] for row in rows)
    scale = max([abs(row[0]) for row in rows] + [ctx.mpf(1)])
    if beta == "oo":
        weights = [count if energy - least < TIE * scale else 0 for energy, count, _, _ in rows]
    else:
        inverse = number(beta)
        weights = [count * ctx.exp(-inverse * (energy - least)) for energy, count, _, _ in rows]
    total = ctx.fsum(weights)
    rho, energy, moment = ctx.matrix(size), ctx.mpf(0), ctx.mpf(0)
    for weight, (value, _, m, block) in zip(weights, rows, strict=True):
        rho, energy, moment = rho + block * weight, energy + weight * (value - least), moment + weight * m
    rho = rho / total
    found = {
        "coherence": 2 * ctx.fsum(abs(rho[a, c]) for a in range(size) for c in range(a)),
        "energy": least + energy / total,
        "magnetization": moment / total,
        "purity": ctx.re(sum((rho * rho)[a, a] for a in range(size))),
    }
    if beta != "oo":
        found["log-partition-function"] = ctx.log(total) - number(beta) * least
    if size == 2:
        found |= {"bloch-x": 2 * ctx.re(rho[0, 1]), "bloch-z": ctx.re(rho[0, 0] - rho[1, 1])}
    return found | {"scale": scale}
