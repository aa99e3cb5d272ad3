"""The steps of `symcoh reproduce`, and what their outcome depends on."""

from __future__ import annotations

import subprocess
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from ..derivation_registry import installed
from ..latex.compiled import have_pdflatex
from ..version import __version__
from .products import derivation_files, document_files, figure_files, ledger_files, reference_files
from .step import Files, Note, Step

MISSING_MATPLOTLIB = "The figures are left out, because matplotlib is not installed: pip install 'symcoh[plot]'."
MISSING_TEX = "PDFs of the LaTeX documents are left out, because pdflatex is not installed."


def steps() -> list[Step]:
    """Everything, in the order it is done: the reference table, the ledger, the figures, the derivations, one document of it all."""
    first, figures, derivations = [_reference(), _ledger()], _figures(), _derivations()
    parts = [*first, *figures, *derivations]
    names = [[step.name.partition("-")[2] for step in family] for family in (figures, derivations)]
    return [*parts, _document(names[0], names[1], tuple(step.name for step in parts))]


def left_out() -> list[str]:
    """What cannot be made on this machine, in sentences."""
    return ([] if _has_matplotlib() else [MISSING_MATPLOTLIB]) + ([] if have_pdflatex() else [MISSING_TEX])


def _reference() -> Step:
    def make(directory: Path, note: Note) -> Files:
        return reference_files(note)

    inputs = _inputs("python-flint", "mpmath", "gmpy2") | {"pdflatex": _tex()}
    return Step(name="reference", kind="reference", inputs=inputs, make=make, report="coherence.txt")


def _ledger() -> Step:
    def make(directory: Path, note: Note) -> Files:
        return ledger_files(note)

    inputs = _inputs("python-flint", "sympy", "latex2mathml") | {"pdflatex": _tex(), "derivations": source_digest("derivations")}
    return Step(name="ledger", kind="ledger", inputs=inputs, make=make, report="ledger.txt")


def _figures() -> list[Step]:
    if not _has_matplotlib():
        return []
    from ..figures.paper import NAMES

    def make(name: str, directory: Path, note: Note) -> Files:
        return figure_files(name)

    inputs = _inputs("python-flint", "matplotlib", "numpy")
    return [Step(name=f"figure-{name}", kind="figures", inputs=inputs, make=partial(make, name)) for name in NAMES]


def _derivations() -> list[Step]:
    def make(name: str, directory: Path, note: Note) -> Files:
        return derivation_files(name, note)

    found = []
    for name, point in installed().items():
        package = point.module.partition(".")[0]
        inputs = _inputs("python-flint", "sympy", "mpmath") | {"pdflatex": _tex(), "derivation": source_digest(package)}
        found.append(Step(name=f"derivation-{name}", kind="derivations", inputs=inputs, make=partial(make, name)))
    return found


def _document(figures: list[str], derivations: list[str], needs: tuple[str, ...]) -> Step:
    def make(directory: Path, note: Note) -> Files:
        return document_files(directory, figures, derivations, note)

    return Step(name="document", kind="document", inputs=_inputs() | {"pdflatex": _tex()}, make=make, needs=needs)


def _inputs(*libraries: str) -> dict[str, str]:
    """The version and source of symcoh and the versions of the libraries a step rests on."""
    return {"symcoh": __version__, "source": source_digest("symcoh")} | {name: _version(name) for name in libraries}


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _has_matplotlib() -> bool:
    return find_spec("matplotlib") is not None


@cache
def source_digest(package: str) -> str:
    """A hash of all Python files of an installed package, which is not imported."""
    found = find_spec(package)
    homes = [Path(place) for place in found.submodule_search_locations or ()] if found else []
    digest = sha256()
    for home in homes:
        for path in sorted(home.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(home).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@cache
def _tex() -> str:
    """The version of pdflatex, or that it is missing."""
    if not have_pdflatex():
        return "missing"
    done = subprocess.run(
        ["pdflatex", "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    return done.stdout.partition("\n")[0]
