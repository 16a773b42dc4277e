"""How much memory a function's tensors take."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torch.profiler import ProfilerActivity, profile

os.environ.setdefault("KINETO_LOG_LEVEL", "99")  # the profiler need not say that it runs


def allocated(function: Callable[[], Any]) -> tuple[tuple[int, int], Any]:
    """Return the bytes of tensors still held at the end and at the peak, and what it returns.

    Every allocation of PyTorch's CPU allocator is an event of its profiler, so the numbers are
    exact and the same in each run. What libraries allocate for themselves (the FFT's plans) and
    what was there before (the inputs) is not counted.
    """
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        result = function()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        profiler.export_chrome_trace(str(trace))
        events = json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]
    events = [event for event in events if event["name"] == "[memory]"]
    held = peak = 0
    for event in sorted(events, key=lambda event: event["ts"]):
        held += event["args"]["Bytes"]
        peak = max(peak, held)
    return (held, peak), result
