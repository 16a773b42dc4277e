"""The paper tier loads and can be looked at now; it runs once the data are there."""

import numpy as np
import pytest

from kdci.cli import main
from kdci.data.folder import FETCH
from kdci.evidence.report import dry_run, status
from kdci.studies import FOLDER
from kdci.studies.engine import run_studies
from kdci.studies.plan import plan
from kdci.studies.state import State, differences, result_of, state_of
from kdci.studies.study import load_study, read_study
from tests.studies.studies import TINY, in_process, written

PAPER = sorted(FOLDER.glob("paper/*.yaml"))


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("KDCI_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "knees"


@pytest.mark.parametrize("path", PAPER, ids=lambda path: path.stem)
def test_paper_studies_load_and_dry_run_without_their_data(path, tmp_path):
    study = read_study(path)
    assert study.tier == "paper"
    text = dry_run(plan(study.runs, tmp_path))
    assert f"{len(study.runs)} runs to do" in text
    (data,) = {run.data.folder for run in study.runs}
    assert f"data {data}: not there: fetch {FETCH[data]}" in text
    assert "paper tier" in status(study, tmp_path)


def test_there_is_a_paper_study_for_each_modality():
    assert {read_study(path).runs[0].modality for path in PAPER} == {"mri", "spc", "cassi"}
    assert len({seed for path in PAPER for seed in {r.seed for r in load_study(path)}}) >= 5


def test_without_the_data_it_is_said_what_to_fetch_and_where_to_put_it(tmp_path, capsys):
    command = ["study", "run", str(PAPER[0]), "--folder", str(tmp_path / "out")]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "arad-1k/train.npy': no such file: fetch the spectral images of ARAD_1K, https" in said
    assert f"in '{tmp_path}/data/arad-1k' (or name another place" in said
    assert "paper/README.md" in said
    assert not list((tmp_path / "out").rglob("*"))


def test_a_study_on_a_folder_runs_and_is_stale_when_the_folder_changes(tmp_path, place):
    place.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for split in ("train", "validation", "test"):
        np.save(place / f"{split}.npy", rng.uniform(-0.7, 0.7, (8, 2, 32, 32)))
    path = written(
        tmp_path / "tiny.yaml",
        tier="paper",
        data={"folder": "knees", "size": 32, "train": 8, "validation": 4, "test": 4},
        systems={name: TINY["systems"][name] for name in ("floor", "radial")},
    )
    assert "data knees: there" in dry_run(plan(load_study(path), tmp_path))
    assert len(run_studies(load_study(path), tmp_path, in_process(), "cpu").finished) == 2
    (run, _) = load_study(path)
    assert state_of(run, tmp_path) == State.FINISHED

    from kdci.studies.images import data_sha256

    data_sha256.cache_clear()
    np.save(place / "test.npy", rng.uniform(-0.7, 0.7, (8, 2, 32, 32)))
    assert differences(run, result_of(run, tmp_path)) == ["data"]
    assert state_of(run, tmp_path) == State.STALE
    data_sha256.cache_clear()
    (place / "test.npy").unlink()
    assert state_of(run, tmp_path) == State.FINISHED  # taken on trust
