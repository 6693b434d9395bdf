"""Connect to a database with what the environment says, and say in plain words why that failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import polars as pl

from timeliness.errors import TimelinessError
from timeliness.extracts.readers.decoded import UnreadableError
from timeliness.extracts.readers.dialects import DIALECTS, Kind

VARIABLE = "TIMELINESS_DATABASE"
"""The environment variable that says where the database is."""

Ask = Callable[[str], pl.DataFrame]
"""Gives the rows of a query."""

_DRIVERS: Mapping[Kind, tuple[str, str]] = {
    "postgresql": ("adbc_driver_postgresql.dbapi", "fetch_arrow"),
    "sqlserver": ("mssql_python", "arrow"),
}
_WHY = {
    "password": "the user or the password is not accepted",
    "authentication": "the user or the password is not accepted",
    "login failed": "the user or the password is not accepted",
    "does not exist": "there is no such database, schema, table or user",
    "invalid object": "there is no such database, schema, table or user",
    "permission": "the user may not read it",
    "denied": "the user may not read it",
    "timeout": "it did not answer in time",
    "timed out": "it did not answer in time",
    "translate host": "its host is not known here",
    "refused": "nothing listens at that address",
    "no such file": "nothing listens at that address",
    "could not connect": "nothing listens at that address",
}
"""What drivers say, and what that means. Their own words may hold hosts, users and values, and are not repeated."""


@contextmanager
def connected(kind: Kind) -> Iterator[Ask]:
    """Give what asks a database; all that is asked sees it as at one moment, where the database can do that.

    Raises UnreadableError, whose words hold no address, user or password.
    """
    dialect = DIALECTS[kind]
    driver, fetch = _driver(kind)
    address = _address(kind)
    try:
        with driver.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute(dialect.begin)

            def ask(query: str) -> pl.DataFrame:
                cursor.execute(query)
                found = pl.from_arrow(getattr(cursor, fetch)())
                return found.struct.unnest() if isinstance(found, pl.Series) else found

            yield ask
    except (UnreadableError, TimelinessError):
        raise
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own
        raise UnreadableError(
            dialect.shown, f"The database was not read: {_why(error)}. See docs/databases.md."
        ) from None


def _driver(kind: Kind) -> tuple[Any, str]:
    module, fetch = _DRIVERS[kind]
    try:
        return import_module(module), fetch
    except ImportError:
        said = f"What reads {DIALECTS[kind].shown} is not installed: pip install 'timeliness[{kind}]'."
        raise UnreadableError(DIALECTS[kind].shown, said) from None


def _address(kind: Kind) -> str:
    """Where the database is. PostgreSQL's own variables (PGHOST, PGDATABASE, ...) say what this one leaves out."""
    said = os.environ.get(VARIABLE, "")
    if not said and kind == "sqlserver":
        example = "Server=HOST;Database=NAME;Trusted_Connection=yes;Encrypt=yes"
        raise UnreadableError(DIALECTS[kind].shown, f"Say where the database is: {VARIABLE}={example}")
    return said or "postgresql://"


def _why(error: Exception) -> str:
    said = str(error).casefold()
    return next((why for words, why in _WHY.items() if words in said), f"the driver gave up ({type(error).__name__})")
