"""Care proceedings, and what comes before them under the public law outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from datetime import timedelta as days
from math import ceil

from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import later, working_back, working_on
from timeliness.council.care import Care
from timeliness.council.law import Clock
from timeliness.council.outline import letter_before
from timeliness.council.teams import management_team

DUE = 60
"""Proceedings that were due in the last twelve months: at least four in five of them were in time."""

IN_TIME = 0.82
RECENT, EARLY, BEFORE, STAYED_BEFORE = 28, 6, 24, 2
AT_MOST = 8
"""Weeks by which the court may extend the time at once."""

WEEKS_26 = 26 * 7 - 1
"""Days from the issue to the last of 26 weeks of which the day of issue is the first."""


@dataclass(frozen=True)
class Case:
    """Proceedings: issued, perhaps extended or stayed, due, and perhaps disposed of."""

    issued: date
    due: date
    ordered: date | None = None
    extensions: tuple[tuple[date, date], ...] = ()
    stay: tuple[date, date | None] | None = None


def cases(book: Book) -> list[Case]:
    """Decide all proceedings of two years."""
    count = book.scaled(DUE)
    in_time = ceil(IN_TIME * count)
    book.figure("court-26-weeks", "on_time_of_due", in_time, count)
    open_still = (count - in_time) // 2
    made = [_in_time(book) for _ in range(in_time)]
    made += [_late(book) for _ in range(count - in_time - open_still)]
    made += [_overdue(book) for _ in range(open_still)]
    made += [_recent(book) for _ in range(book.scaled(RECENT))]
    made += [_early(book) for _ in range(book.scaled(EARLY))]
    made += [_before(book) for _ in range(book.scaled(BEFORE))]
    made += [_stayed_before(book) for _ in range(book.scaled(STAYED_BEFORE))]
    return [*made, _stayed(book)]


def assign(book: Book, made: Sequence[Case], care: Sequence[Care]) -> list[tuple[Child, Case]]:
    """Give each case to a child who came into care at about that time, or else to one at home."""
    free = [each for each in care if each.ordinary and not each.declined]
    whose = []
    for case in made:
        found = next((each for each in free if _fits(each, case)), None)
        if found:
            free.remove(found)
            found.issued, found.ordered = case.issued, case.ordered
        whose.append((found.child if found else _at_home(book, case), case))
    return whose


def _fits(care: Care, case: Case) -> bool:
    """Say whether the child came into care at about the time of the issue, and stayed until the order."""
    near = care.start - days(20) <= case.issued <= care.start + days(45)
    stays = care.end is None or (case.ordered is not None and case.ordered <= care.end)
    return near and stays and care.child.born < case.issued


def record(book: Book, child: Child, case: Case) -> None:
    """Record proceedings, and in most cases the letter and the meeting before them."""
    number = book.number("C")
    letter = letter_before(book, child, case.issued) if book.happens(0.7) else None
    book.note("proceedings_issued", child, date=case.issued, id=number, pre_proceedings=letter)
    _hearing(book, child, case, number)
    for day, until in case.extensions:
        book.note("court_extension", child, date=day, proceedings=book.link(number), until=until)
    if case.stay:
        begun, ended = case.stay
        book.note("stay", child, start=begun, end=ended, proceedings=number)
    if case.ordered:
        book.note("final_order", child, date=case.ordered, proceedings=book.link(number))
    paused = case.stay is not None and case.stay[1] is None
    clock = Clock(case.issued, case.due, case.ordered)
    book.clock("court-26-weeks", child, clock, "paused" if paused else "")


def _hearing(book: Book, child: Child, case: Case, number: str) -> None:
    """Record the case management hearing: by day 18 in most cases, of which the day of issue is the first."""
    day = later(case.issued, book.rng.randint(11, 17) if book.happens(0.86) else book.rng.randint(18, 29))
    held = day if day <= (case.ordered or book.as_at) else None
    if held:
        book.note("case_management_hearing", child, date=held, proceedings=book.link(number))
    ended = None if held else case.ordered
    book.clock("plo-cmh", child, Clock(case.issued, later(case.issued, 17), held, ended))


def _at_home(book: Book, case: Case) -> Child:
    child = book.child(case.issued - days(200))
    child.known.append(Known(case.issued, case.ordered, management_team(child)))
    return child


def _due_on(due: date) -> Case:
    """Lay a case back from the day on which it is to be disposed of, or the days before."""
    issued = working_back(due - days(WEEKS_26))
    return Case(issued, issued + days(WEEKS_26))


def _in_time(book: Book) -> Case:
    """Decide a case of the last twelve months that was disposed of in time, one in five after extensions."""
    due = book.day(book.year_ago + days(8), book.as_at)
    if book.happens(0.2):
        return _extended(book, due)
    case = _due_on(due)
    return replace(case, ordered=working_back(case.due - days(book.rng.randint(0, 60))))


def _extended(book: Book, due: date) -> Case:
    """Decide a case that the court extended once or twice, by up to eight weeks at a time."""
    weeks = book.rng.randint(3, 14)
    case = _due_on(due - days(7 * weeks))
    steps = (weeks,) if weeks <= AT_MOST else (AT_MOST, weeks - AT_MOST)
    extensions, stood = [], case.due
    for step in steps:
        extensions.append((stood - days(book.rng.randint(1, 14)), stood + days(7 * step)))
        stood = extensions[-1][1]
    ordered = extensions[-1][0] + (stood - extensions[-1][0]) * 3 // 4
    return Case(case.issued, stood, ordered, tuple(extensions))


def _late(book: Book) -> Case:
    """Decide a case that was disposed of late."""
    over = book.rng.randint(5, 80)
    case = _due_on(book.day(book.year_ago + days(8), book.as_at - days(over + 4)))
    return replace(case, ordered=working_on(case.due + days(over)))


def _overdue(book: Book) -> Case:
    return _due_on(book.as_at - days(book.rng.randint(2, 90)))


def _recent(book: Book) -> Case:
    return _due_on(book.as_at + days(book.rng.randint(10, WEEKS_26 - 5)))


def _early(book: Book) -> Case:
    """Decide a case that is not due yet, but was disposed of."""
    case = _due_on(book.as_at + days(book.rng.randint(12, 70)))
    return replace(case, ordered=book.working_day(book.as_at - days(30), book.as_at))


def _before(book: Book) -> Case:
    """Decide a case of the year before: some were late, none was open when the last year began."""
    case = _due_on(book.day(book.as_at - days(540), book.as_at - days(420)))
    off = book.rng.randint(1, 30) if book.happens(0.2) else -book.rng.randint(0, 50)
    return replace(case, ordered=working_on(case.due + days(off)) if off > 0 else case.due + days(off))


def _stayed_before(book: Book) -> Case:
    """Decide a case of the year before that was stayed for a time: those days do not count."""
    case = _due_on(book.day(book.as_at - days(530), book.as_at - days(500)))
    begun = case.issued + days(book.rng.randint(40, 90))
    length = book.rng.randint(20, 40)
    due = case.due + days(length)
    return Case(case.issued, due, due - days(9), stay=(begun, begun + days(length - 1)))


def _stayed(book: Book) -> Case:
    """Decide the case that is stayed now: its date moves with every day of the stay."""
    case = _due_on(book.as_at + days(30))
    begun = book.as_at - days(book.rng.randint(10, 60))
    return Case(case.issued, case.due + days((book.as_at - begun).days + 1), stay=(begun, None))
