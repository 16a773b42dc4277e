"""A figure's numbers are made again from nothing, and a number that is wrong is found."""

import operator
import os
import runpy
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kdci.cli import main
from kdci.evidence import figures as registry
from kdci.evidence import reproduce
from kdci.studies import FOLDER, clusters, folders
from kdci.studies.engine import run_studies
from kdci.studies.paths import result_path
from kdci.studies.results import load_result, save_result
from kdci.studies.study import load_study
from tests.results import edit, other_configuration
from tests.studies.studies import in_process, written

ROOT = Path(__file__).parents[2]
FIGURE = registry.Figure("fig-tiny", "notebooks/tiny.md", "Tiny", needs=(registry.Need("tiny"),))


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return the tiny study's folder, with its results as if they were released."""
    folder = tmp_path_factory.mktemp("released")
    run_studies(load_study(written(folder / "tiny.yaml")), folder, in_process(), "cpu")
    return folder


@pytest.fixture
def made(released, tmp_path):
    """Return a function that changes a result in a copy of the released ones."""
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    runs = {run.system: run for run in load_study(tmp_path / "tiny.yaml")}

    def change(system, metric="psnr", by=0.0, **provenance):
        """Change a metric of the last image; return the rows of the table, and whether it fits."""
        path = result_path(runs[system], tmp_path)

        def planted(result):
            result["metrics"][metric][-1] += by
            result["provenance"] |= provenance

        edit(path, planted)
        comparisons = reproduce.compare([runs[system]], tmp_path, released)
        rows = reproduce.table(comparisons).splitlines()[2:]
        return rows, all(comparison.is_within for comparison in comparisons)

    return change


