"""The list of studies is complete, and the laptop tier is one that a laptop can finish."""

import pytest

from kdci.evidence import inventory
from kdci.studies import FOLDER


@pytest.fixture(scope="module")
def entries():
    return inventory.inventory(FOLDER)


def test_every_study_is_listed_with_what_it_asks(entries):
    assert {entry.study.name for entry in entries} == {path.stem for path in FOLDER.glob("*.yaml")}
    for entry in entries:
        assert entry.purpose.endswith("."), entry.study.name
        assert f"| `{entry.study.name}` | {entry.study.tier} |" in inventory.table(entries)


def test_hours_are_those_of_the_results(entries):
    one = next(entry for entry in entries if entry.study.name == "spc-noise")
    seconds = [result.provenance["seconds"] for result in one.results]
    assert len(seconds) == len(one.study.runs)
    assert one.core_hours > 0.3
    assert one.core_hours == pytest.approx(sum(seconds) / 3600)
    assert one.devices == "cpu"


def test_all_of_the_laptop_tier_takes_two_cores_a_night(entries):
    assert 0 < inventory.core_hours(entries, "laptop") / 2 < 8


def test_devices_are_counted_where_there_are_several(entries):
    one = next(entry for entry in entries if entry.study.name == "mri-acceleration")
    assert one.devices == "NVIDIA H100 80GB HBM3 (111), cpu (17)"


@pytest.mark.parametrize(
    ("text", "found"),
    [("# A\n# b.\nstudy: s\n# no\n", "A b."), ("study: s\n", ""), ("# only", "only"), ("", "")],
)
def test_the_purpose_is_the_comment_at_the_top(text, found):
    assert inventory.purpose(text) == found
