"""Looked-after children: the period of care, its reviews, and visits to every placement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import timedelta as days
from functools import partial

from timeliness.council import placements
from timeliness.council.book import Book, Known, nearest
from timeliness.council.calendar import later, months_on
from timeliness.council.care import Care
from timeliness.council.chain import Pace, Span, days_overdue, lay, meetings
from timeliness.council.law import Clock, relaxed
from timeliness.council.placements import Circumstances, Placement
from timeliness.council.teams import ADOPTION, care_teams, laxest, laxity

IN_DATE = 2 / 3
REVIEWS = Pace(late=0.07, by=9, early=0.15)
SOON = 2
"""Reviews in the first months of care, which were never relaxed."""

RESPITE = 0.08
LONGEST = 93
"""Days of the longest interval between visits."""


def record(book: Book, periods: Sequence[Care]) -> None:
    """Record all periods of care, and choose who of the children looked after now is overdue a visit.

    In the months of 2020 in which visits were relaxed, some of those who were not visited are excused.
    """
    made = [placements.circumstances(book, each) for each in periods]
    counted = [each for each in made if each.care.counted]
    may_be_late = [each for each in counted if _first_due(each.placements[-1]) < book.as_at]
    for each in made:
        _know(book, each.care)
    known = {each: each.care.child.known for each in may_be_late}
    overdue = laxest(book, known, len(counted) - nearest(IN_DATE, len(counted)))
    for each in made:
        _record(book, each, overdue=each in overdue)
    in_date = len(counted) - len(overdue)
    late = sum(status == "overdue" for *_, status, _ in book.clocks["cla-visit"])
    book.figure("cla-visit", "in_date_now", in_date, in_date + late)


def _know(book: Book, care: Care) -> None:
    stop = care.placed or care.end
    care.child.known.extend(care_teams(care.child, care.start, stop, book.as_at))
    if care.placed:
        care.child.known.append(Known(care.placed, care.end, ADOPTION))


def _record(book: Book, made: Circumstances, *, overdue: bool) -> None:
    care = made.care
    book.note("looked_after", care.child, start=care.start, end=care.end, short_breaks=care.short_breaks)
    _adoption(book, care)
    placements.note(book, made)
    if care.short_breaks:
        _without_duties(book, made)
        return
    _review(book, made)
    for each in made.placements:
        if each.kind == placements.ADOPTERS:
            _with_adopters(book, made, each)
        else:
            _visit(book, made, each, overdue=overdue and each is made.placements[-1])


def _adoption(book: Book, care: Care) -> None:
    """Write down the clock from coming into care to moving in with adopters; most children never do."""
    ended = None if care.placed else care.end
    book.clock("adoption-a1", care.child, Clock(care.start, care.start + days(426), care.placed, ended))


def _without_duties(book: Book, made: Circumstances) -> None:
    """Write down the clocks of short breaks: another regulation applies."""
    child, start = made.care.child, made.care.start
    book.clock("cla-review", child, Clock(start, later(start, 20)), "excluded")
    book.clock("iha", child, Clock(start, later(start, 20)), "excluded")
    for each in made.placements:
        book.clock("cla-visit", child, Clock(each.start, each.start + days(7)), "excluded")


def _with_adopters(book: Book, made: Circumstances, placement: Placement) -> None:
    """Record a placement for adoption: its own visits apply, and those recorded here answer nothing.

    The clock that the placement starts ends on the same day, for the child is with adopters.
    """
    child = made.care.child
    book.clock("cla-visit", child, Clock(placement.start, placement.start + days(7), ended=placement.start))
    day = placement.start + days(book.rng.randint(3, 9))
    while day < (placement.end or book.as_at):
        book.note("cla_visit", child, date=day, placement=book.link(placement.id))
        day += days(book.rng.randint(20, 42))


def _review(book: Book, made: Circumstances) -> None:
    """Record reviews. Those of a child with adopters are under other regulations, and not these."""
    care = made.care
    ahead = care.placed is not None and care.end is None
    span = Span(care.start, care.end, book.as_at, kept=ahead, spare=40)
    clocks = lay(span, _review_due, REVIEWS, book.rng)
    if care.placed:
        clocks = _until_placed(book, clocks, care.placed, care.end)
    made.reviews = meetings(clocks)
    for number, clock in enumerate(clocks, 1):
        excused = number > SOON and clock.start is not None and relaxed(_review_due(clock.start, number, book.as_at))
        status = clock.judged("cla-review", book.as_at, excused=excused)
        paused = care.placed is not None and clock.closed is None
        book.clock("cla-review", care.child, clock, "paused" if paused else status)
    for day in made.reviews:
        book.note("cla_review", care.child, date=day)


def _until_placed(book: Book, clocks: Sequence[Clock], placed: date, ended: date | None) -> list[Clock]:
    """Keep the reviews before the child moved in with adopters: the days from then on do not count.

    One that was late by then was held on that day.
    """
    kept: list[Clock] = []
    for clock in clocks:
        if clock.met and clock.due and clock.due < placed < clock.met:
            following = Clock(placed, _review_due(placed, len(kept) + 2, placed))
            return [*kept, replace(clock, met=placed), _paused(following, placed, ended, book.as_at)]
        if clock.met is None or clock.met > placed:
            return [*kept, _paused(clock, placed, ended, book.as_at)]
        kept.append(clock)
    return kept


def _paused(clock: Clock, placed: date, ended: date | None, as_at: date) -> Clock:
    """Move a due date by the days since the child moved in, of those after the clock's own start."""
    since = placed - days(1) if clock.start is None or clock.start < placed else placed
    return Clock(clock.start, clock.due and clock.due + ((ended or as_at) - since), ended=ended)


