"""Graphs for the browser compute what kdci computes."""

import warnings

import numpy as np
import onnxruntime
import pytest
import torch

from kdci import Bipolar, Budget, ImagingSystem, MRIEncoder, OneBand, UNet
from kdci.constraints import Binary
from kdci.decoders import Unrolled
from kdci.encoders import CASSIEncoder, FilterArrayEncoder
from kdci.encoders.spc import PseudoInverseSPCEncoder, SPCEncoder
from kdci.evaluation import compare, reconstruct
from kdci.widgets.graph import OUTPUTS, export, unit_noise

SHAPE = (16, 16)
SYSTEMS = {
    "mri": lambda: ImagingSystem(MRIEncoder(SHAPE, Budget(4)), UNet(2, base=4)),
    "spc": lambda: ImagingSystem(SPCEncoder(SHAPE, Bipolar(patterns=20)), UNet(1, base=4)),
    "spc-pinv": lambda: ImagingSystem(
        PseudoInverseSPCEncoder(SHAPE, Bipolar(patterns=20)), UNet(1, base=4)
    ),
    "cassi": lambda: ImagingSystem(
        CASSIEncoder(SHAPE, Binary(patterns=2), bands=4), Unrolled(4, iterations=2, width=8)
    ),
    "filter-array": lambda: ImagingSystem(
        FilterArrayEncoder(SHAPE, OneBand(bands=4), bands=4), UNet(4, base=4)
    ),
}


@pytest.fixture(params=SYSTEMS, scope="module")
def system(request):
    torch.manual_seed(0)
    system = SYSTEMS[request.param]().eval()
    for values in system.decoder.parameters():  # heads start at zero, which would hide errors
        values.data += 0.05 * torch.randn_like(values)
    return system


@pytest.fixture(scope="module")
def session(system, tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "system.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's, about packages that we do not use
        export(system, path)
    return onnxruntime.InferenceSession(path)


@pytest.mark.slow
@pytest.mark.parametrize("snr", [15, None])
def test_a_graph_gives_what_the_evaluation_gives(system, session, snr):
    images = torch.rand(3, *system.encoder.image_shape) / 2
    noise = unit_noise(system, images, seed=7)
    scale = np.array(0 if snr is None else 10 ** (-snr / 20), dtype=np.float32)
    feeds = {"image": images[1:2].numpy(), "noise": noise[1:2].numpy(), "noise_scale": scale}
    found = dict(zip(OUTPUTS, session.run(list(OUTPUTS), feeds), strict=True))
    visible = system.encoder.visible
    expected = visible(reconstruct(system, images, seed=7, snr_db=snr))
    metrics = compare(expected, visible(images))
    assert np.abs(found["reconstruction"] - expected[1:2].numpy()).max() < 1e-4
    assert found["psnr"].item() == pytest.approx(metrics["psnr"][1], abs=1e-3)
    assert found["ssim"].item() == pytest.approx(metrics["ssim"][1], abs=1e-3)
