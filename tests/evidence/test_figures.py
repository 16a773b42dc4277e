"""The registry of figures: what it accepts, what it refuses and where, and the runs it leads to."""

import re

import pytest
import yaml

from kdci.evidence.figures import Figure, Need, load_figures, runs_of
from tests.studies.studies import names, written

ENTRY = {"id": "fig-a", "page": "notebooks/a.md", "title": "A figure"}
TINY = {"study": "tiny"}


@pytest.fixture
def load(tmp_path):
    """Return a function that loads a registry of some entries, beside the tiny study."""
    written(tmp_path / "tiny.yaml", accelerations=[4, 8], seeds=[0, 1])

    def load_entries(*entries):
        path = tmp_path / "figures.yaml"
        path.write_text(yaml.safe_dump(list(entries), sort_keys=False), encoding="utf-8")
        return load_figures(path, tmp_path)

    return load_entries


def entry(**changes):
    """Return an entry with other values; None removes a key."""
    values = ENTRY | {"needs": [dict(TINY)]} | changes
    return {key: value for key, value in values.items() if value is not None}


def test_an_entry_becomes_a_figure(load):
    needs = [{**TINY, "systems": ["student"], "accelerations": [8], "seeds": [1]}]
    assert load(entry(claims=["C1", "C10"], needs=needs)) == {
        "fig-a": Figure(
            **ENTRY, claims=("C1", "C10"), needs=(Need("tiny", ("student",), (8,), (1,)),)
        )
    }


def test_a_figure_may_have_a_notebook_of_its_own(load):
    (figure,) = load(entry(notebook="fig-5")).values()
    assert figure.notebook == "fig-5"


def test_a_figure_may_need_no_runs(load):
    figures = load(
        entry(needs=None, data="photographs"), entry(id="fig-b", needs=None, command="python x.py")
    )
    assert [(f.needs, f.data, f.command) for f in figures.values()] == [
        ((), "photographs", ""),
        ((), "", "python x.py"),
    ]


def test_runs_are_those_that_are_needed_and_their_teachers_first(load, tmp_path):
    needs = [
        {**TINY, "systems": ["student", "floor"], "accelerations": [8], "seeds": [1]},
        {**TINY, "systems": ["student"], "accelerations": [8], "seeds": [0, 1]},
    ]
    (figure,) = load(entry(needs=needs)).values()
    runs = names(runs_of(figure, tmp_path))
    students = ["student-af8-0", "student-af8-1"]
    assert sorted(runs) == sorted(["floor-af8-1", *students, "teacher-af8-0", "teacher-af8-1"])
    assert runs[-2:] == students


def test_without_restrictions_a_need_is_the_whole_study(load, tmp_path):
    (figure,) = load(entry()).values()
    assert len(runs_of(figure, tmp_path)) == 5 * 2 * 2


@pytest.mark.parametrize(
    ("wrong", "line", "message"),
    [
        (entry(needs=[{**TINY, "seed": [0]}]), 6, "0.needs.0.seed: unknown key"),
        (entry(colour="red"), 6, "0.colour: unknown key"),
        (entry(title=3), 3, "0.title: is 3: must be text"),
        (entry(title=None), 1, "0: the key 'title' is missing"),
        (entry(claims=["C11"]), 6, "0.claims: claims='C11': must be one of 'C1'"),
        (entry(claims=[]), 6, "0.claims: is []: must be a list, not empty"),
        (entry(id="Figure 1"), 1, "0.id: 'Figure 1': must be like fig-mri-masks"),
        (entry(needs=[]), 4, "0.needs: is []: must be a list, not empty"),
        (entry(needs=None), 1, "0: has none of needs, data, command: must have one"),
        (entry(data="brains"), 1, "0: has needs and data of needs, data, command: must have one"),
        (entry(needs=[{"study": "big"}]), 5, "0.needs.0.study: 'big': no such study"),
        (entry(needs=[{**TINY, "systems": ["x"]}]), 6, "0.needs.0.systems: 'x': study 'tiny' has"),
        (entry(needs=[{**TINY, "seeds": [7]}]), 6, "0.needs.0.seeds: 7: study 'tiny' has"),
        (entry(needs=[{**TINY, "accelerations": ["8"]}]), 7, "accelerations.0: is '8': must be a"),
        ("fig-a", 1, "0: is 'fig-a': must be a mapping"),
    ],
)
def test_what_is_wrong_is_refused_with_file_line_and_key(load, wrong, line, message):
    with pytest.raises(ValueError, match=rf"figures\.yaml:{line}: .*{re.escape(message)}"):
        load(wrong)


def test_an_id_that_is_there_twice_is_refused(load):
    with pytest.raises(ValueError, match=r"figures\.yaml:6: 1\.id: 'fig-a': is there twice"):
        load(entry(), entry())


def test_a_registry_is_a_list_in_a_file(tmp_path):
    path = tmp_path / "figures.yaml"
    with pytest.raises(FileNotFoundError, match=r"figures\.yaml': no such file"):
        load_figures(path, tmp_path)
    path.write_text("fig-a: {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="must be a list of figures"):
        load_figures(path, tmp_path)
