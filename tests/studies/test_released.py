"""What is released is what the studies say: configurations, data and weights, by their hashes."""

from statistics import fmean

import pytest

from kdci import files
from kdci.evaluation import evaluate
from kdci.studies import FOLDER
from kdci.studies.results import load_result
from kdci.studies.run import build, load_images, load_system, result_path, weights_path
from kdci.studies.study import load_study

STUDIES = {
    path.stem: load_study(path)
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.stem != "smoke"  # it is run by hand, and its results are not kept
}
RESULTS = sorted(FOLDER.glob("results/*/*.json"))
WEIGHTS = sorted(FOLDER.glob("weights/*/*.safetensors"))
RELEASED = [run for runs in STUDIES.values() for run in runs if weights_path(run, FOLDER).exists()]
SEARCHES = {
    "mri-tuning": "mri-acceleration",
    "spc-tuning": "spc-gamma",
    "cassi-tuning": "cassi-snapshots",
}
# The machine's time ended before this one; the page says so.
NOT_RUN = {("mri-tuning", "student-both-strong-af8-103")}


def test_every_run_of_every_study_has_its_result_and_no_result_is_of_anything_else():
    runs = {(study, run.name) for study, runs in STUDIES.items() for run in runs}
    assert {(path.parent.name, path.stem) for path in RESULTS} == runs - NOT_RUN


@pytest.mark.parametrize("study", STUDIES)
def test_results_have_the_configuration_of_their_study(study):
    for run in STUDIES[study]:
        if (study, run.name) in NOT_RUN:
            continue
        result = load_result(result_path(run, FOLDER))
        assert result.provenance["config_sha256"] == run.sha256(), run.name
        assert result.seed == run.seed
        assert (result.acceleration, result.snr_db) == (run.acceleration, run.snr_db)
        if run.modality == "mri" and run.constraint != "soft-budget":  # that is real-valued
            budget = round(run.data.size**2 / run.encoder_acceleration)
            assert result.encoder["samples"] == budget


def test_all_weights_are_of_runs_of_the_studies():
    assert len(RELEASED) == len(WEIGHTS) > 0


def test_weights_are_those_of_their_result():
    for path in WEIGHTS:
        result = load_result(FOLDER / "results" / path.parent.name / f"{path.stem}.json")
        assert files.sha256(path.read_bytes()) == result.provenance["weights_sha256"], path.name


