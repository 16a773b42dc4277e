"""The page on noise with other parameters; its findings are checked as the book is built."""

from tests.notebooks.harness import execute, read


def test_other_snrs_can_be_asked_for(tmp_path):
    facts = {"shown": "{name: list(lines[name]) for name in lines}", "louder": "louder"}
    found = execute(read("noise"), tmp_path, facts, snrs=[20, 30])
    assert all(list(map(int, snrs)) == [20, 30] for snrs in found["shown"].values())
    assert found["louder"] > 1.5  # a pattern of ones makes the noise louder for all
