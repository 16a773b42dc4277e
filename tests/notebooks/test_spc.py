"""The page on the single-pixel camera, trained from nothing at another compression ratio."""

from tests.notebooks.harness import execute, read

SYSTEMS = ("teacher", "baseline", "student")
ASKED = {
    "patterns": "{name: list(s.encoder.pattern.shape) for name, s in systems.items()}",
    "levels": "{name: sorted(set(systems[name].encoder.pattern.flatten().tolist()))"
    " for name in ('baseline', 'student')}",
    "snr": "[s.snr_db for s in systems.values()]",
    "shape": "list(images.shape)",
    "finite": "bool(torch.isfinite(systems['student'](images)).all())",
}


def test_trains_from_nothing_at_another_ratio(tmp_path):
    settings = {"gamma": 0.25, "size": 24, "steps": 3, "train_images": 32, "seed": 3}
    found = execute(read("spc"), tmp_path, ASKED, retrain=True, snr_db=25, **settings)
    assert found["patterns"] == {name: [144, 576] for name in SYSTEMS}
    assert found["levels"] == {"baseline": [-1, 1], "student": [-1, 1]}
    assert found["snr"] == [25] * 3
    assert found["shape"] == [24, 1, 24, 24]
    assert found["finite"]
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    assert written == {f"{name}-af4-3" for name in SYSTEMS}
