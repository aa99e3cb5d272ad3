"""Tables of certified values: a specification in TOML, its rows, and the forms they are written in."""

from .forms import check_latex as check_latex
from .forms import csv_head as csv_head
from .forms import csv_line as csv_line
from .forms import latex_table as latex_table
from .fragment import latex_fragment as latex_fragment
from .fragment import parameters_in_words as parameters_in_words
from .rows import rows as rows
from .specification import Specification as Specification
from .specification import parse_specification as parse_specification
from .specification import read_specification as read_specification
