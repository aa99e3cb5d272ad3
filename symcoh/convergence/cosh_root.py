"""cosh √w and sinh √w/√w, entire in w: on balls, and as power series."""

from __future__ import annotations

from flint import acb, arb, fmpq


def root_values(w: acb) -> tuple[acb, acb, acb]:
    """cosh √w, sinh √w/√w and the derivative of the latter in w: entire in w.

    Away from w = 0 by √w or √-w. A ball of radius r that holds 0, or nearly: each is its value at the centre w_0 within r times the largest
    modulus of its derivative, and every derivative has positive Taylor coefficients in w, so that is its value at the real point |w_0| + r.

    >>> [x.real.str(5, radius=False) for x in root_values(acb(4))[:2]]
    ['3.7622', '1.8134']
    """
    if abs(w) > arb(1) / 16 and (w.real > 0 or not w.imag.contains(0)):
        root = w.sqrt()
        cosh, sinhc = root.cosh(), root.sinh() / root
        return cosh, sinhc, (cosh - sinhc) / (2 * w)
    if abs(w) > arb(1) / 16 and w.real < 0:
        root = (-w).sqrt()
        cosh, sinhc = root.cos(), root.sin() / root
        return cosh, sinhc, (cosh - sinhc) / (2 * w)
    middle = acb(w.real.mid(), w.imag.mid())
    radius = arb(w.real.rad()) + arb(w.imag.rad())
    cosh, sinhc, slope = _near_zero(middle)
    if radius == 0:
        return cosh, sinhc, slope
    _, largest, steep = _near_zero(acb((abs(middle) + radius).abs_upper()))
    # Each Taylor coefficient of the second derivative of sinhc is 1/(2(2k+5)) of that of the first.
    return _widened(cosh, radius * largest.real / 2), _widened(sinhc, radius * steep.real), _widened(slope, radius * steep.real)


def _near_zero(w: acb) -> tuple[acb, acb, acb]:
    """The same at an exact point, from 0F1: d/dw sinh √w/√w = Σ (k+1) w^k/(2k+3)! = 0F1(; 5/2; w/4)/6."""
    cosh, sinhc, slope = ((w / 4).hypgeom_0f1(acb(fmpq(c, 2))) for c in (1, 3, 5))
    return cosh, sinhc, slope / 6


def _widened(value: acb, radius: arb) -> acb:
    extra = arb(0, radius.abs_upper())
    return acb(value.real + extra, value.imag + extra)


def root_series(start: arb, length: int) -> tuple[list[arb], list[arb]]:
    """Taylor coefficients in δ of cosh √(a²+δ) and sinh √(a²+δ)/√(a²+δ), start = a².

        cosh:  Σ_j (a²)^j binom(k+j, k)/(2(k+j))!,   sinhc: 2(k+1) times the next coefficient of cosh.

    Sums of positive terms, cut where a geometric tail is below the precision: the ratio of terms is a²/(2(j+1)(2k+2j+1)) and falls.
    """
    cosh = [_root_coefficient(start, k) for k in range(length + 1)]
    return cosh[:length], [2 * (k + 1) * cosh[k + 1] for k in range(length)]


def _root_coefficient(start: arb, k: int) -> arb:
    term = arb(1)
    for j in range(1, 2 * k + 1):
        term /= j
    total, j = term, 0
    while True:
        # (a²)^{j+1} binom(k+j+1, k)/(2k+2j+2)!
        term = term * start * (k + j + 1) / ((j + 1) * (2 * k + 2 * j + 1) * (2 * k + 2 * j + 2))
        total += term
        j += 1
        if term * 2**20 < total.rad() or term == 0:
            ratio = start / (2 * (j + 1) * (2 * k + 2 * j + 1))
            if ratio < arb(1) / 2:
                return total + arb(0, (2 * term).abs_upper())
        if j > 20_000:
            return total + arb(0, "inf")
