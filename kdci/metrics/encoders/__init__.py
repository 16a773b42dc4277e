"""What makes an encoder good: the measures by which the paper judges it, from its structure."""

from kdci.metrics.encoders import (  # noqa: F401 (they register their encoders)
    cassi,
    filter_array,
    mri,
    spc,
)
from kdci.metrics.encoders.base import (
    Coherence,
    coherence,
    condition_number,
    gram_matrix,
    singular_values,
)

__all__ = ["Coherence", "coherence", "condition_number", "gram_matrix", "singular_values"]
