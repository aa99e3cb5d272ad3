"""What a shell completes: commands, options, and the words of their values.

eval "$(_SYMCOH_COMPLETE=bash_source symcoh)"      in ~/.bashrc; zsh_source and fish_source likewise
"""

from __future__ import annotations

import os

import click
from click.shell_completion import BashComplete, CompletionItem, ZshComplete, add_completion_class, shell_complete, split_arg_string

from ..errors import InputError, shown

VARIABLE = "_SYMCOH_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


class Bash(BashComplete):
    """Bash parts words at = and :, and puts a space behind a word that is complete; the script of Click minds neither."""

    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete $1)
    COMPREPLY=()
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        else
            COMPREPLY+=("$value")
        fi
    done
    if [[ ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one it stands in."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        return (words, "") if line[-1:].isspace() or not words else (words[:-1], words[-1])

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The words, each without what stands before the last = or : of the one in hand."""
        head = len(incomplete[: max(incomplete.rfind("="), incomplete.rfind(":")) + 1])
        found = super().get_completions(args, incomplete)
        if incomplete.startswith("-"):  # an option and its value: Click has parted them
            return found
        return [CompletionItem(item.value[head:], type=item.type) for item in found if item.type != "plain" or item.value[head:]]


class Zsh(ZshComplete):
    """No space behind the equals sign of a grid."""

    source_template = ZshComplete.source_template.replace(
        "        compadd -U -V unsorted -a completions\n",
        "        local -a suffix=()\n"
        "        [[ $completions[1] == *= ]] && suffix=(-S '')\n"
        '        compadd -U "${suffix[@]}" -V unsorted -a completions\n',
    )


def answer(command: click.Command, instruction: str) -> int:
    """Print the script of a shell, or the words that it may complete; the exit code.

    Raises:
        InputError: another shell, or another wish.
    """
    shell, _, wish = instruction.partition("_")
    if shell not in SHELLS or wish not in ("source", "complete"):
        allowed = ", ".join(f"{name}_source" for name in SHELLS)
        raise InputError(VARIABLE, f"must be one of {allowed}, but is {shown(instruction)}.")
    for kind in (Bash, Zsh):
        add_completion_class(kind)
    return shell_complete(command, {}, "symcoh", VARIABLE, instruction)
