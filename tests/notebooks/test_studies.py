"""The page on what can be checked in how much time: what its prose says is what its numbers say."""

from statistics import fmean

import pytest

from kdci import evidence
from kdci.evidence import inventory
from kdci.studies import FOLDER
from tests.notebooks.harness import execute, read

FACTS = {
    "rows": "rows",
    "hours": "hours",
    "studies": "[entry.study.name for entry in studies]",
    "affordable": "affordable",
    "left": "left",
}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("studies"), tmp_path_factory.mktemp("studies"), FACTS)


@pytest.fixture(scope="module")
def results():
    return evidence.load("first-look")


def gains(results, suffix):
    student, baseline = (results.by_seed(f"{n}{suffix}", 10) for n in ("student", "baseline"))
    return [student[seed] - baseline[seed] for seed in student]


def test_with_noise_every_student_is_better_and_without_noise_they_are_not(results, released):
    assert min(gains(results, "")) > 0
    assert fmean(gains(results, "-noiseless")) <= 0.05
    assert [row[0] for row in released["rows"]] == ["SNR 30 dB", "no noise"]


@pytest.mark.parametrize("suffix", ["", "-noiseless"])
def test_hadamard_is_better_than_baseline_and_student(results, suffix):
    mean = {
        name: fmean(results.by_seed(f"{name}{suffix}", 10).values())
        for name in ("teacher", "hadamard-energy", "baseline", "student")
    }
    assert mean["teacher"] > mean["hadamard-energy"] > max(mean["baseline"], mean["student"])


def test_the_first_look_takes_five_minutes_on_two_cores(results):
    assert sum(result.provenance["seconds"] for result in results) / 2 < 5 * 60


def test_the_first_look_shows_the_trend_of_the_whole_study(results):
    whole = evidence.load("spc-noise")
    student, baseline = (whole.by_seed(f"{n}-30dB", 10) for n in ("student", "baseline"))
    assert fmean(student[seed] - baseline[seed] for seed in student) == pytest.approx(
        fmean(gains(results, "")), abs=0.3
    )


def test_all_studies_are_shown_and_the_hours_are_their_sum(released):
    entries = inventory.inventory(FOLDER)
    assert released["studies"] == [entry.study.name for entry in entries]
    assert released["hours"] == pytest.approx(inventory.core_hours(entries, "laptop"))


def test_what_is_affordable_fits_into_two_core_hours(released):
    hours = {entry.study.name: entry.core_hours for entry in inventory.inventory(FOLDER)}
    assert len(released["affordable"]) >= 3
    assert sum(hours[name] for name in released["affordable"]) + released["left"] == pytest.approx(
        2
    )
    assert released["left"] >= 0
