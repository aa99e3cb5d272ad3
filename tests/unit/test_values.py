"""Model and CertifiedNumber as values: immutable, round-tripping, refusing what is inexact."""

from __future__ import annotations

import dataclasses
import pickle
from fractions import Fraction
from typing import Any

import mpmath
import pytest

import symcoh
from symcoh import Model, evaluate
from symcoh.certified import from_json
from symcoh.errors import InputError, InputTypeError, NotCertified

RING = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")


def test_model_is_a_value() -> None:
    assert eval(repr(RING)) == RING and hash(RING) == hash(eval(repr(RING)))
    assert pickle.loads(pickle.dumps(RING)) == RING
    assert Model(N=6, omega_a=Fraction(7, 10), gamma="0.3", J="0.4") == RING
    with pytest.raises(dataclasses.FrozenInstanceError):
        RING.N = 7  # type: ignore[misc]  # frozen on purpose
    assert "omega_a='7/10'" in repr(RING)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"N": 0}, "`N` must be at least 1, but is 0"),
        ({"N": -3}, "`N` must be at least 1"),
        ({"N": 1.5}, "`N` must be an integer, but is 1.5"),
        ({"N": True}, "`N` must be an integer"),
        ({"N": "6"}, "`N` must be an integer"),
        ({"omega": -1}, "`omega` must not be negative, but is '-1'"),
        ({"omega_a": 0.7}, "`omega_a` must be exact, but is the float 0.7"),
        ({"gamma": "x"}, "`gamma` does not read 'x'"),
        ({"J": None}, "`J` must be an int, Fraction"),
        ({"sources": "torus"}, "`sources` must be one of ring, chain, independent.*but is 'torus'"),
        ({"omega": "log(2)+log(3)-log(6)"}, "`omega` has a sign that cannot be decided"),
    ],
)
def test_model_refuses(change: dict[str, Any], match: str) -> None:
    given: dict[str, Any] = {"N": 6, "omega_a": "7/10", "gamma": "3/10"}
    with pytest.raises((InputError, InputTypeError), match=match):
        Model(**(given | change))


def test_certified_number_round_trips() -> None:
    for digits in (1, 50, 5000):
        number = evaluate(RING, "coherence", T="1/10", digits=digits)
        assert from_json(number.to_json()) == number
        assert pickle.loads(pickle.dumps(number)) == number
        assert repr(number).startswith(f"<{number.quantity} ") and len(repr(number)) < 140
        assert from_json(number.to_json()).to_arb().contains(number.to_arb())


def test_conversions() -> None:
    number = evaluate(RING, "coherence", T="1/10", digits=40)
    assert float(number) == float("0.963517909629855641086262053652121")
    assert mpmath.nstr(number.to_mpf(), 30) == "0.963517909629855641086262053652"
    assert number.to_arb().contains(number.to_arb().mid())
    assert number._repr_latex_() == f"${number.value}$"
    assert not hasattr(number, "_mpf_"), "a conversion that drops the radius must be asked for"
    with pytest.raises(ValueError, match="has no ball"):
        evaluate(RING, "coherence", T="1/10", backend="mpmath").to_arb()


def test_tiny_numbers_underflow_as_floats_but_not_as_digits() -> None:
    number = evaluate(Model(N=6, omega_a="7/10", gamma="3/10", J=-300), "coherence", T=1, digits=5)
    assert float(number) == 0.0 and number.value.endswith("e-521")
    assert number.latex() == rf"${number.value.partition('e')[0]}\times10^{{-521}}$"


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({}, "pass exactly one"),
        ({"beta": 1, "T": 1}, "pass exactly one"),
        ({"beta": -1}, "`beta` must not be negative"),
        ({"T": "-1"}, "`T` must not be"),
        ({"T": "oo"}, "`T` does not read 'oo'"),
        ({"beta": 0.5}, "`beta` must be exact"),
        ({"beta": 1, "digits": 0}, "`digits` must be from 1 to 1000000, but is 0"),
        ({"beta": 1, "digits": 10**6 + 1}, "`digits` must be from 1 to 1000000"),
        ({"beta": 1, "digits": "5"}, "`digits` must be an int"),
        ({"beta": 1, "backend": "float"}, "`backend` must be arb or mpmath, but is 'float'"),
        ({"beta": 1, "max_precision": 1}, "`max_precision` must be at least 2"),
    ],
)
def test_evaluate_refuses(arguments: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        evaluate(RING, "coherence", **arguments)


def test_unknown_quantity() -> None:
    with pytest.raises(InputError, match="did you mean heat-capacity"):
        evaluate(RING, "heat-capacty", beta=1)


def test_ceilings_say_what_to_raise() -> None:
    with pytest.raises(NotCertified, match="Only .* of 100 digits are certain at the ceiling of 200 bits: raise --max-precision"):
        evaluate(RING, "coherence", beta=1, digits=100, max_precision=200)
    with pytest.raises(NotCertified, match="beyond the 4000000 sources"):
        evaluate(Model(N=10**18, omega_a=1, gamma=1), "coherence", beta=1, route="sum")


def test_public_names_load_lazily() -> None:
    assert symcoh.__version__ and symcoh.exact.coherence is not None
    assert set(symcoh.__all__) == {*symcoh._HOMES, "exact", "__version__"} and set(symcoh.__all__) <= set(dir(symcoh))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        symcoh.nonsense  # noqa: B018  # the access is the test


def test_a_model_of_another_process_is_the_same() -> None:
    """Its hash rests on texts, which every process hashes anew: it is not carried over."""
    import subprocess
    import sys

    code = (
        "import pickle, sys; from symcoh import Model; from symcoh.sources import Chain;"
        "models = [Model(N=3, omega_a='7/10', gamma='0.3'), Model(sources=Chain(N=2, J=1), omega_a=1, gamma=1)];"
        "sys.stdout.buffer.write(pickle.dumps(models))"
    )
    from symcoh.sources import Chain

    found = pickle.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    own = [Model(N=3, omega_a="7/10", gamma="0.3"), Model(sources=Chain(N=2, J=1), omega_a=1, gamma=1)]
    assert found == own and [hash(model) for model in found] == [hash(model) for model in own]
    assert [repr(model) for model in found] == [repr(model) for model in own]
