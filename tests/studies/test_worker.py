"""A run on a worker: done once, logged, and safe from another study on the same folder."""

import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kdci.studies import paths, worker
from kdci.studies.locks import is_locked, locked
from kdci.studies.results import save_result
from kdci.studies.state import State, state_of
from kdci.studies.study import expand
from kdci.studies.worker import perform
from tests.results import made_for
from tests.studies.studies import TINY


@pytest.fixture
def run():
    return next(run for run in expand(TINY) if run.system == "floor")


def quick(run, teacher, folder, accelerator):
    """Stand in for `execute`: say something, and write a result after a while."""
    print("working")
    time.sleep(0.3)
    save_result(made_for(run, code_sha256="1" * 64), paths.result_path(run, folder))


def test_two_studies_at_once_do_a_run_once(run, tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "execute", quick)
    with ThreadPoolExecutor(2) as pool:
        two = [pool.submit(perform, run, None, tmp_path) for _ in range(2)]
        time.sleep(0.15)
        assert state_of(run, tmp_path) == State.RUNNING
        assert sorted(future.result() for future in two) == [False, True]
    assert state_of(run, tmp_path) == State.STALE  # of other code
    assert list(paths.lock_path(run, tmp_path).parent.iterdir()) == []


def test_a_finished_run_is_done_again_for_its_weights_alone(run, tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "execute", quick)
    assert perform(run, None, tmp_path)
    assert not perform(run, None, tmp_path)
    assert perform(run, None, tmp_path, with_weights=True)


def test_what_a_failed_run_said_is_its_error_until_it_begins_again(run, tmp_path, monkeypatch):
    def fail(*_):
        print("a last word")
        raise ValueError("too bad")

    monkeypatch.setattr(worker, "execute", fail)
    with pytest.raises(ValueError, match="too bad"):
        perform(run, None, tmp_path)
    error = paths.error_path(run, tmp_path).read_text(encoding="utf-8")
    assert "process" in error.splitlines()[0]
    assert "a last word" in error
    assert error.splitlines()[-1] == "ValueError: too bad"
    assert state_of(run, tmp_path) == State.FAILED
    monkeypatch.setattr(worker, "execute", quick)
    assert perform(run, None, tmp_path)
    assert not paths.error_path(run, tmp_path).exists()
    assert not paths.log_path(run, tmp_path).exists()


def test_half_written_files_of_a_killed_worker_are_removed(run, tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "execute", quick)
    result = paths.result_path(run, tmp_path)
    result.parent.mkdir(parents=True)
    (result.parent / f".{result.name}.x7").write_text("half", encoding="utf-8")
    (result.parent / f".{result.name.replace('floor', 'other')}.x7").write_text(
        "another's", encoding="utf-8"
    )
    perform(run, None, tmp_path)
    assert sorted(path.name for path in result.parent.iterdir()) == [
        *(".other-af4-0.json.x7", "floor-af4-0.json")
    ]
    assert json.loads(result.read_text(encoding="utf-8"))


def test_a_lock_ends_with_its_owner_even_if_that_is_killed(run, tmp_path):
    path = paths.lock_path(run, tmp_path)
    path.parent.mkdir(parents=True)
    code = "import sys, time\nfrom filelock import FileLock\nwith FileLock(sys.argv[1]):\n"
    code += "    print('held', flush=True)\n    time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    with owner:
        assert owner.stdout.readline() == b"held\n"
        assert is_locked(run, tmp_path)
        owner.send_signal(signal.SIGKILL)
    assert not is_locked(run, tmp_path)
    with locked(run, tmp_path):
        assert is_locked(run, tmp_path)
    assert not is_locked(run, tmp_path)
