"""High temperature for other sources: the ring by its own derivation, dense spectra in mpmath, ends of the range, and broken steps."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from mpmath import exp, mp, mpf, sinh, sqrt, workdps
from sympy import Rational, Symbol, expand

from derivations import high_temperature
from derivations.foundation import dense_traces, exact_traces, hot_sources
from derivations.foundation.spin_problems import SHAPES, model_problem, named_problem
from derivations.foundation.steps import Expansion
from oracles import quantum
from oracles.not_none import not_none
from symcoh import Model
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import symbols
from symcoh.sources import XX, Chain, Graph, Independent, Levels, Oscillators, RangeRing, Ring
from symcoh.target import Target

J_xy = Symbol("J_xy", real=True)
BONDS: dict[str, Callable[[int], list[tuple[int, int]]]] = {
    "ring": quantum.ring_bonds,
    "chain": quantum.chain_bonds,
    "complete": quantum.complete_bonds,
    "independent": lambda N: [],
}


def coherence(size: int, operator: quantum.Operator, pushes: Sequence[int], omega: Any, beta: Any) -> Any:
    """C from the spectra of dense blocks of one value of B; `pushes` in tenths."""
    levels = quantum.grouped_spectrum(size, operator, lambda state: sum(g * (1 if state >> k & 1 else -1) for k, g in enumerate(pushes)))
    upper = lower = mpf(0)
    for tenths, energies in levels.items():
        b, weight = mpf(tenths) / 10, sum(exp(-beta * energy) for energy in energies)
        root = sqrt(omega**2 / 4 + b**2)
        upper += weight * b / root * sinh(beta * root)
        lower += weight * mp.cosh(beta * root)
    return abs(upper) / lower


def number(text: str) -> Any:
    return mpf(Rational(text).p) / Rational(text).q


def partial(series: Expansion | None, beta: Any, **values: str) -> tuple[Any, Any]:
    """The series at numbers, and its last term."""
    table = {getattr(symbols, name, J_xy): Rational(text) for name, text in values.items()}
    terms = [mpf(str(term.coefficient.subs(table).evalf(120))) * beta ** int(term.power) for term in not_none(series).terms]
    return sum(terms), terms[-1]


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(("N", "J", "plane"), [(1, "2/5", "-1/3"), (2, "-2/5", "1/3"), (4, "3/4", "2/3")])
def test_named_systems_against_dense_spectra(name: str, N: int, J: str, plane: str) -> None:
    shape = re.sub("^xxz?-", "", name)
    given = {"omega": "1", "omega_a": "7/10", "gamma": "3/10"}
    given |= {"J": J} if "zz" in SHAPES[name].kinds else {}
    given |= {"J_xy": plane} if "xy" in SHAPES[name].kinds else {}
    free = not_none(high_temperature.derive(order=9, sources=name, N=N).expansion)
    with workdps(110):
        beta = mpf(10) ** -8
        operator = quantum.couplings(BONDS[shape](N), number(given.get("J_xy", "0")), number(given.get("J", "0")))
        exactly = coherence(N, operator + quantum.fields([number("7/20")] * N), [3] * N, mpf(1), beta)
        found, last = partial(free, beta, **given)
        assert free.valid_for == f"N = {N}" and abs(exactly - found) < beta ** int(free.remainder_power) * 10**3 < abs(last) / 10


@pytest.mark.parametrize("N", [1, 2, 3, 5, 6])
def test_the_ring_by_traces_is_the_ring_by_its_own_derivation(N: int) -> None:
    own = not_none(high_temperature.derive(order=8, N=N, omega="3/2", omega_a="7/10", gamma="3/10", J="-2/5").expansion)
    model = Model(omega="3/2", omega_a="7/10", gamma="3/10", sources=Ring(N=N, J="-2/5"))
    found = not_none(high_temperature.derive(order=8, model=model).expansion)
    assert found.terms == own.terms and found.remainder_power == own.remainder_power
    ranged = Model(omega="3/2", omega_a="7/10", gamma="3/10", sources=RangeRing(N=N, couplings=["-2/5"]))
    assert not_none(high_temperature.derive(order=8, model=ranged).expansion).terms == own.terms


def test_chain_and_ring_differ_first_where_the_ring_has_a_bond_more() -> None:
    chain = high_temperature.derive(order=4, sources="chain", N=4).series
    N, J, beta, gamma, omega_a = symbols.N, symbols.J, symbols.beta, symbols.gamma, symbols.omega_a
    ring = high_temperature.derive(order=4, N=4).series
    assert expand(not_none(ring) - chain) == expand(J * beta**3 * gamma * omega_a + 2 * J**2 * beta**4 * gamma * omega_a)
    assert expand(not_none(chain).coeff(beta, 3).subs(N, 4)) == 3 * J * gamma * omega_a


def test_in_plane_couplings_first_come_with_the_number_of_bonds_in_the_fourth_power() -> None:
    for name, bonds in (("xx-chain", 4), ("xxz-ring", 5), ("xxz-complete", 10)):
        series = high_temperature.derive(order=4, sources=name, N=5).series
        plane = expand(series).coeff(J_xy, 2)
        assert plane == -bonds * symbols.gamma * symbols.omega_a * symbols.beta**4, name
        assert expand(series).coeff(J_xy, 1) == 0


def test_a_graph_with_numbers_of_its_own() -> None:
    rows: list[list[Any]] = [[1, 2, "-1/4", "1/3"], [2, 3, "1/5"], [3, 4, "0", "2/3"]]
    gaps, pushes = ["7/10", "1/2", "-6/5", "1/10"], ["3/10", "3/10", "-1/5", "-1/5"]
    model = Model(omega="1/2", sources=Graph(N=4, edges=rows, omega_k=gaps, gamma_k=pushes))
    result = high_temperature.derive(order=7, model=model)
    with workdps(90):
        beta = mpf(10) ** -8
        operator = quantum.fields([number(gap) / 2 for gap in gaps])
        for a, b, along, *plane in rows:
            operator += quantum.couplings([(a - 1, b - 1)], number(plane[0] if plane else "0"), number(along))
        exactly = coherence(4, operator, [3, 3, -2, -2], number("1/2"), beta)
        found, last = partial(result.expansion, beta)
        assert not_none(result.expansion).terms[0].coefficient > 0 and abs(exactly - found) < beta**8 * 10**4 < abs(last) / 10


def test_a_twist_is_felt_as_a_longer_coupling() -> None:
    common = {"omega": 1, "omega_a": "7/10", "gamma": "3/10"}
    twisted = Model(**common, sources=XX(shape="chain", N=4, J_xy="3/10", D="2/5"))
    straight = Model(**common, sources=XX(shape="chain", N=4, J_xy="1/2"))
    assert (
        not_none(high_temperature.derive(order=8, model=twisted).expansion).terms
        == not_none(high_temperature.derive(order=8, model=straight).expansion).terms
    )


def test_irrational_numbers_negative_signs_and_nothing_at_all() -> None:
    series = high_temperature.derive(
        order=3, model=Model(omega="sqrt(2)", omega_a="-sqrt(3)", gamma="1/2", sources=Chain(N=3, J=1))
    ).expansion
    assert [str(term.coefficient) for term in not_none(series).terms] == ["3*sqrt(3)/4", "sqrt(3)"]
    none = high_temperature.derive(order=3, model=Model(omega=1, omega_a=0, gamma=1, sources=Independent(N=2)))
    assert not_none(none.expansion).terms == () and not_none(none.expansion).valid_for == "N = 2"
    assert not_none(high_temperature.derive(order=3, sources="chain", N=2, gamma=0).expansion).terms == ()
    mirrored = high_temperature.derive(order=5, sources="xx-chain", N=3, omega=1, omega_a="-7/10", gamma="-3/10", J_xy="-1/4").series
    assert mirrored == high_temperature.derive(order=5, sources="xx-chain", N=3, omega=1, omega_a="7/10", gamma="3/10", J_xy="1/4").series


def test_the_largest_number_and_powers_of_temperature() -> None:
    found = not_none(high_temperature.derive(order=4, sources="xxz-ring", N=8, variable="T").expansion)
    assert str(found.variable) == "1/T" and found.valid_for == "N = 8"
    assert [step.check.kind for step in high_temperature.derive(order=2, sources="chain", N=8).steps][-1] == "enclosure"


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        (exact_traces, "put(there, here, 2)", "put(there, here, 1)"),
        (exact_traces, "put(here, here, 1 if alike else -1)", "put(here, here, -1 if alike else 1)"),
        (exact_traces, "fmpq(1, factorial(n)) for n", "fmpq(1, n + 1) for n"),
        (exact_traces, "omega * fmpq(-values[0], 2)", "omega * fmpq(values[0], 2)"),
        (exact_traces, "quarter + push * push", "quarter + push"),
        (dense_traces, "(turn, turn * -1)", "(turn, turn)"),
    ],
)
def test_a_broken_route_is_caught(module: ModuleType, old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = inspect.getsource(module)
    assert source.count(old) == 1
    namespace: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(source.replace(old, new), module.__name__, "exec"), namespace)
    if module is exact_traces:
        monkeypatch.setattr(hot_sources, "sums", namespace["sums"])
        monkeypatch.setattr(dense_traces, "sums", namespace["sums"])
    else:
        monkeypatch.setattr(hot_sources, "dense_step", namespace["dense_step"])
    with pytest.raises(CheckFailed):
        high_temperature.derive(order=4, sources="xxz-chain", N=3)


def test_a_wrong_coefficient_is_caught_by_certified_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot_sources, "LARGEST_DENSE", 0)
    right = hot_sources.coefficients_of
    monkeypatch.setattr(
        hot_sources,
        "coefficients_of",
        lambda problem, length: [c * (2 if power == 4 else 1) for power, c in enumerate(right(problem, length))],
    )
    with pytest.raises(CheckFailed, match="C minus its series for chain sources"):
        high_temperature.derive(order=4, sources="chain", N=3)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sources": "chain"}, "`N` is needed for other sources than the ring"),
        ({"sources": "chain", "N": 9}, "`N` must be from 1 to 8"),
        ({"sources": "star", "N": 3}, "`sources` must be one of"),
        ({"sources": "xx-chain", "N": 3, "J": 1}, "`J` is no coupling of xx-chain"),
        ({"sources": "chain", "N": 3, "J_xy": 1}, "`J_xy` is no coupling of chain"),
        ({"J_xy": 1}, "`J_xy` is no coupling of the ring"),
        ({"sources": "chain", "N": 3, "quantity": "energy"}, "`quantity` must be coherence"),
        ({"sources": "chain", "N": 3, "order": 25}, "`order` must be a whole number from 2 to 24"),
        ({"model": Model(omega_a=1, gamma=1, sources=Chain(N=2)), "N": 2}, "`N` belongs to the model"),
        ({"model": Model(gamma="1/2", sources=Oscillators(N=1, Omega=1))}, "`model` has oscillators sources"),
        ({"model": Model(sources=Levels(levels=[["1", "0", 1]]))}, "`model` has levels sources"),
        ({"model": Model(target=Target(tilt="1/10"), omega_a=1, gamma=1, sources=Chain(N=2))}, "`model` must have one bath"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        high_temperature.derive(**values)


def test_problems_have_a_symbol_for_what_is_not_given() -> None:
    _, problem = named_problem("xxz-chain", 3, None, omega=None, omega_a=None, gamma=None, J=2)
    assert [str(symbol) for symbol in problem.ring.symbols] == ["omega", "omega_a", "gamma", "J_xy"]
    assert model_problem(Model(omega=1, omega_a=1, gamma=1, sources=Chain(N=2, J=1))).ring.symbols == ()


def test_the_command(cli: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    code, out, err = cli("derive", "high-temperature", "--sources-model", "xxz-chain", "-N", "2", "--order", "4", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["terms"][:2] == [{"power": "2", "coefficient": "gamma*omega_a"}, {"power": "3", "coefficient": "J*gamma*omega_a"}]
    assert found["valid_for"] == "N = 2" and "J_xy" in found["terms"][2]["coefficient"]
    code, out, err = cli(
        "derive", "high-temperature", "--sources-model", "xx-ring", "-N", "3", "--order", "4", "--format", "latex", "--fragment"
    )
    assert code == 0 and r"J_{\perp}" in out and r"\begin{proposition}" in out
    (tmp_path / "model.toml").write_text('[sources]\nsystem = "chain"\nN = 2\nomega_a = "1"\ngamma = "1"\nJ = "1/2"\n')
    code, out, err = cli("derive", "high-temperature", "--model", str(tmp_path / "model.toml"), "--order", "3", "--format", "json")
    assert code == 0 and [term["coefficient"] for term in json.loads(out)["terms"]] == ["1", "1/2"]
    for words, sentence in (
        (("weak-coupling", "--sources-model", "chain"), "--sources-model is for `symcoh derive high-temperature`"),
        (("high-temperature", "--model", str(tmp_path / "model.toml"), "-N", "2"), "-N/--sources belongs to the model: leave it out."),
        (
            ("high-temperature", "--sources-model", "chain", "-N", "2", "--bound", "--at", "beta=1/10"),
            "--bound is known for the ring alone",
        ),
        (("high-temperature", "--model", str(tmp_path)), "--model"),
    ):
        code, out, err = cli("derive", *words)
        assert (code, out) == (2, "") and sentence in err and err.count("\n") == 1
    assert (
        cli("derive", "high-temperature", "--sources-model", "ring", "--order", "3")[1]
        == cli("derive", "high-temperature", "--order", "3")[1]
    )


@pytest.fixture
def cli() -> Callable[..., tuple[int, str, str]]:
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    from symcoh.cli.main import run

    def call(*words: str) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stop:
            run(list(words))
        return int(str(stop.value.code)), out.getvalue(), err.getvalue()

    return call
