"""Write what the book's widgets need to book/static/widgets: graphs, images, noise, the runtime.

The start page's own instrument goes to book/static/start.
"""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import torch

from kdci.studies import RELEASED
from kdci.widgets.book import build
from kdci.widgets.drawing import build as drawing
from kdci.widgets.drawing.kspace import MRI
from kdci.widgets.drawing.selections import SPC
from kdci.widgets.films import build as films
from kdci.widgets.films import start
from kdci.widgets.release import RELEASES
from kdci.widgets.training import build as training
from kdci.widgets.training.camera import CAMERA
from kdci.widgets.training.mri import MRI as SCANNER

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "book" / "static" / "widgets"
START = TARGET.parent / "start"
RUNTIME = ROOT / "node_modules" / "onnxruntime-web" / "dist"
RUNTIME_FILES = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")


def build_one(modality: str) -> None:
    """Write one instrument. The exporter's warnings are about packages that we do not use."""
    torch.set_num_threads(1)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    build(modality, RELEASES[modality], TARGET, RELEASED)


def build_page(write: Callable[[Path, Path], None]) -> None:
    """Write what a page needs that trains, draws, or shows films, in the browser."""
    torch.set_num_threads(1)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    write(TARGET, RELEASED)


def main() -> None:
    """Write all anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for name in RUNTIME_FILES:
        shutil.copy2(RUNTIME / name, TARGET / name)
    start.build(START, RELEASED)
    with ProcessPoolExecutor(2) as pool:
        drawings = (partial(drawing.build, domain) for domain in (MRI, SPC))
        trainings = (partial(training.build, subject) for subject in (SCANNER, CAMERA))
        writers = (*trainings, *drawings, films.build)
        pages = [pool.submit(build_page, write) for write in writers]
        list(pool.map(build_one, RELEASES))
        for page in pages:
            page.result()


if __name__ == "__main__":
    main()
