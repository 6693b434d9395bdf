"""Drafts of mappings: a council's own headings are found, say how sure they are, and read the same facts."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.unit.drafts_made import ANNEX_A, LISTS, RENAMED, RETITLED, SSD, TABLES, files
from tests.unit.extract_made import opened, write_council, write_files
from tests.unit.round_trip import Made, council

from timeliness.errors import ExtractRefusedError, UsageError
from timeliness.extracts.drafting.likeness import Likeness, words
from timeliness.extracts.drafting.seen import Seen, seen
from timeliness.extracts.mappings.tables import files_of
from timeliness.extracts.readers.listing import data_files
from timeliness.extracts.readers.opened import READERS
from timeliness.resources import Folders
from timeliness.runs.council import Council
from timeliness.runs.drafting import Drafted, draft, write_draft

EPISODES = "Child,DECOM,RNE,Legal status (LS),PLACE,DEC,REC\n1,01/05/2023,S,C2,U4,,\n"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
KINDS = {"lists": (ANNEX_A, LISTS, RENAMED), "standard": (SSD, TABLES, RETITLED)}
"""Mappings made for tests, by their ids."""


def council_with(folder: Path, *mappings: str) -> Path:
    """A council with mappings of its own."""
    own = write_council(folder)
    (own / "rules" / "local" / "own.yaml").unlink()
    (own / "mappings").mkdir()
    for number, text in enumerate(mappings):
        (own / "mappings" / f"{number}.yaml").write_text(text, encoding="utf-8")
    return own


def drafted(extract: Path, own: Path, base: str | None = None) -> Drafted:
    return draft(extract, Council(folders=Folders(own)), base)


def facts(extract: Path, own: Path, mapping: str) -> dict[str, list[tuple]]:
    """The rows of every table, in order of their names."""
    tables = opened(extract, mapping, own).tables
    return {name: table.select(sorted(table.columns)).rows() for name, table in sorted(tables.items())}


def remarks(text: str) -> dict[str, str]:
    """The remark of each heading of the tables, by heading."""
    lines = (line.strip() for line in text.partition("\nfacts:")[0].splitlines() if line.strip().startswith("- "))
    return dict(line.removeprefix("- ").split("  # ", 1) for line in lines)


# A mapping that is known, with other headings


@pytest.mark.parametrize("kind", KINDS)
def test_a_renamed_copy_of_a_known_extract_is_read_by_its_draft_as_the_original_is_by_its_mapping(kind, tmp_path):
    mapping, tables, renamed = KINDS[kind]
    original = write_files(tmp_path / "original", files(tables))
    copy = write_files(tmp_path / "copy", files(tables, renamed))
    base = council_with(tmp_path / "base", mapping)
    made = drafted(copy, base, kind)
    own = council_with(tmp_path / "own", made.text)
    expected = facts(original, base, made.id)
    assert sum(len(rows) for rows in expected.values()) > 3
    assert facts(copy, own, made.id) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_of_an_extract_with_the_known_headings_is_sure_of_all_of_them(kind, tmp_path):
    mapping, tables, _ = KINDS[kind]
    extract, base = write_files(tmp_path / "original", files(tables)), council_with(tmp_path / "base", mapping)
    made = drafted(extract, base, kind)
    counts = made.draft.counts()
    assert counts.pop("sure") >= 9
    assert set(counts.values()) == {0}
    assert facts(extract, council_with(tmp_path / "own", made.text), made.id) == facts(extract, base, made.id)


def test_every_heading_says_what_was_expected_unless_it_is_the_same(tmp_path):
    renamed = {**RENAMED, "Date of Birth": "Date of Birth"}
    copy = write_files(tmp_path / "copy", files(LISTS, renamed))
    found = remarks(drafted(copy, council_with(tmp_path / "base", ANNEX_A), "lists").text)
    assert found["Date of Birth"] == "sure"
    assert found["Child Ref"] == "likely: Child Unique ID"
    assert found["Last Stat Visit Date"] == "guess: Date of the Last Statutory Visit"


def test_headings_and_tables_that_nothing_is_read_from_are_named_without_their_values(tmp_path):
    more = {**files(LISTS, RENAMED), "surplus.csv": "Quux,Child Ref\nZebedee,1\n"}
    text = drafted(write_files(tmp_path / "copy", more), council_with(tmp_path / "base", ANNEX_A), "lists").text
    assert "# nothing is read from 'Latest Category of Abuse' (column F, codes)" in text
    assert "# Nothing is read from surplus.csv: 'Quux' (column A, text), 'Child Ref' (column B, yes or no)." in text
    assert "Zebedee" not in text
    assert "W1" not in text


def test_a_heading_that_is_not_here_says_so_and_the_draft_reads_the_rest(tmp_path):
    tables = {name: [list(row) for row in rows] for name, rows in TABLES.items()}
    for row in tables["ssd_cp_visits.csv"]:
        del row[4]
    extract = write_files(tmp_path / "copy", files(tables, RETITLED))
    made = drafted(extract, council_with(tmp_path / "base", SSD), "standard")
    assert "child_seen: cppv_cp_visit_seen  # not here" in made.text
    assert made.draft.counts()["not here"] == 1
    visits = opened(extract, made.id, council_with(tmp_path / "own", made.text)).tables["cp_visit"]
    assert visits.select("child_id", "seen_alone").rows() == [("1", False), ("2", False)]


def test_a_table_that_is_not_here_is_not_required(tmp_path):
    tables = files(LISTS, RENAMED)
    del tables["list 8.csv"]
    extract = write_files(tmp_path / "copy", tables)
    made = drafted(extract, council_with(tmp_path / "base", ANNEX_A), "lists")
    found = facts(extract, council_with(tmp_path / "own", made.text), made.id)
    assert "looked_after" not in found
    assert len(found["cp_plan"]) == 2


def test_what_a_mapping_looks_for_by_itself_is_looked_for_under_the_new_headings(tmp_path):
    looked_for = """\
