"""The page on what can be checked in how much time, from a folder of one's own."""

import os
import shutil

import pytest

from kdci.evidence import inventory
from kdci.studies import FOLDER
from tests.notebooks.harness import execute, read


def test_studies_of_ones_own_are_shown(tmp_path):
    for name in ("first-look", "spc-noise"):
        shutil.copy(FOLDER / f"{name}.yaml", tmp_path)
        shutil.copytree(
            FOLDER / "results" / name, tmp_path / "results" / name, copy_function=os.link
        )
    facts = {"studies": "[entry.study.name for entry in studies]", "hours": "hours"}
    found = execute(read("studies"), tmp_path, facts, own_studies=str(tmp_path))
    assert found["studies"] == ["first-look", "spc-noise"]
    entries = inventory.inventory(tmp_path)
    assert found["hours"] == pytest.approx(inventory.core_hours(entries, "laptop"))
