import platform
import re
import subprocess

import torch

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


def told(path, model):
    """Return a file that tells of two cores of one processor, as Linux does."""
    core = f"cpu family\t: 25\nmodel\t\t: {model}\nmodel name\t: Some CPU @ 2 GHz\n"
    path.write_text(f"processor\t: 0\n{core}\nprocessor\t: 1\n{core}", encoding="utf-8")
    return path


def test_the_processors_model_is_named_where_it_is_known(tmp_path):
    used = torch.backends.cpu.get_cpu_capability()
    assert processor(told(tmp_path / "cpuinfo", 1)) == (
        f"{platform.machine()} Some CPU @ 2 GHz (family 25, model 1, {used})"
    )
    assert processor(tmp_path / "none") == f"{platform.machine()} ({used})"


def test_processors_that_share_a_name_are_told_apart(tmp_path):
    one, other = (processor(told(tmp_path / f"cpu{model}", model)) for model in (1, 17))
    assert one != other
