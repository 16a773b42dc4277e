import math

import pytest

from kdci.evidence.markdown import escaped, interval, markdown, plus_minus, scientific
from kdci.metrics.statistics import Summary


def test_a_table_has_a_line_a_row():
    assert markdown(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize("name", ["L_DEC 0.1, AF 8", escaped("L_DEC 0.1, AF 8")])
def test_a_loss_in_a_table_has_its_index_below_the_line(name):
    assert markdown(["a"], [[name]]).endswith(r"| $L_{\mathrm{DEC}}$ 0.1, AF 8 |")
    assert "`L_DEC`" in markdown(["a"], [["`L_DEC`"]])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<script>", r"\<script\>"),
        ("two\nlines", "two lines"),
        ("[x](y)", r"\[x\]\(y\)"),
        ("E2E, SGD 30", "E2E, SGD 30"),
    ],
)
def test_what_markdown_would_act_on_is_escaped(text, shown):
    assert escaped(text) == shown


def test_missing_seeds_are_said():
    assert plus_minus(Summary(1, 0.5, 0, 2, 3)) == "1.00 ± 0.50"
    assert plus_minus(Summary(1, 0, math.nan, math.nan, 1)) == "1.00"
    assert plus_minus(Summary(512, 0, 512, 512, 3), 0) == "512"
    assert plus_minus(Summary(512, 0.4, 511, 513, 3), 0) == "512 ± 0"
    assert plus_minus(Summary(1, 0, 1, 1, 3)) == "1.00 ± 0.00"
    assert plus_minus(Summary(1, 0.5, 0, 2, 3, missing=2)) == "1.00 ± 0.50 (3 of 5 seeds)"
    assert interval(Summary(1, 0.5, 0, 2, 4, missing=1)) == "+1.00 [+0.00, +2.00] (4 of 5 seeds)"


def test_numbers_have_minus_signs_and_no_hyphens():
    assert interval(Summary(-1, 0.5, -2, 0, 5), 1) == (
        "\N{MINUS SIGN}1.0 [\N{MINUS SIGN}2.0, +0.0]"
    )
    assert plus_minus(Summary(-1, 0.5, -2, 0, 5)) == "\N{MINUS SIGN}1.00 ± 0.50"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.054, "5.4·10⁻²"), (2.6e-9, "2.6·10⁻⁹"), (120.0, "1.2·10²")]
)
def test_powers_of_ten_are_printed_as_such_and_stay_on_one_line(value, shown):
    assert scientific(value) == shown
