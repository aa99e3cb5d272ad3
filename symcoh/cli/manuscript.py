"""`symcoh manuscript`: a supplement of one's own choice, from a specification in TOML."""

from __future__ import annotations

import io
import json
import shlex
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EnvironmentFailed, InputError, NotCertified, shown
from .options import text_option
from .output import check_directory, emit, note, progress_line, write_files
from .paramtypes import File

if TYPE_CHECKING:
    from ..certified import CertifiedNumber

HELP = """Write the supplement that the TOML file SPEC asks for: DIR/manuscript.tex, values.tex, the figures, and manuscript.pdf where
pdflatex is installed.

\b
    title = "Supplement: $C(T)$ of six sources"      # text, with mathematics between dollar signs
    class = "article"                                # or revtex4-2; author and abstract as well
    equations = ["29-31", "42"]                      # of symcoh equation
    derivations = ["high-temperature"]               # of symcoh derive
    tables = ["table.toml"]                          # of symcoh table, beside SPEC
    figures = ["1a", "3b -N 6 --gamma 0.2"]          # of symcoh figure
    [values]                                         # \\symcohCmax, from symcoh evaluate
    Cmax = "coherence -N 6 --omega-a 0.7 --gamma 0.3 -J 0.4 -T 1/10 --digits 12"
"""


@click.command("manuscript", short_help="A supplement of your own choice as LaTeX and PDF.", help=HELP)
@click.argument("spec", type=File())
@text_option("--out", help="Directory of all files (required).", metavar="DIR", type=File("dir"))
def command(spec: str, out: str | None) -> None:
    """Read everything, compute everything, then write."""
    if out is None:
        raise InputError("--out", "is required: name a directory, such as --out supplement.")
    from ..latex.compiled import have_pdflatex, pdf
    from ..manuscript.assemble import manuscript_files
    from ..manuscript.specification import read_manuscript

    found = read_manuscript(Path(spec), read_figure)
    directory = Path(out)
    check_directory(directory)
    if found.figures:
        from ..figures.style import need_matplotlib

        need_matplotlib()
    values = {name: value_of(name, words) for name, words in found.values.items()}
    files = manuscript_files(found, values, progress_line() or (lambda text: None))
    source = str(files["manuscript.tex"])
    if have_pdflatex():
        beside = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
        try:
            files["manuscript.pdf"] = pdf(source, "manuscript.tex", beside)
        except EnvironmentFailed as error:
            note(str(error))
    else:
        note("manuscript.pdf is left out, because pdflatex is not installed.")
    write_files(directory, files)
    emit("".join(f"{click.format_filename(directory / name)}\n" for name in files))


def read_figure(text: str) -> tuple[str, dict[str, Any]]:
    """An entry of `figures`: what `symcoh figure` takes, but for its files and its frame.

    Raises:
        InputError: what `figure` refuses, or an option that has no place here.
    """
    from ..figures.paper import checked_name, own_base
    from .complaints import click_sentence
    from .figure import command as figure
    from .main import separated
    from .parameters import NUMBERS

    try:
        typed = shlex.split(text)
    except ValueError as error:
        raise InputError("figures", f"holds {shown(text)}, whose quotes do not end ({error}): close them.") from None
    if "--help" in typed or "-h" in typed:
        raise InputError("--help", "has no place there: leave it out.")
    try:
        with figure.make_context("figure", separated(typed)) as context:
            given = context.params
    except click.ClickException as error:
        raise InputError("figures", f"holds {shown(text)}: {click_sentence(error)}") from None
    for name in ("out", "data", "width", "no_caption"):
        if given[name]:
            raise InputError(f"--{name.replace('_', '-')}", "has no place there: leave it out.")
    own = {name: given[name] for name in NUMBERS if given[name] is not None}
    own_base(checked_name(given["figure"]), own)
    return given["figure"], own


def value_of(name: str, words: str) -> CertifiedNumber:
    """The number behind a macro: what `symcoh evaluate` makes of the words.

    Raises:
        InputError: what `evaluate` refuses, under the name of the macro. NotCertified: as there.
    """
    from ..certified import CertifiedNumber
    from .complaints import click_sentence
    from .evaluate import command as evaluate
    from .main import separated

    argument = f"[values] {name}"
    try:
        typed = shlex.split(words)
    except ValueError as error:
        raise InputError(argument, f"has quotes that do not end ({error}): close them.") from None
    typed = typed[1:] if typed[:1] == ["evaluate"] else typed
    if any(word == "--format" or word.startswith("--format=") or word in ("-h", "--help") for word in typed):
        raise InputError(argument, "must not hold --format or --help: the macro has a form of its own, leave it out.")
    stream = io.StringIO()
    try:
        with redirect_stdout(stream), evaluate.make_context("evaluate", [*separated(typed), "--format", "json"]) as context:
            evaluate.invoke(context)
    except click.ClickException as error:
        raise InputError(argument, f"cannot be evaluated: {click_sentence(error)}") from None
    except InputError as error:
        raise InputError(argument, f"cannot be evaluated: {error}") from None
    except NotCertified as error:
        raise NotCertified(f"{argument} is not certified: {error}") from None
    record = json.loads(stream.getvalue())
    if isinstance(record, list):
        raise InputError(argument, f"asks for {len(record)} values: name one quantity.")
    return CertifiedNumber.from_json(json.dumps(record))
