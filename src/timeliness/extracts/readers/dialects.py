"""How databases are spoken to: reading alone, and nothing but the columns that a mapping reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["postgresql", "sqlserver"]


@dataclass(frozen=True)
class Dialect:
    """The SQL of one kind of database.

    `begin` opens a transaction that reads; `text` writes a column as text, dates year-month-day.
    """

    kind: Kind
    shown: str
    schema: str
    begin: str
    quotes: tuple[str, str]
    text: str

    def name(self, name: str) -> str:
        """Quote a name."""
        first, last = self.quotes
        return f"{first}{name.replace(last, last * 2)}{last}"

    def columns(self, schema: str) -> str:
        """Ask for the columns of every table and view of a schema that the user may read."""
        literal = schema.replace("'", "''")
        return (
            "SELECT table_name, column_name FROM information_schema.columns "
            f"WHERE table_schema = '{literal}' ORDER BY table_name, ordinal_position"
        )

    def rows(self, schema: str, table: str, columns: Sequence[str]) -> str:
        """Ask for the rows of a table, each column as text."""
        listed = ", ".join(f"{self.text.format(self.name(each))} AS {self.name(each)}" for each in columns)
        return f"SELECT {listed} FROM {self.name(schema)}.{self.name(table)}"


DIALECTS: dict[Kind, Dialect] = {
    "postgresql": Dialect(
        "postgresql",
        "PostgreSQL",
        schema="public",
        begin="SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        quotes=('"', '"'),
        text="CAST({} AS text)",
    ),
    "sqlserver": Dialect(
        "sqlserver",
        "SQL Server",
        schema="dbo",
        begin="SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        quotes=("[", "]"),
        text="CONVERT(nvarchar(max), {}, 126)",
    ),
}
"""What is known of each kind of database. 126 is SQL Server's number for ISO 8601."""
