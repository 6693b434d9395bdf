"""An extract may be a database: PostgreSQL is tried on a real server, SQL Server's statements are looked at."""

from __future__ import annotations

import csv
import io
import os
import sys
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self

import polars as pl
import pytest
from tests.unit.extract_made import evaluated, looked_at, opened, refusals
from tests.unit.round_trip import Made, council

from timeliness.errors import UsageError
from timeliness.extracts.readers.connecting import VARIABLE, connected
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.dialects import DIALECTS
from timeliness.reports.check.console import as_text

dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi")
MADE = Made(1, 0.1, date(2024, 5, 23))
SECRET = "open-sesame"  # noqa: S105 - of a server that lives for a minute


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, that holds the council as the dataset's tables."""
    pgserver = pytest.importorskip("pgserver", reason="the wheel pgserver has no PostgreSQL for this machine")
    try:
        running = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    except Exception as error:  # noqa: BLE001 - whatever keeps a server from starting here
        pytest.skip(f"PostgreSQL does not start here: {error}")
    with running:
        address = running.get_uri()
        load(address, council("ssd", MADE) / "ssd")
        yield address


def load(address: str, folder: Path) -> None:
    """Put the files of a folder into a schema, dates as moments, as the systems have them."""
    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA ssd")
        cursor.execute(f"CREATE ROLE analyst LOGIN PASSWORD '{SECRET}'")
        for path in sorted(folder.glob("*.csv")):
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
            kinds = ", ".join(f'"{name}" {"timestamp" if _is_day(name) else "varchar"}' for name in rows[0])
            cursor.execute(f'CREATE TABLE ssd."{path.stem}" ({kinds}, surname varchar)')
            listed = ", ".join(f'"{name}"' for name in rows[0])
            for row in rows[1:]:
                values = ", ".join("NULL" if cell == "" else "'" + cell.replace("'", "''") + "'" for cell in row)
                cursor.execute(f"INSERT INTO ssd.\"{path.stem}\" ({listed}, surname) VALUES ({values}, 'Nobody')")  # noqa: S608


def _is_day(name: str) -> bool:
    return name.endswith(("_date", "_dob"))


def extract(folder: Path, about: str = "{kind: postgresql, schema: ssd}") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "extract.yaml").write_text(f"taken_on: 2024-05-23\ndatabase: {about}\n", encoding="utf-8")
    return folder


@pytest.fixture
def at_hand(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server as the environment names it."""
    monkeypatch.setenv(VARIABLE, server)


RULES = ("assessment", "cla-review", "cla-visit", "cp-icpc", "cp-review", "cp-visit", "iha")


@pytest.mark.usefixtures("at_hand")
def test_a_database_gives_the_clocks_of_its_tables_as_files(tmp_path):
    columns = ("rule", "child_id", "start", "due", "met", "ended", "status", "team", "worker")
    files, database = (
        evaluated(folder, MADE.as_at, RULES).clocks.select(columns).sort(columns, nulls_last=True)
        for folder in (council("ssd", MADE) / "ssd", extract(tmp_path))
    )
    assert set(files["rule"]) == set(RULES)
    assert files.equals(database)


@pytest.mark.usefixtures("at_hand")
def test_tables_are_named_by_schema_and_no_other_column_is_read(tmp_path):
    found = opened(extract(tmp_path))
    assert found.mapping == "ssd"
    assert "ssd.ssd_cp_visits" in found.sources
    assert "Nobody" not in "".join(table.write_csv() for table in found.tables.values())


@pytest.mark.usefixtures("at_hand")
def test_two_readings_give_the_same_rows_in_the_same_order(tmp_path):
    first, second = (opened(extract(tmp_path)).tables["cp_visit"] for _ in range(2))
    assert first.equals(second)


def test_all_tables_are_read_as_at_one_moment_and_nothing_can_be_written(server, monkeypatch):
    monkeypatch.setenv(VARIABLE, server)
    count = "SELECT count(*)::text AS n FROM ssd.ssd_person"
    with connected("postgresql") as ask:
        before = ask(count).item()
        with dbapi.connect(server, autocommit=True) as other, other.cursor() as cursor:
            cursor.execute("INSERT INTO ssd.ssd_person (pers_person_id) VALUES ('another')")
            cursor.execute("DELETE FROM ssd.ssd_person WHERE pers_person_id = 'another' RETURNING 1")
            cursor.execute("INSERT INTO ssd.ssd_person (pers_person_id) VALUES ('another')")
        try:
            assert ask(count).item() == before
        finally:
            with dbapi.connect(server, autocommit=True) as other, other.cursor() as cursor:
                cursor.execute("DELETE FROM ssd.ssd_person WHERE pers_person_id = 'another'")
    with pytest.raises(UnreadableError), connected("postgresql") as ask:
        ask("DELETE FROM ssd.ssd_person")
    with connected("postgresql") as ask:
        assert ask(count).item() == before


def test_a_user_who_may_read_nothing_is_told_what_to_grant(server, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, server.replace("postgres:@", f"analyst:{SECRET}@"))
    (said,) = refusals(extract(tmp_path))
    assert said.startswith("PostgreSQL  The schema 'ssd' has no table that this user may read.")
    assert "docs/databases.md" in said


def test_a_user_may_read_with_the_grants_of_the_documents_alone(server, tmp_path, monkeypatch):
    text = (Path(__file__).parents[2] / "docs" / "databases.md").read_text(encoding="utf-8")
    grants = [line.strip() for line in text.splitlines() if line.strip().startswith("GRANT") and "analyst" in line]
    assert grants
    with dbapi.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
        for grant in grants:
            cursor.execute(grant.rstrip(";"))
    monkeypatch.setenv(VARIABLE, server.replace("postgres:@", f"analyst:{SECRET}@"))
    assert opened(extract(tmp_path)).tables["cp_plan"].height
    with pytest.raises(UnreadableError), connected("postgresql") as ask:
        ask("CREATE TABLE ssd.mine (id int)")


@pytest.mark.usefixtures("at_hand")
def test_a_schema_without_the_tables_says_which_is_wanted(tmp_path):
    (said,) = refusals(extract(tmp_path, "{kind: postgresql, schema: pg_catalog}"), "ssd")
    assert "There is no table of ssd_person: one with the headings pers_person_id, pers_dob." in said


@pytest.mark.usefixtures("at_hand")
def test_a_schema_that_no_mapping_fits_is_told_with_its_tables(tmp_path):
    with pytest.raises(UsageError, match="No mapping fits the tables of the schema 'pg_catalog' \\(pg_"):
        opened(extract(tmp_path, "{kind: postgresql, schema: pg_catalog}"))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgresql://analyst:open-sesame@127.0.0.1:1/none", "nothing listens at that address"),
        ("postgresql:///none?host=/nowhere&user=analyst&password=open-sesame", "nothing listens at that address"),
    ],
)
def test_a_database_that_does_not_answer_is_told_without_its_address(address, why, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, address)
    (said,) = refusals(extract(tmp_path))
    assert said == f"PostgreSQL  The database was not read: {why}. See docs/databases.md."


def test_a_database_that_is_not_there_is_told_without_its_name(server, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, server.replace("/postgres?", "/nothing-here?"))
    (said,) = refusals(extract(tmp_path))
    assert "there is no such database, schema, table or user" in said
    assert "nothing-here" not in said


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("{kind: oracle}", "'oracle' is not a value of 'kind'."),
        ("{schema: ssd}", "'kind' is missing. `postgresql` or `sqlserver`."),
        ("{kind: postgresql, schema: 'a;b'}", "'schema' is 'a;b'."),
        ("{kind: postgresql, password: x}", "'password' is not a key here."),
    ],
)
def test_what_an_extract_says_of_its_database_is_checked(about, said, tmp_path):
    (problem,) = refusals(extract(tmp_path, about))
    assert said in problem


@pytest.mark.parametrize(
    ("kind", "driver"), [("postgresql", "adbc_driver_postgresql.dbapi"), ("sqlserver", "mssql_python")]
)
def test_a_driver_that_is_not_installed_is_named_with_how_to_install_it(kind, driver, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, driver, None)
    (said,) = refusals(extract(tmp_path, f"{{kind: {kind}}}"))
    assert said.endswith(f"is not installed: pip install 'timeliness[{kind}]'.")


# SQL Server, of which none is at hand


class Cursor:
    """What mssql-python's cursor does, on tables in memory."""

    def __init__(self, asked: list[str]) -> None:
        self.asked = asked

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, query: str) -> None:
        self.asked.append(query)

    def arrow(self) -> object:
        if "information_schema" in self.asked[-1]:
            return COLUMNS
        return ROWS


