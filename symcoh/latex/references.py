"""The works the ledger rests on, as BibTeX and as a bibliography that needs no BibTeX."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One work; `where` is journal, volume and pages as printed, `fields` the same for BibTeX."""

    key: str
    kind: str
    authors: str
    title: str
    where: str
    fields: tuple[tuple[str, str], ...]


REFERENCES = (
    Reference(
        key="hudenko2025",
        kind="misc",
        authors=r"A. Hudenko and M. Kol{\'a}{\v r} and R. Filip and A. Ryabov",
        title="Local quantum coherence with intersource interactions at nonzero temperature",
        where="arXiv:2511.04242 (2025)",
        fields=(("eprint", "2511.04242"), ("archiveprefix", "arXiv"), ("year", "2025")),
    ),
    Reference(
        key="antal2004",
        kind="article",
        authors=r"T. Antal and M. Droz and Z. R{\'a}cz",
        title="Probability distribution of magnetization in the one-dimensional {Ising} model: effects of boundary conditions",
        where=r"J. Phys. A: Math. Gen. \textbf{37}, 1465 (2004)",
        fields=(("journal", "J. Phys. A: Math. Gen."), ("volume", "37"), ("pages", "1465"), ("year", "2004")),
    ),
    Reference(
        key="arb2017",
        kind="article",
        authors="F. Johansson",
        title="Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
        where=r"IEEE Trans. Comput. \textbf{66}, 1281--1292 (2017)",
        fields=(("journal", "IEEE Trans. Comput."), ("volume", "66"), ("pages", "1281--1292"), ("year", "2017")),
    ),
    Reference(
        key="flint",
        kind="misc",
        authors="{The FLINT team}",
        title="{FLINT}: Fast Library for Number Theory",
        where="https://flintlib.org",
        fields=(("howpublished", "https://flintlib.org"),),
    ),
    Reference(
        key="mpmath",
        kind="misc",
        authors="{The mpmath development team}",
        title="mpmath: a {Python} library for arbitrary-precision floating-point arithmetic",
        where="https://mpmath.org",
        fields=(("howpublished", "https://mpmath.org"),),
    ),
    Reference(
        key="sympy2017",
        kind="article",
        authors="A. Meurer and others",
        title="{SymPy}: symbolic computing in {Python}",
        where=r"PeerJ Comput. Sci. \textbf{3}, e103 (2017)",
        fields=(("journal", "PeerJ Comput. Sci."), ("volume", "3"), ("pages", "e103"), ("year", "2017")),
    ),
)


def references() -> str:
    r"""All works as a .bib file.

    >>> print(references().splitlines()[0])
    @misc{hudenko2025,
    """
    return "\n".join(_bibtex(reference) for reference in REFERENCES)


def _bibtex(reference: Reference) -> str:
    fields = (("author", reference.authors), ("title", reference.title), *reference.fields)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    return f"@{reference.kind}{{{reference.key},\n{lines}}}\n"


def bibliography() -> str:
    r"""All works as a thebibliography environment, for pdflatex alone.

    >>> print(bibliography().splitlines()[0])
    \begin{thebibliography}{6}\raggedright
    """
    items = [rf"\bibitem{{{one.key}}} {_people(one.authors)}, \emph{{{one.title}}}, {one.where}." for one in REFERENCES]
    return "\n".join([rf"\begin{{thebibliography}}{{{len(items)}}}\raggedright", *items, r"\end{thebibliography}", ""])


def _people(authors: str) -> str:
    """Names with commas, `and` before the last; `others` is et al."""
    *first, last = authors.split(" and ")
    if last == "others":
        return rf"{', '.join(first)} \emph{{et al.}}"
    return f"{', '.join(first)} and {last}" if first else last
