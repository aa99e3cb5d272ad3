"""The four checklists of CONTRIBUTING.md are followed: an equation, a derivation, a quantity and a source system in a temporary package."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flint import arb
from mpmath import mp, mpf

import symcoh.ledger
from symcoh import Model, evaluate
from symcoh.balls import working_precision
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.ledger import entries, find
from symcoh.numeric.sources.weight import weights
from symcoh.sources.energy import Energy
from symcoh.sources.protocol import Extras
from symcoh.sources.registry import names, system_class

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROGRAM = "from symcoh.cli.main import run; run()"
Package = Callable[..., Path]


def example(name: str) -> str:
    """The code that the page shows for a file."""
    found = re.search(rf"<!-- file: {re.escape(name)} -->\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert found, name
    return found[1]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A temporary package with modules of the page, installed with an entry point."""

    def made(*modules: str, entry_point: str = "") -> Path:
        place = tmp_path / "package"
        (place / "of_mine-1.0.dist-info").mkdir(parents=True)
        for module in modules:
            (place / f"{module}.py").write_text(example(f"{module}.py"), encoding="utf-8")
        (place / "of_mine-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: of-mine\nVersion: 1.0\n", encoding="utf-8")
        (place / "of_mine-1.0.dist-info" / "entry_points.txt").write_text(entry_point, encoding="utf-8")
        monkeypatch.syspath_prepend(place)
        return place

    return made


