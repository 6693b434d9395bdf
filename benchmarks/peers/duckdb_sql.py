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
    select child, least(died, case when day(turned) = day(born) then turned else turned + 1 end) as over
    from (select child, born, died, (born + interval 18 years)::date as turned from '{children}')
)"""

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
starting as (
    select distinct kind, child, date as start, over
    from ({{starting}}) join life using (child)
    where over is null or date < over
),
starts as (
    select *, lead(start) over (partition by kind, child order by start) as following from starting
),
meetings as (
    select kind, child, date from ({{meeting}}) join life using (child) where over is null or date <= over
),
answered as (
    select rules.rule, starts.child, starts.start, following, over, answers.date as answer
    from starts
    join rules on rules.started_by = starts.kind
    asof left join meetings as answers
        on answers.kind = rules.met_by and answers.child = starts.child and answers.date >= starts.start
),
closed as (
    select rule, child, start, due, amber,
        case when following is null or answer < following then answer end as met,
        case when answer >= following then answer when answer is null and over <= date '{AS_AT}' then over end as ended
    from answered join dates using (rule, start)
)
select rule, child, start, due, met, {_STATUS}
from closed"""

_RECURRING = f"""
create or replace table clocks as
with {_LIFE},
spells as (
    select row_number() over () as spell, child, start, least("end", over) as ends, visit_every::integer as every
    from '{{spells}}' join life using (child)
    where over is null or start < over
),
visits as (
    select distinct child, date from '{{visits}}' where child_seen
),
held as (
    select spell, spells.child, start, ends, every, date
    from spells join visits
        on visits.child = spells.child and visits.date >= spells.start and (ends is null or visits.date <= ends)
),
laid_out as (
    select child, every, ends, lag(date, 1, start) over (partition by spell order by date) as start, date as met
    from held
    union all
    select child, every, ends, coalesce(last, start), null
    from spells left join (select spell, max(date) as last from held group by spell) using (spell)
    where last is null or ends is null or last < ends
),
closed as (
    select 0 as rule, child, start, start + every as due, start + every - {{soon}} as amber, met,
        case when met is null and ends <= date '{AS_AT}' then ends end as ended
    from laid_out
)
select rule, child, start, due, met, {_STATUS}
from closed"""


def interval(ground: Ground) -> Work:
    """The interval rules as one statement over all of them."""
    database = _database(ground.law)
    starting = list(dict.fromkeys(pair.start for pair in ground.law.intervals))
    meeting = list(dict.fromkeys(pair.met for pair in ground.law.intervals))
    rules = [(n, starting.index(each.start), meeting.index(each.met)) for n, each in enumerate(ground.law.intervals)]
    database.execute("create table rules (rule integer, started_by integer, met_by integer)")
    database.executemany("insert into rules values (?, ?, ?)", rules)
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
    each = (f"select {number} as kind, child, date from '{ground.file(kind)}'" for number, kind in enumerate(kinds))
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
