"""A grammar of command lines: every command with every option, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import click

from symcoh.cli.main import COMMANDS, LazyGroup, cli

from . import systems, values
from .choices import (
    BOUNDED,
    EQUATIONS,
    FOLDERS,
    FORMULAS,
    KNOWN,
    LIMITS,
    PATHS,
    QUANTITIES,
    QUICK_DERIVATIONS,
    SERIES,
    SMALL_RINGS,
    WORDS,
    WRONG_LIMITS,
    WRONG_PLACES,
    WRONG_WORDS,
)
from .values import number


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A command line, the files it reads, whether it names an odd path or keeps a store, and the CPU seconds it may take."""

    words: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    odd_path: bool = False
    stores: bool = False
    seconds: float = 20.0

    @property
    def patient(self) -> bool:
        """Whether the line itself asks for more time than any command may take without a budget."""
        return any(word in ("1e5000", "9" * 5000) and before == "--budget" for before, word in pairwise(self.words))


def line(random: Random) -> Line:
    """A random command line."""
    kinds = (_evaluate, _phase, _maximum, _plot, _table, _check, _derive, _equation, _figure, _verify, _others, _broken)
    rest = (_by_its_options, _radius, _bounded, _sweep, _any_sources)
    return random.choices((*kinds, *rest), weights=(36, 12, 7, 5, 7, 8, 5, 4, 2, 2, 2, 3, 1, 3, 3, 3, 20))[0](random)


def _some(random: Random, share: float, *words: str) -> list[str]:
    return list(words) if random.random() < share else []


def _flagged(random: Random, flags: tuple[str, ...], text: str) -> list[str]:
    """An option and its value, as two words or one."""
    flag = random.choice(flags)
    joined = f"{flag}={text}"
    return [joined] if random.random() < 0.3 else [flag, text]


def _model(random: Random, large: float = 0.2, missing: float = 0.01) -> list[str]:
    plain = random.choice((0.3, 0.7, 0.95))
    parts = [
        _flagged(random, ("-N", "--sources"), values.size(random, large)),
        _flagged(random, ("--omega-a",), number(random, plain)),
        _flagged(random, ("--gamma",), number(random, plain)),
    ]
    parts = [part for part in parts if random.random() > missing]
    if random.random() < 0.6:
        parts.append(_flagged(random, ("-J", "--coupling"), number(random, plain)))
    if random.random() < 0.4:
        parts.append(_flagged(random, ("--omega",), number(random, plain)))
    if random.random() < 0.03:
        parts.append(["--sources-model", random.choice(("ring", "chain", ""))])
    if random.random() < 0.03:
        parts.append(random.choice(parts))
    random.shuffle(parts)
    return [word for part in parts for word in part]


def _temperature(random: Random) -> list[str]:
    value = random.choice(("oo", "0", "1", "1/10", number(random, 0.3)))
    words = _flagged(random, ("--beta", "-T", "--temperature"), value)
    return words + (["--beta", "1"] if random.random() < 0.02 else [])


def _ceilings(random: Random) -> list[str]:
    words = _some(random, 0.1, "--budget", random.choice(("1", "2", "0.01", "1e-5000", "1e5000", "0", "-1", "nan", "pi", "oo", "9" * 5000)))
    return words + _some(random, 0.06, "--max-precision", random.choice(("2", "64", "400", "3000", "1000000000", "9" * 5000, "1", "", "x")))


def _evaluate(random: Random) -> Line:
    names = [random.choice(QUANTITIES if random.random() < 0.97 else WRONG_WORDS) for _ in range(random.choice((1, 1, 1, 1, 2, 3)))]
    words = ["evaluate", *names, *_model(random), *_temperature(random)]
    words += _some(random, 0.7, "--digits", values.digits(random)) + _ceilings(random)
    words += _some(random, 0.2, "--backend", random.choice(("mpmath", "mpmath", "arb", "x")))
    words += _some(random, 0.2, "--format", random.choice(("text", "json", "latex", "csv")))
    words += _some(random, 0.1, random.choice(("--route", "--regime")), random.choice(("sum", "window", "integral", "x")))
    return Line(words=tuple(words + _some(random, 0.1, random.choice(("-q", "--quiet")))))


