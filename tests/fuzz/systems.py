"""Source systems beyond the ring, by option and by file: few and very many sources, ends, ties, wrong keys."""

from __future__ import annotations

from random import Random

from . import values
from .values import number

IN_PLANE = ("xx-ring", "xx-chain", "xxz-ring", "xxz-chain", "xxz-complete")
NAMES = ("chain", "independent", "complete", *IN_PLANE)
DENSE = ("xxz-ring", "xxz-chain")
"""Blocks of matrices: every value takes seconds from eleven sources on."""

FILED = (*NAMES, "ring", "graph", "graph", "range-ring", "range-ring", "spin-ring", "oscillators", "oscillators", "levels")
FEW = ("1", "2", "3", "4", "5", "6", "7", "8")
MANY = ("12", "13", "60", "61", "200", "1000", "1001", "20000", "1000000", "999999", "1" + "0" * 12, "1" + "0" * 18, "9" * 400)
QUANTITIES = (
    *("mutual-information", "source-entropy", "interaction-energy", "target-energy"),
    *("mean-force-energy", "mean-force-free-energy", "temperature-fisher-information"),
)
MATRICES = (
    '[["9/10", "1/10"], ["1/10", "0"]]',
    '[["1", "i/3"], ["-i/3", "0"]]',
    '[["1", "0", "1/5"], ["0", "0", "sqrt(2)/10"], ["1/5", "sqrt(2)/10", "-1"]]',
    '[["0", "1"], ["2", "0"]]',
    '[["1e5000", "1"], ["1", "0"]]',
    '[["0", "1/2"], ["1/2", "0"]]',
)


def size(random: Random, system: str) -> str:
    """A text for the number of sources of a system."""
    roll = random.random()
    if roll < 0.03:
        return random.choice(values.WILD_SIZES)
    return random.choice(FEW if roll < 0.6 or (system in DENSE and roll < 0.95) else MANY)


def options(random: Random) -> list[str]:
    """A system and its parameters as words of a command line."""
    system, plain = random.choice(NAMES), random.choice((0.3, 0.7, 0.95))
    words = ["--sources-model", system, "-N", size(random, system)]
    for flag, share in (("--omega-a", 0.98), ("--gamma", 0.98), ("-J", 0.6), ("--omega", 0.4)):
        words += [f"{flag}={number(random, plain)}"] if random.random() < share else []
    if random.random() < (0.95 if system in IN_PLANE else 0.05):
        words += [f"--coupling-xy={number(random, plain)}"]
    return words


def document(random: Random) -> str:
    """A file for --model: a target, one or two baths, seldom units."""
    plain = random.choice((0.3, 0.7, 0.95))
    baths = 2 if random.random() < 0.12 else 1
    lines = _target(random, plain)
    for _ in range(baths):
        lines += _bath(random, plain, baths)
    if random.random() < 0.05:
        lines += ["[units]", 'energy = "GHz"', f'temperature = "{random.choice(("mK", "K", "x"))}"']
    return "\n".join(lines) + "\n"


def _target(random: Random, plain: float) -> list[str]:
    roll = random.random()
    if roll < 0.4:
        return []
    if roll < 0.8:
        return ["[target]", *_entry("omega", number(random, plain)), *(_entry("tilt", number(random, plain)) if roll < 0.6 else [])]
    return ["[target]", f"hamiltonian = {random.choice(MATRICES)}", *([f"coupling = {random.choice(MATRICES)}"] if roll < 0.97 else [])]


def _bath(random: Random, plain: float, baths: int) -> list[str]:
    system = random.choice(FILED)
    lines = ["[[sources]]" if baths > 1 else "[sources]", f'system = "{system}"']
    if system == "levels":
        rows = [
            (number(random, plain), number(random, plain), random.choice((1, 1, 3, 0, 10**30))) for _ in range(random.choice((1, 2, 5)))
        ]
        lines += ["levels = [" + ", ".join(f'["{_plain(b)}", "{_plain(e)}", {count}]' for b, e, count in rows) + "]"]
    else:
        count = size(random, system)
        lines += [f"N = {count}" if count.isdigit() and len(count) < 4000 and not count.startswith("0") else f'N = "{_plain(count)}"']
        lines += _sites(random, system, count, plain) or _uniform(random, plain)
        lines += _couplings(random, system, count, plain)
    if baths > 1 or random.random() < 0.08:
        lines += [f"coupling = {random.choice(MATRICES)}"]
    return lines


def _uniform(random: Random, plain: float) -> list[str]:
    return [*_entry("omega_a", number(random, plain)), *_entry("gamma", number(random, plain))]


def _sites(random: Random, system: str, count: str, plain: float) -> list[str]:
    """Numbers of its own for every site, mostly as many as there are."""
    if system not in ("graph", "independent") or random.random() < 0.6:
        return []
    length = int(count) if count in FEW else 3
    return [_list("omega_k", random, length, plain), _list("gamma_k", random, length, plain)]


def _couplings(random: Random, system: str, count: str, plain: float) -> list[str]:
    if system == "graph":
        return [_edges(random, int(count) if count.isdigit() and len(count) < 5 else 4, plain)]
    if system == "range-ring":
        return [_list("couplings", random, random.choice((1, 2, 3)), plain)]
    if system == "spin-ring":
        spin = random.choice(("1", "1/2", "3/2", "2", "7", "0", "1/3"))
        return [f'spin = "{spin}"', *_entry("J", number(random, plain)), *_entry("anisotropy", number(random, plain))]
    if system == "oscillators":
        return _entry("Omega", number(random, plain))
    found = _entry("J", number(random, plain)) if system not in ("independent", "xx-ring", "xx-chain") else []
    found += _entry("J_xy", number(random, plain)) if system in IN_PLANE else []
    return found + (_entry("D", number(random, plain)) if system in ("xx-ring", "xx-chain") and random.random() < 0.3 else [])


def _edges(random: Random, count: int, plain: float) -> str:
    """A path, a ring, a ladder or any pairs; at most 400 of them."""
    last = min(count, 400)
    form = random.choice(("path", "ring", "ladder", "any"))
    pairs = [(k, k + 1) for k in range(1, last)] + ([(last, 1)] if form == "ring" and last > 2 else [])
    if form == "ladder":
        pairs = [(k, k + 1) for k in range(1, last, 2)] + [(k, k + 2) for k in range(1, last - 1)]
    if form == "any":
        sites, times = range(1, max(last, 2) + 1), random.choice((1, 3, 2 * min(last, 20)))
        pairs = [(one, other) for one, other in (random.sample(sites, 2) for _ in range(times))]
    strengths = [_plain(number(random, plain)) for _ in range(2)]
    flip = random.random() < 0.1
    return (
        "edges = ["
        + ", ".join(f'[{a}, {b}, "{random.choice(strengths)}"{", " + chr(34) + "1/7" + chr(34) if flip else ""}]' for a, b in pairs)
        + "]"
    )


def _list(name: str, random: Random, length: int, plain: float) -> str:
    return f"{name} = [" + ", ".join(f'"{_plain(number(random, plain))}"' for _ in range(length)) + "]"


def _entry(name: str, text: str) -> list[str]:
    return [f'{name} = "{_plain(text)}"']


def _plain(text: str) -> str:
    """What stands between quotation marks in TOML."""
    clean = text.encode("utf-8", "replace").decode()
    return clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
