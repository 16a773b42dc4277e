"""A run sees the images that its study names, and no others, and begins where its seed says."""

from statistics import fmean

import pytest
import torch

from kdci.evaluation import evaluate
from kdci.studies.paths import result_path
from kdci.studies.results import load_result
from kdci.studies.run import build, execute, load_images
from kdci.studies.study import expand
from tests.studies.studies import TINY, changed


@pytest.mark.parametrize("split", ["validation", "test"])
def test_the_images_that_are_evaluated_are_those_of_the_split(split, tmp_path):
    systems = {"floor": TINY["systems"]["floor"]}
    (run,) = expand(changed(systems=systems, evaluate_on=split))
    execute(run, None, tmp_path, "cpu")
    images = load_images(run.data, run.modality)
    found = load_result(result_path(run, tmp_path)).metrics["psnr"]
    psnr = {
        name: pytest.approx(evaluate(build(run).eval(), images[name])["psnr"], rel=1e-4)
        for name in ("validation", "test")
    }
    assert [name for name, values in psnr.items() if found == values] == [split]


def test_the_curve_of_validation_is_that_of_validation_images(tmp_path):
    (run,) = expand(changed(systems={"baseline": TINY["systems"]["baseline"]}))
    execute(run, None, tmp_path, "cpu")
    curve = load_result(result_path(run, tmp_path)).curves["validation_psnr"]
    images = load_images(run.data, run.modality)
    found = {
        name: fmean(evaluate(build(run), images[name], seed=run.data.seed)["psnr"])
        for name in ("validation", "test")
    }
    assert curve[0] == pytest.approx(found["validation"], rel=1e-4)  # before the first update
    assert curve[0] != pytest.approx(found["test"], rel=1e-4)


def test_a_seed_gives_the_same_start_again_and_another_seed_another_one():
    runs = expand(changed(systems={"baseline": TINY["systems"]["baseline"]}, seeds=[0, 1]))
    first, again, other = (build(run).state_dict() for run in (runs[0], runs[0], runs[1]))
    assert all(torch.equal(first[name], again[name]) for name in first)
    for name in ("decoder.bottleneck.0.weight", "encoder.parametrizations.pattern.original"):
        assert not torch.equal(first[name], other[name])
