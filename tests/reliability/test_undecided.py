"""One rule for what no precision decides: exit 3 and one sentence that names the option, whichever parameter it is in."""

from __future__ import annotations

import pytest

from fuzz.commands import Line
from fuzz.running import Outcome, run
from symcoh import Model, evaluate
from symcoh.errors import InputError, NotCertified
from symcoh.exactnumbers import exact, sign, simpler

OPEN = "log(2)+log(3)-log(6)"
PLAIN = {"-N": "3", "--omega": "1", "--omega-a": "1", "--gamma": "1", "-J/--coupling": "1", "--beta": "1"}


def asked(*command: str, **changed: str) -> Outcome:
    """A command at plain parameters; an empty text leaves a parameter out."""
    given = {name: changed.get(name.strip("-").partition("/")[0].replace("-", "_"), text) for name, text in PLAIN.items()}
    words = [f"{name.partition('/')[2] or name}={text}" for name, text in given.items() if text]
    return run(Line(words=(*command, *words)))


@pytest.mark.parametrize("form", ["{}", "1/({})", "sqrt({})", "log({})", "({})**(1/3)", "1+({})**pi"])
@pytest.mark.parametrize("name", list(PLAIN)[1:])
def test_every_parameter_the_same_way(name: str, form: str) -> None:
    found = asked("evaluate", "coherence", **{name.strip("-").partition("/")[0].replace("-", "_"): form.format(OPEN)})
    assert found.code == 3 and not found.faults, found
    assert name in found.error and "without pi, exp and log" in found.error


def test_temperatures_and_other_commands() -> None:
    lines = [
        asked("evaluate", "coherence", beta="", T=OPEN),
        run(Line(words=("evaluate", "coherence", "-N=3", "--omega-a=1", "--gamma=1", f"-T={OPEN}"))),
        asked("radius", "high-temperature", beta="", gamma=OPEN),
        asked("radius", "high-temperature", beta="", omega=OPEN),
        asked("phase", beta="", J=OPEN),
        asked("check", "beta", "--limit", "beta -> 0", beta="", omega=OPEN),
    ]
    for line, option in zip(lines[1:], ("-T", "--gamma", "--omega", "-J", "--omega"), strict=True):
        assert line.code == 3 and not line.faults and option in line.error, line


@pytest.mark.parametrize("text", ["-1", "log(1/2)", "sqrt(2)-2", "1-pi"])
def test_what_is_decided_stays_bad_input(text: str) -> None:
    for form in ("{}", "sqrt({})", "log({})"):
        found = asked("evaluate", "coherence", omega=form.format(text))
        assert found.code == 2 and "--omega" in found.error and not found.faults, found


def test_python_sees_both_kinds() -> None:
    for error in (InputError, NotCertified):
        with pytest.raises(error, match="`omega` has a sign that cannot be decided"):
            Model(N=3, omega=OPEN, omega_a=1, gamma=1)
        with pytest.raises(error, match="`T` has a sign that cannot be decided"):
            evaluate(Model(N=3, omega_a=1, gamma=1), "coherence", T=OPEN)


def test_roots_are_not_said_to_be_logarithms() -> None:
    """A sum of nested roots beyond the separation bound: undecided at few bits, and the advice names roots."""
    near = exact("sqrt(1+sqrt(2))+sqrt(1+sqrt(3))+sqrt(1+sqrt(5))+sqrt(1+sqrt(7))-sqrt(2+sqrt(11))") - exact("10**(1/3)")
    assert simpler(near) == "with fewer or smaller roots"
    zero = near - near * exact("(1+sqrt(2+sqrt(3)))/(1+sqrt(2+sqrt(3)))")
    assert sign(zero, 64) in (0, None)
