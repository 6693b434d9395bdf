"""The council's ten teams, their invented workers, and whose list each child is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from datetime import timedelta as days
from itertools import zip_longest
from typing import TypeVar

from timeliness.council.book import Book, Child, Known
from timeliness.council.calendar import months_on

T = TypeVar("T")

CONTACT = ("First Contact East", "First Contact West")
MANAGEMENT = ("Care Management North", "Care Management Central", "Care Management South")
LOOKED_AFTER = ("Looked After East", "Looked After West")
SIXTEEN, SIXTEEN_PLUS = 16, "Sixteen Plus Team"
DISABILITY = "Children with Disabilities Team"
ADOPTION = "Adoption Team"

TEAMS = (*CONTACT, *MANAGEMENT, *LOOKED_AFTER, SIXTEEN_PLUS, DISABILITY, ADOPTION)

NAMES = """
A. Abara, B. Calloway, C. Dunmore, D. Eastgate, E. Farrow, F. Gill
G. Hallam, H. Iqbal, I. Jessop, J. Kaminski, K. Lathom, L. Mbeki
M. Norbury, N. Okafor, O. Penrose, P. Quayle, R. Rahman, S. Selwyn, T. Tallis, U. Usman, V. Vale
A. Ashdown, B. Birch, C. Corrie, D. Delaney, E. Eyre, F. Fenwick, G. Garside, H. Haddad, I. Ingram
J. Joyce, K. Kestrel, L. Lomax, M. Mistry, N. Nye, O. Oduya, P. Pascoe, R. Redfern, S. Sorrell
T. Thorne, U. Underhill, V. Vance, W. Whitlock, Y. Yeardley
A. Amin, B. Bellamy, C. Chaudhry, D. Drake, E. Evenwood
F. Fisk, G. Grange, H. Hollis, I. Islam
J. Juniper, K. Keane, L. Larkin, M. Marlow
N. Napier, O. Orchard, P. Pemberton
"""
"""The workers of each team, in the order of `TEAMS`: invented names, of nobody."""

WORKERS = {team: line.split(", ") for team, line in zip(TEAMS, NAMES.strip().splitlines(), strict=True)}
LONG = 240
"""Days after which many children have changed workers."""

LAXITY = {
    MANAGEMENT[0]: 0.5,
    MANAGEMENT[2]: 2.0,
    LOOKED_AFTER[0]: 0.5,
    LOOKED_AFTER[1]: 1.3,
    SIXTEEN_PLUS: 2.0,
    DISABILITY: 0.3,
}
"""How much readier than others a team is to let visits run late (1 where none is given)."""


def contact_team(child: Child) -> str:
    """Name the team that takes the child's referrals and enquiries."""
    return CONTACT[child.area % 2]


def management_team(child: Child) -> str:
    """Name the team that manages the child's plan."""
    return DISABILITY if child.disabled else MANAGEMENT[child.area // 2]


def care_team(child: Child, as_at: date) -> str:
    """Name the team that looks after a child in care for longer than three months."""
    if child.disabled:
        return DISABILITY
    return SIXTEEN_PLUS if child.age(as_at) >= SIXTEEN else LOOKED_AFTER[child.area % 2]


def care_teams(child: Child, start: date, end: date | None, as_at: date) -> list[Known]:
    """List who works with a child in care: care management at first, then the team for those who stay."""
    handed_over = months_on(start, 3)
    if handed_over >= (end or as_at):
        return [Known(start, end, management_team(child))]
    first = Known(start, handed_over - days(1), management_team(child))
    return [first, Known(handed_over, end, care_team(child, as_at))]


def laxity(known: Sequence[Known]) -> float:
    """Read how readily the last of these teams lets visits run late."""
    return LAXITY.get(known[-1].team, 1.0)


def laxest(book: Book, known: Mapping[T, Sequence[Known]], count: int) -> set[T]:
    """Draw so many of those whose visits may be late, those known to laxer teams sooner."""
    chances = {each: book.rng.random() ** (1 / laxity(teams)) for each, teams in known.items()}
    return set(sorted(chances, key=chances.__getitem__, reverse=True)[:count])


def allocate(book: Book, knows: Mapping[Child, Sequence[Known]]) -> None:
    """Record on whose list each child was, from the first day it was known to the last."""
    for child, times in knows.items():
        known = sorted(times, key=lambda each: each.start)
        latest: date | None = date.min
        for each, following in zip_longest(known, known[1:]):
            latest = None if latest is None or each.end is None else max(latest, each.end)
            end = _earlier(latest, following.start - days(1) if following else None)
            _record(book, child, Known(each.start, end, each.team))


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((each for each in (one, other) if each), default=None)


def _record(book: Book, child: Child, known: Known) -> None:
    """Record one allocation, in two parts if workers changed; none that still runs if unallocated."""
    start, end, team = known.start, known.end, known.team
    if end is None and not child.allocated:
        end = book.as_at - days(book.rng.randint(15, 60))
    if end is not None and end < start:
        return
    if ((end or book.as_at) - start).days > LONG and book.happens(0.5):
        change = start + days(book.rng.randint(60, 180))
        _note(book, child, Known(start, change - days(1), team))
        start = change
    _note(book, child, Known(start, end, team))


def _note(book: Book, child: Child, known: Known) -> None:
    worker = book.rng.choice(WORKERS[known.team])
    book.note("allocation", child, start=known.start, end=known.end, team=known.team, worker=worker)
