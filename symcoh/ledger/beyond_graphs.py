"""Beyond the ring: how C moves with J, T and N for other sources, and the inequalities of Ising ferromagnets on any graph."""

from __future__ import annotations

from sympy import Expr, Integer, Rational, Symbol

from ..exact.symbols import J, N, T, gamma, omega_a
from .beyond_sources import FINITE, IN_PLANE, POSITIVE, rises
from .entry import Counterexample, Entry, Sampler, Statement, Wrong
from .notation import T_2, At, C, C_grown, C_many, J_prime, Z_modulus, omega_a_prime, y

SECTION = "Beyond the paper: other sources"
SOURCE = "ours"
NAMES = {"xx-ring": "XX ring", "xx-chain": "XX chain", "xx-complete": "XX complete graph"}
GAPS = "`omega`, `omega_a`, `gamma > 0`"
GRAPH = "Ising sources on any graph, bonds `J j_e`, gaps `omega_a v_k`, couplings `gamma g_k`"


def _fails(system: str, refutes: str, values: dict[str, str], statement: Statement) -> Counterexample:
    name = NAMES.get(system)
    sentence = f"{refutes[:-1]}: {name}." if name else refutes
    return Counterexample(refutes=sentence, values={"N": values["N"], "omega": "1", **values}, statement=statement, system=system)


def _at(**values: str) -> dict[str, str]:
    return values


def _drops(parameter: Symbol, value: Expr, factor: Expr) -> Statement:
    """C at another value of a parameter is less than `factor` times C."""
    return Statement(lhs=At(C, parameter, value), rhs=factor * C, relation="<")


HALF = Rational(1, 2)

_FALLS_WITH_J = tuple(
    _fails(system, "`C` rises with `J`.", values, _drops(J, Integer(11), HALF))
    for system, values in (
        ("xx-ring", _at(N="4", omega_a="2", gamma="5", J="1", beta="8")),
        ("xx-chain", _at(N="4", omega_a="3", gamma="5", J="3", beta="8")),
        ("xx-complete", _at(N="4", omega_a="3", gamma="5", J="7/10", beta="3/2")),
    )
)

_RISES_WITH_T = tuple(
    _fails(system, "`C` falls with `T` where `J >= 0`.", values, Statement(lhs=At(C, T, T_2), rhs=C + Rational(1, 10), relation=">"))
    for system, values in (
        ("xx-ring", _at(N="2", omega_a="2", gamma="2", J="3/2", T="1/8", T_2="9/8")),
        ("xx-chain", _at(N="4", omega_a="2", gamma="7/10", J="3", T="1/8", T_2="9/8")),
        ("xx-complete", _at(N="2", omega_a="3", gamma="1/2", J="2", T="1/8", T_2="1/2")),
    )
)

_FALLS_WITH_N = tuple(
    _fails(system, "One more source enhances `C` where `J >= 0`.", values, _drops(N, N + 1, HALF))
    for system, values in (
        ("xx-ring", _at(N="3", omega_a="5", gamma="3", J="8", beta="2")),
        ("xx-chain", _at(N="3", omega_a="3/2", gamma="3", J="8", beta="8")),
        ("xx-complete", _at(N="3", omega_a="5", gamma="5", J="8", beta="8")),
    )
)

_MIDDLE = At(C, omega_a, (omega_a + omega_a_prime) / 2)
_ENDS = C + At(C, omega_a, omega_a_prime)


def _bends_up(system: str, words: str, values: dict[str, str]) -> Counterexample:
    refutes = f"`C` is concave in `omega_a`{words}."
    return _fails(system, refutes, values, Statement(lhs=_ENDS, rhs=2 * _MIDDLE, relation=">"))


