"""Each side of a system has an optimiser of its own, with the settings of the configuration."""

import pytest
import torch

from kdci import Budget, ImagingSystem, MRIEncoder, UNet
from kdci.configuration import TrainingConfig
from kdci.decoders import ZeroFilled
from kdci.optimizers import optimizers_of, set_rates, update


def system(decoder=None):
    return ImagingSystem(MRIEncoder((16, 16), Budget(4)), decoder or UNet(depth=2))


def settings(config):
    """Return the settings of each optimiser's only group."""
    return {part: one.param_groups[0] for part, one in optimizers_of(system(), config).items()}


@pytest.mark.parametrize(("name", "kind"), [("sgd", torch.optim.SGD), ("adam", torch.optim.Adam)])
def test_the_encoder_has_its_own_optimiser_and_decay_the_decoder_has_adam_without(name, kind):
    config = TrainingConfig(encoder_optimizer=name, encoder_decay=0.25)
    made = optimizers_of(system(), config)
    assert {part: type(one) for part, one in made.items()} == {
        "decoder": torch.optim.Adam, "encoder": kind
    }  # fmt: skip
    decays = {part: group["weight_decay"] for part, group in settings(config).items()}
    assert decays == {"decoder": 0, "encoder": 0.25}
    if kind is torch.optim.SGD:
        assert settings(config)["encoder"]["momentum"] == 0.9


def test_rates_follow_the_schedule_of_their_side():
    config = TrainingConfig(steps=100, decoder_rate=3, encoder_rate=5)
    optimizers = optimizers_of(system(), config)
    for step in (0, 5, 30, 80):
        set_rates(optimizers, config, step)
        assert {part: one.param_groups[0]["lr"] for part, one in optimizers.items()} == {
            "decoder": 3 * config.decoder_schedule(step),
            "encoder": 5 * config.encoder_schedule(step),
        }


@pytest.mark.parametrize("clip", [0.5, 2.0, 100.0])
def test_the_decoders_gradient_is_clipped_to_the_configurations_norm_the_encoders_is_not(clip):
    trained = system(torch.nn.Conv2d(2, 2, 1, bias=False))
    parts = {"decoder": trained.decoder, "encoder": trained.encoder}
    optimizers = {name: torch.optim.SGD(part.parameters(), lr=1) for name, part in parts.items()}
    before = {name: next(part.parameters()).detach().clone() for name, part in parts.items()}
    for part in parts.values():
        for parameter in part.parameters():
            parameter.grad = torch.full_like(parameter, 5.0)
    update(optimizers, trained, TrainingConfig(clip=clip))
    steps = {
        name: (before[name] - next(part.parameters())).norm().item() for name, part in parts.items()
    }
    whole = {name: 5 * value.numel() ** 0.5 for name, value in before.items()}
    assert steps["decoder"] == pytest.approx(min(clip, whole["decoder"]), rel=1e-5)
    assert steps["encoder"] == pytest.approx(whole["encoder"], rel=1e-5)


def test_what_does_not_learn_has_no_optimiser():
    assert set(optimizers_of(system(ZeroFilled()), TrainingConfig())) == {"encoder"}
