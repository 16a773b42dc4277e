from kdci import evidence
from kdci.evidence.camera_training import LENGTHS, RATES, STUDIES, gains_and_baselines, systems
from kdci.studies.opened import open_study

NUMBERS = {name: evidence.load(name) for name in STUDIES}


def test_gains_stand_beside_their_baselines():
    gains, baselines = gains_and_baselines(NUMBERS, RATES)
    assert list(gains) == list(baselines) == list(RATES)
    found = NUMBERS["spc-noise"].gain("student-20dB", "baseline-20dB", 10)
    assert gains["Adam 0.01"] == found
    assert baselines["SGD 300"] == NUMBERS["spc-map"].mean("baseline-sgd300", 10)


def test_systems_are_trained_for_as_long_and_by_what_their_labels_say():
    runs = {run.system: run for name in STUDIES for run in open_study(name).runs}
    for steps, suffix in LENGTHS.items():
        assert {runs[name].training.steps for name in systems([suffix])} == {steps}
    for label, suffix in RATES.items():
        kind, rate = label.split()
        for name in systems([suffix]):
            assert runs[name].training.encoder_optimizer == kind.lower()
            assert runs[name].training.encoder_rate == float(rate)
