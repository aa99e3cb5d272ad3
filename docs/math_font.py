"""Make symcoh/formulary/math.woff2: the part of Latin Modern Math that formulas of the ledger need.

Source: latinmodern-math.otf of Debian's fonts-lmodern (GUST e-foundry, GUST Font License, which asks that a changed font
has another name). fonttools and brotli are of the extra `dev`.

    python docs/math_font.py /usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "symcoh" / "formulary" / "math.woff2"
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3F5), (0x2010, 0x205F), (0x2070, 0x209C), (0x20D0, 0x20E1), (0x2100, 0x214F))
RANGES += ((0x2190, 0x21FF), (0x2200, 0x22FF), (0x2308, 0x230B), (0x23B0, 0x23E1), (0x27E6, 0x27EF), (0x2A0C, 0x2A0C), (0x2A7D, 0x2A7E))
RANGES += ((0x1D434, 0x1D467), (0x1D6E2, 0x1D71B))
NAME = "symcoh math"


def main() -> None:
    """Subset, rename, write."""
    font = TTFont(sys.argv[1])
    options = Options()
    options.layout_features = ["*"]
    options.notdef_outline = True
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16):
            font["name"].setName(NAME.replace(" ", "") if record.nameID == 6 else NAME, record.nameID, *_place(record))
    cff = font["CFF "].cff
    cff.fontNames = [NAME.replace(" ", "")]
    font.flavor = "woff2"
    font.save(TARGET)


def _place(record: object) -> tuple[int, int, int]:
    return record.platformID, record.platEncID, record.langID  # type: ignore[attr-defined]  # fontTools is untyped


if __name__ == "__main__":
    main()
