"""The targets, and how far each was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from operator import attrgetter

from benchmarks.bench import Key, Taken
from benchmarks.command import COMMANDS

Measured = Mapping[Key, Taken]


MEMORY = "of its memory"
"""The unit of a target that compares the most memory."""

A_CLOCK = "times for each clock"
"""The unit of a target that compares what one clock takes."""

_TOLD = {"MiB": attrgetter("peak"), MEMORY: attrgetter("peak"), A_CLOCK: attrgetter("a_row")}


@dataclass(frozen=True)
class Target:
    """A number to reach: `of` divided by `to` (or `of` itself), at most or at least `limit`.

    `blame` is the work whose profile a miss shows (none: `of`), `reason` names the reason for it.
    """

    about: str
    limit: float
    of: Key
    to: Key | None = None
    at_least: bool = False
    unit: str = "x"
    blame: Key | None = None
    reason: str = ""

    def reached(self, measured: Measured) -> float | None:
        """The number that was reached; None where it was not measured."""
        if self.of not in measured or (self.to is not None and self.to not in measured):
            return None
        told = _TOLD.get(self.unit, attrgetter("median"))
        number: float = told(measured[self.of])
        return number / told(measured[self.to]) if self.to else number

    @property
    def asked(self) -> str:
        """The limit in words."""
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}{with_unit(self.unit)}"


@dataclass(frozen=True)
class Outcome:
    """A target, and what was reached."""

    target: Target
    reached: float

    @property
    def missed_by(self) -> float:
        """How many times worse than asked it is; 1 or less where the target is met."""
        limit = self.target.limit
        return limit / self.reached if self.target.at_least else self.reached / limit

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.missed_by <= 1

    @property
    def verdict(self) -> str:
        """Met, or by how much it was missed."""
        return "met" if self.is_met else f"missed {self.missed_by:.2f} times over"


def _faster(kind: str, than: str, size: str, limit: float) -> Target:
    said = {"duckdb": "DuckDB SQL", "pandas": "pandas", "python": "a plain Python loop"}[than]
    work = {"interval": "interval rules", "recurring": "recurring visits"}[kind]
    engine = (f"{kind} engine", size)
    about = f"{size}: {work}, faster than {said}"
    return Target(
        about,
        limit,
        (f"{kind} {than}", size),
        engine,
        at_least=True,
        blame=engine,
        reason="python" if than == "python" else kind,
    )


def _scan(kind: str, about: str, limit: float) -> Target:
    return Target(about, limit, (f"{kind} engine", "L"), (f"{kind} scan", "L"), reason=kind)


def _command(name: str, limit: float) -> Target:
    about = f"S: the command line {COMMANDS[name].said}, against `import polars`"
    return Target(about, limit, (f"command {name}", "S"), ("command import", "S"), reason="command")


RETURNS = {"census": "Census of 4,000 children", "ssda903": "SSDA903 return of 100,000 rows"}
"""The returns that pandas reads and joins too."""


def _return(name: str) -> tuple[Target, Target]:
    """A return is read ten times as fast as by pandas, and in less memory."""
    engine, pandas = (f"{name} engine", name), (f"{name} pandas", name)
    about = RETURNS[name]
    return (
        Target(f"{about}, faster than pandas", 10, pandas, engine, at_least=True, blame=engine, reason=name),
        Target(f"{about}, against pandas", 1, engine, pandas, unit=MEMORY, reason=name),
    )


_RULEBOOK = (("rulebook all", "council"), ("rulebook first", "council"))
_NOTICES, _XLSXWRITER = ("notices engine", "notices"), ("notices xlsxwriter", "notices")

TARGETS = (
    _scan("interval", "L: interval rules, against the bare scan", 5),
    _scan("recurring", "L: recurring visits, against the bare scan", 8),
    _scan("whole", "L: the whole, against the bare scan", 14),
    _faster("interval", "duckdb", "L", 3.5),
    _faster("recurring", "duckdb", "L", 6),
    _faster("interval", "duckdb", "S", 1.5),
    _faster("recurring", "duckdb", "S", 1.5),
    _faster("interval", "pandas", "L", 8),
    _faster("recurring", "pandas", "L", 40),
    _faster("interval", "python", "L", 80),
    _faster("recurring", "python", "L", 80),
    Target(
        "A synthetic council of M's children: a clock of all rules, against one of the first 17",
        2,
        *_RULEBOOK,
        unit=A_CLOCK,
        reason="rulebook",
    ),
    _command("facts", 2.5),
    _command("csv", 3.2),
    _command("facts-results", 3.2),
    _command("ssd-results", 5),
    Target("Notices for 200 teams", 2, _NOTICES, unit="s", reason="notices"),
    Target("Notices for 200 teams, against XlsxWriter alone", 2, _NOTICES, _XLSXWRITER, reason="notices"),
    *(target for name in RETURNS for target in _return(name)),
)
"""What is asked of every run."""

_XL = ("batches engine", "XL")

XL_TARGETS = (
    Target("XL: the whole in batches, against L", 12.6, _XL, ("whole engine", "L"), reason="XL"),
    Target("XL: most memory of the whole in batches", 512, _XL, unit="MiB", reason="XL"),
)
"""What is asked of a run with `--xl`: ten times the data, so 12.6 is a slope of 1.1."""


def outcomes(measured: Measured) -> list[Outcome]:
    """What was reached of every target that was measured."""
    found = [(target, target.reached(measured)) for target in (*TARGETS, *XL_TARGETS)]
    return [Outcome(target, reached) for target, reached in found if reached is not None]


def shown(number: float, unit: str = "") -> str:
    """A number to about three digits, with its unit."""
    digits = max(0, 2 - int(log10(max(number, 1))))
    return f"{number:,.{digits}f}{with_unit(unit)}"


def with_unit(unit: str) -> str:
    """A unit as it stands behind its number."""
    return unit if unit in ("", "x") else f" {unit}"
