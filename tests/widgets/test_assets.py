"""An instrument shows the systems of the results that the pages read, and no others."""

import json
from dataclasses import replace

import pytest

from kdci.studies import RELEASED
from kdci.studies.paths import result_path
from kdci.studies.results import load_result, save_result
from kdci.widgets import assets
from kdci.widgets.assets import assets_of
from kdci.widgets.book import runs_of
from kdci.widgets.release import RELEASES

RUNS = runs_of(RELEASES["mri"])


def written(modality, release, folder, experiments):
    """Stand in for `build`: write only whose weights the files have."""
    systems = [
        {
            "name": name,
            "points": [
                {"weights": load_result(result_path(run, experiments)).provenance["weights_sha256"]}
                for run in runs
            ],
        }
        for name, runs in RUNS.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{modality}.json").write_text(json.dumps({"systems": systems}), encoding="utf-8")


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return a folder of results like the released ones, whose files are built."""
    built = []

    def build(*arguments):
        built.append(arguments)
        written(*arguments)

    monkeypatch.setattr(assets, "build", build)
    monkeypatch.setattr(assets, "ASSETS", tmp_path / "clone")
    written("mri", None, tmp_path / "clone", RELEASED)
    for runs in RUNS.values():
        for run in runs:
            path = result_path(run, tmp_path / "own")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(result_path(run, RELEASED).read_bytes())
    return tmp_path / "own", built


def test_the_same_results_have_the_files_of_the_clone(own, tmp_path):
    folder, built = own
    assert assets_of("mri", RELEASED) == assets_of("mri", folder) == tmp_path / "clone"
    assert not built


def test_one_other_training_has_files_of_its_own_made_once(own):
    folder, built = own
    path = result_path(RUNS["student"][1], folder)
    result = load_result(path)
    for weights in ("0" * 64, "1" * 64):
        other = result.provenance | {"weights_sha256": weights, "code_sha256": "2" * 64}
        save_result(replace(result, provenance=other), path)
        for _ in range(2):
            assert assets_of("mri", folder) == folder / "widgets"
    assert built == [("mri", RELEASES["mri"], folder / "widgets", folder)] * 2


def test_results_that_are_missing_are_named_instead_of_showing_released_ones(own):
    folder, built = own
    result_path(RUNS["baseline"][0], folder).unlink()
    with pytest.raises(FileNotFoundError, match=r"baseline-af4-0.json.*no such file"):
        assets_of("mri", folder)
    assert not built