def _phase(random: Random) -> Line:
    words = ["phase", *_model(random, 0.1), *_some(random, 0.3, "--digits", values.digits(random)), *_ceilings(random)]
    return Line(words=tuple(words + _some(random, 0.3, "--format", random.choice(("json", "text", "x")))))


def _grid(random: Random, names: tuple[str, ...]) -> str:
    name = random.choice((*names, "x", "") if random.random() < 0.1 else names)
    if random.random() < 0.5:
        return f"{name}={number(random, 0.6)}..{number(random, 0.6)}:{random.choice(('2', '3', '3', '1', '0', '', '9' * 50))}"
    return f"{name}=" + ",".join(number(random, 0.6) for _ in range(random.choice((1, 2, 3))))


def _maximum(random: Random) -> Line:
    words = ["maximum", *_model(random, 0.1), *_some(random, 0.3, "--digits", values.digits(random)), *_ceilings(random)]
    words += _some(random, 0.3, "--over", _grid(random, ("J", "omega_a", "gamma", "omega", "N")))
    return Line(words=tuple(words + _some(random, 0.3, "--format", random.choice(("json", "csv", "text", "x")))), seconds=20.0)


def _plot(random: Random) -> Line:
    path, odd = _path(random)
    words = ["plot", random.choice(QUANTITIES), *_model(random, 0.05), *_ceilings(random)]
    words += _some(random, 0.95, "--over", _grid(random, ("T", "beta", "J", "omega-a", "gamma", "omega", "N")))
    words += _some(random, 0.2, "--for", _grid(random, ("T", "beta", "J", "gamma", "N")))
    words += _some(random, 0.4, *_temperature(random)) + _some(random, 0.4, "--log", random.choice(("x", "y", "xy", "z")))
    return Line(words=(*words, *path), odd_path=odd, seconds=20.0)


def _path(random: Random) -> tuple[list[str], bool]:
    if random.random() < 0.5:
        return [], False
    path = random.choice(PATHS)
    return ["--out", path], path not in PATHS[:4]


def _table(random: Random) -> Line:
    words = ["table", random.choice(("spec.toml",) * 12 + ("no-such.toml", ".", "", "/dev/null", "\udcff", "x" * 300))]
    words += _some(random, 0.5, "--format", random.choice(("csv", "json", "latex", "x"))) + _ceilings(random)
    words += _some(random, 0.2, "--decimals") + (path := _path(random) if random.random() < 0.4 else ([], False))[0]
    odd = path[1] or words[1] != "spec.toml"
    return Line(words=tuple(words), files={"spec.toml": _specification(random)}, odd_path=odd, seconds=20.0)


