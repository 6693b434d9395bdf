"""The measured rules in SQL, for DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from benchmarks.law import Interval, Law, Span
from benchmarks.sizes import AS_AT
from benchmarks.work import ROWS, Ground, Work

_LIFE = """
life as (
    select child, least(died, adult) as over, case when died < adult or adult is null then 'died' else 'turned 18' end
        as words
    from (
        select child, died, case when day(turned) = day(born) then turned else turned + 1 end as adult
        from (select child, born, died, (born + interval 18 years)::date as turned from '{children}')
    )
)"""

_AFTER = "met after the duty ended"
_COLUMNS = ", ".join(name for name in ROWS if name != "status")

_STATUS = f"""
case
    when met <= due then 'met_on_time'
    when met is not null then 'met_late'
    when ended <= due then 'ended_before_due'
    when ended is not null then 'never_met'
    when due < date '{AS_AT}' then 'overdue'
    when amber <= date '{AS_AT}' then 'due_soon'
    else 'running'
end as status"""

_INTERVAL = f"""
create or replace table clocks as
with {_LIFE},
starts as (
    select kind, child, date as start, min(source) as start_source, over, words,
        row_number() over following_each as occurrence, lead(date) over following_each as following
    from ({{starting}}) join life using (child)
    where over is null or date < over
    group by kind, child, date, over, words
    window following_each as (partition by kind, child order by date)
),
meetings as (
    select kind, child, date, min(source) as source from ({{meeting}}) group by kind, child, date
),
answered as (
    select rules.rule, starts.child, occurrence, starts.start, start_source, amount, following, over, words,
        answers.date as answer, answers.source as answer_source,
        coalesce(answer > over, false) as after, coalesce(answer >= following, false) as later,
        later and coalesce(answer < over, true) as passed
    from starts
    join rules on rules.started_by = starts.kind
    asof left join meetings as answers
        on answers.kind = rules.met_by and answers.child = starts.child and answers.date >= starts.start
),
closed as (
    select rule, child, occurrence, null::date as spell_start, start, start_source, amount, due, amber,
        case when not after and not later then answer end as met,
        case when met is not null then answer_source end as met_source,
        case when passed then answer when met is null and over <= date '{AS_AT}' then over end as ended,
        case when passed then answer_source end as ended_source,
        case when passed then 'superseded' when ended is null then null
            when after and following is null then '{_AFTER}' else words end as reason,
        case when reason = '{_AFTER}' then answer_source end as reason_source
    from answered join dates using (rule, start)
)
select {_COLUMNS}, {_STATUS}
from closed"""

_RECURRING = f"""
create or replace table clocks as
with {_LIFE},
spells as (
    select child, start, least("end", over) as ends, visit_every::integer as every, plans.source,
        case when over < "end" or "end" is null then null else plans.source end as end_source,
        case when over < "end" or "end" is null then words else 'cp_plan ended' end as words,
        row_number() over () as spell, lead(start) over (partition by child order by start) as following
    from '{{spells}}' as plans join life using (child)
    where over is null or start < over
),
visits as (
    select child, date, min(source) as source from '{{visits}}' where child_seen group by child, date
),
held as (
    select spell, spells.child, start, ends, every, spells.source, date, visits.source as by,
        row_number() over (partition by spell order by date) as occurrence
    from spells join visits
        on visits.child = spells.child and visits.date >= spells.start and (ends is null or visits.date <= ends)
),
last as (
    select spell, max(date) as last, max_by("by", date) as last_by, count(*) as visits from held group by spell
),
unmet as (
    select spells.*, last, last_by, coalesce(visits, 0) + 1 as occurrence
    from spells left join last using (spell)
    where last is null or ends is null or last < ends
),
afterwards as (
    select unmet.*, case when following is null or visits.date < following then visits.source end as after
    from unmet asof left join visits on visits.child = unmet.child and visits.date > unmet.ends
),
laid_out as (
    select child, occurrence, start as spell_start, every, lag(date, 1, start) over each_spell as start,
        lag("by", 1, source) over each_spell as start_source, date as met, "by" as met_source,
        null::date as ended, null as ended_source, null as reason, null as reason_source
    from held window each_spell as (partition by spell order by date)
    union all
    select child, occurrence, start, every, coalesce(last, start), coalesce(last_by, source), null, null,
        case when ends <= date '{AS_AT}' then ends end as ended, case when ended is not null then end_source end,
        case when ended is null then null when after is not null then '{_AFTER}' else words end,
        case when ended is not null then after end
    from afterwards
),
closed as (
    select 0 as rule, *, every as amount, start + every as due, start + every - {{soon}} as amber
    from laid_out
)
select {_COLUMNS}, {_STATUS}
from closed"""


def interval(ground: Ground) -> Work:
    """The interval rules as one statement over all of them."""
    database = _database(ground.law)
    starting = list(dict.fromkeys(pair.start for pair in ground.law.intervals))
    meeting = list(dict.fromkeys(pair.met for pair in ground.law.intervals))
    rules = [
        (number, starting.index(each.start), meeting.index(each.met), each.limit.amount)
        for number, each in enumerate(ground.law.intervals)
    ]
    database.execute("create table rules (rule integer, started_by integer, met_by integer, amount integer)")
    database.executemany("insert into rules values (?, ?, ?, ?)", rules)
    dates = " union all ".join(_dates(number, each) for number, each in enumerate(ground.law.intervals))
    sql = _INTERVAL.format(
        children=ground.file("child"), starting=_events(ground, starting), meeting=_events(ground, meeting)
    )

    def run() -> duckdb.DuckDBPyConnection:
        database.execute(f"create or replace table dates as {dates}")
        return database.execute(sql)

    return Work(run, lambda _: _rows(database))


def recurring(ground: Ground) -> Work:
    """The repeating rule: visits joined with the spells in which they lie, each with the one before it."""
    database = _database(ground.law)
    files = {"children": ground.file("child"), "spells": ground.file("cp_plan"), "visits": ground.file("cp_visit")}
    sql = _RECURRING.format(**files, soon=ground.law.soon.amount)
    return Work(lambda: database.execute(sql), lambda _: _rows(database))


def _database(law: Law) -> duckdb.DuckDBPyConnection:
    """A database in memory with the calendar: every day, whether it counts, and how many have counted by it."""
    database = duckdb.connect()
    database.execute("create table counting as select unnest($1)::date as day", [list(law.working)])
    database.execute("""
        create table calendar as
        select day, counts, sum(counts::integer) over (order by day)::integer as number
        from (
            select day::date as day, day::date in (from counting) as counts
            from range(
                (select min(day)::timestamp from counting),
                (select max(day)::timestamp from counting) + interval 1 day,
                interval 1 day
            ) as every(day)
        )""")
    return database


def _events(ground: Ground, kinds: Sequence[str]) -> str:
    each = (
        f"select {number} as kind, child, date, source from '{ground.file(kind)}'" for number, kind in enumerate(kinds)
    )
    return " union all ".join(each)


def _dates(number: int, pair: Interval) -> str:
    """Where a rule leads from every day: due, and the first day that is amber."""
    limit = pair.limit
    if limit.working:
        due = f"""
            select calendar.day as start, reached.day as due
            from calendar join calendar as reached
                on reached.counts and reached.number = calendar.number + {limit.amount}"""
    else:
        moved = f"day + interval '{limit.amount} {limit.unit}s' - interval '{int(limit.beginning)} days'"
        due = f"select day as start, ({moved})::date as due from calendar"
    return f"select {number} as rule, start, due, {_amber(pair.soon, due)}"


def _amber(soon: Span | None, due: str) -> str:
    if soon is None:
        return f"null::date as amber from ({due})"
    if not soon.working:
        return f"(due - interval '{soon.amount} {soon.unit}s')::date as amber from ({due})"
    return f"""amber.day as amber
        from ({due})
        join calendar on calendar.day = due
        join calendar as amber
            on amber.counts and amber.number = calendar.number - calendar.counts::integer - {soon.amount} + 1"""


def _rows(database: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "clocks.parquet"
        database.execute(f"copy clocks to '{file}'")
        return pl.read_parquet(file).select(pl.col(name).cast(kind) for name, kind in ROWS.items())
