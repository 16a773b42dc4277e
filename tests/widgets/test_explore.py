"""The widget's controls, its files, and what its table says."""

import itertools
import json

import pytest
import torch

from kdci import Bipolar, Budget, ImagingSystem, MRIEncoder, UNet
from kdci.encoders import SPCEncoder
from kdci.evaluation import evaluate
from kdci.studies import RELEASED
from kdci.studies.paths import result_path
from kdci.studies.results import load_result
from kdci.studies.run import load_system
from kdci.widgets import explore, explore_released
from kdci.widgets.assets import ASSETS
from kdci.widgets.book import first_images, released_run, runs_of
from kdci.widgets.explore import Explorer, controls
from kdci.widgets.grid import grid
from kdci.widgets.release import RELEASES

pytestmark = pytest.mark.slow


def contents(modality):
    return json.loads((ASSETS / f"{modality}.json").read_text(encoding="utf-8"))


def released_psnr(run):
    """Return the PSNR of the first images: the result's, or with noise today's evaluation's.

    Results with noise were released when noise was drawn for 64 images at a time.
    """
    if run.snr_db is None:
        return load_result(result_path(run, RELEASED)).metrics["psnr"]
    return evaluate(load_system(run, RELEASED), first_images(run), seed=run.data.seed)["psnr"]


@pytest.mark.parametrize("modality", RELEASES)
def test_all_files_are_there_and_numbers_are_those_of_the_results(modality):
    release, found = RELEASES[modality], contents(modality)
    trained_at = 20 if release.suffix == "-20dB" else None
    row = found["snrs"].index(trained_at)
    for system in found["systems"]:
        for point, acceleration in zip(system["points"], release.points.values(), strict=True):
            assert (ASSETS / point["graph"]).is_file()
            run = released_run(release.study, system["name"] + release.suffix, acceleration)
            psnr = released_psnr(run)
            expected = [psnr[index] for index in release.images]
            assert point["psnr"][row] == pytest.approx(expected, abs=2e-3)


def test_controls_begin_where_student_and_baseline_are_compared():
    *inputs, view = explore_released("mri").children
    assert [control.index for control in inputs] == [
        view.point, view.noise, view.left, view.right, view.image,
    ]  # fmt: skip
    assert [inputs[2].value, inputs[3].value] == ["student (decoder loss)", "E2E baseline"]


@pytest.mark.parametrize("modality", RELEASES)
def test_noise_begins_where_the_systems_were_trained(modality):
    view = explore_released(modality).children[-1]
    trained = {run.snr_db for runs in runs_of(RELEASES[modality]).values() for run in runs}
    assert trained == {contents(modality)["snrs"][view.noise]}


@pytest.mark.parametrize("modality", RELEASES)
def test_a_student_is_named_by_its_losses(modality):
    release = RELEASES[modality]
    for run in runs_of(release)["student"]:
        encoder, decoder = run.distillation.encoder > 0, run.distillation.decoder > 0
        losses = {(0, 1): "decoder loss", (1, 0): "encoder loss", (1, 1): "both losses"}[
            encoder, decoder
        ]
        assert release.systems["student"] == f"student ({losses})"


def test_a_kernel_hands_out_the_widgets_files_and_no_others(monkeypatch):
    view, sent = explore_released("mri").children[-1], []
    monkeypatch.setattr(
        Explorer, "send", lambda self, content, buffers=None: sent.append((content, buffers))
    )
    view.answer(view, {"asset": "mri.json"}, [])
    view.answer(view, {"asset": "../../../README.md"}, [])
    (there, buffers), (missing, _) = sent
    assert buffers == [(ASSETS / "mri.json").read_bytes()]
    assert "error" not in there
    assert "no such file" in missing["error"]


def test_bad_input_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"modality='xray'.*mri"):
        explore_released("xray")
    with pytest.raises(FileNotFoundError, match="make book"):
        controls("mri", tmp_path)


def test_the_table_has_a_row_for_each_setting_student_before_baseline():
    rows = [row.strip("| ").split(" | ") for row in grid("spc", image=1).splitlines()[2:]]
    systems = {system["name"]: system["points"] for system in contents("spc")["systems"]}
    both = systems["student"], systems["baseline"]
    settings = itertools.product(range(len(both[0])), range(len(contents("spc")["snrs"])))
    expected = [
        [f"{points[point]['psnr'][snr][1]:.2f}" for points in both] for point, snr in settings
    ]
    assert [row[2:] for row in rows] == expected


def spc_system(seed):
    torch.manual_seed(seed)
    return ImagingSystem(SPCEncoder((16, 16), Bipolar(patterns=20)), UNet(1, base=4))


@pytest.mark.filterwarnings("ignore")  # the exporter's, about packages that we do not use
def test_ones_own_systems_are_explored_beside_each_other():
    mine, other, images = spc_system(0), spc_system(1), torch.rand(3, 1, 16, 16)
    widget = explore(mine, images, seed=4, my_baseline=other)
    view, contents = (
        widget.children[-1],
        json.loads((widget.children[-1].folder / "own.json").read_text(encoding="utf-8")),
    )
    assert view.local == "kernel"
    assert [system["label"] for system in contents["systems"]] == ["system", "my baseline"]
    for system, described in zip((mine, other), contents["systems"], strict=True):
        (point,) = described["points"]
        assert (view.folder / point["graph"]).is_file()
        expected = evaluate(system, images, seed=4)["psnr"]
        assert point["psnr"][-1] == pytest.approx(expected, abs=1e-3)  # the last is without noise


def test_images_that_do_not_fit_are_named_before_anything_is_written():
    system = spc_system(0)
    with pytest.raises(ValueError, match="images"):
        explore(system, torch.rand(3, 2, 16, 16))
    with pytest.raises(ValueError, match=r"len\(images\)=65"):
        explore(system, torch.rand(65, 1, 16, 16))
    mri = ImagingSystem(MRIEncoder((16, 16), Budget(4)), UNet(2, base=4))
    with pytest.raises(ValueError, match="images"):
        explore(system, torch.rand(1, 1, 16, 16), other=mri)