def _specification(random: Random) -> str:
    if random.random() < 0.1:
        return random.choice(("", "[", "quantities = 1", "\0", "a = 0.5", "[fixed]\nomega_a = 0.5", "quantities = []", "[over]\nx = []"))
    picked = random.sample(QUANTITIES, random.choice((1, 1, 2)))
    lines = [f"quantities = {_toml(picked)}"]
    if random.random() < 0.5:
        lines.append(f"digits = {random.choice((1, 20, 300, 0, 10**7, -1))}")
    if random.random() < 0.2:
        lines.append(f'backend = "{random.choice(("arb", "mpmath", "x"))}"')
    fixed = {"sources": values.size(random, 0.05), "omega_a": number(random, 0.7), "gamma": number(random, 0.7)}
    if random.random() < 0.5:
        fixed["coupling"] = number(random, 0.7)
    over = random.choice(("temperature", "beta", "temperature", "omega", "sources", "coupling", "x"))
    fixed.pop(over, None)
    if over not in ("temperature", "beta"):
        fixed["temperature"] = number(random, 0.7)
    short = random.random() < 0.2
    spelled = {"sources": "N", "coupling": "J", "temperature": "T"} if short else {}
    lines += ["[fixed]", *(f"{spelled.get(name, name)} = {_toml(value)}" for name, value in fixed.items()), "[over]"]
    grid = _grid(random, (over,)).partition("=")[2] if random.random() < 0.4 else [number(random, 0.6), random.choice(("oo", "1", 2))]
    return "\n".join([*lines, f"{spelled.get(over, over)} = {_toml(grid)}"]) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value).encode("utf-8", "replace").decode()
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _parameters(random: Random) -> list[str]:
    """Parameters as derive and check take them: any of them may be missing."""
    flags = (("-N", "--sources"), ("--omega",), ("--omega-a",), ("--gamma",), ("-J", "--coupling"), ("--beta",))
    words: list[str] = []
    for flag in flags:
        if random.random() < 0.4:
            text = values.size(random, 0.02) if flag[0] == "-N" else number(random, 0.6)
            words += _flagged(random, flag, text)
    return words


def _check(random: Random) -> Line:
    words = ["check", random.choice(FORMULAS), *_parameters(random)]
    words += _some(random, 0.95, "--limit", random.choice(LIMITS if random.random() < 0.9 else WRONG_LIMITS))
    words += _some(random, 0.1, "--hold", random.choice(("K = beta*J", "K", "", "K = ", "J = K", "K = 1/0")))
    words += _some(random, 0.2, "--order", random.choice(("1", "4", "0", "-1", "9" * 400, "x"))) + _some(random, 0.3, "--format", "json")
    words += _some(random, 0.15, "--quantity", random.choice((*QUANTITIES, "x", ""))) + _some(random, 0.05, "-T", number(random))
    return Line(words=tuple(words), seconds=20.0)


def _derive(random: Random) -> Line:
    name = random.choice((*QUICK_DERIVATIONS, *SERIES) if random.random() < 0.95 else WRONG_WORDS)
    words = ["derive", name, *_parameters(random), *_some(random, 0.4, "--order", random.choice(("1", "2", "3", "0", "-1", "9" * 400, "")))]
    words += _some(random, 0.4, "--format", random.choice(("text", "json", "latex", "x")))
    words += _some(random, 0.1, "--parity", random.choice(("odd", "even", "x"))) + _some(random, 0.1, "-K", number(random, 0.5))
    return Line(words=tuple(words), seconds=20.0)


def _equation(random: Random) -> Line:
    words = [
        "equation",
        *_some(random, 0.97, random.choice(EQUATIONS)),
        *_some(random, 0.5, "--format", random.choice(("text", "json", "latex", "x"))),
    ]
    return Line(words=tuple(words))


def _figure(random: Random) -> Line:
    """One figure that is quick to draw, else refusals."""
    path, odd = _path(random)
    return Line(words=("figure", random.choice(("2c", "9z", "", "1", "4a", "1A", "\udcff")), *path), odd_path=odd, seconds=20.0)


def _verify(random: Random) -> Line:
    words = [
        "verify",
        random.choice(("30", "17", "20", "25", "0", "91", "x", "1e5")),
        "--samples",
        random.choice(("1", "2", "0", "x", "9" * 400)),
    ]
    return Line(words=tuple(words + _some(random, 0.5, "--digits", values.digits(random))), seconds=20.0)


def _others(random: Random) -> Line:
    """The commands that run for long when they are right: refusals alone."""
    folder = random.choice(FOLDERS)
    lines: tuple[tuple[str, ...], ...] = (
        ("reproduce", "--only", random.choice(("x", "", "reference,x", "\udcff"))),
        ("reproduce", "--out", folder),
        ("ledger", "--out", folder),
        (
            "sweep",
            random.choice(("run", "status", "verify", "repair", "export", "x", "")),
            random.choice(("no.db", "", ".", "spec.toml", "\udcff")),
        ),
        ("sweep", "run", random.choice(("no.toml", ".", "spec.toml")), "--store", random.choice(("x.db", ".", "", "spec.toml"))),
        ("selftest", random.choice(("x", "--x", "--out", "--digits=3"))),
    )
    return Line(words=random.choice(lines), files={"spec.toml": ""}, odd_path=True, seconds=20.0)


