from itertools import chain

import pytest

from kdci import evidence
from kdci.evidence.equal_steps import COMPARISONS, gains_at_equal_steps
from kdci.studies import FOLDER
from kdci.studies.study import load_study

ROWS = list(chain.from_iterable(rows.values() for rows in COMPARISONS.values()))


@pytest.mark.parametrize(("study", "acceleration", "student", "baseline"), ROWS)
def test_the_baseline_has_the_steps_of_teacher_and_student(study, acceleration, student, baseline):
    runs = load_study(FOLDER / f"{study}.yaml")
    made = {run.system: run for run in runs if run.acceleration == acceleration}
    teacher = made[made[student].distillation.teacher]
    both = made[student].training.steps + teacher.training.steps
    assert made[baseline].training.steps == both
    assert made[student].data == made[baseline].data


def test_gains_are_those_of_the_studies_over_five_seeds():
    gains = gains_at_equal_steps()
    assert {gain.count for rows in gains.values() for gain in rows.values()} == {5}
    expected = evidence.load("mri-claims").gain("student", "baseline-longer", 8)
    assert gains["own kind"]["MRI, AF 8, SGD"] == expected


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="mri-adam"):
        gains_at_equal_steps(tmp_path)
