"""The reference evaluator shares no code with the product: it is read here, not run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[1] / "reference"
MODULES = sorted(REFERENCE.rglob("*.py"))
ALLOWED = {*sys.stdlib_module_names, "yaml"}
BY_NAME = {"__import__", "import_module", "eval", "exec"}
"""What could import a module whose name is not written as one."""


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a module imports, by their whole names; a relative import begins with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def is_plain(name: str) -> bool:
    """Whether a module is of the standard library, PyYAML, or the reference evaluator itself."""
    return name.partition(".")[0] in ALLOWED or name == "tests.reference" or name.startswith("tests.reference.")


def called(tree: ast.AST) -> Iterator[str]:
    """The bare names of what a module calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_reference_imports_the_standard_library_and_yaml_only(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imported(tree) if not is_plain(name)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_reference_imports_nothing_by_a_name_that_is_made(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert sorted(BY_NAME.intersection(called(tree))) == []


def test_there_is_a_reference_to_be_read():
    assert {"evaluator", "answering", "judging"} <= {path.stem for path in MODULES}


def test_what_is_not_plain_would_be_found():
    foreign = (
        "import polars\nfrom timeliness.engine import clocks\nfrom tests.spec import running\nfrom . import rows\n"
    )
    assert [name for name in imported(ast.parse(foreign)) if not is_plain(name)] == [
        "polars",
        "timeliness.engine",
        "tests.spec",
        ".",
    ]
