"""One decoder for all masks: the masks it is trained on, its training, its graph, its score."""

import json
import shutil
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from kdci.constraints import Bipolar
from kdci.data.mni import brain_slices
from kdci.encoders import SPCEncoder
from kdci.evaluation import evaluate, reconstruct
from kdci.metrics.sampling import energy_spectrum
from kdci.physics import mri
from kdci.studies.opened import open_study
from kdci.widgets.drawing import compare, still
from kdci.widgets.drawing.build import behind
from kdci.widgets.drawing.decoder import Cascade
from kdci.widgets.drawing.fit import Settings, train
from kdci.widgets.drawing.graph import export
from kdci.widgets.drawing.hadamard import Hadamard
from kdci.widgets.drawing.kspace import MRI, KSpace, disc
from kdci.widgets.drawing.packed import packed
from kdci.widgets.drawing.patterns import Patterns
from kdci.widgets.drawing.points import Points
from kdci.widgets.drawing.release import released_decoder
from kdci.widgets.drawing.selections import SPC
from kdci.widgets.scripts import script

SIZE = 32


@pytest.fixture(scope="module")
def images():
    return brain_slices("train", count=24, size=SIZE)


@pytest.fixture(scope="module")
def stream(images):
    return Points(
        spectrum=energy_spectrum(images),
        held_out=frozenset({128, 256}),
        learned=[disc((SIZE, SIZE), 4)],
    )


@pytest.fixture(scope="module")
def patterns(images):
    energy = Hadamard(SIZE).energy(mri.magnitude(images))
    return Patterns(spectrum=energy, held_out=frozenset({128, 256}), sparse=128)


def trained(seed=0):
    """Return a decoder whose corrections are not zero."""
    torch.manual_seed(seed)
    decoder = Cascade(2, 8)
    for network in decoder.networks:
        torch.nn.init.normal_(network.head.weight, std=0.1)
    return decoder.eval().requires_grad_(False)


@pytest.fixture(params=["stream", "patterns"])
def either(request):
    return request.getfixturevalue(request.param)


def test_a_seed_has_one_mask_of_a_budget_that_may_be_drawn(either):
    stream = either
    masks = [stream.mask(seed) for seed in range(150)]
    counts = [int(mask.sum()) for mask in masks]
    assert all(set(mask.unique().tolist()) <= {0.0, 1.0} for mask in masks)
    assert not {128, 256} & set(counts)
    assert SIZE**2 // 128 <= min(counts) < SIZE**2 / 16 < max(counts) <= SIZE**2 // 2
    assert torch.equal(stream.mask(7), masks[7])
    assert not torch.equal(masks[7], masks[8])


def test_budgets_that_are_tested_are_never_drawn(either):
    drawn = {int(either.mask(seed).sum()) for seed in range(20)}
    without = replace(either, held_out=frozenset(drawn))
    assert not drawn & {int(without.mask(seed).sum()) for seed in range(20)}


def test_each_kind_has_a_share_and_gives_its_score(either):
    kinds = either.kinds()
    assert either.shares.keys() == kinds.keys()
    assert sum(either.shares.values()) == pytest.approx(1)
    for kind in kinds.values():
        score = kind(np.random.default_rng(0), 100)
        assert score.shape == (SIZE, SIZE)
        assert np.isfinite(score).all()


def test_hadamard_patterns_are_the_encoders(images, patterns):
    shown = mri.magnitude(images)
    mask = patterns.mask(3)
    encoder = SPC.encoder(mask)
    assert len(encoder.pattern) == int(mask.sum())
    assert torch.equal(SPC.mask(encoder), mask)
    found = Hadamard(SIZE).normal(shown, mask)
    assert torch.allclose(found, encoder.backproject(shown), atol=1e-5)
    whole = Hadamard(SIZE).energy(shown).sum()
    assert whole == pytest.approx(float(shown.square().sum(dim=(1, 2, 3)).mean()), rel=1e-5)


def test_patterns_that_are_not_hadamards_have_no_mask():
    encoder = SPCEncoder((8, 8), Bipolar(patterns=3))
    with pytest.raises(ValueError, match="Hadamard"):
        SPC.mask(encoder)


def test_what_was_measured_is_in_the_image(images):
    mask = disc((SIZE, SIZE), 6)
    found = reconstruct(behind(MRI, mask, trained()), images[:2])
    wanted = mri.forward(images[:2], mask)
    assert torch.allclose(mri.forward(found, mask), wanted, atol=1e-5)
    assert not torch.allclose(mri.fourier(found), mri.fourier(images[:2]), atol=1e-2)


