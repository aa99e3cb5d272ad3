"""The target: a two-level system by its gap and tilt, or any Hermitian matrix of small dimension."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import InputError, UndecidedInput, shown
from .exactnumbers import ONE, Exact, exact, is_zero, sign, simpler
from .sources.matrices import Matrix, hermitian, texts


@dataclass(frozen=True, slots=True, init=False)
class Target:
    """H_A = (omega/2) sigma^z with A = cos(tilt) sigma^x + sin(tilt) sigma^z, or H_A and A as matrices.

    Args:
        omega: gap of a two-level target, >= 0; default 1.
        tilt: angle of its coupling in radians; default 0.
        hamiltonian: H_A instead, Hermitian: rows of exact numbers, with i.
        coupling: A instead, Hermitian, of the same size; each of several baths has its own.

    Raises:
        InputError, InputTypeError: omega < 0, no Hermitian matrix, sizes that differ, omega beside a hamiltonian, tilt beside a coupling.

    >>> Target(omega="4/5", tilt="pi/8")
    Target(omega='4/5', tilt='pi/8')
    """

    omega: Exact | None
    tilt: Exact | None
    hamiltonian: Matrix | None
    coupling: Matrix | None

    def __init__(self, *, omega: object = None, tilt: object = None, hamiltonian: object = None, coupling: object = None) -> None:
        if hamiltonian is not None and omega is not None:
            raise InputError("`omega`", "is not for a target that gives its `hamiltonian`: leave one of them out.")
        if coupling is not None and tilt is not None:
            raise InputError("`tilt`", "is not for a target that gives its `coupling`: leave one of them out.")
        matrix = None if hamiltonian is None else hermitian(hamiltonian, "`hamiltonian`")
        other = None if coupling is None else hermitian(coupling, "`coupling`")
        if matrix is not None and other is not None and len(matrix) != len(other):
            raise InputError("`coupling`", f"must have {len(matrix)} rows as the `hamiltonian`, but has {len(other)}.")
        if tilt is not None and matrix is not None and len(matrix) != 2:
            raise InputError("`tilt`", f"is for a target of two levels, not of {len(matrix)}: give a `coupling`.")
        object.__setattr__(self, "omega", None if matrix is not None else _gap(ONE if omega is None else omega))
        object.__setattr__(self, "tilt", None if tilt is None else exact(tilt, "`tilt`"))
        object.__setattr__(self, "hamiltonian", matrix)
        object.__setattr__(self, "coupling", other)

    @property
    def dimension(self) -> int:
        """Number of levels."""
        known = self.hamiltonian if self.hamiltonian is not None else self.coupling
        return 2 if known is None or self.hamiltonian is None else len(known)

    @property
    def plain(self) -> bool:
        """Whether it is the target of (1): a gap, coupled by sigma^x."""
        return self.omega is not None and self.coupling is None and (self.tilt is None or bool(is_zero(self.tilt)))

    def __repr__(self) -> str:
        shown_fields = [f"{name}={str(value)!r}" for name in ("omega", "tilt") if (value := getattr(self, name)) is not None]
        shown_fields += [f"{name}={texts(value)!r}" for name in ("hamiltonian", "coupling") if (value := getattr(self, name)) is not None]
        return f"Target({', '.join(shown_fields)})"


def _gap(value: object) -> Exact:
    number = exact(value, "`omega`")
    outcome = sign(number)
    if outcome is None:
        raise UndecidedInput("`omega`", f"has a sign that cannot be decided, in {shown(str(number))}: write it {simpler(number)}.")
    if outcome < 0:
        raise InputError("`omega`", f"must not be negative, but is {shown(str(number))}.")
    return number
