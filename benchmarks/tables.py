"""What `benchmarks/kernels.py` prints: Markdown tables of its rows of results."""

from __future__ import annotations

from typing import Any

from benchmarks.laws import allowed, law
from benchmarks.measure import growth

Rows = list[dict[str, Any]]


def growths(rows: Rows) -> Rows:
    """Return, for each kernel, the exponents p of time and memory ~ n^p, and of its law."""
    kernels: dict[tuple[str, str], Rows] = {}
    for row in rows:
        kernels.setdefault((row["modality"], row["kernel"]), []).append(row)
    return [
        {
            "modality": modality,
            "kernel": kernel,
            "law": law(modality, kernel),
            "allowed": allowed(modality, kernel, [row["side"] for row in own]),
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
        ratio = f"{row['ratio'][other]:g}" if other in row["ratio"] else None
        numbers = [time["ours"], time.get(other), ratio, memory["ours"], memory.get(other)]
        lines.append([_name(row), row["side"], *numbers])
    return _markdown(head, lines)


def growth_table(rows: Rows, other: str) -> str:
    """Return the exponents of time and memory over pixels, beside what the law of time allows."""
    names = [f"{q}: {name}" for q in ("time", "memory") for name in ("ours", other)]
    quantities = [(q, name) for q in ("time", "memory") for name in ("ours", other)]
    lines = [
        [_name(row), row["law"], row["allowed"], *(row[q].get(name) for q, name in quantities)]
        for row in growths(rows)
    ]
    return _markdown(["cost ~ n^p", "law", "allowed", *names], lines)


def promises_table(rows: Rows) -> str:
    """Return what is promised of each kernel beside what was measured."""
    head = ["kernel", "side", "beside", "ours [ms]", "other [ms]", "faster", "promised"]
    head += ["memory", "promised", "kept", "note"]
    lines = []
    for row in rows:
        time, promised = row["median_ms"], row["promised"]
        kept = "" if promised["faster"] is None else "yes" if row["kept"] else "NO"
        speed = _times(row["faster"]), _times(promised["faster"])
        memory = _percent(row["memory"]), _percent(promised["memory"])
        measured = row["side"], row["other"], time["ours"], time[row["other"]]
        lines.append([_name(row), *measured, *speed, *memory, kept, row["note"]])
    return _markdown(head, lines)


def _times(value: float | None) -> str | None:
    return None if value is None else f"{value:.3g} x" if value < 1000 else f"{value:.0f} x"


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{100 * value:.3g}%"


def _name(row: dict[str, Any]) -> str:
    return f"{row['modality']} {row['kernel']}"


def _markdown(head: list[str], lines: list[list[Any]]) -> str:
    """Return a Markdown table; None is an empty cell."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    cells = [["" if cell is None else str(cell) for cell in line] for line in [head, rule, *lines]]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
