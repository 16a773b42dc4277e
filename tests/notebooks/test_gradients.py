"""The page on the encoder's gradient: what its prose says is what its numbers say."""

from statistics import fmean, median

import pytest

from kdci import evidence
from kdci.metrics.statistics import paired_differences
from tests.notebooks.harness import execute, read

CELL = "' '.join(map(str, cell))"
FACTS = {
    "panels": "{title: list(panel) for title, panel in PANELS.items()}",
    "ratios": "{title: ratio.reading for title, ratio in ratios.items()}",
    "first": "{title: share.mean for title, share in first.items()}",
    "parts": "parts",
    "cells": "[[series, *cell] for series, found in CELLS.items() for cell in found]",
    "means": f"{{{CELL}: [both[0].mean, both[1].mean] for cell, both in every.items()}}",
    "read": f"{{{CELL}: [one.reading for one in both] for cell, both in every.items()}}",
    "counts": "{' / '.join(pair): count for pair, count in counts.items()}",
    "weights": "{series: {name: [both[0].mean, both[1].mean] for name, both in found.items()}"
    " for series, found in weighted.items()}",
    "weighted": "{name: [one.reading for one in both] for found in weighted.values()"
    " for name, both in found.items()}",
    "starved": "starved",
    "fed": "fed",
    "walked": "walked",
}
RESCUED = ["mri-adam student-adam baseline-adam 8", "mri-noise student-adam baseline-adam 8"]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("gradients"), tmp_path_factory.mktemp("gradients"), FACTS)


def results(study):
    """Return the results of a study."""
    return evidence.load(study)


def curves(study, system, acceleration=8):
    """Return the gradient norms of each seed."""
    chosen = results(study).select(system, acceleration)
    return [result.curves["encoder_gradient"] for result in chosen]


def test_gradients_over_training_are_as_described(released):
    wanted = {"MRI, SGD": "higher", "MRI, Adam": "lower", "SPC, no noise": "none shown"}
    wanted |= dict.fromkeys(("SPC, SNR 20 dB", "SD-CASSI", "filter array"), "higher")
    assert released["ratios"] == wanted
    assert max(released["first"], key=released["first"].get) == "MRI, SGD"
    assert released["first"]["MRI, SGD"] > 90


def test_all_panels_have_five_seeds(released):
    for study, student, baseline, acceleration in released["panels"].values():
        for system in (student, baseline):
            assert len(curves(study, system, acceleration)) == 5


def test_with_sgd_the_gradient_falls_a_hundredfold_and_with_adam_the_baselines_stays():
    for system in ("baseline", "student"):
        assert all(norms[0] > 100 * norms[-1] for norms in curves("mri-adam", system))
    baseline, student = (
        median(norms[-1] for norms in curves("mri-adam", name))
        for name in ("baseline-adam", "student-adam")
    )
    assert baseline > 5 * student
    adam = results("mri-adam").gain("student-adam", "baseline-adam", 8)
    assert adam.low > 5


def test_the_filter_arrays_student_keeps_its_gradient_and_is_never_like_its_teacher():
    ours, theirs = (curves("filter-array", name) for name in ("student", "baseline"))
    assert min(norms[-1] / norms[0] for norms in ours) > 0.5
    assert median(norms[-1] / norms[0] for norms in theirs) < 0.2
    for result in results("filter-array").select("student", 8):
        assert result.encoder["alignment_with_teacher"] < 0.9
    for result in results("filter-array").select("teacher", 8):
        assert result.encoder["mutual_coherence"] == 1  # some filter passes several bands


def test_without_noise_the_weight_of_the_encoder_loss_is_small():
    (quiet, noisy) = (
        results(study).select(system, 10)[0].configuration["distillation"]["encoder"]
        for study, system in (("spc-claims", "student"), ("spc-noise", "student-20dB"))
    )
    assert 30 * quiet < noisy


def test_at_the_first_step_the_task_speaks_up_and_at_the_end_the_teacher_is_as_loud(released):
    over = {
        (title, moment): [taught / task, cosine]
        for title, moments in released["parts"].items()
        for moment, (task, taught, cosine) in moments.items()
    }
    assert over["MRI, AF 8, SGD", "first step"][0] < 1 / 20
    assert over["MRI, AF 8, SGD", "end"][0] < 1 / 20
    assert over["SPC, SNR 20 dB", "first step"][0] < 1 / 20
    assert over["SPC, SNR 20 dB", "end"][0] == pytest.approx(1, abs=0.5)
    assert abs(over["SPC, SNR 20 dB", "end"][1]) < 0.1
    assert over["SD-CASSI, one snapshot", "first step"][0] > 1.5
    assert over["SD-CASSI, one snapshot", "end"][0] < 0.5


def test_the_student_of_sd_cassi_ends_with_what_the_encoder_loss_asks_for():
    (student,) = (r for r in results("cassi-claims").select("student", 8) if r.seed == 0)
    assert student.encoder["alignment_with_teacher"] == pytest.approx(1, abs=1e-6)


