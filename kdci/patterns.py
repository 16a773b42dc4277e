"""Patterns that are computed once in a training step, however often they are asked for.

`torch.nn.utils.parametrize.cached` would do that, but it takes a copy of a module for its original:
a student would get the pattern of a teacher that is its relaxed copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from torch import nn
from torch.nn.utils.parametrize import ParametrizationList


@contextmanager
def computed_once(module: nn.Module) -> Iterator[None]:
    """Compute each pattern in ``module`` once while the block runs, where it is first asked for."""
    found = [each for each in module.modules() if isinstance(each, ParametrizationList)]
    for each in found:
        each.forward = cache(each.forward)
    try:
        yield
    finally:
        for each in found:
            del each.forward
