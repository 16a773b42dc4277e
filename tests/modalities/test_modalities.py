"""A study of each modality: teacher, baseline, student and every fixed design, in seconds."""

import math

import pytest
import torch

from kdci.constraints import Real
from kdci.data.fashion_mnist import fashion_mnist
from kdci.data.indian_pines import indian_pines
from kdci.encoders import CASSIEncoder
from kdci.modalities import MODALITIES
from kdci.modalities.cassi import snapshots_for
from kdci.modalities.source import Source
from kdci.studies.results import load_result
from kdci.studies.run import build, execute, load_images, load_system, result_path
from kdci.studies.study import expand

SETTINGS = {
    "mri": {"constraint": "budget", "accelerations": [4]},
    "spc": {"constraint": "bipolar", "accelerations": [10]},
    "cassi": {"constraint": "binary", "accelerations": [4]},
    "filter_array": {"constraint": "one-band", "accelerations": [8]},
}
EXTRA = {
    "spc": {
        "pseudo-inverse": {
            "role": "baseline",
            "variant": "starts from the pseudo-inverse",
            "constraint": "bipolar",
            "backprojection": "pseudo-inverse",
        }
    }
}
RELAXED = {"mri": "real", "spc": "real", "cassi": "coloured", "filter_array": "real"}


def study(modality):
    constraint = SETTINGS[modality]["constraint"]
    fixed = "design" if modality == "spc" else constraint
    small = {"role": "fixed", "variant": "", "constraint": fixed, "training": {"steps": 1}}
    return {
        "study": "tiny",
        "modality": modality,
        "evaluate_on": "validation",
        "accelerations": SETTINGS[modality]["accelerations"],
        "seeds": [0],
        "test_snr_db": [20],
        "training": {"steps": 2, "batch_size": 2, "encoder_rate": 1, "monitor_every": 1},
        "data": {"size": 16, "train": 4, "validation": 2, "test": 2},
        "systems": {
            "teacher": {"role": "teacher", "variant": "real", "constraint": RELAXED[modality]},
            "baseline": {"role": "baseline", "variant": "E2E", "constraint": constraint},
            "student": {
                "role": "student",
                "variant": "both",
                "constraint": constraint,
                "distillation": {"teacher": "teacher", "decoder": 0.1, "encoder": 0.1},
            },
            "unrolled": {
                "role": "baseline",
                "variant": "unrolled",
                "constraint": constraint,
                "decoder": "unrolled",
            },
            **EXTRA.get(modality, {}),
            **{name: {**small, "mask": name} for name in MODALITIES[modality].designs},
        },
    }


@pytest.mark.parametrize("modality", MODALITIES)
def test_every_kind_of_system_trains_and_is_measured(modality, tmp_path):
    runs = expand(study(modality))
    by_name = {run.name: run for run in runs}
    for run in runs:
        execute(run, by_name.get(run.teacher), tmp_path, "cpu")
        result = load_result(result_path(run, tmp_path))
        assert result.modality == modality
        assert result.metrics.keys() >= {"psnr", "ssim", "psnr_at_20dB"}
        assert result.metrics["psnr_at_20dB"] != result.metrics["psnr"]
        assert ("alignment_with_teacher" in result.encoder) == (run.role == "student")
        assert ("sam" in result.metrics) == (modality in ("cassi", "filter_array"))
        assert all(math.isfinite(value) for value in result.encoder.values()), run.name
        assert result.encoder["condition_number"] >= 1
        assert not load_system(run, tmp_path).training


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_learned_and_a_fixed_system_have_the_same_measurements(modality):
    runs = {run.system: run for run in expand(study(modality))}
    images = load_images(runs["baseline"].data, modality)["validation"]
    shapes = {
        name: tuple(build(run).encoder.measure(images).shape)
        for name, run in runs.items()
        if run.role in ("baseline", "fixed")
    }
    assert len(set(shapes.values())) == 1, shapes


