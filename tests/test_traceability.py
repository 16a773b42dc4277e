"""Every figure leads to its runs, every run to its result, every result to its configuration."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.results import edit, other_configuration
from tests.traceability import (
    names_on,
    stale_pages,
    uncovered_figures,
    unproven_results,
    unregistered_figures,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
RESULTS = "experiments/results"
RESULT = f"{RESULTS}/spc-designs/dct-af10-0.json"
STUDIES = ("spc-designs", "cassi-designs", "mri-acceleration")
"""Those in which faults are planted; the other results are not there from the beginning."""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return a copy of all that leads from a figure to its configurations, of some studies."""
    root = tmp_path_factory.mktemp("small")
    aside = shutil.ignore_patterns("weights", "checkpoints", "results", "static")
    for folder in ("book", "notebooks", "experiments"):
        shutil.copytree(ROOT / folder, root / folder, ignore=aside)
    for study in STUDIES:
        shutil.copytree(ROOT / RESULTS / study, root / RESULTS / study)
    return root


@pytest.fixture(scope="module")
def before(small):
    """Return a function that says what is wrong with the copy before anything is planted."""
    return cache(lambda faults: set(faults(small)))


@pytest.fixture
def copy(small, tmp_path):
    """Return a copy of the copy."""
    return shutil.copytree(small, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def planted(before):
    """Return a function that says what is wrong with a copy, beyond what was wrong before."""
    return lambda faults, root: set(faults(root)) - before(faults)


def replace(path, old, new):
    """Replace text of a file that is there exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def plant(root, **provenance):
    """Give a result another provenance; "removed" removes a key."""

    def change(result):
        made = result["provenance"] | provenance
        result["provenance"] = {key: value for key, value in made.items() if value != "removed"}

    edit(root / RESULT, change)


@pytest.mark.parametrize(
    "faults", [unregistered_figures, unproven_results, stale_pages, uncovered_figures]
)
def test_nothing_is_broken(faults):
    assert faults(ROOT) == []


def test_figures_of_notebooks_and_pages_are_found():
    assert "fig-mri-masks" in names_on(ROOT / "notebooks/mri.md")
    assert names_on(ROOT / "book/method/imaging-systems.md") == ["fig-unet"]


def test_a_figure_without_an_entry_is_found(planted, copy):
    page = copy / "notebooks/mri.md"
    replace(page, "name: fig-mri-masks\n", "name: fig-mri-new\n")
    assert planted(unregistered_figures, copy) == {
        "notebooks/mri.md: fig-mri-new has no entry",
        "notebooks/mri.md: has no figure fig-mri-masks",
    }


def test_a_drawing_without_an_entry_is_found(planted, copy):
    page = copy / "book/method/three-stages.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n```{figure} x.svg\n:name: fig-new\n\nText.\n```\n",
        encoding="utf-8",
    )
    fault = "book/method/three-stages.md: fig-new has no entry"
    assert planted(unregistered_figures, copy) == {fault}


def test_a_figure_without_a_name_is_found(planted, copy):
    replace(copy / "notebooks/mri.md", "    name: fig-mri-masks\n", "")
    assert "notebooks/mri.md: a figure has no name" in planted(unregistered_figures, copy)


def test_a_figure_that_is_there_twice_is_found(planted, copy):
    replace(copy / "notebooks/spc.md", "name: fig-spc-data\n", "name: fig-spc-fixed\n")
    assert "fig-spc-fixed: is there twice" in planted(unregistered_figures, copy)


def test_an_entry_that_is_there_twice_is_found(copy):
    replace(copy / "book/figures.yaml", "id: fig-mri-data", "id: fig-mri-masks")
    with pytest.raises(ValueError, match=r"figures.yaml:\d+: \d+.id: 'fig-mri-masks': is there tw"):
        unregistered_figures(copy)


@pytest.mark.parametrize("key", ["commit", "machine", "finished"])
def test_an_empty_provenance_is_found(planted, copy, key):
    plant(copy, **{key: ""})
    assert planted(unproven_results, copy) == {f"spc-designs/dct-af10-0: {key}=''"}


@pytest.mark.parametrize(
    ("key", "value"), [("data_sha256", ""), ("weights_sha256", "0123"), ("steps", None)]
)
def test_an_impossible_provenance_is_found(planted, copy, key, value):
    plant(copy, **{key: value})
    (fault,) = planted(unproven_results, copy)
    assert f"dct-af10-0.json': damaged: provenance.{key}: is {value!r}" in fault


def test_a_result_without_provenance_is_found(planted, copy):
    plant(copy, machine="removed")
    (fault,) = planted(unproven_results, copy)
    assert "dct-af10-0.json': damaged: provenance: the key 'machine' is missing" in fault


def test_a_result_of_another_configuration_is_found(planted, copy):
    other_configuration(copy / RESULT)
    fault = "spc-designs/dct-af10-0: of another configuration than its study has"
    assert planted(unproven_results, copy) == {fault}
    assert planted(stale_pages, copy) >= {f"encoders.md: {fault}", f"spc.md: {fault}"}


def test_a_result_is_stale_when_its_study_has_changed(planted, copy):
    replace(copy / "experiments/cassi-designs.yaml", "test: 256", "test: 128")
    assert len(planted(unproven_results, copy)) == 5
    pages = {fault.split(":")[0] for fault in planted(stale_pages, copy)}
    assert pages >= {"cassi.md", "encoders.md"}


def test_a_result_that_no_study_has_is_found(planted, copy):
    path = copy / RESULT
    path.rename(path.with_stem("dct-af3-0"))
    (fault,) = planted(unproven_results, copy)
    assert "dct-af3-0.json': damaged: is of dct-af10-0: such a file must be called dct-af" in fault


def test_a_page_that_does_not_name_its_study_is_found(planted, copy):
    replace(copy / "notebooks/encoders.md", "experiments/*-designs.yaml", "experiments/spc-d*.yaml")
    lacks = "notebooks/encoders.md does not depend on experiments/cassi-designs.yaml"
    assert planted(uncovered_figures, copy) == {f"fig-encoders-apertures: {lacks}"}
    assert len(planted(stale_pages, copy)) == 5


def test_a_needed_result_that_is_not_there_is_found(planted, copy):
    (copy / "experiments/results/mri-acceleration/cartesian-af8-0.json").unlink()
    figures = {fault.split(":")[0] for fault in planted(uncovered_figures, copy)}
    assert figures >= {"fig-mri-fixed", "fig-mri-acceleration", "fig-mri-point-spread"}
