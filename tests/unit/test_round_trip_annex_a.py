"""The synthetic council as an Annex A workbook has the same open clocks as its facts folder, row by row.

What differs is inherent in the lists, is said in the mapping's limits, and is named here clock by clock:

- `occurrence` is not known where the meetings before the last are not;
- a transfer-in conference that was held instead of the initial one is in no list, nor is temporary approval of a carer;
- a visit dated in the future hides the last one that took place, so that this child cannot be judged;
- the interval of a plan in force today is one column, so that one which changed is no branch of its own;
- a placement that ends before it starts, of a child who is not looked after, is in no list.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, rulebook

from timeliness.council import make
from timeliness.extracts.mappings.load import load_mappings
from timeliness.resources import shipped

AS_AT = date(2016, 5, 19)
RULES = ("cp-icpc", "cp-visit", "cp-review", "cla-visit", "cla-review")
COMPARED = (
    "rule",
    "child_id",
    "start",
    "due_first",
    "due",
    "met",
    "ended",
    "status",
    "reason",
    "days_late",
    "working_days_late",
    "limit",
    "branch",
    "team",
)
SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council") / "made"
    make(folder, seed=request.param, size=0.25, as_at=AS_AT, exports=["annex-a"])
    return folder


def open_clocks(extract: Path) -> pl.DataFrame:
    found = evaluated(extract, AS_AT, RULES).clocks
    waits = pl.col("met").is_null() & pl.col("ended").is_null() & (pl.col("status") != "excluded")
    return found.filter(waits).select(*COMPARED, "occurrence")


@pytest.fixture(scope="module")
def facts(council: Path) -> pl.DataFrame:
    return open_clocks(council / "extract")


@pytest.fixture(scope="module")
def lists(council: Path) -> pl.DataFrame:
    return open_clocks(council / "annex-a")


def only(left: pl.DataFrame, right: pl.DataFrame, columns: tuple[str, ...] = COMPARED) -> pl.DataFrame:
    return left.join(right, on=columns, how="anti", nulls_equal=True)


REST = tuple(name for name in COMPARED if name != "branch")


def differing(left: pl.DataFrame, right: pl.DataFrame, rule: str) -> dict[str, tuple[str, str | None]]:
    """The clocks of a rule that one side has and the other has not, by child: status and reason; branches aside."""
    found = only(left, right, REST).filter(pl.col("rule") == rule).with_columns(pl.col("status").cast(pl.String))
    return {child: (status, reason) for child, status, reason in found.select("child_id", "status", "reason").rows()}


def column(council: Path, table: str, name: str = "child_id") -> pl.Series:
    return pl.read_csv(council / "extract" / f"{table}.csv", infer_schema=False)[name]


def test_there_are_clocks_of_every_rule(facts):
    assert facts.group_by("rule").len().filter(pl.col("len") >= 8)["rule"].sort().to_list() == sorted(RULES)


@pytest.mark.parametrize("rule", ["cp-review", "cla-review"])
def test_reviews_are_the_same(facts, lists, rule):
    assert differing(facts, lists, rule) == differing(lists, facts, rule) == {}


def test_a_conference_for_a_transfer_in_held_instead_does_not_show_and_the_clock_runs_on(council, facts, lists):
    assert differing(facts, lists, "cp-icpc") == {}
    more = differing(lists, facts, "cp-icpc")
    assert set(more) <= set(column(council, "transfer_in_conference"))
    assert set(more.values()) == {("overdue", None)}
    assert len(more) == 1


def test_a_visit_dated_in_the_future_hides_the_last_one_and_the_child_is_listed_as_not_judged(council, facts, lists):
    visits = pl.DataFrame({"child": column(council, "cp_visit"), "date": column(council, "cp_visit", "date")})
    late = visits.filter(pl.col("date") > str(AS_AT))["child"].to_list()
    assert differing(lists, facts, "cp-visit") == dict.fromkeys(late, ("unassessable", "history begins later"))
    assert list(differing(facts, lists, "cp-visit")) == late


def test_temporary_approval_is_in_no_list_nor_a_placement_that_ends_before_it_starts(council, facts, lists):
    """The limits say so: a visit that is due every week is taken as due in six."""
    backwards = {
        child: why
        for child, why in differing(facts, lists, "cla-visit").items()
        if why[1] == "spell ends before it starts"
    }
    assert len(backwards) == 1
    weekly = set(differing(facts, lists, "cla-visit")) - set(backwards)
    assert weekly == set(differing(lists, facts, "cla-visit"))
    assert weekly <= set(column(council, "temporary_approval"))


def test_an_interval_that_changed_is_the_same_number_by_another_branch(facts, lists):
    both = facts.join(lists, on=REST, how="inner", nulls_equal=True)
    other = both.filter(pl.col("branch") != pl.col("branch_right"))
    assert set(other["rule"]) == {"cp-visit"}
    assert set(other.select("branch", "branch_right").rows()) == {("1 of 2", "2 of 2")}


def test_an_occurrence_is_the_same_or_not_known(facts, lists):
    both = facts.join(lists, on=COMPARED, how="inner", nulls_equal=True, suffix="_in_lists")
    known = both.filter(pl.col("occurrence_in_lists").is_not_null())
    assert (known["occurrence"] == known["occurrence_in_lists"]).all()
    assert 0 < known.height < both.height


def test_what_differs_is_said_in_the_limits():
    mapping = load_mappings([shipped("mappings")], rulebook())["annex-a"]
    assert {"cp-icpc", "cp-visit", "cla-visit", "cla-review"} <= mapping.limits.keys()
    unknown = [name for name in (*mapping.limits, *mapping.cannot) if name not in rulebook().rules]
    assert unknown == []


def test_flaws_that_the_lists_can_hold_are_found_in_them(council):
    found = looked_at(council / "annex-a", AS_AT).findings.select("finding", "table", "column").rows()
    assert ("dated after the as-at date", "cp_visit", "date") in found
    assert found.count(("no date", "strategy_discussion", "date")) == 2
    without = evaluated(council / "annex-a", AS_AT, ["cp-visit"]).clocks.filter(pl.col("reason") == "limit unknown")
    assert without.height == 1


def test_the_same_council_gives_the_same_bytes(tmp_path):
    make(tmp_path / "again", seed=1, size=0.1, as_at=AS_AT, exports=["annex-a"])
    make(tmp_path / "more", seed=1, size=0.1, as_at=AS_AT, exports=["annex-a"])
    for name in ("annex-a.xlsx", "extract.yaml"):
        first, second = (tmp_path / each / "annex-a" / name for each in ("again", "more"))
        assert first.read_bytes() == second.read_bytes()
