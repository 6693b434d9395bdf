"""A return in CSV in pandas: `read_csv` of each file as text, then merges on the child."""

from __future__ import annotations

import pandas as pd
import polars as pl

from benchmarks.returns import EPISODES, FILES, OF_CHILD, compared
from benchmarks.work import Ground, Work


def ssda903(ground: Ground) -> Work:
    """Every file of an SSDA903 return, each row with what the file of children says of its child."""

    def run() -> dict[str, pd.DataFrame]:
        folder = ground.folder / EPISODES
        children = _read(next(folder.glob("*-header.csv")), OF_CHILD)
        paths = {name: next(folder.glob(f"*-{name}.csv"), None) for name in FILES}
        own = {name: _read(path, ("CHILD", *FILES[name])) for name, path in paths.items() if path}
        return {name: rows.merge(children, on="CHILD", how="left") for name, rows in own.items()}

    return Work(run, lambda frames: pl.concat(_compared(name, rows) for name, rows in frames.items()))


def _read(path: object, columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str)[list(columns)]


def _compared(name: str, rows: pd.DataFrame) -> pl.DataFrame:
    texts = {each: rows[each].astype(object).where(rows[each].notna(), None).tolist() for each in rows.columns}
    return compared(name, pl.DataFrame(texts, schema=dict.fromkeys(rows.columns, pl.String)))
