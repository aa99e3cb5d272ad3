"""The Ising ring: degeneracies (25) and exact sector weights (30).

W_m = sum_n g(m, n) e^{beta J (N - 4n)} = e^{beta J (N - 4 n_0)} P_m(y), with y = e^{-4 beta |J|} <= 1 and
n_0 the number of up-domains that J favours: the fewest for J >= 0, the most for J < 0. The coefficients
of P_m are positive integers, so nothing cancels at either sign of J.
"""

from __future__ import annotations

from math import comb

from flint import fmpq, fmpq_poly


def degeneracy(sources: int, m: int, domains: int) -> int:
    """g(m, n) of (25): rings of `sources` spins with magnetisation m and n up-domains.

    >>> [degeneracy(4, 0, n) for n in (0, 1, 2)]
    [0, 4, 2]
    """
    up, odd = divmod(sources + m, 2)
    if odd or not 0 <= up <= sources or domains < 0:
        return 0
    if domains == 0:
        return int(abs(m) == sources)
    down = sources - up
    if domains > min(up, down):
        return 0
    return sources * comb(up - 1, domains - 1) * comb(down - 1, domains - 1) // domains


def favoured_domains(sources: int, m: int, antiferromagnetic: bool) -> int:
    """n_0: the number of up-domains with the lowest bond energy in the sector m.

    >>> favoured_domains(6, 0, False), favoured_domains(6, 0, True), favoured_domains(6, 6, True)
    (1, 3, 0)
    """
    if abs(m) == sources:
        return 0
    return (sources - abs(m)) // 2 if antiferromagnetic else 1


def weight_coefficients(sources: int, m: int, antiferromagnetic: bool) -> list[int]:
    """Coefficients of P_m(y), lowest power first, by the sum over domains in exact integers.

    >>> weight_coefficients(6, 0, False), weight_coefficients(6, 0, True)
    ([6, 12, 2], [2, 12, 6])
    """
    if abs(m) == sources:
        return [1]
    minority = (sources - abs(m)) // 2
    terms = [degeneracy(sources, m, n) for n in range(1, minority + 1)]
    return terms[::-1] if antiferromagnetic else terms


def weight_polynomial(sources: int, m: int, antiferromagnetic: bool, y: fmpq) -> fmpq:
    """P_m(y) at an exact rational y, from the sum over domains.

    >>> weight_polynomial(6, 0, False, fmpq(1, 2))
    25/2
    """
    return fmpq_poly(weight_coefficients(sources, m, antiferromagnetic))(y)


def transfer_matrix_weights(sources: int, x: fmpq) -> list[fmpq]:
    """W_{2k-N} e^{-beta J N} for k = 0..N at x = e^{-4 beta J}: the coefficients of lambda_+^N + lambda_-^N.

    With the eigenvalues in units of e^{beta J}: sum 1 + z, product z (1 - x), so the power sums obey
    p_N = (1 + z) p_{N-1} - z (1 - x) p_{N-2} with p_0 = 2 and p_1 = 1 + z.

    >>> transfer_matrix_weights(4, fmpq(1, 3))
    [1, 4/3, 14/9, 4/3, 1]
    """
    trace, product = fmpq_poly([1, 1]), fmpq_poly([0, 1 - x])
    before, power_sum = fmpq_poly([2]), trace
    for _ in range(sources - 1):
        before, power_sum = power_sum, trace * power_sum - product * before
    return [power_sum[k] for k in range(sources + 1)]
