"""`python -m tests.checking --count 200 --seed 7`: ask, and show the table, the false verdicts and what was undecided."""

from __future__ import annotations

import argparse
import sys

from .answering import Outcome, ask
from .generate import questions
from .report import false_statements, false_verdicts, listed, table, undecided


def main() -> int:
    """Exit with 1 if a verdict was false."""
    parser = argparse.ArgumentParser(prog="python -m tests.checking", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="questions (200)")
    parser.add_argument("--seed", type=int, default=7, help="seed (7)")
    parser.add_argument("--only", default="", help="only kinds that contain this text")
    parser.add_argument("--seconds", type=float, default=60.0, help="processor time a question may take (60)")
    parser.add_argument("--show", action="store_true", help="print the questions and their answers, ask nothing")
    options = parser.parse_args()
    asked = [question for question in questions(options.seed, options.count) if options.only in question.kind]
    if options.show:
        for question in asked:
            show(f"{question.verdict} [{question.kind}] {question.why}\n    {question.command_line()}")
        return 0
    outcomes: list[Outcome] = []
    for number, question in enumerate(asked, 1):
        outcomes.append(ask(question, options.seconds))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number} of {len(asked)}")
    for title, found in (
        ("false verdicts", false_verdicts(outcomes)),
        ("false statements", false_statements(outcomes)),
        ("undecided", undecided(outcomes)),
    ):
        show(f"\n{title}: {len(found)}\n{listed(found)}")
    show(f"\n{table(outcomes)}")
    return 1 if false_verdicts(outcomes) else 0


def show(text: str) -> None:
    """A piece of the report."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