def test_the_gradients_taken_apart_are_near_what_the_runs_recorded(released):
    recorded = {"MRI, AF 8, SGD": ("mri-acceleration", "student", 8)}
    recorded["SPC, SNR 20 dB"] = ("spc-noise", "student-20dB", 10)
    recorded["SD-CASSI, one snapshot"] = ("cassi-claims", "student", 8)
    for title, run in recorded.items():
        task, taught, cosine = released["parts"][title]["first step"]
        whole = (task**2 + taught**2 + 2 * cosine * task * taught) ** 0.5
        assert whole == pytest.approx(curves(*run)[0][0], rel=0.3)


def test_a_third_of_the_students_get_more_gradient_and_over_a_fifth_less(released):
    read = list(released["read"].values())
    more, less = (sum(g == wanted for g, _ in read) for wanted in ("higher", "lower"))
    assert 0.3 < more / len(read) < 0.4
    assert 0.2 < less / len(read) < 0.25
    assert sum(released["counts"].values()) == len(read) == len(released["cells"])


def test_gains_are_no_more_frequent_where_there_is_more_gradient(released):
    share = {}
    for gradient in ("higher", "lower"):
        row = [released["counts"][f"{gradient} / {q}"] for q in ("higher", "none shown", "lower")]
        share[gradient] = row[0] / sum(row)
    assert released["counts"]["higher / higher"] == released["counts"]["lower / higher"]
    assert share["lower"] > share["higher"]
    assert released["read"]["spc-map student-sgd300 baseline-sgd300 10"] == ["none shown", "higher"]


def test_the_extremes_are_as_described(released):
    means = released["means"]
    ranked = sorted(means, key=lambda cell: means[cell][0])
    assert set(ranked[:2]) == set(RESCUED)
    assert set(sorted(means, key=lambda cell: means[cell][1])[-2:]) == set(RESCUED)
    assert ranked[-2:] == [
        "cassi-claims student baseline 4",
        "filter-array student baseline 8",
    ]
    assert all(released["read"][cell] == ["higher", "none shown"] for cell in ranked[-2:])


def test_ratios_read_like_the_verdicts_differences_but_for_one_cell(released):
    other = []
    for _, study, student, baseline, acceleration in released["cells"]:
        ours, theirs = (
            results(study).by_seed(name, acceleration, "mean_encoder_gradient")
            for name in (student, baseline)
        )
        cell = f"{study} {student} {baseline} {acceleration}"
        if paired_differences(ours, theirs).reading != released["read"][cell][0]:
            other.append(cell)
    assert other == ["spc-gamma student baseline 10"]


def test_the_decoder_loss_brings_more_gradient_and_takes_quality(released):
    found = [released["weights"]["L_DEC"][f"dec{weight}"] for weight in ("0.001", "0.01", "0.1")]
    assert [g for g, _ in found] == sorted(g for g, _ in found)
    assert [q for _, q in found] == sorted((q for _, q in found), reverse=True)
    for weight in ("0.001", "0.01", "0.1"):
        assert released["weighted"][f"dec{weight}"] == ["higher", "lower"]


def test_the_encoder_loss_gains_without_adding_to_the_norm(released):
    weighted = released["weighted"]
    aligned = [name for name in weighted if name.startswith("enc")]
    assert [n for n in aligned if weighted[n] == ["lower", "higher"]] == ["enc0.01", "enc0.03"]
    for name in ("enc0.3", "enc1"):
        assert weighted[name] == ["higher", "none shown"]


def test_the_naive_chain_rule_starves_and_its_mean_norm_does_not_show_it(released):
    starved = released["starved"]
    chain = starved["SGD, chain rule through the squared mask"]
    good = starved["SGD"]
    assert chain["first"] < 1e-6 * good["first"]
    assert chain["energy"] < 1 < 90 < good["energy"]
    assert chain["mean"] > good["mean"]
    assert chain["psnr"] == min(system["psnr"] for system in starved.values())


def test_adams_baselines_have_the_largest_gradients_and_the_teacher_cures_it(released):
    starved = released["starved"]
    largest = sorted(starved, key=lambda name: starved[name]["mean"])[-2:]
    assert set(largest) == {"Adam", "Adam, tuned"}
    cured = starved["Adam, tuned, student of a real-valued teacher"]
    assert cured["energy"] > 90 > starved["Adam, tuned"]["energy"]
    assert cured["mean"] < starved["Adam, tuned"]["mean"] / 3


def test_the_mask_of_sgd_holds_nearly_all_energy_when_it_is_next_looked_at():
    found = results("mri-acceleration").select("baseline", 8)
    assert fmean(r.curves["energy_captured"][1] for r in found) > 0.9


def test_with_the_chain_rule_nobody_outside_the_mask_is_heard_and_the_norm_is_not_zero(released):
    (everyone, norm), (nobody, other) = released["fed"].values()
    assert (everyone, nobody) == (1, 0)
    assert 0 < other < 2 * norm


def test_sgd_keeps_the_proportions_and_adam_makes_them_equal(released):
    sgd, adam, louder = released["walked"].values()
    assert sgd == pytest.approx([1, 0.1, 0.01, 0.001])
    assert adam == pytest.approx([1] * 4, abs=1e-3)
    assert louder == pytest.approx([1] * 4, abs=1e-3)


def test_a_larger_batch_can_be_asked_for(tmp_path):
    facts = {"titles": "list(parts)", "batch": "images_of_a_batch"}
    found = execute(read("gradients"), tmp_path, facts, images_of_a_batch=32)
    assert found["batch"] == 32
    assert len(found["titles"]) == 3
