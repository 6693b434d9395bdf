"""What stands in `rules/`, as plain YAML, for tests that read it as its author wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parents[1] / "rules"
NOT_RULES = ("calendar", "vocabulary", "schema", "timescales.yaml", "questions.yaml")


def rule_files(folder: Path = RULES) -> list[Path]:
    """The files of a folder that hold rules."""
    return [path for path in sorted(folder.rglob("*.yaml")) if path.relative_to(folder).parts[0] not in NOT_RULES]


def written_rules(*folders: Path) -> dict[str, Any]:
    """Every rule by its id."""
    paths = [path for folder in folders or (RULES,) for path in rule_files(folder)]
    rules = [rule for path in paths for rule in yaml.safe_load_all(path.read_text(encoding="utf-8"))]
    return {rule["id"]: rule for rule in rules}


def vocabulary() -> dict[str, Any]:
    """Every kind of fact by its name."""
    found = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((RULES / "vocabulary").glob("*.yaml"))]
    return {name: kind for each in found for name, kind in each.items()}
