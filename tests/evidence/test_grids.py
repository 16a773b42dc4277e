import pytest

from kdci.evidence.grids import gains, means, measures
from kdci.evidence.numbers import Numbers
from tests.results import made_up

NUMBERS = Numbers(
    made_up(system, seed, [value + seed], at, encoder={"condition_number": 10.0 * at})
    for system, value in {"student": 31, "baseline": 30, "low": 20}.items()
    for seed in range(3)
    for at in (4, 8)
)


def lines(grid):
    return grid._repr_markdown_().splitlines()


def test_means_have_a_row_a_system_and_a_column_an_acceleration():
    assert lines(means(NUMBERS, ["student", "low"], at=[4, 8])) == [
        "| PSNR [dB] | 4 | 8 |",
        "| --- | --- | --- |",
        "| student | 32.00 ± 1.00 | 32.00 ± 1.00 |",
        "| low | 21.00 ± 1.00 | 21.00 ± 1.00 |",
    ]
    labelled = means(NUMBERS, {"E2E": "baseline"}, at={"half": 4})
    assert lines(labelled)[0] == "| PSNR [dB] | half |"
    assert labelled["E2E"]["half"].mean == 31


def test_measures_have_a_column_a_metric():
    grid = measures(NUMBERS, ["student"], ["psnr", "condition_number"], at=8)
    assert lines(grid)[0] == "| system | PSNR [dB] | condition number |"
    assert lines(grid)[2] == "| student | 32.00 ± 1.00 | 80.000 ± 0.000 |"


def test_a_gain_at_one_acceleration_says_what_its_interval_says():
    minus = "\N{MINUS SIGN}"
    grid = gains(NUMBERS, [("student", "baseline"), ("low", "baseline")], at=8)
    assert lines(grid) == [
        "| difference in PSNR [dB] | reading | mean [95% interval] | seeds |",
        "| --- | --- | --- | --- |",
        f"| student {minus} baseline | higher | +1.00 [+1.00, +1.00] | 3 |",
        f"| low {minus} baseline | lower | {minus}10.00 [{minus}10.00, {minus}10.00] | 3 |",
    ]


def test_gains_at_several_accelerations_have_a_column_each():
    grid = gains(NUMBERS, {"ours": ("student", "baseline")}, at=[4, 8])
    assert lines(grid)[0] == "| difference in PSNR [dB] | 4 | 8 |"
    assert grid["ours"]["4"].mean == pytest.approx(1)
    assert grid.columns == ["4", "8"]


def test_metrics_with_noise_are_named_by_it():
    noisy = Numbers([made_up(metrics={"psnr_at_20dB": [25.0]})])
    assert lines(means(noisy, ["student"], 8, "psnr_at_20dB"))[0] == "| PSNR [dB] at 20 dB | 8 |"
