"""The page on noise: what its prose says is what its numbers say."""

import pytest

from tests.notebooks.harness import execute, read

FACTS = {
    "psnr": "{name: [lines[name][snr].mean for snr in snrs] for name in SYSTEMS}",
    "readings": "[gains[snr].reading for snr in snrs]",
    "gains": "[gains[snr].mean for snr in snrs]",
    "against_hadamard": "{name: [noisy.gain(f'{name}-{snr}dB',"
    " f'hadamard-energy-{snr}dB', 10).reading for snr in snrs]"
    " for name in ('baseline', 'student')}",
    "measures": "{key: {name: [found[key, name, snr].mean for snr in snrs] for name in SYSTEMS}"
    " for key in KEYS}",
    "search": "{r['role'] + ': ' + r['variant']: [candidates.mean(r['system'], 10).mean,"
    " (r['configuration']['distillation'] or {}).get('encoder')] for r in candidates"
    " if r['role'] != 'teacher'}",
    "louder": "louder",
    "survives": "{label: [g.reading for g in found.values()] for label, found in survives.items()}",
    "unseen_readings": "[unseen_gains[snr].reading for snr in snrs]",
    "unseen_gains": "[unseen_gains[snr].mean for snr in snrs]",
    "unseen": "{name: [unseen[name][snr].mean for snr in snrs] for name in SYSTEMS}",
    "quiet": "{name: quiet[name].mean for name in QUIET}",
    "quiet_readings": "{' '.join(pair): g.reading for pair, g in quiet_gains.items()}",
    "condition": "{name: condition[name].mean for name in QUIET}",
}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("noise"), tmp_path_factory.mktemp("noise"), FACTS)


def test_the_student_gains_in_the_middle_and_nothing_is_shown_at_the_ends(released):
    assert released["readings"] == ["none shown", "higher", "higher", "none shown"]
    assert max(released["gains"]) > 1
    teacher, baseline = released["psnr"]["teacher"], released["psnr"]["baseline"]
    assert all(t > b for t, b in zip(teacher, baseline, strict=True))
    assert min(teacher[i] - baseline[i] for i in (1, 2)) > 1.5


def test_hadamard_beats_both_but_at_the_lowest_snr(released):
    for name in ("baseline", "student"):
        assert released["against_hadamard"][name] == ["none shown", *["lower"] * 3]


def test_the_students_matrix_is_better_at_every_snr(released):
    for values in released["measures"].values():
        pairs = zip(values["student"], values["baseline"], strict=True)
        assert all(student < baseline for student, baseline in pairs)
    assert max(released["measures"]["condition_number"]["teacher"]) < 1.2


def test_the_best_weight_is_inside_the_grid_and_the_decoders_loss_alone_does_not_help(released):
    students = {n: v for n, v in released["search"].items() if n.startswith("student")}
    baselines = [v[0] for n, v in released["search"].items() if n.startswith("baseline")]
    assert len(students) == len(baselines) == 10
    weights = sorted({weight for _, weight in students.values() if weight})
    best = max(students.values())[1]
    assert weights[0] < best < weights[-1]
    alone = [psnr for name, (psnr, weight) in students.items() if not weight]
    assert alone
    assert max(alone) < max(baselines)
    assert sum(psnr > max(baselines) for psnr, _ in students.values()) > 5


def test_unforeseen_noise_harms_the_student_less_at_every_snr_and_least_where_there_is_most(
    released,
):
    assert released["unseen_readings"] == ["higher"] * 4
    gains = released["unseen_gains"]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 2
    unseen = released["unseen"]
    lowest = [min(unseen, key=lambda name: unseen[name][i]) for i in range(4)]
    assert lowest == ["baseline"] * 4
    above = zip(unseen["hadamard-energy"], unseen["student"], strict=True)
    assert all(hadamard > student + 3 for hadamard, student in above)


def test_without_noise_a_constant_pattern_does_what_the_teacher_does_not(released):
    readings = released["quiet_readings"]
    assert readings["student baseline"] == "lower"
    assert readings["baseline-after-constant baseline"] == "higher"
    assert readings["student-after-constant baseline-after-constant"] == "none shown"
    assert released["condition"]["baseline-after-constant"] < released["condition"]["baseline"] / 4


def test_hadamard_is_above_all_learned_patterns_of_two_levels(released):
    quiet = released["quiet"]
    learned = [quiet[n] for n in quiet if n.startswith(("baseline", "student"))]
    assert quiet["hadamard-energy"] > max(learned)
    assert quiet["principal"] > quiet["hadamard-energy"]
    assert 0 < quiet["baseline"] - quiet["binarised-principal"] < 0.5
    assert released["quiet_readings"]["baseline-after-constant hadamard-energy"] == "lower"


def test_the_gains_of_the_other_instruments_survive_all_but_the_strongest_noise(released):
    assert len(released["survives"]) == 4
    for readings in released["survives"].values():
        assert readings == ["none shown", "higher", "higher", "higher"]


def test_a_pattern_of_ones_makes_the_noise_louder_for_all(released):
    assert released["louder"] > 1.5


def test_other_snrs_can_be_asked_for(tmp_path):
    facts = {"shown": "{name: list(lines[name]) for name in lines}"}
    shown = execute(read("noise"), tmp_path, facts, snrs=[20, 30])["shown"]
    assert all(list(map(int, snrs)) == [20, 30] for snrs in shown.values())
