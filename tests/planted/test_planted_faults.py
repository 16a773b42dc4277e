"""The list of faults fits the code, covers every room of it, and tests have noticed every fault."""

import subprocess
from pathlib import Path

import pytest

import kdci
from kdci.sealed import read_sealed
from tools import planted_faults
from tools.planted_faults import Change, read_faults, save

ROOT, PACKAGE = planted_faults.ROOT, Path(kdci.__file__).parent
FAULTS = read_faults()
FEWEST = 30


def changes(suite):
    return {one.name: getattr(one, suite) for one in FAULTS if getattr(one, suite)}


def of_commit(path):
    """Return the text of a file of the older commit."""
    command = ["git", "-C", str(ROOT), "show", f"{planted_faults.COMMITS['then']}:{path}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    if shown.returncode:
        pytest.skip("the older commit is not in this clone")
    return shown.stdout


def test_faults_have_names_of_their_own_and_say_what_breaks():
    assert len({one.name for one in FAULTS}) == len(FAULTS) >= FEWEST
    assert all(one.breaks.endswith(".") for one in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted_today_and_its_tests_are_there(fault):
    text = (ROOT / fault.now.file).read_text(encoding="utf-8")
    assert fault.now.planted_in(text) != text
    for name in fault.now.tests:
        path, *inside = name.split("::")
        assert inside == [] or inside[0].split("[")[0] in (ROOT / path).read_text(encoding="utf-8")


def test_enough_faults_could_be_planted_before_the_package_was_restructured():
    older = changes("then")
    assert len(older) >= FEWEST
    for change in older.values():
        change.planted_in(of_commit(change.file))
        for name in change.tests:
            assert of_commit(name.split("::")[0])


def test_every_folder_of_the_package_has_a_fault():
    sources = (path for kind in ("py", "js") for path in PACKAGE.rglob(f"*.{kind}"))
    folders = {path.parent.relative_to(PACKAGE.parent).as_posix() for path in sources}
    assert folders - {str(Path(one.now.file).parent) for one in FAULTS} == set()


@pytest.mark.parametrize("suite", planted_faults.COMMITS)
def test_tests_have_noticed_every_fault_of_the_list(suite):
    found = read_sealed(planted_faults.RESULT)["suites"][suite]
    assert {name: row["change"] for name, row in found.items()} == {
        name: change.seal for name, change in changes(suite).items()
    }
    assert [name for name, row in found.items() if not row["noticed_by"]] == []


@pytest.mark.parametrize("text", ["x = 2\n", "x = 1\nx = 1\n"])
def test_a_text_that_is_not_there_once_is_refused(text):
    with pytest.raises(ValueError, match=r"a\.py: 'x = 1' is there [02] times: must be once"):
        Change("a.py", "x = 1", "x = 3", ()).planted_in(text)


def test_tests_notice_a_fault_or_do_not_and_the_file_comes_back(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "test_a.py").write_text(
        "import a\n\n\ndef test_x():\n    assert a.x < 3\n", encoding="utf-8"
    )
    for new, noticed in (("x = 2", ""), ("x = 3", "test_a.py::test_x")):
        change = Change("a.py", "x = 1", new, ("test_a.py",))
        with planted_faults.planted(tmp_path, change):
            assert planted_faults.failing(tmp_path, change.tests) == noticed
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "x = 1\n"


def test_tests_that_cannot_be_run_are_no_red_ones(tmp_path):
    with pytest.raises(ValueError, match="status 4"):
        planted_faults.failing(tmp_path, ["test_missing.py"])


def test_a_later_finding_takes_the_place_of_an_earlier_one(tmp_path):
    path = tmp_path / "found.json"
    for row in ({"b": 1}, {"gone": 1}, {"b": 2}, {"a": 2}):
        save("now", row, ["a", "b", "c"], path)
    assert read_sealed(path)["suites"] == {"now": {"a": 2, "b": 2}}
