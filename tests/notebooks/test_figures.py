"""Every notebook of a figure at three settings: at each it shows something else."""

import pytest
from nbclient.exceptions import CellExecutionError

from tests.lectures import FIGURE_PAGES
from tests.notebooks.harness import execute, read, shown

TINY = {"retrain": True, "size": 16, "steps": 2, "train_images": 16, "seeds": [0]}

SETTINGS = {
    "fig-1": [{}, {"acceleration": 4}, {"acceleration": 16}],
    "fig-2": [{}, {"gamma": 0.25}, {"gamma": 0.05}],
    "fig-3": [{}, {"channels": 1, "width": 4, "base": 4}, {"channels": 8, "width": 2, "size": 32}],
    "fig-4": [{"accelerations": [a]} for a in (4, 8, 16)],
    "fig-5": [{}, {"acceleration": 4, "snr_db": 20}, {"acceleration": 16, "share": 0.1}],
    "brain-slices": [{}, {"first": 3}, {"size": 32, "every": 2}],
    "camera-spaces": [{}, {"learned": "student"}, {"share": 0.9}],
    "camera-training": [{}, {"lengths": [125, 500]}, {"rates": ["Adam 0.01", "SGD 300"]}],
    "cassi-apertures": [{}, {"snapshots": [1]}, {"snr_db": 10}],
    "cassi-scenes": [{}, {"snapshots": 2}, {"shares": [0.5]}],
    "condition": [{}, {"gammas": [0.1]}, {"gammas": [0.25, 0.05]}],
    "detector-load": [{}, {"snapshots": 2}, {**TINY, "size": 32}],
    "fixed-patterns": [{}, {"gamma": 0.25}, {"gamma": 0.05, "share": 0.1}],
    "gains": [{}, {"snrs": [20]}, {"snrs": [10, 40]}],
    "mirror-points": [{}, {"accelerations": [8]}, {"accelerations": [4, 16]}],
    "noise-gain": [{}, {"foreseen": False}, {"snrs": [20, 30]}],
    "optimisers": [{}, {"systems": ["baseline"]}, {"systems": ["baseline-adam", "student-adam"]}],
    "point-spreads": [{}, {"acceleration": 4}, {"acceleration": 16}],
    "ranking-teacher": [{}, {"systems": ["baseline"]}, {"systems": ["baseline", "student-adam"]}],
    "singular-values": [{}, {"systems": ["baseline", "student"]}, {"systems": ["teacher"]}],
    "spc-patterns": [{}, {"gammas": [0.25, 0.1]}, {"snr_db": 20}],
    "teachers-gain": [{}, {"teachers": ["real"]}, {"teachers": ["equal", "real-most"]}],
}


def test_every_notebook_of_a_figure_has_three_settings():
    assert {path.stem: 3 for path in FIGURE_PAGES} == {n: len(s) for n, s in SETTINGS.items()}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_figure_is_another_one_at_each_of_three_settings(tmp_path, name):
    found = [tuple(shown(read(name), tmp_path, **settings)) for settings in SETTINGS[name]]
    assert all(found)
    assert len(set(found)) == 3


def test_a_figure_is_trained_from_nothing(tmp_path):
    facts = {
        "systems": "sorted({(run.system, run.training.steps) for run in study.runs})",
        "size": "list(study.images().shape[2:])",
        "points": "{name: int(study.system(name, 8).encoder.pattern.sum()) for name in NAMES[:3]}",
    }
    found = execute(read("mirror-points"), tmp_path, facts, accelerations=[8], **TINY)
    trained = {"baseline": 2, "energy-ranked": 2, "student": 2, "teacher": 6}
    assert dict(found["systems"]) == trained
    assert found["size"] == [16, 16]
    assert set(found["points"].values()) == {32}
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    assert written == {f"{name}-af8-0" for name in trained}


@pytest.mark.parametrize("student", ["L_ENC", "both"])
def test_figure_4_trains_the_students_whose_weights_are_not_released(tmp_path, student):
    facts = {
        "systems": "[[a, *sorted(own)] for a, own in systems.items()]",
        "gains": "{name: list(own) for name, own in gains.items()}",
        "weights": "[one.distillation.encoder > 0 for one in pictured.runs if one.distillation]",
    }
    settings = {"student": student, "accelerations": [2], **TINY}
    found = execute(read("fig-4"), tmp_path, facts, **settings)
    assert found["systems"] == [[2, "baseline", "student", "teacher"]]
    assert [*found["gains"].values()] == [["AF 2"]]
    assert found["weights"] == [True]


def test_figure_4_says_which_student_can_be_shown_without_training(tmp_path):
    with pytest.raises(CellExecutionError, match="student without retrain='both': must be one of"):
        execute(read("fig-4"), tmp_path, {}, student="both")
