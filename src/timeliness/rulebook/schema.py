"""The JSON Schema of a rule, with the prose of each key, for editors."""

from __future__ import annotations

import json
from typing import Any

from timeliness.rulebook.written import WrittenRule

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def rule_schema() -> dict[str, Any]:
    """The schema of one document of a rules file."""
    found = WrittenRule.model_json_schema(by_alias=True)
    return {"$schema": SCHEMA, "title": "A rule", **_without_titles(found)}


def schema_text() -> str:
    """The schema as it is written to `rules/schema/rule.schema.json`."""
    return json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_titles(found: Any) -> Any:
    """Leave out the titles that are made of names: an editor would show them instead of the prose."""
    if isinstance(found, dict):
        return {
            key: _without_titles(value)
            for key, value in found.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(each) for each in found] if isinstance(found, list) else found
