import json

import pytest

from kdci.studies.results import (
    KEYS,
    PROVENANCE_KEYS,
    load_result,
    load_results,
    save_result,
)

RESULT = dict.fromkeys(KEYS, 0) | {"provenance": dict.fromkeys(PROVENANCE_KEYS, 0)}


def test_what_is_saved_is_loaded(tmp_path):
    save_result(RESULT, tmp_path / "a.json")
    assert load_result(tmp_path / "a.json") == RESULT
    assert load_results(tmp_path) == [RESULT]


@pytest.mark.parametrize("content", ['{"study": "tin', "", '{"study": 1}'], ids=str)
def test_damaged_result_is_refused_and_named(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(ValueError, match="a.json"):
        load_results(tmp_path)


@pytest.mark.parametrize("change", ["missing", "unknown", "provenance"])
def test_result_that_is_not_whole_is_not_written(tmp_path, change):
    result = json.loads(json.dumps(RESULT))
    if change == "missing":
        del result["seed"]
    elif change == "unknown":
        result["extra"] = 1
    else:
        del result["provenance"]["commit"]
    with pytest.raises(ValueError, match="missing or unknown: (seed|extra|commit)"):
        save_result(result, tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_missing_results_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="run its study"):
        load_result(tmp_path / "a.json")
    with pytest.raises(FileNotFoundError, match="run the study"):
        load_results(tmp_path)
