"""1 - C, certified: the coherence to as many digits as the difference from 1 loses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flint import arb

from ..balls import ball_to_integers, working_precision
from ..certified import CertifiedNumber
from ..decimals import printed_radius, round_ball
from ..errors import NotCertified
from ..numeric.precision import BITS_PER_DIGIT

NAME = "1-C"
MOST_DIGITS = 100_000
"""Of C; where 1 - C is smaller than this many digits can tell, it is not drawn."""


def complement(coherence: Callable[[int], CertifiedNumber], digits: int) -> CertifiedNumber:
    """1 - C to so many digits.

    Args:
        coherence: digits -> the certified C.
        digits: significant digits of 1 - C.

    Returns:
        The number; its radius covers the cancellation.

    Raises:
        NotCertified: 1 - C is below 1e-100000, or C itself is not certified.

    >>> from symcoh import Model, evaluate
    >>> ring = Model(N=1000, omega_a="7/10", gamma="3/10")
    >>> str(complement(lambda digits: evaluate(ring, "coherence", T="1/100", digits=digits), 8))
    '1.3888860e-6'
    """
    wanted = digits
    while wanted <= MOST_DIGITS:
        found = coherence(wanted + 3)
        with working_precision(int((wanted + digits) * BITS_PER_DIGIT) + 64):
            ball = arb(1) - found.to_arb()
            decimal = round_ball(ball, digits)
            if decimal is not None:
                radius = printed_radius(ball, decimal)
                return replace(found, quantity=NAME, value=str(decimal), digits=digits, ball=ball_to_integers(ball), radius=radius)
        wanted *= 2
    raise NotCertified(f"1 - C is below 1e-{MOST_DIGITS} here: its digits were not looked for, choose another range.")