def test_a_cascade_needs_the_encoder(images):
    with pytest.raises(ValueError, match="normal=None"):
        trained()(images[:1])


@pytest.mark.slow
def test_a_training_learns_and_goes_on_where_it_was_stopped(images, stream, tmp_path):
    settings = Settings(steps=12, batch_size=4, every=4, cascades=1, base=4)
    given = images, KSpace(SIZE), stream
    whole, curves = train(*given, settings, tmp_path / "whole.pt", say=lambda _: None)
    assert curves["step"] == [4, 8, 12]
    lines = []

    def stop(line):
        lines.append(line)
        if len(lines) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(*given, settings, tmp_path / "cut.pt", say=stop)
    resumed, again = train(*given, settings, tmp_path / "cut.pt", say=lambda _: None)
    assert again == curves
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(one, other)
    other = replace(settings, seed=1)
    _, fresh = train(*given, other, tmp_path / "cut.pt", say=lambda _: None)
    assert fresh != curves


@pytest.mark.slow
def test_the_graph_is_the_decoder(images, tmp_path):
    decoder = trained()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own
        export(MRI, decoder, SIZE, tmp_path / "decoder.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "decoder.onnx")
    for mask in (disc((SIZE, SIZE), 5), (torch.rand(SIZE, SIZE) < 0.2).float()):
        given = {"image": images[:1].numpy(), "mask": mask.numpy()}
        found, psnr = session.run(None, given)
        system = behind(MRI, mask, decoder)
        wanted = mri.magnitude(reconstruct(system, images[:1]))
        assert np.allclose(found, wanted.numpy(), atol=2e-5)
        assert psnr.item() == pytest.approx(evaluate(system, images[:1])["psnr"][0], abs=1e-3)


@pytest.mark.parametrize(
    ("domain", "acceleration"), [(MRI, 4), (MRI, 8), (MRI, 16), (SPC, 4), (SPC, 10), (SPC, 20)]
)
def test_a_mask_to_begin_with_has_the_exact_budget(domain, acceleration):
    found = domain.presets(open_study(domain.study), acceleration)
    texts = domain.texts
    assert found.keys() == texts.labels.keys() >= set(texts.rivals) >= {texts.champion}
    pixels = next(iter(found.values())).numel()
    assert {int(mask.sum()) for mask in found.values()} == {round(pixels / acceleration)}
    assert texts.start[0] in domain.tested
    assert texts.start[1] in found


def test_the_released_decoder_is_the_one_that_was_compared():
    means = compare.compared(MRI)
    assert len(means) == 24
    study, decoder = open_study(MRI.study), released_decoder(MRI)
    mask = study.system("student", 8).encoder.pattern.detach()
    images = study.images("test")[: MRI.images[1]]
    found = evaluate(behind(MRI, mask, decoder), images)["psnr"]
    assert found == pytest.approx(
        compare._compared(MRI, compare.FOLDER)[1][0][: MRI.images[1]], abs=2e-3
    )


def in_node(expression, *modules):
    """Return the value of an expression in the scope of the widget's own modules."""
    code = f"{script(*modules)}\nconsole.log(JSON.stringify({expression}));"
    node = shutil.which("node") or str(
        Path(sys.executable).parent / "node"
    )  # the machine's, or npm's
    command = [node, "--input-type=module", "-"]
    done = subprocess.run(command, input=code, text=True, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_the_browser_reads_masks_and_writes_arrays_as_numpy_does(tmp_path):
    mask = (torch.rand(64, 64, generator=torch.Generator().manual_seed(0)) < 0.1).float()
    given = f"unhexed('{packed(mask)}', 4096)"
    found = in_node(f"[[...{given}], [...npyOf({given}, 64)]]", "draw/share", "draw/numpy")
    assert found[0] == mask.flatten().tolist()
    (tmp_path / "mask.npy").write_bytes(bytes(found[1]))
    array = np.load(tmp_path / "mask.npy")
    assert array.dtype == np.uint8
    assert np.array_equal(array, mask.numpy())


def test_a_table_has_a_column_of_masks_only_where_there_are_several():
    one = {("hadamard-energy", 4.0): (34.0, 33.0), ("hadamard-energy", 10.0): (30.0, 29.5)}
    several = {("hadamard-energy", 4.0): (34.0, 33.0), ("dct", 4.0): (30.0, 29.5)}
    assert still.table(SPC, one).splitlines()[0].startswith("| Pixels per pattern |")
    assert still.table(SPC, several).splitlines()[0].startswith("| Selection |")


def test_a_decoder_of_selections_was_trained_behind_selections():
    text = still.origin(SPC)
    assert "behind its own selection" in text
    assert "Masks" not in text
