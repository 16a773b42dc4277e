import math
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, Real, UNet, relax
from kdci.batches import batch
from kdci.checkpoints import tensors_sha256
from kdci.configuration import PRECISIONS, TrainingConfig
from kdci.decoders import Unrolled, ZeroFilled
from kdci.patterns import computed_once
from kdci.training import fit
from tests import training_setup as setup
from tests.encoders.registry import ENCODERS

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


@pytest.mark.slow
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


def flipped(content, place):
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("damage", ["truncated", "a bit", "not safetensors", "empty", "other"])
def test_damaged_checkpoint_is_refused_and_kept(tmp_path, uninterrupted, damage):
    path = tmp_path / "run.safetensors"
    setup.train(checkpoint=path)
    from safetensors.torch import save

    content = {
        "truncated": path.read_bytes()[:-100],
        "not safetensors": b"weights",
        "empty": b"",
        "a bit": flipped(path.read_bytes(), -3),
        "other": save({"x": torch.zeros(2)}),
    }[damage]
    path.write_bytes(content)
    with pytest.raises(ValueError, match="run.safetensors.*damaged.*kept aside as '(.*)': train"):
        setup.train(checkpoint=path)
    assert not path.exists()
    assert path.with_name("run.safetensors.damaged").read_bytes() == content
    assert setup.train(checkpoint=path) == uninterrupted


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
        {"schedule": "step"},
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


def test_a_constant_schedule_stays_at_its_peak_until_the_encoder_is_frozen():
    config = TrainingConfig(steps=100, warmup=0.1, encoder_until=0.6, schedule="constant")
    decoder = [config.decoder_schedule(step) for step in range(100)]
    encoder = [config.encoder_schedule(step) for step in range(100)]
    assert decoder[5] == pytest.approx(0.5)
    assert set(decoder[10:]) == {1.0}
    assert encoder == [1.0] * 60 + [0.0] * 40


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


def test_each_seed_has_an_order_of_its_own():
    configs = (replace(setup.CONFIG, seed=seed) for seed in (0, 1))
    first, second = (batch(64, config, step=0) for config in configs)
    assert not torch.equal(first, second)


QUICK = TrainingConfig(steps=2, batch_size=2, monitor_every=1, decoder_rate=1e-2, encoder_rate=1)


def small(name, decoder=None):
    """Return a system of the registry and images for it."""
    encoder = ENCODERS[name].make((8, 8), 0)
    channels = encoder.image_shape[0]
    torch.manual_seed(0)
    system = ImagingSystem(encoder, decoder or UNet(channels=channels, depth=1))
    return system, torch.rand(4, *encoder.image_shape, generator=torch.manual_seed(1)) / 2


def network(channels):
    convolution = torch.nn.Conv2d(channels, 4, 3, padding=1)
    return torch.nn.Sequential(convolution, torch.nn.ReLU(), torch.nn.Conv2d(4, channels, 1))


def weights(module):
    return tensors_sha256(module.state_dict())


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_encoder_is_designed_for_a_decoder_without_parameters(name):
    system, images = small(name, ZeroFilled())
    system.snr_db = 20  # without noise, some masks are optimal where they start
    before = weights(system.encoder)
    curves = fit(system, images, config=QUICK, accelerator="cpu")
    assert weights(system.encoder) != before
    assert curves["encoder_gradient"][0] > 0


DECODERS = {
    "u-net": lambda: UNet(channels=2, depth=2),
    "unrolled": lambda: Unrolled(channels=2, iterations=2, width=4),
    "network": lambda: network(2),
    "with statistics": lambda: torch.nn.Sequential(torch.nn.BatchNorm2d(2), network(2)),
}


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_encoder_is_designed_for_a_given_decoder(name):
    system = ImagingSystem(MRIEncoder((16, 16), Budget(4)), DECODERS[name]())
    system.decoder.requires_grad_(False)
    before, mask = weights(system.decoder), weights(system.encoder)

    def evaluated_and_left_in_training_mode(system):
        system.eval()
        system.train()
        return 0.0

    monitors = {"monitor": evaluated_and_left_in_training_mode}
    fit(system, setup.images(), None, setup.CONFIG, monitors, accelerator="cpu")
    assert weights(system.decoder) == before
    assert weights(system.encoder) != mask


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_decoder_is_trained_for_a_given_encoder(name):
    system = ImagingSystem(MRIEncoder((16, 16), Budget(4)), DECODERS[name]())
    system.encoder.requires_grad_(False)
    before, mask = weights(system.decoder), weights(system.encoder)
    fit(system, setup.images(), config=setup.CONFIG, accelerator="cpu")
    assert weights(system.decoder) != before
    assert weights(system.encoder) == mask


