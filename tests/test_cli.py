"""The command ``kdci``: what it prints, what it refuses, and what it returns."""

import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kdci as package
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
    where = f"kdci: results and weights in {folder} (--folder)\n"
    assert said.err == where + "kdci: 2 finished, 0 elsewhere, 0 failed, 0 not run\n"  # and no bar
    assert kdci("status", path, "--folder", folder) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["all", "2", "0", "0", "0", "0", "0"]
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
    *before, said = capsys.readouterr().err.splitlines()
    assert message in said
    assert before in ([], [f"kdci: results and weights in {folder} (--folder)"])


def test_the_folder_is_the_studys_own_from_wherever_one_looks(study, tmp_path, capsys, monkeypatch):
    path, folder = study
    assert kdci("run", path) == 0
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    capsys.readouterr()
    for named in (path, f"../{path.name}"):
        assert kdci("status", named) == 0
        said = capsys.readouterr()
        assert said.out.splitlines()[-1].split() == ["all", "2", "0", "0", "0", "0", "0"]
        assert f"results and weights in {folder} (the folder of the study" in said.err
    assert kdci("run", path, "--dry-run") == 0
    assert "0 runs to do, 2 finished" in capsys.readouterr().out
    assert not list((tmp_path / "elsewhere").iterdir())


def test_the_folder_is_what_the_environment_or_the_user_names(study, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("KDCI_EXPERIMENTS", str(tmp_path / "own"))
    assert kdci("status", study[0]) == 0
    assert f"in {tmp_path / 'own'} (KDCI_EXPERIMENTS)" in capsys.readouterr().err
    assert kdci("status", study[0], "--folder", tmp_path / "mine") == 0
    assert f"in {tmp_path / 'mine'} (--folder)" in capsys.readouterr().err


def test_studies_of_several_folders_need_a_named_one(study, tmp_path, capsys):
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other/other.yaml", study="other")
    assert kdci("status", study[0], other) == 2
    assert "name one with --folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("cdua", "must be one of 'auto', 'cpu', 'cuda', 'mps'"),
        ("cuda", "this machine has 'auto', "),
    ],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_an_accelerator_that_is_not_there_is_refused_before_anything_starts(
    tmp_path, capsys, monkeypatch, name, allowed, dry
):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    path = written(tmp_path / "tiny.yaml")
    assert kdci("run", path, "--accelerator", name, *dry) == 2
    said = capsys.readouterr().err
    assert f"accelerator={name!r}: {allowed}" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == [path]


def test_a_misspelt_accelerator_is_refused_for_a_cluster_too(tmp_path, capsys):
    (tmp_path / "c.yaml").write_text(
        "class: distributed.LocalCluster\nworkers: 1", encoding="utf-8"
    )
    path = written(tmp_path / "tiny.yaml")
    assert kdci("run", path, "--accelerator", "gpuu", "--cluster", tmp_path / "c.yaml") == 2
    assert "accelerator='gpuu': must be one of" in capsys.readouterr().err


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
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"kdci": "kdci.cli:main"}


@pytest.mark.parametrize("words", [["--help"], ["study", "run", "--help"], ["notebook", "--help"]])
def test_help_needs_no_torch(words):
    code = f"""
import sys
from kdci.cli import main
try:
    main({words})
except SystemExit as ended:
    sys.exit("torch" in sys.modules or ended.code)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_package_has_its_public_names_at_their_first_use():
    code = "import sys, kdci; assert 'torch' not in sys.modules; from kdci import *; print(UNet)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout == "<class 'kdci.decoders.unet.UNet'>\n", found.stderr
    with pytest.raises(AttributeError, match="module 'kdci' has no attribute 'Unet'"):
        package.Unet  # noqa: B018
    assert set(package.__all__) == set(dir(package))


def test_reading_results_and_rerunning_pages_imports_no_dask():
    modules = "kdci.cli, kdci.evidence.report, kdci.studies.opened"
    code = f"import sys, {modules}; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