_CONVEX = (
    _bends_up("xx-ring", "", _at(N="2", omega_a="3", omega_a_prime="19", gamma="8", J="8", beta="5")),
    _bends_up("xx-chain", "", _at(N="2", omega_a="3/2", omega_a_prime="23/2", gamma="3", J="8", beta="8")),
    _bends_up("xx-complete", "", _at(N="2", omega_a="3/2", omega_a_prime="15/2", gamma="5", J="8", beta="8")),
    _bends_up("chain", " for `J < 0` too, on a chain", _at(N="2", omega_a="1/10", omega_a_prime="101/10", gamma="5", J="-8", beta="5")),
    _bends_up(
        "opposed",
        " for two sources with `gamma_1 = -gamma/2`, `gamma_2 = gamma`",
        _at(N="2", omega_a="5", omega_a_prime="9", gamma="8", J="1/5", beta="8"),
    ),
    Counterexample(
        refutes="`C` is concave in `gamma`: sources without interaction.",
        values={"N": "100", "omega": "1", "omega_a": "1/1000", "gamma": "103/10000", "J": "0", "beta": "50"},
        statement=Statement(
            lhs=At(C_many, gamma, Rational(102, 10000)) + At(C_many, gamma, Rational(104, 10000)), rhs=2 * C_many, relation=">"
        ),
    ),
)


def _modulus_falls(system: str, words: str, values: dict[str, str]) -> Counterexample:
    refutes = f"All zeros of `Z` in complex `omega_a` are imaginary{words}."
    return _fails(system, refutes, values, Statement(lhs=Z_modulus(omega_a_prime, y), rhs=Z_modulus(omega_a, y), relation="<"))


_ZEROS_ELSEWHERE = (
    _modulus_falls("xx-ring", "", _at(N="4", omega_a="3/2", omega_a_prime="9/5", gamma="1/2", J="3/2", beta="5", y="7/10")),
    _modulus_falls("xx-chain", "", _at(N="4", omega_a="5", omega_a_prime="6", gamma="1/5", J="5", beta="3/2", y="2")),
    _modulus_falls("xx-complete", "", _at(N="4", omega_a="3/2", omega_a_prime="9/5", gamma="3/10", J="1", beta="3", y="1")),
    _modulus_falls(
        "chain", " for `J < 0` too, on a chain", _at(N="2", omega_a="2", omega_a_prime="12/5", gamma="1/10", J="-1", beta="3/2", y="2")
    ),
    _modulus_falls(
        "opposed",
        " for two sources with `gamma_1 = -gamma/2`, `gamma_2 = gamma`",
        _at(N="2", omega_a="1", omega_a_prime="6/5", gamma="3", J="1", beta="3/2", y="2"),
    ),
    _modulus_falls(
        "tilted",
        " for a chain whose target is coupled by `(sigma^x + sigma^z)/sqrt(2)`",
        _at(N="2", omega_a="3/10", omega_a_prime="9/25", gamma="8", J="2", beta="8", y="1/5"),
    ),
)


def _rising(relation: str) -> Statement:
    return rises(J, J_prime, relation)


def _growing(steps: int, relation: str = ">") -> Statement:
    return Statement(lhs=At(C, N, N + steps), rhs=C, relation=relation)


def _colder(relation: str = "<") -> Statement:
    return Statement(lhs=At(C, T, T_2), rhs=C, relation=relation)


def _zero_free(relation: str = ">") -> Statement:
    return Statement(lhs=Z_modulus(omega_a_prime, y), rhs=Z_modulus(omega_a, y), relation=relation)


def _graphs(**extra: str) -> Sampler:
    """Graphs of one to four sources, drawn from a seed."""
    return Sampler(sources=(1, 4), coupling="ferromagnetic", positive=POSITIVE, systems=("graph",), extra={"seed": "seed", **extra})