def printed(environment: dict[str, str], path: Path, *words: str) -> str:
    """What a command prints with a folder ahead of all others."""
    command = [sys.executable, "-c", PROGRAM, *words]
    done = subprocess.run(command, cwd=path, env=environment | {"PYTHONPATH": str(path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_equation(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    from symcoh.attack.verify import verify_entry
    from symcoh.formulary.page import formulary_page
    from symcoh.latex.printer import entry_latex

    place = package("equation_of_mine")
    monkeypatch.setattr(symcoh.ledger, "__path__", [*symcoh.ledger.__path__, str(place)])
    monkeypatch.setattr(symcoh.ledger, "SECTIONS", (*symcoh.ledger.SECTIONS, "equation_of_mine"))
    entries.cache_clear()
    try:
        [entry] = find("B900")
        found = verify_entry(entry, samples=10, digits=30)
        assert found.passed and found.true >= 8 and found.wrong_copy_caught
        assert r"S_N^2=\omega^2+4N^2\gamma^2" in entry_latex(entry) and all("`" in text for text in entry.assumptions)
        assert 'id="eq-B900"' in formulary_page([entry], [])
    finally:
        entries.cache_clear()
        sys.modules.pop("symcoh.ledger.equation_of_mine", None)


def test_a_derivation(package: Package, clean_environment: dict[str, str]) -> None:
    place = package("derivation_of_mine", entry_point="[symcoh.derivations]\neven-levels = derivation_of_mine:derive\n")
    found = json.loads(printed(clean_environment, place, "derive", "even-levels", "--format", "json"))
    assert found["statement"] and found["equations"] == ["20"] and len(found["steps"]) == 1
    latex = printed(clean_environment, place, "derive", "even-levels", "--format", "latex")
    assert r"Assume $\omega\ge0$; $\gamma$ real. Then" in latex and r"\_" not in latex  # no formula is printed as text


PLACE = re.compile(r'^( +)"purity": .*$', re.MULTILINE)
ENDS = '    if quantity == "purity":\n        return HALF'


def test_a_quantity(tmp_path: Path, clean_environment: dict[str, str]) -> None:
    """The squared length of the Bloch vector, 2 Tr rho^2 - 1, by every route that the page names."""
    named = set(re.findall(r"`(symcoh/\S+\.py)`", PAGE[PAGE.index("## Adding a quantity") : PAGE.index("## Adding a source system")]))
    holding = {str(path.relative_to(ROOT)) for path in (ROOT / "symcoh").rglob("*.py") if '"purity"' in path.read_text(encoding="utf-8")}
    assert holding == named - {"symcoh/sweep/rows.py"}, "the page names the places of a quantity"
    for folder in ("symcoh", "derivations"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in holding - {"symcoh/observables.py", "symcoh/exact_ends.py"}:
        path = tmp_path / name
        table = "TARGET" if "mpmath" in name else "FORMULAS"
        if f"\n{table}: " not in path.read_text(encoding="utf-8"):
            continue  # targets of more levels, several baths
        path.write_text(
            PLACE.sub(rf'\g<0>\n\1"polarization": lambda *all: 2 * {table}["purity"](*all) - 1,', path.read_text(encoding="utf-8"))
        )
    ends = tmp_path / "symcoh" / "exact_ends.py"
    text = ends.read_text(encoding="utf-8")
    assert text.count(ENDS) == 1
    ends.write_text(text.replace(ENDS, f'    if quantity == "polarization":\n        return squared\n{ENDS}'))
    book = tmp_path / "symcoh" / "observables.py"
    line = '    Observable(\n        name="purity"'
    assert line in book.read_text(encoding="utf-8")
    head = 'Observable(name="polarization", title="squared length of the Bloch vector", formula="x^2 + z^2", unit="1"'
    added = f'    {head}, equations=("5", "29"), axis="$r^2$", two_levels=True, hot="zero", at_ground="value"),\n'
    book.write_text(book.read_text(encoding="utf-8").replace(line, added + line), encoding="utf-8")
    program = tmp_path / "asked.py"
    program.write_text(ASKED, encoding="utf-8")
    command = [sys.executable, str(program)]
    environment = clean_environment | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == 10
    for where, (value, purity) in found.items():
        assert abs(2 * float(purity) - 1 - float(value)) < 1e-14, where
    assert "polarization" in printed(clean_environment, tmp_path, "evaluate", "--help")


ASKED = """
import json
from symcoh import Model, curve, evaluate
from symcoh.sources.chain import Chain
small = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
flat, large = Model(N=6, omega=0, omega_a="7/10", gamma="3/10", J="2/5"), Model(N=10**6, omega_a="7/10", gamma="3/10", J="2/5")
asked = {
    "sum": (small, {"beta": 1, "route": "sum"}),
    "window": (large, {"beta": "1/1000", "route": "window"}),
    "integral": (large, {"beta": "1/1000", "route": "integral"}),
    "closed form": (flat, {"beta": 1}),
    "other sources": (Model(sources=Chain(N=5, J="1/3"), omega_a="7/10", gamma="3/10"), {"beta": 2}),
    "mpmath": (small, {"beta": 1, "backend": "mpmath"}),
    "beta = 0": (small, {"beta": 0}),
    "beta = oo": (small, {"beta": "oo"}),
}
quantities = ("polarization", "purity")
found = {name: [str(evaluate(model, q, digits=20, **how)) for q in quantities] for name, (model, how) in asked.items()}
for number, pair in enumerate(zip(*(curve(small, q, beta=[1, 2], digits=20) for q in quantities))):
    found[f"curve {number}"] = [str(value) for value in pair]
print(json.dumps(found))
"""


def test_what_the_page_names_is_there() -> None:
    paths = {path for path in re.findall(r"`((?:symcoh|tests|docs|derivations)/[\w./]*)`", PAGE) if "NAME" not in path}
    assert len(paths) > 30 and {path for path in paths if not (ROOT / path).exists()} == set()
    text = "\n".join(path.read_text(encoding="utf-8") for folder in ("symcoh", "tests") for path in sorted((ROOT / folder).rglob("*.py")))
    constants = {name for name in re.findall(r"`(_?[A-Z][A-Z_]+)`", PAGE) if name not in ("NAME", "NUMBER", "LIMIT", "VARIABLE")}
    assert len(constants) > 10 and {name for name in constants if not re.search(rf"^{name}\b.* = ", text, re.MULTILINE)} == set()


def test_the_page_names_every_member_that_is_optional() -> None:
    listed = PAGE[PAGE.index("## Adding a source system") :]
    optional = {name for name in (*Extras.__annotations__, *vars(Extras)) if not name.startswith("_")}
    assert {name for name in optional if f"`{name}`" not in listed} == set()


Bonds = Callable[[tuple[int, ...]], int]
"""What -J stands before, in a configuration."""


def pairs(spins: tuple[int, ...]) -> int:
    return sum(spins[k] * spins[k + 1] for k in range(0, len(spins), 2))


def triples(spins: tuple[int, ...]) -> int:
    return sum(spins[k] * spins[k + 1] * spins[k + 2] for k in range(0, len(spins), 3))


def energies(size: int, J: Fraction, bonds: Bonds) -> dict[int, Counter[Fraction]]:
    """The energies of all 2^N configurations by magnetization."""
    found: dict[int, Counter[Fraction]] = {}
    for spins in itertools.product((-1, 1), repeat=size):
        found.setdefault(sum(spins), Counter())[-J * bonds(spins)] += 1
    return found


def coherence(known: dict[int, Counter[Fraction]], beta: int, omega_a: Fraction) -> mpf:
    """C at omega = 1 and gamma = 3/10 from the energies of all configurations, by (28)."""
    partition = across = mpf(0)
    for m, levels in known.items():
        half = mp.sqrt(1 + 4 * (mpf(3) / 10 * m) ** 2) / 2
        for energy, count in levels.items():
            weight = count * mp.exp(
                -beta * (mpf(omega_a.numerator) / omega_a.denominator * m / 2 + mpf(energy.numerator) / energy.denominator)
            )
            partition += weight * 2 * mp.cosh(beta * half)
            across += weight * 2 * mp.sinh(beta * half) * mpf(3) / 10 * m / half
    return abs(across) / partition


SYSTEMS = (
    ("dimers", ("dimers", "dimers_balls"), pairs, (2, 4, 6, 8), "`N` must be even, two sources a pair, but is 3"),
    ("triangles", ("triangles",), triples, (3, 6, 3, 9), "`N` must be a multiple of 3, but is 5"),
)


@pytest.mark.parametrize(("name", "modules", "bonds", "sizes", "complaint"), SYSTEMS, ids=["dimers", "triangles"])
def test_a_source_system(
    package: Package, name: str, modules: tuple[str, ...], bonds: Bonds, sizes: tuple[int, ...], complaint: str
) -> None:
    package(*modules, entry_point=f"[symcoh.sources]\n{name} = {name}:{name.title()}\n")
    try:
        assert name in names()
        kind = system_class(name)
        with pytest.raises(InputError, match=complaint):
            kind(N=int(complaint[-1]))
        with pytest.raises(InputError, match=f"`K` is no keyword of {kind.__name__}: one of N, J"):
            kind(N=sizes[0], K=1)
        for size, J, beta in zip((*sizes, sizes[1]), ("2/5", "-3/10", "1/2", "-1/7", "0"), (1, 2, 3, 400, 10**6), strict=True):
            _check_weights(kind(N=size, J=J), energies(size, Fraction(J), bonds), beta)
            assert eval(repr(kind(N=size, J=J)), {kind.__name__: kind}) == kind(N=size, J=J)
        for size, J, beta, omega_a in zip(sizes, ("2/5", "-3/10", "1/2", "1/3"), (1, 2, 3, 1), ("7/10", "7/10", "-1/3", "0"), strict=True):
            model = Model(sources=kind(N=size, J=J), omega_a=omega_a, gamma="3/10")
            with mp.workdps(50):
                expected = coherence(energies(size, Fraction(J), bonds), beta, Fraction(omega_a))
            assert (omega_a == "0" and name == "dimers") == (abs(expected) < 1e-40)  # three of a triple are no mirror image
            for backend in ("arb", "mpmath"):
                value = evaluate(model, "coherence", beta=beta, digits=25, backend=backend).value
                with mp.workdps(50):
                    assert abs(mpf(value) - expected) <= mpf(10) ** -24 * expected if value != "0" else expected < 1e-40, (size, J, backend)
        aligned = Model(sources=kind(N=sizes[1], J="1/2"), omega_a="7/10" if name == "dimers" else "10", gamma="3/10")
        expected_c = 1 / (1 + (1 / (2 * sizes[1] * 0.3)) ** 2) ** 0.5  # all down: 2 N gamma / S_N
        assert abs(float(evaluate(aligned, "coherence", T=0, digits=10).value) - expected_c) < 1e-9
    finally:
        for module in modules:
            sys.modules.pop(module, None)


def _check_weights(system: Any, known: dict[int, Counter[Fraction]], beta: int) -> None:
    """Lowest energies, degeneracies and all moments against the list of configurations."""
    assert list(system.sectors()) == sorted(known)
    assert [int(system.eigenvalue(sector).integer) for sector in system.sectors()] == sorted(known)
    assert sum(count for levels in known.values() for count in levels.values()) == system.dimension()
    with working_precision(160):
        found = list(weights(system, arb(beta), 2))
    for sector, m, weight in zip(system.sectors(), sorted(known), found, strict=True):
        ground = min(known[m])
        assert system.lowest(sector) == Energy(exact(ground)) and system.degeneracy(sector) == known[m][ground]
        assert system.ground_moment(sector) == exact(m)
        with mp.workdps(50):
            gaps = [(mpf(gap.numerator) / gap.denominator, count) for energy, count in known[m].items() for gap in [energy - ground]]
            sums = [mp.fsum(count * mp.exp(-beta * gap) * gap**n for gap, count in gaps) for n in range(3)]
            for ball, value in zip((weight.value, weight.first, weight.second), sums, strict=True):
                assert ball is not None
                assert abs(mpf(ball.str(45, radius=False)) - value) <= abs(value) * mpf(10) ** -40, (system, m)


def test_very_many_pairs_by_their_field_sum(package: Package) -> None:
    """The integral, beside the sum over sectors where both are quick, and in closed form at omega = 0."""
    package("dimers", "dimers_balls", entry_point="[symcoh.sources]\ndimers = dimers:Dimers\n")
    try:
        kind = system_class("dimers")
        small = Model(sources=kind(N=8, J="-1/3"), omega_a="7/10", gamma="3/10")
        for quantity in ("coherence", "energy", "heat-capacity", "magnetization"):
            values = {evaluate(small, quantity, beta=2, digits=20, route=route).value for route in ("sum", "integral")}
            assert len(values) == 1, quantity
        many = Model(sources=kind(N=10**9, J="-1/3"), omega=0, omega_a="7/10**9", gamma="3/10**9")
        with mp.workdps(60):
            field = [(mpf(7) / 2 + side * 3) / mpf(10) ** 9 for side in (1, -1)]
            logs = [mpf(10**9) / 2 * mp.log(2 * mp.exp(-mpf(1) / 3) * mp.cosh(2 * h) + 2 * mp.exp(mpf(1) / 3)) for h in field]
            expected = abs(mp.tanh((logs[0] - logs[1]) / 2))
            assert abs(mpf(evaluate(many, "coherence", beta=1, digits=20).value) / expected - 1) < mpf(10) ** -19
    finally:
        for module in ("dimers", "dimers_balls"):
            sys.modules.pop(module, None)
