"""Physics keep their precision under autocast, in training and in use."""

import pytest
import torch
from torch import nn

from kdci import DistillationLoss, ImagingSystem
from kdci.configuration import TrainingConfig
from kdci.decoders import Unrolled
from kdci.encoders import CASSIEncoder
from kdci.evaluation import evaluate, reconstruct
from kdci.training import fit
from tests.encoders.explicit import images_for, make
from tests.encoders.registry import ENCODERS

every_encoder = pytest.mark.parametrize("name", ENCODERS)
halves = pytest.mark.parametrize("half", [torch.bfloat16, torch.float16], ids=str)


def everything(encoder, other, x):
    """Return all that an encoder computes."""
    y = encoder.measure(x)
    torch.manual_seed(0)
    noisy = encoder.backproject(x, 20.0)
    noise, distance = encoder.noise(x, 20.0), encoder.gram_distance(other)
    found = [y, encoder.adjoint(y), encoder.backproject(x), noisy, noise, distance]
    return [*found, encoder.gram_misalignment(other)]


def gradient(found, encoder):
    """Return the latent's gradient of it all; one step back stays outside of autocast."""
    total = sum(values.abs().square().sum() for values in found)
    return torch.autograd.grad(total, encoder.latent)[0]


@every_encoder
@halves
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_autocast_changes_nothing_of_the_physics(name, half, dtype):
    encoder, other = (make(name, (8, 8), dtype, seed) for seed in (0, 1))
    x = images_for(encoder, dtype, 0)
    wanted = everything(encoder, other, x)
    with torch.autocast("cpu", half):
        found = everything(encoder, other, x)
    for ours, theirs in zip(found, wanted, strict=True):
        assert ours.dtype == theirs.dtype
        assert torch.equal(ours, theirs)
    assert torch.equal(*(gradient(values, encoder) for values in (found, wanted)))


@every_encoder
@halves
def test_what_a_network_made_in_16_bits_is_widened_on_the_way_in(name, half):
    encoder = make(name, (8, 8), torch.float32)
    x = images_for(encoder, torch.float32, 0).to(half)
    with torch.autocast("cpu", half):
        assert torch.equal(encoder.backproject(x), encoder.backproject(x.float()))
        assert torch.equal(encoder.measure(images=x), encoder.measure(x.float()))


def system(name, seed):
    encoder = ENCODERS[name].make((8, 8), seed)
    torch.manual_seed(seed)
    return ImagingSystem(encoder, Unrolled(encoder.image_shape[0], 2, width=4), 20.0)


@every_encoder
def test_a_system_is_trained_and_used_in_mixed_precision(name):
    student, teacher = system(name, 0), system(name, 1)
    loss = DistillationLoss(teacher, 1, 0.1, 0.01, features=("hidden1",))
    images = torch.rand(4, *student.encoder.image_shape) / 2
    config = TrainingConfig(steps=2, batch_size=2, monitor_every=1)
    before = student.encoder.latent.detach().clone()
    curves = fit(student, images, loss, config, accelerator="cpu", precision="bf16-mixed")
    assert all(torch.tensor(values).isfinite().all() for values in curves.values())
    assert student.encoder.latent.dtype == torch.float32
    assert not torch.equal(student.encoder.latent, before)
    with torch.autocast("cpu", torch.bfloat16):
        found = reconstruct(student, images)
    assert found.isfinite().all()
    torch.testing.assert_close(found.float(), reconstruct(student, images), atol=0.05, rtol=0.05)


def test_reconstructions_under_autocast_have_the_type_of_the_images():
    torch.manual_seed(0)
    one = ImagingSystem(make("mri-budget", (16, 16), torch.float32), nn.Conv2d(2, 2, 1))
    images = torch.rand(2, 2, 16, 16) / 2
    wanted = evaluate(one, images)
    with torch.autocast("cpu", torch.bfloat16):
        assert one(images).dtype == torch.bfloat16
        assert reconstruct(one, images).dtype == torch.float32
        found = evaluate(one, images)
    assert found["psnr"] == pytest.approx(wanted["psnr"], abs=0.05)


def test_an_encoder_of_ones_own_keeps_its_precision_too():
    class Own(CASSIEncoder):
        def measure(self, images):
            return images.flatten(1) @ torch.ones(images[0].numel(), 3)

    encoder = Own((8, 8), ENCODERS["cassi-binary"].make((8, 8), 0).constraint, bands=3)
    assert isinstance(encoder, nn.Module)
    with torch.autocast("cpu", torch.bfloat16):
        assert encoder.measure(torch.rand(2, 3, 8, 8)).dtype == torch.float32
