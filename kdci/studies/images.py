"""The images of a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from torch import Tensor

from kdci.checkpoints import tensors_sha256
from kdci.data.cache import cached_images
from kdci.data.folder import check_apart, folder_images
from kdci.modalities import MODALITIES, find_modality
from kdci.studies.configuration import SPLITS, DataConfig


@cache
def load_images(data: DataConfig, modality: str = "mri") -> Mapping[str, Tensor]:
    """Return the images of each split, (N, C, H, W).

    Raises:
        FileNotFoundError: if they are not embedded and not there: says what to fetch, and where to
            put it.
        ValueError: if they do not fit, or one of them is in two splits.
    """
    kind = find_modality(modality)
    if data.folder:
        splits = {
            split: folder_images(data.folder, split, getattr(data, split), kind.channels, data.size)
            for split in SPLITS
        }
        check_apart(data.folder, splits)
        return splits
    counts = {split: getattr(data, split) for split in SPLITS}
    shared: dict[str, float] = {"size": data.size, "seed": data.seed}
    if data.source:  # real images are read, not made: a copy in the cache would save nothing
        make = kind.sources[data.source].make
        return {s: make(split=s, count=count, **shared) for s, count in counts.items()}
    if kind.has_phase:
        shared["phase"] = data.phase
    if modality not in MODALITIES:  # what one's own code depends on, the cache does not know
        return {s: kind.images(split=s, count=count, **shared) for s, count in counts.items()}
    return {
        split: cached_images(kind.images, split=split, count=count, **shared)
        for split, count in counts.items()
    }


def prepare_images(data: DataConfig, modality: str) -> None:
    """Make the images of all splits if they are not yet in the cache, or check those of a folder.

    Raises:
        FileNotFoundError: if they are not embedded and not there.
        ValueError: if they are damaged.
    """
    load_images.__wrapped__(data, modality)  # without keeping them in memory


@cache
def data_sha256(data: DataConfig, modality: str) -> str:
    """Return the hash of the images of all splits, without keeping them in memory.

    Raises:
        FileNotFoundError: if they are not embedded and not there.
    """
    return tensors_sha256(load_images.__wrapped__(data, modality))
