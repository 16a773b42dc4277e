"""What a study has and lacks, by its files: status, table, and what a run would do."""

from dataclasses import replace

import pytest

from kdci.evidence.report import dry_run, status, table
from kdci.sealed import write_sealed
from kdci.studies import code, paths
from kdci.studies.locks import locked
from kdci.studies.plan import plan
from kdci.studies.results import load_result, save_result
from kdci.studies.state import State
from kdci.studies.study import read_study
from tests.results import made_for
from tests.studies.studies import written


def put(run, folder, psnr, **provenance):
    made = {"code_sha256": code.code_sha256(run.modality, run.is_noisy)} | provenance
    save_result(made_for(run, psnr, **made), paths.result_path(run, folder))


@pytest.fixture
def half_done(tmp_path):
    """Return a study of 5 systems, 2 accelerations and 2 seeds, some of it done, and its folder."""
    path = written(tmp_path / "tiny.yaml", accelerations=[4, 8], seeds=[0, 1])
    study = read_study(path)
    runs = {run.name: run for run in study.runs}
    put(runs["baseline-af4-0"], tmp_path, 30)
    put(runs["baseline-af4-1"], tmp_path, 32)
    put(runs["baseline-af8-0"], tmp_path, 20)
    put(runs["teacher-af4-0"], tmp_path, 40, code_sha256="1" * 64)
    put(replace(runs["teacher-af4-1"], relaxed=0.25), tmp_path, 40)  # of another configuration
    paths.error_path(runs["radial-af8-1"], tmp_path).parent.mkdir(parents=True)
    paths.error_path(runs["radial-af8-1"], tmp_path).write_text("too bad", encoding="utf-8")
    return study, tmp_path


def test_status_counts_states_by_system_and_says_where_errors_are(half_done):
    study, folder = half_done
    runs = {run.name: run for run in study.runs}
    with locked(runs["student-af4-0"], folder):
        lines = status(study, folder).splitlines()
    assert lines[0] == "tiny (laptop tier)"
    assert lines[1].split() == ["system", *State]
    counts = {line.split()[0]: [int(n) for n in line.split()[1:]] for line in lines[2:8]}
    assert counts == {
        "teacher": [0, 1, 0, 0, 0, 3],
        "baseline": [3, 0, 0, 0, 0, 1],
        "radial": [0, 0, 0, 1, 0, 3],
        "floor": [0, 0, 0, 0, 0, 4],
        "student": [0, 0, 1, 0, 0, 3],
        "all": [3, 1, 1, 1, 0, 14],
    }
    assert lines[8:] == [
        f"failed: radial-af8-1: {folder}/checkpoints/tiny/radial-af8-1.error",
        "stale: 1 of other code than today's",
    ]


def test_results_from_before_the_code_was_hashed_are_not_stale(half_done):
    study, folder = half_done
    path = folder / "results/tiny/teacher-af4-0.json"
    content = load_result(path).to_json()
    del content["provenance"]["code_sha256"]
    write_sealed(path, content)
    assert "stale:" not in status(study, folder)


def test_table_has_means_and_spreads_by_system_and_acceleration(half_done):
    study, folder = half_done
    rows = {line.split(" | ")[0]: line for line in table(study, folder).splitlines()}
    assert rows["| system"] == "| system | variant | images | acceleration 4 | acceleration 8 |"
    assert rows["| baseline"] == "| baseline | E2E | validation | 31.00 ± 1.41 | 20.00 (1 of 2) |"
    assert rows["| teacher"].endswith("| 40.00 (1 of 2) | - (0 of 2) |")


def test_a_metric_that_no_result_has_is_refused(half_done):
    with pytest.raises(ValueError, match="metric='ssim': must be one of 'psnr'"):
        table(*half_done, metric="ssim")


def test_dry_run_says_what_would_be_run_in_which_order(half_done):
    study, folder = half_done
    lines = dry_run(plan(study.runs, folder)).splitlines()
    assert lines[0] == "17 runs to do, 3 finished, 0 of them stale"
    assert "tiny/student-af4-1, after teacher-af4-1" in lines
    # its weights are not there, so it would be trained again for its student
    assert "tiny/teacher-af4-0" in lines
    assert len(lines) == 18
