from dataclasses import fields, replace

import pytest

from kdci.studies.results import (
    PROVENANCE_KEYS,
    Result,
    load_result,
    load_results,
    save_result,
)

ZEROS = dict.fromkeys((field.name for field in fields(Result)), 0)
RESULT = Result(**ZEROS | {"provenance": dict.fromkeys(PROVENANCE_KEYS, 0)})


def test_what_is_saved_is_loaded(tmp_path):
    save_result(RESULT, tmp_path / "a.json")
    assert load_result(tmp_path / "a.json") == RESULT
    assert load_results(tmp_path) == [RESULT]


@pytest.mark.parametrize("content", ['{"study": "tin', "", '{"study": 1}'], ids=str)
def test_damaged_result_is_refused_and_named(tmp_path, content):
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="a.json"):
        load_results(tmp_path)


@pytest.mark.parametrize("change", ["missing", "unknown"])
def test_result_without_its_whole_provenance_is_not_written(tmp_path, change):
    provenance = RESULT.provenance | {"extra": 1}
    if change == "missing":
        provenance = {name: 0 for name in RESULT.provenance if name != "commit"}
    with pytest.raises(ValueError, match="missing or unknown: (extra|commit)"):
        save_result(replace(RESULT, provenance=provenance), tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_missing_results_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="run its study"):
        load_result(tmp_path / "a.json")
    with pytest.raises(FileNotFoundError, match="run the study"):
        load_results(tmp_path)
