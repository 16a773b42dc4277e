"""A step in the browser is a step of `fit`."""

from dataclasses import replace

import pytest
import torch

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, Real, TaskLoss
from kdci.batches import batch as batch_of
from kdci.configuration import TrainingConfig
from kdci.data.mni import brain_slices
from kdci.decoders import ScaleAwareUNet
from kdci.training import fit
from kdci.widgets.training import export
from kdci.widgets.training.export import flat
from kdci.widgets.training.mri import MRIObjective
from kdci.widgets.training.step import Step
from tests.widgets.exported import apart, run, settings_at, state_of, write_graphs

SIZE, COUNT = 32, 32

pytestmark = pytest.mark.slow  # an export takes a quarter of a minute


def system(seed=0):
    torch.manual_seed(seed)
    return ImagingSystem(MRIEncoder((SIZE, SIZE), Budget(8), seed=seed), ScaleAwareUNet())


def teacher():
    torch.manual_seed(5)
    latent = torch.rand(SIZE, SIZE)
    encoder = MRIEncoder((SIZE, SIZE), Real(), latent=latent)
    return ImagingSystem(encoder, ScaleAwareUNet())


def settings_of(config, number, weight, target):
    return settings_at(number, config, weight, target, SIZE * SIZE // 8)


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
    loss = (
        DistillationLoss(looking, encoder=weight, encoder_loss="alignment")
        if weight
        else TaskLoss()
    )
    trained = system()
    step = Step(MRIObjective(trained.decoder, SIZE))
    state = state_of(trained, step)
    curves = fit(trained, images, loss, config)
    target = looking.encoder.power.detach()
    for number in range(config.steps):
        batch = images[batch_of(COUNT, config, number)]
        task, distance, mask, state = step(
            batch, settings_of(config, number, weight, target), state
        )
        assert task.item() == pytest.approx(curves["task"][number], rel=1e-5)
        if weight:
            assert weight * distance.item() == pytest.approx(curves["encoder"][number], rel=1e-5)
        assert int(mask.sum()) == SIZE * SIZE // 8
    wanted = state_of(trained, step)
    # Where the task alone speaks, some gradients are no larger than rounding: steps to Adam.
    rounding = optimizer == "adam" and not weight
    assert apart([state.latent], [wanted.latent]) < (5e-3 if rounding else 1e-5)
    assert apart(state.weights, wanted.weights) < 1e-5


def test_the_count_sets_the_budget(images):
    step = Step(MRIObjective(ScaleAwareUNet(), SIZE))
    state = state_of(system(), step)
    settings = settings_of(TrainingConfig(steps=4), 0, 0.0, torch.zeros(SIZE, SIZE))
    for count in (64, 256):
        *_, mask, _ = step(images[:8], replace(settings, count=torch.tensor(count)), state)
        assert int(mask.sum()) == count


@pytest.fixture(scope="module")
def graphs(images, tmp_path_factory):
    """Return a step, its arguments, and the two graphs."""
    folder = tmp_path_factory.mktemp("graphs")
    small = ImagingSystem(MRIEncoder((SIZE, SIZE), Budget(8)), ScaleAwareUNet(depth=1))
    step = Step(MRIObjective(small.decoder, SIZE))
    target = teacher().encoder.power.detach()
    given = settings_of(TrainingConfig(steps=4), 1, 0.5, target), state_of(small, step)
    write_graphs(step, images[:8], given, folder)
    return step, given, folder


def test_the_graph_of_a_step_is_the_step(images, graphs):
    step, (settings, state), folder = graphs
    found = run(folder / "step.onnx", {"batch": images[:8], **flat(settings), **flat(state)})
    task, distance, mask, after = step(images[:8], settings, state)
    assert found["task"].item() == pytest.approx(task.item(), rel=1e-5)
    assert found["distance"].item() == pytest.approx(distance.item(), rel=1e-5)
    assert torch.equal(found["mask"], mask)
    expected = flat(after)
    assert apart([found[f"next.{name}"] for name in expected], expected.values()) < 1e-5


def test_the_graph_of_an_evaluation_is_the_system(images, graphs):
    step, (settings, state), folder = graphs
    found = run(folder / "evaluation.onnx", {"batch": images[:8], **flat(settings), **flat(state)})
    expected, mask = step.reconstruct(images[:8], settings.count, state.latent, state.weights)
    torch.testing.assert_close(found["images"], expected.detach(), rtol=1e-4, atol=1e-5)
    assert torch.equal(found["mask"], mask.detach())


def test_a_network_that_cannot_be_exported_is_named():
    with pytest.raises(ValueError, match="must be 1 in a network for the browser"):
        export._convolution_backward(
            *(torch.zeros(1, 1, 2, 2) for _ in range(3)), None, [2, 2], [0, 0], [1, 1], False,
            [0, 0], 1, [True, True, False],
        )  # fmt: skip
