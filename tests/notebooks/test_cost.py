"""The page on cost, from results of one's own, and what the benchmarks promise."""

import json

import pytest

from benchmarks import inference, widgets
from kdci.evidence.claims import BENCHMARKS
from kdci.sealed import read_sealed
from kdci.studies.results import load_results
from tests.notebooks.harness import execute, read


@pytest.fixture(scope="module")
def results():
    return load_results(BENCHMARKS / "inference")


def test_other_instruments_and_results_can_be_asked_for(tmp_path):
    own = tmp_path / "inference"
    own.mkdir()
    for path in (BENCHMARKS / "inference").glob("mri-*.json"):
        if path.stem[-1] in "01":
            (own / path.name).write_bytes(path.read_bytes())
    facts = {
        "shown": "list(times)",
        "count": "sorted({value.count for value in cost.values()})",
        "differences": "list(differences)",
    }
    overrides = {"instruments": ["MRI, U-Net"], "own_results": str(own)}
    found = execute(read("cost"), tmp_path, facts, **overrides)
    assert found == {"shown": ["MRI, U-Net"], "count": [2], "differences": []}


def test_provenance_names_a_machine_and_the_settings(results):
    machines = {json.dumps(r.configuration["benchmark"], sort_keys=True) for r in results}
    assert machines == {json.dumps({"batch": inference.BATCH, "calls": inference.CALLS})}


def test_the_instruments_keep_what_the_page_promises():
    found = read_sealed(widgets.RESULT)
    assert [row["instrument"] for row in found["rows"]] == list(widgets.PAGES)
    assert widgets.broken(found["rows"], found["kilobytes"]) == []
    assert {name: median for name, (median, _) in widgets.MOVE_MS.items()} == {
        "Single-pixel camera": 60,
        "MRI": 60,
        "SD-CASSI": 120,
    }


def test_a_slow_instrument_or_a_heavy_page_is_named():
    row = {"instrument": "MRI", "first_ms": 2001, "median_ms": 60, "p95_ms": 121}
    assert widgets.broken([row], {"notebooks/mri.html": 601, widgets.PAGES["MRI"]: 6000}) == [
        "MRI: first_ms 2001 ms, promised 2000",
        "MRI: p95_ms 121 ms, promised 120",
        "notebooks/mri.html: 601 kB, promised 600",
    ]
