"""The page on SD-CASSI, trained from nothing with another number of snapshots."""

from tests.notebooks.harness import execute, read

ASKED = {
    "patterns": "[list(s.encoder.pattern.shape) for s in systems.values()]",
    "snr": "[s.snr_db for s in systems.values()]",
    "shape": "list(scenes.shape)",
    "finite": "bool(torch.isfinite(reconstruct(systems['student'], scenes)).all())",
}


def test_trains_from_nothing_at_other_settings(tmp_path):
    settings = {"snapshots": 3, "seed": 3, "size": 16, "steps": 2, "train_images": 32}
    found = execute(read("cassi"), tmp_path, ASKED, retrain=True, snr_db=30, **settings)
    assert found["patterns"] == [[3, bands, 16, 16] for bands in (8, 1, 1)]
    assert found["snr"] == [30] * 3
    assert found["shape"] == [24, 8, 16, 16]
    assert found["finite"]
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    assert written == {f"{name}-af{8 / 3:g}-3" for name in ("teacher", "baseline", "student")}
