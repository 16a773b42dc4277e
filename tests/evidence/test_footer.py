from kdci.evidence.footer import footer
from tests.results import SOURCE, made_up


def result(system, seed, values, acceleration=8, **provenance):
    made = SOURCE | {"seconds": 1800.0} | provenance
    return made_up(system, seed, values, acceleration, provenance=made)


RESULTS = [
    result("student", 1, [32, 34]),
    result("student", 0, [30, 32]),
    result("baseline", 0, [29, 31]),
    result("baseline", 1, [33, 34]),
    result("baseline", 1, [99], acceleration=4),
]


def test_footer_tells_where_numbers_come_from():
    text = footer(RESULTS, ["kdci study run experiments/s.yaml"])
    for part in ("5, 2.5 hours", "Seeds | 0, 1", "`s`", "kdci x, commit `x`", "`kdci study run"):
        assert part in text


def test_what_many_runs_share_is_said_once():
    others = [
        result("student", seed, [30, 32], commit=commit, machine=machine)
        for seed, commit, machine in ((0, "a", "one"), (1, "b", "two"))
    ]
    rows = footer(others, ["kdci study run experiments/s.yaml"]).splitlines()
    (code,) = (row for row in rows if row.startswith("| Code"))
    (machine,) = (row for row in rows if row.startswith("| Machine"))
    assert code == "| Code | kdci x, commit `a`, `b` |"
    assert machine.count("torch") == 2
    assert machine.count("<br>") == 1


def test_a_short_time_is_told_in_minutes():
    short = [result("student", 0, [30, 32], seconds=90.0)]
    assert "1, 1.5 minutes" in footer(short, ["kdci study run experiments/s.yaml"])


def test_what_is_computed_at_once_did_not_take_no_time():
    untrained = [result("dct", 0, [30, 32], seconds=0.0)]
    assert "1, a few seconds of computing" in footer(untrained, ["kdci study run s.yaml"])
