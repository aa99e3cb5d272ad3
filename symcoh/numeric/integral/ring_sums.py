"""L(h) = lambda_+^N + lambda_-^N of the ring in the field h, scaled by lambda_+(h*)^N, without cancellation.

With K = beta J, h* = h_0 + c, u and v below, and e^{|K|} taken out,

    lambda_+ = e^{|K|} (u cosh h + sqrt(u^2 sinh^2 h + v)),     lambda_- lambda_+ = sign(J) e^{2|K|} (1 - e^{-4|K|}),
    (u, v) = (1, e^{-4K}) for J >= 0,     (e^{-2|K|}, 1) for J < 0.

L is even in h, and L(h) = Sum_m W_m e^{hm} with W_m >= 0: |L(x + iy)| <= L(x), and L grows with |x|.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from flint import arb

from .taylor import Value, drift, expm1, leading, linear_sinh_cosh, log1p, power, quotient


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring(Generic[Value]):
    """The ring in the fields h_0 + c s; `u`, `v`, `product` are scaled, so that lambda_+ is 1 at s = 1.

    `side` is the sign of J (0 for a single source, whose bond is a constant), `product` = |lambda_+ lambda_-|, and
    `rest` is a ball of 1 + (lambda_-/lambda_+)^N where that power is not computed. With `inner` = e^{-4K}, J > 0, the ring
    is one without its two uniform states (`inner_ring`).
    """

    sources: int
    side: int
    u: Value
    v: Value
    product: Value
    field: Value
    slope: Value
    rest: arb | None = None
    inner: Value | None = None

    @property
    def opposed(self) -> bool:
        """Whether lambda_-^N < 0: an odd antiferromagnetic ring."""
        return self.side < 0 and self.sources % 2 == 1


def scaled_ring(sources: int, side: int, bond: Value, field: Value, slope: Value) -> tuple[Ring[Value], arb]:
    """The ring and lambda_+(h*), for bond = K, field = h_0 >= 0 and slope = c >= 0, linear in the parameter if any.

    Returns:
        The scaled ring, and lambda_+ at s = 1 without e^{|K|} (without e^K for one source).
    """
    size = bond if side >= 0 else -bond
    inner = 0 * bond if sources == 1 else -2 * size
    grown = drift(bond if sources == 1 else size).exp()
    shrunk = inner.exp()
    u, root = (grown, shrunk * grown) if side >= 0 else (shrunk * grown, grown)
    v = root * root
    sine, cosine = (leading(field) + leading(slope)).sinh_cosh()
    across = leading(u) * sine
    top = leading(u) * cosine + (across * across + leading(v)).sqrt()
    scale = 1 / top
    ring = Ring(
        sources=sources,
        side=side,
        u=u * scale,
        v=v * (scale * scale),
        product=-expm1(2 * inner) * grown * grown * (scale * scale),
        field=field,
        slope=slope,
    )
    return ring, top


def inner_ring(sources: int, bond: Value, field: Value, slope: Value) -> Ring[Value]:
    """The ring of J > 0 without its two uniform states, L(h) - e^{NK} 2 cosh(N h), over e^{NK} and the N-th power of 1/u.

    u is the constant 1/(cosh h* + sqrt(sinh^2 h* + e^{-4K})), so that the ring with them is about 1 at s = 1. Its W_m, |m| < N,
    are those of the ring, so every bound that rests on W_m >= 0 alone holds here.
    """
    decay = (-4 * bond).exp()
    sine, cosine = (leading(field) + leading(slope)).sinh_cosh()
    scale = 1 / (cosine + (sine * sine + leading(decay)).sqrt())
    u = 0 * bond + scale
    return Ring(sources=sources, side=1, u=u, v=decay * u * u, product=u * u * -expm1(-4 * bond), field=field, slope=slope, inner=decay)


def inner_sum(ring: Ring[Value], decay: Value, field: Value) -> Value:
    """Sum of W_m e^{hm} over |m| < N, scaled as `inner_ring`, to full relative accuracy but for the rounding of N-th powers.

    With x = e^{-4K}, h >= 0, q = x/(sqrt(sinh^2 h + x) + sinh h) and e^K taken out, lambda_+ = e^h + q and lambda_- = e^{-h} - q.
    With A = N log(1 + q e^{-h}) and lambda_+ lambda_- = 1 - x the sum lambda_+^N + lambda_-^N - e^{Nh} - e^{-Nh} is

        e^{Nh} (e^A - 1) (1 - e^{-2Nh-A}) - e^{-Nh-A} (1 - (1 - x)^N),

    the subtraction of which takes a bit or two for N >= 2. It is even in h.
    """
    size, field = ring.sources, -field if leading(field) < 0 else field
    sine, cosine = linear_sinh_cosh(field)
    grown, shrunk = cosine + sine, quotient(field * 0 + 1, cosine + sine)
    rise = size * log1p(quotient(decay * shrunk, (sine * sine + decay).sqrt() + sine))
    main = power(ring.u * grown, size) * expm1(rise) * -expm1(-2 * size * field - rise)
    return main + power(ring.u * shrunk, size) * (-rise).exp() * expm1(size * log1p(-decay))


def larger_root(ring: Ring[Value], sine: Value, cosine: Value) -> tuple[Value, Value]:
    """(lambda_+, sqrt(u^2 sinh^2 h + v)), scaled."""
    across = ring.u * sine
    root = (across * across + ring.v).sqrt()
    return ring.u * cosine + root, root


def power_sum(ring: Ring[Value], field: Value) -> Value:
    """L(h)/lambda_+(h*)^N to full relative accuracy but for the rounding of lambda_+^N; of the inner ring, if `ring` is one."""
    if ring.inner is not None:
        return inner_sum(ring, ring.inner, field)
    sine, cosine = linear_sinh_cosh(field)
    return _completed(ring, larger_root(ring, sine, cosine)[0], cosine)


def _completed(ring: Ring[Value], larger: Value, cosine: Value) -> Value:
    """lambda_+^N (1 + (lambda_-/lambda_+)^N).

    For J < 0, 1 - |lambda_-/lambda_+| = 2 u cosh h/lambda_+.
    """
    main = power(larger, ring.sources)
    if ring.side == 0:
        return main
    if ring.rest is not None:
        return main * ring.rest
    if ring.opposed:
        gap = quotient(2 * ring.u * cosine, larger)
        if leading(gap) < 0.5:
            return main * -expm1(ring.sources * log1p(-gap))
    smaller = power(quotient(ring.product, larger * larger), ring.sources)
    return main * (1 - smaller if ring.opposed else 1 + smaller)


def smaller_share(ring: Ring[arb]) -> arb:
    """An upper bound of |lambda_-(h)/lambda_+(h)|^N over all real h.

    Theorem: |lambda_-/lambda_+| = |lambda_+ lambda_-|/lambda_+^2 with a numerator that does not depend on h, and
    lambda_+(h) is least at h = 0, where it is u + sqrt(v).
    """
    least = ring.u + ring.v.sqrt()
    return (ring.product / (least * least)).abs_upper() ** ring.sources


def delicate_pair(ring: Ring[Value], s: arb, widen: arb | int = 0) -> tuple[Value, Value]:
    """(P, D) = L(h_0 + c s) +- L(h_0 - c s), scaled, D as a product of positive factors; `widen` is added to h_0.

    With lambda_+- proportional to e^{+-y} in size, Y = y_1 + y_2 and Delta = y_1 - y_2 of the fields h_0 +- c s,
    difference/sum = tanh(N Y/2) tanh(N Delta/2), and tanh(N Delta/2)/tanh(N Y/2) where lambda_-^N < 0.
    e^Delta - 1 and e^Y - 1 are sums of positive terms. Of the inner ring D is a plain difference.
    """
    field, shift = ring.field + widen, ring.slope * s
    if ring.inner is not None:
        upper, lower = inner_sum(ring, ring.inner, field + shift), inner_sum(ring, ring.inner, field - shift)
        return upper + lower, upper - lower
    (sine_0, cosine_0), (sine_s, cosine_s) = linear_sinh_cosh(field), linear_sinh_cosh(shift)
    (sine_1, cosine_1), (sine_2, cosine_2) = linear_sinh_cosh(field + shift), linear_sinh_cosh(field - shift)
    (larger_1, root_1), (larger_2, root_2) = larger_root(ring, sine_1, cosine_1), larger_root(ring, sine_2, cosine_2)
    total = _completed(ring, larger_1, cosine_1) + _completed(ring, larger_2, cosine_2)
    both = ring.u * sine_0 * sine_s
    rise = quotient(2 * both * (1 + quotient(2 * ring.u * cosine_0 * cosine_s, root_1 + root_2)), larger_2)
    ratio = _tanh_of_half(ring.sources * log1p(rise))
    if ring.side == 0:
        return total, total * ratio
    squares, crossed = ring.u * ring.u, ring.u * (cosine_1 * root_2 + cosine_2 * root_1)
    if ring.side > 0:
        excess = squares * (sine_0 * sine_0 + sine_s * sine_s) + crossed + root_1 * root_2 + ring.v
    else:
        ups, downs = squares * sine_1 * sine_1, squares * sine_2 * sine_2
        excess = squares * (1 + cosine_1 * cosine_2) + crossed + quotient(ups * downs + ring.v * (ups + downs), root_1 * root_2 + ring.v)
    beyond = _tanh_of_half(ring.sources * log1p(quotient(excess, ring.product)))
    return total, total * (quotient(ratio, beyond) if ring.opposed else ratio * beyond)


def _tanh_of_half(x: Value) -> Value:
    """tanh(x/2) for x >= 0."""
    fallen = expm1(-x)
    return quotient(-fallen, 2 + fallen)
