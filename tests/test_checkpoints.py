"""Checkpoints, bit by bit."""

import pytest
import torch
from safetensors.torch import save

from kdci.checkpoints import Checkpoint
from kdci.optimizers import optimizers_of
from tests import training_setup as setup


@pytest.fixture
def saved(tmp_path):
    system = setup.student()
    optimizers = optimizers_of(system, setup.CONFIG)
    checkpoint = Checkpoint(tmp_path / "run.safetensors", "identity")
    checkpoint.save(system, optimizers, {"step": [0, 3]}, 4)
    return checkpoint, system, optimizers


def test_what_is_saved_is_loaded(saved):
    checkpoint, system, optimizers = saved
    curves = {}
    assert checkpoint.load(system, optimizers, curves) == 4
    assert curves == {"step": [0, 3]}


def test_the_moments_of_the_optimisers_come_back(saved):
    checkpoint, system, optimizers = saved
    system(setup.images(2)).square().sum().backward()
    for optimizer in optimizers.values():
        optimizer.step()
    checkpoint.save(system, optimizers, {}, 1)
    fresh = optimizers_of(system, setup.CONFIG)
    checkpoint.load(system, fresh, {})
    for part, optimizer in optimizers.items():
        wanted, found = (one.state_dict()["state"] for one in (optimizer, fresh[part]))
        assert wanted
        assert found.keys() == wanted.keys()
        for index, state in wanted.items():
            for name, value in state.items():
                assert torch.equal(torch.as_tensor(found[index][name]), torch.as_tensor(value))


def test_every_bit_that_matters_is_noticed_and_nothing_is_loaded(saved):
    checkpoint, system, optimizers = saved
    content = checkpoint.path.read_bytes()
    before = {name: value.clone() for name, value in system.state_dict().items()}
    places = [*range(0, len(content), len(content) // 40), len(content) - 1]
    for count, place in enumerate(places, 1):
        changed = bytearray(content)
        changed[place] ^= 1
        checkpoint.path.write_bytes(changed)
        with pytest.raises(ValueError, match="run.safetensors': damaged.*kept aside as 'run.safe"):
            checkpoint.load(system, optimizers, {})
        assert not checkpoint.path.exists()
        kept = list(checkpoint.path.parent.glob("run.safetensors.damaged*"))
        assert len(kept) == count  # none takes the place of another
        assert bytes(changed) in {path.read_bytes() for path in kept}
        assert checkpoint.load(system, optimizers, {}) == 0
    assert all(torch.equal(system.state_dict()[name], value) for name, value in before.items())


def test_checkpoint_without_a_hash_is_refused(saved):
    checkpoint, system, optimizers = saved
    about = '{"identity": "identity", "step": 4, "curves": {}}'
    checkpoint.path.write_bytes(save({"system/x": torch.zeros(1)}, metadata={"kdci": about}))
    with pytest.raises(ValueError, match="damaged, or not a checkpoint of kdci"):
        checkpoint.load(system, optimizers, {})
