"""The JSON Schema of a mapping, with the prose of each key, for editors."""

from __future__ import annotations

from typing import Any

from timeliness.extracts.mappings.written import Mapping
from timeliness.rulebook.schema import schema_of, written


def mapping_schema() -> dict[str, Any]:
    """The schema of a mapping's file."""
    return schema_of(Mapping, "A mapping")


def schema_text() -> str:
    """The schema as it is written to `mappings/schema/mapping.schema.json`."""
    return written(mapping_schema())
