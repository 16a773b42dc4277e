"""Copies of a module with a pattern that share nothing with it."""

from __future__ import annotations

import copy
from typing import Any, Self, cast

from torch import nn
from torch.nn.utils import parametrize


class CopiedApart(nn.Module):
    """A module whose pattern has a constraint, and whose copies have a class of their own.

    `torch.nn.utils.parametrize` keeps the property ``pattern`` in a class that it makes for one
    module. A usual copy shares that class, and inside `parametrize.cached`, as in training, both
    would have one pattern: a student and the teacher that was relaxed from it would be the same.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        kind = cast(type[Self], parametrize.type_before_parametrizations(self))
        replica = kind.__new__(kind)
        memo[id(self)] = replica
        replica.__dict__ = copy.deepcopy(self.__dict__, memo)
        if parametrize.is_parametrized(self):
            copied = cast(Any, replica._modules.pop("parametrizations"))
            replica.pattern = copied.pattern.original
            parametrize.register_parametrization(replica, "pattern", copied.pattern[0], unsafe=True)
            replica.parametrizations = copied  # with modes and hooks
        return replica
