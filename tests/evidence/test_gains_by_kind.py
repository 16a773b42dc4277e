from kdci import evidence
from kdci.evidence.gains_by_kind import gains_by_kind, rows


def test_rows_stand_under_their_kind_of_teacher_and_noise():
    shown = [row for row in rows([20]) if row.study in ("spc-noise", "mri-claims")]
    numbers = {name: evidence.load(name) for name in ("spc-noise", "mri-claims")}
    found = gains_by_kind(numbers, shown)
    assert {group: len(gains) for group, gains in found.items()} == {
        "relaxed teacher, noise": 1,
        "own kind, no noise": 3,
    }
    expected = numbers["spc-noise"].gain("student-20dB", "baseline-20dB", 10)
    assert found["relaxed teacher, noise"]["camera, 20 dB"] == expected


def test_no_two_rows_have_one_label():
    labels = [row.label for row in rows([10, 20, 30, 40])]
    assert len(labels) == len(set(labels)) == 17
