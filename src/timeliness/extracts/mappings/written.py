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
    value: Any | None = Field(None, description="The same value in every row, where no column says it.")
    codes: str | Codes | None = Field(
        None,
        description="What each code means, or the name of a list under `codes`; what is not in it is null and a "
        "finding. '1 - Yes' is found as itself, as '1' or as 'Yes'.",
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
        if bool(self.column) == (self.value is not None):
            message = "Say 'column: HEADING' or 'value: VALUE', and not both."
            raise ValueError(message)
        return self

    def ways(self) -> Iterator[ColumnMap]:
        """Itself, and where the column comes from otherwise, in order."""
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.ways()


class TableMap(Written):
    """A table of the extract, known by its headings, or in nested records by where they lie."""

    headings: Annotated[tuple[str, ...], Listed()] = Field(
        (), description="Headings that the table has, and by which it is recognised."
    )
    records: str = Field(
        "", description="In XML and JSON: the way to the records, as `Children/Child/CINdetails/Section47`."
    )
    required: bool = Field(default=True, description="Without this table the extract is not of this kind.")

    @model_validator(mode="after")
    def _is_known_by_one(self) -> TableMap:
        if bool(self.headings) == bool(self.records):
            message = "Say by what the table is known: 'headings: [...]' or 'records: WAY', and not both."
            raise ValueError(message)
        return self


class FactMap(Written):
    """One kind of fact, from the rows of one table."""

    fact: str = Field(description="A kind of the vocabulary; several entries of one kind are put together.")
    table: str = Field(description="The table that the rows come from.")
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
        "in order of name, says all of it. Of several rows there a spell runs from the first start to the last end.",
    )
    continues: Where | None = Field(
        None,
        description="Rows that carry on the child's spell before them, where that reaches to the day before. "
        "A first row that carries one on began before the extract: its start is not known.",
    )


class HistoryMap(Written):
    """From when tables are whole: from the first day of the first year, or for so long before the extract was taken."""

    tables: Values = Field(description="The kinds of fact that are whole from then.")
    year_begins: Annotated[str | None, Field(pattern=r"^\d\d-\d\d$")] = Field(
        None, description="The first day of a year, month-day: whole from the first day of the first year."
    )
    first_year: str | None = Field(
        None, description="`FACT.COLUMN`: the first year is the one in which the earliest of these dates lies."
    )
    before_taken: WrittenDuration | None = Field(None, description="Whole for so long before the extract was taken.")

    @model_validator(mode="after")
    def _says_one_way(self) -> HistoryMap:
        if (self.year_begins is None) != (self.first_year is None) or (self.year_begins is None) == (
            self.before_taken is None
        ):
            message = "Say 'year_begins' with 'first_year', or 'before_taken' alone."
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
    limits: dict[str, str] = Field(default_factory=dict, description="What rules cannot be judged by, in plain words.")

    def codes_of(self, column: ColumnMap) -> Codes | None:
        """What the codes of a column mean; None where it has none."""
        return self.codes[column.codes] if isinstance(column.codes, str) else column.codes
