"""The bracket around an extremum: it holds the root at every precision, and nothing is returned unproved."""

from __future__ import annotations

import pytest
from flint import arb

from symcoh.balls import midpoint
from symcoh.errors import NotCertified
from symcoh.numeric.precision import started_clock
from symcoh.phase import extrema
from symcoh.phase.shape import Piece, certificate, ring_curve

from .cases import NAMED


def turning_pieces() -> list[tuple[str, Piece]]:
    pieces = {name: certificate(model, started_clock()) for name, (model, _) in NAMED.items()}
    return [(name, piece) for name, found in pieces.items() for piece in found if piece.sign == 0]


def test_balls_nest() -> None:
    """At 10 to 100 bits the ball is narrow and holds that of 400 bits; its centre is never the whole truth."""
    wide = 0
    for name, piece in turning_pieces():
        at = extrema.root_finder(ring_curve(NAMED[name][0]), piece, 10_000, started_clock())
        fine = at(400)
        assert fine.rel_accuracy_bits() >= 398 and arb(piece.low) < fine < arb(piece.high)
        for bits in (10, 20, 50, 100):
            ball = at(bits)
            assert ball.contains(midpoint(fine)) and bits - 3 <= ball.rel_accuracy_bits() <= bits + 3
            wide += not midpoint(ball).overlaps(fine)
    assert wide > 20


def test_a_bad_guess_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extrema, "_approximate_root", lambda levels, piece, bits, clock: arb(piece.low + (piece.high - piece.low) / 97))
    for name, piece in turning_pieces():
        at = extrema.root_finder(ring_curve(NAMED[name][0]), piece, 200, started_clock())
        with pytest.raises(NotCertified, match="not bracketed with .* bits: raise --max-precision"):
            at(40)
