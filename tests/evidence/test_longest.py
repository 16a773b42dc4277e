from itertools import chain

import pytest

from kdci import evidence
from kdci.evidence.longest import COMPARISONS, gains_at_the_longest
from kdci.studies import FOLDER
from kdci.studies.study import load_study

ROWS = [(label, *row) for rows in COMPARISONS.values() for label, row in rows.items()]


@pytest.mark.parametrize(("label", "study", "acceleration", "system", "rival"), ROWS)
def test_both_have_the_steps_that_the_label_says(label, study, acceleration, system, rival):
    runs = load_study(FOLDER / f"{study}.yaml")
    made = {run.system: run for run in runs if run.acceleration == acceleration}
    steps = {f"{made[name].training.steps:,}" for name in (system, rival)}
    assert steps == {label.rpartition(", ")[2]}


@pytest.mark.parametrize("study", sorted({row[1] for row in ROWS}))
def test_no_longer_training_is_passed_over(study):
    (acceleration,) = {row[2] for row in ROWS if row[1] == study}
    runs = [run for run in load_study(FOLDER / f"{study}.yaml") if run.acceleration == acceleration]
    students = {run.system: run.training.steps for run in runs if run.system.startswith("student-")}
    listed = {row[3] for row in ROWS if row[1] == study}
    assert {students[name] for name in listed} == {max(students.values())}


def test_gains_are_those_of_the_studies_over_five_seeds():
    gains = gains_at_the_longest()
    assert {
        gain.count for gain in chain.from_iterable(rows.values() for rows in gains.values())
    } == {5}
    expected = evidence.load("spc-claims").gain("student-longest", "hadamard-energy-longest", 10)
    assert gains["C7, student minus best fixed design"]["SPC, relaxed teacher, 4,000"] == expected
