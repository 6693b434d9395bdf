"""Periods of care: who came into care, when, and when their health was first assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta as days

from timeliness.council.book import Book, Child, nearest, shuffled
from timeliness.council.calendar import earlier, later, months_on

COUNTED = 246
"""Children looked after as at the council's day, but for those placed for adoption or on short breaks."""

ASSESSED, ASSESSED_STAYING = 100, 70
"""Children first assessed in the last twelve months, and those of them who are still looked after."""

ARRIVING, FORGOTTEN, DECLINING = 14, 6, 4
"""Children in their first days of care; children never assessed; young people who declined."""

LEFT, TURNED_18, SHORT_STAYS, RETURNED = 52, 52, 8, 12
"""Children who left care in two years; of those who came into it again, the first period is counted apart."""

SHORT_BREAKS = 4
SETTLED_BY = 460
"""Days before the council's day by which a child came into care to be settled, and assessed a year ago."""

ON_TIME = 0.61


@dataclass(eq=False)
class Care:
    """A whole period of care."""

    child: Child
    start: date
    end: date | None = None
    assessed: date | None = None
    declined: date | None = None
    issued: date | None = None
    ordered: date | None = None
    placed: date | None = None
    short_breaks: bool = False
    leaver: bool = False
    returned: bool = False

    @property
    def counted(self) -> bool:
        """Say whether its visits are counted now: it runs, and regulation 28 applies to it."""
        return self.end is None and self.placed is None and not self.short_breaks

    @property
    def ordinary(self) -> bool:
        """Say whether it is a first period, neither a leaver's, nor one before adoption, nor short breaks."""
        return not (self.placed or self.short_breaks or self.leaver or self.returned)


def periods(book: Book) -> list[Care]:
    """Decide all periods of care, but for those that lead to adoption."""
    newly = _assessed_in_the_year(book)
    running = [*_arriving(book), *_forgotten(book), *_declining(book)]
    staying = sum(each.end is None for each in newly) + len(running)
    settled = [_settled(book) for _ in range(book.scaled(COUNTED) - staying)]
    left = [_left(book, _settled(book)) for _ in range(book.scaled(LEFT))]
    leavers = [_turned_18(book) for _ in range(book.scaled(TURNED_18))]
    short = [_short_stay(book) for _ in range(book.scaled(SHORT_STAYS))]
    breaks = [_short_breaks(book) for _ in range(max(1, book.scaled(SHORT_BREAKS)))]
    earlier_periods = [_returned(book, each) for each in newly[: book.scaled(RETURNED)]]
    return [*newly, *running, *settled, *left, *leavers, *short, *breaks, *earlier_periods]


def _assessed_in_the_year(book: Book) -> list[Care]:
    """Decide the periods whose first assessment was held in the last twelve months: 61% of them on time."""
    count = book.scaled(ASSESSED)
    on_time = nearest(ON_TIME, count)
    book.figure("iha", "on_time_of_completed", on_time, count)
    outcomes = shuffled(book, [(True, on_time), (False, count - on_time)])
    made = [_assessed(book, on_time=each) for each in outcomes]
    for each in made[book.scaled(ASSESSED_STAYING) :]:
        each.end = book.day(min((each.assessed or each.start) + days(3), book.as_at), book.as_at)
    return made


def _assessed(book: Book, *, on_time: bool) -> Care:
    held = book.working_day(book.year_ago + days(1), book.as_at - days(3))
    taken = book.rng.randint(6, 20) if on_time else book.rng.randint(21, 58)
    start = earlier(held, taken)
    return Care(book.child(start), start, assessed=held)


def _arriving(book: Book) -> list[Care]:
    starts = [book.as_at - days(book.rng.randint(1, 26)) for _ in range(book.scaled(ARRIVING))]
    return [Care(book.child(start), start) for start in starts]


def _forgotten(book: Book) -> list[Care]:
    starts = [book.as_at - days(book.rng.randint(40, 150)) for _ in range(book.scaled(FORGOTTEN))]
    return [Care(book.child(start), start) for start in starts]


def _declining(book: Book) -> list[Care]:
    """Decide periods of young people who declined in time to be assessed; half were assessed later."""
    made = []
    for number in range(book.scaled(DECLINING)):
        start = book.day(book.year_ago + days(30), book.as_at - days(130))
        child = book.child_born(months_on(start, -12 * 16) - days(book.rng.randint(5, 200)))
        declined = later(start, book.rng.randint(3, 18))
        held = later(start, book.rng.randint(25, 60)) if number % 2 else None
        made.append(Care(child, start, assessed=held, declined=declined))
    return made


def _settled(book: Book) -> Care:
    """Decide a period that began long ago, with its assessment more than a year ago."""
    start = book.day(months_on(book.as_at, -60), book.as_at - days(SETTLED_BY))
    child = book.child(start)
    if child.born < start - days(100) and book.happens(0.04):
        return Care(child, start, assessed=start - days(book.rng.randint(5, 80)))
    taken = book.rng.randint(6, 20) if book.happens(ON_TIME) else book.rng.randint(21, 58)
    return Care(child, start, assessed=later(start, taken))


def _left(book: Book, care: Care) -> Care:
    """Let a settled child leave care in the last two years."""
    first = max(months_on(book.as_at, -24), care.start + days(120))
    care.end = book.day(first, book.as_at)
    return care


def _turned_18(book: Book) -> Care:
    """Decide the period of a child who left care on the eighteenth birthday."""
    end = book.day(months_on(book.as_at, -24), book.as_at)
    child = book.child_born(months_on(end, -12 * 18))
    end = months_on(child.born, 12 * 18)
    start = book.day(months_on(book.as_at, -60), min(end - days(250), book.as_at - days(SETTLED_BY)))
    return Care(child, start, end, assessed=later(start, book.rng.randint(6, 40)), leaver=True)


def _short_stay(book: Book) -> Care:
    """Decide a period that ended before anybody was assessed."""
    start = book.day(book.year_ago, book.as_at - days(45))
    return Care(book.child(start), start, start + days(book.rng.randint(2, 44)))


def _short_breaks(book: Book) -> Care:
    start = book.day(months_on(book.as_at, -30), book.as_at - days(120))
    child = book.child(start - days(1500))
    child.disabled = True
    return Care(child, start, short_breaks=True)


def _returned(book: Book, again: Care) -> Care:
    """Decide an earlier period of a child who came into care again, long enough before."""
    start = book.day(again.start - days(900), again.start - days(600))
    end = book.day(start + days(150), again.start - days(130))
    again.returned = True
    again.child.born = min(again.child.born, start - days(book.rng.randint(20, 900)))
    return Care(again.child, start, end, assessed=later(start, book.rng.randint(6, 30)), returned=True)
