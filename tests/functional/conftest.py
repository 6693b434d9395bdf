"""A small synthetic council and a run of it, made once and only read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.calling import DAY, call
from tests.unit.extract_made import write_extract


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extract of a synthetic council."""
    folder = tmp_path_factory.mktemp("made") / "council"
    assert call("demo", folder, "--size", "0.1").code == 0
    return folder / "extract"


@pytest.fixture(scope="session")
def results(council: Path) -> Path:
    """The results of a run of that council, with CSV tables."""
    out = council.parent / "results"
    assert call("run", council, "--as-at", DAY, "--out", out, "--csv").code == 0
    return out


@pytest.fixture(scope="session")
def whole_results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a council of the report's own size."""
    folder = tmp_path_factory.mktemp("whole")
    assert call("demo", folder / "council").code == 0
    assert call("run", folder / "council" / "extract", "--as-at", DAY, "--out", folder / "results").code == 0
    return folder / "results"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two children of a plan; one was visited late."""
    plans = [{"child_id": child, "start": "2024-03-01", "visit_every": 10, "end": None} for child in ("001", "2")]
    visits = [{"child_id": "001", "date": "2024-03-20", "child_seen": "true", "recorded_on": "2024-03-29"}]
    return write_extract(tmp_path / "small", {"cp_plan": plans, "cp_visit": visits})
