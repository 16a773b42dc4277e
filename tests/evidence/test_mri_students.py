import pytest

from kdci import evidence
from kdci.evidence.mri_students import STUDENTS, gains_by_losses
from kdci.studies import RELEASED
from kdci.studies.opened import open_study
from kdci.studies.paths import weights_path

LOSSES = {"L_DEC": (False, True), "L_ENC": (True, False), "both": (True, True)}


@pytest.mark.parametrize("name", STUDENTS)
def test_a_student_has_the_losses_and_the_weights_that_its_name_tells(name):
    one = STUDENTS[name]
    study = open_study(one.study)
    student = study.find(one.student, 8, study.runs[0].seed)
    weights = student.distillation
    assert (weights.encoder > 0, weights.decoder > 0) == LOSSES[name]
    assert weights_path(student, RELEASED).is_file() == one.released


def test_gains_stand_under_the_losses_with_their_baselines():
    numbers = {name: evidence.load(name) for name in ("mri-claims", "mri-tuning")}
    gains, baselines = gains_by_losses(numbers, ["L_ENC", "both"], [8, 16])
    own, both = gains
    assert list(gains[own]) == list(baselines[own]) == ["AF 8", "AF 16"]
    assert list(gains[both]) == ["AF 8"]
    assert gains[own]["AF 16"] == numbers["mri-claims"].gain("student", "baseline", 16)
    assert baselines[both]["AF 8"] == numbers["mri-tuning"].mean("baseline-rate30", 8)
