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
def computed_once(*modules: nn.Module) -> Iterator[None]:
    """Compute each pattern in the modules once while the block runs, where it is first asked for.

    Blocks may be nested: what the outer one has computed holds in the inner one.
    """
    found = {
        one: vars(one).get("forward")
        for module in modules
        for one in module.modules()
        if isinstance(one, ParametrizationList)
    }
    for one in found:
        vars(one)["forward"] = cache(one.forward)
    try:
        yield
    finally:
        for one, outer in found.items():
            del one.forward
            if outer is not None:
                vars(one)["forward"] = outer
