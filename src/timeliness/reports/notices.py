"""The notices of a run: for each team a message to its manager, and the same as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from timeliness.reports.clock import Clock
from timeliness.reports.footing import Silent, gaps, unseen
from timeliness.reports.listing import Holding, by_team
from timeliness.reports.message import Letter, message
from timeliness.reports.page import Page, Team, page
from timeliness.reports.phrases import Phrases, phrases
from timeliness.reports.rows import row
from timeliness.reports.run import Run
from timeliness.reports.sections import SECTIONS, Counts
from timeliness.reports.slugs import slugs
from timeliness.reports.templating import Templates
from timeliness.reports.workbook import workbook

HTML, TEXT = "notice.html.j2", "notice.txt.j2"
"""The templates of a notice."""


@dataclass(frozen=True)
class Notice:
    """What one manager is sent: a message (`eml`), and what it is made of. `slug` names the files."""

    team: str
    slug: str
    counts: Counts
    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    xlsx: bytes = field(repr=False)
    eml: bytes = field(repr=False)

    @property
    def files(self) -> dict[str, bytes]:
        """The notice as files: name and content."""
        said = {"eml": self.eml, "html": self.html.encode(), "txt": self.text.encode(), "xlsx": self.xlsx}
        return {f"{self.slug}.{suffix}": content for suffix, content in said.items()}


def notices(run: Run, templates: Sequence[Path]) -> Iterator[Notice]:
    """Write the notice of every team, in order of name, one at a time; the unallocated have theirs last.

    `templates` are folders, a council's own before the shipped. Raises RulesInvalidError where a template is not
    valid, UsageError where an address is none.
    """
    held = by_team(run)
    names, words = slugs(held), phrases(run.rules, run.as_at)
    silent = Silent(gaps(run), unseen(run))
    written = Templates(templates)
    for name, holding in held.items():
        team = _team(name, names[name], holding, words)
        yield _notice(team, page(team, run, silent), run, written)


def write_notices(run: Run, templates: Sequence[Path], folder: Path) -> list[Notice]:
    """Write every notice into a folder: `<team>.eml`, `.html`, `.txt` and `.xlsx`. Raises as `notices` does."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for notice in notices(run, templates):
        for name, content in notice.files.items():
            (folder / name).write_bytes(content)
        found.append(notice)
    return found


def _team(name: str, slug: str, holding: Holding, words: Mapping[str, Phrases]) -> Team:
    rows = tuple(row(Clock._make(values), SECTIONS[place], words) for place, values in holding.rows)
    return Team(name, slug, rows, holding.ended_unjudged)


def _notice(team: Team, page_: Page, run: Run, templates: Templates) -> Notice:
    values = {each.name: getattr(page_, each.name) for each in fields(page_)}
    html, text = templates.html(HTML, values), templates.text(TEXT, values)
    xlsx = workbook(page_, team.rows, run.as_at)
    to = run.addresses.get(team.name, "")
    letter = Letter(page_.subject, text, html, xlsx, page_.workbook, run.sender, to)
    return Notice(team.name, team.slug, page_.counts, page_.subject, html, text, xlsx, message(letter, run.as_at))
