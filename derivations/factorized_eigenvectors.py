"""Target and sources factorise, (58)-(67), and the sources enter only through their sector weights.

Claim: let H = H_A + H_B + A⊗B with [H_B, B] = 0, on finite-dimensional spaces. Then the vectors |χ>⊗|b,β>, |b,β> common
    eigenvectors of H_B and B, |χ> an eigenvector of H_A + bA, are eigenvectors of H and an orthogonal basis. Other eigenvectors
    exist where two of them have one energy, different |χ> and different |b,β>: the paper's "no other eigenvectors" is too strong.
    For any sources whose H_S commutes with M, ρ_t and Z are those of (24), (26) with W_m(β) = Tr(P_m e^{-βH_S}).
Assumes: H_A, H_B, A, B Hermitian. For the model: N >= 1, all parameters real.
Source: Appendix A of the paper, (58)-(67).
Method: the general statement for symbolic matrices; the ring's Hamiltonian from its definition (Kronecker products of Pauli
    matrices) applied to every factorised vector, and its characteristic polynomial; one degenerate case where a vector that does
    not factorise is exhibited; partial traces of powers of H for rings, chains and sources that are not diagonal.
Cost: 0.6 s for the default, O(8^largest_N) rational operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from flint import fmpq, fmpq_poly
from sympy import QQ, Matrix, Rational, Symbol, eye, kronecker_product
from sympy import ring as polynomial_ring

from symcoh.arguments import whole
from symcoh.exact import critical_coupling, ground_energy, hamiltonian
from symcoh.exact import symbols as table

from .foundation.partial_traces import LARGEST_POWER, bond_sum, exact_matrix, magnetization, sector_moments, source_systems, traced_powers
from .foundation.steps import Derivation, Step, argument, enumeration, identity

LATEX = (
    r"\begin{aligned}&H=H_A+H_B+A\otimes B,\ [H_B,B]=0\ \Rightarrow\ H\,|\chi\rangle|b,\beta\rangle=(\lambda+\varepsilon)\,|\chi\rangle"
    r"|b,\beta\rangle,\quad(H_A+bA)|\chi\rangle=\lambda|\chi\rangle;\\&W_m(\beta)=\mathrm{Tr}\,P_me^{-\beta H_S}\end{aligned}"
)
EQUATIONS = ("11", "12", "18", "19", "20", "24", "26", *(str(number) for number in range(58, 68)))
ENERGIES = ("omega", "omega_a", "gamma", "J")


def derive(*, largest_N: int = 4) -> Derivation:
    """(58)-(67) and the role of the sector weights, with every step checked.

    Args:
        largest_N: the largest ring whose vectors are tried, 2 <= largest_N <= 6.

    Raises:
        InputError: `largest_N` is out of range. CheckFailed: a check came out wrong.

    >>> derive(largest_N=2).steps[0].check.kind
    'argument'
    """
    largest_N = whole(largest_N, "`largest_N`", 2, 6)
    return Derivation(
        name="factorized-eigenvectors",
        claim="`H = H_A + H_B + A⊗B` with `[H_B, B] = 0` has a basis of factorised eigenvectors; sources that commute with `M` enter only "
        "through `W_m(β) = Tr(P_m e^{-βH_S})`, `P_m` the projector on the sector `m` and `H_S` the Hamiltonian of the sources.",
        assumptions=("`H_A`, `H_B`, `A`, `B` Hermitian, finite dimensions", "`[H_B, B] = 0`", "for the model: `N >= 1`, real parameters"),
        equations=EQUATIONS,
        steps=(
            _common_basis(),
            _action(),
            _basis(),
            *_model(largest_N),
            _eigenvectors(largest_N),
            _orthogonal(),
            _spectrum(largest_N),
            _others(),
            *_exhibits(),
            _sector_weights(),
            _partial_traces(min(largest_N, 4)),
        ),
        latex=LATEX,
    )


def _common_basis() -> Step:
    return argument(
        "(63)-(65) `H_B` and `B` have a common orthonormal basis `|b,β>` of eigenvectors, `H_B|b,β> = ε|b,β>`, `B|b,β> = b|b,β>`, `b` and "
        "`ε` real",
        "`H_B` maps each eigenspace of `B` into itself, because it commutes with `B`; inside each it is Hermitian and has an orthonormal "
        "basis.",
    )


def _action() -> Step:
    """(66) for a symbolic 2 x 2 target and three source states."""
    names = [[f"{name}_{i}{j}" for i in range(2) for j in range(2)] for name in ("h", "a")]
    H_A, A = (Matrix(2, 2, [Symbol(name) for name in row]) for row in names)
    b, energy = ([Symbol(f"{name}_{i}") for i in range(3)] for name in ("b", "epsilon"))
    psi = Matrix(2, 1, [Symbol("psi_0"), Symbol("psi_1")])
    H_B, B = Matrix.diag(*energy), Matrix.diag(*b)
    H = kronecker_product(H_A, eye(3)) + kronecker_product(eye(2), H_B) + kronecker_product(A, B)
    marker, difference = Symbol("marker"), Symbol("x") * 0
    for i in range(3):
        source = Matrix(3, 1, [int(j == i) for j in range(3)])
        reduced = (H_A + b[i] * A + energy[i] * eye(2)) * psi
        residual = H * kronecker_product(psi, source) - kronecker_product(reduced, source)
        difference += sum(entry * marker ** (6 * i + row) for row, entry in enumerate(residual))
    return identity(
        "(66) `H |ψ>|b,β> = [(H_A + bA + ε)|ψ>]|b,β>`",
        "In the basis `|b,β>`, `H_B` and `B` are diagonal; a symbolic target of two states, sources of three, any `|ψ>`, components kept "
        "apart.",
        difference,
    )


def _basis() -> Step:
    return argument(
        "(60), (67) The `|χ_b^i>|b,β>`, `|χ_b^i>` the orthonormal eigenvectors of `H_A + bA`, are an orthonormal basis of eigenvectors of "
        "`H`",
        "(66) with an eigenvector of the Hermitian matrix `H_A + bA`. Two of them with different `|b,β>` are orthogonal by the second "
        "factor, with the same `|b,β>` by the first. There are `dim A · dim B` of them.",
    )


def _unit(N: int, name: str) -> Matrix:
    """H, which is linear in its four energies, with one of them 1 and the others 0."""
    return Matrix(hamiltonian(N, **(dict.fromkeys(ENERGIES, 0) | {name: 1})))


def _model(largest: int) -> tuple[Step, Step]:
    def products() -> Iterator[tuple[str, object, object]]:
        for N in range(1, largest + 1):
            M = Matrix.diag(*(magnetization(N, state) for state in range(2**N)))
            yield f"N={N}", _unit(N, "gamma"), kronecker_product(Matrix([[0, 1], [1, 0]]), M)

    def commutators() -> Iterator[tuple[str, object, object]]:
        for N in range(1, largest + 1):
            M, bonds = 2 * _unit(N, "omega_a"), _unit(N, "J")
            yield f"N={N}", M * bonds, bonds * M

    return (
        enumeration(
            f"(58), (61), (62) The interaction is `γ σ^x⊗M`, `N = 1, ..., {largest}`",
            "Of the form `A⊗B` with `A = γσ^x` and `B = M`, the matrix (1) against a count of spins.",
            products(),
            at_least=largest,
            confirms=True,
        ),
        enumeration(
            f"(59), (63) `[M, H_I] = 0`, `N = 1, ..., {largest}`",
            "Both are sums of products of `σ^z`; here as matrices.",
            commutators(),
            at_least=largest,
            confirms=True,
        ),
    )


def _target_vector(ring: Any, m: int, branch: int) -> tuple[list[Any], Any]:
    """An eigenvector of (19), not normalised, and its energy ±S_m/2; S stands for S_m, which is omega at m = 0."""
    omega, _, gamma, _, S = ring.gens
    if m == 0:
        return ([ring.one, ring.zero], omega / 2) if branch == 1 else ([ring.zero, ring.one], -omega / 2)
    return [2 * gamma * m, branch * S - omega], branch * S / 2


def _ring() -> Any:
    return polynomial_ring((table.omega, table.omega_a, table.gamma, table.J, Symbol("S")), QQ)[0]


def _relation(ring: Any, m: int) -> Any:
    """S^2 - omega^2 - 4 gamma^2 m^2, which is 0."""
    omega, _, gamma, _, S = ring.gens
    return S**2 - omega**2 - 4 * gamma**2 * m**2


def _eigenvectors(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        ring = _ring()
        for N in range(1, largest + 1):
            columns = _columns(ring, N)
            for state, branch in product(range(2**N), (1, -1)):
                yield f"N={N}, state {state:0{N}b}, branch {branch:+d}", _residual(ring, columns, N, state, branch), {}

    return enumeration(
        f"(60), (20) `H |χ_m^±>|φ> = E_±(m, n) |χ_m^±>|φ>` for every product state `|φ>` of `N = 1, ..., {largest}` sources, symbolic "
        f"parameters",
        "The matrix (1)-(2) applied to `χ^± = (2γm, ±S_m - ω)` (at `m = 0` to `|e>` and `|g>`); each component is a polynomial that "
        "vanishes with `S_m² = ω² + 4γ²m²`.",
        cases(),
        at_least=2 * (2 ** (largest + 1) - 2),
        confirms=True,
    )


def _columns(ring: Any, N: int) -> dict[int, dict[int, Any]]:
    """The columns of H as {column: {row: polynomial}}."""
    columns: dict[int, dict[int, Any]] = {}
    for (row, column), entry in hamiltonian(N).todok().items():
        columns.setdefault(column, {})[row] = ring.from_expr(entry)
    return columns


def _residual(ring: Any, columns: dict[int, dict[int, Any]], N: int, state: int, branch: int) -> dict[int, Any]:
    """The components of (H - E)|χ>|state> that do not vanish."""
    omega_a, J = ring.gens[1], ring.gens[3]
    m = magnetization(N, state)
    target, energy = _target_vector(ring, m, branch)
    energy = energy + omega_a * m / 2 - J * bond_sum(N, state)
    places = (state, 2**N + state)
    residual = {place: -energy * component for place, component in zip(places, target, strict=True)}
    for place, component in zip(places, target, strict=True):
        for row, entry in columns.get(place, {}).items():
            residual[row] = residual.get(row, ring.zero) + entry * component
    return {row: value for row, value in residual.items() if value.rem(_relation(ring, m)) != 0}


def _orthogonal() -> Step:
    m, S = Symbol("m"), Symbol("S")
    overlap = (2 * table.gamma * m) ** 2 + (S - table.omega) * (-S - table.omega)
    return identity(
        "(67) `⟨χ_m^+|χ_m^-⟩ = 0`",
        "`4γ²m² - (S_m - ω)(S_m + ω) = 0`, with `S_m² = ω² + 4γ²m²`.",
        overlap - (4 * table.gamma**2 * m**2 + table.omega**2 - S**2),
    )


PLACES = (("1", "7/10", "3/10", "2/5"), ("0", "-1/3", "5/4", "-3/7"), ("3", "1", "1", "-1/2"))
"""omega, omega_a, gamma, J: a generic place, one with omega = 0, and one with levels that cross."""


def _spectrum(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(1, largest + 1):
            for place in PLACES:
                omega, omega_a, gamma, J = (fmpq(f.numerator, f.denominator) for f in map(Fraction, place))
                H = hamiltonian(N, **dict(zip(ENERGIES, place, strict=True)))
                levels = fmpq_poly([1])
                for state in range(2**N):
                    m = magnetization(N, state)
                    level = fmpq_poly([-(omega_a * m / 2 - J * bond_sum(N, state)), 1])
                    levels *= level * level - (omega * omega + 4 * gamma * gamma * m * m) / 4
                yield f"N={N}, (omega, omega_a, gamma, J) = {place}", exact_matrix(2 ** (N + 1), H.todok()).charpoly(), levels

    return enumeration(
        f"`det(E - H) = Π_φ [(E - ω_a m/2 + Jℓ)² - S_m²/4]` over all product states `φ`, for every `E`, `N = 1, ..., {largest}`",
        "The factorised vectors give every eigenvalue with its full multiplicity; in rationals at three places, also where levels cross.",
        cases(),
        at_least=len(PLACES) * largest,
        confirms=True,
    )


def _others() -> Step:
    return argument(
        "An eigenvector that does not factorise exists if and only if two vectors of the basis (67) have one energy, different target "
        "vectors and different source vectors (different rays)",
        "If: with the target vectors `χ_1`, `χ_2` and the source vectors `φ_1`, `φ_2`, `|χ_1>|φ_1> + |χ_2>|φ_2>` is an eigenvector with "
        "two nonzero Schmidt coefficients. Only if: otherwise any two basis vectors "
        "of one eigenspace share the target or the source vector, hence all of them share the target vector or all share the source "
        "vector (if 1, 2 share only the target and 2, 3 only the source, then 1, 3 share neither), and every combination factorises. The "
        "text's 'no other eigenvectors' holds for the energies with their multiplicities, and for the vectors only then.",
    )


def _exhibits() -> tuple[Step, Step]:
    return (
        enumeration(
            "`N = 2`, `ω = 3`, `ω_a = 1`, `γ = 1`, `J = J_c = -1/2`: `w = (|e> + 2|g>)|↓↓> + |g>|↑↓>` has `H w = -(5/2) w`, the ground "
            "energy, and does not factorise",
            "On the line (48) the aligned and an antialigned ground state have one energy. As a matrix of 2 rows and 4 columns `w` has "
            "rank 2.",
            _crossing_exhibit(),
            at_least=11,
        ),
        enumeration(
            "`N = 1`, `ω_a = 0`, all `ω`, `γ`, `J`: `w = |χ_1^+>|↑> + |χ_{-1}^+>|↓>` has `H w = (S_1/2 - J) w` and does not factorise for "
            "`γ != 0`",
            "Without a field `±m` have one energy. The determinant of the square matrix of `w` is `4γ(S_1 - ω)`.",
            _mirror_exhibit(),
            at_least=5,
        ),
    )


def _crossing_exhibit() -> Iterator[tuple[str, object, object]]:
    H = Matrix(hamiltonian(2, omega=3, omega_a=1, gamma=1, J="-1/2"))
    # Rows: target up then down, sources 00 = up up, 01, 10, 11 = down down.
    w = Matrix(8, 1, [0, 0, 0, 1, 0, 1, 0, 2])
    for row, (left, right) in enumerate(zip(H * w, -w * 5 / 2, strict=True)):
        yield f"component {row}", left, right
    yield "rank as a 2 x 4 matrix", w.reshape(2, 4).rank(), 2
    yield "J_c", critical_coupling(2, omega=3, omega_a=1, gamma=1), Rational(-1, 2)
    yield "ground energy", ground_energy(2, omega=3, omega_a=1, gamma=1, J="-1/2"), Rational(-5, 2)


def _mirror_exhibit() -> Iterator[tuple[str, object, object]]:
    ring = _ring()
    omega, _, gamma, J, S = ring.gens
    up, down = (_target_vector(ring, m, 1)[0] for m in (1, -1))
    w = [up[0], down[0], up[1], down[1]]
    H = hamiltonian(1, omega_a=0)
    for row in range(4):
        residual = sum((ring.from_expr(H[row, column]) * w[column] for column in range(4)), ring.zero) - (S / 2 - J) * w[row]
        yield f"component {row}", residual.rem(_relation(ring, 1)), ring.zero
    yield "determinant", w[0] * w[3] - w[1] * w[2], 4 * gamma * (S - omega)


def _sector_weights() -> Step:
    return argument(
        "For any source Hamiltonian `H_S` that commutes with `M`, `Tr_S e^{-βH} = Σ_m W_m(β) e^{-β[ω_a m/2 + (ω/2)σ^z + γmσ^x]}`, `W_m(β) "
        "= Tr(P_m e^{-βH_S})`",
        "`H_B = (ω_a/2)M + H_S` and `B = M` commute: (66), with `e^{-βH} = Σ_b e^{-β(H_A + bA)}⊗P_b e^{-βH_B}`, traced over the sources. "
        "So `Z`, `ρ_t`, `C` and every quantity of the target depend on the sources through the numbers `W_m(β)` alone; two source systems "
        "with the same `W_m(β)` cannot be told apart by the target. The ring (30) is one case.",
    )


def _partial_traces(largest: int) -> Step:
    def cases() -> Iterator[tuple[str, object, object]]:
        for N in range(2, largest + 1):
            for name, sources in source_systems(N).items():
                yield f"N={N}, {name}", traced_powers(N, sources), sector_moments(N, sources)

    return enumeration(
        f"`Tr_S H^p = Σ_m Σ_q binom(p, q) (h_m)^{{p-q}} Tr(P_m H_S^q)`, `h_m = ω_a m/2 + (ω/2)σ^z + γmσ^x`, `p = 0, ..., {LARGEST_POWER}`; "
        f"`N = 2, ..., {largest}`; ring, chain, all pairs, and exchange terms that flip two spins",
        "The Taylor coefficients in `β` of the step before, in exact rationals; the left side comes from the matrix `H` alone.",
        cases(),
        at_least=4 * (largest - 1),
        confirms=True,
    )
