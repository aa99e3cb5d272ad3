"""Levels from a CSV file: the rows that stand in it, read alike by a model and by hand, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from symcoh import Bath, Model, evaluate
from symcoh.errors import InputError
from symcoh.exactnumbers import exact
from symcoh.numeric.sums.ends import traces
from symcoh.sources import Levels
from symcoh.sources.levels import levels_from_file

ROWS = [["1", "0", 3], ["-1/2", "sqrt(2)", 1], ["-3", "-7/10", 12]]
TEXT = " b, energy, degeneracy\n# b first\n1,0,3\n\n -1/2 , sqrt(2) , 1\n-3,-7/10,12\n"


@pytest.mark.parametrize("text", [TEXT, TEXT.partition("\n")[2], TEXT.replace("\n", "\r\n")])
def test_rows_of_a_file(text: str, tmp_path: Path) -> None:
    """With a line of names and without one, with comments, spaces and blank lines."""
    file = tmp_path / "levels.csv"
    file.write_bytes(text.encode())
    assert levels_from_file(file) == ROWS


def test_a_model_with_a_file_is_that_of_its_rows(tmp_path: Path) -> None:
    (tmp_path / "levels.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "model.toml").write_text(
        '[target]\nomega = 1\n[sources]\nsystem = "levels"\nlevels_file = "levels.csv"\n', encoding="utf-8"
    )
    found, expected = Model.from_toml(tmp_path / "model.toml"), Model(omega=1, sources=Levels(levels=ROWS))
    for quantity in ("coherence", "energy", "entropy"):
        assert str(evaluate(found, quantity, beta="1/2", digits=20)) == str(evaluate(expected, quantity, beta="1/2", digits=20))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"1,0\n", "row 1 is"), (b"b,energy,degeneracy\n1,0,3\n1,0,3,4\n", "row 2 is"), (b"1,0,-3\n", "row 1 is"),
        (b"1,0,1.5\n", "row 1 is"), (b"\xff\xfe1,0,1\n", "readable CSV file"), (None, "is a directory"), (b"", "is no file"),
    ],
)  # fmt: skip
def test_a_file_of_another_form_is_refused(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "levels.csv"
    if content is None:
        file.mkdir()
    elif content:
        file.write_bytes(content)
    with pytest.raises(InputError, match=f"levels_file.*{sentence}"):
        levels_from_file(file)


def test_traces_of_levels_that_are_not_alike_at_plus_and_minus_b() -> None:
    """Tr H_B and Tr B over the sixteen states, as fractions."""
    sources = Levels(levels=[["1", "0", 3], ["-1/2", "1/3", 1], ["-3", "-7/10", 12]])
    energy, moment = traces(Bath(sources=sources))
    assert (energy.exact, energy.parts) == (exact(Fraction(1, 3) / 16 - Fraction(84, 10) / 16), ())
    assert moment == exact((3 - Fraction(1, 2) - 36) / 16)
