"""A step in the browser is a step of `fit`."""

from dataclasses import replace

import pytest
import torch

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, Real, TaskLoss
from kdci.configuration import TrainingConfig
from kdci.data.mni import brain_slices
from kdci.decoders import ScaleAwareUNet
from kdci.training import _batch, fit
from kdci.widgets.training.step import EPSILON, LATENT, Settings, State, Step

SIZE, COUNT = 32, 32


def system(seed=0):
    torch.manual_seed(seed)
    return ImagingSystem(MRIEncoder((SIZE, SIZE), Budget(8), seed=seed), ScaleAwareUNet())


def teacher():
    torch.manual_seed(5)
    latent = torch.rand(SIZE, SIZE)
    encoder = MRIEncoder((SIZE, SIZE), Real(), latent=latent)
    return ImagingSystem(encoder, ScaleAwareUNet())


def state_of(trained, step):
    parameters = {f"system.{name}": p.detach() for name, p in trained.named_parameters()}
    latent, weights = parameters[LATENT], [parameters[name] for name in step.names]
    zeros = [torch.zeros_like(one) for one in weights]
    moments = [torch.zeros(SIZE, SIZE) for _ in range(3)]
    return State(latent.clone(), moments, [w.clone() for w in weights], zeros, zeros)


def settings_of(config, number, weight, target):
    rates = [
        config.decoder_rate * config.decoder_schedule(number),
        config.encoder_rate * config.encoder_schedule(number),
    ]
    return Settings(
        count=torch.tensor(SIZE * SIZE // 8),
        teacher=target,
        weight=torch.tensor(weight),
        rates=torch.tensor(rates),
        corrections=torch.tensor([1 - 0.9 ** (number + 1), 1 - 0.999 ** (number + 1), EPSILON]),
        adam=torch.tensor(float(config.encoder_optimizer == "adam")),
    )


def apart(found, wanted):
    """Return how far tensors are from others, relative to these."""
    pairs = [(a - b, b) for a, b in zip(found, wanted, strict=True)]
    return (sum(d.square().sum() for d, _ in pairs) / sum(b.square().sum() for _, b in pairs)) ** 0.5


@pytest.fixture(scope="module")
def images():
    return brain_slices("train", count=COUNT, size=SIZE)


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 30.0), ("adam", 0.01)])
@pytest.mark.parametrize("weight", [0.0, 0.5], ids=["E2E", "student"])
def test_steps_are_those_of_fit(images, optimizer, rate, weight):
    config = TrainingConfig(
        steps=4, batch_size=8, encoder_optimizer=optimizer, encoder_rate=rate, monitor_every=1
    )
    looking = teacher()
    loss = DistillationLoss(looking, encoder=weight, encoder_loss="alignment") if weight else TaskLoss()
    trained = system()
    step = Step(trained.decoder, SIZE)
    state = state_of(trained, step)
    curves = fit(trained, images, loss, config)
    target = looking.encoder.power.detach()
    for number in range(config.steps):
        batch = images[_batch(COUNT, config, number)]
        task, distance, mask, state = step(
            batch, settings_of(config, number, weight, target), state
        )
        assert task.item() == pytest.approx(curves["task"][number], rel=1e-5)
        if weight:
            assert weight * distance.item() == pytest.approx(curves["encoder"][number], rel=1e-5)
        assert int(mask.sum()) == SIZE * SIZE // 8
    wanted = state_of(trained, step)
    print("APART", apart([state.latent], [wanted.latent]), apart(state.weights, wanted.weights))


def test_the_count_sets_the_budget(images):
    step = Step(ScaleAwareUNet(), SIZE)
    state = state_of(system(), step)
    settings = settings_of(TrainingConfig(steps=4), 0, 0.0, torch.zeros(SIZE, SIZE))
    for count in (64, 256):
        *_, mask, _ = step(images[:8], replace(settings, count=torch.tensor(count)), state)
        assert int(mask.sum()) == count