def _visit(book: Book, made: Circumstances, placement: Placement, *, overdue: bool) -> None:
    """Record the visits to a child in a placement; one on the day of a move counts for both placements."""
    child = made.care.child
    span = _span(book, made, placement, overdue=overdue)
    clocks = lay(span, partial(made.due, placement), _pace(made), book.rng)
    for number, clock in enumerate(clocks, 1):
        excused = made.excused(placement, clock, number)
        book.clock("cla-visit", child, clock, clock.judged("cla-visit", book.as_at, excused=excused))
    visits = [day for day in meetings(clocks) if day != placement.end]
    away = _respite(book, made, placement, visits)
    for day in visits:
        link = None if day in (placement.start, away) else book.link(placement.id)
        book.note("cla_visit", child, date=day, placement=link)


def _respite(book: Book, made: Circumstances, placement: Placement, visits: Sequence[date]) -> date | None:
    """Now and then put a week of respite around a visit, which then counts for both placements."""
    around = [placement.start, *visits, placement.end or book.as_at]
    alone = [day for day in visits if sum(abs(day - other) <= days(8) for other in around) == 1]
    if not alone or not book.happens(RESPITE):
        return None
    day = book.rng.choice(alone)
    stay = Placement(book.number("PL"), day - days(3), day + days(4), placements.FOSTER)
    placements.note_placement(book, made, stay)
    child = made.care.child
    book.clock("cla-visit", child, Clock(stay.start, stay.start + days(7), day))
    book.clock("cla-visit", child, Clock(day, made.due(stay, day, 2, day + days(4)), ended=stay.end))
    return day


def _span(book: Book, made: Circumstances, placement: Placement, *, overdue: bool) -> Span:
    stops = None
    if overdue:
        stops = max(placement.start, book.as_at - days(_longest(placement) + days_overdue(book.rng)))
    following = [each for each in made.placements if each.start == placement.end]
    return Span(
        placement.start,
        placement.end,
        book.as_at,
        stops,
        kept=placement.end is None and not overdue,
        on_first_day=placement.moved_by_visit,
        on_last_day=any(each.moved_by_visit for each in following),
    )


def _first_due(placement: Placement) -> date:
    """Find by when a visit must follow, if none did after the move."""
    return placement.start + days(_longest(placement) if placement.moved_by_visit else 7)


def _longest(placement: Placement) -> int:
    return LONGEST if placement.until_18 else 42


def _pace(made: Circumstances) -> Pace:
    return Pace(late=min(0.5, 0.18 * laxity(made.care.child.known)), by=10)


def _review_due(start: date, number: int, _closes: date) -> date:
    return later(start, 20) if number == 1 else months_on(start, {2: 3}.get(number, 6))
