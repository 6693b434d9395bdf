"""What an installation rests on: locks that any mirror and any machine can use, and the workflow that tries it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_so_that_any_mirror_will_do(lock):
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_its_hashes(lock):
    packages = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    pinned = [each for each in packages if "==" in each]
    assert len(pinned) > 10
    assert [each for each in pinned if "--hash=sha256:" not in each] == []


def test_what_is_installed_is_the_same_on_every_machine_so_that_one_can_gather_it_for_another():
    """Markers would be read for the machine that gathers the wheels, and not for the one that installs them."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "==" in line and ";" in line] == []


def test_the_workflow_runs_what_the_readme_says_on_three_systems():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    made, windows = workflow["jobs"]["make"], workflow["jobs"]["windows"]
    systems = {*made["strategy"]["matrix"]["os"], windows["runs-on"]}
    assert systems == {"ubuntu-latest", "macos-latest", "windows-latest"}
    assert [step["run"] for step in made["steps"] if "run" in step] == ["make demo", "make test", "make check"]
    quick_start = (ROOT / "docs" / "quick-start.md").read_text(encoding="utf-8").replace(" .\n", " -e .\n")
    steps = [step["run"] for step in windows["steps"] if "run" in step]
    assert [step for step in steps[:4] if step not in quick_start] == []
