"""Exact numbers: text or Python values in, an exact expression out, never through a float."""

from .convert import exact as exact
from .convert import exact_or_infinity as exact_or_infinity
from .grammar import parse as parse
from .number import ONE as ONE
from .number import ZERO as ZERO
from .number import Exact as Exact
from .number import exponential as exponential
from .number import logarithm as logarithm
from .number import power as power
from .number import rational as rational
from .number import square_root as square_root
from .reduced import is_zero as is_zero
from .reduced import reduced as reduced
from .reduced import same as same
from .sign import SIGN_BITS as SIGN_BITS
from .sign import enclose as enclose
from .sign import is_algebraic as is_algebraic
from .sign import sight as sight
from .sign import sign as sign
from .sign import simpler as simpler
