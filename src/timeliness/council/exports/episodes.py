"""The council's children as case systems keep them: each referral with what followed from it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from timeliness.council.book import Book

_TEAMS = ("child_id", "start", "end", "team", "worker")

Row = Mapping[str, str]
Episodes = Mapping[str, Sequence["Episode"]]
"""The episodes of each child, by the child's id, in order of their days."""


@dataclass
class Assessment:
    """An assessment; one that ended without being authorised was stopped."""

    id: str
    start: str
    end: str
    authorised: str = ""


@dataclass
class Enquiry:
    """A section 47 enquiry with what is recorded of it; the days are text, and empty where there is none."""

    id: str
    start: str
    end: str = ""
    required: str = ""
    meeting: str = ""
    conference: str = ""

    @property
    def closed(self) -> str:
        """The day of the last that is recorded of an enquiry that has ended."""
        return max(self.end, self.conference) if self.end else ""


@dataclass
class Plan:
    """A child protection plan with its review conferences."""

    id: str
    start: str
    end: str
    reviews: list[str] = field(default_factory=list)


@dataclass
class Episode:
    """An episode of need: a referral, and what followed until the next. `id` and `day` are empty without one."""

    id: str = ""
    day: str = ""
    no_further_action: str = ""
    assessments: list[Assessment] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    in_need: list[Row] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    transfers: list[str] = field(default_factory=list)
    placements: list[Row] = field(default_factory=list)

    @property
    def start(self) -> str:
        """The day on which it began: that of the referral, or else the first that is recorded."""
        days = [each.start for each in self.assessments] + [each.start for each in self.enquiries]
        days += [each.start for each in self.plans] + [row["start"] for row in self.in_need] + self.transfers
        return self.day or min(filter(None, days), default="")

    @property
    def end(self) -> str:
        """The day on which the last of it ended; empty while anything runs."""
        ends = [each.end for each in self.assessments] + [each.closed for each in self.enquiries]
        ends += [each.end for each in self.plans] + [row["end"] for row in self.in_need]
        return max([self.day, *self.transfers, *ends]) if all(ends) else ""


def episodes(book: Book) -> Episodes:
    """Put what is recorded of each child under the referral that it followed."""
    found: defaultdict[str, list[Episode]] = defaultdict(list)
    for row in _ordered(book, "referral", "date"):
        found[row["child_id"]].append(Episode(row["id"], row["date"], row["no_further_action"]))
    for child, assessment, referral in _assessments(book):
        _of(found[child], assessment.start, referral).assessments.append(assessment)
    for row in _ordered(book, "cin_plan", "start"):
        _of(found[row["child_id"]], row["start"]).in_need.append(row)
    for child, enquiry in _enquiries(book):
        _of(found[child], enquiry.start).enquiries.append(enquiry)
    for child, plan in _plans(book):
        _of(found[child], plan.start).plans.append(plan)
    for row in _ordered(book, "placement", "start"):
        _of(found[row["child_id"]], row["start"]).placements.append(row)
    for row in _ordered(book, "transfer_in_conference", "date"):
        _of(found[row["child_id"]], row["date"]).transfers.append(row["date"])
    return dict(sorted(found.items()))


def _ordered(book: Book, table: str, day: str) -> list[Row]:
    return sorted(book.facts[table], key=lambda row: (row["child_id"], row[day], row.get("id", "")))


def _of(made: list[Episode], day: str, id_: str = "") -> Episode:
    """The episode that is named, else the one begun last by a day; without any, one whose referral is not recorded."""
    named = [each for each in made if id_ and each.id == id_]
    begun = named or [each for each in made if each.no_further_action != "true" and (each.day <= day or not day)]
    if not begun:
        made.insert(0, Episode())
        return made[0]
    return begun[-1]


def _assessments(book: Book) -> list[tuple[str, Assessment, str]]:
    """Assessments with their authorisation, and the referral that each names."""
    made: defaultdict[str, list[Assessment]] = defaultdict(list)
    named = {row["id"]: row["referral"] for row in book.facts["assessment"]}
    for row in _ordered(book, "assessment", "start"):
        made[row["child_id"]].append(Assessment(row["id"], row["start"], row["end"]))
    for row in _ordered(book, "assessment_authorised", "date"):
        waiting = [each for each in made[row["child_id"]] if not each.authorised]
        for each in _answered(waiting, row["date"], row["assessment"]):
            each.authorised = row["date"]
    return [(child, each, named[each.id]) for child, found in made.items() for each in found]


def _enquiries(book: Book) -> list[tuple[str, Enquiry]]:
    """Enquiries, each with its first strategy meeting and its conference; a discussion without a day is one, too."""
    made: defaultdict[str, list[Enquiry]] = defaultdict(list)
    for row in _ordered(book, "section_47_enquiry", "start"):
        enquiry = Enquiry(row["id"], row["start"], row["end"], row["conference_required"])
        made[row["child_id"]].append(enquiry)
    for row in _ordered(book, "strategy_meeting", "date"):
        for each in _answered(made[row["child_id"]], row["date"], row["enquiry"]):
            each.meeting = each.meeting or row["date"]
    for row in _ordered(book, "initial_cp_conference", "date"):
        waiting = [each for each in made[row["child_id"]] if not each.conference]
        for each in _answered(waiting, row["date"], row["enquiry"]):
            each.conference = row["date"]
    for number, row in enumerate(row for row in book.facts["strategy_discussion"] if not row["date"]):
        made[row["child_id"]].append(Enquiry(f"U{number:05d}", ""))
    return [(child, enquiry) for child, found in made.items() for enquiry in found]


def _plans(book: Book) -> list[tuple[str, Plan]]:
    made: defaultdict[str, list[Plan]] = defaultdict(list)
    for row in _ordered(book, "cp_plan", "start"):
        made[row["child_id"]].append(Plan(row["id"], row["start"], row["end"]))
    for row in _ordered(book, "cp_review_conference", "date"):
        for each in _answered(made[row["child_id"]], row["date"], row["plan"]):
            each.reviews.append(row["date"])
    return [(child, plan) for child, found in made.items() for plan in found]


Answered = TypeVar("Answered", Assessment, Enquiry, Plan)


def _answered(made: Iterable[Answered], day: str, id_: str) -> list[Answered]:
    """The one that is named, else the one begun last by a day; nothing without any."""
    named = [each for each in made if id_ and each.id == id_]
    return (named or [each for each in made if each.start <= day])[-1:]


def allocation(book: Book) -> bytes:
    """Write the teams of children as a file of a facts folder, to lie beside an extract that has none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_TEAMS)
    writer.writerows(sorted([row[name] for name in _TEAMS] for row in book.facts["allocation"]))
    return text.getvalue().encode()
