"""Pairs of command lines that say the same: a parameter as a plain number, and the same number in radicals.

The disguises are identities of roots, powers, products of conjugates, nested radicals, sums that denest and cube roots;
each is exact for any rational it is given, so the pair is equal by construction and by no routine of the project.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path
from typing import NamedTuple

from symcoh.cli.main import _exit_code
from symcoh.observables import OBSERVABLES

NONSQUARES = (2, 3, 5, 6, 7, 10, 11, 13, 15, 17)
QUANTITIES = tuple(sorted(OBSERVABLES))
FLAGS = {"omega": "--omega", "omega_a": "--omega-a", "gamma": "--gamma", "J": "-J", "beta": "--beta", "T": "-T"}
JSON_ECHO = ("parameters",)
_GIVEN = re.compile(r"\b(omega|omega_a|gamma|J) = .*?(?=, (?:omega|omega_a|gamma|J|beta) |$)")


class Outcome(NamedTuple):
    """What a command printed and returned, without the texts it repeats from the command line."""

    out: str
    complaint: str
    code: int


class Pair(NamedTuple):
    """Two command lines with the same meaning."""

    plain: list[str]
    hidden: list[str]


def hidden_zero(rng: random.Random, depth: int = 1) -> str:
    """A text of value 0 that holds no 0."""
    a, b = rng.sample(NONSQUARES, 2)
    c, k = rng.randint(1, 9), rng.randint(2, 5)
    forms: list[Callable[[], str]] = [
        lambda: f"(sqrt({a})-{c})*(sqrt({a})+{c})-{a - c * c}".replace("--", "+"),
        lambda: f"sqrt({a})*sqrt({b})-sqrt({a * b})",
        lambda: f"{a}**(1/3)*{a * a}**(1/3)-{a}",
        lambda: f"sqrt({a + b}+2*sqrt({a * b}))-sqrt({a})-sqrt({b})",
        lambda: f"sqrt({a * k * k})/{k}-sqrt({a})",
        lambda: f"sqrt({c * c + a}+{2 * c}*sqrt({a}))-{c}-sqrt({a})",
        lambda: f"({c**3 + 3 * c * a}+{3 * c * c + a}*sqrt({a}))**(1/3)-sqrt({a})-{c}",
        lambda: f"1/(sqrt({a})+{c})-(sqrt({a})-{c})/({a}-{c}**2)" if a != c * c else f"sqrt({a})-sqrt({a})",
        lambda: f"sqrt({c * c}+sqrt({a}))*sqrt({c * c}*sqrt({a})+{a})-{a}**(1/4)*({c * c}+sqrt({a}))",
        lambda: f"{a}**({k}/{k + 1})*{a}**(1/{k + 1})-{a}",
        lambda: f"(1+{a}**(1/3)+{a * a}**(1/3))*({a}**(1/3)-1)-{a - 1}",
        lambda: f"sqrt(1+sqrt({a + 1}))*sqrt(sqrt({a + 1})-1)-sqrt({a})",
        lambda: f"(sqrt({a})+sqrt({b}))**2-{a + b}-2*sqrt({a * b})",
        lambda: f"sqrt(sqrt({a**4 * k**4}))-{a * k}",
    ]
    text = rng.choice(forms)()
    if depth and rng.random() < 0.25:
        text = rng.choice(
            (f"({text})*sqrt({a})", f"({text})/7", f"({text})+{hidden_zero(rng, 0)}", f"-({text})**2", f"({text})/(1+sqrt({b}))")
        )
    return text


def disguised(rng: random.Random, value: F) -> str:
    """A text in radicals whose value is a rational number."""
    zero, a = hidden_zero(rng), rng.choice(NONSQUARES)
    if value == 0:
        return zero
    k = rng.randint(2, 4)
    size, sign = abs(value), "-" if value < 0 else ""
    forms = [
        f"{value}+{zero}",
        f"{sign}sqrt({size**2})",
        f"{sign}({size**3})**(1/3)",
        f"{sign}sqrt({a})*sqrt({size * size}/{a})",
        f"{sign}({size})*(sqrt({a + 1})-sqrt({a}))*(sqrt({a + 1})+sqrt({a}))",
        f"{sign}({size})*((1+sqrt({a}))**{k}/(1+{a}+2*sqrt({a}))**({k}/2))",
        f"{sign}({size})*sqrt(2+sqrt(3))*sqrt(2-sqrt(3))",
        f"({value})*sqrt(1+{zero})",
    ]
    return rng.choice(forms)


def radical(rng: random.Random) -> tuple[str, str]:
    """An irrational number in its plain form, and the same in another radical form."""
    a, b = sorted(rng.sample(NONSQUARES, 2))
    c, k = rng.randint(1, 5), rng.randint(2, 5)
    return rng.choice(
        (
            (f"sqrt({a})", f"sqrt({a * k * k})/{k}"),
            (f"sqrt({a})", f"{a}/sqrt({a})"),
            (f"{c}+sqrt({a})", f"sqrt({c * c + a}+{2 * c}*sqrt({a}))"),
            (f"sqrt({a})+sqrt({b})", f"sqrt({a + b}+2*sqrt({a * b}))"),
            (f"{a}**(1/3)", f"{a}/({a * a})**(1/3)"),
            (f"{c}+sqrt({a})", f"({c**3 + 3 * c * a}+{3 * c * c + a}*sqrt({a}))**(1/3)"),
            (f"1/(1+sqrt({a}))", f"(sqrt({a})-1)/{a - 1}"),
            (f"sqrt({a})/{k}", f"sqrt({a})/{k}+{hidden_zero(rng)}"),
        )
    )


def critical(rng: random.Random, size: int) -> dict[str, tuple[str, str]]:
    """J on the line (48), (54) for a rational model: S_N as a square root, and in another form."""
    omega, omega_a, gamma = (F(rng.randint(1, 12), rng.randint(2, 9)) for _ in range(3))
    if rng.random() < 0.2:
        omega = F(0)
    u = size % 2
    texts = []
    for k in (1, rng.randint(2, 5)):
        s_n, s_u = (f"sqrt({(omega**2 + 4 * gamma**2 * m * m) * k * k})/{k}" for m in (size, u))
        texts.append(f"-({omega_a})/4-({s_n}-{s_u})/{4 * (size - u)}")
    fixed = {name: (str(value), disguised(rng, value)) for name, value in (("omega", omega), ("omega_a", omega_a), ("gamma", gamma))}
    return fixed | {"J": (texts[0], texts[1])}


def model_pair(rng: random.Random, largest: int = 6) -> tuple[int, dict[str, tuple[str, str]]]:
    """N and the plain and hidden texts of all parameters; many zeros, some equalities, some lines of ties."""
    size = rng.randint(1, largest)
    if size > 1 and rng.random() < 0.2:
        return size, critical(rng, size)
    found: dict[str, tuple[str, str]] = {}
    for name in ("omega", "omega_a", "gamma", "J"):
        if rng.random() < 0.2:
            found[name] = radical(rng)
        else:
            value = F(0) if rng.random() < 0.4 else F(rng.randint(1, 12), rng.randint(2, 9))
            value = -value if name != "omega" and rng.random() < 0.4 else value
            value = -value if rng.random() < 0.02 else value  # a negative omega is refused either way
            found[name] = str(value), disguised(rng, value)
    if rng.random() < 0.15:
        found["omega_a"] = found["omega"][0], f"{found['omega'][1]}+{hidden_zero(rng)}"
    return size, found


def temperature_pair(rng: random.Random) -> tuple[str, tuple[str, str]]:
    """The name beta or T and its two texts: 0, ordinary, or negative (refused)."""
    name = rng.choice(("beta", "T"))
    if rng.random() < 0.15:
        return name, radical(rng)
    value = F(0) if rng.random() < 0.35 else F(rng.randint(1, 30), rng.randint(2, 9))
    value = -value if rng.random() < 0.03 else value
    return name, (str(value), disguised(rng, value))


def options(size: int, texts: dict[str, tuple[str, str]], side: int) -> list[str]:
    """The options of one side of a pair: 0 plain, 1 hidden."""
    return ["-N", str(size), *(part for name, both in texts.items() for part in (FLAGS[name], both[side]))]


def outcome(arguments: list[str]) -> Outcome:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = _exit_code(arguments)
    return Outcome(_without_echo(out.getvalue()), re.sub(r"'[^']*'(\.\.\.)?( \(\d+ characters\))?", "'...'", err.getvalue()), code)


def _without_echo(text: str) -> str:
    """JSON without the parameters as typed, `phase` without its line that repeats them; anything else as it is."""
    if text.startswith("Ring of N"):
        return text.partition("\n")[2]
    if not text.startswith("{"):
        return re.sub(r"^(J|gamma|omega_a) = .*?(?=  T)", "...", text)
    found = []
    for line in text.splitlines() if "\n{" in text else [text]:
        loaded = json.loads(line)
        if "valid_for" in loaded:  # the range repeats the parameters
            loaded["valid_for"] = _GIVEN.sub(r"\1 = ...", loaded["valid_for"])
        found.append(json.dumps({key: value for key, value in loaded.items() if key not in JSON_ECHO}))
    return "\n".join(found)


def difference(pair: Pair) -> str | None:
    """What differs between both sides, or None."""
    plain, hidden = outcome(pair.plain), outcome(pair.hidden)
    return None if plain == hidden else f"{pair.plain} {plain} is not {pair.hidden} {hidden}"


def evaluate_pair(rng: random.Random) -> Pair:
    """`evaluate` of any quantity, backend and format."""
    size, texts = model_pair(rng)
    name, both = temperature_pair(rng)
    texts |= {name: both}
    shared = ["evaluate", rng.choice(QUANTITIES), "--digits", str(rng.choice((1, 8, 16, 30)))]
    shared += rng.choice(([], [], ["--format", "json"], ["--backend", "mpmath"], ["--backend", "mpmath", "--format", "json"]))
    return Pair(shared + options(size, texts, 0), shared + options(size, texts, 1))


def shape_pair(rng: random.Random) -> Pair:
    """`phase` or `maximum`."""
    size, texts = model_pair(rng, 4)
    shared = [rng.choice(("phase", "phase", "maximum")), "--digits", "6", *rng.choice(([], ["--format", "json"]))]
    return Pair(shared + options(size, texts, 0), shared + options(size, texts, 1))


DERIVATIONS = {
    "high-temperature": ("--order", "4"),
    "weak-coupling": ("--order", "3"),
    "low-temperature": (),
    "small-gap": ("--order", "3"),
}


def derive_pair(rng: random.Random) -> Pair:
    """`derive` with every parameter given, as far as the derivation takes it."""
    size, texts = model_pair(rng, 4)
    name = rng.choice(tuple(DERIVATIONS))
    if name == "weak-coupling":
        del texts["gamma"]
    if name == "small-gap":
        del texts["omega_a"]
    shared = ["derive", name, *DERIVATIONS[name], "--format", "json"]
    return Pair(shared + options(size, texts, 0), shared + options(size, texts, 1))


def check_pair(rng: random.Random) -> Pair:
    """`check` of the first terms at high temperature."""
    size, texts = model_pair(rng, 4)
    terms = "N*gamma*omega_a*beta**2/2" + rng.choice(("", " + N*gamma*omega_a*J*beta**3" if size > 1 else ""))
    shared = ["check", terms, "--limit", "beta -> 0", "--format", "json"]
    return Pair(shared + options(size, texts, 0), shared + options(size, texts, 1))


def table_pair(rng: random.Random, folder: Path) -> Pair:
    """`table` with every number hidden in the file."""
    size, texts = model_pair(rng, 4)
    name, both = temperature_pair(rng)
    keys = {"J": "coupling", "T": "temperature"}
    quantities = json.dumps(rng.sample(QUANTITIES, 2))
    sides = []
    for side in (0, 1):
        fixed = "".join(f'{keys.get(key, key)} = "{pair[side]}"\n' for key, pair in texts.items())
        path = folder / f"spec-{side}.toml"
        over = f'[over]\n{keys.get(name, name)} = ["{both[side]}"]\n'
        path.write_text(f"quantities = {quantities}\ndigits = 12\n[fixed]\nsources = {size}\n{fixed}{over}", "utf-8")
        sides.append(["table", str(path), "--format", "json"])
    return Pair(*sides)


def over_pair(rng: random.Random) -> Pair:
    """`maximum --over` a list."""
    size, texts = model_pair(rng, 3)
    name = rng.choice(("J", "gamma", "omega_a"))
    value = texts.pop(name)
    shared = ["maximum", "--digits", "5"]
    return Pair(*(shared + ["--over", f"{name}={value[side]}"] + options(size, texts, side) for side in (0, 1)))


def plot_pair(rng: random.Random, folder: Path) -> Pair:
    """`plot` over three temperatures, T = 0 among them."""
    size, texts = model_pair(rng, 4)
    low = disguised(rng, F(0))
    shared = ["plot", rng.choice(("coherence", "entropy", "energy", "purity"))]
    sides = []
    for side, start in ((0, "0"), (1, low)):
        grid = ["--over", f"T={start},1/2,{('1', 'sqrt(2)*sqrt(1/2)')[side]}", "--out", str(folder / f"picture-{side}.svg")]
        sides.append(shared + grid + options(size, texts, side))
    return Pair(*sides)


def drawn(path: Path) -> list[str]:
    """The lines of a picture, without its words."""
    return re.findall(r'<g id="line2d_[0-9]+">\s*<path d="([^"]*)"', path.read_text("utf-8"))
