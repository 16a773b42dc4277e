"""An encoder of one's own needs ``measure`` and ``adjoint``; all else it has by default."""

import ast
import math
from pathlib import Path

import pytest
import torch

from kdci import (
    Binary,
    CASSIEncoder,
    DistillationLoss,
    FilterArrayEncoder,
    ImagingSystem,
    MRIEncoder,
    Real,
    SPCEncoder,
    TaskLoss,
    UNet,
    check_encoder,
    relax,
)
from kdci.configuration import TrainingConfig
from kdci.encoders import gram
from kdci.evaluation import evaluate
from kdci.metrics.encoders import coherence, condition_number, singular_values
from kdci.training import fit
from tests.own import video
from tests.own.video import CodedExposure, moving_discs

SHAPES = pytest.mark.parametrize("shape", [(6, 6), (5, 7), (4, 9)], ids=str)
STEPS = TrainingConfig(steps=4, batch_size=4)


def closed_distance(ours, theirs):
    """Return |G - G'|_F^2 / n: a block c c^T for each pixel, c its T codes."""
    c, d = (encoder.pattern.flatten(1).T for encoder in (ours, theirs))
    blocks = c[:, :, None] * c[:, None] - d[:, :, None] * d[:, None]
    return blocks.square().sum() / c.numel()


def closed_misalignment(ours, theirs):
    """Return one minus the Gram cosine, from <c c^T, d d^T> = <c, d>^2."""
    c, d = (encoder.pattern.flatten(1) for encoder in (ours, theirs))
    both, first, second = ((a * b).sum(dim=0).square().sum() for a, b in ((c, d), (c, c), (d, d)))
    return 1 - both / (first * second).sqrt()


def pair(shape, kind=Real, **kwargs):
    return [CodedExposure(shape, kind(), seed=seed, **kwargs).double() for seed in (0, 1)]


def test_it_takes_at_most_20_lines():
    source = Path(video.__file__).read_text(encoding="utf-8")
    (own,) = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    lines = source.splitlines()[own.lineno - 1 : own.end_lineno]
    assert len([line for line in lines if line.strip()]) <= 20


@SHAPES
@pytest.mark.parametrize("kind", [Real, Binary])
def test_all_proofs_hold(shape, kind):
    report = check_encoder(CodedExposure(shape, kind()))
    assert report.passed, report
    assert "CodedExposure under" in str(report)


@SHAPES
@pytest.mark.parametrize("kind", [Real, Binary])
def test_exact_defaults_are_the_closed_forms(shape, kind):
    ours, theirs = pair(shape, kind)
    torch.testing.assert_close(ours.gram_distance(theirs), closed_distance(ours, theirs))
    torch.testing.assert_close(ours.gram_misalignment(theirs), closed_misalignment(ours, theirs))


@torch.no_grad()
def test_estimates_at_a_size_of_use_are_the_closed_forms_within_their_error():
    ours, theirs = pair((64, 64), Binary, frames=8)
    for method, closed, estimate in (
        ("gram_distance", closed_distance, gram.estimated_distance),
        ("gram_misalignment", closed_misalignment, gram.estimated_misalignment),
    ):
        with pytest.warns(gram.EstimateWarning, match="^CodedExposure: 4,096 measurements of 32,"):
            found = getattr(ours, method)(theirs)
        value, standard_error = estimate(ours, theirs)
        assert found == value
        assert abs(float(found - closed(ours, theirs))) < 4 * standard_error
        assert 0 < standard_error < 0.01 * float(found)


@pytest.mark.parametrize("kind", [Real, Binary])
def test_singular_values_are_the_norms_of_the_pixels_codes(kind):
    encoder = CodedExposure((6, 7), kind())
    wanted = encoder.pattern.detach().double().norm(dim=0).flatten().sort(descending=True).values
    torch.testing.assert_close(singular_values(encoder), wanted)
    kept = wanted[wanted > 0]
    assert condition_number(encoder) == pytest.approx(float(kept[0] / kept[-1]))
    assert coherence(encoder).mutual == 1  # frames of one pixel cannot be told apart


@torch.no_grad()
def test_condition_number_at_a_size_of_use_comes_by_iterations():
    encoder = CodedExposure((64, 64), Binary(), frames=8)
    norms = encoder.pattern.double().norm(dim=0)
    with pytest.warns(gram.EstimateWarning, match="^CodedExposure: 4,096 x 32,768 numbers: all"):
        found = condition_number(encoder)
    assert found == pytest.approx(float(norms.max() / norms[norms > 0].min()))


@torch.no_grad()
def test_noise_has_the_snr_of_its_own_measurements():
    encoder, images = CodedExposure((32, 32), Real()), moving_discs("test", 8, 32, seed=0)
    ratio = encoder.measure(images).square().sum() / encoder.noise(images, 20).square().sum()
    assert 10 * math.log10(float(ratio)) == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize("encoder_loss", ["gram", "alignment"])
def test_it_is_trained_distilled_with_both_losses_and_evaluated(encoder_loss):
    images = moving_discs("train", 8, 16, seed=0)
    student = ImagingSystem(CodedExposure((16, 16), Binary()), UNet(channels=4, depth=2), snr_db=30)
    teacher = relax(student, Real())
    fit(teacher, images, TaskLoss(), STEPS)
    before = student.encoder.latent.detach().clone()
    loss = DistillationLoss(teacher, 1, decoder=1, encoder=1, encoder_loss=encoder_loss)
    curves = fit(student, images, loss, STEPS)
    assert all(min(curves[term]) > 0 for term in ("task", "decoder", "encoder"))
    assert not torch.equal(student.encoder.latent, before)
    assert all(map(math.isfinite, evaluate(student, moving_discs("test", 2, 16, 0))["psnr"]))


@pytest.mark.parametrize("method", ["gram_distance", "gram_misalignment"])
def test_encoders_of_the_package_are_compared_with_it_and_it_with_them(method):
    own, camera = CodedExposure((4, 6), Real(), frames=1), SPCEncoder((4, 6), Real(-1, 1, 5))
    there, back = getattr(camera, method)(own), getattr(own, method)(camera)
    torch.testing.assert_close(there, back)
    assert there > 0


@pytest.mark.parametrize(
    "theirs",
    [
        MRIEncoder((4, 6), Real()),
        SPCEncoder((4, 6), Real(patterns=2)),
        CASSIEncoder((4, 6), Real(), bands=3),
        FilterArrayEncoder((4, 6), Real(bands=3), bands=3),
    ],
    ids=lambda encoder: type(encoder).__name__,
)
@pytest.mark.parametrize("method", ["gram_distance", "gram_misalignment"])
def test_encoders_of_other_images_are_refused_in_both_directions(theirs, method):
    own = CodedExposure((4, 6), Real())
    for one, other in ((own, theirs), (theirs, own)):
        with pytest.raises(ValueError, match="^other: [A-Z].* of images of shape .*must be"):
            getattr(one, method)(other)


def test_distance_alone_brings_the_student_to_its_teacher():
    student, teacher = (CodedExposure((6, 6), Real(), seed=seed) for seed in (0, 1))
    optimizer = torch.optim.Adam(student.parameters(), lr=0.05)
    first = student.gram_distance(teacher).item()
    for _ in range(200):
        optimizer.zero_grad()
        student.gram_distance(teacher).backward()
        optimizer.step()
    assert student.gram_distance(teacher).item() < 1e-3 * first
