import re
import subprocess

from kdci.experiments.provenance import code_commit, provenance


def test_commit_comes_from_the_environment_or_from_git(monkeypatch):
    monkeypatch.setenv("KDCI_COMMIT", "abc")
    assert code_commit() == "abc"
    monkeypatch.delenv("KDCI_COMMIT")
    assert re.fullmatch(r"[0-9a-f]{40}(\+changes)?|unknown", code_commit())


def test_commit_is_unknown_where_there_is_no_git(monkeypatch):
    def missing(*_, **__):
        raise FileNotFoundError("git")

    monkeypatch.delenv("KDCI_COMMIT", raising=False)
    monkeypatch.setattr(subprocess, "run", missing)
    assert code_commit() == "unknown"


def test_time_is_utc_and_machine_is_named():
    found = provenance("cpu")
    assert found["finished"].endswith("+00:00")
    assert "cores" in found["machine"]
