"""The bounds and limits that `evaluate` knows by name: by their formulas, as limits of the coherence, at the ends and at their edges."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from oracles.numbers import MP, Numbers, numbers, precision, rounded
from reliability.balls import accuracy
from symcoh import CertifiedNumber, Model, curve, evaluate
from symcoh.balls import working_precision
from symcoh.cli.main import cli
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact
from symcoh.ground import ground_manifold
from symcoh.limit_ends import exact_limit
from symcoh.numeric.mpmath import backend as mpmath_backend
from symcoh.numeric.ring import limits
from symcoh.observables import LIMITS, observable

from .test_limits import FORMULAS, POINTS, free_magnetization

BACKENDS = ("arb", "mpmath")


def critical_coupling(at: Numbers) -> Any:
    """Where the lowest energies of the sectors N and N mod 2 cross, (48) and (54), from the energies (20)."""
    u = at.N % 2
    bonds = at.N - (2 * u - at.N)
    return -(abs(at.omega_a) * (at.N - u) + at.splitting(at.N) - at.splitting(u)) / 2 / bonds


TRUTH: dict[str, Callable[[Numbers], Any]] = {
    "upper-bound": FORMULAS["36"],
    "lower-bound": FORMULAS["38"],
    "strong-coupling": FORMULAS["44"],
    "weak-coupling-slope": lambda at: FORMULAS["45"](at) / at.gamma,
    "free-magnetization": free_magnetization,
    "large-gap": FORMULAS["47"],
    "critical-coupling": critical_coupling,
}


def signed(model: Model, gamma: int, omega_a: int) -> Model:
    """The model with the signs of gamma and omega_a changed."""
    flip = {1: "", -1: "-"}
    return Model(
        N=model.N, omega=model.omega, omega_a=f"{flip[omega_a]}({model.omega_a})", gamma=f"{flip[gamma]}({model.gamma})", J=model.J
    )


def test_every_side_knows_the_same_names() -> None:
    assert set(LIMITS) == set(TRUTH) == {*limits.QUANTITIES, "critical-coupling"} == {*mpmath_backend.LIMITS, "critical-coupling"}
    assert {name: observable(name).equations for name in LIMITS} == {
        "upper-bound": ("36",), "lower-bound": ("38", "39"), "strong-coupling": ("44",), "weak-coupling-slope": ("45", "46"),
        "free-magnetization": ("46",), "large-gap": ("47",), "critical-coupling": ("48", "54"),
    }  # fmt: skip


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_quantity_is_its_formula(name: str, backend: str) -> None:
    for place, (model, beta) in enumerate(POINTS):
        if model.N == 1 and name == "critical-coupling":
            continue
        with precision(900):
            true = TRUTH[name](numbers(model, exact(beta)))
            wanted = rounded(true, 60, 200)
        for gamma, omega_a in ((1, 1), ((-1, 1), (1, -1), (-1, -1))[place % 3]):
            found = evaluate(signed(model, gamma, omega_a), name, beta=beta, digits=60, backend=backend)
            assert found.value == wanted, (name, model, beta)
            assert found.route in (("closed-form", "exact") if backend == "arb" else (None,))


def near(left: CertifiedNumber, right: CertifiedNumber, relative: str) -> bool:
    """Whether two values differ by no more than a part of the second."""
    return abs(left.to_fraction() - right.to_fraction()) <= Fraction(relative) * abs(right.to_fraction())


@pytest.mark.parametrize("N", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("J", ["-2/5", "0", "1/3"])
@pytest.mark.parametrize("omega", ["4/5", "0"])
def test_the_coherence_goes_where_they_say(N: int, J: str, omega: str) -> None:
    """C itself, far out in the parameter that goes to its limit; nothing here shares a formula with the limits."""
    given: dict[str, Any] = {"N": N, "omega": omega, "omega_a": "-7/10", "gamma": "3/10", "J": J}
    at: dict[str, Any] = {"T": "3/4", "digits": 60}
    ring = Model(**given)
    value = {
        name: evaluate(ring, name, **at) for name in ("upper-bound", "lower-bound", "strong-coupling", "large-gap", "weak-coupling-slope")
    }
    assert all(evaluate(ring, name, backend="mpmath", **at).value == each.value for name, each in value.items())
    far = {
        "upper-bound": evaluate(Model(**given | {"J": 100}), "coherence", **at),
        "strong-coupling": evaluate(Model(**given | {"gamma": "-1e30"}), "coherence", **at),
        "large-gap": evaluate(Model(**given | {"omega_a": 400}), "coherence", **at),
    }
    assert all(near(far[name], value[name], "1e-50") for name in far)
    low = evaluate(Model(**given | {"J": -100}), "coherence", **at)
    if N % 2:
        assert near(low, value["lower-bound"], "1e-50") or N == 1
    else:
        assert value["lower-bound"].value == "0" and low < "1e-50"
    slope = evaluate(Model(**given | {"gamma": "1e-30"}), "coherence", **at)
    assert abs(slope.to_fraction() * 10**30 / value["weak-coupling-slope"].to_fraction() - 1) < 1e-50
    if N > 1:
        assert value["lower-bound"] < evaluate(ring, "coherence", **at) < value["upper-bound"]
    free = evaluate(Model(**given | {"gamma": 0}), "magnetization", **at)
    assert free.to_fraction() == evaluate(ring, "free-magnetization", **at).to_fraction()


LINE = "-7/40"


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize("N", [1, 2, 3, 4, 5, 12])
def test_ends_are_limits_of_the_formulas(name: str, N: int) -> None:
    """T = 0 against T = 1e-4 and 1e-5 as the formula has it, above, on and below the line J = -|omega_a|/4 of the free ring."""
    for J in ("-1/2", LINE, "-1/6", "0", "1"):
        for omega in ("3/2", "0"):
            ring = Model(N=N, omega=omega, omega_a="-7/10", gamma="-3/10", J=J)
            if name == "critical-coupling" and N == 1:
                continue
            diverges = name == "weak-coupling-slope" and omega == "0" and (J != "-1/2" or N % 2 == 1)
            for backend in BACKENDS:
                if name != "critical-coupling":
                    assert evaluate(ring, name, beta=0, backend=backend).value == "0"
                if diverges:
                    with pytest.raises(InputError, match="weak-coupling-slope does not exist at T = 0 and omega = 0, where it grows"):
                        evaluate(ring, name, T=0, backend=backend)
                    continue
                cold = evaluate(ring, name, beta="oo", digits=30, backend=backend)
                warm = evaluate(ring, name, T="1e-4", digits=30, backend="arb")
                assert cold.value == warm.value or (cold.value == "0" and warm < "1e-500"), (ring, backend)
            if diverges:
                tenfold = evaluate(ring, name, T="1e-5").to_fraction() / evaluate(ring, name, T="1e-4").to_fraction()
                assert abs(tenfold - 10) < 1e-40


def test_exact_values_have_no_digits_to_lose() -> None:
    ring = Model(N=4, omega="4/5", omega_a="sqrt(2)", gamma="3/40", J="-sqrt(2)/4")
    found = {name: exact_limit(ring, name, None, 10**4) for name in LIMITS}
    assert {name: value.canonical() for name, value in found.items() if value is not None} == {
        "upper-bound": "3/5", "lower-bound": "0", "strong-coupling": "1", "weak-coupling-slope": "30/7", "free-magnetization": "12/7",
        "large-gap": "3/5", "critical-coupling": "-1/80-1/(2*sqrt(2))",
    }  # fmt: skip
    assert all(evaluate(ring, name, T=0).route == "exact" for name in LIMITS)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("zero", ["0", "sqrt(2)*sqrt(3)-sqrt(6)"])
def test_zeros_are_decided(zero: str, backend: str) -> None:
    for beta in ("1/3", "oo", zero):
        for N in (1, 2, 3):
            for field in ("omega_a", "gamma"):
                given: dict[str, Any] = {"N": N, "omega": "0", "omega_a": "1", "gamma": "1", "J": "-1"} | {field: zero}
                for name in ("upper-bound", "lower-bound", "strong-coupling", "weak-coupling-slope", "free-magnetization", "large-gap"):
                    held = field == "omega_a" if name in ("strong-coupling", "weak-coupling-slope", "free-magnetization") else True
                    held = field == "gamma" if name == "large-gap" else held
                    if held or beta == zero or (name == "lower-bound" and N == 2):
                        assert evaluate(Model(**given), name, beta=beta, backend=backend).value == "0", (name, given, beta)
                    elif beta != "oo":
                        assert evaluate(Model(**given), name, beta=beta, backend=backend) is not None
                        assert evaluate(Model(**given), name, beta=beta, backend=backend).value != "0", (name, given, beta)


@pytest.mark.parametrize("N", [2, 3, 4, 5, 100, 10**6 + 1])
def test_the_critical_coupling_is_where_the_ground_states_tie(N: int) -> None:
    for gamma, omega_a in (("3/10", "7/10"), ("-sqrt(3)/7", "-sqrt(2)"), ("1e-40", "0"), ("1e40", "1")):
        ring = Model(N=N, omega="4/5", omega_a=omega_a, gamma=gamma)
        line = exact_limit(ring, "critical-coupling", None, 10**5)
        assert line is not None
        tied = Model(N=N, omega="4/5", omega_a=omega_a, gamma=gamma, J=line)
        assert {abs(level.m) for level in ground_manifold(tied).levels} == {N, N % 2}
        with precision(2000):
            wanted = rounded(critical_coupling(numbers(ring, 1)), 50, 200)
        for backend in BACKENDS:
            assert evaluate(ring, "critical-coupling", backend=backend).value == wanted


def naive_magnetization(model: Model, beta: str, bits: int) -> Any:
    """m_0 from both eigenvalues of the transfer matrix, with as many bits as their difference takes."""
    with precision(bits):
        at = numbers(model, exact(beta))
        field, scale = at.beta * at.omega_a / 2, MP.exp(at.beta * at.J)
        root = MP.sqrt(MP.sinh(field) ** 2 * scale**2 + scale**-2)
        upper, lower = scale * MP.cosh(field) + root, scale * MP.cosh(field) - root
        quotient = (lower / upper) ** model.N
        return model.N * scale * MP.sinh(field) / root * (1 - quotient) / (1 + quotient)


EXTREMES = [
    (10**18, "1e-9", "1/3", "1"),
    (10**18 + 1, "1/2", "-1/3", "40"),
    (10**12, "1e-5", "-1e-40", "1"),
    (10**6 + 1, "3", "-3", "60"),
    (1001, "1e-30", "3", "50"),
    (1000, "1e-30", "-3", "50"),
    (3, "7/10", "-40", "300"),
    (2, "7/10", "1e-300", "1"),
    (2, "1e-300", "-1e-300", "1e200"),
]


@pytest.mark.parametrize("place", range(len(EXTREMES)))
def test_any_ring_at_any_scale(place: int) -> None:
    N, omega_a, J, beta = EXTREMES[place]
    ring = Model(N=N, omega="1/7", omega_a=omega_a, gamma="1e-3", J=J)
    true = naive_magnetization(ring, beta, 150_000 if place == 6 else 20_000)
    with precision(1000):
        wanted = rounded(true, 40, 80)
    found = evaluate(ring, "free-magnetization", beta=beta, digits=40, max_precision=700)
    assert found.value == wanted and found.certified


def test_a_tanh_of_any_exponent() -> None:
    with working_precision(200):
        for power in (70, 200, 10**4, 10**30):
            tiny = (-arb(power)).exp()
            found = limits._tanh(tiny)
            assert accuracy(found) > 190 and found.overlaps(tiny - tiny**3 / 3)


def test_scales_beyond_all_doubles() -> None:
    ring = Model(N=10**18 + 1, omega="1e-5000", omega_a="1e5000", gamma="1e-5000", J="-1e5000")
    for backend, names in (
        ("arb", tuple(LIMITS)),
        ("mpmath", ("upper-bound", "lower-bound", "strong-coupling", "large-gap", "critical-coupling")),
    ):
        for name in names:
            cold, hot = (evaluate(ring, name, T=T, digits=20, backend=backend) for T in ("1e4900", "1e5100"))
            assert name in ("critical-coupling", "strong-coupling") or cold > hot if backend == "arb" else cold.value != "0"
    assert evaluate(ring, "critical-coupling", digits=5).value == "-2.5000e4999"
    assert evaluate(ring, "strong-coupling", T="1e5000", digits=5).value == "1.0000"
    assert evaluate(ring, "strong-coupling", T="1e5018", digits=5).value == "0.46212"


def test_what_is_refused() -> None:
    ring = Model(N=4, omega_a="7/10", gamma="3/10", J="-pi/40*7/pi")
    for backend in BACKENDS:
        with pytest.raises(InputError, match=r"critical-coupling does not exist for N = 1, .*: give N of 2 or more"):
            evaluate(Model(N=1, omega_a=1, gamma=1), "critical-coupling", backend=backend)
    with pytest.raises(InputError, match="`route` does not go with upper-bound, which is a closed form: leave it out"):
        evaluate(ring, "upper-bound", T=1, route="sum")
    chain = Model(N=4, omega_a="7/10", gamma="3/10", J="1/5", sources="chain")
    with pytest.raises(InputError, match="must be the ring with the target of the paper for the upper-bound"):
        evaluate(chain, "upper-bound", T=1)
    with pytest.raises(InputError, match="must be given one at a time"):
        evaluate(ring, "upper-bound")
    undecided = Model(N=4, omega_a="7/10", gamma="3/10", J="-7/40 + log(2)+log(3)-log(6)")
    with pytest.raises(NotCertified, match=r"Whether J lies on -\|omega_a\|/4 is not decided with 1000 bits"):
        evaluate(undecided, "free-magnetization", T=0, max_precision=1000)
    assert evaluate(ring, "free-magnetization", T=0).value.startswith("1.714285714")
    large = Model(N=10**7, omega_a="7/10", gamma="3/10", J=LINE)
    with pytest.raises(NotCertified, match="tie of all its sectors at N = 10000000, which is refused"):
        evaluate(large, "free-magnetization", T=0)
    with pytest.raises(NotCertified, match="stops at N = 20000"):
        evaluate(large, "free-magnetization", T=1, backend="mpmath")


def test_curves_take_them() -> None:
    ring = Model(N=5, omega_a="7/10", gamma="3/10", J="-2/5")
    for name in LIMITS:
        along = curve(ring, name, T=["0", "1/2", "1"], digits=20)
        assert [each.value for each in along] == [evaluate(ring, name, T=T, digits=20).value for T in ("0", "1/2", "1")]
        across = curve(ring, name, T="1/2", over={"J": ["-1", "1"]}, digits=20)
        changed = (Model(N=5, omega_a="7/10", gamma="3/10", J=J) for J in (-1, 1))
        assert [each.value for each in across] == [evaluate(each, name, T="1/2", digits=20).value for each in changed]
    line = curve(ring, "critical-coupling", over={"N": [2, 3]}, digits=8)
    assert [(each.value, "temperature" in each.parameters) for each in line] == [("-0.24525624", False), ("-0.28661696", False)]


def test_the_command_line_takes_them(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    words = ["-N", "4", "--omega-a", "-0.7", "--gamma", "-0.3", "--digits", "20"]

    def answer(*more: str) -> str:
        cli.main([*more], standalone_mode=False)
        return capsys.readouterr().out.strip()

    found = json.loads(answer("evaluate", "critical-coupling", *words, "--format", "json"))
    assert found["value"] == evaluate(Model(N=4, omega_a="0.7", gamma="0.3"), "critical-coupling", digits=20).value
    assert found["equations"] == ["48", "54"] and not {"beta", "temperature"} & set(found["parameters"])
    assert CertifiedNumber.from_json(json.dumps(found)).value == found["value"]
    assert answer("evaluate", "critical-coupling", *words, "-T", "1") == found["value"]
    assert answer("evaluate", "strong-coupling", *words, "--beta", "oo") == "1.0000000000000000000"
    spec = tmp_path / "bounds.toml"
    text = (
        'quantities = ["lower-bound", "coherence", "upper-bound"]\ndigits = 6\n[fixed]\nomega_a = "0.7"\ngamma = "0.3"\ncoupling = "-0.2"\n'
    )
    spec.write_text(text + 'temperature = "1/2"\n[over]\nsources = [2, 3]\n')
    rows = [line.split(",")[6:8] for line in answer("table", str(spec)).splitlines()[1:]]
    assert [row[0] for row in rows] == 2 * ["lower-bound", "coherence", "upper-bound"]
    assert all(float(rows[k][1]) < float(rows[k + 1][1]) for k in (0, 1, 3, 4))
    spec.write_text(text.replace("upper-bound", "critical-coupling") + "beta = 1\n[over]\nsources = [2, 1]\n")
    with pytest.raises(InputError, match="quantities holds critical-coupling does not exist for N = 1"):
        answer("table", str(spec))
