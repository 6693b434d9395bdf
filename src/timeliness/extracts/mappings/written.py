"""A mapping as it is written in YAML: the keys, their shapes and their prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, model_validator

from timeliness.extracts.days import DateFormat
from timeliness.rulebook.written import Keyed, Listed, Written, WrittenDuration

Values = Annotated[tuple[str, ...], Listed(least=1)]
Where = dict[str, Values]
Codes = dict[str, Any]

PRESENCE = ("known", "unknown")
"""What a `where` may ask of a column besides its codes."""


class ThroughMap(Written):
    """Another table, in which what a column says is looked up."""

    table: str = Field(description="The table in which it is looked up.")
    key: str = Field(description="Its column that has what the first table says; of several rows the last counts.")
    column: str = Field(description="Its column that is read.")


class ColumnMap(Written):
    """Where a column of a fact comes from."""

    column: Values = Field((), description="The heading; of several the first that has a value.")
    value: Any | None = Field(
        None, description="The same value in every row, where no column says it; `null`: it is not known."
    )
    codes: str | Codes | None = Field(
        None,
        description="What each code means, or the name of a list under `codes`; what is not in it is null and a "
        "finding. '1 - Yes' is found as itself, as '1' or as 'Yes'.",
    )

    where: Where | None = Field(
        None, description="Only in rows whose columns have one of these values; in the others it is not known."
    )
    json_key: str | None = Field(
        None,
        description="The column holds JSON objects as text: the key whose value is read. It is then a code or text.",
    )
    through: ThroughMap | None = Field(
        None,
        description="What the heading says is looked up in another table, where a child's or a team's name stands.",
    )
    otherwise: Annotated[ColumnMap | None, Keyed("column", lists=True)] = Field(
        None, description="Where it comes from instead in rows, and in tables, in which this says nothing."
    )

    @model_validator(mode="after")
    def _says_one(self) -> ColumnMap:
        if bool(self.column) == self.is_fixed:
            message = "Say 'column: HEADING' or 'value: VALUE', and not both."
            raise ValueError(message)
        return self

    @property
    def is_fixed(self) -> bool:
        """Whether the mapping itself says the value, which may be that it is not known."""
        return "value" in self.model_fields_set

    def ways(self) -> Iterator[ColumnMap]:
        """Itself, and where the column comes from otherwise, in order."""
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.ways()


class ReadAsMap(Written):
    """Another table of the mapping, whose rows those of a table are, under names of their own."""

    table: str = Field(description="The table, of which facts are made.")
    columns: dict[str, str] = Field(description="Headings of that table, each with the column here that it is.")


class TableMap(Written):
    """A table of the extract, known by its headings, or in nested records by where they lie.

    A way begins with the name of the outermost element. In JSON the outermost is a list, which has no name: the first
    name of a way is one that the mapping gives to its objects, and by `headings` the table of these says what each has.
    """

    headings: Annotated[tuple[str, ...], Listed()] = Field(
        (), description="Headings that the table has, and by which it is recognised."
    )
    records: str = Field(
        "",
        description="In XML and JSON: the way to the records, as `Message/Children/Child/CINdetails`. Their columns "
        "begin with the name of the record that has the value, the nearest of that name, and go on with the way from "
        "there: `Child/ChildIdentifiers/LAchildID`, `CINdetails/CINreferralDate`. A record's own text is its name.",
    )
    required: bool = Field(default=True, description="Without this table the extract is not of this kind.")
    key: Annotated[tuple[str, ...], Listed()] = Field(
        (), description="With `purged`: columns that tell its records apart, by which what was sent before is found."
    )

    one_per: Annotated[tuple[str, ...], Listed()] = Field(
        (),
        description="Headings. Rows of the returns of several years that agree in them are one, as an episode that is "
        "open at the end of a year and closed in the next. The later return, by its last such day, says all of it.",
    )
    read_as: ReadAsMap | None = Field(
        None, description="Its rows are those of another table of the mapping: the same return in another form."
    )

    @model_validator(mode="after")
    def _is_known(self) -> TableMap:
        if not self.headings and not self.records:
            message = "Say by what the table is known: 'headings: [...]' or 'records: WAY'."
            raise ValueError(message)
        if self.records and not all(self.records.split("/")):
            message = "Write the way to the records as names with one '/' between two: 'Message/Children/Child'."
            raise ValueError(message)
        if self.headings and "/" in self.records:
            message = "Only the outermost records of JSON are known by headings too: leave them out here."
            raise ValueError(message)
        return self


class FactMap(Written):
    """One kind of fact, from the rows of one table."""

    fact: str = Field(description="A kind of the vocabulary; several entries of one kind are put together.")
    table: Values = Field(description="The table that the rows come from, or several in order.")
    columns: dict[str, Annotated[ColumnMap, Keyed("column", lists=True)]] = Field(
        description="Columns of the fact, each from a heading, or `{column, codes}`, or `{value}`."
    )
    optional: bool = Field(
        default=False,
        description="Where a column that it cannot do without is not there, the extract has no such facts.",
    )
    where: Where | None = Field(
        None, description="Only rows whose columns have one of these values, or are `known` or `unknown`."
    )
    unless: Where | None = Field(
        None, description="Not the rows whose columns have one of these values: visits that were cancelled."
    )
    one_per: Values | None = Field(
        None,
        description="Columns of the fact: rows that agree in them are one fact. Of several files the last that has it, "
        "in order of name, says all of it. Of several rows there a spell runs from the first start to the last end. Of "
        "several tables each value is from the last, in the order in which they are named, that has one.",
    )
    latest: bool = Field(
        default=False,
        description="Only the last event of each child is here: what came before it is not known. Rows without a date "
        "say that none is recorded; where no row has one, the extract does not have these facts.",
    )
    continues: Where | None = Field(
        None,
        description="Rows that carry on the child's spell before them, where that reaches to the day before. What "
        "carries on a row of the table that is no such fact begins here. Else a first row that carries one on began "
        "before the extract: its start is not known. Yes-or-no columns are yes if they are so in each row.",
    )


class HistoryMap(Written):
    """From when tables are whole: from the first day of the first year, or for so long before the extract was taken."""

    tables: Values = Field(description="The kinds of fact that are whole from then.")
    year_begins: Annotated[str | None, Field(pattern=r"^\d\d-\d\d$")] = Field(
        None, description="The first day of a year, month-day: whole from the first day of the first year."
    )
    first_year: str | None = Field(
        None,
        description="`FACT.COLUMN`: the years of the returns are those in which these dates lie; a file in which no "
        "row has one is of a year between. The first is that of those which follow on one another up to the last.",
    )
    before_taken: WrittenDuration | None = Field(
        None,
        description="Whole for so long up to the day on which the extract was taken. Of several returns: from the "
        "first of those that follow on one another without a gap up to the last.",
    )

    @model_validator(mode="after")
    def _says_one_way(self) -> HistoryMap:
        if (self.year_begins is None) != (self.first_year is None) or (self.year_begins is None) == (
            self.before_taken is None
        ):
            message = "Say 'year_begins' with 'first_year', or 'before_taken' alone."
            raise ValueError(message)
        return self


class CheckMap(Written):
    """Something that rows of a table must not be, or a date that must lie right of another: each else is a finding."""

    finding: str = Field(description="What is found, in plain words.")
    table: str = Field(description="The table.")
    column: str = Field(description="The heading of the date that is looked at.")
    equals: str | None = Field(None, description="The date must be that of this heading.")
    not_before: str | None = Field(None, description="The date must be that of this heading, or later.")
    after: str | None = Field(None, description="The date must be later than that of this heading.")
    plus: WrittenDuration | None = Field(
        None, description="So long after the date of the other heading: `15 working days`."
    )
    counts_in: str | None = Field(None, description="The date must be a day that counts in this calendar: `working`.")
    where: Where | None = Field(
        None, description="Only rows whose columns have one of these values; with nothing else, each of them is found."
    )

    @property
    def other(self) -> str | None:
        """The heading of the date that it is held against."""
        return self.equals or self.not_before or self.after

    @model_validator(mode="after")
    def _asks_one(self) -> CheckMap:
        asked = [each for each in (self.equals, self.not_before, self.after, self.counts_in) if each]
        if len(asked) > 1 or not (asked or self.where) or (self.plus and not self.other):
            message = (
                "Ask one thing: 'equals', 'not_before' or 'after' (each perhaps with 'plus'), 'counts_in', "
                "or 'where' alone."
            )
            raise ValueError(message)
        return self


class TakenMap(Written):
    """Where an extract says when it was taken."""

    table: str = Field(description="The table whose rows say it; the latest counts.")
    column: str = Field(description="The heading.")


class Mapping(Written):
    """How one kind of extract becomes facts."""

    id: str = Field(description="The name of the mapping.")
    title: str = Field(description="The kind of extract, in words.")
    dates: DateFormat = Field(description="How dates are written.")
    codes: dict[str, Codes] = Field(default_factory=dict, description="Lists of codes by name, for columns.")
    tables: dict[str, TableMap] = Field(description="The tables of the extract, by names that `facts` use.")
    facts: Annotated[tuple[FactMap, ...], Listed(least=1)] = Field(description="What the tables become.")
    taken_on: TakenMap | None = Field(None, description="Where the extract says when it was taken.")
    complete_from: Annotated[tuple[HistoryMap, ...], Listed()] = Field(
        (), description="From when tables are whole; the others are taken as whole."
    )
    purged: str | None = Field(
        None,
        description="In XML and JSON: the name of a flag. What has it, and all that lies in it, is no fact and a "
        "finding; nor is what was sent of it before, in a file whose name comes earlier.",
    )
    checks: Annotated[tuple[CheckMap, ...], Listed()] = Field((), description="What is found about rows and dates.")
    limits: dict[str, str] = Field(default_factory=dict, description="What rules cannot be judged by, in plain words.")
    cannot: dict[str, str] = Field(
        default_factory=dict, description="Rules that cannot run, though what they name is there: why, in plain words."
    )

    def called(self, table: str) -> str:
        """The name of a table, or of the one that it is read as."""
        read_as = self.tables[table].read_as
        return read_as.table if read_as else table

    def above(self, table: str) -> list[str]:
        """The tables of the records in which those of a table lie, and the table itself."""
        way = f"{self.tables[table].records}/"
        return [name for name, each in self.tables.items() if each.records and way.startswith(f"{each.records}/")]

    def child_of(self, table: str) -> str:
        """The column of a table that says whose a row is; empty where no fact is made of it."""
        whose = (each.columns["child_id"].column for each in self.facts if table in each.table)
        return next((column[0] for column in whose if column), "")

    def codes_of(self, column: ColumnMap) -> Codes | None:
        """What the codes of a column mean; None where it has none."""
        return self.codes[column.codes] if isinstance(column.codes, str) else column.codes