ENTRIES = (
    Entry(
        number="B52",
        title="(32) for other sources",
        statements=(_rising("<"),),
        assumptions=("Ising chain or complete graph, or XXX complete graph", "`N >= 2`", f"{GAPS}; `J` real, `J' > J`", FINITE),
        source="ours, for (32)",
        derivation="symmetric-sources",
        sampler=Sampler(sources=(2, 5), positive=POSITIVE, systems=("chain", "complete", "xxx-complete"), extra={"J_prime": "greater J"}),
        wrong=Wrong(name="> for <", statement=_rising(">")),
        failures=(
            _fails(
                "star",
                "`C` rises with `J` for both signs of `J`: a star.",
                _at(N="6", omega_a="1", gamma="1/2", J="-3", beta="7/10"),
                _drops(J, Integer(0), 1 - Rational(1, 10)),
            ),
            *_FALLS_WITH_J,
        ),
        note="The law of `|m|` gains from `J`: its log-slope is the mean bond sum in a sector, which rises with `|m|` on these three.",
    ),
    Entry(
        number="B53",
        title="Every Ising ferromagnet gains from `J`",
        statements=(_rising("<="),),
        assumptions=("Ising star or ladder, and every other graph", f"{GAPS}; `J' > J >= 0`", FINITE),
        source="ours, for (32)",
        derivation="griffiths-monotonicity",
        sampler=Sampler(
            sources=(2, 6), positive=POSITIVE, coupling="ferromagnetic", systems=("star", "ladder"), extra={"J_prime": "greater J"}
        ),
        wrong=Wrong(name="> for <", statement=_rising(">")),
        note="On the ladder no fall was seen for `J < 0` either; on the star see (B52).",
    ),
    Entry(
        number="B54",
        title="In-plane couplings diminish `C`",
        statements=(_rising(">"), Statement(lhs=At(C, J, -J_prime), rhs=At(C, J, -J), relation="<")),
        assumptions=("XX ring, chain or complete graph", "`N >= 2`", f"{GAPS}; `J' > J >= 0`", FINITE),
        status="checked",
        sampler=Sampler(sources=(2, 5), positive=POSITIVE, coupling="ferromagnetic", systems=IN_PLANE, extra={"J_prime": "greater J"}),
        wrong=Wrong(name="< for >", statement=_rising("<")),
        note="`J` stands for the coupling in the plane, of either sign. `W_u(J)/W_u(J')` was seen to be monotone in `u`; it is not "
        "proved here.",
    ),
    Entry(
        number="B55",
        title="`C` falls with `T` for `J >= 0`",
        statements=(_colder(),),
        assumptions=("Ising chain or complete graph, or XXX complete graph", "`N >= 1`", f"{GAPS}; `J >= 0`; `T_2 > T`", "`0 < T < oo`"),
        source="ours, as (B10)",
        derivation="symmetric-sources",
        sampler=Sampler(
            sources=(1, 5),
            positive=POSITIVE,
            coupling="ferromagnetic",
            systems=("chain", "complete", "xxx-complete"),
            extra={"T_2": "greater T"},
        ),
        wrong=Wrong(name="reversed inequality", statement=_colder(">")),
        failures=_RISES_WITH_T,
    ),
    Entry(
        number="B56",
        title="`C` falls with `T` on star and ladder",
        statements=(_colder(),),
        assumptions=("Ising star or ladder", "`N >= 1`", f"{GAPS}; `J >= 0`; `T_2 > T`", "`0 < T < oo`"),
        source="ours, as (B10)",
        status="checked",
        sampler=Sampler(
            sources=(1, 5), positive=POSITIVE, coupling="ferromagnetic", systems=("star", "ladder"), extra={"T_2": "greater T"}
        ),
        wrong=Wrong(name="reversed inequality", statement=_colder(">")),
        note="The inequality of Griffiths does not give it: with the temperature falls `beta omega`, which alone would raise `C`.",
    ),
    Entry(
        number="B57",
        title="One more source, `J >= 0`",
        statements=(_growing(1, ">="),),
        assumptions=("Ising chain, complete graph, star or ladder", "`N >= 1`", f"{GAPS}; `J >= 0`", FINITE),
        source="ours, as (B11)",
        derivation="griffiths-monotonicity",
        sampler=Sampler(sources=(1, 5), positive=POSITIVE, coupling="ferromagnetic", systems=("chain", "complete", "star", "ladder")),
        wrong=Wrong(name="reversed inequality", statement=_growing(1, "<")),
        failures=_FALLS_WITH_N,
        note="On each of these graphs one more source is added with bonds `J >= 0` and takes none away.",
    ),
    Entry(
        number="B58",
        title="One more source of the XXX complete graph",
        statements=(_growing(1),),
        assumptions=("XXX complete graph", "`N >= 1`", f"{GAPS}; `J >= 0`", FINITE),
        source="ours, as (B11)",
        status="checked",
        sampler=Sampler(sources=(1, 5), positive=POSITIVE, coupling="ferromagnetic", systems=("xxx-complete",)),
        wrong=Wrong(name="reversed inequality", statement=_growing(1, "<")),
    ),
    Entry(
        number="B59",
        title="Two more sources, `J < 0`",
        statements=(_growing(2),),
        assumptions=(
            "Ising chain, complete graph or star, XX ring, chain or complete graph, XXX complete graph",
            "`N >= 1`",
            f"{GAPS}; `J < 0`",
            FINITE,
        ),
        source="ours, as (B12)",
        status="checked",
        sampler=Sampler(
            sources=(1, 4),
            positive=POSITIVE,
            coupling="antiferromagnetic",
            systems=("chain", "complete", "star", *IN_PLANE, "xxx-complete"),
        ),
        wrong=Wrong(name="reversed inequality", statement=_growing(2, "<")),
        failures=(
            _fails(
                "ladder",
                "Two more sources, one rung, enhance `C`: a ladder.",
                _at(N="2", omega_a="3/2", gamma="3/10", J="-3/5", beta="8"),
                _drops(N, N + 2, Rational(1, 20)),
            ),
        ),
    ),
    Entry(
        number="B60",
        title="Griffiths, Kelly and Sherman",
        statements=(Statement(lhs=C_grown, rhs=C, relation=">="),),
        assumptions=(GRAPH, "`J`, `j_e`, `v_k`, `g_k >= 0`", GAPS, FINITE),
        derivation="griffiths-monotonicity",
        sampler=_graphs(),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=C_grown, rhs=C, relation="<")),
        note="`C^+` is `C` after one bond, gap or coupling of a graph drawn at random has grown, or a source was added. Equality "
        "occurs, as for a source with `gamma_k = 0` and no bond.",
    ),
    Entry(
        number="B61",
        title="Griffiths, Hurst and Sherman",
        statements=(Statement(lhs=_ENDS, rhs=2 * _MIDDLE, relation="<="),),
        assumptions=(GRAPH, "`J`, `j_e`, `v_k`, `g_k >= 0`", f"{GAPS}; `omega_a' > omega_a`", FINITE),
        derivation="concavity-in-field",
        sampler=_graphs(omega_a_prime="greater omega_a"),
        wrong=Wrong(name="reversed inequality", statement=Statement(lhs=_ENDS, rhs=2 * _MIDDLE, relation=">")),
        failures=_CONVEX,
        note="`C` is concave in `omega_a`. No like statement holds in `gamma`: see the last counterexample.",
    ),
    Entry(
        number="B62",
        title="Lee and Yang",
        statements=(_zero_free(),),
        assumptions=(GRAPH, "`J`, `j_e >= 0`; `g_k` of one sign; `v_k >= 0`, not all 0", f"{GAPS}; `omega_a' > omega_a`; `y` real", FINITE),
        derivation="lee-yang",
        sampler=_graphs(omega_a_prime="greater omega_a", y="real"),
        wrong=Wrong(name="reversed inequality", statement=_zero_free("<")),
        failures=_ZEROS_ELSEWHERE,
        note="The script letter is the modulus of `Z` at the gap `omega_a + iy`. It rises with `omega_a > 0` at every `y` if and only if "
        "all zeros of `Z` are imaginary. The nearest of them bounds the small-gap series.",
    ),
    Entry(
        number="B63",
        title="Zeros of the XXX complete graph",
        statements=(_zero_free(),),
        assumptions=("XXX complete graph", "`N >= 1`; `J > 0`", f"{GAPS}; `omega_a' > omega_a`; `y` real", FINITE),
        status="checked",
        sampler=Sampler(
            sources=(1, 5),
            positive=POSITIVE,
            coupling="positive",
            systems=("xxx-complete",),
            extra={"omega_a_prime": "greater omega_a", "y": "real"},
        ),
        wrong=Wrong(name="reversed inequality", statement=_zero_free("<")),
        note="The script letter is that of (B62). The theorem of Lee and Yang is not known to us for this system; no violation was found.",
    ),
)
