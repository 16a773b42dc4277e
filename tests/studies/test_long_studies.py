"""Studies for a GPU or a long night load and can be looked at; they have not been run."""

import pytest

from kdci.evidence.report import dry_run
from kdci.studies import FOLDER
from kdci.studies.plan import plan
from kdci.studies.study import load_study, read_study

LONG = sorted(FOLDER.glob("long/*.yaml"))


@pytest.mark.parametrize("path", LONG, ids=lambda path: path.stem)
def test_a_long_study_loads_and_can_be_looked_at(path, tmp_path):
    study = read_study(path)
    assert study.tier == "gpu"
    assert f"{len(study.runs)} runs to do" in dry_run(plan(study.runs, tmp_path))


def test_the_full_recipe_has_the_authors_length_and_all_images():
    runs = load_study(FOLDER / "long" / "recipe-full.yaml")
    assert {run.training.steps for run in runs} == {93750, 2 * 93750}
    assert {run.training.batch_size for run in runs} == {32}
    assert {(run.data.source, run.data.train, run.data.test) for run in runs} == {
        ("fashion-mnist", 59000, 10000)
    }
    assert {run.seed for run in runs} == set(range(5))


def test_each_system_of_the_recipe_is_in_the_full_one_and_differs_in_length_alone():
    full = {run.system: run for run in load_study(FOLDER / "long" / "recipe-full.yaml")}
    lengths = {"steps", "monitor_every", "seed"}
    for run in load_study(FOLDER / "recipe.yaml"):
        other = full[run.system]
        for key, value in vars(run.training).items():
            assert key in lengths or getattr(other.training, key) == value, (run.system, key)
        assert (run.constraint, run.start, run.relaxed) == (
            other.constraint, other.start, other.relaxed,
        )  # fmt: skip