def test_nothing_to_train_is_refused_before_any_work(tmp_path):
    system = ImagingSystem(MRIEncoder((16, 16), Budget(4)).requires_grad_(False), ZeroFilled())
    path = tmp_path / "folder" / "x.safetensors"
    with pytest.raises(ValueError, match="system: no parameter .*must have something to train"):
        fit(system, setup.images(), config=setup.CONFIG, checkpoint=path, accelerator="cpu")
    assert not path.parent.exists()


def test_loss_of_nothing_that_is_trained_is_refused():
    student = setup.student()
    loss = DistillationLoss(relax(student, Budget(2)), task=0, encoder=1)
    student.encoder.requires_grad_(False)
    with pytest.raises(ValueError, match="loss: terms encoder: must depend on what is trained"):
        fit(student, setup.images(), loss, setup.CONFIG, accelerator="cpu")


def test_training_goes_on_in_training_mode_after_a_monitor_has_evaluated():
    modes = []

    class Spy(torch.nn.Module):
        def forward(self, system, images):
            modes.append(system.training)
            return {"task": system(images).square().mean()}

    monitors = {"evaluated": lambda system: float(system.eval().training)}
    config = replace(QUICK, steps=3)
    fit(setup.student(), setup.images(), Spy(), config, monitors, accelerator="cpu")
    assert modes == [True] * 3


def test_a_recorder_sees_the_system_at_each_step_of_the_curves(uninterrupted):
    film = []

    def record(step, system):
        assert not torch.is_grad_enabled()
        film.append((step, int(system.encoder.pattern.sum())))
        system.eval()

    system = setup.student()
    curves = fit(
        system,
        setup.images(),
        setup.loss(),
        setup.CONFIG,
        {"samples": samples},
        accelerator="cpu",
        recorder=record,
    )
    assert film == list(zip(curves["step"], curves["samples"], strict=True))
    assert curves == uninterrupted[1]
    assert tensors_sha256(system.state_dict()) == uninterrupted[0]


def samples(system):
    return system.encoder.pattern.sum()


def test_gradients_are_there_even_where_the_caller_has_none(uninterrupted):
    with torch.no_grad():
        assert setup.train() == uninterrupted


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_images_of_another_scale_are_refused_before_training(name):
    system, images = small(name)
    steps = []
    loss = torch.nn.Module()
    loss.register_forward_hook(lambda *_: steps.append(0))
    for scale, shift in ((510, 0), (4, 0), (2, -1.5)):
        what = r"(values|magnitudes) from .* to .*: must be in \[0, 1\]: (divide|rescale)"
        with pytest.raises(ValueError, match="images: " + what):
            fit(system, scale * images + shift, loss, QUICK, accelerator="cpu")
    assert steps == []


