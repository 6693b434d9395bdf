"""The catalogue: a page for every rule, indexes that lead to it, and pictures whose days are counted rightly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.unit.extract_made import rule

from timeliness.errors import UsageError
from timeliness.reports.catalogue.picture import picture
from timeliness.reports.catalogue.words import plain
from timeliness.resources import Folders, shipped
from timeliness.rulebook.load import Rulebook, load_rulebook
from timeliness.runs.catalogue import write_catalogue
from timeliness.runs.examples import clocks_of_examples

BOOK = load_rulebook(shipped("rules"))
INDEXES = ("index.html", "by-force.html", "by-service.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("catalogue") / "pages"
    write_catalogue(BOOK, Folders(), out)
    return out


class Reader(HTMLParser):
    """The links of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "link", "script"):
            self.links += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def test_every_rule_has_a_page_that_says_its_title_its_texts_and_its_examples(folder: Path) -> None:
    for each in BOOK.rules.values():
        said = " ".join(read(folder / "rules" / f"{each.id}.html").text.split())
        assert each.title in said
        assert all(" ".join(version.cite.split()) in said for version in each.versions)
        assert all(example.name in said for example in each.examples)


@pytest.mark.parametrize("name", INDEXES)
def test_every_index_leads_to_every_rule_once(folder: Path, name: str) -> None:
    links = [link for link in read(folder / name).links if link.startswith("rules/")]
    assert sorted(links) == sorted(f"rules/{each}.html" for each in BOOK.rules)


def test_every_link_leads_to_a_file_of_the_folder_or_to_a_source(folder: Path) -> None:
    sources = {version.url for each in BOOK.rules.values() for version in each.versions}
    for page in folder.rglob("*.html"):
        for link in read(page).links:
            assert link in sources or link.startswith("#") or (page.parent / link).is_file(), (page.name, link)


def test_nothing_is_fetched_from_elsewhere_but_by_a_click(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            assert not re.search(r"(?:src|@import|url\()[=\s\"']*(?:https?:)?//", path.read_text(encoding="utf-8"))


def test_a_text_that_nobody_has_read_is_marked_on_its_page_and_in_the_index(folder: Path) -> None:
    for each in BOOK.rules.values():
        said = read(folder / "rules" / f"{each.id}.html").text
        unread = any(version.verified is None for version in each.versions)
        assert ("Nobody has yet checked our wording" in said) is unread


def test_the_words_of_a_search_find_a_rule_by_its_id_title_law_and_area(folder: Path) -> None:
    page = (folder / "index.html").read_text(encoding="utf-8")
    words = dict(
        zip(
            re.findall(r'href="rules/([a-z0-9-]+)\.html"', page), re.findall(r'data-words="([^"]*)"', page), strict=True
        )
    )
    assert all(word in words["court-26-weeks"] for word in ("court-26-weeks", "children act 1989", "26 weeks"))


def test_what_a_rule_says_is_escaped(tmp_path: Path) -> None:
    text = rule("odd", "starts: referral\nmet_by: assessment_authorised\nwithin: 10 days").replace(
        "title: ", "title: <script>alert(1)</script> ", 1
    )
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "pages"
    write_catalogue(load_rulebook(shipped("rules"), [tmp_path]), Folders(), out)
    assert "<script>alert" not in (out / "rules" / "odd.html").read_text(encoding="utf-8")
    assert "<script>alert" not in (out / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_holds_something_else_is_refused_and_a_catalogue_is_written_again(
    tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds no catalogue"):
        write_catalogue(BOOK, Folders(), tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write_catalogue(BOOK, Folders(), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


# Pictures


def drawn(id_: str, name: str, book: Rulebook = BOOK):
    each = book.rules[id_]
    position = next(number for number, example in enumerate(each.examples) if example.name == name)
    return picture(clocks_of_examples(book)[id_, position], each.examples[position].as_at, book.calendars)


def test_the_days_that_count_are_numbered_to_the_last_and_a_holiday_says_its_name() -> None:
    found = drawn("cp-icpc", "Held on the fifteenth working day, across the bank holiday at the beginning of May")
    cells = [cell for week in found.weeks for cell in week]
    assert [cell.number for cell in cells if cell.number] == list(range(1, 16))
    assert [cell.number for cell in cells if "due" in cell.marks] == [15]
    assert [cell.number for cell in cells if "start" in cell.marks] == [None]
    assert [cell.holiday for cell in cells if cell.holiday] == ["Early May bank holiday"]
    assert all(cell.number is None for cell in cells if cell.off)


def test_a_limit_that_begins_with_its_start_calls_it_day_one() -> None:
    found = drawn("plo-cmh", "Heard on day 18, of which the day of issue is the first")
    cells = [cell for week in found.weeks for cell in week]
    assert [cell.number for cell in cells if "start" in cell.marks] == [1]
    assert [cell.number for cell in cells if "due" in cell.marks] == [18]


def test_a_limit_before_the_start_is_numbered_backwards() -> None:
    each = BOOK.rules["report-to-parents"]
    rows = clocks_of_examples(BOOK)[each.id, 0]
    cells = [cell for week in picture(rows, each.examples[0].as_at, BOOK.calendars).weeks for cell in week]
    assert [cell.number for cell in cells if "due" in cell.marks] == [2]
    assert [cell.number for cell in cells if "start" in cell.marks] == [None]


def test_many_days_are_bars_that_stay_inside_the_picture() -> None:
    for (id_, position), rows in clocks_of_examples(BOOK).items():
        found = picture(rows, BOOK.rules[id_].examples[position].as_at, BOOK.calendars)
        assert not (found.weeks and found.bars)
        assert len(found.said) == max(len(rows), 1)
        assert len(found.ticks) <= 14
        for bar in found.bars:
            assert 0 <= bar.left <= bar.left + bar.width <= 100.1
            assert bar.late_width == 0 or 0 <= bar.late_left <= bar.late_left + bar.late_width <= 100.1


def test_a_clock_without_dates_is_told_and_not_drawn() -> None:
    row: Mapping[str, object] = {"start": None, "status": "unassessable", "reason": "start missing"}
    found = picture([row], date(2024, 5, 31), BOOK.calendars)
    assert (found.weeks, found.bars) == ((), ())
    assert found.said == ("A clock without a start: unassessable, start missing.",)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("looked_after.start", "the start of looked after"),
        ("placement.kind is P1", "kind of placement is P1"),
        ("cp_visit where child_seen is true", "child protection visit where child seen is yes"),
        ("1 week when occurrence is 1", "1 week when it is the first"),
    ],
)
def test_names_of_facts_are_written_as_words(written: str, said: str) -> None:
    assert plain(written) == said
