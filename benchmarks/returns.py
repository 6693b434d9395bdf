"""Returns of other systems, as the product reads them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from benchmarks.work import Ground, Work
from timeliness.extracts.readers.opened import opened
from timeliness.extracts.readers.tables import Wanted

CENSUS = "cin-census/CIN_Census_2016.xml"
"""The return of the year that ends on the synthetic council's day."""

CHILD, EPISODE = "LAchildID", "CINreferralDate"
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "Assessments": ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    "CINPlanDates": ("CINPlanStartDate", "CINPlanEndDate"),
    "Section47": ("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
    "ChildProtectionPlans": ("CPPstartDate", "CPPendDate"),
    "CPPreviewDate": ("CPPreviewDate",),
}
"""The blocks below an episode of a child, and what is read of each beside the child's id and the episode's day."""

_CHILD, _EPISODE = "Message/Children/Child", "Message/Children/Child/CINdetails"
_ID, _DAY = f"Child/ChildIdentifiers/{CHILD}", f"CINdetails/{EPISODE}"
_BORN = ("PersonBirthDate", "ExpectedPersonBirthDate", "PersonDeathDate")
_WAYS = {"CPPreviewDate": "ChildProtectionPlans/Reviews/CPPreviewDate"}


def census(ground: Ground) -> Work:
    """Every block of a census, each row with its child and its episode."""
    wanted = {
        "Child": Wanted(records=_CHILD, columns=(_ID, *(f"Child/ChildIdentifiers/{name}" for name in _BORN))),
        "CINdetails": Wanted(
            records=_EPISODE, columns=(_ID, _DAY, "CINdetails/ReferralNFA", "CINdetails/DateOfInitialCPC")
        ),
        **{name: Wanted(records=f"{_EPISODE}/{_WAYS.get(name, name)}", columns=_columns(name)) for name in BLOCKS},
    }

    def run() -> dict[str, pl.DataFrame]:
        return {str(sight.name): sight.read().rows for sight in opened(ground.folder / CENSUS).sights(wanted)}

    return Work(run, lambda tables: pl.concat(compared(name, tables[name].select(_columns(name))) for name in BLOCKS))


EPISODES = "repeated"
"""The folder of an SSDA903 return of one year, as CSV files."""

FILES: Mapping[str, tuple[str, ...]] = {
    "episodes": ("DECOM", "RNE", "LS", "PLACE", "DEC", "REC"),
    "reviews": ("REVIEW", "REVIEW_CODE"),
    "missing": ("MISSING", "MIS_START", "MIS_END"),
    "placed_adoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
}
"""The files of an SSDA903 return that are joined with the file of children, and what is read of each."""

OF_CHILD = ("CHILD", "DOB", "SEX")


def ssda903(ground: Ground) -> Work:
    """Every file of an SSDA903 return, each row with what the file of children says of its child."""
    wanted = {
        "header": Wanted(headings=("CHILD", "SEX", "DOB", "ETHNIC"), columns=OF_CHILD),
        **{name: Wanted(headings=("CHILD", *own), columns=("CHILD", *own)) for name, own in FILES.items()},
    }

    def run() -> dict[str, pl.DataFrame]:
        paths = sorted((ground.folder / EPISODES).glob("*.csv"))
        sights = [sight for path in paths for sight in opened(path).sights(wanted)]
        tables = {str(sight.name): sight.read().rows for sight in sights}
        children = tables["header"].select(OF_CHILD)
        own = {name: tables[name].select("CHILD", *columns) for name, columns in FILES.items() if name in tables}
        return {name: rows.join(children, on="CHILD", how="left", maintain_order="left") for name, rows in own.items()}

    return Work(run, lambda tables: pl.concat(compared(name, rows) for name, rows in tables.items()))


def _columns(block: str) -> tuple[str, ...]:
    own = BLOCKS[block]
    return (_ID, _DAY, *own) if own == (block,) else (_ID, _DAY, *(f"{block}/{name}" for name in own))


def compared(block: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a block as everybody's are compared: its name, and the text of all that is read of each."""
    return rows.select(pl.lit(block).alias("block"), pl.concat_str(pl.all().fill_null(""), separator="|").alias("text"))
