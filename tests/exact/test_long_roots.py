"""Roots of numbers of thousands of digits: the values, without a search for their prime factors."""

from __future__ import annotations

import pickle

import pytest
from sympy import Integer, Pow, Rational, latex, srepr

from symcoh.checking import check
from symcoh.decision.decision import decided
from symcoh.exact import splitting, to_sympy
from symcoh.exact.long_roots import LONGEST, LongInteger, power, square_root, veiled
from symcoh.exact.text import text
from symcoh.exactnumbers import exact

HALF = Rational(1, 2)