checks:
  - finding: the plan ends before it starts
    table: list_7
    column: Child Protection Plan End Date
    not_before: Child Protection Plan Start Date
    where: {Latest Category of Abuse: [NEG]}
"""
    ended = {
        name: text.replace("20/12/2023,,", "20/12/2023,01/01/2023,") for name, text in files(LISTS, RENAMED).items()
    }
    extract = write_files(tmp_path / "copy", ended)
    made = drafted(extract, council_with(tmp_path / "base", ANNEX_A + looked_for), "lists")
    assert "not_before: CP Plan Started  # likely: Child Protection Plan Start Date" in made.text
    found = opened(extract, made.id, council_with(tmp_path / "own", made.text)).findings
    assert "the plan ends before it starts" in found["finding"].to_list()


def test_the_returns_of_several_years_are_one_table(tmp_path):
    tables = files(TABLES, RETITLED)
    tables["plans of 2023.csv"] = tables["ssd_cp_plans.csv"].replace("P1", "P8").replace("P2", "P9")
    extract = write_files(tmp_path / "copy", tables)
    made = drafted(extract, council_with(tmp_path / "base", SSD), "standard")
    assert made.draft.left == ()
    assert len(facts(extract, council_with(tmp_path / "own", made.text), made.id)["cp_plan"]) == 4


def test_dates_that_are_written_otherwise_than_in_the_mapping_change_the_draft(tmp_path):
    british = {name: _ISO.sub(r"\3/\2/\1", text) for name, text in files(TABLES, RETITLED).items()}
    made = drafted(write_files(tmp_path / "copy", british), council_with(tmp_path / "base", SSD), "standard")
    assert "dates: day-first  # likely: here dates are written so, not iso" in made.text


def test_a_column_of_words_is_not_taken_for_a_day_however_it_is_called(tmp_path):
    plans = "ClientID,PlanStartDate,PlanEndDate,Plan Start\n1,NEG,NEG,2024-01-05\n2,EMO,EMO,2024-01-06\n"
    made = drafted(
        write_files(tmp_path / "copy", {"plans.csv": plans}), council_with(tmp_path / "base", SSD), "standard"
    )
    assert remarks(made.text)["Plan Start"].endswith(": cppl_cp_plan_start_date")


def as_programs_write(heading: str) -> str:
    """A heading without the sign of its table, its words written together: 'cppv_cp_visit_date' is 'CpVisitDate'."""
    parts = heading.split("_")
    return "".join(part.capitalize() for part in (parts[1:] if len(parts[0]) == 4 else parts))


def as_people_write(heading: str) -> str:
    """A heading without the sign of its table, in words, some of them others."""
    parts = heading.split("_")
    said = " ".join(parts[1:] if len(parts[0]) == 4 and len(parts) > 2 else parts)
    return said.replace("person id", "Child Ref").replace("start date", "Started").replace("end date", "Ended")


@pytest.mark.parametrize("way", [as_programs_write, as_people_write])
def test_the_council_as_the_ssd_with_other_names_of_tables_and_headings_is_read_by_its_draft(way, tmp_path):
    original = council("ssd", Made(1, 0.2)) / "ssd"
    tables = {path.stem.removeprefix("ssd_"): path.read_text(encoding="utf-8") for path in original.glob("*.csv")}
    renamed = {}
    for name, text in tables.items():
        headings, rest = text.split("\n", 1)
        renamed[f"{name}.csv"] = f"{','.join(way(each) for each in headings.split(','))}\n{rest}"
    copy = write_files(tmp_path / "copy", renamed, (original / "extract.yaml").read_text(encoding="utf-8"))
    made = drafted(copy, council_with(tmp_path / "none"))
    assert made.draft.base == "ssd"
    expected = opened(original).tables
    found = opened(copy, "ssd", council_with(tmp_path / "own", made.text)).tables
    assert found.keys() == expected.keys()
    for name, table in expected.items():
        columns = sorted(set(table.columns) - {"source"})
        assert rows_of(found[name], columns) == rows_of(table, columns), name


def rows_of(table: pl.DataFrame, columns: list[str]) -> list[tuple]:
    return table.select(columns).sort(columns, nulls_last=True).rows()


# Which mapping


def test_of_several_mappings_the_one_of_which_most_is_here_is_the_base(tmp_path):
    none = council_with(tmp_path / "none")
    plans = {"plans.csv": files(TABLES, RETITLED)["ssd_cp_plans.csv"]}
    assert drafted(write_files(tmp_path / "plans", plans), none).draft.base == ""
    with_own = council_with(tmp_path / "own", SSD)
    assert drafted(write_files(tmp_path / "ours", files(TABLES, RETITLED)), with_own).draft.base == "standard"
    assert drafted(write_files(tmp_path / "return", {"e.csv": EPISODES}), with_own).draft.base == "ssda903"


def test_a_mapping_that_is_named_is_the_base_and_one_that_is_not_there_is_refused(tmp_path):
    base, extract = council_with(tmp_path / "base", ANNEX_A, SSD), write_files(tmp_path / "a", files(LISTS))
    assert drafted(extract, base, "lists").draft.base == "lists"
    with pytest.raises(UsageError, match=r"'list' is not a mapping\. Did you mean 'lists'"):
        drafted(extract, base, "list")


# From the vocabulary alone


def test_without_a_mapping_like_it_an_extract_is_drafted_from_the_vocabulary(tmp_path):
    visits = "Child Ref,Date of CP visit,Seen alone,Notes\n1,05/01/2024,Y,a\n2,06/01/2024,N,b\n"
    people = "Child Ref,DOB\n1,01/02/2015\n2,02/02/2016\n"
    extract = write_files(tmp_path / "ours", {"CP visits.csv": visits, "Children.csv": people})
    made = drafted(extract, council_with(tmp_path / "none"))
    assert (made.draft.base, made.id) == ("", "ours")
    assert "fact: cp_visit  # A visit under a child protection plan." in made.text
    tables = opened(extract, "ours", council_with(tmp_path / "own", made.text)).tables
    assert tables["cp_visit"].select("child_id", "seen_alone").rows() == [("1", True), ("2", False)]
    assert tables["child"].select(pl.col("born").dt.year()).to_series().to_list() == [2015, 2016]


def test_what_is_like_nothing_is_refused_and_so_is_a_facts_folder(tmp_path):
    none = council_with(tmp_path / "none")
    with pytest.raises(UsageError, match="No heading of ours is like one that is known"):
        drafted(write_files(tmp_path / "ours", {"a.csv": "Quux,Xyzzy\n1,2\n"}), none)
    with pytest.raises(UsageError, match="a facts folder needs no mapping"):
        drafted(write_files(tmp_path / "facts", {"cp_visit.csv": "child_id,date\n"}), none)


def test_a_file_that_cannot_be_read_is_refused_with_all_others(tmp_path):
    extract = write_files(tmp_path / "ours", {"a.csv": "a,b\n1\n", "b.csv": b"\0"})
    with pytest.raises(ExtractRefusedError) as refused:
        drafted(extract, council_with(tmp_path / "none"))
    assert [str(each).split("  ")[0] for each in refused.value.problems] == ["a.csv:2", "b.csv:1"]


def test_a_draft_never_takes_the_place_of_a_file(tmp_path):
    made = drafted(write_files(tmp_path / "a", files(LISTS)), council_with(tmp_path / "base", ANNEX_A))
    write_draft(made, tmp_path / "new" / "draft.yaml")
    assert (tmp_path / "new" / "draft.yaml").read_text(encoding="utf-8") == made.text
    with pytest.raises(UsageError, match="is there already"):
        write_draft(made, tmp_path / "new" / "draft.yaml")


# Likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DOB", "Date of Birth"),
        ("Child Ref", "Child Unique ID"),
        ("ICPC Date", "Date of Initial Child Protection Conference"),
        ("CLA End Date", "Looked after to (date)"),
        ("PlanStartDate", "plan_start_date"),
        ("S47 started", "Section 47 start"),
    ],
)
def test_headings_of_the_same_words_are_alike(one, other):
    alike = Likeness([one, other, "Date of Referral", "Team", "Allocated Worker"])
    assert alike.by_words(one, other) > 0.75
    assert alike.by_words(one, other) == alike.by_words(other, one)


def test_only_one_heading_in_plain_form_is_the_same():
    alike = Likeness(["a"])
    assert alike.of("Was it late?", "was it  LATE (Y/N)") == 1
    assert alike.of("Visit Date", "Date of visit") < 1


def test_a_strategy_meeting_is_not_as_like_a_strategy_discussion_as_the_discussion_is():
    headings = ["Strategy discussion date", "Strategy meeting date", "Date of strategy discussion"]
    alike = Likeness(headings)
    assert alike.of(headings[2], headings[0]) > alike.of(headings[2], headings[1]) + 0.1


def test_words_are_split_where_people_and_programs_split_them():
    assert words("cppv_CPVisitDate") == {"cppv", "child", "protec", "visit", "date"}


# Shapes


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["05/01/2024", "", "06/01/2024"], "dates"),
        (["2024-01-05 00:00:00", "2024-01-06", "2024-01-06"], "dates"),
        (["Y", "no", "TRUE"], "yes or no"),
        (["12", "13", "14.0"], "whole numbers"),
        (["a) x", "a) x", "b) y", "b) y"], "codes"),
        (["Anna", "Bert", "Carl"], "text"),
        (["", "n/a", " "], "empty"),
    ],
)
def test_the_shape_of_a_column_is_told_from_most_of_its_values(values, shape, tmp_path):
    rows = "".join(f'{number},"{value}"\n' for number, value in enumerate(values))
    (table,) = look(write_files(tmp_path / "x", {"a.csv": f"id,what\n{rows}"}))
    assert table.column("what").shape == shape


def test_headings_below_a_title_are_found_where_most_of_the_first_row_is_empty(tmp_path):
    sheet = "List 7: plans,,\n,,\nChild Ref,CP Plan Started,Team\n1,05/01/2024,North\n"
    (table,) = look(write_files(tmp_path / "x", {"a.csv": sheet}))
    assert [(each.heading, each.letter, each.shape) for each in table.columns] == [
        ("Child Ref", "A", "yes or no"),
        ("CP Plan Started", "B", "dates"),
        ("Team", "C", "text"),
    ]


def look(folder: Path) -> list[Seen]:
    return seen(files_of(data_files(folder, READERS)), {}, [])
