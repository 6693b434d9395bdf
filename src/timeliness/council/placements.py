"""Placements of looked-after children, and the circumstances that set how often they are visited."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import months_on
from timeliness.council.care import Care
from timeliness.council.law import Clock, relaxed

KINDS = {"U6": 9, "U4": 5, "U3": 4, "K2": 2, "P1": 2}
"""Placement types of the SSDA903 return and their weights: foster, long-term, kin, home, parent."""

FOSTER, LONG_TERM, KIN, PARENT, INDEPENDENT, ADOPTERS = "U6", "U4", "U3", "P1", "P2", "A6"
POLICE, VOLUNTARY, INTERIM, FULL, PLACEMENT_ORDER, BREAKS = "L2", "V2", "C1", "C2", "E1", "V4"
SIXTEEN = 16
SHORTEST = 14
"""Days of the shortest placement, unless care itself is shorter."""

EMERGENCY = days(15)
"""How long the police's protection and an emergency order may last until the court is asked for more."""

SETTLING = days(60)
"""How old proceedings must be for a child to live with a parent: the amber window is then certain."""


@dataclass(frozen=True)
class Time:
    """A time during which something held: a legal status, or a temporary approval."""

    start: date
    end: date | None
    what: str = ""

    def runs(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def turns(self) -> list[date]:
        """List its first day, and the day after its last."""
        return [self.start, self.end + days(1)] if self.end else [self.start]


@dataclass(frozen=True)
class Placement:
    """One placement; `moved_by_visit` says that the child was visited on the day of moving in."""

    id: str
    start: date
    end: date | None
    kind: str
    until_18: bool = False
    moved_by_visit: bool = False


@dataclass(eq=False)
class Circumstances:
    """What sets the interval of visits: placements, legal statuses, temporary approvals, reviews."""

    care: Care
    placements: list[Placement]
    statuses: list[Time]
    approvals: list[Time] = field(default_factory=list)
    reviews: list[date] = field(default_factory=list)

    def due(self, placement: Placement, start: date, number: int, closes: date) -> date:
        """Find when a visit is due: what changes before it can bring it forward, never put it back."""
        turns = [turn for each in (*self.statuses, *self.approvals) for turn in each.turns]
        dates = [self._from(placement, turn, number) for turn in turns if start < turn < closes]
        return min([self._from(placement, start, number), *dates])

    def excused(self, placement: Placement, clock: Clock, number: int) -> bool:
        """Say whether the visit is one of those every six weeks that were relaxed in 2020."""
        if clock.start is None or number == 1 or placement.kind in (PARENT, ADOPTERS):
            return False
        first_year = clock.start < months_on(placement.start, 12)
        approved = any(each.runs(clock.start) for each in self.approvals)
        return first_year and not approved and relaxed(self._from(placement, clock.start, number))

    def _from(self, placement: Placement, day: date, number: int) -> date:
        if number == 1:
            return day + days(7)
        if self._watched(placement, day):
            reviewed = any(placement.start <= each <= day for each in self.reviews)
            return day + days(28 if reviewed else 7)
        if placement.until_18 and day >= months_on(placement.start, 12):
            return months_on(day, 3)
        return day + days(42)

    def _watched(self, placement: Placement, day: date) -> bool:
        """Say whether the child lives with a parent under an interim order, or the carer awaits approval."""
        interim = any(each.runs(day) and each.what == INTERIM for each in self.statuses)
        return (interim and placement.kind == PARENT) or any(each.runs(day) for each in self.approvals)


def circumstances(book: Book, care: Care) -> Circumstances:
    """Decide where a child in care lives, and under which legal status."""
    made = Circumstances(care, _placements(book, care), _statuses(book, care))
    for each in made.placements:
        if each.kind == KIN and book.happens(0.5):
            made.approvals.append(_approval(book, each))
    return made


def note(book: Book, made: Circumstances) -> None:
    """Record placements, legal statuses and temporary approvals."""
    child = made.care.child
    for each in made.placements:
        note_placement(book, made, each)
    for status in made.statuses:
        book.note("legal_status", child, start=status.start, end=status.end, code=status.what)
    for approval in made.approvals:
        link = book.link(approval.what)
        book.note("temporary_approval", child, start=approval.start, end=approval.end, placement=link)


def note_placement(book: Book, made: Circumstances, placement: Placement) -> None:
    """Record one placement."""
    book.note(
        "placement",
        made.care.child,
        start=placement.start,
        end=placement.end,
        id=placement.id,
        kind=placement.kind,
        until_18=placement.until_18,
    )


def _statuses(book: Book, care: Care) -> list[Time]:
    """Decide the legal statuses one after the other: before proceedings, during them, and after the order."""
    last = care.end or book.as_at
    turns = [(care.start, VOLUNTARY if book.happens(0.6) else FULL)]
    if care.short_breaks:
        turns = [(care.start, BREAKS)]
    elif care.placed:
        turn = care.start + (care.placed - care.start) * 2 // 3
        turns = [(care.start, INTERIM), (turn, PLACEMENT_ORDER)]
    elif care.issued:
        sudden = care.issued - care.start <= EMERGENCY
        before = POLICE if sudden else VOLUNTARY
        turns = [(care.start, before), (max(care.issued, care.start), INTERIM)]
        turns += [(care.ordered + days(1), FULL)] if care.ordered else []
    return _follow_on([each for each in turns if each[0] <= last], care.end)


def _follow_on(turns: list[tuple[date, str]], end: date | None) -> list[Time]:
    """Let each status last until the day before the next, and the last as long as care."""
    lasts = [*(day - days(1) for day, _ in turns[1:]), end]
    times = [Time(day, last, code) for (day, code), last in zip(turns, lasts, strict=True)]
    return [each for each in times if each.end is None or each.start <= each.end]


def _placements(book: Book, care: Care) -> list[Placement]:
    """Decide the placements one after the other; each begins on the day on which the one before it ends."""
    stop = care.placed or care.end
    made = [_placement(book, care, care.start, stop)]
    while made[-1].end == stop:
        longest = ((stop or book.as_at) - made[-1].start).days - SHORTEST
        stay = SHORTEST + int(book.rng.expovariate(1 / (250 if care.short_breaks else 420)))
        if stay >= longest:
            break
        move = made[-1].start + days(stay)
        made[-1] = replace(made[-1], end=move)
        made.append(_placement(book, care, move, stop))
    if care.placed:
        made.append(Placement(book.number("PL"), care.placed, care.end, ADOPTERS))
    return made


def _placement(book: Book, care: Care, start: date, end: date | None) -> Placement:
    kind = book.rng.choices(list(KINDS), list(KINDS.values()))[0]
    settled = care.issued is not None and care.issued <= book.as_at - SETTLING
    if care.short_breaks or care.placed or (kind == PARENT and not settled):
        kind = FOSTER
    elif care.child.age(start) >= SIXTEEN and book.happens(0.4):
        kind = INDEPENDENT
    visited = start > care.start and not care.short_breaks and book.happens(0.3)
    return Placement(book.number("PL"), start, end, kind, kind == LONG_TERM and book.happens(0.8), visited)


def _approval(book: Book, placement: Placement) -> Time:
    """Approve a carer for the time being: for up to sixteen weeks, and no longer than the placement."""
    last = placement.start + days(book.rng.randint(60, 111))
    if placement.end:
        last = min(last, placement.end - days(1))
    return Time(placement.start, last if last <= book.as_at else None, placement.id)
