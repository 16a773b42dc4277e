"""A file that carries a hash of its content is what it was, or it is refused by name."""

import hashlib
import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdci.sealed import SEAL, read_sealed, seal_of, write_sealed
from tools import seal

CONTENT = {"b": [1.5, 2, -0.25], "a": {"text": "café | x", "none": None, "yes": True}}


@pytest.mark.parametrize("indent", [None, 1])
def test_what_is_written_is_read_and_the_seal_is_the_last_key(tmp_path, indent):
    path = write_sealed(tmp_path / "x.json", CONTENT, indent)
    assert read_sealed(path) == CONTENT
    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["b", "a", SEAL]


def test_anybody_can_recompute_the_seal_with_the_standard_library(tmp_path):
    content = json.loads(write_sealed(tmp_path / "x.json", CONTENT).read_text(encoding="utf-8"))
    found = content.pop(SEAL)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == found


def test_the_layout_and_the_order_of_keys_do_not_matter(tmp_path):
    path = write_sealed(tmp_path / "x.json", CONTENT)
    path.write_text(
        json.dumps(json.loads(path.read_bytes()), indent=4, sort_keys=True), encoding="utf-8"
    )
    assert read_sealed(path) == CONTENT


@given(st.data())
def test_no_change_of_one_bit_goes_unseen(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bit.json"
    before = write_sealed(path, CONTENT).read_bytes()
    place = data.draw(st.integers(0, 8 * len(before) - 1))
    damaged = bytearray(before)
    damaged[place // 8] ^= 1 << place % 8
    path.write_bytes(damaged)
    try:
        found = read_sealed(path)
    except ValueError as error:
        assert str(path) in str(error)  # noqa: PT017
    else:
        assert found == CONTENT  # a space became another space


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is no JSON"),
        ('{"a": 1', "is no JSON"),
        ("[]", "not an object"),
        ("null", "not an object"),
        ("3", "not an object"),
        ('{"a": 1}', f"has no {SEAL}"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        (b"\xff\xfe", "is no JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_by_name(tmp_path, content, why):
    path = tmp_path / "x.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(
        ValueError, match=r"table='.*x.json': damaged: .*: restore the file"
    ) as error:
        read_sealed(path, "table")
    assert why in str(error.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_does_not_have_is_not_written(tmp_path, value):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_sealed(tmp_path / "x.json", {"a": [value]})
    assert not list(tmp_path.iterdir())


@pytest.fixture
def history(tmp_path):
    """Return a folder with two files that git knows."""
    for name, indent in (("a.json", None), ("b.json", 1)):
        (tmp_path / name).write_text(
            json.dumps(CONTENT, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    identity = ("-c", "user.name=x", "-c", "user.email=x@x.x", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    return tmp_path


def test_files_of_the_history_get_their_seal_and_stay_as_they_are_else(history):
    before = {path: path.read_text(encoding="utf-8") for path in history.glob("*.json")}
    assert seal.main([str(history)]) == 0
    ends = {"a.json": f', "{SEAL}": "{seal_of(CONTENT)}"}}\n'}
    ends["b.json"] = f',\n "{SEAL}": "{seal_of(CONTENT)}"\n}}\n'
    for path, text in before.items():
        assert read_sealed(path) == CONTENT
        now = path.read_text(encoding="utf-8")
        assert now == text.rstrip().removesuffix("}").rstrip() + ends[path.name]
        assert seal.sealed(now) == now


@pytest.mark.parametrize("name", ["a.json", "new.json"])
def test_files_that_are_not_as_git_has_them_are_refused(history, name, capsys):
    (history / name).write_text(json.dumps({"b": 3}), encoding="utf-8")
    before = {path: path.read_text(encoding="utf-8") for path in history.glob("*.json")}
    assert seal.main([str(history)]) == 1
    assert f"{name}: is not as git has it" in capsys.readouterr().err
    assert before == {path: path.read_text(encoding="utf-8") for path in history.glob("*.json")}
