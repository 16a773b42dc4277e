"""How long would a training step of a single-pixel camera take in a browser? In a real one.

    python benchmarks/training_camera.py [--quick]

The step is made of kdci's own modules, as that of MRI is, and run by onnxruntime-web with one
thread in a headless Chromium: 32 x 32 pixels, a tenth as many patterns as pixels, random images.
The first step's losses are compared with PyTorch's.

Prints a table, and writes benchmarks/results/training_camera.json. A quick run takes few steps, and
writes nothing.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # this is a script of the package benchmarks

import numpy as np
import torch
from playwright.sync_api import sync_playwright

from benchmarks.command import is_quick
from kdci.decoders import ScaleAwareUNet
from kdci.evidence.markdown import markdown
from kdci.sealed import write_sealed
from kdci.studies.provenance import device_name, provenance
from kdci.widgets.training.build import first_state, settings_of
from kdci.widgets.training.camera import CameraObjective
from kdci.widgets.training.export import export_step, flat
from kdci.widgets.training.step import Step
from tests.book.checker import HTML, serve
from tests.book.chromium import launch

RESULT = Path(__file__).parent / "results" / "training_camera.json"
SIZE, RATIO, BATCH, STEPS, FIRST = 32, 0.1, 8, 60, 10
MOST_MS = 150
"""Up to which a page on which a reader trains a camera is worth its place."""

RUN = """async ({ table, steps }) => {
    const ort = await import("./ort.wasm.min.mjs");
    Object.assign(ort.env.wasm, { numThreads: 1, wasmPaths: new URL("./", location.href).href });
    const bytes = async name => await (await fetch(name)).arrayBuffer();
    const graph = new Uint8Array(await bytes("step.onnx"));
    // The encoder loss is computed in double precision, for which it has no fused products.
    const session = await ort.InferenceSession.create(graph, { graphOptimizationLevel: "basic" });
    const floats = new Float32Array(await bytes("floats"));
    const given = {};
    let at = 0;
    for (const [name, shape] of table) {
        const count = shape.reduce((a, b) => a * b, 1);
        const values = floats.slice(at, at += count);
        const tensor = name === "count" ? new ort.Tensor("int64", BigInt64Array.of(1n), shape)
            : new ort.Tensor("float32", values, shape);
        if (session.inputNames.includes(name)) given[name] = tensor;
    }
    const times = [], losses = [];
    for (let step = 0; step < steps; step += 1) {
        const start = performance.now();
        const found = await session.run(given);
        times.push(performance.now() - start);
        losses.push([found.task.data[0], found.distance.data[0]]);
        for (const name of session.outputNames.filter(one => one.startsWith("next.")))
            given[name.slice(5)] = found[name];
    }
    return { times, losses };
}"""


def prepare(folder: Path) -> tuple[list[Any], list[float]]:
    """Write graph, numbers and runtime; return names and shapes, and PyTorch's first losses."""
    torch.manual_seed(0)
    step = Step(CameraObjective(ScaleAwareUNet(channels=1), SIZE, RATIO))
    state, batch = first_state(step), torch.rand(BATCH, 1, SIZE, SIZE)
    teacher = torch.randn(2 * len(state.latent), SIZE * SIZE).sign()
    settings = settings_of(SIZE, teacher)
    task, distance, _, _ = step(batch, settings, state)
    export_step(step, batch, settings, state, folder / "step.onnx")
    named = {"batch": batch, **flat(settings), **flat(state)}
    floats = [value.detach().numpy().ravel() for value in named.values()]
    (folder / "floats").write_bytes(np.concatenate(floats).astype("<f4").tobytes())
    for file in (HTML / "_static" / "widgets").glob("ort*"):
        shutil.copy(file, folder)
    (folder / "index.html").write_text("<!doctype html><title>A step</title>", encoding="utf-8")
    return [[name, list(value.shape)] for name, value in named.items()], [
        task.item(),
        distance.item(),
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the result."""
    quick = is_quick(words, "A camera's training step in a browser.", "few steps", RESULT.parent)
    torch.set_num_threads(1)
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        table, wanted = prepare(folder)
        browser = launch(playwright)
        with serve(folder) as site, browser.new_page() as page:
            page.goto(f"{site}/index.html")
            given = {"table": table, "steps": 3 if quick else FIRST + STEPS}
            found = page.evaluate(RUN, given)
        settings = {"browser": f"Chromium {browser.version}", "threads": 1, "batch": BATCH}
        browser.close()
        graph = (folder / "step.onnx").stat().st_size
    if not np.allclose(found["losses"][0], wanted, rtol=1e-4):
        raise SystemExit(f"losses: {found['losses'][0]} in the browser, {wanted} in PyTorch")
    times = found["times"] if quick else found["times"][FIRST:]
    result = {
        "step_ms": round(median(times), 1),
        "step_p95_ms": round(sorted(times)[int(0.95 * len(times))], 1),
        "graph_kb": round(graph / 1000),
        "most_ms": MOST_MS,
    }
    print(markdown(["measured", "value"], [[name, str(value)] for name, value in result.items()]))
    if not quick:
        made = provenance(device_name("cpu"))
        shape = {"size": SIZE, "ratio": RATIO, "steps": STEPS}
        write_sealed(RESULT, {"settings": settings | shape, **result, "provenance": made}, indent=1)


if __name__ == "__main__":
    main()
