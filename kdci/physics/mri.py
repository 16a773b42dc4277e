r"""Single-coil Cartesian MRI: :math:`y = M \cdot (F x + n)`, F an orthonormal transform.

Images are (B, 2, H, W): real and imaginary part. k-space is centred, complex, (B, H, W): the DC
sample is at (H // 2, W // 2). Masks are real, (H, W), centred likewise.

The image's origin is pixel (0, 0): k-space is ``fftshift(fft2(x))``. Many others have it at pixel
(H // 2, W // 2): ``fftshift(fft2(ifftshift(x)))``, as fastMRI and BART do. Their images would come
back rolled by half the field of view; `from_centred_origin` and `to_centred_origin` convert k-space
from theirs and to theirs. Masks and magnitudes in k-space are the same for both.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor


def fourier(image: Tensor) -> Tensor:
    """Return the centred orthonormal Fourier transform: (B, 2, H, W) -> complex (B, H, W)."""
    spectrum = torch.fft.fft2(torch.complex(image[:, 0], image[:, 1]), norm="ortho")
    centred: Tensor = torch.fft.fftshift(spectrum, dim=(-2, -1))
    return centred


def inverse_fourier(kspace: Tensor) -> Tensor:
    """Return the inverse (and adjoint) of `fourier`: complex (B, H, W) -> (B, 2, H, W)."""
    image = torch.fft.ifft2(torch.fft.ifftshift(kspace, dim=(-2, -1)), norm="ortho")
    return torch.stack((image.real, image.imag), dim=1)


def from_centred_origin(kspace: Tensor) -> Tensor:
    """Return as ours k-space (B, H, W) of images with their origin at pixel (H // 2, W // 2).

    Also scale it by 1 / sqrt(H W) if it was made without ``norm="ortho"``.

    Example:
        >>> from torch.fft import fft2, fftshift, ifftshift
        >>> x = torch.rand(1, 2, 5, 8)
        >>> theirs = fftshift(fft2(ifftshift(torch.complex(x[:, 0], x[:, 1])), norm="ortho"))
        >>> torch.allclose(inverse_fourier(from_centred_origin(theirs)), x, atol=1e-6)
        True
    """
    return kspace * _half_turns(kspace).conj()


def to_centred_origin(kspace: Tensor) -> Tensor:
    """Return our k-space (B, H, W) as that of images with their origin at (H // 2, W // 2)."""
    return kspace * _half_turns(kspace)


def _half_turns(kspace: Tensor) -> Tensor:
    """Return the phases (H, W) in k-space of rolling an image back by half its field of view."""
    phases = []
    for n in kspace.shape[-2:]:
        frequencies = torch.arange(n, device=kspace.device) - n // 2
        turns = (frequencies * (n // 2) % n).double() / n
        phases.append(torch.exp(2j * math.pi * turns).to(kspace.dtype))
    return phases[0][:, None] * phases[1]


def forward(image: Tensor, mask: Tensor) -> Tensor:
    """Return the noiseless measurement M F x: (B, 2, H, W), (H, W) -> complex (B, H, W)."""
    return mask * fourier(image)


def adjoint(kspace: Tensor, mask: Tensor) -> Tensor:
    """Return the back-projection F^H M y: complex (B, H, W), (H, W) -> (B, 2, H, W)."""
    return inverse_fourier(mask * kspace)


def normal(image: Tensor, power: Tensor, noise: Tensor | None = None) -> Tensor:
    """Return F^H |M|^2 (F x + n): measured and projected back, for |M|^2 = ``power`` (H, W).

    Equal to ``adjoint(forward(image, mask) + mask * noise, mask)`` for power = mask^2.
    """
    kspace = fourier(image)
    return inverse_fourier(power * (kspace if noise is None else kspace + noise))


def magnitude(image: Tensor) -> Tensor:
    """Return the magnitude (B, 1, H, W) of complex images (B, 2, H, W)."""
    return image.square().sum(dim=1, keepdim=True).sqrt()


def gram_distance(power: Tensor, other: Tensor) -> Tensor:
    r"""Return :math:`\|A^H A - B^H B\|_F^2 / n`, exactly, in O(n) for n = H W pixels.

    Since F is orthonormal, :math:`A^H A = F^H |M|^2 F`, and the norm is that of the diagonal:
    the sum of squared differences of the squared masks, ``power`` and ``other``. Divided by n, it
    means the same at every image size: for binary masks, the fraction of k-space where they differ.
    """
    return (power - other).square().mean()


def gram_misalignment(power: Tensor, other: Tensor) -> Tensor:
    r"""Return one minus the cosine between the Gram matrices, 0 (aligned) to 1 (orthogonal).

    :math:`1 - \langle A^H A, B^H B\rangle / (\|A^H A\|_F \|B^H B\|_F)`: free of scale, so that
    encoders of different budgets can be compared (one minus uncentred linear CKA, Kornblith et
    al. 2019). For MRI the inner product is that of the squared masks, ``power`` and ``other``. A
    mask without a sample is orthogonal to everything.
    """
    a, b = power.flatten(), other.flatten()
    norms = a.norm() * b.norm()
    return 1 - torch.dot(a, b) / torch.where(norms == 0, 1, norms)
