"""Constraints on an encoder's learnable pattern: what the hardware can build."""

from kdci.constraints.base import Constraint
from kdci.constraints.budget import Budget, ChainRuleBudget
from kdci.constraints.constant import BipolarAfterConstant
from kdci.constraints.filter_array import OneBand
from kdci.constraints.frozen import Frozen
from kdci.constraints.levels import Binary, Bipolar, Levels, Quantized, Real, Ternary
from kdci.constraints.probabilistic_budget import ProbabilisticBudget
from kdci.constraints.signs import Signs
from kdci.constraints.soft_budget import SoftBudget

__all__ = [
    "Binary",
    "Bipolar",
    "BipolarAfterConstant",
    "Budget",
    "ChainRuleBudget",
    "Constraint",
    "Frozen",
    "Levels",
    "OneBand",
    "ProbabilisticBudget",
    "Quantized",
    "Real",
    "Signs",
    "SoftBudget",
    "Ternary",
]
