"""What does a distillation step cost, over an end-to-end step? One run, paired steps.

    python benchmarks/distillation_step.py

Each pair takes both steps on the same batch, in turn first and second, so that what else the
machine does hits both. Prints the medians and writes benchmarks/results/distillation_step.json.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, nn

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, TaskLoss, UNet, relax
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance

PAIRS, WARM_UP, BATCH, SIDE, THREADS = 60, 5, 16, 64, 1
RESULT = Path(__file__).parent / "results" / "distillation_step.json"


def step(
    system: ImagingSystem, loss: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor
) -> float:
    """Take one step and return its time [s]."""
    start = time.perf_counter()
    torch.stack(list(loss(system, x).values())).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    return time.perf_counter() - start


def measure(pairs: int = PAIRS, side: int = SIDE, batch: int = BATCH) -> dict[str, list[float]]:
    """Return the times [s] of both kinds of step, pair by pair."""
    torch.manual_seed(0)
    baseline = ImagingSystem(MRIEncoder((side, side), Budget(acceleration=8)), UNet())
    student = relax(baseline, constraint=Budget(acceleration=8))
    teacher = relax(baseline, constraint=Budget(acceleration=4))
    kinds = {
        "end_to_end": (baseline, TaskLoss()),
        "distillation": (student, DistillationLoss(teacher, decoder=1e-4, encoder=1e-3)),
    }
    kinds = {
        name: (system, loss, torch.optim.Adam(system.parameters(), lr=1e-3))
        for name, (system, loss) in kinds.items()
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for pair in range(WARM_UP + pairs):
        x = torch.rand(batch, 2, side, side)
        for name in sorted(kinds, reverse=pair % 2 == 0):
            times[name].append(step(*kinds[name], x))
    return {name: values[WARM_UP:] for name, values in times.items()}


def ratios(times: dict[str, list[float]]) -> list[float]:
    """Return distillation over end-to-end, pair by pair."""
    return [d / e for d, e in zip(times["distillation"], times["end_to_end"], strict=True)]


def main() -> None:
    """Measure, print, and write the result."""
    torch.set_num_threads(THREADS)
    times = measure()
    result = {
        "pairs": PAIRS,
        "batch": BATCH,
        "side": SIDE,
        "threads": THREADS,
        "median_ms": {name: round(1e3 * median(values), 2) for name, values in times.items()},
        "median_ratio": round(median(ratios(times)), 3),
        "ratios": [round(ratio, 3) for ratio in ratios(times)],
        "provenance": provenance(device_name("cpu")),
    }
    write_sealed(RESULT, result, indent=1)
    print(json.dumps({k: v for k, v in result.items() if k != "ratios"}, indent=1))


if __name__ == "__main__":
    main()
