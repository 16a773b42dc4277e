"""What a trained system is found to be worth: metrics of its images, measures of its encoder."""

from __future__ import annotations

import math
from collections.abc import Mapping

from torch import Tensor

from kdci.evaluation import evaluate
from kdci.studies.configuration import Run
from kdci.systems import ImagingSystem


def metrics_of(run: Run, system: ImagingSystem, images: Tensor) -> dict[str, list[float]]:
    """Return the metrics of each image; "psnr_at_20dB" is that with noise of 20 dB, and so on."""
    metrics = evaluate(system, images, seed=run.data.seed)
    for snr_db in run.test_snr_db:
        psnr = evaluate(system, images, seed=run.data.seed, snr_db=snr_db)["psnr"]
        metrics[f"psnr_at_{snr_db:g}dB"] = psnr
    return metrics


def defined(measures: Mapping[str, float]) -> dict[str, float]:
    """Return the measures that are finite; a result has no others. The log says which lack."""
    for name, value in measures.items():
        if not math.isfinite(value):
            print(f"{name} is {value}: left out")
    return {name: value for name, value in measures.items() if math.isfinite(value)}


def rounded(series: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """Return the values to six significant digits, which keeps the files small."""
    return {name: [float(f"{v:.6g}") for v in values] for name, values in series.items()}
