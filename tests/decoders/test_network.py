"""Networks of one's own as decoders."""

import pytest
import torch
from torch import nn

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, UNet, relax
from kdci.decoders import Decoder, NetworkDecoder, ZeroFilled, as_decoder
from tests.encoders.registry import ENCODERS

SHAPE = (2, 16, 12)


class Residual(nn.Module):
    """Adds a correction; one of its parts runs twice, one gives a pair, one never runs."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 4, 3, padding=1)
        self.twice = nn.ReLU()
        self.pair = Pair()
        self.idle = nn.Conv2d(2, 2, 1)
        self.image = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        found, _ = self.pair(self.twice(self.first(x)))
        return x + self.image(self.twice(found))


class Pair(nn.Module):
    def forward(self, x):
        return x, x


NETWORKS = {
    "convolution": lambda: nn.Conv2d(2, 2, 3, padding=1),
    "sequential": lambda: nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(4, 2, 1)
    ),
    "nested": lambda: nn.Sequential(nn.Sequential(nn.Conv2d(2, 4, 1)), nn.Conv2d(4, 2, 1)),
    "with strides": lambda: nn.Sequential(nn.MaxPool2d(2), nn.ConvTranspose2d(2, 2, 2, stride=2)),
    "with statistics": lambda: nn.Sequential(nn.BatchNorm2d(2), nn.Dropout(0.5)),
    "without parameters": nn.Identity,
    "own": Residual,
}


@pytest.fixture(params=NETWORKS)
def network(request):
    torch.manual_seed(0)
    return NETWORKS[request.param]()


def test_any_network_from_image_to_image_serves(network):
    encoder = MRIEncoder(SHAPE[1:], Budget(4))
    system, images = ImagingSystem(encoder, network).eval(), torch.rand(3, *SHAPE)
    assert isinstance(system.decoder, NetworkDecoder)
    assert torch.equal(system(images), network(encoder.backproject(images)))


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_network_decodes_for_every_encoder(name):
    encoder = ENCODERS[name].make((6, 7), 0)
    channels = encoder.image_shape[0]
    system = ImagingSystem(encoder, nn.Conv2d(channels, channels, 3, padding="same"))
    images = torch.rand(2, *encoder.image_shape)
    assert system(images).shape == images.shape


def test_stages_are_its_submodules_in_the_order_in_which_they_run():
    found = {name: as_decoder(make(), SHAPE).stage_names for name, make in NETWORKS.items()}
    assert found == {
        "convolution": ("image",),
        "sequential": ("0", "1", "2", "image"),
        "nested": ("0.0", "0", "1", "image"),
        "with strides": ("0", "1", "image"),
        "with statistics": ("0", "1", "image"),
        "without parameters": ("image",),
        "own": ("first", "image"),
    }


def test_features_are_what_the_submodules_give(network):
    network.eval()
    decoder, x = as_decoder(network, SHAPE), torch.rand(2, *SHAPE)
    stages = dict(decoder.stages(x))
    assert tuple(stages) == decoder.stage_names
    assert torch.equal(stages["image"], network(x))
    for name in decoder.stage_names:
        assert torch.equal(decoder.features(x, [name])[name], stages[name])
    assert decoder.features(x, []) == {}


def test_feature_is_that_before_the_next_layer_works_in_place():
    network = NETWORKS["sequential"]()
    x = torch.rand(2, *SHAPE)
    feature = as_decoder(network, SHAPE).features(x, ["0"])["0"]
    assert torch.equal(feature, network[0](x))
    assert (feature < 0).any()


def test_no_hook_is_left_and_the_network_stays_as_it_was(network):
    before = {name: value.clone() for name, value in network.state_dict().items()}
    network.train()
    state = torch.get_rng_state()
    as_decoder(network, SHAPE)
    assert torch.equal(torch.get_rng_state(), state)
    assert all(module.training for module in network.modules())
    assert all(torch.equal(network.state_dict()[name], value) for name, value in before.items())
    assert not any(module._forward_hooks for module in network.modules())


def test_no_hook_is_left_after_an_error():
    network = NETWORKS["sequential"]()
    decoder = as_decoder(network, SHAPE)
    with pytest.raises(RuntimeError, match="channels"):
        decoder.features(torch.rand(1, 3, 4, 4), ["0", "image"])
    assert not any(module._forward_hooks for module in network.modules())


def test_unknown_feature_is_refused():
    decoder = as_decoder(NETWORKS["sequential"](), SHAPE)
    with pytest.raises(ValueError, match="features='bottleneck': must be one of '0', '1', '2'"):
        decoder.features(torch.rand(1, *SHAPE), ["bottleneck"])


def test_it_is_distilled_by_its_submodules():
    student = ImagingSystem(MRIEncoder((16, 16), Budget(4)), NETWORKS["sequential"]())
    teacher = relax(student, constraint=Budget(2))
    loss = DistillationLoss(teacher, task=0, decoder=1, features=["0", "image"])
    term = loss(student, torch.rand(2, 2, 16, 16) / 2)["decoder"]
    term.backward()
    assert term > 0
    assert student.encoder.latent.grad.any()
    assert student.decoder.network[0].weight.grad.any()


def test_decoder_is_taken_as_it_is():
    for decoder in (UNet(channels=2), ZeroFilled()):
        assert as_decoder(decoder, (2, 16, 16)) is decoder


SERVES = r"must be a torch.nn.Module from an image \(B, C, H, W\) to an image of that shape"


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (nn.Conv2d(2, 2, 3), r"Conv2d makes shape \(1, 2, 14, 10\) of a back-projection of shape"),
        (nn.Conv2d(2, 1, 1), r"Conv2d makes shape \(1, 1, 16, 12\)"),
        (nn.Conv2d(3, 3, 1), r"Conv2d makes no image .*\(1, 2, 16, 12\) \(Given groups=1"),
        (nn.Sequential(nn.Flatten(), nn.Linear(9, 9)), "Sequential makes no image"),
        (Pair(), "Pair makes <class 'tuple'>"),
    ],
)
def test_network_that_makes_no_image_is_refused_by_name(network, message):
    with pytest.raises(ValueError, match=f"decoder: {message}.*{SERVES}"):
        ImagingSystem(MRIEncoder(SHAPE[1:], Budget(4)), network)
    assert not any(module._forward_hooks for module in network.modules())


@pytest.mark.parametrize(
    ("decoder", "found"),
    [(None, "=None"), (torch.relu, ": is of type"), (UNet, ": is the class UNet itself")],
)
def test_what_is_no_module_is_refused(decoder, found):
    with pytest.raises(TypeError, match=f"decoder{found}.*{SERVES}"):
        ImagingSystem(MRIEncoder(SHAPE[1:], Budget(4)), decoder)


def test_decoder_of_other_channels_is_refused_at_once():
    with pytest.raises(ValueError, match="a UNet of 3 channels: must have 2, as the encoder's"):
        ImagingSystem(MRIEncoder((16, 16), Budget(4)), UNet(channels=3))


class Blind(Decoder):
    stage_names = ("image",)

    def stages(self, backprojection, normal=None):
        yield "image", backprojection


def test_decoder_of_ones_own_need_not_say_its_channels_or_stride():
    images = torch.rand(2, 2, 5, 7)
    system = ImagingSystem(MRIEncoder((5, 7), Budget(4)), Blind())
    assert system(images).shape == images.shape
