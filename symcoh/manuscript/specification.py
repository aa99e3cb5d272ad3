"""The specification of a manuscript: a TOML file, every entry read and checked before anything is computed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..derivation_registry import installed
from ..errors import InputError, InputTypeError, shown
from ..figures.paper import checked_name
from ..ledger import Entry, find
from ..tables import Specification as Table
from ..tables import check_latex, read_specification
from ..tables.specification import specification_text
from .text import escaped

CLASSES = ("article", "revtex4-2")
LISTS = ("equations", "derivations", "tables", "figures")
KEYS = ("title", "author", "abstract", "class", *LISTS, "values")
MOST_ROWS = 2000
"""Of one table in a manuscript."""

_RANGE = re.compile(r"\(?(?P<first>[0-9]{1,3})\)?-\(?(?P<last>[0-9]{1,3})\)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z]+", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure of the paper, with parameters of one's own in the place of ours; `label` tells it from others of its name."""

    name: str
    own: Mapping[str, Any]
    label: str


FigureReader = Callable[[str], tuple[str, Mapping[str, Any]]]
"""The name and the parameters of an entry of `figures`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manuscript:
    """What a manuscript holds.

    Args:
        title: LaTeX.
        author: LaTeX, "" for none.
        abstract: LaTeX, "" for the one that says what is there.
        kind: the document class, one of `CLASSES`.
        equations: entries of the ledger, each once.
        derivations: names of installed derivations.
        tables: name of the file -> what it asks for.
        figures: the paper's figures.
        values: name of the macro -> the words behind `symcoh evaluate`.
    """

    title: str
    author: str
    abstract: str
    kind: str
    equations: tuple[Entry, ...]
    derivations: tuple[str, ...]
    tables: dict[str, Table]
    figures: tuple[Figure, ...]
    values: dict[str, str]


def named_figure(text: str) -> tuple[str, Mapping[str, Any]]:
    """A figure by its name alone."""
    return checked_name(text), {}


def read_manuscript(path: Path, read_figure: FigureReader = named_figure) -> Manuscript:
    """The manuscript that a TOML file asks for; tables are looked for beside it.

    Raises:
        InputError: no such file, not TOML, an unknown key, or an entry that names nothing.
    """
    folder = Path() if str(path) == "-" else path.parent
    return parse_manuscript(specification_text(path), folder, read_figure)


def parse_manuscript(text: str, folder: Path, read_figure: FigureReader = named_figure) -> Manuscript:
    r"""The manuscript that a TOML text asks for.

    Args:
        text: TOML.
        folder: where the tables are.
        read_figure: how an entry of `figures` is read.

    Returns:
        What stands in the manuscript, in its order.

    Raises:
        InputError: as `read_manuscript`.

    >>> found = parse_manuscript('title = "C(T)"\nequations = ["29-31", "42"]\nfigures = ["1a"]', Path())
    >>> [entry.number for entry in found.equations], found.kind
    (['29', '30', '31', '42'], 'article')
    >>> parse_manuscript('title = "C(T)"\nfigures = ["4a"]', Path())
    Traceback (most recent call last):
    symcoh.errors.InputError: figures must be one of 1a, 1b, 1c, 2a, 2b, 2c, 3a, 3b, 3c, 3d, but is '4a'.
    """
    data = _toml(text)
    for key in data:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"write {', '.join(KEYS)}."
            raise InputError(shown(key), f"is no key of a manuscript: {hint}")
    if "title" not in data:
        raise InputError("title", 'is required: add a line such as title = "Supplement".')
    lists = {key: _texts(data, key) for key in LISTS}
    values = _values(data.get("values", {}))
    if not any(lists.values()) and not values:
        raise InputError("SPEC", f"asks for nothing: add {', '.join(LISTS)} or [values].")
    return Manuscript(
        title=escaped(_text(data, "title"), "title"),
        author=escaped(_text(data, "author"), "author"),
        abstract=escaped(_text(data, "abstract"), "abstract"),
        kind=_kind(data),
        equations=_equations(lists["equations"]),
        derivations=tuple(_once(lists["derivations"], "derivations", _derivation)),
        tables={name: _table(name, folder) for name in _once(lists["tables"], "tables", str)},
        figures=_figures(lists["figures"], read_figure),
        values=values,
    )


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("SPEC", f"is not TOML: {ascii(str(error))[1:-1][:120]}.") from None
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets in brackets
        raise InputError("SPEC", "is not TOML that can be read: it holds an enormous integer or nests too deep.") from None


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise InputTypeError(key, f'must be a text in quotes, but is {_what(value)}: write {key} = "...".')
    if key in data and not value.strip():
        raise InputError(key, "is an empty text: fill it in" + (" or leave the key out." if key != "title" else "."))
    return value.strip()


def _what(value: object) -> str:
    """What a TOML value is, for a sentence."""
    words = {bool: "a boolean", dict: "a table", list: "a list", int: "an integer", float: "a float", str: "a text"}
    return words.get(type(value), "a date or time")


def _texts(data: dict[str, Any], key: str) -> list[str]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise InputTypeError(key, f"must be a list of texts, but is {_what(value)}: put it in brackets.")
    for item in value:
        if not isinstance(item, str):
            raise InputTypeError(key, f"must hold texts in quotes, but holds {_what(item)}.")
        if not item.strip():
            raise InputError(key, "holds an empty text: fill it in or leave it out.")
    return [item.strip() for item in value]


def _kind(data: dict[str, Any]) -> str:
    kind = _text(data, "class") if "class" in data else CLASSES[0]
    if kind not in CLASSES:
        raise InputError("class", f"must be {' or '.join(CLASSES)}, but is {shown(kind)}.")
    return kind


def _once(texts: list[str], key: str, read: Callable[[str], str]) -> list[str]:
    found = [read(text) for text in texts]
    for name in found:
        if found.count(name) > 1:
            raise InputError(key, f"names {shown(name)} twice: name it once.")
    return found


def _equations(texts: list[str]) -> tuple[Entry, ...]:
    """The entries of all numbers and ranges, each once, in the order they are named."""
    found: dict[str, Entry] = {}
    for text in texts:
        for number in _numbers(text):
            try:
                found |= {entry.number: entry for entry in find(number) if entry.number not in found}
            except InputError as error:
                raise error.renamed("equations") from None
    return tuple(found.values())


def _numbers(text: str) -> list[str]:
    """The numbers of "29-31", or the one of "42"."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return [text]
    first, last = int(match["first"]), int(match["last"])
    if not first < last:
        raise InputError("equations", f"holds {shown(text)}, a range that does not ascend: write the smaller number first.")
    return [str(number) for number in range(first, last + 1)]


