"""What the tests of notices are made of: rules, clocks and runs, made by hand."""

from __future__ import annotations

import email
import io
import re
from collections.abc import Iterable
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from timeliness.engine.tidy import COLUMNS
from timeliness.reports.notices import Notice, notices
from timeliness.reports.run import Run
from timeliness.resources import shipped
from timeliness.rulebook.rules import Branch, Length, Ref, Rule, Verified, Version

AS_AT = date(2016, 5, 19)
TEMPLATES = [shipped("templates")]
FIRST = date(2011, 4, 1)


def rule(id_: str, title: str, force: str = "statute", **more: Any) -> Rule:
    """A rule that starts with a placement and is met by a visit, but for what is said."""
    checked = Verified(date(2016, 1, 1), "a person") if more.pop("checked", True) else None
    limit = Length(more.pop("limit", 6), "week", "", "after", "6 weeks")
    text = Version(
        first=FIRST,
        last=more.pop("last", None),
        cite=f"Text of {id_}",
        url=None,
        verified=checked,
        note=None,
        met_by=(Ref("cla_visit", "date"),),
        within=(Branch((), limit, None),),
        reread=(),
        no_later_than=(),
        paused_by=None,
        extended_by=None,
        excluded=(),
        excepted=(),
        to_age=18,
    )
    values: dict[str, Any] = {
        "id": id_,
        "title": title,
        "about": "",
        "force": force,
        "severity": "critical",
        "duty": None,
        "binds": "the local authority",
        "service": None,
        "pack": None,
        "misread": (),
        "reading_of": None,
        "starts": (Ref("placement", "start"),),
        "during": "placement",
        "repeats": True,
        "ends_when": (),
        "summary": None,
        "after": None,
        "versions": (text,),
        "examples": (),
        "path": f"{id_}.yaml",
        "line": 1,
    }
    return Rule(**{**values, **more})


RULES = {
    each.id: each
    for each in (
        rule("visit", "Visits to a child within 6 weeks"),
        rule("review", "Review of a case every 6 months", checked=False),
        rule("conference", "Conference within 15 working days", "guidance", severity="high"),
        rule("own", "Own visits as often as the plan requires", "local", severity="normal"),
        rule("good", "Good practice within 16 weeks", "practice", severity="normal"),
        rule("score", "Days to somewhere", "indicator", severity="normal"),
        rule("reading", "Conference counted otherwise", "guidance", reading_of="conference"),
    )
}


def clock(rule_: str = "visit", child: str = "1001", status: str = "overdue", **more: Any) -> dict[str, Any]:
    """A clock of a rule: 20 days past its date, or with 20 days left, but for what is said."""
    of = RULES[rule_]
    late, left = more.pop("late", 20), more.pop("left", 20)
    past = status in ("overdue", "excepted", "paused")
    due = AS_AT - timedelta(days=late) if past else AS_AT + timedelta(days=left)
    values: dict[str, Any] = {
        "rule": rule_,
        "version": FIRST.isoformat(),
        "verified": of.versions[0].verified is not None,
        "force": of.force,
        "severity": of.severity,
        "child_id": child,
        "clock_key": f"{rule_}|{child}|{status}",
        "occurrence": 2,
        "team": "North",
        "team_then": more.get("team", "North"),
        "worker": "A. Worker",
        "start": due - timedelta(weeks=6),
        "limit": "6 weeks",
        "due_first": due,
        "due": due,
        "status": status,
        "days_late": late if past else None,
        "working_days_late": late * 5 // 7 if past else None,
        "days_left": left if status in ("due_soon", "running") else None,
    }
    if status == "unassessable":
        values |= {"due": None, "due_first": None, "since": 9, "reason": "limit unknown"}
    return {**values, **more}


def frame(clocks: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Clocks as the result has them."""
    return pl.DataFrame(list(clocks), schema=COLUMNS)


def covered(**states: tuple[str, str]) -> pl.DataFrame:
    """Coverage: every rule ran, but for what is said."""
    rows = [(id_, *states.get(id_, ("ran", ""))) for id_ in RULES]
    return pl.DataFrame(rows, schema=["rule", "state", "why"], orient="row")


def run(clocks: Iterable[dict[str, Any]], **more: Any) -> Run:
    """A run that came to these clocks."""
    values: dict[str, Any] = {"coverage": covered(), "rules": RULES, "council": "Northmoor", "contact": "the data team"}
    return Run(AS_AT, frame(clocks), **{**values, **more})


def made(clocks: Iterable[dict[str, Any]], folders: list[Path] | None = None, **more: Any) -> dict[str, Notice]:
    """The notices of some clocks, by team."""
    return {notice.team: notice for notice in notices(run(clocks, **more), folders or TEMPLATES)}


def mixed() -> list[dict[str, Any]]:
    """One team's clocks of every kind: 3 overdue in law, 2 in guidance, 4 due soon, 2 local, 2 not to be judged."""
    return [
        *(clock(child=f"10{n}", late=n) for n in (10, 30, 20)),
        *(clock("conference", f"20{n}", late=n) for n in (5, 400)),
        *(clock(rule_, f"30{n}", "due_soon", left=n) for n, rule_ in enumerate(("visit", "review", "own", "good"))),
        clock("own", "401", late=50),
        clock("good", "402", late=60),
        clock("visit", "501", "unassessable", start=None, since=None, reason="start missing"),
        clock("conference", "502", "unassessable"),
        clock("visit", "601", "excluded", reason="adoption visits apply", start=date(2016, 2, 1)),
        clock("visit", "602", "excluded", reason="adoption visits apply", start=date(2015, 3, 2)),
        clock("review", "603", "excepted", reason="young person declined"),
        clock("conference", "604", "paused", reason="stay"),
        *(clock("visit", f"70{n}", "running", left=30 + n) for n in range(5)),
        clock("visit", "801", "unassessable", ended=date(2016, 1, 1), reason="history begins later"),
        clock("visit", "802", "met_on_time", met=date(2016, 1, 1)),
        clock("score", "901", late=900),
        clock("reading", "902", late=800),
    ]


def words(html: str) -> str:
    """The words of a page, on one line."""
    body = re.sub(r"<style.*?</style>|<!--.*?-->|<title.*?</title>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&nbsp;", " ")


def sheets(xlsx: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def letter(eml: bytes) -> EmailMessage:
    """A message as a reader takes it."""
    found = email.message_from_bytes(eml, policy=default)
    assert isinstance(found, EmailMessage)
    return found