def test_images_that_are_all_equal_are_refused():
    with pytest.raises(ValueError, match="images: every value is 0: must be images"):
        fit(setup.student(), 0 * setup.images(), config=setup.CONFIG, accelerator="cpu")


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_every_encoder_trains_and_distils_in_every_precision(name, precision):
    student, images = small(name)
    constraint = student.encoder.constraint
    loss = DistillationLoss(relax(student, constraint), decoder=1, encoder=1)
    torch.nn.init.normal_(loss.teacher.decoder.head.weight)
    monitors = {"monitor": lambda system: system.encoder.pattern.sum()}
    curves = fit(student, images, loss, QUICK, monitors, accelerator="cpu", precision=precision)
    wanted = torch.float64 if precision == "64-true" else torch.float32
    assert student.encoder.latent.dtype == wanted
    assert all(math.isfinite(value) for values in curves.values() for value in values)


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_losses_and_physics_are_not_rounded_to_16_bits(name):
    curves = {}
    for precision in ("32-true", "bf16-mixed"):
        student, images = small(name, ZeroFilled())
        # Another pattern, so that there is a distance.
        teacher = relax(student, student.encoder.constraint)
        with torch.no_grad():
            teacher.encoder.latent.copy_(teacher.encoder.latent.flip(0, -1))
        loss = DistillationLoss(teacher, decoder=1, encoder=1, features=["image"])
        config = replace(QUICK, steps=1)
        curves[precision] = fit(
            student, images, loss, config, accelerator="cpu", precision=precision
        )
    assert curves["bf16-mixed"] == curves["32-true"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"accelerator": "gpus"}, "accelerator='gpus': must be one of 'auto', 'cpu'"),
        ({"precision": "bf16"}, "precision='bf16': must be one of '32-true', 'bf16-mixed'"),
        ({"precision": "16-mixed"}, "precision='16-mixed'"),
        ({"checkpoint_every": 0}, "checkpoint_every=0"),
    ],
)
def test_unknown_device_and_precision_are_refused_before_any_work(tmp_path, bad, message):
    arguments = {"accelerator": "cpu", "checkpoint": tmp_path / "folder" / "x"} | bad
    with pytest.raises(ValueError, match=message):
        fit(setup.student(), setup.images(), config=setup.CONFIG, **arguments)
    assert not (tmp_path / "folder").exists()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_device_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="accelerator='cuda': not on this machine"):
        fit(setup.student(), setup.images(), config=setup.CONFIG, accelerator="cuda")


LOADER = torch.utils.data.DataLoader(setup.images())
DATASET = torch.utils.data.TensorDataset(setup.images())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"images": LOADER},
            "images: is of type DataLoader: must be .*torch.cat",
        ),
        ({"images": DATASET}, "images: is of type TensorDataset: must be .*stack"),
        ({"images": list(setup.images())}, "images: is of type list: must be .*stack"),
        ({"system": UNet()}, "system: is of type UNet: must be a kdci.ImagingSystem"),
        ({"loss": "task"}, "loss='task': must be a torch.nn.Module"),
        ({"loss": DistillationLoss}, "loss: is the class DistillationLoss itself"),
        ({"config": {"steps": 3}}, "config: is of type dict: must be a TrainingConfig"),
    ],
)
def test_objects_of_another_kind_are_refused_by_name(arguments, message):
    given = {"system": setup.student(), "images": setup.images(), "config": setup.CONFIG}
    with pytest.raises(TypeError, match=message):
        fit(**given | arguments, accelerator="cpu")


class Bare(torch.nn.Module):
    def forward(self, system, images):
        return system(images).mean()


def test_loss_that_returns_no_terms_is_refused():
    with pytest.raises(TypeError, match="loss: its value: is of type Tensor: must be a dictionary"):
        fit(setup.student(), setup.images(), Bare(), setup.CONFIG, accelerator="cpu")


def test_student_is_trained_with_its_own_pattern_beside_a_teacher_relaxed_from_it():
    student = setup.student()
    teacher = relax(student, constraint=Budget(2))
    loss = DistillationLoss(teacher, decoder=1, encoder=1)
    torch.nn.init.normal_(loss.teacher.decoder.head.weight)
    alone = {name: term.item() for name, term in loss(student, setup.images()).items()}
    student.snr_db = None
    with computed_once(student, loss):
        terms = loss(student, setup.images())
    assert terms["encoder"].item() == alone["encoder"] > 0
    sum(terms.values()).backward()
    assert student.encoder.latent.grad.abs().sum() > 0


def test_teacher_can_be_trained_on_after_it_has_taught():
    teacher = relax(setup.student(), constraint=Real())
    fit(setup.student(), setup.images(), DistillationLoss(teacher), QUICK, accelerator="cpu")
    before = weights(teacher)
    fit(teacher, setup.images(), config=setup.CONFIG, accelerator="cpu")
    assert weights(teacher) != before


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed"])
def test_images_reach_the_loss_as_they_are(precision):
    seen = []

    class Spy(torch.nn.Module):
        def forward(self, system, images):
            seen.append(images.clone())
            return {"task": system(images).square().mean()}

    images = setup.images(2)
    config = replace(QUICK, steps=1)
    fit(setup.student(), images, Spy(), config, accelerator="cpu", precision=precision)
    assert torch.equal(seen[0].sort(dim=0).values, images.sort(dim=0).values)
