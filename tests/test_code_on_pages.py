"""The code that the pages show is code that runs."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from kdci import training

BOOK = Path(__file__).parents[1] / "book"


def code(page: str) -> list[str]:
    """Return the Python blocks of a page."""
    return re.findall(r"```python\n(.*?)```", (BOOK / page).read_text(encoding="utf-8"), re.S)


def test_method_in_code_relaxes_teaches_and_transfers(monkeypatch):
    @dataclass(frozen=True)
    class Quick(training.TrainingConfig):
        steps: int = 2
        batch_size: int = 2

    monkeypatch.setattr(training, "TrainingConfig", Quick)
    torch.manual_seed(0)
    names = {"train": torch.rand(4, 2, 64, 64) / 2}
    (block,) = code("method/three-stages.md")
    exec(block, names)
    student, teacher = names["student"], names["teacher"]
    assert (int(student.encoder.pattern.sum()), int(teacher.encoder.pattern.sum())) == (512, 1024)
    assert all(parameter.requires_grad for parameter in teacher.parameters())


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Make a folder with two seeds of a baseline and of a student, and enter it."""
    results, weights = tmp_path / "experiments/results/s", tmp_path / "experiments/weights/s"
    results.mkdir(parents=True)
    weights.mkdir(parents=True)
    quality = {("baseline", 0): 30, ("baseline", 1): 31, ("student", 0): 31, ("student", 1): 31}
    for (system, seed), psnr in quality.items():
        name, content = f"{system}-{seed}", f"{system} {seed}".encode()
        (weights / f"{name}.safetensors").write_bytes(content)
        run = {
            "study": "s",
            "system": system,
            "seed": seed,
            "evaluated_on": "test",
            "setting": {"acceleration": 8, "snr_db": None},
            "metrics": {"psnr": [psnr - 1, psnr + 1]},
            "provenance": {"weights_sha256": hashlib.sha256(content).hexdigest()},
        }
        (results / f"{name}.json").write_text(json.dumps(run), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_numbers_are_recomputed_with_the_standard_library(repository, capsys):
    recompute, _ = code("provenance.md")
    exec(recompute, {})
    assert capsys.readouterr().out.splitlines() == [
        "('s', 'test', 8), baseline: 30.50 dB",
        "('s', 'test', 8), student: 31.00 dB; +0.50 dB to the baseline (spread 0.71)",
    ]


def test_weights_of_another_run_are_found_out(repository):
    names = {}
    recompute, check = code("provenance.md")
    exec(recompute, names)
    exec(check, names)
    (repository / "experiments/weights/s/student-1.safetensors").write_bytes(b"damaged")
    with pytest.raises(AssertionError, match="student-1"):
        exec(check, names)


def test_pages_import_no_more_than_the_standard_library_to_recompute():
    imported = re.findall(r"^(?:from|import) (\w+)", "\n".join(code("provenance.md")), re.M)
    assert set(imported) == {"json", "hashlib", "collections", "pathlib", "statistics"}
