"""The council as its returns of the children in need census: one XML file for each year up to the day of the extract.

Each return holds what was open in its year or ended in it, as it was known on its last day, and the reviews of that
year alone. The target of each conference is the council's own: it counts from the strategy meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from timeliness.council.book import Book, Child
from timeliness.council.calendar import later, months_on
from timeliness.council.exports.episodes import Assessment, Enquiry, Episode, Plan, Row, allocation, episodes

Node = tuple[str, "str | Sequence[Node]"]
"""An element: its name, and its text or what is in it."""

_SEX_SINCE = 2025
_TARGET = 15


def files(book: Book) -> Mapping[str, bytes]:
    """Write a return for each year in which anything is recorded, and the teams beside them, which no return has."""
    known = episodes(book)
    children = {each.id: each for each in book.children}
    first = min(each.start for found in known.values() for each in found if each.start)
    made, last = {}, book.as_at
    while last.isoformat() >= first:
        year = _Year(months_on(last, -12).isoformat(), last.isoformat())
        listed = [(children[child], year.details(found)) for child, found in known.items()]
        message = year.message([year.child(child, details) for child, details in listed if details])
        made[f"CIN_Census_{last.year}.xml"] = _written(message)
        last = months_on(last, -12)
    return dict(sorted(made.items())) | {"allocation.csv": allocation(book)}


@dataclass(frozen=True)
class _Year:
    """The year of a return: the days after `before`, up to and with `last`."""

    before: str
    last: str

    def message(self, children: Sequence[Node]) -> Node:
        collection = _texts(("Collection", "CIN"), ("Year", self.last[:4]), ("ReferenceDate", self.last))
        source = _texts(
            ("SourceLevel", "L"),
            ("LEA", "999"),
            ("SoftwareCode", "timeliness"),
            ("Release", "1"),
            ("SerialNo", "001"),
            ("DateTime", f"{self.last}T12:00:00"),
        )
        header = ("Header", [("CollectionDetails", collection), ("Source", source)])
        return ("Message", [header, ("Children", children)])

    def child(self, child: Child, details: Sequence[Node]) -> Node:
        born = "PersonBirthDate" if child.born.isoformat() <= self.last else "ExpectedPersonBirthDate"
        died = child.died.isoformat() if child.died else ""
        sex = ("Sex", "U") if int(self.last[:4]) >= _SEX_SINCE else ("GenderCurrent", "0")
        identifiers = _texts(
            ("LAchildID", child.id),
            ("UPNunknown", "UN1"),
            (born, child.born.isoformat()),
            sex,
            ("PersonDeathDate", self.known(died)),
        )
        characteristics = _texts(("Ethnicity", "NOBT"))
        return ("Child", [("ChildIdentifiers", identifiers), ("ChildCharacteristics", characteristics), *details])

    def details(self, found: Sequence[Episode]) -> list[Node]:
        """The episodes of a child that are in the return."""
        return [("CINdetails", self.episode(each)) for each in found if self.holds(each.start, each.end)]

    def holds(self, start: str, end: str) -> bool:
        """Say whether something is in the return: begun by its last day, and not ended before its first."""
        return start <= self.last and (not end or end > self.before)

    def known(self, day: str) -> str:
        """A day, if it had come by the last of the return."""
        return day if day <= self.last else ""

    def episode(self, episode: Episode) -> list[Node]:
        moved_in = [day for day in episode.transfers if self.holds(day, day)]
        refused = episode.no_further_action == "true"
        closed = self.known(episode.end)
        return [
            *_texts(
                ("CINreferralDate", episode.day),
                ("ReferralSource", "1A"),
                ("CINclosureDate", closed),
                ("ReasonForClosure", "RC8" if closed else ""),
                ("DateOfInitialCPC", moved_in[0] if moved_in else ""),
            ),
            *(self.assessment(each) for each in episode.assessments if self.holds(each.start, each.end)),
            *(self.in_need(row) for row in episode.in_need if self.holds(row["start"], row["end"])),
            *(self.enquiry(each) for each in episode.enquiries if self.holds(each.start, each.closed)),
            ("ReferralNFA", "true" if refused else "false"),
            *(self.plan(each) for each in episode.plans if self.holds(each.start, each.end)),
        ]

    def assessment(self, made: Assessment) -> Node:
        done = self.known(made.authorised)
        days = _texts(("AssessmentActualStartDate", made.start), ("AssessmentAuthorisationDate", done))
        return ("Assessments", [*days, ("FactorsIdentifiedAtAssessment", [])])

    def in_need(self, row: Row) -> Node:
        return ("CINPlanDates", _texts(("CINPlanStartDate", row["start"]), ("CINPlanEndDate", self.known(row["end"]))))

    def enquiry(self, enquiry: Enquiry) -> Node:
        counted_from = enquiry.meeting or enquiry.start
        target = later(date.fromisoformat(counted_from), _TARGET).isoformat() if counted_from else ""
        refused = enquiry.required == "false" and enquiry.end <= self.last
        return (
            "Section47",
            _texts(
                ("S47ActualStartDate", enquiry.start),
                ("InitialCPCtarget", target),
                ("DateOfInitialCPC", self.known(enquiry.conference)),
                ("ICPCnotRequired", "true" if refused else "false"),
            ),
        )

    def plan(self, plan: Plan) -> Node:
        days = [("CPPreviewDate", day) for day in plan.reviews if self.before < day <= self.last]
        one_each = int(self.last[:4]) % 2  # both shapes are in use: several elements, and one with several days
        reviews = [("Reviews", [day]) for day in days] if one_each else [("Reviews", days)] * bool(days)
        return (
            "ChildProtectionPlans",
            [
                *_texts(
                    ("CPPstartDate", plan.start),
                    ("CPPendDate", self.known(plan.end)),
                    ("InitialCategoryOfAbuse", "NEG"),
                    ("LatestCategoryOfAbuse", "NEG"),
                    ("NumberOfPreviousCPP", "0"),
                ),
                *reviews,
            ],
        )


def _texts(*pairs: tuple[str, str]) -> list[Node]:
    """Elements with text; one without any is left out."""
    return [(name, text) for name, text in pairs if text]


def _written(message: Node) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_lines(message, "")]
    return "\n".join([*lines, ""]).encode()


def _lines(node: Node, indent: str) -> Iterator[str]:
    name, content = node
    if isinstance(content, str):
        yield f"{indent}<{name}>{escape(content)}</{name}>"
    elif not content:
        yield f"{indent}<{name}/>"
    else:
        yield f"{indent}<{name}>"
        for each in content:
            yield from _lines(each, f"{indent}  ")
        yield f"{indent}</{name}>"
