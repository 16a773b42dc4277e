"""A small system with everything that training has: learned mask, noise, teacher, monitor."""

import sys
from pathlib import Path

import torch

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, UNet, relax
from kdci.checkpoints import tensors_sha256
from kdci.configuration import TrainingConfig
from kdci.training import fit

CONFIG = TrainingConfig(steps=12, batch_size=4, encoder_rate=30, monitor_every=3, warmup=0.2)


def images(count=10):
    return torch.rand(count, 2, 16, 16, generator=torch.Generator().manual_seed(3)) / 2


def student():
    torch.manual_seed(0)
    return ImagingSystem(MRIEncoder((16, 16), Budget(4), seed=1), UNet(depth=2), snr_db=30.0)


def loss(decoder=0.1):
    torch.manual_seed(1)
    teacher = relax(student(), constraint=Budget(2))
    torch.nn.init.normal_(teacher.decoder.head.weight)
    return DistillationLoss(teacher, decoder=decoder, encoder=0.01)


def train(checkpoint=None, config=CONFIG, after_step=None):
    """Train, and return the weights' hash and the curves; ``after_step`` sees each batch."""
    system, criterion, seen = student(), loss(), []
    if after_step is not None:
        criterion.register_forward_hook(lambda *_: after_step(seen.append(0) or len(seen)))
    curves = fit(
        system,
        images(),
        criterion,
        config,
        monitors={"samples": lambda s: s.encoder.pattern.sum()},
        checkpoint=checkpoint,
        checkpoint_every=4,
        accelerator="cpu",
    )
    return tensors_sha256(system.state_dict()), curves


def main(path, kill_at):
    """Train with a checkpoint, and die without warning in the middle of a step."""
    import os
    import signal

    def die(step):
        if step == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    torch.set_num_threads(1)
    train(checkpoint=Path(path), after_step=die)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
