"""`evaluate` as one asks for it: one quantity gives a certified number, a list of quantities a small table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from time import monotonic
from typing import TYPE_CHECKING, Any, overload

from .arguments import settings
from .certified import CertifiedNumber
from .errors import EnvironmentFailed, InputError, InputTypeError, shown
from .evaluation import MAX_PRECISION
from .evaluation import evaluate as evaluate_one
from .exactnumbers import Exact, exact
from .exactnumbers.latex import latex
from .model import Model, check_model, naming_parameters
from .observables import observable

if TYPE_CHECKING:
    import pandas

_SYMBOLS = {"T": "T", "beta": r"\beta"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """Certified numbers, a row for each temperature and a column for each quantity.

    Args:
        quantities: the names of the columns.
        variable: "T" or "beta"; None where no temperature was given.
        places: the temperatures as typed; one empty text where there are none.
        rows: the numbers.

    `values["energy"]` is a column, iteration gives the rows, `len` their number.
    """

    quantities: tuple[str, ...]
    variable: str | None
    places: tuple[str, ...]
    rows: tuple[tuple[CertifiedNumber, ...], ...]

    def __getitem__(self, quantity: str) -> tuple[CertifiedNumber, ...]:
        if quantity not in self.quantities:
            raise InputError("The quantity", f"must be a column, {' or '.join(self.quantities)}, but is {shown(quantity)}.")
        column = self.quantities.index(quantity)
        return tuple(row[column] for row in self.rows)

    def __iter__(self) -> Iterator[tuple[CertifiedNumber, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        """Columns of text, one line a row."""
        cells = [_heads(self), *_cells(self)]
        widths = [max(len(line[k]) for line in cells) for k in range(len(cells[0]))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """The table in a notebook."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in _heads(self))
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in _cells(self))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def latex(self) -> str:
        """A tabular for booktabs: the formulas of the quantities above, all digits."""
        variable = [] if self.variable is None else [f"${_SYMBOLS[self.variable]}$"]
        lines = [rf"\begin{{tabular}}{{{'l' * (len(variable) + len(self.quantities))}}}", r"\toprule"]
        lines += [" & ".join([*variable, *(f"${observable(name).formula}$" for name in self.quantities)]) + r" \\", r"\midrule"]
        for place, row in zip(self.places, self.rows, strict=True):
            cells = [] if self.variable is None else [r"$\infty$" if place == "oo" else f"${latex(exact(place))}$"]
            lines.append(" & ".join([*cells, *(number.latex() for number in row)]) + r" \\")
        return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", ""])

    def to_pandas(self) -> pandas.DataFrame:
        """A frame of the decimals as text, which keeps all digits; the temperatures as typed are its index.

        Raises:
            EnvironmentFailed: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise EnvironmentFailed("pandas is not installed: pip install pandas.") from None
        columns = {name: [number.value for number in self[name]] for name in self.quantities}
        index = None if self.variable is None else pandas.Index(list(self.places), name=self.variable)
        return pandas.DataFrame(columns, index=index)


def _heads(values: Values) -> list[str]:
    return [*([] if values.variable is None else [values.variable]), *values.quantities]


def _cells(values: Values) -> list[list[str]]:
    places = [[] if values.variable is None else [place] for place in values.places]
    return [[*place, *(number.value for number in row)] for place, row in zip(places, values.rows, strict=True)]


@overload
def evaluate(
    model: Model,
    quantity: str,
    *,
    beta: object = None,
    T: object = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
    route: str | None = None,
) -> CertifiedNumber: ...


@overload
def evaluate(
    model: Model,
    quantity: list[str] | tuple[str, ...],
    *,
    beta: object = None,
    T: object = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
    route: str | None = None,
) -> Values: ...


def evaluate(
    model: Model,
    quantity: str | list[str] | tuple[str, ...],
    *,
    beta: object = None,
    T: object = None,
    digits: int = 50,
    backend: str = "arb",
    max_precision: int = MAX_PRECISION,
    budget: float | None = None,
    progress: Callable[[str], None] | None = None,
    route: str | None = None,
) -> CertifiedNumber | Values:
    """Evaluate a quantity in the thermal state (3) of `model`, or several at one temperature or at many.

    Args:
        model: exact parameters.
        quantity: a name of `symcoh.observables.OBSERVABLES` or `LIMITS`, or a list of them.
        beta: inverse temperature >= 0, or "oo" for the ground state; exactly one of `beta` and `T`, or neither for the critical
            coupling. With a list of quantities it may be a list.
        T: temperature >= 0; 0 is the ground state. With a list of quantities it may be a list.
        digits: significant digits, 1 to 1,000,000.
        backend: "arb" proves every digit; "mpmath" compares two precisions.
        max_precision: ceiling of working precision in bits.
        budget: ceiling of time in seconds, >= 0, kept to within about two, or None; of the whole table.
        progress: told every few seconds that work goes on.
        route: "sum", "window" or "integral" takes this one alone (one quantity); None takes the cheapest that reaches the digits.
            Values known exactly and the mpmath backend take none of them, bounds and limits are refused.

    Returns:
        A CertifiedNumber; its radius covers truncation, rounding and the printing itself. For a list of quantities `Values`, a table
        of them.

    Raises:
        InputError: an argument outside its domain, or a quantity that does not exist at this end.
        NotCertified: the digits were not proved within the ceilings.

    >>> ring = Model(N=6, omega_a="7/10", gamma="3/10", J="2/5")
    >>> print(evaluate(ring, "coherence", T="1/10", digits=30))
    0.963517909629855641086262053652
    >>> evaluate(ring, ["coherence", "energy"], T=["1/10", 1], digits=8)
    T     coherence   energy
    1/10  0.96351791  -6.3681542
    1     0.74173718  -4.7090975
    """
    if isinstance(quantity, (list, tuple)):
        return _table(model, quantity, beta, T, route, digits, backend, max_precision, budget, progress)
    for argument, value in (("`beta`", beta), ("`T`", T)):
        if isinstance(value, (list, tuple)):
            raise InputTypeError(
                argument, "must be one value for one quantity, but is a list: put the quantity in a list too, or use curve."
            )
    limits: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "budget": budget, "progress": progress}
    return evaluate_one(model, quantity, beta=beta, T=T, route=route, **limits)


@naming_parameters
def _table(
    model: Model,
    quantities: Sequence[str],
    beta: object,
    temperature: object,
    route: str | None,
    digits: int,
    backend: str,
    max_precision: int,
    budget: float | None,
    progress: Callable[[str], None] | None,
) -> Values:
    from .numeric.precision import started_clock
    from .sharing import Shared, shared_value

    check_model(model)
    digits, max_precision, budget = settings(digits, max_precision, budget, progress)
    if route is not None:
        raise InputError("`route`", "is for one quantity: leave it out, or name one.")
    names = _names(quantities)
    variable, values = _places(beta, temperature, any(observable(name).needs_temperature for name in names))
    clock, shared = started_clock(budget, progress), Shared()

    def number(name: str, value: Exact | str | None) -> CertifiedNumber:
        clock.check()
        left = None if budget is None else max(0.0, budget - (monotonic() - clock.started))
        place = {} if variable is None else {variable: value}
        given: Any = {"digits": digits, "backend": backend, "max_precision": max_precision, "progress": progress}
        return shared_value(shared, model, name, place, **given, budget=left)

    rows = tuple(tuple(number(name, value) for name in names) for value in values)
    return Values(quantities=names, variable=variable, places=tuple("" if value is None else str(value) for value in values), rows=rows)


def _names(quantities: Sequence[str]) -> tuple[str, ...]:
    """The names, each known and each once."""
    if not quantities:
        raise InputError("QUANTITY", "must hold at least one name, but the list is empty.")
    names = tuple(observable(name).name for name in quantities)
    for name in names:
        if names.count(name) > 1:
            raise InputError("QUANTITY", f"names {name} twice: name it once.")
    return names


def _places(beta: object, temperature: object, needed: bool) -> tuple[str | None, Sequence[Exact | str | None]]:
    """The variable and its values, of which one may stand by itself."""
    from .curves import temperatures

    if beta is None and temperature is None and not needed:
        return None, [None]
    alone = [each is not None and (isinstance(each, (str, bytes)) or not _iterable(each)) for each in (beta, temperature)]
    try:
        return temperatures(*([each] if single else each for each, single in zip((beta, temperature), alone, strict=True)))
    except InputError as error:
        raise error.renamed(error.argument.replace("[0]", "") if any(alone) else error.argument) from None


def _iterable(value: Any) -> bool:
    try:
        iter(value)
    except TypeError:
        return False
    return True