@pytest.mark.slow
def test_a_figure_is_reproduced_from_an_empty_folder(tmp_path):
    command = [sys.executable, "-m", "kdci", "reproduce", "fig-encoders-designs", "--jobs", "1"]
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [*command, "--folder", str(tmp_path / "new")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    designs = ("dct", "hadamard-energy", "hadamard", "bernoulli", "gaussian")
    written = {path.stem for path in (tmp_path / "new/results/spc-designs").iterdir()}
    assert written == {f"{name}-af10-0" for name in designs}
    lines = done.stdout.splitlines()
    assert lines[0].endswith(": 5 runs, 5 made now")
    assert [line.split(" | ")[2:4] for line in lines if "| within |" in line] == [
        ["psnr", "5"],
        ["ssim", "5"],
    ]
    assert "notebooks/encoders.md" in done.stdout


@pytest.mark.slow
def test_a_trained_figure_is_reproduced_from_an_empty_folder(tmp_path):
    command = [sys.executable, "-m", "kdci", "reproduce", "fig-explore-spc-gains", "--jobs", "1"]
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, "--folder", str(tmp_path / "new")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    made = {path.stem for path in (tmp_path / "new/results/spc-noise").iterdir()}
    assert made == {f"{name}-20dB-af10-0" for name in ("teacher", "baseline", "student")}
    assert done.stdout.splitlines()[0].endswith(": 3 runs, 3 made now")
    assert "**outside**" not in done.stdout
    assert done.stdout.count("| within |") >= 2


@pytest.mark.parametrize("system", ["floor", "student"])
def test_here_and_now_nothing_may_differ_by_a_bit(made, system):
    assert made(system)[1]
    rows, fits = made(system, by=1e-6)
    assert not fits
    assert rows[0].startswith("| tiny | bit by bit | psnr | 1 | 1e-06 |")
    assert rows[0].endswith(f"| {system}-af4-0 | 0 | **outside** |")
    assert rows[1].endswith("| within |")


@pytest.mark.parametrize("key", reproduce.SAME)
def test_elsewhere_each_image_of_what_is_not_trained_agrees_within_a_tolerance(made, key):
    another = "2" * 64 if key.endswith("sha256") else "another"
    rows, fits = made("floor", by=0.0009, **{key: another})
    assert fits
    assert "| untrained: each image | psnr | 1 | 0.0009 | floor-af4-0 | 0.001 | within |" in rows[0]
    assert not made("floor", by=0.0002)[1]


def test_elsewhere_the_mean_of_what_is_trained_agrees_within_a_tolerance(made):
    rows, fits = made("student", by=3.6, torch="another")  # of one of four images
    assert fits
    assert "| trained: the mean over seeds | psnr | 1 | 0.9 | student-af4 | 1 | within |" in rows[0]
    assert not made("student", by=0.8)[1]


def test_elsewhere_of_more_seeds_the_mean_has_a_smaller_tolerance(tmp_path):
    four = [0, 1, 2, 3]
    runs = load_study(written(tmp_path / "tiny.yaml", seeds=four))
    run_studies(runs, tmp_path / "released", in_process(), "cpu")
    shutil.copytree(tmp_path / "released", tmp_path / "made")
    students = [run for run in runs if run.system == "student"]

    def compared(*by):
        for run, change in zip(students, by, strict=True):
            result = load_result(result_path(run, tmp_path / "released"))
            psnr = [value + change for value in result.metrics["psnr"]]
            elsewhere = result.provenance | {"machine": "another"}
            other = replace(result, metrics={**result.metrics, "psnr": psnr}, provenance=elsewhere)
            save_result(other, result_path(run, tmp_path / "made"))
        psnr, _ = reproduce.compare(students, tmp_path / "made", tmp_path / "released")
        return psnr

    assert compared(0.9, -0.9, 0.9, 0.9).difference == pytest.approx(0.45)
    assert compared(0.9, -0.9, 0.9, 0.9).tolerance == 0.5
    assert compared(0.9, -0.9, 0.9, 0.9).is_within
    assert not compared(0.6, 0.6, 0.6, 0.6).is_within


def test_other_metrics_have_tolerances_too(made):
    assert not made("floor", "ssim", by=0.002, torch="another")[1]
    assert not made("student", "ssim", by=0.21, torch="another")[1]


def test_a_metric_that_is_not_there_is_outside(released, tmp_path):
    shutil.copytree(released, tmp_path, dirs_exist_ok=True)
    run = load_study(tmp_path / "tiny.yaml")[0]
    edit(result_path(run, tmp_path), lambda result: result["metrics"].pop("ssim"))
    comparisons = reproduce.compare([run], tmp_path, released)
    assert [comparison.difference for comparison in comparisons] == [0, float("inf")]


def test_every_released_metric_can_be_compared():
    for path in sorted(FOLDER.glob("*.yaml")):
        there = [run for run in load_study(path) if result_path(run, FOLDER).exists()]
        reproduce.check_released(there, FOLDER)


@pytest.fixture
def command(released, tmp_path, monkeypatch):
    """Return a function that reproduces the figure of the tiny study, in the command."""
    copy = tmp_path / "experiments"
    shutil.copytree(released, copy)
    monkeypatch.setattr(clusters, "this_machine", lambda *_: in_process())
    monkeypatch.setattr(registry, "load_figures", lambda: {FIGURE.id: FIGURE})
    monkeypatch.setattr("kdci.studies.RELEASED", copy)
    return copy, lambda folder: main(["reproduce", FIGURE.id, "--folder", str(folder)])


def test_a_released_number_that_is_wrong_makes_the_command_fail(command, tmp_path, capsys):
    copy, kdci = command
    assert kdci(tmp_path / "new") == 0
    said = capsys.readouterr().out
    assert "5 runs, 5 made now" in said
    assert said.count("| bit by bit |") == 2
    path = copy / "results/tiny/floor-af4-0.json"
    edit(path, lambda result: operator.setitem(result["metrics"]["psnr"], 0, 3.5))
    assert kdci(tmp_path / "new") == 1
    said = capsys.readouterr().out
    assert "5 runs, 0 made now" in said
    assert "| floor-af4-0 | 0 | **outside** |" in said


def test_a_run_that_fails_makes_the_command_fail(command, tmp_path, capsys):
    _, kdci = command
    (tmp_path / "new/weights/tiny/teacher-af4-0.safetensors").mkdir(parents=True)
    assert kdci(tmp_path / "new") == 1
    assert "kdci: 2 of 5 runs failed or could not begin" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: other_configuration(path), "is of another configuration than its study has"),
        (lambda path: path.unlink(), "no such file"),
        (lambda path: path.write_bytes(b""), "damaged"),
    ],
)
def test_what_cannot_be_compared_with_is_refused_before_any_work(
    command, tmp_path, capsys, change, message
):
    copy, kdci = command
    path = copy / "results/tiny/floor-af4-0.json"
    change(path)
    assert kdci(tmp_path / "new") == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_released_results_are_not_written_over(command, capsys):
    copy, kdci = command
    assert kdci(copy) == 2
    assert "has the released results: choose another" in capsys.readouterr().err


def test_a_figure_that_needs_no_runs_says_so(capsys):
    assert main(["reproduce", "fig-mri-data"]) == 0
    assert "fig-mri-data needs no runs: notebooks/mri.md draws it" in capsys.readouterr().out
    assert main(["reproduce", "fig-unet"]) == 0
    assert "python -m kdci.diagrams book/figures" in capsys.readouterr().out


def test_an_unknown_figure_is_refused(capsys):
    assert main(["reproduce", "fig-x"]) == 2
    assert "figure='fig-x': must be one of 'fig-unet'" in capsys.readouterr().err


def test_pages_read_the_folder_that_the_environment_names(monkeypatch, tmp_path):
    path = Path(folders.__file__)
    monkeypatch.setenv("KDCI_EXPERIMENTS", str(tmp_path))
    assert runpy.run_path(path)["FOLDER"] == tmp_path
    monkeypatch.setenv("KDCI_EXPERIMENTS", "")
    assert (
        runpy.run_path(path)["FOLDER"] == runpy.run_path(path)["RELEASED"] == ROOT / "experiments"
    )
