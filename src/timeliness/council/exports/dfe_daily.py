"""The council as payloads of the daily collection of the Department for Education: JSON, a hundred children each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from timeliness.council.book import Book, Child
from timeliness.council.exports.episodes import Episode, allocation, episodes

_MOST = 100
"""The most children of a payload."""

Object = dict[str, Any]


def files(book: Book) -> Mapping[str, bytes]:
    """Write every child who was ever referred, and the teams beside them, which no payload has."""
    known, came = episodes(book), {(row["child_id"], row["start"]) for row in book.facts["looked_after"]}
    children = sorted((each for each in book.children if each.id in known), key=lambda child: child.id)
    made = [_child(each, known[each.id], came) for each in children]
    parts = [made[first : first + _MOST] for first in range(0, len(made), _MOST)]
    payloads = {f"children-{number:04}.json": _written(part) for number, part in enumerate(parts, 1)}
    about = f"taken_on: {book.as_at.isoformat()}\n".encode()
    return payloads | {"allocation.csv": allocation(book), "extract.yaml": about}


def _written(children: Sequence[Object]) -> bytes:
    return f"{json.dumps(children, indent=1)}\n".encode()


def _child(child: Child, found: Sequence[Episode], came: AbstractSet[tuple[str, str]]) -> Object:
    details = {"date_of_birth": child.born.isoformat(), "sex": "U", "ethnicity": "NOBT"}
    listed = [_episode(each, f"{child.id}-{number}") | _placements(each, came) for number, each in enumerate(found)]
    return {"la_child_id": child.id, "child_details": details, "social_care_episodes": listed}


def _episode(episode: Episode, unnamed: str) -> Object:
    return _known(
        social_care_episode_id=episode.id or unnamed,
        referral_date=episode.day,
        referral_no_further_action_flag=episode.no_further_action == "true",
        closure_date=episode.end,
        child_and_family_assessments=[
            _known(child_and_family_assessment_id=each.id, start_date=each.start, authorisation_date=each.authorised)
            for each in episode.assessments
        ],
        child_in_need_plans=[
            _known(child_in_need_plan_id=row["id"], start_date=row["start"], end_date=row["end"])
            for row in episode.in_need
        ],
        section_47_assessments=[
            _known(
                section_47_assessment_id=each.id,
                start_date=each.start,
                icpc_required_flag={"true": True, "false": False}.get(each.required),
                icpc_date=each.conference,
                end_date=each.end,
            )
            for each in episode.enquiries
        ],
        child_protection_plans=[
            _known(child_protection_plan_id=each.id, start_date=each.start, end_date=each.end) for each in episode.plans
        ],
    )


def _placements(episode: Episode, came: AbstractSet[tuple[str, str]]) -> Object:
    """The placements of a child in care: one that begins on the day on which the child came into care says so."""
    made = [
        _known(
            child_looked_after_placement_id=row["id"],
            start_date=row["start"],
            start_reason="S" if (row["child_id"], row["start"]) in came else "P",
            placement_type=row["kind"],
            end_date=row["end"],
        )
        for row in episode.placements
    ]
    return {"child_looked_after_placements": made} if made else {}


def _known(**values: object) -> Object:
    """An object without what is not known."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}
