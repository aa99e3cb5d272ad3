"""Where the power series of C converge, and how far their partial sums are from C: certified in balls."""

from .radius import Radius as Radius
from .radius import convergence_radius as convergence_radius
from .ranges import POINTS as POINTS
from .ranges import RangeBound as RangeBound
from .ranges import Series as Series
from .ranges import check_bounded_sources as check_bounded_sources
from .ranges import range_bound as range_bound
from .remainder import Bound as Bound
from .remainder import remainder_bound as remainder_bound
from .response import VARIABLES as VARIABLES
from .response import Problem as Problem
