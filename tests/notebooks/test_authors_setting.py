"""The page in the authors' setting: one change at a time, equal chances, and its numbers again."""

import json
from statistics import fmean

import numpy as np
import pytest
from scipy import stats

from kdci import evidence
from kdci.metrics.hypotheses import holm
from kdci.studies import FOLDER
from tests.notebooks.harness import execute, read

RESULTS = FOLDER / "results"
RATES = ("decoder_rate", "encoder_rate")


def configurations(study):
    """Return the configuration of one run of each system."""
    return {result.system: result.configuration for result in evidence.load(study)}


def differences(ours, theirs):
    """Return what of the training differs between two configurations."""
    one, other = ours["training"], theirs["training"]
    return {name for name in one if one[name] != other[name] and name != "seed"}


def psnr(system, seed):
    """Return the mean PSNR of a run, straight from its file."""
    path = RESULTS / "recipe-900" / f"{system}-af10-{seed}.json"
    return fmean(json.loads(path.read_text(encoding="utf-8"))["metrics"]["psnr"])


@pytest.fixture(scope="module")
def systems():
    return configurations("recipe-900")


def test_between_two_rungs_only_what_the_page_says_changes(systems):
    assert differences(systems["a-baseline"], systems["b-baseline"]) == set(RATES)
    assert differences(systems["b-baseline"], systems["a-both"]) == set()
    assert differences(systems["a-both"], systems["c-both"]) == set(RATES)
    assert differences(systems["f-baseline"], systems["g-baseline"]) == {"steps"}


def test_baseline_and_student_of_a_rung_start_and_see_the_same(systems):
    for rung in ("a", "f"):
        baseline, student = systems[f"{rung}-baseline"], systems[f"{rung}-both"]
        assert differences(baseline, student) <= set(RATES)
        for key in ("constraint", "start", "decoder", "backprojection", "data", "acceleration"):
            assert baseline[key] == student[key], key


def test_the_baselines_of_the_last_rung_have_the_steps_of_teacher_and_student(systems):
    steps = {name: systems[name]["training"]["steps"] for name in systems}
    assert steps["g-baseline"] == steps["teacher"] + steps["f-both"]


@pytest.mark.parametrize(
    ("rung", "role", "system"),
    [
        ("c", "baseline", "b-baseline"),
        ("c", "student", "c-both"),
        *(("f", "baseline", f"{rung}-baseline") for rung in "defg"),
        *(("f", "student", f"{rung}-both") for rung in "def"),
    ],
)
def test_rates_are_the_best_of_a_search_with_equal_chances(systems, rung, role, system):
    search = evidence.load("recipe-900-search")
    found = {
        r.system: fmean(r.metrics["psnr"]) for r in search if r.system.startswith(f"{rung}-{role}")
    }
    assert len(found) == 4
    assert {result.evaluated_on for result in search} == {"validation"}
    assert not {result.seed for result in search} & {r.seed for r in evidence.load("recipe-900")}
    best = configurations("recipe-900-search")[max(found, key=found.get)]["training"]
    ours = systems[system]["training"]
    assert [best[rate] for rate in RATES] == [ours[rate] for rate in RATES]


def test_the_primary_comparison_comes_out_the_same_by_other_code(tmp_path):
    ours, theirs = (np.array([psnr(n, s) for s in range(5)]) for n in ("f-both", "f-baseline"))
    interval = stats.ttest_rel(ours, theirs).confidence_interval(0.95)
    expected = [np.mean(ours - theirs), interval.low, interval.high]
    gain = evidence.load("recipe-900").gain("f-both", "f-baseline", 10)
    assert [gain.mean, gain.low, gain.high] == pytest.approx(expected, abs=1e-9)


def test_p_values_are_those_of_a_paired_t_test_and_adjusted(tmp_path):
    found = execute(read("authors-setting"), tmp_path, {"raw": "raw", "adjusted": "adjusted"})
    ours, theirs = (np.array([psnr(n, s) for s in range(5)]) for n in ("f-enc", "f-baseline"))
    assert found["raw"]["L_ENC alone"] == pytest.approx(stats.ttest_rel(ours, theirs).pvalue)
    assert found["adjusted"] == pytest.approx(
        dict(zip(found["raw"], holm(list(found["raw"].values())), strict=True))
    )


def test_fewer_seeds_can_be_asked_for(tmp_path):
    facts = {"counts": "sorted({gain.count for gain in gains.values()})"}
    assert execute(read("authors-setting"), tmp_path, facts, seeds=[0, 1]) == {"counts": [2]}


@pytest.mark.parametrize("study", ["library-cassi", "library-mri"])
def test_in_the_librarys_regime_only_loss_and_steps_differ(study):
    systems = configurations(study)
    baseline, student = systems["baseline"], systems["student"]
    rates = {one["training"][rate] for one in systems.values() for rate in RATES}
    assert rates == {0.0005}
    assert differences(baseline, student) == differences(baseline, systems["teacher"]) == set()
    assert differences(baseline, systems["baseline-double"]) == {"steps"}
    steps = {name: one["training"]["steps"] for name, one in systems.items()}
    assert steps["baseline-double"] == steps["teacher"] + steps["student"]
    losses = [systems[name]["distillation"] for name in ("student", "student-by-mean")]
    assert losses[0]["encoder"] == 0.9 / 0.1
    assert {name: losses[1][name] for name in losses[1] if name != "encoder"} == {
        name: losses[0][name] for name in losses[0] if name != "encoder"
    }


@pytest.mark.parametrize(("study", "square"), [("library-cassi", 1 / 3), ("library-mri", 1 / 8)])
def test_the_second_students_weight_is_that_of_a_mean_of_squares(study, square):
    weight = configurations(study)["student-by-mean"]["distillation"]["encoder"]
    assert weight == pytest.approx(9 * square**2, abs=0.005)
