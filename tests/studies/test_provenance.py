import platform
import re
import subprocess

from kdci.studies.provenance import code_commit, processor, provenance


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


def test_the_processors_model_is_named_where_it_is_known(tmp_path):
    about = tmp_path / "cpuinfo"
    about.write_text(
        "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nmodel name\t: Some CPU\n", encoding="utf-8"
    )
    assert processor(about) == f"{platform.machine()} Some CPU @ 2 GHz"
    assert processor(tmp_path / "none") == platform.machine()
