"""The benchmarks run, and what they found holds."""

import shutil
from pathlib import Path

import pytest
import torch

from benchmarks import (
    cases,
    distillation_step,
    inference,
    kernels,
    laws,
    measure,
    obvious,
    seeds_at_once,
    tables,
)
from benchmarks.memory import allocated
from kdci.sealed import read_sealed
from kdci.studies.results import load_result
from tests.traceability import unproven

RESULTS = sorted((Path(distillation_step.__file__).parent / "results").glob("*.json"))


def test_distillation_step_costs_little_more_than_an_end_to_end_step():
    times = distillation_step.measure(pairs=12)
    assert len(distillation_step.ratios(times)) == 12
    # The fastest step of each kind: what else the machine does can only slow a step down.
    assert min(times["distillation"]) < 1.4 * min(times["end_to_end"])


def test_committed_distillation_step_is_within_the_bound():
    path = Path(distillation_step.RESULT)
    assert read_sealed(path)["median_ratio"] <= 1.4


def test_committed_seeds_at_once_are_faster_and_the_same():
    found = read_sealed(seeds_at_once.RESULT)
    assert found["equal"] is True
    assert 1.2 < found["times_as_fast"] <= found["processes"]


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_committed_results_say_where_they_come_from(path):
    provenance = read_sealed(path)["provenance"]
    assert {"version", "commit", "torch", "machine", "device", "finished"} <= set(provenance)


@pytest.mark.skipif(not kernels.RESULT.exists(), reason="run: python benchmarks/kernels.py")
def test_committed_kernels_agree():
    result = read_sealed(kernels.RESULT)
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


INFERENCE = sorted(inference.FOLDER.glob("*.json"))


def test_inference_has_a_result_for_every_system_and_repetition():
    names = [names for _, _, names in inference.STUDIES]
    modalities = ["mri", "spc", "cassi", "cassi"]
    systems = [
        f"{modality}-{name.format(role)}"
        for modality, name in zip(modalities, names, strict=True)
        for role in inference.PAIR + inference.OTHERS
    ]
    assert {path.stem.rpartition("-af")[0] for path in INFERENCE} == set(systems)
    assert len(INFERENCE) == len(systems) * inference.REPETITIONS


def test_committed_inference_is_of_todays_configurations_and_says_where_it_comes_from():
    for study in inference.STUDIES:
        for seed in range(inference.REPETITIONS):
            runs = inference.runs_of(*study, seed)
            runs["student-with-teacher"] = runs["student"]
            for role, run in runs.items():
                name = f"{run.modality}-{study[-1].format(role)}-af{run.acceleration:g}-{seed}"
                path = inference.FOLDER / f"{name}.json"
                assert unproven(path) == []
                assert load_result(path).provenance["config_sha256"] == run.sha256(), name


def test_quick_inference_prints_a_table_and_writes_nothing(capsys, monkeypatch):
    monkeypatch.setattr(inference, "STUDIES", inference.STUDIES[1:2])
    before = [path.stat().st_mtime_ns for path in INFERENCE]
    inference.main(["--quick"])
    _, _, *rows = capsys.readouterr().out.splitlines()
    assert [row.split()[1] for row in rows] == [
        f"spc-{role}" for role in inference.PAIR + inference.OTHERS
    ]
    assert before == [path.stat().st_mtime_ns for path in INFERENCE]


class Scaled(torch.nn.Module):
    """A system that takes a copy of the images, and ``copies`` more at a time."""

    def __init__(self, copies):
        super().__init__()
        self.factor, self.copies = torch.nn.Parameter(torch.ones(3)), copies

    def forward(self, images):
        assert not torch.is_grad_enabled()
        return torch.stack([images * self.factor.sum()] * self.copies)


def test_inference_counts_parameters_and_memory_and_divides_the_time_among_the_images(monkeypatch):
    seconds = {"baseline": [1.0, 2.0, 9.0], "student": [4.0, 4.0, 4.0]}
    monkeypatch.setattr(inference, "time_in_turn", lambda calls, repeats: seconds)
    images = torch.rand(10, 1, 5, 5)
    found = inference.measure({"baseline": Scaled(1), "student": Scaled(2)}, images, 3)
    assert found["baseline"]["milliseconds"] == [200]
    assert found["student"]["milliseconds"] == [400]
    assert found["baseline"]["parameters"] == found["student"]["parameters"] == [3]
    extra = found["student"]["megabytes"][0] - found["baseline"]["megabytes"][0]
    assert extra == pytest.approx(images.nbytes / 1e6)


def test_the_student_with_its_teacher_computes_what_its_loss_asks_for():
    runs = inference.runs_of(*inference.STUDIES[2], seed=0)
    systems = inference.systems_of(runs)
    both = systems["student-with-teacher"]
    assert set(both(torch.rand(2, *both.student.encoder.image_shape))) == {
        "task",
        "decoder",
        "encoder",
    }
    assert not any(system.training for system in systems.values())
    for role in (*inference.PAIR, "teacher"):
        assert not any("teacher" in name for name in systems[role].state_dict())
