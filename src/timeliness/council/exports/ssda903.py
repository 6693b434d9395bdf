"""The council as its SSDA903 returns of children looked after: CSV files for each year up to the day of the extract.

Each return holds the episodes that were open in its year or ended in it, as they were known on its last day, and the
reviews of that year alone. Reviews under the adoption regulations are not in it, for the return would not tell them
apart; nor is a placement of a child who was not looked after.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from timeliness.council.book import Book

Row = Mapping[str, str]
Line = dict[str, str]
Facts = Mapping[str, Sequence[Row]]
"""The rows of a table by child."""

APRIL = 4
WORKERS_SINCE = "2023-04-01"
_STILL = "9999"

COLUMNS = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC"),
        *("REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
    ),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
    "missing": ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"),
    "placed_adoption": ("CHILD", "DOB", "DATE_PLACED", "DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
    "ad1": ("CHILD", "DOB", "DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
    "sw_episodes": ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
}


def files(book: Book) -> Mapping[str, bytes]:
    """Write the files of each year in which a child was looked after."""
    found = _Found(book)
    first = min((each.start for each in found.episodes), default=book.as_at.isoformat())
    made: dict[str, bytes] = {}
    last = book.as_at
    while last.isoformat() >= first:
        begun = _first_of_year(last)
        tables = _Year(begun.isoformat(), last.isoformat()).tables(found)
        made |= {f"{begun.year}-{name}.csv": _written(COLUMNS[name], rows) for name, rows in tables.items() if rows}
        last = begun - timedelta(days=1)
    return dict(sorted(made.items()))


def _first_of_year(day: date) -> date:
    begun = date(day.year, APRIL, 1)
    return begun if begun <= day else date(day.year - 1, APRIL, 1)


@dataclass(frozen=True)
class Episode:
    """An episode: no day of it has another legal status or placement. Days are text, and empty where there is none."""

    child: str
    start: str
    end: str
    why: str
    status: str
    placement: str
    why_ended: str


class _Found:
    """What the book has of children looked after."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.born = {each.id: each.born.isoformat() for each in book.children}
        self.orders = {(row["child_id"], row["date"]) for row in book.facts["adoption_order"]}
        self.died = {(each.id, each.died.isoformat()) for each in book.children if each.died}
        placements, statuses = self.of("placement"), self.of("legal_status")
        self.episodes = [
            each
            for care in sorted(book.facts["looked_after"], key=lambda row: (row["child_id"], row["start"]))
            for each in self._period(care, placements[care["child_id"]], statuses[care["child_id"]])
        ]

    def of(self, table: str) -> Facts:
        """The rows of a table, by child."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.book.facts[table]:
            found[row["child_id"]].append(row)
        return found

    def _period(self, care: Row, placements: Sequence[Row], statuses: Sequence[Row]) -> Iterator[Episode]:
        """The episodes of a period of care: another begins where the placement or the legal status changes."""
        child, last = care["child_id"], care["end"] or _STILL
        turns = {row["start"] for row in (*placements, *statuses)} | {row["end"] for row in placements}
        days = [care["start"], *sorted(day for day in turns if care["start"] < day < last)]
        held = [(day, _status(statuses, day), _placement(placements, day)) for day in days]
        changes = [now for before, now in zip([None, *held], held, strict=False) if not before or before[1:] != now[1:]]
        following = [day for day, *_ in changes[1:]]
        for place, (day, status, (placement, kind)) in enumerate(changes):
            goes_on = place < len(following)
            why = _reason(changes[place - 1][1:], (status, (placement, kind))) if place else "S"
            end = following[place] if goes_on else care["end"]
            yield Episode(child, day, end, why, status, kind, "X1" if goes_on else self._end(child, end))

    def _end(self, child: str, day: str) -> str:
        """Why care ended: with adoption or death, else the child went home."""
        if (child, day) in self.orders:
            return "E12"
        return "E2" if (child, day) in self.died else "E4A" if day else ""


def _status(statuses: Sequence[Row], day: str) -> str:
    running = [row for row in statuses if row["start"] <= day <= (row["end"] or _STILL)]
    return max(running, key=lambda row: row["start"])["code"] if running else ""


def _placement(placements: Sequence[Row], day: str) -> tuple[str, str]:
    """The placement begun last of those that go on beyond a day: its identifier and its kind."""
    running = [row for row in placements if row["start"] <= day < (row["end"] or _STILL)]
    found = max(running, key=lambda row: row["start"], default={"id": "", "kind": ""})
    return found["id"], found["kind"]


def _reason(before: tuple[str, tuple[str, str]], now: tuple[str, tuple[str, str]]) -> str:
    """Why an episode that goes on another began: another legal status, another placement, or both."""
    if before[0] == now[0]:
        return "P"
    return "L" if before[1] == now[1] else "B"


@dataclass(frozen=True)
class _Year:
    """The year of a return, from its first day to its last."""

    first: str
    last: str

    def tables(self, found: _Found) -> Mapping[str, Sequence[Line]]:
        """The lines of each file."""
        made = {
            "episodes": [self._episode(each) for each in found.episodes if self._holds(each.start, each.end)],
            "reviews": [*self._reviews(found)],
            "missing": [*self._missing(found)],
            "placed_adoption": [*self._decisions(found)],
            "ad1": [*self._adoptions(found)],
            "sw_episodes": [*self._workers(found)],
        }
        children = sorted({line["CHILD"] for lines in made.values() for line in lines})
        header = [{"CHILD": child, "SEX": "1", "ETHNIC": "WBRI", "UPN": "UN1"} for child in children]
        for line in (
            line for name, lines in {"header": header, **made}.items() if name != "episodes" for line in lines
        ):
            line["DOB"] = _day(found.born[line["CHILD"]])
        return {"header": header, **made}

    def _holds(self, start: str, end: str) -> bool:
        return start <= self.last and (not end or end >= self.first)

    def _known(self, day: str) -> str:
        """A day as it is written, if it had come by the last of the return."""
        return _day(day) if day <= self.last else ""

    def _episode(self, each: Episode) -> Line:
        dec = self._known(each.end)
        line = {"CHILD": each.child, "DECOM": _day(each.start), "RNE": each.why, "LS": each.status, "CIN": "N1"}
        return line | {"PLACE": each.placement, "DEC": dec, "REC": each.why_ended if dec else ""}

    def _reviews(self, found: _Found) -> Iterator[Line]:
        for row in found.book.facts["cla_review"]:
            if self.first <= row["date"] <= self.last:
                yield {"CHILD": row["child_id"], "REVIEW": _day(row["date"]), "REVIEW_CODE": "PN1"}

    def _missing(self, found: _Found) -> Iterator[Line]:
        for row in self._looked_after(found, found.book.facts["missing"]):
            days = {"MIS_START": _day(row["start"]), "MIS_END": self._known(row["end"])}
            yield {"CHILD": row["child_id"], "MISSING": row["kind"], **days}

    def _decisions(self, found: _Found) -> Iterator[Line]:
        for row in self._looked_after(found, found.book.facts["adoption_plan"]):
            adopted = (row["child_id"], row["end"]) in found.orders
            ceased = "" if adopted else self._known(row["end"])
            yield {"CHILD": row["child_id"], "DATE_PLACED": _day(row["start"]), "DATE_PLACED_CEASED": ceased}

    def _adoptions(self, found: _Found) -> Iterator[Line]:
        """Children adopted in the year, with the days of the decision and of the match."""
        plans, matches = found.of("adoption_plan"), found.of("adoption_match")
        for child, day in sorted(found.orders):
            if self.first <= day <= self.last and matches[child]:
                decided = max((row["start"] for row in plans[child]), default="")
                yield {"CHILD": child, "DATE_INT": _day(decided), "DATE_MATCH": _day(matches[child][-1]["date"])}

    def _workers(self, found: _Found) -> Iterator[Line]:
        for row in self._looked_after(found, found.book.facts["allocation"]) if self.last >= WORKERS_SINCE else ():
            days = {"SW_DECOM": _day(row["start"]), "SW_DEC": self._known(row["end"])}
            yield {"CHILD": row["child_id"], "SW_ID": row["worker"], **days}

    def _looked_after(self, found: _Found, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of children looked after in the year that the return holds."""
        children = {each.child for each in found.episodes if self._holds(each.start, each.end)}
        yield from (row for row in rows if row["child_id"] in children and self._holds(row["start"], row["end"]))


def _day(text: str) -> str:
    """Write a day as the return has it."""
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}" if text else ""


def _written(columns: Sequence[str], lines: Iterable[Line]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted([line.get(name, "") for name in columns] for line in lines))
    return text.getvalue().encode()
