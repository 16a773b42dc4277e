import math
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from kdci import Budget, ImagingSystem, MRIEncoder, UNet
from kdci.configuration import TrainingConfig
from kdci.training import fit
from tests import training_setup as setup

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def uninterrupted():
    return setup.train()


def test_two_trainings_are_byte_identical(uninterrupted):
    assert setup.train() == uninterrupted


def test_training_leaves_the_global_random_state_alone():
    system = setup.student()
    before = torch.get_rng_state()
    fit(system, setup.images(), config=setup.CONFIG, accelerator="cpu")
    assert torch.equal(torch.get_rng_state(), before)


def test_another_seed_gives_another_result(uninterrupted):
    assert setup.train(config=replace(setup.CONFIG, seed=1))[0] != uninterrupted[0]


@pytest.mark.parametrize("kill_at", [2, 7, 11])
def test_a_killed_run_resumes_to_the_same_bytes(tmp_path, uninterrupted, kill_at):
    path = tmp_path / "run.safetensors"
    command = [sys.executable, "-m", "tests.training_setup", str(path), str(kill_at)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert path.exists() == (kill_at > 4)
    steps = []
    resumed = setup.train(checkpoint=path, after_step=steps.append)
    assert resumed == uninterrupted
    assert len(steps) == 12 - (kill_at - 1) // 4 * 4  # it went on, and did not start again


def test_a_finished_run_is_not_trained_again(tmp_path, uninterrupted):
    path = tmp_path / "run.safetensors"
    assert setup.train(checkpoint=path) == uninterrupted
    steps = []
    assert setup.train(checkpoint=path, after_step=steps.append) == uninterrupted
    assert steps == []


@pytest.mark.parametrize("change", [{"decoder_rate": 1e-3}, {"steps": 13}, {"seed": 5}], ids=str)
def test_checkpoint_of_another_configuration_is_refused(tmp_path, change):
    path = tmp_path / "run.safetensors"
    setup.train(checkpoint=path)
    with pytest.raises(ValueError, match="run.safetensors.*of another run"):
        setup.train(checkpoint=path, config=replace(setup.CONFIG, **change))


def test_checkpoint_of_other_loss_weights_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "run.safetensors"
    setup.train(checkpoint=path)
    other = setup.loss(decoder=0.2)
    monkeypatch.setattr(setup, "loss", lambda: other)
    with pytest.raises(ValueError, match="of another run"):
        setup.train(checkpoint=path)


def test_checkpoint_of_another_system_is_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    setup.train(checkpoint=path)
    other = ImagingSystem(MRIEncoder((16, 16), Budget(8)), UNet(depth=2))
    with pytest.raises(ValueError, match="of another run"):
        fit(other, setup.images(), config=setup.CONFIG, checkpoint=path, accelerator="cpu")


@pytest.mark.parametrize("damage", ["truncated", "not safetensors", "empty", "other safetensors"])
def test_damaged_checkpoint_is_refused_and_kept(tmp_path, damage):
    path = tmp_path / "run.safetensors"
    setup.train(checkpoint=path)
    from safetensors.torch import save

    content = {
        "truncated": path.read_bytes()[:-100],
        "not safetensors": b"weights",
        "empty": b"",
        "other safetensors": save({"x": torch.zeros(2)}),
    }[damage]
    path.write_bytes(content)
    with pytest.raises(ValueError, match="run.safetensors.*damaged.*delete it to start afresh"):
        setup.train(checkpoint=path)
    assert path.read_bytes() == content


def test_folder_that_cannot_be_written_is_refused_before_the_first_step(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    steps = []
    with pytest.raises(PermissionError, match="file"):
        setup.train(checkpoint=tmp_path / "file" / "x.safetensors", after_step=steps.append)
    assert steps == []


def test_frozen_encoder_keeps_its_mask():
    system = setup.student()
    system.encoder.requires_grad_(False)
    before = system.encoder.pattern.clone()
    fit(system, setup.images(), config=setup.CONFIG, accelerator="cpu")
    assert torch.equal(system.encoder.pattern, before)


def test_encoder_moves_and_stops_after_its_share_of_the_steps():
    masks = []
    config = TrainingConfig(
        steps=20, batch_size=4, encoder_rate=100, encoder_until=0.5, monitor_every=1
    )
    fit(
        setup.student(),
        setup.images(),
        config=config,
        monitors={"mask": lambda s: masks.append(s.encoder.pattern.clone()) or 0.0},
        accelerator="cpu",
    )
    assert not torch.equal(masks[0], masks[10])
    assert all(torch.equal(masks[10], mask) for mask in masks[10:])


def test_training_lowers_the_loss_and_leaves_the_system_ready_for_use():
    system = setup.student()
    config = TrainingConfig(steps=60, batch_size=5, encoder_rate=30, monitor_every=1)
    curves = fit(system, setup.images(), config=config, accelerator="cpu")
    assert sum(curves["task"][-5:]) < 0.8 * sum(curves["task"][:5])
    assert not system.training
    assert len(curves["step"]) == len(curves["task"]) == len(curves["encoder_gradient"]) == 60


def test_loss_that_is_not_finite_stops_at_once_and_names_the_step():
    class Diverging(torch.nn.Module):
        calls = 0

        def forward(self, system, images):
            self.calls += 1
            return {"task": system(images).sum() * (math.inf if self.calls == 3 else 1)}

    with pytest.raises(FloatingPointError, match="step 2: the loss is not finite"):
        fit(setup.student(), setup.images(), Diverging(), setup.CONFIG, accelerator="cpu")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_image_that_is_not_finite_is_refused(value):
    images = setup.images()
    images[3, 0, 2, 2] = value
    with pytest.raises(ValueError, match=r"images\[3\]: has values that are not finite"):
        fit(setup.student(), images, config=setup.CONFIG, accelerator="cpu")


def test_batch_larger_than_the_data_is_refused():
    with pytest.raises(ValueError, match="batch_size=4.*from 1 to 3"):
        fit(setup.student(), setup.images(3), config=setup.CONFIG, accelerator="cpu")


@pytest.mark.parametrize(
    "bad",
    [
        {"steps": 0},
        {"batch_size": 0},
        {"decoder_rate": -1.0},
        {"encoder_rate": math.nan},
        {"encoder_until": 1.5},
        {"seed": -1},
        {"encoder_optimizer": "lbfgs"},
    ],
    ids=str,
)
def test_bad_configuration_is_refused(bad):
    ((name, value),) = bad.items()
    with pytest.raises(ValueError, match=f"{name}={value!r}"):
        TrainingConfig(**bad)


def test_schedules_rise_and_fall_as_documented():
    config = TrainingConfig(steps=100, warmup=0.1, encoder_until=0.6)
    decoder = [config.decoder_schedule(step) for step in range(100)]
    encoder = [config.encoder_schedule(step) for step in range(100)]
    assert decoder[0] == 0
    assert decoder[10] == 1 == max(decoder)
    assert decoder[5] == pytest.approx(0.5)
    assert decoder[10:] == sorted(decoder[10:], reverse=True)
    assert decoder[55] == pytest.approx(0.5)
    assert encoder[0] == 1
    assert encoder[30] == pytest.approx(0.5)
    assert set(encoder[60:]) == {0.0}


def test_every_image_is_seen_once_an_epoch():
    seen = []

    class Spy(torch.nn.Module):
        def forward(self, system, images):
            seen.append(images[:, 0, 0, 0].clone())
            return {"task": system(images).square().mean()}

    images = setup.images(8)
    config = replace(setup.CONFIG, steps=4, batch_size=4)
    fit(setup.student(), images, Spy(), config, accelerator="cpu")
    first, second = torch.cat(seen[:2]), torch.cat(seen[2:])
    assert not torch.equal(first, second)
    wanted = images[:, 0, 0, 0].sort().values
    assert torch.equal(first.sort().values, wanted)
    assert torch.equal(second.sort().values, wanted)
