"""A camera's training step for the browser is made of kdci's own modules."""

import pytest
import torch

from kdci.decoders import ScaleAwareUNet
from kdci.physics import spc
from kdci.widgets.training.build import first_state, settings_of
from kdci.widgets.training.camera import CameraObjective
from kdci.widgets.training.step import Step


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
