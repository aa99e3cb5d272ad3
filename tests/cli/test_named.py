"""Every refusal names what was typed: the option on the command line, the argument in Python."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from symcoh import Model, evaluate
from symcoh.errors import InputError, NoExactNumber, NotCertified
from symcoh.exactnumbers import exact, square_root

sys.path.insert(0, str(Path(__file__).parents[1]))
from reliability.hidden import outcome

UNDECIDED = "log(2)+log(3)-log(6)"
RING = {"--omega": "1", "--omega-a": "7/10", "--gamma": "3/10", "-J": "2/5"}


def command(first: list[str], changed: dict[str, str]) -> list[str]:
    """A command line for four sources with some options changed."""
    return [*first, "-N", "4", *(part for option, text in (RING | changed).items() for part in (option, text))]


@pytest.mark.parametrize(
    ("first", "changed", "named", "code"),
    [
        (["evaluate", "energy", "-T", "0"], {"--gamma": "2**(2**19)"}, "--gamma", 2),
        (["evaluate", "coherence", "-T", "0"], {"--omega": "3**(2**19)"}, "--omega", 2),
        (["evaluate", "coherence", "-T", "0"], {"--omega": UNDECIDED}, "--omega", 3),
        (["evaluate", "coherence", "-T", "0"], {"--gamma": UNDECIDED}, "--gamma", 3),
        (["evaluate", "coherence", "--beta", "1"], {"--gamma": UNDECIDED}, "--gamma", 3),
        (["evaluate", "energy", "--beta", "1"], {"--omega-a": UNDECIDED}, "--omega-a", 3),
        (["evaluate", "energy", "--beta", "1", "--backend", "mpmath"], {"-J": UNDECIDED}, "", 3),
        (["evaluate", "coherence", "-T", UNDECIDED], {}, "-T/--temperature", 3),
        (["evaluate", "coherence", "--beta", UNDECIDED], {}, "--beta", 3),
        (["evaluate", "coherence", "--beta", "1"], {"-J": f"sqrt({UNDECIDED})"}, "-J/--coupling", 3),
        (["evaluate", "coherence", "--beta", "1"], {"-J": f"1/({UNDECIDED})"}, "-J/--coupling", 3),
        (["phase"], {"--gamma": "2**(2**19)"}, "--gamma", 2),
        (["maximum"], {"--gamma": UNDECIDED}, "--gamma", 3),
        (["derive", "low-temperature"], {"--gamma": "2**(2**20+9)"}, "--gamma", 2),
    ],
)
def test_the_option_is_named(first: list[str], changed: dict[str, str], named: str, code: int) -> None:
    found = outcome(command(first, changed))
    assert (found.code, found.out) == (code, "")
    assert re.search(rf"(?<![\w-]){re.escape(named)}(?![\w-])", found.complaint), found.complaint
    assert found.complaint.count("\n") == 1 and "`" not in found.complaint and len(found.complaint) < 260
    assert not found.complaint.startswith(("symcoh: text ", "symcoh: sqrt ", "symcoh: power "))


def test_numbers_of_five_thousand_digits_are_read() -> None:
    """Whole, with a point, and as both sides of a fraction: to a value or one sentence, never an internal error."""
    for text in ("7" * 5000, "0." + "3" * 5000, "1/" + "9" * 5000, f"sqrt({'3' * 5000})", f"{'3' * 5000}/{'7' * 5001}"):
        for option in RING:
            for backend in ("arb", "mpmath"):
                found = outcome(command(["evaluate", "coherence", "-T", "1", "--digits", "8", "--backend", backend], {option: text}))
                assert found.code in (0, 3), found.complaint
                assert "Internal" not in found.complaint


def test_python_names_its_arguments() -> None:
    for changed, named in (({"gamma": "2**(2**19)"}, "`gamma`"), ({"omega": "3**(2**19)"}, "`omega`")):
        given: dict[str, str] = {"omega": "1", "gamma": "3/10"} | changed
        with pytest.raises(InputError, match=f"{named}.* more than 2\\*\\*20 bits"):
            evaluate(Model(N=4, omega_a=1, **given), "coherence", T=0)
    with pytest.raises(InputError, match="^`T` leads to no exact number: it holds a power of more than 2\\*\\*20 bits"):
        evaluate(Model(N=4, omega_a=1, gamma=1), "coherence", T=exact("exp(-7e5)") * exact("exp(-7e5)"))
    with pytest.raises(NotCertified, match="^The sign of `gamma` is not decided"):
        evaluate(Model(N=4, omega_a=1, gamma=UNDECIDED), "coherence", T=1)


def test_arithmetic_alone_says_why() -> None:
    with pytest.raises(NoExactNumber, match="^The parameters lead to no exact number: sqrt needs a value"):
        square_root(exact(-2))
    assert str(NoExactNumber("it divides by zero").renamed("--beta")) == "--beta leads to no exact number: it divides by zero."
