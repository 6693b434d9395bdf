"""The documents are complete and true: every command, option, key, kind, rule and link, and nothing of one machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from tests.shipped import rule_files, vocabulary
from tests.unit.extract_made import rulebook

from timeliness.cli.main import COMMANDS, timeliness
from timeliness.extracts.mappings.load import load_mappings
from timeliness.extracts.mappings.schema import mapping_schema
from timeliness.extracts.mappings.schema import schema_text as schema_of_mappings
from timeliness.rulebook.schema import rule_schema, schema_text

ROOT = Path(__file__).parents[2]
PASSED_OVER = {".git", ".venv", "demo", "dist", "__pycache__", ".hypothesis"}
PASSED_OVER |= {f".{name}_cache" for name in ("mypy", "ruff", "pytest", "import_linter")}
OF_ONE_MACHINE = re.compile(r"/wor[k]/|/tm[p]/|pyp[i]\.|files\.python[h]osted")
SCHEMA = ROOT / "rules" / "schema" / "rule.schema.json"
RULES = rule_files()
MAPPING_SCHEMA = ROOT / "mappings" / "schema" / "mapping.schema.json"
MAPPINGS = sorted((ROOT / "mappings").glob("*.yaml"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files() -> Iterator[Path]:
    """Every file of the project, but for what is made."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in PASSED_OVER:
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its whole name."""
    context = click.Context(timeliness)
    for name in COMMANDS:
        command = timeliness.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in command.commands.items())
        elif command is not None:
            yield name, command


def options(command: click.Command) -> set[str]:
    return {name for param in command.params if isinstance(param, click.Option) for name in param.opts}


def arguments(command: click.Command) -> list[str]:
    return [param.make_metavar(click.Context(command)) for param in command.params if isinstance(param, click.Argument)]


# The command line


def described() -> dict[str, set[str]]:
    """The options of each command as the table in the quick start lists them."""
    found = {}
    for line in text("docs/quick-start.md").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0].startswith("`"):
            found[cells[0].strip("`")] = set(re.findall(r"`(--[a-z-]+)`", cells[2]))
    return found


def test_the_quick_start_lists_every_command_with_its_options_and_no_other() -> None:
    real = {" ".join([name, *arguments(command)]): options(command) for name, command in commands()}
    assert len(real) >= 12
    assert described() == real


def test_every_option_says_what_it_does() -> None:
    for name, command in commands():
        assert command.help, name
        for param in command.params:
            assert not isinstance(param, click.Option) or param.help, (name, param.name)


def test_the_exit_codes_of_the_quick_start_are_those_of_the_command_line() -> None:
    codes = re.compile(r"0 done; 1 internal error; 2 usage; 3 rules or configuration invalid; 4 extract refused")
    assert codes.search(" ".join(text("docs/quick-start.md").split()))
    assert codes.search(" ".join((timeliness.help or "").split()))


# Rules


def keys(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in (schema, *schema["$defs"].values()):
        yield from part["properties"].items()


def test_every_key_of_the_rule_language_is_described() -> None:
    found = list(keys(rule_schema()))
    assert len(found) > 50
    assert [name for name, key in found if not key.get("description")] == []


@pytest.mark.parametrize("name", sorted({name for name, _ in keys(rule_schema())}))
def test_every_key_stands_in_the_rule_language(name: str) -> None:
    assert re.search(rf"`{name}`|(?:^|[-{{, ]){name}: ", text("docs/rule-language.md"), re.MULTILINE)


def test_the_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def documents(path: Path) -> list[Any]:
    return [as_json(document) for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def as_json(found: Any) -> Any:
    """As an editor reads YAML: dates are text, and `on` is a word."""
    if isinstance(found, dict):
        return {"on" if key is True else key: as_json(value) for key, value in found.items()}
    if isinstance(found, list):
        return [as_json(each) for each in found]
    return found.isoformat() if isinstance(found, date) else found


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_shipped_rule_is_valid_by_the_schema(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    found = documents(path)
    assert found
    for document in found:
        assert [error.message for error in validator.iter_errors(document)] == [], document["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"whithin": "3 days"},
        {"force": "law"},
        {"repeats": "yes"},
        {"within": []},
        {"within": [{"when": {"age": {"below": 5}}, "limit": "3 days"}]},
        {"versions": [{"from": "2000-01-01", "cite": "none", "verified": False, "sight": "none"}]},
        {"extended_by": {"event": "court_extension", "untill": "until"}},
    ],
    ids=str,
)
def test_a_rule_with_a_wrong_key_or_value_is_not(
    wrong: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    right = documents(RULES[0])[0]
    assert validator.is_valid(right)
    assert not validator.is_valid(right | wrong)


@pytest.mark.parametrize("key", ["id", "title", "force", "severity", "starts", "versions"])
def test_a_rule_without_what_it_needs_is_not_valid(key: str, validator: jsonschema.Draft202012Validator) -> None:
    right = documents(RULES[0])[0]
    assert not validator.is_valid({name: value for name, value in right.items() if name != key})


def test_every_rule_stands_in_the_changelog() -> None:
    ids = [document["id"] for path in RULES for document in documents(path)]
    assert len(ids) == 117
    assert [id_ for id_ in ids if f"`{id_}`" not in text("CHANGELOG.md")] == []


# Mappings


def test_every_key_of_a_mapping_is_described_in_its_schema_and_on_its_page() -> None:
    found = list(keys(mapping_schema()))
    assert len(found) > 20
    assert [name for name, key in found if not key.get("description") and "$ref" not in key] == []
    assert [name for name, _ in found if f"`{name}`" not in text("docs/mappings.md")] == []


def test_the_schema_of_mappings_is_current() -> None:
    assert MAPPING_SCHEMA.read_text(encoding="utf-8") == schema_of_mappings()


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_every_shipped_mapping_is_valid_by_the_schema_and_one_with_a_wrong_key_is_not(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(MAPPING_SCHEMA.read_text(encoding="utf-8")))
    (document,) = documents(path)
    assert [error.message for error in validator.iter_errors(document)] == []
    for wrong in ({"titel": "x"}, {"dates": "us"}, {"facts": []}):
        assert not validator.is_valid(document | wrong), wrong


def test_the_example_of_a_mapping_on_its_page_loads(tmp_path: Path) -> None:
    blocks = re.findall(r"```\n(id: .*?)```", text("docs/mappings.md"), re.DOTALL)
    assert len(blocks) == 1
    (tmp_path / "example.yaml").write_text(blocks[0], encoding="utf-8")
    (mapping,) = load_mappings([tmp_path], rulebook()).values()
    assert [fact.fact for fact in mapping.facts] == ["cp_visit"]


# Facts


def sections() -> dict[str, str]:
    """The sections of the page about the facts folder, by kind."""
    _, *parts = text("docs/facts-folder.md").split("\n## `")
    return {part.split("`")[0]: part for part in parts}


def test_every_kind_and_column_of_the_vocabulary_stands_in_the_facts_folder() -> None:
    page = sections()
    assert page.keys() == vocabulary().keys()
    for name, kind in vocabulary().items():
        for column in [*kind.get("identifiers", []), *kind.get("attributes", {})]:
            assert f"`{column}`" in page[name], (name, column)
        for day in {"event": ["date"], "spell": ["start", "end"], "child": []}[kind["shape"]]:
            assert f"`{day}`" in page[name], (name, day)


# Pages


def test_the_readme_has_exactly_two_command_lines() -> None:
    shown = [line.strip() for line in text("README.md").splitlines() if line.startswith("    ")]
    assert shown == ["make demo", "make test"]
    assert "```" not in text("README.md")


def test_decisions_are_numbered_in_order_and_say_their_number_first() -> None:
    assert len(DECISIONS) >= 4
    for number, path in enumerate(DECISIONS, 1):
        assert path.name.startswith(f"{number:04}-")
        assert re.match(rf"# {number}\. \S", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "page", [path for path in files() if path.suffix == ".md"], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in link and not link.startswith(("#", "mailto:")):
            assert (page.parent / link.partition("#")[0]).exists(), link


def test_no_file_names_one_machine_or_where_packages_come_from() -> None:
    found = []
    for path in files():
        try:
            said = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {each}" for each in OF_ONE_MACHINE.findall(said)]
    assert found == []


@pytest.mark.parametrize("parts", [("wo", "rk"), ("tm", "p"), ("py", "pi."), ("files.python", "hosted")])
def test_that_what_is_looked_for_would_be_found(parts: tuple[str, str]) -> None:
    assert OF_ONE_MACHINE.search(f"see /{''.join(parts)}/main")
