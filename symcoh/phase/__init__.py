"""Phases and the shape of C(T): exact ground states, and every extremum of C(T) with its proof."""

from .extrema import Extremum as Extremum
from .highest import Maximum as Maximum
from .highest import maximum as maximum
from .lines import LinePoint as LinePoint
from .lines import crossing_point as crossing_point
from .lines import dip_line as dip_line
from .lines import merging_point as merging_point
from .lines import region as region
from .report import Phase as Phase
from .report import phase as phase
from .shape import Piece as Piece
from .systems import SystemPhase as SystemPhase
from .systems import system_phase as system_phase
