"""The remainder of the expansion in 1/N: Watson's lemma with every part bounded, for all N >= N_0.

With t = 1 - s, L = λ_+^N + λ_-^N, h_± = β(ω_a/2 ± γ), b = βγ, φ(t) = log λ_+(h_+) - log λ_+(h_+ - bt), k the kernel of the integral,

    1 - C = (E_1 + 2e)/(1 + δ + e + E_0),   E_j = ∫_0^2 t^j k e^{-Nφ} dt + small,

where e, δ and `small` hold λ_-^N and the end point s = -1, all exponentially small. log λ_+ is convex, so φ is concave: on [0, T]
φ = φ_1 t + ψ with ψ <= 0 and φ >= φ(T)t/T, on [T, 2] φ >= min(φ(T), φ(2)). Then

    e^{-Nψ} = Σ_{p<=P} (-Nψ)^p/p! + rest,   rest e^{-Nφ_1 t} <= (Nct²)^{P+1}/(P+1)! e^{-Nφ(T)t/T},   c = max |ψ|/t²,

each ψ^p k is a polynomial of degree D in t and a rest of at most 2 M_p (t/ρ)^{D+1}, by Cauchy on |t| = ρ = 2T, M_p its largest modulus
there; and ∫ t^n e^{-Nφ_1 t} dt = n!/(Nφ_1)^{n+1} but for a part beyond T. All this is a polynomial in 1/N and bounds that fall with N.
Where that is no use yet, for N just above N_0, the errors are enclosed one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import factorial

from flint import acb, arb

from ..balls import working_precision
from ..errors import NotCertified
from ..exactnumbers import Exact, enclose
from ..model import Model
from ..numeric.integral import integral_enclosure
from .remainder import supremum
from .response import positive

BITS = 320
ARCS = 96
TILES = 8
DISCS = 4
MOST_DIRECT = 1023
"""At most so many values of N are taken one by one."""

MORE = (1, 2, 4, 7, 11)
"""Orders beyond the series at which the exponential is cut; the best bound of these is taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """Balls of h_+, h_-, b, x = e^{-4βJ} and a = βω/2."""

    upper: arb
    lower: arb
    push: arb
    x: arb
    half: arb


@dataclass(frozen=True, kw_only=True, slots=True)
class Disc:
    """ρ = 2T, and the largest moduli of ψ and of k on |t| = ρ; `rate` = φ_1, `chord` = φ(T)/T, `far` = the least φ on [T, 2].

    `lost` >= |λ_-|/λ_+(h_+) on the interval.
    """

    rho: arb
    psi: arb
    kernel: arb
    rate: arb
    chord: arb
    far: arb
    lost: arb


def many_sources_remainder(model: Model, beta: Exact, coefficients: Sequence[arb], smallest: int) -> arb:
    """An upper bound of |C - Σ_{n<=R} c_n N^{-n}| for every N >= `smallest`.

    Args:
        model: the parameters; its N plays no part.
        beta: inverse temperature, > 0.
        coefficients: balls of c_0 = 1, c_1, ..., c_R.
        smallest: N_0 >= 1.

    Returns:
        The bound, as a ball.

    Raises:
        NotCertified: nothing better than 1 could be proved, as where N_0 βγ m_* is not large.

    >>> from symcoh.exactnumbers import exact
    >>> ring = Model(N=1, omega=0, omega_a="7/10", gamma="3/10", J="2/5")
    >>> many_sources_remainder(ring, exact(2), [arb(1)], 100) < 1e-20
    True
    """
    plain = positive(model)
    with working_precision(BITS):
        ring = _ring(plain, beta)
        discs = _discs(ring)
        first = _direct(plain, beta, coefficients, smallest)
        largest, at, step = first, smallest, 1
        while True:
            bound = _least([_error(ring, disc, list(coefficients), at, more) for disc in discs for more in MORE])
            if bound <= 2 * first or (at - smallest >= MOST_DIRECT and bound < 1):
                return largest.max(bound)
            if at - smallest >= MOST_DIRECT:
                raise NotCertified(f"No remainder below 1 could be proved from N = {smallest} on: give a larger N in --at.")
            for N in range(at, at + step):
                largest = largest.max(_direct(plain, beta, coefficients, N))
            at, step = at + step, 2 * step


def _direct(model: Model, beta: Exact, coefficients: Sequence[arb], N: int) -> arb:
    """|C - S_R| at one N."""
    value = integral_enclosure(replace(model, N=N), "coherence", beta, BITS)
    partial = sum((c / arb(N) ** k for k, c in enumerate(coefficients)), arb(0))
    return arb(abs(value - partial).abs_upper())


def _least(values: Sequence[arb]) -> arb:
    best = arb("inf")
    for value in values:
        if value.is_finite():
            best = best.min(value)
    return best


