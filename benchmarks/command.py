"""How the benchmarks are called: `--quick` is a short run that writes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from kdci.files import check_writable


def is_quick(words: Sequence[str] | None, description: str, few: str, folder: Path) -> bool:
    """Return whether a quick run is asked for; else check that results can be written.

    Args:
        words: of the command line; None: those of this process.
        description: of the benchmark.
        few: what a quick run does less of, such as "few steps".
        folder: of the results.

    Raises:
        PermissionError: if the folder cannot be written, before anything is measured.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help=f"{few}, nothing written")
    quick: bool = parser.parse_args(words).quick
    if not quick:
        check_writable(folder)
    return quick
