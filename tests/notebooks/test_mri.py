"""The MRI page trained anew; what it says of the released runs is bound to them as it is built."""

from tests.notebooks.harness import execute, read


def test_trains_from_nothing_at_another_size(tmp_path):
    settings = {"acceleration": 4, "seed": 3, "size": 32, "steps": 4, "train_images": 32}
    asked = {
        "counts": "counts",
        "snr": "[s.snr_db for s in systems.values()]",
        "shape": "list(images.shape)",
        "finite": "bool(torch.isfinite(systems['student'](images)).all())",
    }
    found = execute(read("mri"), tmp_path, asked, retrain=True, snr_db=30, **settings)
    assert found["counts"] == {"teacher": 512, "baseline": 256, "student": 256}
    assert found["snr"] == [30, 30, 30]
    assert found["shape"] == [24, 2, 32, 32]
    assert found["finite"]
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    assert written == {"teacher-af4-3", "baseline-af4-3", "student-af4-3"}