def _derivation(name: str) -> str:
    known = installed()
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else "see `symcoh derive`."
        raise InputError("derivations", f"names {shown(name)}, no derivation: {hint}")
    return name


def _figures(texts: list[str], read_figure: FigureReader) -> tuple[Figure, ...]:
    """The figures, each entry once, with labels that differ."""
    found: list[Figure] = []
    for text in _once(texts, "figures", str):
        try:
            name, own = read_figure(text)
        except InputError as error:
            if error.argument in ("FIGURE", "figures"):
                raise error.renamed("figures") from None
            raise InputError("figures", f"holds {shown(text)}: {error}") from None
        before = sum(figure.name == name for figure in found)
        found.append(Figure(name=name, own=own, label=f"{name}-{before + 1}" if before else name))
    return tuple(found)


def _table(name: str, folder: Path) -> Table:
    """The specification of a table beside that of the manuscript."""
    try:
        if "\0" in name:
            raise InputError("SPEC", f"is {shown(name)}, which is no name of a file: name a TOML file.")
        found = read_specification(folder / name)
        check_latex(found)
    except InputError as error:
        if error.argument == "SPEC":
            raise InputError("tables", f"names a file that {error.rule}") from None
        raise InputError("tables", f"names {shown(name)}, where {error}") from None
    if found.size > MOST_ROWS:
        raise InputError("tables", f"names {shown(name)}, a table of {shown(found.size)} rows: a manuscript holds at most {MOST_ROWS}.")
    return found


def _values(section: object) -> dict[str, str]:
    """The macros: a name of letters and the words behind `symcoh evaluate`."""
    if not isinstance(section, dict):
        raise InputTypeError("[values]", f"must be a table of names and commands, but is {_what(section)}.")
    for name, words in section.items():
        argument = f"[values] {name if _NAME.fullmatch(name) and len(name) < 40 else shown(name)}"
        if not _NAME.fullmatch(name):
            letters = re.sub(r"[^A-Za-z]", "", name)
            hint = f": try {letters}." if letters and len(letters) < 40 else ": name it Cmax, for instance."
            raise InputError(argument, f"must be named by letters alone, since TeX's macros are{hint}")
        if not isinstance(words, str) or not words.strip():
            found = "an empty text" if isinstance(words, str) else _what(words)
            raise InputTypeError(argument, f'must be what follows `symcoh evaluate`, as "coherence -N 6 ...", but is {found}.')
    return dict(section)