def test_snapshots_are_bands_over_acceleration():
    assert [snapshots_for(a) for a in (8, 4, 2, 1)] == [1, 2, 4, 8]
    with pytest.raises(ValueError, match="acceleration=3: must be one of"):
        snapshots_for(3)


def test_the_poorest_band_is_the_one_that_gets_least_light():
    latent = torch.ones(1, 8, 16, 16)
    latent[:, 3] = 0.5
    encoder = CASSIEncoder((16, 16), Real(bands=8), bands=8, latent=latent)
    found = MODALITIES["cassi"].measures(encoder, None)
    assert found["open_of_the_poorest_band"] == 0.25
    assert found["open"] == pytest.approx(7.25 / 8)


def test_a_source_has_as_many_images_of_each_split_as_it_says():
    source = Source(fashion_mnist, (28, 32), {"train": 5, "validation": 2, "test": 3})
    source.check(28, source.counts)
    with pytest.raises(ValueError, match=r"validation=3: .* 1 to 2"):
        source.check(28, {**source.counts, "validation": 3})


@pytest.mark.parametrize(
    ("modality", "bad", "message"),
    [
        ("spc", {"constraint": "budget"}, "constraint='budget'"),
        ("cassi", {"mask": "radial"}, "mask='radial'"),
        ("mri", {"mask": "hadamard"}, "mask='hadamard'"),
        ("cassi", {"relaxed": 0.7}, "acceleration="),
        ("filter_array", {"constraint": "binary"}, "constraint='binary'"),
        ("filter_array", {"mask": "blue-noise"}, "mask='blue-noise'"),
        ("filter_array", {"relaxed": 0.5}, "acceleration=4.0: must be .* 8 to 8"),
    ],
)
def test_what_a_modality_does_not_have_is_refused(modality, bad, message):
    wrong = study(modality)
    wrong["systems"] = {"baseline": {**wrong["systems"]["baseline"], **bad}}
    with pytest.raises(ValueError, match=message):
        expand(wrong)


def test_unknown_modality_is_refused():
    with pytest.raises(ValueError, match="modality='ct'"):
        expand({**study("mri"), "modality": "ct"})


@pytest.mark.parametrize(
    ("modality", "design"),
    [
        ("mri", "energy-ranked"),
        ("spc", "hadamard"),
        ("cassi", "random"),
        ("filter_array", "binary-tree"),
    ],
)
def test_a_learned_pattern_can_start_at_a_design(modality, design):
    wrong = study(modality)
    baseline = {**wrong["systems"]["baseline"], "start": design}
    fixed = wrong["systems"][design]
    learned, given = (
        build(run) for run in expand({**wrong, "systems": {"a": baseline, "b": fixed}})
    )
    assert torch.equal(learned.encoder.pattern, given.encoder.pattern)
    assert learned.encoder.latent.requires_grad
    assert not given.encoder.latent.requires_grad


@pytest.mark.parametrize(
    ("modality", "source", "make", "size"),
    [
        ("spc", "fashion-mnist", fashion_mnist, 32),
        ("cassi", "indian-pines", indian_pines, 16),
        ("filter_array", "indian-pines", indian_pines, 16),
    ],
)
def test_a_study_can_name_a_source_of_real_images(modality, source, make, size, tmp_path):
    plain = study(modality)
    data = {**plain["data"], "source": source, "size": size, "seed": 3}
    systems = {"baseline": plain["systems"]["baseline"]}
    (run,) = expand({**plain, "data": data, "systems": systems})
    images = load_images(run.data, modality)
    for split, count in {"train": 4, "validation": 2, "test": 2}.items():
        assert torch.equal(images[split], make(split=split, count=count, size=size, seed=3))
    execute(run, None, tmp_path, "cpu")
    found = load_result(result_path(run, tmp_path))
    assert found.configuration["data"]["source"] == source
    assert len(found.metrics["psnr"]) == 2
