"""What we promise of the kernels is measured, and a broken promise is an error that names it."""

import time

import pytest
import torch

from benchmarks import dense, obvious, promise_cases, promises
from benchmarks.measure import Case, Implementation
from benchmarks.promise_cases import Promise
from kdci.sealed import read_sealed

SIDE = 8


def doubling(seconds=0.0, size=10, copies=1):
    """Return an implementation that takes its time, and memory."""

    def call():
        time.sleep(seconds)
        return (torch.ones(copies, size)[0] * 2,)

    return Implementation(lambda: call)


SLOW, LARGE, GOOD = doubling(seconds=2e-2), doubling(copies=100), doubling()


def promise(ours, other, **promised):
    case = Case("SD-CASSI", "forward", SIDE, {"ours": ours, "rolled bands": other})
    return Promise(case, repeats=3, **promised)


@pytest.fixture
def result(monkeypatch, tmp_path):
    """Let a full run write elsewhere."""
    monkeypatch.setattr(promises, "RESULT", tmp_path / "promises.json")
    return tmp_path / "promises.json"


BROKEN = {
    "slow": (SLOW, GOOD, {"faster": 2}, r"[\d.e-]+ times faster.*; promised: 2 times faster"),
    "not fast enough": (SLOW, SLOW, {"faster": 2}, "promised: 2 times faster"),
    "large": (LARGE, GOOD, {"faster": 1e-3, "memory": 0.01}, "promised: .*0.01 of the memory"),
}


@pytest.mark.parametrize(("ours", "other", "promised", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_promise_is_named_and_written(
    ours, other, promised, message, monkeypatch, result, capsys
):
    good = promise(GOOD, SLOW, faster=2)
    monkeypatch.setattr(promises, "promises", lambda: [good, promise(ours, other, **promised)])
    named = f"SD-CASSI forward, 8 x 8, beside the rolled bands: .*{message}$"
    with pytest.raises(SystemExit, match=named):
        promises.main([])
    assert [row["kept"] for row in read_sealed(result)["rows"]] == [True, False]
    assert "| NO |" in capsys.readouterr().out


def test_kept_promises_are_no_error(monkeypatch, result, capsys):
    kept = promise(GOOD, SLOW, faster=2), promise(GOOD, LARGE, memory=0.5), promise(SLOW, GOOD)
    monkeypatch.setattr(promises, "promises", lambda: kept)
    promises.main([])
    content = read_sealed(result)
    assert [row["kept"] for row in content["rows"]] == [True] * 3
    assert {"version", "commit", "torch", "machine", "device"} <= set(content["provenance"])
    assert "NO" not in capsys.readouterr().out


def test_implementation_with_another_result_is_no_rival(monkeypatch, result):
    other = Implementation(lambda: lambda: (torch.full((10,), 2.1),))
    monkeypatch.setattr(promises, "promises", lambda: [promise(GOOD, other, faster=2)])
    with pytest.raises(ArithmeticError, match="rolled bands is not ours"):
        promises.main([])
    assert not result.exists()


def test_quick_run_compares_everything_and_writes_nothing(result, capsys):
    promises.main(["--quick"])
    printed = capsys.readouterr().out
    for kernel in ("loss", "forward", "adjoint", "gradient"):
        assert f"| SPC {kernel} | 8 |" in printed
        assert f"| SD-CASSI {kernel} | 8 |" in printed
    assert "| MRI loss | 8 |" in printed
    assert not result.exists()


def test_full_run_promises_what_it_says(monkeypatch):
    monkeypatch.setattr(promises, "SIDE", 16)
    monkeypatch.setattr(promises, "SPC_DENSE_SIDE", 8)
    monkeypatch.setattr(promises, "CASSI_SIDES", (8, 16))
    promised = {
        (p.case.modality, p.case.kernel, p.case.side): (p.faster, p.memory)
        for p in promises.promises()
    }
    assert promised == {
        ("MRI", "loss", 16): (1000, 0.01),
        ("SD-CASSI", "loss", 16): (1000, 0.01),
        ("SPC", "loss", 8): (None, None),
        **{("SPC", k, 16): (1 / 1.15, None) for k in ("forward", "adjoint", "gradient")},
        **{("SD-CASSI", k, 8): (1, None) for k in ("forward", "adjoint", "gradient")},
        **{("SD-CASSI", k, 16): (2, None) for k in ("forward", "adjoint", "gradient")},
    }


def test_full_run_is_at_the_sizes_of_the_promises():
    assert (promises.SIDE, promises.CASSI_SIDES) == (128, (32, 64, 128, 256, 512))
    assert promise_cases.BATCH == 16


@pytest.mark.skipif(not promises.RESULT.exists(), reason="run: python benchmarks/promises.py")
def test_committed_promises_are_kept():
    result = read_sealed(promises.RESULT)
    promises.insist(result["rows"])
    assert result["settings"]["batch"] == 16
    sides = {row["side"] for row in result["rows"] if row["other"] == "rolled bands"}
    assert sides == {32, 64, 128, 256, 512}


@pytest.mark.parametrize("shape", [(4, 4), (5, 3)], ids=str)
def test_dense_gram_of_mri_is_that_of_its_matrix(shape):
    mask = torch.rand(shape)
    a = obvious.mri_matrix(mask)
    torch.testing.assert_close(dense.mri_gram(mask), a.mH @ a)


def test_dense_rows_of_cassi_are_those_of_its_gram_matrix():
    aperture, bands, lines = torch.rand(1, 1, 6, 5), 3, 2
    a = obvious.cassi_matrix(aperture, bands)
    gram = (a.T @ a).view(bands, 6, 5, bands, 6, 5)
    rows = dense.cassi_gram_rows(aperture[:, :, :lines], bands, height=6)
    assert rows.shape == (bands * lines * 5, bands * 6 * 5)
    covered = gram[:, :lines, :, :, :lines].reshape(len(rows), len(rows))
    torch.testing.assert_close(rows[:, : len(rows)], covered)
    assert not rows[:, len(rows) :].any()
    assert not gram[:, :lines, :, :, lines:].any()


def test_dense_call_computes_the_distance_and_its_gradient():
    for dtype in (torch.float32, torch.complex64):
        g, h = torch.randn(2, 4, 6, dtype=dtype)
        (value,) = dense.elementwise(g, h, times=3)()
        torch.testing.assert_close(value, 3 * (g - h).abs().square().sum())
