"""What `benchmarks/kernels.py` prints: Markdown tables of its rows of results."""

from __future__ import annotations

from typing import Any

from benchmarks.measure import growth, significant

Rows = list[dict[str, Any]]


def growths(rows: Rows) -> Rows:
    """Return, for each kernel, the exponents p of time and memory ~ n^p, n = pixels."""
    kernels: dict[tuple[str, str], Rows] = {}
    for row in rows:
        kernels.setdefault((row["modality"], row["kernel"]), []).append(row)
    return [
        {
            "modality": modality,
            "kernel": kernel,
            "time": _exponents(own, "median_ms"),
            "memory": _exponents(own, "peak_mib"),
        }
        for (modality, kernel), own in kernels.items()
    ]


def _exponents(rows: Rows, quantity: str) -> dict[str, float | None]:
    """Return the exponent of each implementation."""
    names = dict.fromkeys(name for row in rows for name in row[quantity])
    return {
        name: growth((row["side"], row[quantity][name]) for row in rows if name in row[quantity])
        for name in names
    }


def times_table(rows: Rows, other: str) -> str:
    """Return times and memory, ours beside the ``other``; "ratio" is their time over ours."""
    head = ["kernel", "side", "ours [ms]", f"{other} [ms]", "ratio", "ours [MiB]", f"{other} [MiB]"]
    lines = []
    for row in rows:
        time, memory = row["median_ms"], row["peak_mib"]
        ratio = f"{significant(time[other] / time['ours']):g}" if other in time else None
        numbers = [time["ours"], time.get(other), ratio, memory["ours"], memory.get(other)]
        lines.append([_name(row), row["side"], *numbers])
    return _markdown(head, lines)


def growth_table(rows: Rows, other: str) -> str:
    """Return the exponents of time and memory over pixels."""
    head = ["cost ~ n^p", "time: ours", f"time: {other}", "memory: ours", f"memory: {other}"]
    quantities = [(q, name) for q in ("time", "memory") for name in ("ours", other)]
    lines = [[_name(row), *(row[q].get(name) for q, name in quantities)] for row in growths(rows)]
    return _markdown(head, lines)


def _name(row: dict[str, Any]) -> str:
    return f"{row['modality']} {row['kernel']}"


def _markdown(head: list[str], lines: list[list[Any]]) -> str:
    """Return a Markdown table; None is an empty cell."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    cells = [["" if cell is None else str(cell) for cell in line] for line in [head, rule, *lines]]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
