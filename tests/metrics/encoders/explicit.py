"""The measures from the explicit matrix, by their definitions."""

import torch

from kdci.metrics.encoders import Coherence


@torch.no_grad()
def matrix(encoder):
    """Return A, complex for complex images: a column for each unknown."""
    channels, height, width = encoder.image_shape
    n = height * width * (1 if encoder.complex_images else channels)
    basis = torch.zeros(n, channels * height * width, dtype=torch.float64)
    basis[:, :n] = torch.eye(n)
    return encoder.double().measure(basis.view(n, *encoder.image_shape)).flatten(1).T


def explicit_condition_number(a):
    """Return |A| |A^+|, spectral norms."""
    inverse = torch.linalg.pinv(a, rtol=1e-6)
    return float(torch.linalg.matrix_norm(a, 2) * torch.linalg.matrix_norm(inverse, 2))


def explicit_coherence(a):
    """Return the coherence from all inner products of the columns that are not zero."""
    norms = a.abs().square().sum(dim=0).sqrt()
    a = a[:, norms > 1e-9] / norms[norms > 1e-9]
    products = (a.mH @ a).abs()
    off_diagonal = products[~torch.eye(len(products), dtype=torch.bool)]
    return Coherence(float(off_diagonal.max()), float(off_diagonal.mean()))
