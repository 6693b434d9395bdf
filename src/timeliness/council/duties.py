"""Duties as tables say them: met by an event, by the end of a spell, again and again, or ahead of a day.

They are laid upon facts that are written already. Each clock is decided first, and what meets it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from datetime import timedelta as days
from itertools import groupby, zip_longest

from timeliness.council.book import Book, Child
from timeliness.council.calendar import working_back, working_on
from timeliness.council.chain import Pace, Span, days_overdue, lay
from timeliness.council.law import Clock, Length, within
from timeliness.council.written import Fact, careful, facts, of, tended

Days = tuple[date, date]

PACE = Pace(late=0.08, by=8)
"""How most meetings are kept."""


@dataclass(frozen=True)
class Duty:
    """A duty that one event meets, and how it is kept.

    `late` is the share met late, by about so many days; `never` the share not met at all, of those that somebody
    still works with. `early` are the days ahead by which it may be met. `link` names what it answers. `sooner` are
    events that bring the date forward. `excused` are the days on which it was relaxed, `longer` the limit and
    the amber window then.
    """

    rule: str
    starts: str
    meets: str
    limit: Length
    amber: Length | None = None
    late: float = 0.06
    by: int = 4
    never: float = 0.01
    early: int = 0
    link: str = ""
    sooner: str = ""
    began: date = date.min
    to_age: int = 18
    excused: Days | None = None
    longer: tuple[Days, Length, Length] | None = None

    def due(self, start: date) -> date:
        """Find the due date of a clock."""
        if self.longer and within(self.longer[0], start):
            return self.longer[1].after(start)
        return self.limit.after(start)

    def write(self, book: Book, child: Child, clock: Clock, *, excused: bool = False) -> None:
        """Write down a clock, unless the duty began later."""
        start = clock.start or date.min
        if start >= self.began:
            longer = self.longer and within(self.longer[0], start)
            clock = replace(clock, amber=self.longer[2] if self.longer and longer else self.amber)
            excused = excused or (self.excused is not None and within(self.excused, start))
            book.clock(self.rule, child, clock, clock.judged(self.rule, book.as_at, excused=excused))

    def ahead(self, book: Book, child: Child, start: date, met: date | None, *, excused: bool = False) -> None:
        """Write down a clock that is counted back from a day, which ends it."""
        ended = start if met is None and start <= book.as_at else None
        self.write(book, child, Clock(start, self.limit.before(start), met, ended), excused=excused)


@dataclass(frozen=True)
class Chain:
    """A duty that repeats in a spell: its limits from the first on, and the amber window before each.

    `overdue` is the share of running spells in which nobody has come for too long.
    """

    rule: str
    starts: str
    meets: str
    limits: tuple[Length, ...]
    ambers: tuple[Length, ...]
    pace: Pace = PACE
    overdue: float = 0.03
    link: str = ""
    to_age: int = 18

    def limit(self, number: int) -> Length:
        """Read the limit of a clock by its number in the spell."""
        return self.limits[min(number, len(self.limits)) - 1]

    def amber(self, number: int) -> Length:
        """Read the amber window of a clock by its number in the spell."""
        return self.ambers[min(number, len(self.ambers)) - 1]


def answer(book: Book, duty: Duty, starts: Iterable[Fact] | None = None) -> None:
    """Write the events that meet a duty, and its clocks, for these facts or for all that start it.

    An event that can come ahead of the start, or of a child with several starts, always says what it answers.
    """
    for one, met, alone in decided(book, duty, facts(book, duty.starts) if starts is None else starts):
        unsaid = alone and not duty.early
        named = one.row.get(duty.link) or one.id
        links = {duty.link: book.link(named) if unsaid else named} if duty.link else {}
        book.note(duty.meets, one.child, date=met, **links)


def decided(book: Book, duty: Duty, starts: Iterable[Fact]) -> Iterator[tuple[Fact, date, bool]]:
    """Write the clocks of a duty, and give what was met, when, and whether the child has no other start."""
    book.turn_to(duty.rule)
    book.knows(duty.rule)
    sooner = of(book, duty.sooner) if duty.sooner else {}
    for one, following, alone in _followed(each.to_age(duty.to_age, book.as_at) for each in starts):
        coming = [each.start for each in sooner.get(one.child, ()) if each.start > one.start]
        due = duty.due(one.start)
        met = _meeting(book, duty, one, min([due, *coming]), following)
        closes = met or one.ends or book.as_at + days(1)
        due = min([due, *(each for each in coming if each < closes)])
        duty.write(book, one.child, Clock(one.start, due, met, None if met else one.ends))
        if met:
            yield one, met, alone


def close(book: Book, duty: Duty, spells: Iterable[Fact] | None = None) -> None:
    """Write the clocks of a duty that is met when its own spell ends."""
    book.turn_to(duty.rule)
    book.knows(duty.rule)
    for each in facts(book, duty.starts) if spells is None else spells:
        ends = each.to_age(duty.to_age, book.as_at).end
        met = each.end if ends == each.end else None
        duty.write(book, each.child, Clock(each.start, duty.due(each.start), met, None if met else ends))


def exclude(book: Book, duty: Duty | Chain, starts: Iterable[Fact]) -> None:
    """Write the clocks of those to whom a duty does not apply."""
    limit, began = (duty.limit, duty.began) if isinstance(duty, Duty) else (duty.limit(1), date.min)
    for each in starts:
        if each.start >= began:
            book.clock(duty.rule, each.child, Clock(each.start, limit.after(each.start)), "excluded")


def repeat(book: Book, chain: Chain, spells: Iterable[Fact] | None = None) -> None:
    """Write the meetings of a duty that repeats, and its clocks, for these spells or for all that start it."""
    book.turn_to(chain.rule)
    book.knows(chain.rule)
    for each in facts(book, chain.starts) if spells is None else spells:
        for clock in kept(book, chain, each):
            book.clock(chain.rule, each.child, clock)
            if clock.met:
                links = {chain.link: book.link(each.id)} if chain.link else {}
                book.note(chain.meets, each.child, date=clock.met, **links)


def kept(book: Book, chain: Chain, spell: Fact) -> list[Clock]:
    """Lay the clocks of one spell: in date now but for a few, and ahead for children with adopters."""
    spell = spell.to_age(chain.to_age, book.as_at)
    due = chain.limit(1).after(spell.start)
    late = spell.ends is None and tended(spell.child) and not careful(spell.child) and due < book.as_at
    stops = None
    if late and book.happens(chain.overdue):
        longest = max((each.after(spell.start) - spell.start for each in chain.limits), default=days(0))
        stops = max(spell.start, book.as_at - longest - days(days_overdue(book.rng)))
    span = Span(spell.start, spell.ends, book.as_at, stops, kept=spell.ends is None and stops is None)
    clocks = lay(span, lambda start, number, _closes: chain.limit(number).after(start), chain.pace, book.rng)
    clocks = [replace(each, amber=chain.amber(number)) for number, each in enumerate(clocks, 1)]
    return _ahead(book, chain, clocks) if careful(spell.child) else clocks


def _ahead(book: Book, chain: Chain, clocks: list[Clock]) -> list[Clock]:
    """Let a meeting that is due soon take place now, or on the working day before."""
    while (last := clocks[-1]).status(chain.rule, book.as_at) == "due_soon":
        met, amber = working_back(book.as_at), chain.amber(len(clocks) + 1)
        again = Clock(met, chain.limit(len(clocks) + 1).after(met), amber=amber)
        clocks = [*clocks[:-1], replace(last, met=met), again]
    return clocks


def _followed(starts: Iterable[Fact]) -> Iterator[tuple[Fact, date | None, bool]]:
    """Go through facts with the day of the child's next, if there is one, and whether there is no other."""
    ordered = sorted(starts, key=lambda each: (each.child.id, each.start))
    for _, found in groupby(ordered, lambda each: each.child):
        mine = list(found)
        for one, following in zip_longest(mine, mine[1:]):
            yield one, following.start if following else None, len(mine) == 1


