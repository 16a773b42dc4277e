"""The page on the gradient: other parameters, and beside it what the runs have recorded."""

import pytest

from kdci import evidence
from tests.notebooks.harness import execute, read

RECORDED = {
    "MRI, AF 8, SGD": ("mri-acceleration", "student", 8),
    "SPC, SNR 20 dB": ("spc-noise", "student-20dB", 10),
    "SD-CASSI, one snapshot": ("cassi-claims", "student", 8),
}


def test_a_larger_batch_has_gradients_near_what_the_runs_recorded(tmp_path):
    facts = {"parts": "parts", "batch": "images_of_a_batch"}
    found = execute(read("gradients"), tmp_path, facts, images_of_a_batch=32)
    assert found["batch"] == 32
    assert found["parts"].keys() == RECORDED.keys()
    for title, (study, system, acceleration) in RECORDED.items():
        task, taught, cosine = found["parts"][title]["first step"]
        whole = (task**2 + taught**2 + 2 * cosine * task * taught) ** 0.5
        first = evidence.load(study).select(system, acceleration)[0]
        assert whole == pytest.approx(first.curves["encoder_gradient"][0], rel=0.3)
