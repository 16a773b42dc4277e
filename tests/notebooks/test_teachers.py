"""The page on teachers with other parameters; its findings are checked as the book is built."""

from tests.notebooks.harness import execute, read


def test_fewer_teachers_can_be_asked_for(tmp_path):
    facts = {
        "shown": "[name for name in LABELS if LABELS[name] in gains]",
        "versus": "list(versus)",
        "rows": "[label == LABELS[name] for label, name in zip(list(quality)[1:], teachers)]",
    }
    found = execute(read("teachers"), tmp_path, facts, teachers=["real", "real-most"])
    assert found["shown"] == ["real", "real-most"]
    assert found["versus"] == [["real", "real-most"]]
    assert found["rows"] == [True, True]
