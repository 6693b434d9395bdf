"""Visits to children in care that are due for a reason of their own, and are met by the visits made in any case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from timeliness.council.book import Book, Child
from timeliness.council.duties import Duty
from timeliness.council.happenings import Happening, happen
from timeliness.council.law import WEEKS, Clock, Length
from timeliness.council.placements import FULL, PARENT
from timeliness.council.written import Fact, facts, of, running

ORDERED = Duty("cla-visit-care-order", "legal_status", "cla_visit", Length(1, WEEKS), Length(2))
NOTIFIED = Duty("cla-visit-on-notice", "regulator_notice", "cla_visit", Length(1, WEEKS), Length(2))
ELSEWHERE = Duty("cla-visit-elsewhere", "living_arrangement", "cla_visit", Length(1, WEEKS), Length(2))
ELSEWHERE_AGAIN = Duty("cla-visit-elsewhere", "living_arrangement", "cla_visit", Length(6, WEEKS), Length(7))
NOTICE = Happening("regulator_notice", 12)
CUSTODY_OR_HOSPITAL = Happening("living_arrangement", 8, lasts=(8, 70), age=10)


def record(book: Book, in_care: Iterable[Fact]) -> None:
    """Record notices and arrangements of others, and whether a visit came in time."""
    in_care = list(in_care)
    book.knows(ORDERED.rule, NOTIFIED.rule, ELSEWHERE.rule)
    visits, placements = of(book, "cla_visit"), of(book, "placement")
    for each in facts(book, "legal_status"):
        lived = running(placements.get(each.child, []), each.start)
        if each.row["code"] == FULL and lived and lived.row["kind"] == PARENT:
            ORDERED.write(book, each.child, _clock(ORDERED, each.start, lived, visits))
    for each in happen(book, NOTICE, in_care):
        lived = running(placements[each.child], each.start)
        if lived:
            NOTIFIED.write(book, each.child, _clock(NOTIFIED, each.start, lived, visits))
    for each in happen(book, CUSTODY_OR_HOSPITAL, in_care):
        start, duty = each.start, ELSEWHERE
        for day in _days(visits, each, start):
            duty.write(book, each.child, Clock(start, duty.due(start), day))
            start, duty = day, ELSEWHERE_AGAIN
        if start != each.end:
            duty.write(book, each.child, Clock(start, duty.due(start), ended=each.end))


def _clock(duty: Duty, start: date, lived: Fact, visits: dict[Child, list[Fact]]) -> Clock:
    met = next(iter(_days(visits, lived, start)), None)
    return Clock(start, duty.due(start), met, None if met else lived.end)


def _days(visits: dict[Child, list[Fact]], spell: Fact, start: date) -> list[date]:
    """List the days on which the child was visited in a spell, from a day on."""
    found = {each.start for each in visits.get(spell.child, ()) if each.start >= start and spell.holds(each.start)}
    return sorted(found)
