"""The table of a run: per kind what was asked, what was false or undecided, and how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from .answering import Outcome

SILENT = ("undecided", "refused", "broken", "slow")


def false_verdicts(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Right called wrong, or wrong called correct."""
    return [outcome for outcome in outcomes if outcome.decided and outcome.verdict != outcome.question.verdict]


def false_statements(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """A true verdict with a false power, or without its range."""
    return [outcome for outcome in outcomes if outcome.fault and outcome.verdict == outcome.question.verdict]


def undecided(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """No verdict: undecided, refused, broken or too slow."""
    return [outcome for outcome in outcomes if not outcome.decided]


def table(outcomes: Sequence[Outcome]) -> str:
    """One line a kind, and a last one for all."""
    head = f"{'kind':24} {'asked':>6} {'false':>6} {'says':>6} " + " ".join(f"{name:>9}" for name in SILENT) + f" {'median':>8} {'max':>8}"
    lines = [head]
    for kind in sorted({outcome.question.kind for outcome in outcomes}):
        lines.append(_line(kind, [outcome for outcome in outcomes if outcome.question.kind == kind]))
    return "\n".join([*lines, _line("all", outcomes)])


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    counts = " ".join(f"{sum(outcome.verdict == silent for outcome in outcomes):9}" for silent in SILENT)
    times = [outcome.seconds for outcome in outcomes]
    wrong, misplaced = len(false_verdicts(outcomes)), len(false_statements(outcomes))
    return f"{name:24} {len(outcomes):6} {wrong:6} {misplaced:6} {counts} {median(times):8.2f} {max(times):8.2f}"


def listed(outcomes: Sequence[Outcome]) -> str:
    """Each with what was said, why that is not so, and the command to see it again."""
    lines = []
    for outcome in outcomes:
        question = outcome.question
        lines.append(f"[{question.kind}] {question.why}: {outcome.fault or outcome.verdict} ({outcome.seconds:.1f} s)")
        lines.append(f"    {question.command_line()}")
        detail = outcome.error or str(outcome.said.get("because", ""))
        lines += [f"    {detail[:300]}"] if detail else []
    return "\n".join(lines)
