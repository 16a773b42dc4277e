"""A camera's training step for the browser is a step of `fit`, and its graphs compute the same."""

import pytest
import torch

from kdci import Bipolar, DistillationLoss, ImagingSystem, Real, SPCEncoder, TaskLoss
from kdci.batches import batch as batch_of
from kdci.configuration import TrainingConfig
from kdci.data.fashion_mnist import fashion_mnist
from kdci.decoders import ScaleAwareUNet
from kdci.encoders.spc import patterns_for
from kdci.physics import spc
from kdci.training import fit
from kdci.widgets.training.build import first_state, settings_of
from kdci.widgets.training.camera import LARGEST, RATIO, CameraObjective, padded
from kdci.widgets.training.export import flat
from kdci.widgets.training.step import Step
from tests.widgets.exported import apart, run, settings_at, state_of, write_graphs

SIZE, COUNT = 32, 32
SHAPE = (SIZE, SIZE)
PATTERNS = patterns_for(RATIO, SHAPE)


def system(seed=0):
    torch.manual_seed(seed)
    latent = 0.01 * torch.randn(PATTERNS, SIZE * SIZE)
    encoder = SPCEncoder(SHAPE, Bipolar(patterns=PATTERNS), latent=latent)
    return ImagingSystem(encoder, ScaleAwareUNet(channels=1))


def teacher():
    torch.manual_seed(5)
    encoder = SPCEncoder(SHAPE, Real(-1, 1, patterns=PATTERNS))
    return ImagingSystem(encoder, ScaleAwareUNet(channels=1))


def step_of(one):
    return Step(CameraObjective(one.decoder, SIZE, RATIO))


@pytest.fixture(scope="module")
def images():
    return fashion_mnist("train", COUNT, SIZE)


def test_a_step_has_the_losses_of_its_own_modules():
    torch.manual_seed(0)
    step = Step(CameraObjective(ScaleAwareUNet(channels=1), size=16, ratio=0.1))
    system, batch = step.objective.system, torch.rand(2, 1, 16, 16)
    teacher = torch.randn(50, 256).sign()
    before = first_state(step)
    task, distance, patterns, after = step(batch, settings_of(16, teacher), before)
    assert task.item() == pytest.approx((system(batch) - batch).square().mean().item(), rel=1e-5)
    wanted = spc.gram_misalignment(system.encoder.pattern, teacher)
    assert distance.item() == pytest.approx(wanted.item(), rel=1e-5)
    assert patterns.unique().tolist() == [-1, 1]
    assert not torch.equal(after.latent, before.latent)


@pytest.mark.parametrize(("optimizer", "rate"), [("sgd", 30.0), ("adam", 0.003)])
@pytest.mark.parametrize("weight", [0.0, 0.03], ids=["E2E", "student"])
def test_steps_are_those_of_fit(images, optimizer, rate, weight):
    steps = 50
    config = TrainingConfig(
        steps=steps, batch_size=4, encoder_optimizer=optimizer, encoder_rate=rate, monitor_every=1
    )
    looking = teacher()
    loss = (
        DistillationLoss(looking, encoder=weight, encoder_loss="alignment")
        if weight
        else TaskLoss()
    )
    trained = system()
    step, target = step_of(trained), padded(looking.encoder).detach()
    state = state_of(trained, step)
    curves = fit(trained, images, loss, config, accelerator="cpu")
    for number in range(steps):
        batch = images[batch_of(COUNT, config, number)]
        task, distance, _, state = step(batch, settings_at(number, config, weight, target), state)
        near = 1e-3 if number else 1e-5
        assert task.item() == pytest.approx(curves["task"][number], rel=near)
        if weight:
            assert weight * distance.item() == pytest.approx(curves["encoder"][number], rel=near)
    wanted = trained.encoder.pattern
    found = trained.encoder.constraint(state.latent)
    assert (found == wanted).float().mean().item() > 0.999


def test_what_is_below_a_smaller_teacher_measures_nothing():
    ours, theirs = system().encoder, teacher().encoder
    rows = padded(theirs)
    assert rows.shape == (LARGEST * PATTERNS, SIZE * SIZE)
    wanted = spc.gram_misalignment(ours.pattern, theirs.pattern)
    torch.testing.assert_close(spc.gram_misalignment(ours.pattern, rows), wanted)


@pytest.fixture(scope="module")
def graphs(images, tmp_path_factory):
    """Return a step, its arguments, and the folder of its two graphs."""
    folder = tmp_path_factory.mktemp("graphs")
    step = Step(CameraObjective(ScaleAwareUNet(channels=1, depth=1), SIZE, RATIO))
    target = padded(teacher().encoder).detach()
    config = TrainingConfig(steps=4, encoder_optimizer="adam", encoder_rate=0.003)
    given = settings_at(1, config, 0.5, target), first_state(step)
    write_graphs(step, images[:8], given, folder)
    return step, given, folder


@pytest.mark.slow
def test_the_graph_of_a_step_is_the_step(images, graphs):
    step, (settings, state), folder = graphs
    found = run(folder / "step.onnx", {"batch": images[:8], **flat(settings), **flat(state)})
    task, distance, patterns, after = step(images[:8], settings, state)
    assert found["task"].item() == pytest.approx(task.item(), rel=1e-5)
    assert found["distance"].item() == pytest.approx(distance.item(), rel=1e-5)
    assert torch.equal(found["mask"], patterns)
    expected = flat(after)
    assert apart([found[f"next.{name}"] for name in expected], expected.values()) < 1e-5


@pytest.mark.slow
def test_the_graph_of_an_evaluation_is_the_system(images, graphs):
    step, (settings, state), folder = graphs
    found = run(folder / "evaluation.onnx", {"batch": images[:8], **flat(settings), **flat(state)})
    expected, patterns = step.reconstruct(images[:8], settings.count, state.latent, state.weights)
    torch.testing.assert_close(found["images"], expected.detach(), rtol=1e-4, atol=1e-5)
    assert torch.equal(found["mask"], patterns.detach())
