"""An equation as data: statement, sufficient conditions, status, a wrong copy, and where to sample it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr

RELATIONS = ("=", "<", "<=", ">", ">=", "~")
"""~ is an asymptotic equality: right to the order the statement names."""

STATUSES = ("definition", "derived", "checked", "corrected", "noted", "open")
"""definition; derived: a file in derivations/ proves it; checked: attacked only; corrected: holds only in the
stated range, with a certified counterexample outside; noted: a sharpening, the sentence refuted is nearby but the paper does not
claim it; open: `missing` says what is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Approach:
    """How a limit or an expansion is attacked: the error over `neglected` must tend to 1 as `symbol` runs through `points`.

    `neglected` is the first nonzero term beyond the statement; `points` are three or more values, nearer and nearer.
    Parameters tied to the limit variable (K = beta J held, say) stand in `tied`: name -> text in the exact grammar with the
    symbol's name in it.
    """

    symbol: Expr
    points: tuple[str, ...]
    neglected: Expr
    tied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """lhs RELATION rhs; `order` is printed as + O(order) where the right side is a truncated expansion."""

    lhs: Expr
    rhs: Expr
    relation: str = "="
    order: Expr | None = None
    approach: Approach | None = None

    def __post_init__(self) -> None:
        assert self.relation in RELATIONS, self.relation


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampler:
    """Where random points are drawn: they lean on the corners of these ranges, and every one satisfies the assumptions.

    `sources` bounds N, `parity` is "any", "even" or "odd"; `coupling` is "any", "ferromagnetic" (J >= 0), "antiferromagnetic"
    (J < 0), "aligned" (J above the crossing line), "antialigned" (below), "critical" (on it, exactly), "beside" (close to it, or on
    it) or "positive";
    `positive` lists parameters of the model that must be > 0 (the others also take 0 and, but for omega, negative values),
    `zero` those that must be 0; `temperature` is "finite" (0 < beta < oo), "cold" (finite, and lower), "any" (beta = 0 too) or "none" where
    beta plays no part; `indices` maps each free index of the statement (m, n, k, pm, m_prime, ...) to a domain name of
    `notation.DOMAINS` or of the meaning modules; `systems` are the sources, in turn: the ring, or names of
    `attack.definitions.any_sources`; `extra` maps further free scalars to what they are: "greater J" (a value beyond J), ...
    """

    sources: tuple[int, int] = (1, 6)
    parity: str = "any"
    coupling: str = "any"
    positive: tuple[str, ...] = ("omega",)
    zero: tuple[str, ...] = ()
    temperature: str = "finite"
    indices: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    systems: tuple[str, ...] = ("ring",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """A deliberately wrong copy: what was changed, and the statement that must come out false."""

    name: str
    statement: Statement


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterexample:
    """A certified refutation of a sentence: at `values`, for sources of the `system`, `statement` is true, which contradicts `refutes`."""

    refutes: str
    values: Mapping[str, str]
    statement: Statement
    system: str = "ring"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One numbered equation, or one line of it (27a), or a result beyond the paper.

    `assumptions` are sufficient, in full, as sentences; formulas in all sentences stand between backticks, see `symcoh.marks`;
    `source` says where the statement stands (the module, where for those of its entries that do not), `section` under what title;
    `derivation` names a file of derivations/, the proof; `missing` what an open entry lacks; `note` what a reader must know;
    `failures` are further counterexamples: the sources for which the statement does not hold.
    """

    number: str
    title: str
    statements: tuple[Statement, ...]
    assumptions: tuple[str, ...]
    source: str = ""
    status: str = "derived"
    sampler: Sampler
    wrong: Wrong
    section: str = ""
    derivation: str | None = None
    counterexample: Counterexample | None = None
    missing: str | None = None
    note: str | None = None
    failures: tuple[Counterexample, ...] = ()

    @property
    def counterexamples(self) -> tuple[Counterexample, ...]:
        """The counterexample of a correction first, then the sources for which the statement fails."""
        return ((self.counterexample,) if self.counterexample else ()) + self.failures

    def __post_init__(self) -> None:
        assert self.status in STATUSES, self.status
        assert (self.status == "derived") <= (self.derivation is not None), self.number
        assert (self.status in ("corrected", "noted")) <= (self.counterexample is not None), self.number
        assert (self.status == "open") <= (self.missing is not None), self.number