def _by_its_options(random: Random) -> Line:
    """A command that has no grammar above, from what it says of its own options."""
    name = random.choice([name for name in COMMANDS if name not in KNOWN] or ["equation"])
    command = LazyGroup().get_command(click.Context(cli), name)
    assert command is not None
    words = [name]
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            words += _some(random, 0.95, random.choice((*SERIES, "spec.toml", number(random, 0.5), random.choice(WRONG_WORDS))))
        elif random.random() < 0.4:
            usual = {
                "-N": values.size(random, 0.05),
                "--digits": values.digits(random),
                "--format": random.choice(("text", "json", "csv", "x")),
            }
            text = usual.get(parameter.opts[0], number(random, 0.7) if random.random() < 0.9 else random.choice(WORDS))
            words += [parameter.opts[0], *([] if getattr(parameter, "is_flag", False) else [text])]
    return Line(words=tuple(words), files={"spec.toml": _specification(random)}, odd_path=True)


def _numbers(random: Random, left_out: str) -> list[str]:
    """Every parameter but the variable, which is mostly left out; omega and beta mostly positive."""
    words: list[str] = []
    for flag in ("--omega", "--omega-a", "--gamma", "-J", "--beta"):
        text = number(random, 0.7)
        text = text.lstrip("-") if flag in ("--omega", "--beta") and random.random() < 0.9 else text
        words += _flagged(random, (flag,), text) if random.random() < (0.04 if flag == left_out else 0.97) else []
    return words


def _radius(random: Random) -> Line:
    name = random.choice(list(BOUNDED)[:3]) if random.random() < 0.9 else random.choice(("phase-lines", *WRONG_WORDS))
    words = ["radius", name, *_numbers(random, BOUNDED.get(name, ("",))[0])]
    words += _some(random, 0.97, "-N", random.choice(("1", "2", "3", "4", "7", "12", "60", "61", "0", "9" * 400)))
    words += _some(random, 0.4, "--digits", random.choice(("1", "20", "50", "300", *values.WILD_DIGITS)))
    return Line(words=tuple(words + _some(random, 0.4, "--format", random.choice(("text", "json", "json", "x")))))


def _bounded(random: Random) -> Line:
    """A series with the bound of its error over a range."""
    name, (flag, places) = random.choice(list(BOUNDED.items()))
    words = ["derive", name, *_some(random, 0.95, "--bound")]
    words += _some(random, 0.97, "--at", random.choice(places if random.random() < 0.85 else WRONG_PLACES)) + _numbers(random, flag)
    words += _some(random, 0.97, "-N", random.choice(SMALL_RINGS)) + _some(random, 0.5, "--order", random.choice(("1", "2", "6", "0", "x")))
    return Line(words=tuple(words + _some(random, 0.4, "--format", random.choice(("text", "json", "latex", "x")))))


def _sweep(random: Random) -> Line:
    """A sweep of a few points by one worker, mostly; a store is left by what was begun, so every path is odd."""
    store = random.choice(("x.db",) * 6 + (".", "", "spec.toml", "no/x.db", "/dev/full", "\udcff.db", "x" * 300))
    words = [
        "sweep",
        "run",
        "spec.toml",
        *_some(random, 0.95, "--store", store),
        "--workers",
        random.choice(("1", "1", "0", "x", "-1", "")),
    ]
    words += _some(random, 0.2, "--budget", random.choice(("5", "0.01", "0", "x"))) + _some(random, 0.1, "--restart")
    return Line(words=tuple(words), files={"spec.toml": _specification(random)}, odd_path=True, stores=True)


