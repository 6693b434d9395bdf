"""The JSON Schema of a rule, and of what else is written in YAML, with the prose of each key, for editors."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from timeliness.rulebook.written import WrittenRule

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def rule_schema() -> dict[str, Any]:
    """The schema of one document of a rules file."""
    return schema_of(WrittenRule, "A rule")


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The schema of what is written in YAML, with the prose of its keys."""
    return {"$schema": SCHEMA, "title": title, **_without_titles(model.model_json_schema(by_alias=True))}


def schema_text() -> str:
    """The schema as it is written to `rules/schema/rule.schema.json`."""
    return written(rule_schema())


def written(schema: dict[str, Any]) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _without_titles(found: Any) -> Any:
    """Leave out the titles that are made of names: an editor would show them instead of the prose."""
    if isinstance(found, dict):
        return {
            key: _without_titles(value)
            for key, value in found.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(each) for each in found] if isinstance(found, list) else found
