"""Facts that only other readings of the rules ask for."""

from __future__ import annotations

from datetime import timedelta as days

from timeliness.council.book import Book
from timeliness.council.calendar import later
from timeliness.council.written import facts, of

ALONE_FROM = 5
"""The age from which children are commonly seen alone."""


def record(book: Book) -> None:
    """Record contacts before referrals, reports of health assessments, offers of interviews, and who was seen alone."""
    book.turn_to("readings")
    for each in facts(book, "referral"):
        if book.happens(0.3):
            day = each.start - days(book.rng.choice((0, 0, 1, 1, 2, 5)))
            book.note("contact", each.child, date=day, became_referral=True)
    for found in of(book, "health_assessment").values():
        written = later(found[0].start, book.rng.randint(3, 20))
        if written <= book.as_at:
            book.note("health_report", found[0].child, date=written)
    for each in facts(book, "missing"):
        offered = each.end + days(book.rng.randint(0, 2)) if each.end else book.as_at
        if offered < book.as_at and book.happens(0.9):
            book.note("return_interview_offered", each.child, date=offered, missing=each.id)
    old = {each.id for each in book.children if each.age(book.as_at) >= ALONE_FROM}
    alone: dict[tuple[str, ...], bool] = {}
    for row in book.facts["cp_visit"]:
        seen = row["child_seen"] == "true" and row["child_id"] in old
        drawn = alone.setdefault(tuple(row.values()), book.happens(0.8))
        row["seen_alone"] = "true" if seen and drawn else "false"
