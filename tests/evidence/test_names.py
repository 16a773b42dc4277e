import pytest

from kdci.evidence import Grid
from kdci.evidence.names import SPOKEN, spoken
from kdci.plots.style import LOOK


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dct", "DCT"),
        ("student \N{MINUS SIGN} hadamard-energy", "student \N{MINUS SIGN} Hadamard, by energy"),
        ("light: bernoulli", "light: Bernoulli"),
        ("student-adam (with SGD)", "student with Adam (with SGD)"),
        ("random, 2 snapshots", "random, 2 snapshots"),
        ("the dct-like ones", "the dct-like ones"),
    ],
)
def test_a_name_is_said_as_a_reader_knows_it(name, said):
    assert spoken(name) == said


def test_a_table_says_the_names_that_figures_say():
    assert (
        "| Hadamard, by energy | 1 |"
        in Grid("", {"hadamard-energy": {"a": "1"}}, {})._repr_markdown_()
    )
    assert LOOK["hadamard-energy"][0] == SPOKEN["hadamard-energy"]
