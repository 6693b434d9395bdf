"""The SSDA903 return of children looked after: a public set of one year, and a few children made here."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, opened, refusals, write_files

from timeliness.facts import SOURCE_ROWS
from timeliness.runs.evaluation import Evaluation

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "ssda903"
YEAR_END = date(2018, 3, 31)
OPEN = ("paused", "overdue", "due_soon", "running")

there = pytest.mark.skipif(
    not PUBLIC.is_dir(), reason="the public SSDA903 set is not at hand (../shared/samples/ssda903)"
)


def day(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007


def is_open() -> pl.Expr:
    """What a clock is that still waits: it may be one that cannot be judged."""
    return pl.col("met").is_null() & pl.col("ended").is_null() & (pl.col("status") != "excluded")


# The public set


def lines(name: str) -> list[dict[str, str]]:
    with (PUBLIC / f"2017-{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public set, with the day on which it was taken beside it."""
    folder = tmp_path_factory.mktemp("made") / "ssda903"
    shutil.copytree(PUBLIC, folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    (folder / "extract.yaml").write_text(f"taken_on: {YEAR_END}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(public: Path) -> Evaluation:
    return evaluated(public, YEAR_END, ["cla-review"])


def number(run: Evaluation, finding: str, table: str) -> int:
    return run.findings.filter((pl.col("finding") == finding) & (pl.col("table") == table)).height


@there
def test_an_episode_of_reason_l_continues_the_placement_and_all_but_s_the_period_of_care(public):
    episodes = lines("episodes")
    assert (len(episodes), len({each["CHILD"] for each in episodes})) == (1460, 687)
    tables = opened(public).tables
    first = {child: min(rows, key=lambda row: day(row["DECOM"])) for child, rows in of_each(episodes).items()}
    carried = [each for each in episodes if each["RNE"] == "L" and each is not first[each["CHILD"]]]
    assert tables["placement"].height == len(episodes) - len(carried) == 1275
    anew = [each for each in episodes if each["RNE"] == "S" and each is not first[each["CHILD"]]]
    assert tables["looked_after"].height == len(first) + len(anew) == 702


def of_each(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["CHILD"], []).append(row)
    return found


@there
def test_a_child_whose_first_episode_is_not_a_start_came_into_care_on_a_day_that_is_not_known(public):
    first = {child: min(rows, key=lambda row: day(row["DECOM"])) for child, rows in of_each(lines("episodes")).items()}
    starts = opened(public).tables["looked_after"].group_by("child_id").agg(pl.col("start").null_count() > 0)
    assert dict(starts.rows()) == {child: row["RNE"] != "S" for child, row in first.items()}


@there
def test_reviews_after_the_as_at_date_and_repeated_ones_are_findings_and_so_are_later_ends(run):
    reviews = lines("reviews")
    late = [each for each in reviews if day(each["REVIEW"]) > YEAR_END]
    assert number(run, "dated after the as-at date", "cla_review") == len(late) == 1190
    again = Counter((each["CHILD"], each["REVIEW"]) for each in reviews)
    assert number(run, "exact duplicate", "cla_review") == sum(again.values()) - len(again) == 5
    found = run.findings.filter((pl.col("finding") == "exact duplicate") & (pl.col("table") == "cla_review"))
    rows = [reviews[row - 2] for row in found["row"]]
    assert all(again[row["CHILD"], row["REVIEW"]] > 1 for row in rows)


def in_short_breaks(rows: list[dict[str, str]]) -> bool:
    """Whether all of the child's last episodes that follow on one another, or overlap, are of short breaks."""
    run: list[dict[str, str]] = []
    reach = date.min
    for row in sorted(rows, key=lambda row: day(row["DECOM"])):
        run = [*run, row] if day(row["DECOM"]) <= reach + timedelta(days=1) else [row]
        reach = max(reach, day(row["DEC"]) or date(9000, 1, 1))
    return all(row["LS"] in ("V3", "V4") for row in run)


@there
def test_every_child_in_care_on_the_day_has_exactly_one_open_clock_and_nobody_else_has_any(run):
    """They are 434, two more than have no end: the last episodes of two children end on the day after, 1 April 2018.

    As at 31 March those ends have not come. Those of them who are in short breaks have reviews of another kind.
    """
    episodes = lines("episodes")
    without_end = {each["CHILD"] for each in episodes if not each["DEC"]}
    tomorrow = {each["CHILD"] for each in episodes if each["DEC"] == "01/04/2018"}
    assert (len(without_end), sorted(tomorrow)) == (432, ["319688", "48420"])
    in_care = without_end | tomorrow
    breaks = {child for child, rows in of_each(episodes).items() if in_short_breaks(rows)} & in_care
    clocks = run.clocks.filter(is_open()).group_by("child_id").len()
    assert dict(clocks.rows()) == dict.fromkeys(in_care - breaks, 1)
    assert (clocks.height + len(breaks), len(breaks)) == (434, 52)
    statuses = run.clocks.filter(pl.col("child_id").is_in(breaks))["status"]
    assert "excluded" in statuses.cast(pl.String)


@there
def test_every_open_clock_has_its_status_and_none_is_met_by_a_review_that_has_not_come(run):
    clocks = run.clocks.filter(is_open())
    assert set(clocks["status"].cast(pl.String)) <= {*OPEN, "unassessable"}
    assert run.clocks.filter(pl.col("met") > YEAR_END).height == 0
    met = run.clocks.filter(pl.col("met").is_not_null())
    reviews = lines("reviews")
    rows = [reviews[source % SOURCE_ROWS - 2] for source in met["met_source"]]
    found = list(zip(met["child_id"], met["met"], strict=True))
    assert [(row["CHILD"], day(row["REVIEW"])) for row in rows] == found
    assert len(found) > 500


@there
def test_the_other_files_of_the_return_are_listed_as_not_used(public):
    found = looked_at(public, YEAR_END).findings
    unused = found.filter(pl.col("finding") == "file not used")["file"].to_list()
    assert unused == [f"2017-{name}.csv" for name in ("oc2", "oc3", "previous_permanence", "uasc")]


# Children made here


EPISODES = """\
CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC
0001,01/06/2017,S,C1,N1,U4,01/07/2017,X1
0001,01/07/2017,L,C2,N1,U4,05/09/2017,X1
0001,05/09/2017,P,C2,N1,K2,,
0002,10/02/2016,P,C2,N1,U4,20/12/2017,X1
0002,20/12/2017,L,E1,N1,U4,,
0003,01/05/2017,S,V2,N1,U4,20/05/2017,E4
0003,01/12/2017,S,C2,N1,U4,01/04/2018,E4
0004,02/01/2017,S,C2,N1,U4,03/04/2017,E4
"""
REVIEWS = """\
CHILD,DOB,REVIEW,REVIEW_CODE
0001,01/01/2010,29/06/2017,PN1
0001,01/01/2010,28/09/2017,PN1
0001,01/01/2010,28/09/2017,PN3
0001,01/01/2010,28/09/2018,PN1
0002,01/01/2011,10/01/2018,PN1
"""
HEADER = "CHILD,SEX,DOB,ETHNIC\n0001,1,01/01/2010,WBRI\n0002,2,01/01/2011,WBRI\n0003,1,01/01/2012,WBRI\n0004,1,,\n"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    files = {"header.csv": HEADER, "episodes.csv": EPISODES, "reviews.csv": REVIEWS}
    return write_files(tmp_path / "made", files, f"taken_on: {YEAR_END}\n")


def spells(folder: Path, kind: str, *columns: str) -> list[tuple]:
    return opened(folder).tables[kind].sort("child_id", "source").select("child_id", "start", "end", *columns).rows()


def test_periods_of_care_go_over_changes_of_law_and_place_and_begin_again_after_a_return(made):
    assert spells(made, "looked_after") == [
        ("0001", date(2017, 6, 1), None),
        ("0002", None, None),
        ("0003", date(2017, 5, 1), date(2017, 5, 20)),
        ("0003", date(2017, 12, 1), date(2018, 4, 1)),
        ("0004", date(2017, 1, 2), date(2017, 4, 3)),
    ]


def test_placements_go_over_changes_of_law(made):
    assert spells(made, "placement", "kind") == [
        ("0001", date(2017, 6, 1), date(2017, 9, 5), "U4"),
        ("0001", date(2017, 9, 5), None, "K2"),
        ("0002", date(2016, 2, 10), None, "U4"),
        ("0003", date(2017, 5, 1), date(2017, 5, 20), "U4"),
        ("0003", date(2017, 12, 1), date(2018, 4, 1), "U4"),
        ("0004", date(2017, 1, 2), date(2017, 4, 3), "U4"),
    ]


def test_the_year_begins_on_the_first_of_april_before_the_earliest_end(made):
    found = opened(made)
    assert set(found.complete_from.values()) == {date(2017, 4, 1)}
    assert found.complete_from.keys() >= found.tables.keys() - {"child"}


def test_the_clocks_of_a_year(made):
    """0001 is reviewed on the 20th working day, then within 3 months, and is three days past the 6 months.

    0002 came into care on a day that is not known, and 0004 before the year: what was due then began the day before the
    year, and how often they were reviewed before is not known. 0003 left, and has come back.
    """
    columns = ("child_id", "occurrence", "start", "due", "met", "status", "reason")
    found = evaluated(made, YEAR_END, ["cla-review"]).clocks.with_columns(pl.col("status").cast(pl.String))
    moved = found.filter(pl.col("precision") == "history").select("child_id", "start").rows()
    assert moved == [("0002", date(2017, 3, 31)), ("0004", date(2017, 3, 31))]
    assert found.select(*columns).rows() == [
        ("0001", 1, date(2017, 6, 1), date(2017, 6, 29), date(2017, 6, 29), "met_on_time", None),
        ("0001", 2, date(2017, 6, 29), date(2017, 9, 29), date(2017, 9, 28), "met_on_time", None),
        ("0001", 3, date(2017, 9, 28), date(2018, 3, 28), None, "overdue", None),
        ("0002", None, date(2017, 3, 31), date(2017, 9, 30), date(2018, 1, 10), "met_late", None),
        ("0002", None, date(2018, 1, 10), date(2018, 7, 10), None, "running", None),
        ("0003", 1, date(2017, 5, 1), date(2017, 5, 30), None, "ended_before_due", "looked_after ended"),
        ("0003", 1, date(2017, 12, 1), date(2018, 1, 3), None, "overdue", None),
        ("0004", None, date(2017, 3, 31), date(2017, 9, 30), None, "ended_before_due", "looked_after ended"),
    ]


def test_what_is_odd_about_the_year_is_found_with_file_and_row(made):
    found = looked_at(made, YEAR_END).findings.select("finding", "table", "column", "child_id", "file", "row").rows()
    assert found == [
        ("dated after the as-at date", "cla_review", "date", "0001", "reviews.csv", 5),
        ("dated after the as-at date", "legal_status", "end", "0003", "episodes.csv", 8),
        ("dated after the as-at date", "looked_after", "end", "0003", "episodes.csv", 8),
        ("dated after the as-at date", "placement", "end", "0003", "episodes.csv", 8),
        ("exact duplicate", "cla_review", "", "0001", "reviews.csv", 4),
    ]


def test_without_its_reviews_the_return_is_read_and_the_rule_says_that_it_cannot_run(made):
    (made / "reviews.csv").unlink()
    (row,) = looked_at(made, YEAR_END, ["cla-review"]).coverage.to_dicts()
    assert (row["state"], row["why"]) == ("could not run", "no table cla_review: meetings cannot be seen")


def test_episodes_without_a_reason_and_with_ends_before_their_starts_are_kept(made):
    odd = "0005,01/06/2017,,C1,N1,U4,01/05/2017,X1\n,01/06/2017,S,C1,N1,U4,,\n"
    (made / "episodes.csv").write_text(EPISODES + odd, encoding="utf-8")
    assert ("0005", date(2017, 6, 1), date(2017, 5, 1)) in spells(made, "looked_after")
    found = looked_at(made, YEAR_END).findings
    rows = found.filter(pl.col("row").is_between(10, 11)).select("finding", "table", "row").rows()
    assert set(rows) >= {
        ("ends before it starts", "looked_after", 10),
        ("ends before it starts", "placement", 10),
        ("no child id", "looked_after", 11),
        ("no child id", "placement", 11),
    }


# Several years


OLD = """\
CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC
0002,10/02/2016,S,E1,N1,U4,,
0006,01/05/2016,S,V4,N1,U4,,
"""
NEW = """\
CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC
0002,10/02/2016,S,C1,N1,U4,20/12/2017,X1
0002,20/12/2017,T,C1,N1,A3,,
0006,01/05/2016,S,V4,N1,U4,01/06/2017,X1
0006,01/06/2017,B,C2,N1,K2,02/07/2017,E12
"""


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """The returns of two years; by their names, the older would come last."""
    ended = "0009,01/05/2015,S,C2,N1,U4,01/06/2016,E4A\n"
    files = {"a.csv": NEW, "b.csv": OLD + ended}
    return write_files(tmp_path / "years", files, f"taken_on: {YEAR_END}\n")


def test_an_episode_that_stands_in_two_years_is_one_and_the_later_return_says_all_of_it(years):
    assert spells(years, "legal_status", "code") == [
        ("0002", date(2016, 2, 10), None, "C1"),
        ("0006", date(2016, 5, 1), date(2017, 6, 1), "V4"),
        ("0006", date(2017, 6, 1), date(2017, 7, 2), "C2"),
        ("0009", date(2015, 5, 1), date(2016, 6, 1), "C2"),
    ]
    assert opened(years).tables["authority_to_place"].rows() == []


def test_care_of_several_years_is_one_period_with_the_start_that_the_first_return_has(years):
    assert spells(years, "looked_after", "short_breaks") == [
        ("0002", date(2016, 2, 10), None, False),
        ("0006", date(2016, 5, 1), date(2017, 7, 2), False),
        ("0009", date(2015, 5, 1), date(2016, 6, 1), False),
    ]
    assert opened(years).complete_from["looked_after"] == date(2016, 4, 1)


def test_a_foster_carer_who_adopts_begins_the_placement_for_adoption_on_the_day_of_the_change(years):
    assert spells(years, "placed_for_adoption") == [("0002", date(2017, 12, 20), None)]


def test_a_child_who_is_with_adopters_when_the_first_return_begins_was_placed_on_a_day_that_is_not_known(tmp_path):
    rows = "0001,01/06/2017,L,E1,N1,A5,,\n0002,01/06/2016,P,E1,N1,A5,,\n0003,01/06/2016,L,E1,N1,A5,02/06/2017,E11\n"
    folder = write_files(tmp_path / "made", {"e.csv": EPISODES.partition("\n")[0] + "\n" + rows})
    assert spells(folder, "placed_for_adoption") == [
        ("0001", None, None),
        ("0002", date(2016, 6, 1), None),
        ("0003", None, date(2017, 6, 2)),
    ]
    assert [row[:2] for row in opened(folder).tables["adoption_order"].select("child_id", "date").rows()] == [
        ("0003", date(2017, 6, 2))
    ]


def test_a_care_order_in_care_is_a_final_order_and_one_under_which_care_began_does_not_say_its_day(years):
    found = opened(years).tables["final_order"].select("child_id", "date").rows()
    assert found == [("0006", date(2017, 6, 1))]


def test_care_that_began_as_short_breaks_and_goes_on_otherwise_is_no_short_break(tmp_path):
    rows = "0001,01/06/2017,S,V3,N1,U4,05/06/2017,E4A\n0001,06/06/2017,S,V2,N1,U4,,\n0002,01/06/2017,S,V3,N1,U4,,\n"
    folder = write_files(tmp_path / "made", {"e.csv": EPISODES.partition("\n")[0] + "\n" + rows})
    assert [row[-1] for row in spells(folder, "looked_after", "short_breaks")] == [False, False, True]


def test_the_small_files_of_a_return_are_facts_too(tmp_path):
    files = {
        "episodes.csv": EPISODES,
        "miss.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n0001,01/01/2010,A,02/07/2017,04/07/2017\n",
        "pa.csv": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n0002,01/01/2011,01/12/2017,,\n",
        "ad1.csv": "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE\n0002,01/01/2011,01/12/2017,09/01/2018,0\n",
        "sw.csv": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n0001,01/01/2010,AB12,03/06/2017,,\n",
    }
    tables = opened(write_files(tmp_path / "made", files)).tables
    shown = {name: tables[name].drop("source").rows() for name in ("missing", "adoption_plan", "adoption_match")}
    assert shown == {
        "missing": [("0001", date(2017, 7, 2), date(2017, 7, 4), "A")],
        "adoption_plan": [("0002", date(2017, 12, 1), None)],
        "adoption_match": [("0002", date(2018, 1, 9))],
    }
    assert tables["allocation"].drop("source").to_dicts() == [
        {"child_id": "0001", "start": date(2017, 6, 3), "end": None, "worker": "AB12"}
    ]


# XML


def returned(*children: str) -> str:
    return f"<EXPSSDA903>{''.join(children)}</EXPSSDA903>"


def test_the_return_as_xml_is_read_by_the_same_mapping_and_a_row_is_found_by_its_line(tmp_path):
    child = (
        "<CHILD>\n<HEADER><CHILDID>007</CHILDID><DOB>01/01/2010</DOB>\n"
        "<AREVIEW><REVIEW>20/06/2017</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER>\n"
        "<EPISODE><DECOM>01/06/2017</DECOM><RNE>S</RNE><LS>V3</LS><PL>U4</PL><DEC/><REC/></EPISODE></CHILD>"
    )
    found = opened(write_files(tmp_path / "made", {"r.xml": returned(child)}))
    assert found.mapping == "ssda903"
    assert found.tables["looked_after"].drop("source").to_dicts() == [
        {"child_id": "007", "start": date(2017, 6, 1), "end": None, "short_breaks": True}
    ]
    reviews = found.tables["cla_review"].select("child_id", "date", pl.col("source") % SOURCE_ROWS).rows()
    assert reviews == [("007", date(2017, 6, 20), 3)]
    assert set(found.sources) == {"r.xml"}


def test_a_return_without_an_episode_is_refused(tmp_path):
    header = "<CHILD><HEADER><CHILDID>007</CHILDID><DOB>01/01/2010</DOB></HEADER></CHILD>"
    (said,) = refusals(write_files(tmp_path / "made", {"r.xml": returned(header)}))
    assert said.startswith("made  There is no table of episodes: one with the headings CHILD, DECOM")


def test_a_child_who_died_in_care_has_died(tmp_path):
    rows = "0001,01/06/2017,S,C2,N1,U4,02/07/2017,E2\n0002,01/06/2017,S,C2,N1,U4,02/07/2017,E4A\n"
    folder = write_files(tmp_path / "made", {"e.csv": EPISODES.partition("\n")[0] + "\n" + rows, "h.csv": HEADER})
    children = opened(folder).tables["child"].sort("child_id").select("child_id", "born", "died").rows()
    assert children[:2] == [("0001", date(2010, 1, 1), date(2017, 7, 2)), ("0002", date(2011, 1, 1), None)]