def _any_sources(random: Random) -> Line:
    """Every command that takes a source system, by option or in a file."""
    filed = random.random() < 0.6
    files = {"model.toml": systems.document(random)} if filed else {}
    words = ["--model", "model.toml"] if filed else systems.options(random)
    words += [] if filed and random.random() < 0.97 else _some(random, 0.02, "-N", "3")
    command = random.choices(("evaluate", "phase", "maximum", "plot", "table", "sweep"), weights=(12, 3, 3, 2, 2, 1))[0]
    if command == "evaluate":
        many = random.choice((1, 1, 1, 2, 3, 5))
        names = [random.choice((*QUANTITIES, *systems.QUANTITIES, *systems.QUANTITIES)) for _ in range(many)]
        words = ["evaluate", *names, *words, *_temperature(random), *_some(random, 0.7, "--digits", values.digits(random))]
        words += _ceilings(random) + _some(random, 0.15, "--backend", "mpmath") + _some(random, 0.2, "--format", "json")
        words += _some(random, 0.1, "--route", random.choice(("sum", "window", "integral")))
    elif command in ("phase", "maximum"):
        words = [command, *words, *_some(random, 0.3, "--digits", values.digits(random)), *_ceilings(random)]
    elif command == "plot":
        grid = _grid(random, ("T", "beta")) if filed else _grid(random, ("T", "beta", "omega-a", "gamma", "omega"))
        words = ["plot", random.choice(QUANTITIES), *words, "--over", grid, *_some(random, 0.2, *_temperature(random))]
    else:
        files["spec.toml"] = _any_specification(random, filed)
        stores = command == "sweep"
        words = ["sweep", "run", "spec.toml", "--store", "x.db", "--workers", "1"] if stores else ["table", "spec.toml"]
        return Line(words=tuple(words), files=files, odd_path=stores, stores=stores)
    return Line(words=tuple(words), files=files)


def _any_specification(random: Random, filed: bool) -> str:
    """A table of another system, the temperature its variable."""
    picked = random.sample((*QUANTITIES, *systems.QUANTITIES), random.choice((1, 2, 4)))
    lines = [f"quantities = {_toml(picked)}", f"digits = {random.choice((1, 20, 100))}"]
    if filed:
        lines.append('model = "model.toml"')
    else:
        system = random.choice(systems.NAMES)
        lines += ["[fixed]", f'sources_model = "{system}"', f"sources = {_toml(systems.size(random, system))}"]
        lines += [f"{name} = {_toml(number(random, 0.7))}" for name in ("omega_a", "gamma")]
        lines += [f"coupling_xy = {_toml(number(random, 0.7))}"] if system in systems.IN_PLANE else []
    grid = [number(random, 0.6), random.choice(("oo", "1", "1e5000"))]
    return "\n".join([*lines, "[over]", f"{random.choice(('temperature', 'beta'))} = {_toml(grid)}"]) + "\n"


BREAKS: tuple[Callable[[Random, list[str]], list[str]], ...] = (
    lambda random, words: words[: random.randrange(len(words) + 1)],
    lambda random, words: random.sample(words, len(words)),
    lambda random, words: [
        *words,
        random.choice(("--fromat", "--beta", "-Q", "--", "surplus", "--digits=", "-J", "--help", "--version", "-")),
    ],
    lambda random, words: [word for word in words for _ in range(random.choice((1, 1, 2)))],
    lambda random, words: [word[: random.randrange(1, 9)] for word in words],
    lambda random, words: [random.choice((word, random.choice(values.NONSENSE))) for word in words],
)


def _broken(random: Random) -> Line:
    """A right line with words lost, swapped, doubled, cut or added; the commands that write much stay out."""
    words = random.choice(BREAKS)(random, list(random.choice((_evaluate, _phase, _equation))(random).words))
    return Line(words=tuple(words), odd_path=True)
