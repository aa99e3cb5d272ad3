"""One question: what is typed, what the answer must be, and what is needed to confirm that."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import Any

from .claim import Claim


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A command line and its true verdict.

    Args:
        claim: the right claim that the formula was made from.
        formula: what is typed.
        order: --order, or None.
        given: the texts of the given parameters.
        verdict: correct or wrong.
        why: how it was rewritten or what was changed.
        reach: every power through this one is claimed.
        differs: for a wrong formula the first power at which it differs, where that is known.
        witness: values of the open parameters at which a wrong formula fails, where not everywhere.
    """

    claim: Claim
    formula: str
    order: int | None
    given: dict[str, str]
    verdict: str
    why: str
    reach: int
    differs: int | None = None
    witness: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.claim.kind

    def arguments(self) -> list[str]:
        """The words after `symcoh`."""
        words = ["check", self.formula, "--limit", self.claim.limit]
        words += ["--hold", "K = beta*J"] if self.claim.held else []
        words += ["--order", str(self.order)] if self.order is not None else []
        options = {"N": "-N={}", "omega": "--omega={}", "omega_a": "--omega-a={}", "gamma": "--gamma={}", "J": "-J={}", "beta": "--beta={}"}
        return words + [options[name].format(text) for name, text in self.given.items()]

    def command_line(self) -> str:
        return shlex.join(["symcoh", *self.arguments()])
