"""The eigenvalues of a Hermitian matrix of balls, proved, multiple ones too."""

from __future__ import annotations

from flint import acb_mat, arb, arb_mat

from ...balls import current_precision


def levels_of(matrix: acb_mat) -> list[arb]:
    """The eigenvalues by rising value; those too near to be told apart share a ball.

    The real matrix ((A, -B), (B, A)) of A + iB is symmetric and has each of them twice. What stands above the diagonal is taken.

    >>> from flint import acb
    >>> [round(float(value), 6) + 0.0 for value in levels_of(acb_mat([[1, acb(0, 1)], [acb(0, -1), 1]]))]
    [0.0, 2.0]
    """
    size = matrix.nrows()
    if size == 1:
        return [matrix[0, 0].real]
    from ..sources.eigenvalues import eigenvalues  # loaded for a matrix alone: it needs gmpy2

    real = arb_mat(2 * size, 2 * size)
    for i in range(size):
        for j in range(i, size):
            value = matrix[i, j]
            for one, other in ((i, j), (j, i), (size + i, size + j), (size + j, size + i)):
                real[one, other] = value.real
            if i != j:
                real[size + i, j] = real[j, size + i] = value.imag
                real[i, size + j] = real[size + j, i] = -value.imag
    return eigenvalues(real, current_precision())[::2]
