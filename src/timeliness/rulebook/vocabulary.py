"""Read the vocabulary: the facts that rules may name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from timeliness.errors import Problem
from timeliness.facts import Attribute, Kind, Vocabulary
from timeliness.rulebook.documents import Document
from timeliness.rulebook.names import unknown
from timeliness.rulebook.wording import validate
from timeliness.rulebook.written import Written


class _WrittenAttribute(Written):
    type: Literal["text", "integer", "boolean", "date"]
    meaning: str
    known_at: Literal["start", "end"] = "start"


class _WrittenKind(Written):
    shape: Literal["child", "event", "spell"]
    meaning: str
    link: str = ""
    identifiers: Annotated[tuple[str, ...], BeforeValidator(tuple)] = ()
    attributes: dict[str, _WrittenAttribute] = Field(default_factory=dict)
    joins: Literal["never", "always", "unless_ids_differ"] = "never"
    rebooks: bool = False


def read_vocabulary(document: Document, problems: list[Problem]) -> Vocabulary:
    """Read the kinds of a vocabulary file, in the order in which it lists them."""
    read = {name: validate(_WrittenKind, document, problems, (name,)) for name in document.data}
    written = {name: kind for name, kind in read.items() if kind is not None}
    links = sorted({kind.link for kind in written.values() if kind.link})
    for name, kind in written.items():
        strange = sorted(set(kind.identifiers) - {"id", *links})
        where = (name, "identifiers")
        problems += [document.problem(where, unknown("the link of a kind", link, links)) for link in strange]
    return Vocabulary({name: _kind(name, kind) for name, kind in written.items()})


def _kind(name: str, written: _WrittenKind) -> Kind:
    attributes = tuple(
        Attribute(key, value.type, value.meaning, value.known_at) for key, value in written.attributes.items()
    )
    return Kind(
        name,
        written.shape,
        written.meaning,
        written.link or name,
        written.identifiers,
        attributes,
        written.joins,
        written.rebooks,
    )
