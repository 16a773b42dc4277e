"""The proofs that an encoder owes, run on one that somebody has: `check_encoder`."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial

from kdci.encoders import Encoder, explicit
from kdci.proofs import closed_forms, gradients, limits, linear
from kdci.proofs.report import Found, Proof, Report

__all__ = ["Proof", "Report", "check_encoder"]

OF_ANY = {
    "shapes and types fit": linear.shapes,
    "adjoint is that of measure, float64": linear.dot_test,
    "measure is linear": linear.linear_measure,
    "adjoint is linear": linear.linear_adjoint,
    "each image is measured by itself": linear.one_at_a_time,
    "gradient of the images": gradients.of_images,
    "gradient of the measurements": gradients.of_measurements,
    "gradient of the pattern": gradients.of_pattern,
    "constraint is kept": limits.kept,
}


def check_encoder(encoder: Encoder) -> Report:
    """Return what holds of an encoder and what does not; print it to read it.

    It looks at a copy in evaluation mode, at the encoder's own image shape: build one of an even,
    one of an odd and one of another height than width, and check each. All is done in float64, the
    adjoint in float32, too.

    Args:
        encoder: the encoder. It and the global random state stay as they are.

    Raises:
        TypeError: if it is no encoder.

    Example:
        >>> from kdci import Budget, MRIEncoder
        >>> report = check_encoder(MRIEncoder((9, 12), Budget(acceleration=4)))
        >>> report.passed
        True
        >>> print(str(report).splitlines()[-1])
        All 14 proofs hold.
    """
    if not isinstance(encoder, Encoder):
        raise TypeError(f"encoder={encoder!r}: must be a kdci.Encoder")
    single = copy.deepcopy(encoder).eval().float()
    double = copy.deepcopy(encoder).eval().double().requires_grad_()
    todo: dict[str, Callable[[], Found]] = {
        "adjoint is that of measure, float32": partial(linear.dot_test, single),
        **{name: partial(proof, double) for name, proof in OF_ANY.items()},
        **dict(closed_forms.proofs(double)),
    }
    height, width = encoder.image_shape[1:]
    what = f"{explicit.name(encoder)} under {encoder.constraint!r}"
    return Report(
        f"{what}, images of {encoder.image_shape[0]} channels, {height} x {width} pixels",
        tuple(_tried(name, proof) for name, proof in todo.items()),
    )


def _tried(name: str, proof: Callable[[], Found]) -> Proof:
    """Return a proof, or that it fails because the encoder raises an error."""
    try:
        return Proof(name, *proof())
    except Exception as error:
        return Proof(name, False, f"{type(error).__name__}: {error}")
