"""The chapters of the page and their sections, in the order in which somebody learns to write a rule."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from tests.spec.paragraphs import Paragraph, Refusal

CHAPTERS: dict[str, tuple[str, ...]] = {
    "first": ("a_clock", "as_at"),
    "facts": ("spells", "attributes", "identifiers", "duplicates"),
    "starting": ("events", "spells_begun", "first_in", "elsewhere", "belonging"),
    "meeting": ("events_that_meet", "early"),
    "limits": (
        "durations",
        "working_days",
        "backwards",
        "hours",
        "branches",
        "conditions",
        "conditions_of_time",
        "rereading",
    ),
    "repeating": ("chains",),
    "ending": ("ends", "age_and_order"),
    "reasons": ("excluding", "excepting", "pausing", "extending"),
    "days": ("six_rules",),
    "answering": ("rule_one", "rules_two_to_seven"),
    "judging": ("statuses", "unassessable"),
    "law": ("versions", "history", "latest"),
    "refusing": ("writing", "contradictions"),
}


@dataclass(frozen=True)
class Section:
    """A section of a chapter: its title, its opening words, and its paragraphs or refusals."""

    chapter: str
    name: str
    title: str
    prose: str
    paragraphs: tuple[Paragraph | Refusal, ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title, its opening words and its sections."""

    name: str
    title: str
    prose: str
    sections: tuple[Section, ...]


def chapters() -> list[Chapter]:
    """Every chapter in order."""
    return [_chapter(name, sections) for name, sections in CHAPTERS.items()]


def numbered() -> dict[tuple[str, int], Paragraph | Refusal]:
    """Every paragraph and refusal by its section and its number in it."""
    sections = [section for chapter in chapters() for section in chapter.sections]
    return {(each.name, number): one for each in sections for number, one in enumerate(each.paragraphs, 1)}


def _chapter(name: str, sections: tuple[str, ...]) -> Chapter:
    title, prose = _opening(import_module(f"tests.spec.{name}"))
    return Chapter(name, title, prose, tuple(_section(name, section) for section in sections))


def _section(chapter: str, name: str) -> Section:
    module = import_module(f"tests.spec.{chapter}.{name}")
    return Section(chapter, name, *_opening(module), module.PARAGRAPHS)


def _opening(module: ModuleType) -> tuple[str, str]:
    """A module's docstring: its first line is the title, and the rest the opening words."""
    title, _, prose = (module.__doc__ or "").strip().partition("\n")
    return title.rstrip("."), prose.strip()
