"""The benchmarks run, and what they found holds."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from benchmarks import cases, distillation_step, kernels, laws, measure, obvious, tables
from benchmarks.memory import allocated

RESULTS = sorted((Path(distillation_step.__file__).parent / "results").glob("*.json"))


@pytest.fixture(autouse=True)
def _one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_distillation_step_costs_little_more_than_an_end_to_end_step():
    times = distillation_step.measure(pairs=12)
    assert len(distillation_step.ratios(times)) == 12
    # The fastest step of each kind: what else the machine does can only slow a step down.
    assert min(times["distillation"]) < 1.4 * min(times["end_to_end"])


def test_committed_distillation_step_is_within_the_bound():
    path = Path(distillation_step.RESULT)
    assert json.loads(path.read_text())["median_ratio"] <= 1.4


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_committed_results_say_where_they_come_from(path):
    provenance = json.loads(path.read_text())["provenance"]
    assert {"version", "commit", "torch", "machine", "device", "finished"} <= set(provenance)


@pytest.mark.skipif(not kernels.RESULT.exists(), reason="run: python benchmarks/kernels.py")
def test_committed_kernels_agree():
    result = json.loads(kernels.RESULT.read_text())
    for rows in (result["obvious"]["rows"], result.get("deepinv", {"rows": []})["rows"]):
        assert all(row["difference"] <= measure.TOLERANCE for row in rows)


@pytest.mark.parametrize(
    "case", list(cases.cases(8)), ids=lambda case: f"{case.modality}-{case.kernel}".lower()
)
def test_ours_is_the_obvious_one(case):
    row = measure.compare(case, repeats=1)
    assert row["difference"] <= measure.TOLERANCE
    assert set(row["median_ms"]) == set(row["peak_mib"]) == {"ours", "obvious"}
    assert set(row["ratio"]) == {"obvious"}
    assert all(time > 0 for time in row["median_ms"].values())


@pytest.mark.parametrize(("value", "by"), [(1.001, "1.0e-03"), (float("nan"), "nan")])
def test_another_result_aborts(value, by):
    ours, wrong = (
        measure.Implementation(lambda value=value: lambda: (torch.tensor([value]),))
        for value in (1.0, value)
    )
    case = measure.Case("MRI", "forward", 8, {"ours": ours, "wrong": wrong})
    message = f"MRI forward, 8 x 8: wrong is not ours, by {by}"
    with pytest.raises(ArithmeticError, match=message):
        measure.compare(case, repeats=1)


def test_matrix_of_cassi_is_its_operator():
    scenes, aperture = torch.randn(2, 3, 4, 5), torch.rand(2, 1, 4, 5)
    by_matrix = scenes.flatten(1) @ obvious.cassi_matrix(aperture, 3).T
    by_loops = obvious.cassi_forward(scenes, aperture)
    torch.testing.assert_close(by_matrix.view_as(by_loops), by_loops)


def test_memory_is_that_of_the_tensors():
    (held, peak), result = allocated(lambda: torch.zeros(1000).exp().log()[:500].clone())
    assert held == result.nbytes == 2000
    assert peak == 8000


def test_ratio_is_the_median_over_the_turns_and_not_the_ratio_of_medians():
    seconds = {"ours": [1.0, 2.0, 3.0], "other": [9.0, 2.0, 6.0]}
    assert measure.paired_ratio(seconds, "other") == 2


def test_growth_is_the_exponent_over_pixels():
    assert measure.growth((side, 3.0 * side**4) for side in (8, 16, 32)) == 2
    assert measure.growth([(8, 1.0)]) is None


def test_growth_leaves_out_the_smallest_sides():
    points = [(8, 100.0), *((side, side**2.0) for side in (16, 32, 64))]
    assert measure.growth(points) == 1


def test_quick_run_prints_a_table_and_writes_nothing(capsys):
    before = [path.stat().st_mtime_ns for path in RESULTS]
    kernels.main(["--quick"])
    printed = capsys.readouterr().out
    assert "| SD-CASSI loss | 8 |" in printed
    assert "| MRI forward | n log n |" in printed
    assert before == [path.stat().st_mtime_ns for path in RESULTS]


def test_where_the_obvious_one_is_missing_the_table_is_empty():
    row = {"modality": "MRI", "kernel": "loss", "side": 8}
    row |= {"median_ms": {"ours": 1.0}, "peak_mib": {"ours": 2.0}, "ratio": {}}
    assert tables.times_table([row], "obvious").endswith("| MRI loss | 8 | 1.0 |  |  | 2.0 |  |\n")


def test_a_failing_environment_is_named():
    false = shutil.which("false")
    with pytest.raises(RuntimeError, match=f"{false} -m benchmarks.deepinv_kernels"):
        kernels.ours_and_deepinv(false, [16], 1)


def test_every_kernel_has_a_law():
    assert {(case.modality, case.kernel) for case in cases.cases(8)} <= set(laws.LAWS)


def test_what_a_law_allows_is_its_exponent_over_pixels():
    sides = (32, 64, 128)
    assert laws.allowed("SD-CASSI", "forward", sides) == 1
    assert laws.allowed("SPC", "adjoint", sides) == 2  # S n, and S is a tenth of n
    assert laws.allowed("SPC", "loss", sides) == 3
    assert 1.05 < laws.allowed("MRI", "forward", sides) < 1.2
    assert laws.allowed("MRI", "forward", [8]) is None


def test_growth_stands_beside_what_is_allowed():
    rows = []
    for side in (8, 16):
        cost = {"ours": float(side**2), "obvious": float(side**6)}
        rows.append({"modality": "SPC", "kernel": "forward", "side": side})
        rows[-1] |= {"median_ms": cost, "peak_mib": cost}
    head, _, line = tables.growth_table(rows, "obvious").splitlines()
    assert head.startswith("| cost ~ n^p | law | allowed | time: ours | time: obvious |")
    assert line == "| SPC forward | S n, S ~ n | 2.0 | 1.0 | 3.0 | 1.0 | 3.0 |"