def test_results_of_a_study_are_of_the_same_data_on_each_processor():
    hashes = {}  # what is embedded is computed, and may differ between processors in a last bit
    for result in map(load_result, RESULTS):
        place = result.study, result.provenance["machine"]
        hashes.setdefault(place, set()).add(result.provenance["data_sha256"])
    assert [place for place, found in hashes.items() if len(found) > 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("run", RELEASED, ids=lambda run: run.name)
def test_a_released_system_has_on_data_made_here_the_metrics_of_its_result(run):
    metrics = load_result(result_path(run, FOLDER)).metrics
    images = load_images(run.data, run.modality)[run.evaluate_on]
    again = evaluate(load_system(run, FOLDER), images, run.data.seed)
    assert again["psnr"] == pytest.approx(metrics["psnr"], abs=1e-3)
    assert again["ssim"] == pytest.approx(metrics["ssim"], abs=1e-4)


@pytest.mark.parametrize(("search", "study"), SEARCHES.items())
def test_baseline_and_student_had_the_same_chances(search, study):
    tuned = {"baseline": set(), "student": set()}
    for run in STUDIES[search]:
        if run.role in tuned:
            tuned[run.role].add(run.system)
        assert run.evaluate_on == "validation"
    assert len(tuned["baseline"]) == len(tuned["student"])
    final = {run.system: run for run in STUDIES[study] if run.seed == 0}
    baseline, student = final["baseline"], final["student"]
    assert baseline.data == student.data
    assert (baseline.start, baseline.decoder) == (student.start, student.decoder)
    for setting in ("steps", "batch_size", "decoder_rate", "encoder_until", "warmup", "clip"):
        assert getattr(baseline.training, setting) == getattr(student.training, setting)


@pytest.mark.parametrize(("search", "study"), SEARCHES.items())
def test_seeds_of_tuning_are_not_those_of_the_study(search, study):
    assert not {run.seed for run in STUDIES[search]} & {run.seed for run in STUDIES[study]}


def settings(run):
    """What a search decides on."""
    weights = run.distillation and (run.distillation.encoder, run.distillation.decoder)
    training = run.training
    return weights, training.encoder_optimizer, training.encoder_rate, training.encoder_until


@pytest.mark.parametrize(
    ("search", "system", "rivals"),
    [
        ("mri", "baseline", lambda run: run.role == "baseline"),
        ("mri", "student", lambda run: run.role == "student"),
        ("spc", "baseline", lambda run: run.role == "baseline" and run.start == "noise"),
        ("spc", "baseline-hadamard", lambda run: run.role == "baseline"),
        ("spc", "student-encoder", lambda run: losses(run) == {"encoder"}),
        ("spc", "student-decoder", lambda run: losses(run) == {"decoder"}),
        ("spc", "student", lambda run: losses(run) == {"encoder", "decoder"}),
        ("cassi", "baseline", lambda run: run.role == "baseline" and run.start == "noise"),
        ("cassi", "student-encoder", lambda run: losses(run) == {"encoder"}),
        ("cassi", "student-decoder", lambda run: losses(run) == {"decoder"}),
        ("cassi", "student", lambda run: losses(run) == {"encoder", "decoder"}),
    ],
)
def test_a_study_has_the_settings_that_were_best_on_validation_images(search, system, rivals):
    candidates = {}
    for run in STUDIES[f"{search}-tuning"]:
        if rivals(run) and (run.study, run.name) not in NOT_RUN:
            psnr = load_result(result_path(run, FOLDER)).metrics["psnr"]
            candidates.setdefault(run.system, []).append(fmean(psnr))
    best = max(candidates, key=lambda name: fmean(candidates[name]))
    chosen = next(run for run in STUDIES[f"{search}-tuning"] if run.system == best)
    final = next(run for run in STUDIES[SEARCHES[f"{search}-tuning"]] if run.system == system)
    assert settings(final) == settings(chosen)


LIGHT = [
    ("spc-search", "spc-noise", "baseline-20dB", "noisy-baseline-"),
    ("spc-search", "spc-noise", "student-20dB", "noisy-student-"),
    ("spc-search", "spc-teachers", "baseline", "noisy-baseline-"),
    ("spc-search", "spc-teachers", "student-of-real", "noisy-student-"),
    ("spc-search", "spc-claims", "baseline", "baseline-"),
    ("spc-search", "spc-claims", "student", "student-"),
    ("spc-search", "spc-claims", "baseline-after-constant", "constant-baseline-"),
    ("spc-search", "spc-claims", "student-after-constant", "constant-student-"),
    ("mri-search", "mri-adam", "baseline-adam", "baseline-adam"),
    ("mri-search", "mri-adam", "student-adam", "student-adam"),
    ("mri-search", "mri-adam", "baseline", "baseline-sgd"),
]
"""Search, study, system, and how the names of its candidates in the search begin."""
EXCHANGED = {("spc-search", "noisy-student-"): 0.02}
"""Families of a search that was made anew after the choice, on another processor: how far [dB] the
chosen candidate may be behind the best one. The page on noise says so."""


@pytest.mark.parametrize(("search", "study", "system", "family"), LIGHT)
def test_light_systems_have_the_settings_that_were_best_on_validation_images(
    search, study, system, family
):
    candidates = {}
    for run in STUDIES[search]:
        if run.system.startswith(family):
            psnr = load_result(result_path(run, FOLDER)).metrics["psnr"]
            candidates.setdefault(run.system, []).append(fmean(psnr))
    means = {name: fmean(values) for name, values in candidates.items()}
    allowed = EXCHANGED.get((search, family), 0)
    best = [name for name, mean in means.items() if mean >= max(means.values()) - allowed]
    final = next(run for run in STUDIES[study] if run.system == system)
    leading = [run for run in STUDIES[search] if run.system in best]
    assert settings(final) in map(settings, leading)
    chosen = next(run for run in leading if settings(run) == settings(final))
    assert (final.snr_db, final.constraint, final.decoder, final.data) == (
        *(chosen.snr_db, chosen.constraint, chosen.decoder, chosen.data),
    )
    assert not {run.seed for run in STUDIES[study]} & {run.seed for run in STUDIES[search]}


def test_baseline_and_student_with_adam_had_the_same_number_of_candidates():
    names = {run.system for run in STUDIES["mri-search"]}
    counts = [sum(n.startswith(f"{r}-adam") for n in names) for r in ("baseline", "student")]
    assert counts[0] == counts[1] == 8


@pytest.mark.parametrize("family", ["", "constant-", "noisy-"])
def test_light_baselines_and_students_had_the_same_number_of_candidates(family):
    names = {run.system for run in STUDIES["spc-search"]}
    counts = [sum(n.startswith(f"{family}{r}-") for n in names) for r in ("baseline", "student")]
    assert counts[0] == counts[1] >= 8


def test_settings_with_noise_are_the_same_at_every_snr():
    for role in ("baseline", "student"):
        found = {settings(run) for run in STUDIES["spc-noise"] if run.role == role}
        assert len(found) == 1


def losses(run):
    """The transfer losses that a run has."""
    weights = run.distillation
    return {name for name in ("encoder", "decoder") if weights and getattr(weights, name)}


@pytest.mark.slow
@pytest.mark.parametrize("study", ["spc-designs", "cassi-designs"])
def test_designs_that_need_no_training_have_the_same_metrics_here(study):
    for run in STUDIES[study]:
        result = load_result(result_path(run, FOLDER))
        images = load_images(run.data, run.modality)[run.evaluate_on]
        again = evaluate(build(run), images, seed=run.data.seed)
        for name, values in result.metrics.items():
            assert again[name] == pytest.approx(values, rel=1e-3, abs=1e-3), (run.name, name)
