"""The command ``kdci``: what it prints, what it refuses, and what it returns."""

import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kdci.cli import main
from kdci.studies import clusters
from tests.studies.studies import changed, in_process, written

ROOT = Path(__file__).parents[1]


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "this_machine", lambda *_: in_process())
    systems = {"floor": changed()["systems"]["floor"]}
    return written(tmp_path / "tiny.yaml", systems=systems, seeds=[0, 1]), tmp_path


def kdci(verb, *arguments):
    return main(["study", verb, *map(str, arguments)])


def test_a_study_is_run_looked_at_and_shown(study, capsys):
    path, folder = study
    assert kdci("run", path, "--folder", folder) == 0
    said = capsys.readouterr()
    assert "| floor | zero-filled | validation | " in said.out
    assert said.err == "kdci: 2 finished, 0 elsewhere, 0 failed, 0 not run\n"  # and no bar
    assert kdci("status", path, "--folder", folder) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["all", "2", "0", "0", "0", "0"]
    assert kdci("table", path, "--folder", folder, "--metric", "ssim") == 0
    assert "| floor | zero-filled | validation | 0." in capsys.readouterr().out


def test_a_dry_run_writes_nothing(study, capsys):
    path, folder = study
    assert kdci("run", path, "--folder", folder / "out", "--dry-run") == 0
    assert "2 runs to do, 0 finished" in capsys.readouterr().out
    assert not (folder / "out").exists()


def test_failed_runs_are_counted(study, capsys):
    path, folder = study
    (folder / "results/tiny/floor-af4-0.json").mkdir(parents=True)  # where a result would go
    assert kdci("run", path, "--folder", folder) == 1
    assert "kdci: 1 finished, 0 elsewhere, 1 failed, 0 not run\n" in capsys.readouterr().err


def test_several_studies_are_one_graph_but_not_the_same_twice(study, capsys):
    path, folder = study
    other = written(folder / "other.yaml", study="other", seeds=[0], systems=changed()["systems"])
    assert kdci("run", path, other, "--folder", folder, "--dry-run") == 0
    assert "7 runs to do" in capsys.readouterr().out
    assert kdci("status", path, path) == 2
    assert "study='tiny': is there twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.yaml"], "kdci: file='missing.yaml': no such file"),
        (["STUDY", "--cluster", "missing.yaml"], "kdci: file='missing.yaml': no such file"),
        (["BAD"], "bad.yaml:"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_not_a_traceback(study, capsys, arguments, message):
    path, folder = study
    bad = written(folder / "bad.yaml", seeds=[-1])
    files = {"STUDY": path, "BAD": bad}
    assert kdci("run", *(files.get(a, a) for a in arguments), "--folder", folder) == 2
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 1


def test_an_interrupted_study_says_that_it_goes_on(study, capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(clusters, "this_machine", interrupt)
    assert kdci("run", study[0]) == 130
    assert "the same command goes on from here" in capsys.readouterr().err


def test_jobs_and_a_cluster_exclude_each_other(study, capsys):
    with pytest.raises(SystemExit):
        kdci("run", study[0], "--jobs", 2, "--cluster", "c.yaml")
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_package_runs_as_a_module(study, monkeypatch, capsys):
    path, folder = study
    command = ["kdci", "study", "run", str(path), "--folder", str(folder), "--dry-run"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kdci", run_name="__main__")
    assert ended.value.code == 0
    assert "2 runs to do" in capsys.readouterr().out


def test_the_package_installs_the_command():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"kdci": "kdci.cli:main"}


def test_reading_results_and_rerunning_pages_imports_no_dask():
    modules = "kdci.cli, kdci.evidence.report, kdci.studies.demonstration"
    code = f"import sys, {modules}; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
