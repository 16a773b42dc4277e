"""Hashes of code that computes the same: each proven by one run, followed to the newest."""

import copy

import pytest
import yaml

from kdci.studies import RELEASED, aliases
from kdci.studies.aliases import load_aliases, todays
from tools import prove_alias

PROOF = {"study": "s", "run": "r-af4-0", "commit": "c", "machine": "m", "torch": "t"}


def written(path, *pairs, **changes):
    """Write a table of (old, new) pairs."""
    entries = [
        {"old": old, "new": new, "modality": "mri", "proof": PROOF, **changes} for old, new in pairs
    ]
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    load_aliases.cache_clear()
    return path


@pytest.fixture
def path(tmp_path):
    yield tmp_path / "aliases.yaml"
    load_aliases.cache_clear()


def test_without_a_table_a_hash_is_itself(path):
    assert todays("a", path) == "a"


def test_an_alias_is_followed_to_the_newest(path):
    written(path, ("a", "b"), ("b", "c"), ("x", "y"))
    assert [todays(one, path) for one in "abcxz"] == ["c", "c", "c", "y", "z"]


def test_a_circle_ends(path):
    written(path, ("a", "b"), ("b", "a"))
    assert todays("a", path) in "ab"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: b", "aliases.yaml:1: must be a list of aliases"),
        ("- {old: a, new: b, modality: mri}", "aliases.yaml:1: 0: the key 'proof' is missing"),
        ("- {old: a, new: 3, modality: mri, proof: {}}", "0.new: is 3: must be text"),
        ("- {old: a, new: b, modality: mri, proof: {}, why: x}", "0.why: unknown key"),
        (
            "- {old: a, new: b, modality: mri, proof: {}}\n"
            "- {old: a, new: c, modality: mri, proof: {}}",
            "aliases.yaml:2: 1.old: 'a': is there twice",
        ),
    ],
)
def test_what_is_wrong_in_the_table_is_named(path, content, message):
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError) as error:
        load_aliases(path)
    assert message in str(error.value)


def test_the_released_table_loads_and_is_taken_for_no_study():
    assert isinstance(load_aliases(), dict)
    assert aliases.ALIASES not in set(RELEASED.glob("*.yaml"))


def made(code, **result):
    """Return what a run would give by a code."""
    provenance = {"config_sha256": "0", "machine": "m", "torch": "t", "finished": "now"}
    whole = {"study": "s", "modality": "mri", "metrics": {"psnr": [30.5]}, "curves": {}}
    whole |= {"encoder": {"samples": 4}, "provenance": provenance}
    return {"code": code, "weights": "00ff", "result": whole | result}


def test_equal_runs_have_no_differences_and_their_proof_is_added(path):
    old, new = made("a"), made("b")
    assert prove_alias.differences(old, new) == []
    prove_alias.add(prove_alias.entry(old, new, "r-af4-0", "commit"), path)
    prove_alias.add(prove_alias.entry(made("b"), made("c"), "r-af4-0", "later"), path)
    assert todays("a", path) == "c"
    first, _ = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert first["proof"] == {
        **{"study": "s", "run": "r-af4-0", "commit": "commit"},
        **{"machine": "m", "torch": "t", "finished": "now"},
    }


def test_a_commit_that_did_not_hash_its_code_stands_for_it(path):
    entry = prove_alias.entry(made(None), made("b"), "r-af4-0", "c0ffee")
    prove_alias.add(entry, path)
    assert todays(aliases.code_of_commit("mri", "c0ffee"), path) == "b"
    assert todays(aliases.code_of_commit("spc", "c0ffee"), path) == "spc at c0ffee"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"metrics": {"psnr": [30.500001]}}, ["metrics.psnr"]),
        ({"metrics": {"psnr": [30.5], "ssim": [1]}}, []),
        ({"metrics": {"ssim": [1]}}, ["metrics.psnr"]),
        ({"encoder": {}}, ["encoder.samples"]),
        ({"curves": {"task": [1.0]}}, []),
    ],
)
def test_what_differs_is_named(changes, found):
    assert prove_alias.differences(made("a"), made("b", **changes)) == found


def test_other_weights_and_another_configuration_are_differences():
    other = copy.deepcopy(made("b"))
    other["weights"] = "00fe"
    other["result"]["provenance"]["config_sha256"] = "1"
    assert prove_alias.differences(made("a"), other) == ["configuration", "weights"]


def test_a_hash_that_is_there_or_is_the_same_is_refused(path):
    written(path, ("a", "b"))
    before = path.read_text(encoding="utf-8")
    for codes, message in (
        (("a", "c"), "is in .*aliases.yaml already"),
        (("d", "d"), "is the same"),
    ):
        with pytest.raises(ValueError, match=message):
            prove_alias.add(prove_alias.entry(*map(made, codes), "r", "c"), path)
    assert path.read_text(encoding="utf-8") == before


def test_the_command_writes_nothing_where_runs_differ(monkeypatch, path, capsys):
    runs = [made("a"), made("b", metrics={"psnr": [1]})]
    monkeypatch.setattr(prove_alias, "made", lambda *_: runs.pop(0))
    monkeypatch.setattr(prove_alias, "checked_out", lambda _: memoryview(b""))
    monkeypatch.setattr(prove_alias, "add", lambda *_: pytest.fail("written"))
    assert prove_alias.main(["HEAD", "s", "r"]) == 1
    assert "not equal, nothing is written: metrics.psnr" in capsys.readouterr().err


def test_a_commit_that_is_not_there_is_one_line(capsys):
    assert prove_alias.main(["no-such-commit", "s", "r"]) == 1
    assert "Traceback" not in capsys.readouterr().err