def _ring(model: Model, beta: Exact) -> Ring:
    b = enclose(beta, BITS)
    field, push = b * enclose(model.omega_a, BITS) / 2, b * enclose(model.gamma, BITS)
    return Ring(
        upper=field + push,
        lower=field - push,
        push=push,
        x=(-4 * b * enclose(model.J, BITS)).exp(),
        half=b * enclose(model.omega, BITS) / 2,
    )


def _log_root(h: acb, x: arb) -> acb:
    """log(cosh h + √(sinh² h + x)): log λ_+ but for βJ."""
    sinh = h.sinh()
    return (h.cosh() + (sinh * sinh + x).sqrt()).log()


def _discs(ring: Ring) -> list[Disc]:
    """Discs on which log λ_+ is analytic, the largest of a list and some smaller ones."""
    found: list[Disc] = []
    for k in range(64):
        rho = arb((arb(2) * (arb(4) / 5) ** k).mid())
        if _analytic(ring, rho):
            disc = _measured(ring, rho)
            if disc is not None:
                found.append(disc)
        if len(found) == DISCS:
            return found
    if not found:
        raise NotCertified("The end point of the integral could not be enclosed at these parameters.")
    return found


def _analytic(ring: Ring, rho: arb) -> bool:
    """Whether neither the root nor the logarithm of log λ_+ meets its cut on a square around the disc; its lower half is a mirror image."""
    for i in range(-TILES, TILES):
        for j in range(TILES):
            t = acb(rho * (arb(i) / TILES).union(arb(i + 1) / TILES), rho * (arb(j) / TILES).union(arb(j + 1) / TILES))
            h = acb(ring.upper) - t * ring.push
            square = h.sinh() * h.sinh() + ring.x
            if not _off_the_cut(square) or not _off_the_cut(h.cosh() + square.sqrt()):
                return False
    return True


def _off_the_cut(z: acb) -> bool:
    return bool(z.real > 0) or not z.imag.contains(0)


def _measured(ring: Ring, rho: arb) -> Disc | None:
    top = _log_root(acb(ring.upper), ring.x).real
    rate = ring.push * ring.upper.sinh() / (ring.upper.sinh() ** 2 + ring.x).sqrt()
    largest = arb(0)
    for k in range(ARCS):
        angle = (arb(k) / ARCS).union(arb(k + 1) / ARCS)
        t = acb(angle).exp_pi_i() * rho  # the lower half is its mirror image
        psi = top - _log_root(acb(ring.upper) - t * ring.push, ring.x) - t * rate
        if not psi.is_finite():
            return None
        largest = largest.max(abs(psi).abs_upper())

    def phi(t: arb) -> arb:
        return top - _log_root(acb(ring.upper - ring.push * t), ring.x).real

    T = rho / 2
    kernel = ring.half**2 / 2 * (ring.half**2 * rho * (2 + rho) / 4).hypgeom_0f1(2)
    far = phi(T).min(phi(arb(2)))
    # λ_+ |λ_-| = e^{2βJ} |1 - x|, and λ_+ is least at the field nearest to 0.
    nearest = arb(0) if not ring.lower > 0 else ring.lower
    lost = abs(1 - ring.x) * (-_log_root(acb(nearest), ring.x).real - top).exp()
    if not (far > 0 and rate > 0 and phi(T) > 0):
        return None
    return Disc(rho=rho, psi=largest, kernel=arb(kernel.abs_upper()), rate=rate, chord=phi(T) / T, far=far, lost=lost)


def _error(ring: Ring, disc: Disc, coefficients: list[arb], smallest: int, more: int) -> arb:
    """The bound with the exponential cut at P = R + more."""
    order = len(coefficients) - 1
    P = order + more
    D = order + P + 4
    nu = 1 / arb(smallest)
    powers = _psi_powers(ring, P, D)
    series = [_moment(powers, disc, j, order + 2 * P + 8) for j in (0, 1)]
    lost = [arb(0) if k == 0 else -c for k, c in enumerate(coefficients)]
    mass = 2 * (ring.half.cosh() - 1)
    rests = [_rest(powers, disc, mass, j, P, D, smallest) for j in (0, 1)]
    gap = _numerator(series, lost)
    kept = sum((abs(c) * nu**k for k, c in enumerate(gap[: order + 1])), arb(0))
    beyond = supremum(gap[order + 1 :], nu) * nu ** (order + 1)
    drop = sum((abs(c) * nu**k for k, c in enumerate(lost)), arb(0))
    end, minus = (-smallest * disc.far).exp(), disc.lost**smallest
    exponential = (2 + drop) * (end + minus) + drop * minus + mass * (2 + drop) * minus
    total = kept + beyond + rests[1] + drop * rests[0] + exponential
    below = 1 - minus
    return arb((total / below).abs_upper()) if below > 0 else arb("inf")


