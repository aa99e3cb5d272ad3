"""Entry point: argument rules, exit codes and one-sentence errors around the commands.

Exit codes: 0 done, 1 a check failed, 2 bad input, 3 not certified, 4 the environment failed,
130 and 143 after SIGINT and SIGTERM.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from ..errors import SymcohError
from .complaints import click_sentence, own_sentence
from .examples import add_examples
from .output import QUIET, OutputClosed, note, occupy_standard_streams, silence
from .stopping import stop_signals

COMMANDS = (
    "check",
    "derive",
    "equation",
    "evaluate",
    "figure",
    "ledger",
    "manuscript",
    "maximum",
    "phase",
    "plot",
    "radius",
    "reproduce",
    "selftest",
    "sweep",
    "table",
    "verify",
)
_ATTACHED = re.compile(r"-[A-Za-z]=.*", re.DOTALL)


class LazyGroup(click.Group):
    """Subcommands by name, each in its own file, imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".{cmd_name}", __package__).command
        add_examples(command, cmd_name)
        _add_quiet(command)
        return command


def _add_quiet(command: click.Command) -> None:
    """Give a command and those below it -q, once."""
    if not any(parameter.name == "quiet" for parameter in command.params):
        command.params.append(
            click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_be_quiet, help="Show no progress.")
        )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _add_quiet(below)


def _be_quiet(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        ctx.meta[QUIET] = True  # the contexts of a group and its command share it


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ..version import __version__
        from .output import emit

        emit(f"symcoh {__version__}\n")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version and exit.")
def cli() -> None:
    """Exact, certified thermodynamics of autonomous quantum coherence.

    A two-level system in thermal equilibrium with an Ising ring of N two-level systems; k_B = hbar = 1.
    """


add_examples(cli, "")
_add_quiet(cli)


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code; never a traceback."""
    occupy_standard_streams()
    with stop_signals():
        code = _exit_code(sys.argv[1:] if arguments is None else arguments)
    sys.exit(code)


def _exit_code(arguments: list[str]) -> int:
    try:
        instruction = os.environ.get("_SYMCOH_COMPLETE")
        return _completed(instruction) if instruction else _call(arguments)
    except OutputClosed:
        return 0
    except BrokenPipeError:  # the reader of a help text, which Click prints, has gone
        silence()
        return 0
    except SymcohError as error:
        return _complain(own_sentence(error), error.exit_code)
    except click.ClickException as error:
        return _complain(click_sentence(error), 2)
    except (KeyboardInterrupt, click.Abort):
        return _complain("Interrupted.", 130)
    except MemoryError:
        return _complain("The memory ran out: ask for fewer digits or a smaller N.", 4)
    except OSError as error:
        return _complain(f"The environment failed: {error.strerror or error}.", 4)
    except Exception as error:
        # A mistake of ours: say so in one line; SYMCOH_DEBUG=1 shows where.
        if os.environ.get("SYMCOH_DEBUG"):
            raise
        return _complain(f"Internal error ({type(error).__name__}): please report this command.", 4)


def _completed(instruction: str) -> int:
    from .completion import answer

    return answer(cli, instruction)


def _call(arguments: list[str]) -> int:
    words = separated(arguments)
    if words[:1] == ["check"] and len(arguments) > 1 and _is_formula(arguments):
        words[1:2] = [f" {arguments[1]}"]  # a formula may begin with a minus
    try:
        with cli.make_context("symcoh", words or ["--help"]) as context:
            outcome: Any = cli.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return outcome if isinstance(outcome, int) else 0


def separated(arguments: Sequence[str]) -> list[str]:
    """The words with the value of `-J=-0.37` apart, which Click would hand over as "=-0.37".

    >>> separated(["phase", "-J=-0.37", "--gamma=1"])
    ['phase', '-J', '-0.37', '--gamma=1']
    """
    found: list[str] = []
    for argument in arguments:
        found += [argument[:2], argument[3:]] if _ATTACHED.fullmatch(argument) else [argument]
    return found


def _is_formula(arguments: list[str]) -> bool:
    """Whether the word after `check` is a formula that begins with a minus, and no option.

    An option of one letter is that letter alone, or with its number behind it.
    """
    word, after = arguments[1], arguments[2:3]
    if not word.startswith("-") or word.startswith("--") or word in ("-h", "-q"):
        return False
    if re.fullmatch(r"-[NJT]", word):
        return bool(after) and after[0].startswith("--")
    return not re.fullmatch(r"-[NJT]=?[-+0-9.].*", word, re.DOTALL) or bool(re.search(r"[A-Za-z(]", word[2:].replace("e", "")))


def _complain(sentence: str, code: int) -> int:
    note(f"symcoh: {sentence}")
    return code


if __name__ == "__main__":
    from symcoh.__main__ import run as run_as_program

    run_as_program()
