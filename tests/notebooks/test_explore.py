"""The pages of the widgets, for another scene than the book's."""

import pytest

from kdci.widgets.grid import grid, psnr
from tests.notebooks.harness import execute, read

MODALITIES = ("spc", "mri", "cassi")


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_table_is_that_of_the_scene_that_was_asked_for(tmp_path, modality):
    facts = {"table": f"grid('{modality}', image)"}
    found = execute(read(f"explore-{modality}"), tmp_path, facts, image=1)
    assert found["table"] == grid(modality, 1) != grid(modality, 0)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="image=3"):
        grid("mri", 3)
    with pytest.raises(ValueError, match="system='nobody'"):
        psnr("mri", "nobody")
