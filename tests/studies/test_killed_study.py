"""Whatever is killed, nothing that is finished is lost or repeated, and nothing goes on alone."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from kdci import training
from kdci.studies.engine import run_studies
from kdci.studies.study import load_study
from tests.studies.studies import TINY, in_process, names, written

ROOT = Path(__file__).parents[2]
LONG = {"role": "baseline", "variant": "E2E", "training": {"steps": 1000, "monitor_every": 500}}
PATIENCE = 600  # seconds, for machines that are busy with other things


def start(path, folder, jobs):
    """Start a study as a process of its own, with as many workers."""
    command = [sys.executable, "-m", "kdci", "study", "run", str(path), "--folder", str(folder)]
    options = ["--jobs", str(jobs), "--accelerator", "cpu"]
    return subprocess.Popen(
        command + options, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def wait_for(condition, study=None):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        assert study is None or study.poll() is None, study.stderr.read()
        time.sleep(0.05)


def alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def results(folder):
    return {p.stem: p.stat().st_mtime_ns for p in folder.glob("results/*/*.json")}


@pytest.fixture
def study(tmp_path):
    short = {name: TINY["systems"][name] for name in ("floor", "radial")}
    systems = {"long": LONG, **short}
    path = written(tmp_path / "tiny.yaml", systems=systems, data={**TINY["data"], "size": 16})
    process = start(path, tmp_path, jobs=2)
    yield path, tmp_path, process
    workers = psutil.Process(process.pid).children() if process.poll() is None else []
    for each in (process, *workers):
        each.kill()
    process.wait()
    process.stderr.close()


@pytest.mark.slow
def test_a_killed_worker_and_a_killed_study_lose_nothing(study, monkeypatch):
    path, folder, process = study
    log = folder / "checkpoints/tiny/long-af4-0.log"

    def owners():
        return re.findall(r"process (\d+)", log.read_text(encoding="utf-8")) if log.exists() else []

    # A worker is killed in the middle of a run: another takes it up, from its checkpoint.
    wait_for(lambda: list(log.parent.glob("long-*.safetensors")), process)
    wait_for(lambda: len(results(folder)) == 2, process)
    before = results(folder)
    first = psutil.Process(int(owners()[0]))
    first.kill()
    wait_for(lambda: len(owners()) == 2, process)
    assert owners()[1] != owners()[0]

    # The whole study is killed: its workers end, too.
    workers = psutil.Process(process.pid).children()
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_for(lambda: not any(map(alive, workers)))
    assert results(folder) == before

    # It is started again: what was finished is left alone, and the rest goes on where it was.
    resumed_at = []
    load = training.Checkpoint.load

    def spy(*arguments):
        resumed_at.append(load(*arguments))
        return resumed_at[-1]

    monkeypatch.setattr(training.Checkpoint, "load", spy)
    outcome = run_studies(load_study(path), folder, in_process(), "cpu")
    assert names(outcome.finished) == ["long-af4-0"]
    assert resumed_at[0] >= 500
    assert results(folder).items() > before.items()
    assert list(log.parent.iterdir()) == []


@pytest.mark.slow
def test_two_studies_at_once_share_the_work(tmp_path):
    path = written(tmp_path / "tiny.yaml")
    both = [start(path, tmp_path, jobs=1) for _ in range(2)]
    said = [process.communicate(timeout=PATIENCE)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    finished = [int(re.search(r"kdci: (\d+) finished", text)[1]) for text in said]
    assert sum(finished) == 5
    assert len(results(tmp_path)) == 5
    assert list((tmp_path / "checkpoints/tiny").iterdir()) == []
