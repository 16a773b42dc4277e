"""A run is evaluated on the images that its study names, and on no others."""

import pytest

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
