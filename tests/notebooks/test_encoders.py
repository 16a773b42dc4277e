"""The page on encoder measures at other settings."""

import pytest

from tests.notebooks.harness import execute, read


@pytest.mark.parametrize("acceleration", [4, 20])
def test_its_findings_hold_at_the_other_released_accelerations(tmp_path, acceleration):
    facts = {"false": "list(evidence.check('encoders', globals()).false)"}
    found = execute(read("encoders"), tmp_path, facts, acceleration=acceleration)
    assert found["false"] == []


def test_evaluates_anew_at_another_size(tmp_path):
    settings = {"retrain": True, "size": 16, "snr_db": 20, "train_images": 32}
    asked = {"shape": "list(photographs.shape)", "seen": "sorted({r.system for r in results})"}
    found = execute(read("encoders"), tmp_path, asked, acceleration=4, seed=2, **settings)
    assert found["shape"] == [24, 1, 16, 16]
    assert len(found["seen"]) == 10