def _psi_powers(ring: Ring, P: int, D: int) -> list[list[arb]]:
    """Coefficients in t through t^D of (-ψ)^p k/p!, p = 0, ..., P."""
    length = D + 1
    sinh, cosh = ring.upper.sinh(), ring.upper.cosh()
    u = [(sinh if n % 2 == 0 else -cosh) * ring.push**n / factorial(n) for n in range(length)]
    square = _times(u, u)
    square[0] += ring.x
    slope = _times(u, _reciprocal_root(square))
    rise = [arb(0), arb(0)] + [-ring.push * slope[n - 1] / n for n in range(2, length)]
    current = _kernel_series(ring, length)
    found = [current]
    for p in range(1, P + 1):
        current = [c / p for c in _times(current, rise)]
        found.append(current)
    return found


def _kernel_series(ring: Ring, length: int) -> list[arb]:
    """k(t) = (a²/2) Σ_p w^p/(p!(p+1)!), w = a² t(2-t)/4."""
    quarter = ring.half**2 / 4
    w = ([arb(0), 2 * quarter, -quarter] + [arb(0)] * length)[:length]
    total, power = [arb(0)] * length, [arb(1)] + [arb(0)] * (length - 1)
    for p in range(length):
        total = [c + d / (factorial(p) * factorial(p + 1)) for c, d in zip(total, power, strict=True)]
        power = _times(power, w)
    return [c * ring.half**2 / 2 for c in total]


def _times(left: Sequence[arb], right: Sequence[arb]) -> list[arb]:
    size = len(left)
    return [sum((left[i] * right[n - i] for i in range(n + 1)), arb(0)) for n in range(size)]


def _reciprocal_root(row: Sequence[arb]) -> list[arb]:
    """row^{-1/2}: n row_0 r_n = Σ_{k=1}^n (k/2 - n) row_k r_{n-k}."""
    found = [row[0].rsqrt()]
    for n in range(1, len(row)):
        total = sum(((arb(k) / 2 - n) * row[k] * found[n - k] for k in range(1, n + 1)), arb(0))
        found.append(total / (n * row[0]))
    return found


def _moment(powers: Sequence[Sequence[arb]], disc: Disc, j: int, length: int) -> list[arb]:
    """Σ_p Σ_n q_{p,n} N^p (n+j)!/(Nφ_1)^{n+j+1} by powers of 1/N, all of them, up to `length`."""
    found = [arb(0)] * length
    for p, row in enumerate(powers):
        for n, q in enumerate(row):
            if n >= 2 * p:
                found[n + j + 1 - p] += q * factorial(n + j) / disc.rate ** (n + j + 1)
    return found


def _numerator(series: Sequence[Sequence[arb]], lost: Sequence[arb]) -> list[arb]:
    """E_1 - D_R (1 + E_0) by powers of 1/N."""
    below = list(series[0])
    below[0] += 1
    found = list(series[1]) + [arb(0)] * len(lost)
    for i, d in enumerate(lost):
        for k, c in enumerate(below):
            found[i + k] -= d * c
    return found


def _rest(powers: Sequence[Sequence[arb]], disc: Disc, mass: arb, j: int, P: int, D: int, smallest: int) -> arb:
    """All that E_j holds beside its polynomial, but λ_-^N, for every N >= `smallest`; `mass` = ∫_0^2 k dt."""
    N, T = arb(smallest), disc.rho / 2
    total = arb(0)
    for p in range(P + 1):
        # Falls with N: the power of 1/N is D + 2 + j - p > 0.
        largest = disc.psi**p * disc.kernel / factorial(p)
        total += N**p * 2 * largest / disc.rho ** (D + 1) * factorial(D + 1 + j) / (N * disc.rate) ** (D + 2 + j)
    curvature = disc.psi / disc.rho**2
    total += disc.kernel * (N * curvature) ** (P + 1) / factorial(P + 1) * factorial(2 * P + 2 + j) / (N * disc.chord) ** (2 * P + 3 + j)
    if not N * disc.rate * T > P:
        return arb("inf")  # N^p e^{-Nφ_1 T} must fall
    for p, row in enumerate(powers):
        for n, q in enumerate(row):
            if n >= 2 * p:
                total += abs(q) * N**p * _beyond(n + j, N * disc.rate, T)
    return arb(total + 2**j * mass * (-N * disc.far).exp())


def _beyond(n: int, rate: arb, T: arb) -> arb:
    """∫_T^∞ t^n e^{-rate t} dt = e^{-rate T} Σ_i n!/i! T^i/rate^{n-i+1}."""
    powers = sum((factorial(n) / arb(factorial(i)) * T**i / rate ** (n - i + 1) for i in range(n + 1)), arb(0))
    return arb((-rate * T).exp() * powers)
