"""Where runs are executed is configuration: this machine, or a cluster in a YAML file."""

import os

import pytest

from kdci.studies import FOLDER, clusters
from kdci.studies.clusters import load_cluster, this_machine


def test_this_machine_has_a_process_with_one_thread_for_each_core():
    cluster = this_machine(accelerator="cpu")
    assert cluster.workers == len(os.sched_getaffinity(0))
    assert cluster.arguments["threads_per_worker"] == 1
    assert cluster.arguments["memory_limit"] == 0
    assert this_machine(jobs=3).workers == 3


def test_a_gpu_has_room_for_one_run(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    assert this_machine().workers == 1
    assert this_machine(accelerator="cpu").workers == len(os.sched_getaffinity(0))


@pytest.mark.parametrize("jobs", [0, -1, 1.5])
def test_impossible_number_of_jobs_is_refused(jobs):
    with pytest.raises(ValueError, match="jobs="):
        this_machine(jobs)


def test_a_file_names_a_class_and_its_arguments(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text(
        "class: distributed.LocalCluster\nworkers: 2\n"
        "arguments: {n_workers: 0, processes: false, dashboard_address: null}",
        encoding="utf-8",
    )
    with load_cluster(path).started() as cluster:
        cluster.scale(2)
        cluster.wait_for_workers(2)
        assert len(cluster.workers) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class: a.B\nworkers: 0", "c.yaml:2: workers: workers=0: must be an integer from 1"),
        ("class: a.B\nworkers: many", "c.yaml:2: workers: is 'many': must be an integer"),
        ("class: a.B\njobs: 2", "c.yaml:2: jobs: unknown key: known are arguments, class, workers"),
        ("class: a.B", "c.yaml:1: the key 'workers' is missing"),
        ("class: B\nworkers: 2", "c.yaml:1: class: is 'B': must be a module and a class"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, text, message):
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as error:
        load_cluster(tmp_path / "c.yaml")
    assert message in str(error.value)


def test_what_is_not_installed_is_named_with_how_to_install_it():
    remedy = "no module 'slurm_of_ours': a study needs it: pip install slurm-of-ours"
    with (
        pytest.raises(ModuleNotFoundError, match=remedy),
        clusters.ClusterConfig("slurm_of_ours.Cluster", 1).started(),
    ):
        pass
    with (
        pytest.raises(ValueError, match="class='distributed.Missing': the module 'distributed'"),
        clusters.ClusterConfig("distributed.Missing", 1).started(),
    ):
        pass


def test_released_files_load_and_ask_for_workers_with_one_thread():
    slurm = load_cluster(FOLDER / "clusters/slurm.yaml")
    assert slurm.path == "dask_jobqueue.SLURMCluster"
    assert slurm.arguments["cores"] == slurm.arguments["processes"] == 1
    kubernetes = load_cluster(FOLDER / "clusters/kubernetes.yaml")
    assert "--nthreads 1 " in " ".join(kubernetes.arguments["worker_command"])
