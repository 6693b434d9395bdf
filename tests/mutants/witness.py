"""A plugin for pytest: say how the first test failed, and read the product from the tree that is tested."""

from __future__ import annotations

from pathlib import Path

import pytest

import timeliness

SAID = "witness: "
KILLED, BROKEN = "killed", "broken"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to run on another tree than the one that holds the mutant."""
    if not Path(timeliness.__file__).is_relative_to(session.config.rootpath):
        pytest.exit(f"{timeliness.__file__} is not of {session.config.rootpath}", returncode=4)


def pytest_exception_interact(node: pytest.Item, call: pytest.CallInfo, report: pytest.TestReport) -> None:
    """Killed is a mutant by what a test asserts; by anything else, an assertion of the product too, it is broken."""
    error = call.excinfo
    by_product = Path(error.traceback[-1].path).is_relative_to(node.config.rootpath / "src")
    asserts = error.errisinstance((AssertionError, pytest.fail.Exception)) and not by_product
    how = KILLED if report.when == "call" and asserts else BROKEN
    first, *_ = str(error.value).split("\n", 1)
    said = "" if how == KILLED else f" {error.typename}: {first[:160]}"
    print(f"\n{SAID}{how} {node.nodeid}{said}")  # noqa: T201 - for the runner