def _meeting(book: Book, duty: Duty, one: Fact, due: date, following: date | None) -> date | None:
    """Decide the day of the meeting, if there is one: before the end of the duty, and before it begins again."""
    ends = one.ends
    last = min(each - days(1) for each in (ends, following, book.as_at + days(1)) if each)
    if last < one.start or _forgotten(book, duty, one, following):
        return None
    day = drawn(book, duty, one, due)
    if day <= last:
        return day
    if ends and last == ends - days(1):
        return None
    return last if last < book.as_at or not tended(one.child) or careful(one.child) else None


def _forgotten(book: Book, duty: Duty, one: Fact, following: date | None) -> bool:
    possible = following is None and tended(one.child) and not careful(one.child)
    return book.happens(duty.never) and possible


def drawn(book: Book, duty: Duty, one: Fact, due: date) -> date:
    """Draw the day of a meeting: ahead of the start where that is allowed, by the due date, or late."""
    ahead = one.start - days(book.rng.randint(1, duty.early)) if duty.early and book.happens(0.3) else None
    if ahead and ahead >= one.child.born:
        return ahead
    if book.happens(duty.late):
        return working_on(due + days(1 + int(book.rng.expovariate(1 / duty.by))))
    return max(one.start, working_back(due - days(int((due - one.start).days * book.rng.random()))))