COLUMNS = pl.DataFrame(
    {
        "table_name": ["ssd_person", "ssd_person", "ssd_person", "other"],
        "column_name": ["pers_person_id", "pers_dob", "pers_surname", "x"],
    }
)
ROWS = pl.DataFrame({"pers_person_id": ["2", "1"], "pers_dob": ["2010-05-06T00:00:00", None]})


@pytest.fixture
def sql_server(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A driver that notes what it is asked, and where."""
    asked: list[str] = []

    class Connection(Cursor):
        def cursor(self) -> Cursor:
            return Cursor(asked)

    def connect(address: str) -> Connection:
        asked.append(address)
        return Connection(asked)

    monkeypatch.setitem(sys.modules, "mssql_python", types.SimpleNamespace(connect=connect))
    monkeypatch.setenv(VARIABLE, "Server=here;Database=cms;Trusted_Connection=yes")
    return asked


def test_sql_server_is_asked_for_the_columns_that_the_mapping_reads_as_text(sql_server, tmp_path):
    found = opened(extract(tmp_path, "{kind: sqlserver}"), "ssd")
    assert found.tables["child"].select("child_id").to_series().to_list() == ["1", "2"]
    assert sql_server[:4] == [
        "Server=here;Database=cms;Trusted_Connection=yes",
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'dbo' "
            "ORDER BY table_name, ordinal_position"
        ),
        (
            "SELECT CONVERT(nvarchar(max), [pers_person_id], 126) AS [pers_person_id], "
            "CONVERT(nvarchar(max), [pers_dob], 126) AS [pers_dob] FROM [dbo].[ssd_person]"
        ),
    ]


def test_sql_server_must_be_told_where_it_is(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "mssql_python", types.SimpleNamespace())
    (said,) = refusals(extract(tmp_path, "{kind: sqlserver}"))
    assert said.startswith(f"SQL Server  Say where the database is: {VARIABLE}=Server=HOST;")


def test_names_that_hold_the_sign_that_quotes_them_stay_names():
    assert DIALECTS["postgresql"].rows("s", 'a"b', ["c"]) == 'SELECT CAST("c" AS text) AS "c" FROM "s"."a""b"'
    assert DIALECTS["sqlserver"].name("a]b") == "[a]]b]"


@pytest.mark.usefixtures("at_hand")
def test_a_check_of_a_database_says_what_it_allows(tmp_path):
    checked = looked_at(extract(tmp_path), ids=["cp-visit"])
    assert checked.coverage["state"].to_list() == ["partly"]
    assert os.environ[VARIABLE] not in as_text(checked)
