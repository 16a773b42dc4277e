"""The page on teachers: what its prose says is what its numbers say."""

import pytest

from kdci import evidence
from tests.notebooks.harness import execute, read

SUMMARIES = "{{name: {} for name in teachers}}"
PSNR = "results.mean(f'{}{{name}}', 10).mean"
FACTS = {
    "teachers": "teachers",
    "leads": "{name: leads[LABELS[name]].mean for name in teachers}",
    "gains": "{name: gains[LABELS[name]].mean for name in teachers}",
    "lead_readings": "{name: leads[LABELS[name]].reading for name in teachers}",
    "readings": "{name: gains[LABELS[name]].reading for name in teachers}",
    "likeness": "{name: likeness[LABELS[name]].mean for name in teachers}",
    "condition": "{name: condition[name].mean for name in condition}",
    "patterns": SUMMARIES.format("results.mean(f'teacher-{name}', 10, 'patterns').mean"),
    "students": SUMMARIES.format(PSNR.format("student-of-")),
    "versus": "{' '.join(pair): g.reading for pair, g in versus.items()}",
    "barely": "{' '.join(p): min(abs(g.low), abs(g.high)) < 0.02 for p, g in versus.items()}",
    "equally_strong": "results.gain('teacher-hadamard', 'teacher-real-weak', 10).reading",
    "better_trained": "results.gain('teacher-real', 'teacher-real-weak', 10).reading",
    "aligned": "list(aligned.values())",
    "energy": "list(energy.values())",
}
AS_MANY = ["equal", "hadamard", "ternary", "real-weak", "real"]
MORE = ["bipolar-more", "real-more", "real-most"]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("teachers"), tmp_path_factory.mktemp("teachers"), FACTS)


@pytest.fixture(scope="module")
def results():
    return evidence.load("spc-teachers")


@pytest.fixture(scope="module")
def noisy():
    return evidence.load("spc-noise")


def test_only_real_valued_teachers_with_as_many_patterns_gain_and_the_strongest_does_harm(released):
    wanted = dict.fromkeys(AS_MANY + MORE, "none shown")
    wanted |= {"real": "higher", "real-weak": "higher", "real-most": "lower"}
    assert released["readings"] == wanted
    patterns = released["patterns"]
    assert {name for name in patterns if patterns[name] == patterns["equal"]} == set(AS_MANY)
    assert min(patterns[name] for name in MORE) > patterns["equal"]


def test_teachers_with_more_patterns_lead_by_most_and_students_gain_in_the_middle(released):
    ranked = sorted(released["leads"], key=released["leads"].get)
    assert ranked[0] == "equal"
    assert ranked[-3:] == MORE
    assert ranked[3:5] == ["real-weak", "real"]
    gains = released["gains"]
    assert sorted(gains, key=gains.get)[-2:] == ["real-weak", "real"]
    assert max(gains[name] for name in MORE) < 0.01
    assert abs(gains["equal"]) < 0.02
    assert all(released["lead_readings"][name] == "higher" for name in ranked[1:])


def test_the_teacher_from_noise_is_the_baseline_and_its_student_aligned(released, results):
    assert results.by_seed("teacher-equal", 10) == results.by_seed("baseline", 10)
    assert released["leads"]["equal"] == 0
    assert released["likeness"]["equal"] > 0.999


def test_real_valued_teachers_are_the_least_aligned_of_those_with_as_many_patterns(released):
    likeness = released["likeness"]
    ranked = sorted(AS_MANY, key=likeness.get)
    assert set(ranked[:2]) == {"real", "real-weak"}
    assert likeness["real-most"] == min(likeness.values()) < 0.5
    assert max(likeness[name] for name in MORE) < likeness[ranked[0]]


def test_more_training_makes_a_better_teacher_and_no_better_student(released, results):
    assert released["better_trained"] == "higher"
    assert released["versus"]["real real-weak"] == "none shown"
    steps = {result.system: result.configuration["training"]["steps"] for result in results}
    assert steps["teacher-real"] == 10 * steps["teacher-real-weak"]
    starts = {result.system: result.configuration["start"] for result in results}
    assert starts["teacher-real"] == starts["teacher-real-weak"] == "dct"
    assert starts["teacher-equal"] == starts["student-of-equal"] == "noise"


def test_the_lowest_condition_number_has_the_worst_images(released):
    condition, patterns = released["condition"], released["patterns"]
    students = released["students"]
    assert min(condition, key=condition.get) == min(students, key=students.get) == "real-most"
    twice = [condition["bipolar-more"], condition["real-more"]]
    assert patterns["bipolar-more"] == patterns["real-more"] < patterns["real-most"]
    assert condition["real-most"] < min(twice)
    assert max(twice) < min(condition[name] for name in AS_MANY)


def test_the_number_of_patterns_matters_as_claimed_and_their_values_do_not(released):
    fewer = ["real real-most", "real real-more", "ternary real-most", "hadamard real-most"]
    fewer.append("hadamard bipolar-more")
    nearer_in_values = ["ternary real", "hadamard real", "hadamard real-weak"]
    nearer_in_values.append("bipolar-more real-more")
    wanted = dict.fromkeys(fewer, "higher") | dict.fromkeys(nearer_in_values, "lower")
    wanted |= {"hadamard ternary": "none shown", "real real-weak": "none shown"}
    assert released["versus"] == wanted
    assert [p for p in wanted if released["barely"][p] and wanted[p] != "none shown"] == [
        "hadamard real-weak",
        "bipolar-more real-more",
    ]
    assert released["equally_strong"] == "none shown"


def test_the_row_real_repeats_the_page_on_noise_with_its_settings(results, noisy):
    pairs = {"student-of-real": "student-20dB", "teacher-real": "teacher-20dB"}
    for ours, theirs in (pairs | {"baseline": "baseline-20dB"}).items():
        assert results.by_seed(ours, 10) == noisy.by_seed(theirs, 10)
    students = [r for r in results if r.role == "student"]
    assert {r.configuration["distillation"]["encoder"] for r in students} == {0.1}
    assert {r.configuration["distillation"]["decoder"] for r in students} == {0}
    assert {r.configuration["snr_db"] for r in results} == {20}


def test_hadamard_patterns_are_better_than_every_student(released, noisy):
    fixed = noisy.by_seed("hadamard-energy-20dB", 10).values()
    assert sum(fixed) / len(fixed) > max(released["students"].values())


def test_to_the_encoder_loss_all_choices_among_orthogonal_patterns_are_equal(released):
    assert released["aligned"] == pytest.approx([(102 / 512) ** 0.5] * 2, abs=1e-4)
    low, high = released["energy"]
    assert low > 0.95 > 0.01 > high


def test_fewer_teachers_can_be_asked_for(tmp_path):
    facts = {
        "shown": "[name for name in LABELS if LABELS[name] in gains]",
        "versus": "list(versus)",
    }
    found = execute(read("teachers"), tmp_path, facts, teachers=["real", "real-most"])
    assert found == {"shown": ["real", "real-most"], "versus": [["real", "real-most"]]}
