"""One number followed from `evaluate` to its digits: the modules it passes through, the signs it decides, the parameters it encloses."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import flint
import pytest

from symcoh import Model, evaluate
from symcoh.exactnumbers import Exact, exact
from symcoh.exactnumbers.sign import ball_here, decide_sign

BETA = exact("10/7")


@dataclass
class Trace:
    """Modules of symcoh entered; how often each parameter had its sign decided, and was enclosed at each precision."""

    parameters: tuple[Exact, ...] = ()
    modules: set[str] = field(default_factory=set)
    decided: Counter[Any] = field(default_factory=Counter)
    enclosed: Counter[Any] = field(default_factory=Counter)

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        module = str(frame.f_globals.get("__name__"))
        if event != "call" or not module.startswith("symcoh"):
            return
        self.modules.add(module)
        if frame.f_code is decide_sign.__code__ or frame.f_code is ball_here.__code__:
            value = frame.f_locals["value"]
            if value == BETA or any(value is parameter for parameter in self.parameters):  # exact algebra makes equal numbers of its own
                if frame.f_code is decide_sign.__code__:
                    self.decided[value] += 1
                else:
                    self.enclosed[value, flint.ctx.prec] += 1


def followed(size: int, coupling: str, quantity: str, text: str = "{}") -> Trace:
    """A call on a new model, once a call on another one has loaded what is loaded lazily; `text` writes the parameters."""
    for trace in (None, Trace()):
        values = {"omega": "3/2", "omega_a": "7/10" if trace else "9/10", "gamma": "3/10", "J": coupling}
        sides = {name: "-" * value.startswith("-") + text.format(value.lstrip("-")) for name, value in values.items()}
        model = Model(N=size, **sides)
        if trace:
            trace.parameters = (model.omega, model.omega_a, model.gamma, model.J)
        before = sys.getprofile()
        sys.setprofile(trace)
        try:
            found = evaluate(model, quantity, beta="10/7", digits=50)
        finally:
            sys.setprofile(before)
        assert found.certified and len(found.value.replace(".", "").lstrip("0")) >= 50
    assert trace is not None
    return trace


@pytest.mark.parametrize(("size", "most"), [(6, 24), (10**6, 32)])
def test_how_many_modules_a_number_passes_through(size: int, most: int) -> None:
    trace = followed(size, "2/5", "coherence")
    assert 10 < len(trace.modules) <= most, sorted(trace.modules)
    assert {"symcoh.evaluation", "symcoh.numeric.formulas", "symcoh.numeric.routes", "symcoh.decimals"} <= trace.modules


@pytest.mark.parametrize("quantity", ["coherence", "entropy", "relative-entropy-of-coherence"])
@pytest.mark.parametrize(("size", "coupling"), [(6, "2/5"), (7, "-2/5"), (10**6, "2/5"), (10**6, "-2/5")])
@pytest.mark.parametrize("text", ["{}", "sqrt({})"])
def test_each_sign_is_decided_once_and_each_parameter_enclosed_once(size: int, coupling: str, quantity: str, text: str) -> None:
    """omega_a, gamma, J and beta, and omega too, whose sign the model has decided; rational and not."""
    trace = followed(size, coupling, quantity, text)
    assert len(trace.decided) >= 4 and max(trace.decided.values()) == 1, trace.decided.most_common(3)
    assert len(trace.enclosed) >= 9 and max(trace.enclosed.values()) == 1, trace.enclosed.most_common(3)
