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
    """Killed is a mutant by an assertion of a test; by anything else it is only broken."""
    error = call.excinfo
    by_test = error.errisinstance(AssertionError) and "tests" in Path(error.traceback[-1].path).parts
    how = KILLED if report.when == "call" and by_test else BROKEN
    said = str(error.value).partition("\n")[0][:160] if how == BROKEN else ""
    print(f"\n{SAID}{how} {node.nodeid}{f' {error.typename}: {said}' if said else ''}")  # noqa: T201 - for the runner
