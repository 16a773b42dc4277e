"""A study that is killed leaves nothing behind that goes on, and goes on itself when started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from kdci.experiments.engine import main
from tests.experiments.studies import written

ROOT = Path(__file__).parents[2]


def alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_workers_end_with_their_study_which_can_be_taken_up_again(tmp_path):
    path = written(tmp_path / "tiny.yaml", training={"steps": 100000, "batch_size": 2})
    options = ["--folder", str(tmp_path), "--accelerator", "cpu"]
    study = subprocess.Popen(
        [sys.executable, "-m", "kdci.experiments", str(path), *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: list((tmp_path / "checkpoints" / "tiny").glob("*.safetensors")))
    workers = psutil.Process(study.pid).children()
    assert workers
    os.kill(study.pid, signal.SIGKILL)
    study.wait()
    try:
        wait_for(lambda: not any(map(alive, workers)), seconds=20)
    finally:
        for worker in filter(alive, workers):
            worker.kill()
    assert not list((tmp_path / "results").rglob("*.json"))
    path = written(path)
    assert main([str(path), *options]) == 0
    assert len(list((tmp_path / "results").rglob("*.json"))) == 5
