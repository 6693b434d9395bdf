"""The benchmarks measure the same work: everybody gives the engine's rows, on facts that a seed decides."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from benchmarks.bench import Taken, agreement
from benchmarks.data import make
from benchmarks.ground import lay_size
from benchmarks.law import law
from benchmarks.page import Results, page
from benchmarks.profiles import carried_up, profile
from benchmarks.reasons import REASONS
from benchmarks.returns import BLOCKS
from benchmarks.sizes import AS_AT, SIZES
from benchmarks.targets import TARGETS, XL_TARGETS, outcomes
from benchmarks.work import ROWS, Ground
from benchmarks.works import maker
from polars.testing import assert_frame_equal

from timeliness.council import make as make_council

SMALL = replace(SIZES["M"], children=300, clocks=5_000, visits=10_000)
EVERY_STATUS = {"met_on_time", "met_late", "ended_before_due", "never_met", "overdue", "due_soon", "running"}


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """The facts of a few hundred children over ten years, some of whom turn 18 or die."""
    ground = Ground(tmp_path_factory.mktemp("small") / "000")
    lay_size(ground, SMALL)
    return ground


def rows(ground, work):
    made = maker(work)(ground)
    return made.rows(made.run()).sort(*ROWS)


@pytest.mark.parametrize("peer", ["duckdb", "pandas", "python"])
@pytest.mark.parametrize("kind", ["interval", "recurring"])
def test_a_peer_gives_exactly_the_rows_of_the_engine(ground, kind, peer):
    assert_frame_equal(rows(ground, f"{kind} {peer}"), rows(ground, f"{kind} engine"))


@pytest.mark.parametrize("kind", ["interval", "recurring"])
def test_the_rows_that_are_compared_have_every_status_that_the_rules_can_give(ground, kind):
    assert set(rows(ground, f"{kind} engine")["status"]) == EVERY_STATUS


def test_pandas_reads_a_census_as_the_product_does(tmp_path):
    make_council(tmp_path / "council", size=0.1, exports=["cin-census"])
    engine, pandas = (maker(f"census {who}")(Ground(tmp_path / "council")) for who in ("engine", "pandas"))
    order = ("block", "text")
    found = engine.rows(engine.run()).sort(order)
    assert_frame_equal(pandas.rows(pandas.run()).sort(order), found)
    assert dict(found.group_by("block").len().rows()).keys() == BLOCKS.keys()


@pytest.mark.parametrize("work", ["whole engine", "table engine", "read engine", "whole scan"])
def test_the_other_works_of_the_engine_can_be_done_again(ground, work):
    made = maker(work)(ground)
    made.run()
    made.run()


def test_councils_evaluated_one_after_the_other_have_their_counts_added_up(ground, tmp_path):
    for number in ("000", "001"):
        (tmp_path / number).symlink_to(ground.folder, target_is_directory=True)
    one, two = (maker("batches engine")(Ground(folder)).run() for folder in (ground.folder.parent, tmp_path))
    keys = ["rule", "cohort", "first", "last"]
    both = one.join(two, on=keys, suffix="_of_two")
    assert both.height == one.height > 0
    assert both.filter(pl.col("clocks") * 2 != pl.col("clocks_of_two")).is_empty()


def test_a_profile_names_functions_of_the_product_the_dearest_first(ground):
    *stages, (rest, elsewhere) = profile(maker("interval engine")(ground).run)
    assert (rest, elsewhere >= 0) == ("everything else", True)
    assert all(name.partition("/")[0] in ("engine", "rulebook") for name, _ in stages)
    assert stages == sorted(stages, key=lambda each: -each[1])


def test_a_profile_gives_the_time_of_libraries_to_the_functions_of_the_product_that_call_them():
    one, two = ((f"timeliness/engine/{name}.py", 1, name) for name in ("one", "two"))
    inner, outer = (("library.py", 1, name) for name in ("inner", "outer"))
    stats = {
        one: (1, 1, 1.0, 7.0, {}),
        two: (1, 1, 1.0, 3.0, {one: (1, 1, 1.0, 3.0)}),
        outer: (2, 2, 0.0, 4.0, {one: (1, 1, 0.0, 3.0), two: (1, 1, 0.0, 1.0)}),
        inner: (2, 2, 4.0, 4.0, {outer: (2, 2, 4.0, 4.0)}),
    }
    own = {function: each[2] for function, each in stats.items()}
    assert carried_up(own, stats) == {one: 4.0, two: 2.0}


def test_the_same_seed_makes_the_same_facts_and_another_makes_others():
    first, again, other = (make(SMALL, law(), seed) for seed in (1, 1, 2))
    for name, table in first.items():
        assert_frame_equal(table, again[name])
        assert not table.equals(other[name])


def test_the_facts_are_about_as_many_as_the_size_says_and_none_lies_in_the_future():
    tables = make(SIZES["S"], law())
    started = sum(tables[pair.start].height for pair in law().intervals)
    assert started == pytest.approx(SIZES["S"].clocks, rel=0.05)
    assert tables["cp_visit"].height == pytest.approx(SIZES["S"].visits, rel=0.05)
    days = [table[name] for table in tables.values() for name in ("date", "start", "end") if name in table.columns]
    assert all((each.drop_nulls() <= AS_AT).all() for each in days)


def test_rows_agree_only_if_several_gave_them_and_all_the_same():
    def digests(*given):
        return {(f"interval {n}", "S"): Taken(digests=set(each)) for n, each in enumerate(given)}

    assert agreement(digests({"a"}, {"a"}, set()), "interval", "S")
    assert not agreement(digests({"a"}, {"b"}), "interval", "S")
    assert not agreement(digests({"a", "b"}, {"a"}), "interval", "S")
    assert not agreement(digests({"a"}, set()), "interval", "S")


def taken(seconds):
    """Everything took a second, but for what is given."""
    keys = {key for each in (*TARGETS, *XL_TARGETS) for key in (each.of, each.to) if key}
    return {key: Taken([seconds.get(key, 1.0)], peak=100, rows=10) for key in keys}


def test_a_target_is_missed_by_how_many_times_it_is_worse():
    measured = taken({("interval engine", "L"): 2.0, ("interval scan", "L"): 0.2})
    found = {each.target.about: each for each in outcomes(measured)}
    slow = found["L: interval rules, against the bare scan"]
    assert (slow.reached, slow.missed_by, slow.verdict) == (10.0, 2.0, "missed 2.00 times over")
    faster = found["L: interval rules, faster than DuckDB SQL"]
    assert (faster.reached, faster.missed_by) == (0.5, 7.0)
    assert found["Notices for 200 teams"].verdict == "met"


def test_more_rules_are_compared_by_what_a_clock_takes():
    about = "A synthetic council of M's children: a clock of all rules, against one of the first 17"
    first, every = Taken([1.0], rows=100), Taken([6.0], rows=300)
    found = outcomes({("rulebook first", "council"): first, ("rulebook all", "council"): every})
    assert [(each.target.about, each.reached, each.verdict) for each in found] == [(about, 2.0, "met")]


def test_what_was_not_measured_is_no_outcome():
    assert outcomes({("interval engine", "L"): Taken([1.0])}) == []


def test_every_target_has_a_reason_ready_for_a_miss():
    assert {each.reason for each in (*TARGETS, *XL_TARGETS)} == set(REASONS)


def results(measured):
    missed = [each.target.blame or each.target.of for each in outcomes(measured) if not each.is_met]
    profiles = {key: [("engine/answers.py: answered", 812.0), ("everything else", 5.0)] for key in missed}
    return Results("2 cores", measured, {"S: the same": True, "M: the same": False}, profiles)


def test_the_page_shows_a_reason_and_a_profile_for_a_miss_and_nothing_of_the_kind_for_what_is_met():
    measured = taken({("notices xlsxwriter", "notices"): 0.4})
    said = page(results(measured))
    assert (
        "| Notices for 200 teams, against XlsxWriter alone | at most 2x | 2.50x (1,000 ms to 400 ms) | missed" in said
    )
    assert REASONS["notices"] in " ".join(said.split())
    assert "| `engine/answers.py: answered` | 812 |" in said
    assert "| Notices for 200 teams | at most 2 s | 1.00 s | met |" in said
    assert REASONS["XL"] not in " ".join(said.split())


def test_the_page_says_what_was_not_the_same():
    said = page(results(taken({})))
    assert "| S: the same | the same | the same | met |" in said
    assert "| M: the same | the same | not the same | missed |" in said


def test_the_page_says_of_xl_that_it_was_not_run():
    measured = taken({})
    assert "## Not run" not in page(results(measured))
    some = {key: value for key, value in measured.items() if key[1] != "XL"}
    assert "## Not run" in page(results(some))
    assert all(each.about in page(results(some)) for each in XL_TARGETS)


def test_a_page_of_nothing_is_whole():
    said = page(Results("2 cores", {}, {}, {}))
    assert "No target was measured." in said
    assert "| **S** |" not in said


def test_tables_of_the_page_are_whole():
    lines = page(results(taken({}))).splitlines()
    tables = [[line for line in block if line] for block in _blocks(lines)]
    assert tables
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)


def _blocks(lines):
    block = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            block.append(line)
        elif block:
            yield block
            block = []
