"""Series of short breaks: three days away in every four weeks, visits while away, and reviews."""

from __future__ import annotations

from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import months_on
from timeliness.council.duties import Chain, Duty, repeat
from timeliness.council.law import MONTHS, WORKING, Clock, Length
from timeliness.council.written import Fact, add, facts, of

AWAY, EVERY = 3, 28
FIRST = Duty("short-break-first-visit", "looked_after", "cla_visit", Length(6), Length(2))
VISITS = Duty("short-break-visit", "cla_visit", "cla_visit", Length(6, MONTHS), Length(1, MONTHS))
REVIEWS = Chain(
    "short-break-review", "looked_after", "cla_review", (Length(3, MONTHS), Length(6, MONTHS)), (Length(20, WORKING),)
)


def record(book: Book) -> None:
    """Record the days at home, the visits and the reviews of every series."""
    series = [each for each in facts(book, "looked_after") if each.row["short_breaks"] == "true"]
    repeat(book, REVIEWS, series)
    book.turn_to(VISITS.rule)
    book.knows(FIRST.rule, VISITS.rule)
    for number, each in enumerate(series):
        _visit(book, each, _breaks(book, each), late=number % 3 == 1)
    _without_duties(book, series)


def _without_duties(book: Book, series: list[Fact]) -> None:
    """Write the clocks of the rules for other children in care, which none of these reviews and visits is under."""
    reviews, visits, placements = (of(book, each) for each in ("cla_review", "cla_visit", "placement"))
    for each in series:
        for number, held in enumerate(reviews.get(each.child, ())):
            due = months_on(held.start, 6 if number else 3)
            book.clock("cla-review", each.child, Clock(held.start, due), "excluded")
        for placement in placements[each.child]:
            for visit in visits[each.child]:
                if placement.holds(visit.start) and visit.start != placement.end:
                    due = visit.start + days(42)
                    book.clock("cla-visit", each.child, Clock(visit.start, due), "excluded")


def _breaks(book: Book, series: Fact) -> list[date]:
    """Record the times at home, and give the first days of the breaks."""
    stop, begins = series.ends or book.as_at, [series.start]
    while (home := begins[-1] + days(AWAY)) <= stop:
        again = begins[-1] + days(EVERY)
        add(book, "between_breaks", series.child, home, end=again - days(1) if again <= stop else None)
        if again > stop:
            break
        begins.append(again)
    return begins


def _visit(book: Book, series: Fact, breaks: list[date], *, late: bool) -> None:
    """Record the visits: the first in the first break or the second, each further one about five months on."""
    turn = 1 if late and len(breaks) > 1 else 0
    visits = [breaks[turn] + days(1)]
    while turn + 6 < len(breaks):
        turn += book.rng.randint(4, 6)
        visits.append(breaks[turn] + days(book.rng.randint(0, AWAY - 1)))
    visits = [day for day in visits if day <= (series.ends or book.as_at)]
    for day in visits:
        book.note("cla_visit", series.child, date=day)
    at_home = (EVERY - AWAY) * breaks.index(visits[0] - days(1))
    FIRST.write(book, series.child, Clock(series.start, FIRST.due(series.start) + days(at_home), visits[0]))
    for day, following in zip(visits, [*visits[1:], None], strict=True):
        ended = None if following else series.ends
        VISITS.write(book, series.child, Clock(day, VISITS.due(day), following, ended))
