"""An imaging system: an encoder and a decoder. Relaxing it is swapping the constraint."""

from __future__ import annotations

import copy
from collections.abc import Collection

import torch
from torch import Tensor, nn

from kdci import checks
from kdci.constraints import Constraint
from kdci.decoders import as_decoder
from kdci.encoders import Encoder
from kdci.noise import Draw


class ImagingSystem(nn.Module):
    """x_hat = decoder(A^H (A x + n)).

    Args:
        encoder: the physics, with its designable pattern.
        decoder: what starts from the back-projection: a `kdci.decoders.Decoder`, or any module from
            an image (B, C, H, W) to an image, which becomes a `kdci.decoders.NetworkDecoder`.
        snr_db: SNR of the measurement noise [dB]; without noise where it is None.

    Raises:
        TypeError: if the encoder is none, or the decoder no module.
        ValueError: if the SNR is not finite, the decoder does not make images of the encoder's,
            these do not fit its stride, or (on call) the images have another shape than they.

    Example:
        A decoder of one's own; L_DEC matches its submodules by their names.

        >>> from torch import nn
        >>> from kdci import Budget, MRIEncoder
        >>> network = nn.Sequential(nn.Conv2d(2, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 2, 1))
        >>> system = ImagingSystem(MRIEncoder((64, 64), Budget(acceleration=8)), network)
        >>> system.decoder.stage_names
        ('0', '1', '2', 'image')
    """

    def __init__(self, encoder: Encoder, decoder: nn.Module, snr_db: float | None = None) -> None:
        super().__init__()
        checks.instance("encoder", encoder, Encoder, "a kdci.encoders.Encoder, as MRIEncoder(...)")
        if snr_db is not None:
            checks.finite("snr_db", snr_db)
        self.encoder, self.snr_db = encoder, snr_db
        self.decoder = as_decoder(decoder, encoder.image_shape)
        height, width = encoder.image_shape[1:]
        if height % self.decoder.stride or width % self.decoder.stride:
            raise ValueError(
                f"encoder: images of {height} x {width} pixels: height and width must be "
                f"multiples of the decoder's stride {self.decoder.stride}"
            )

    def extra_repr(self) -> str:
        """Return the settings, for printing and for the identity of a training run."""
        return f"snr_db={self.snr_db}"

    def with_snr(self, snr_db: float | None) -> ImagingSystem:
        """Return a system of the same encoder and decoder (no copies) with another SNR [dB].

        Raises:
            ValueError: if the SNR is not finite.
        """
        other = copy.copy(self)
        other.snr_db = snr_db if snr_db is None else checks.finite("snr_db", snr_db)
        return other

    def backproject(self, images: Tensor, draw: Draw = torch.randn_like) -> Tensor:
        """Measure images (B, C, H, W), with noise if the system has any, and project back.

        Args:
            images: (B, C, H, W).
            draw: where the noise's numbers come from; see `kdci.noise`.
        """
        return self.encoder.backproject(images, self.snr_db, draw)

    def forward(self, images: Tensor, draw: Draw = torch.randn_like) -> Tensor:
        """Return the reconstructions of ``images``, (B, C, H, W)."""
        image: Tensor = self.decoder(self.backproject(images, draw), self.encoder.backproject)
        return image

    def features(
        self, images: Tensor, names: Collection[str], draw: Draw = torch.randn_like
    ) -> dict[str, Tensor]:
        """Return the named decoder stages' outputs for ``images``; ``image`` is the last stage."""
        if not names:
            return {}
        start = self.backproject(images, draw)
        return self.decoder.features(start, names, self.encoder.backproject)


def relax(system: ImagingSystem, constraint: Constraint) -> ImagingSystem:
    """Return a copy of ``system`` whose encoder has another constraint: the teacher's start.

    The copy has the same latent and the same decoder weights; ``system`` is left as it was.

    Raises:
        TypeError: if the system or the constraint is of another kind.
        ValueError: if the constraint is impossible for the encoder.

    Example:
        >>> from kdci import Budget, ImagingSystem, MRIEncoder, UNet
        >>> student = ImagingSystem(MRIEncoder((64, 64), Budget(acceleration=8)), UNet())
        >>> teacher = relax(student, constraint=Budget(acceleration=4))
        >>> int(student.encoder.pattern.sum()), int(teacher.encoder.pattern.sum())
        (512, 1024)
    """
    checks.instance("system", system, ImagingSystem, "a kdci.ImagingSystem")
    wanted = "a constraint from kdci.constraints, for instance kdci.Real() or kdci.Budget(4)"
    checks.instance("constraint", constraint, Constraint, wanted)
    relaxed = copy.deepcopy(system)
    relaxed.encoder = system.encoder.relaxed(constraint)
    return relaxed
