"""Properties of random parameter sets: enclosure, accuracy floor, ranges, both backends."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import states
from oracles.numbers import MP, precision
from symcoh import Model, evaluate

from .balls import accuracy, contains, parts
from .sampling import SOAK, critical_text

ordinary = st.integers(1, 1999).map("{}/1000".format)
scattered = st.tuples(st.integers(1, 99), st.integers(-25, 6)).map(lambda pair: f"{pair[0]}e{pair[1]}")
irrational = st.sampled_from(("sqrt(2)", "pi/4", "exp(1)/3", "log(2)", "1/sqrt(5)"))
magnitudes = st.one_of(ordinary, scattered, irrational)
signs = st.sampled_from(("", "-"))
betas = st.one_of(ordinary, st.tuples(st.integers(1, 99), st.integers(-30, 10)).map(lambda pair: f"{pair[0]}e{pair[1]}"))
digits = st.sampled_from((1, 2, 15, 16, 17, 30, 50, 90))


def signed(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(signs, texts).map(lambda pair: f"{pair[0]}({pair[1]})")


def hold(model: Model, beta: str, places: int) -> None:
    """All properties at one point with omega, omega_a, gamma != 0."""
    where = f"{places} digits, {model!r} at beta={beta}"
    names = ("coherence", "log-partition-function", "bloch-x", "bloch-z")
    true = states.quantities(model, beta, places + 30, names)
    balls, values = {}, {}
    for name in names:
        result = evaluate(model, name, beta=beta, digits=places)
        balls[name], values[name] = result.ball, result.value
        assert contains(result.ball, true[name], places + 30), f"{name}, {where}"
        assert accuracy(result.ball) >= places * 3.3219, f"{name}, {where}"
    for name in names[:2]:
        agreed = evaluate(model, name, beta=beta, digits=places, backend="mpmath")
        assert agreed.value == values[name], f"{name}, {where}"
    (c, error), (x, _), (z, z_error) = (parts(balls[name]) for name in ("coherence", "bloch-x", "bloch-z"))
    with precision(1000):
        assert c - error > 0, where
        assert c - error <= 1, where
        assert (abs(x) - error) ** 2 + (abs(z) - z_error) ** 2 <= 1, where
        assert MP.sign(x) == MP.sign(true["bloch-x"]), where


@settings(max_examples=70 * SOAK)
@given(st.integers(1, 7), magnitudes, signed(magnitudes), signed(magnitudes), signed(magnitudes), betas, digits)
def test_anywhere(size: int, omega: str, omega_a: str, gamma: str, j: str, beta: str, places: int) -> None:
    hold(Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=j), beta, places)


@settings(max_examples=50 * SOAK)
@given(st.sampled_from((1, 2)), signed(magnitudes), signed(magnitudes), st.one_of(st.just("0"), signed(magnitudes)), betas, digits)
def test_one_and_two_sources(size: int, omega_a: str, gamma: str, j: str, beta: str, places: int) -> None:
    hold(Model(N=size, omega_a=omega_a, gamma=gamma, J=j), beta, places)


@settings(max_examples=50 * SOAK)
@given(st.integers(2, 9), ordinary, signed(ordinary), ordinary, st.integers(-9, 9), st.integers(1, 60), betas, digits)
def test_beside_the_critical_line(
    size: int, omega_a: str, gamma: str, omega: str, units: int, places_away: int, beta: str, places: int
) -> None:
    j = f"{critical_text(size, omega, omega_a, gamma)} + ({units}e-{places_away})"
    hold(Model(N=size, omega=omega, omega_a=omega_a, gamma=gamma, J=j), beta, places)


@settings(max_examples=50 * SOAK)
@given(st.integers(3, 9), ordinary, signed(ordinary), magnitudes, st.integers(-3, 4), digits)
def test_cold_antiferromagnets(size: int, omega_a: str, gamma: str, j: str, power: int, places: int) -> None:
    hold(Model(N=size, omega_a=omega_a, gamma=gamma, J=f"-({j})"), f"7e{power}", places)
