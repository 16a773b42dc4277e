"""What is random in a training step, as a function of the seed and the step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from kdci.configuration import TrainingConfig


def stream(*key: int) -> int:
    """Return a seed for the random stream with this key, independent of all other keys."""
    return int(np.random.SeedSequence(key).generate_state(1)[0])


def batch(count: int, config: TrainingConfig, step: int) -> Tensor:
    """Return the indices of the images of a step: a fresh random order in each epoch."""
    epoch, position = divmod(step, count // config.batch_size)
    generator = torch.Generator().manual_seed(stream(config.seed, 0, epoch))
    order = torch.randperm(count, generator=generator)
    return order[position * config.batch_size :][: config.batch_size]


@contextmanager
def deterministic() -> Iterator[None]:
    """Use deterministic kernels and gradients; leave the global random state as it was."""
    cudnn = torch.backends.cudnn
    before = cudnn.deterministic, cudnn.benchmark
    cudnn.deterministic, cudnn.benchmark = True, False
    try:
        with torch.random.fork_rng(), torch.enable_grad():
            yield
    finally:
        cudnn.deterministic, cudnn.benchmark = before
