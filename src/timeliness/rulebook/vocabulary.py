"""Read the vocabulary: the facts that rules may name."""

from __future__ import annotations

from collections.abc import Sequence
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


class _FoundIn(Written):
    ssd: str = ""
    annex_a: str = ""
    cin_census: str = ""
    ssda903: str = ""


class _WrittenKind(Written):
    shape: Literal["child", "event", "spell"]
    meaning: str
    link: str = ""
    identifiers: Annotated[tuple[str, ...], BeforeValidator(tuple)] = ()
    attributes: dict[str, _WrittenAttribute] = Field(default_factory=dict)
    joins: Literal["never", "always", "unless_ids_differ"] = "never"
    rebooks: bool = False
    found_in: _FoundIn = Field(default_factory=_FoundIn)


def read_vocabulary(documents: Sequence[Document], problems: list[Problem]) -> Vocabulary:
    """Read the kinds of the files of a vocabulary, in the order in which they list them."""
    read: dict[str, tuple[Document, _WrittenKind]] = {}
    for document in documents:
        for name in document.data if isinstance(document.data, dict) else ():
            kind = validate(_WrittenKind, document, problems, (name,))
            if name in read:
                first = read[name][0]
                message = f"'{name}' is already a kind of fact, in {first.path}. Choose another name."
                problems.append(document.problem((name,), message))
            elif kind is not None:
                read[name] = document, kind
    links = sorted({kind.link for _, kind in read.values() if kind.link})
    for name, (document, kind) in read.items():
        strange = sorted(set(kind.identifiers) - {"id", *links})
        where = (name, "identifiers")
        problems += [document.problem(where, unknown("the link of a kind", link, links)) for link in strange]
    return Vocabulary({name: _kind(name, kind) for name, (_, kind) in read.items()})


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
        tuple((source, said) for source, said in written.found_in.model_dump().items() if said),
    )
