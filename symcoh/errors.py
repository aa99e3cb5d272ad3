"""The errors of symcoh: one root, each with a builtin parent, its data and its exit code.

A message is one sentence: which argument, which rule, which value, what to try.
"""

from __future__ import annotations


class SymcohError(Exception):
    """Root of every error raised on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class InputError(SymcohError, ValueError):
    """Bad input: an argument outside its domain or text outside the grammar (exit code 2)."""

    exit_code = 2

    def __init__(self, argument: str, rule: str) -> None:
        """`argument` is the name the user typed, `rule` the rest of the sentence."""
        super().__init__(f"{argument} {rule}")
        self.argument = argument
        self.rule = rule

    def renamed(self, argument: str) -> InputError:
        """The same complaint under the name the user knows the argument by."""
        return type(self)(argument, self.rule)


class NoExactNumber(InputError):
    """Arithmetic on exact numbers ends here: too large, not real, or not decided (exit code 2).

    Whoever knows which argument is meant says so by `renamed`.
    """

    def __init__(self, reason: str) -> None:
        """`reason` is the end of a sentence, such as "it divides by zero"."""
        super().__init__("The parameters", f"lead to no exact number: {reason}.")
        self.reason = reason

    def renamed(self, argument: str) -> InputError:
        """The same complaint under the name the user knows the argument by."""
        return InputError(argument, f"leads to no exact number: {self.reason}.")


class InputTypeError(InputError, TypeError):
    """A value of a type that is not exact, such as a float (exit code 2)."""


class NotCertified(SymcohError, ArithmeticError):
    """The digits were not proved within the ceiling: what was reached, what to raise (exit code 3)."""

    exit_code = 3


class UndecidedInput(InputError, NotCertified):
    """An argument whose value no precision decides: it may be allowed or not (exit code 3)."""

    exit_code = 3


class UndecidedNumber(NoExactNumber, NotCertified):
    """Exact arithmetic ends at a sign that no precision decides (exit code 3)."""

    exit_code = 3

    def renamed(self, argument: str) -> InputError:
        """The same complaint under the name the user knows the argument by."""
        return UndecidedInput(argument, f"leads to no exact number: {self.reason}.")


class BudgetSpent(NotCertified):
    """The time budget ran out: never a fact about the number, so nobody may catch it and go on (exit code 3)."""


class EnvironmentFailed(SymcohError, OSError):
    """Disk or memory failed; what was there before is still consistent (exit code 4)."""

    exit_code = 4


class StoreDamaged(SymcohError, ValueError):
    """A store is damaged, or not a store of ours; the rows are named where they are known (exit code 5)."""

    exit_code = 5


class CheckFailed(SymcohError, AssertionError):
    """A check of the installation or of an equation came out wrong (exit code 1)."""

    exit_code = 1


def shown(value: object, length: int = 40) -> str:
    """`value` as a short printable ASCII text for an error sentence.

    >>> shown("9" * 100)
    "'99999999999999999999999999...' (100 characters)"
    """
    if isinstance(value, str):
        if len(value) > length:
            return f"{ascii(value[: length - 14])[:-1]}...' ({len(value)} characters)"
        return ascii(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return integer_text(value)
    if isinstance(value, float):
        return repr(float(value))  # NumPy's doubles say their type
    return repr(value) if isinstance(value, bool) else f"a {type(value).__name__}"


def integer_text(value: int) -> str:
    """An integer in decimal, or its size where that would be long.

    >>> integer_text(6), integer_text(10**200)
    ('6', 'an integer of 665 bits')
    """
    return str(value) if value.bit_length() < 128 else f"an integer of {value.bit_length()} bits"
