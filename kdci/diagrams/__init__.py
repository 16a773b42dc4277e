"""Our own drawings, made by code: ``python -m kdci.diagrams book/figures`` writes them as SVG."""

from kdci.diagrams.distillation_losses import distillation_losses
from kdci.diagrams.three_stages import three_stages
from kdci.diagrams.unet import unet

__all__ = ["distillation_losses", "three_stages", "unet"]
