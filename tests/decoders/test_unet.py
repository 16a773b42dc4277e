import pytest
import torch

from kdci.decoders import BatchNormUNet, ScaleAwareUNet, UNet


def test_stages_have_the_channels_and_sides_of_figure_3():
    torch.manual_seed(0)
    decoder = UNet(channels=2, width=2, base=4, depth=3)
    shapes = {name: tuple(out.shape[1:]) for name, out in decoder.stages(torch.rand(1, 2, 16, 24))}
    assert shapes == {
        "down0": (8, 16, 24),
        "down1": (16, 8, 12),
        "down2": (32, 4, 6),
        "bottleneck": (64, 2, 3),
        "up2": (32, 4, 6),
        "up1": (16, 8, 12),
        "up0": (8, 16, 24),
        "image": (2, 16, 24),
    }
    assert tuple(shapes) == decoder.stage_names


def test_starts_at_the_backprojection():
    x = torch.rand(2, 2, 16, 16)
    assert torch.equal(UNet(depth=2)(x), x)


def test_every_parameter_learns():
    torch.manual_seed(0)
    decoder = UNet(depth=2)
    torch.nn.init.normal_(decoder.head.weight)
    decoder(torch.rand(2, 2, 16, 16)).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in decoder.parameters())


def test_runs_only_as_far_as_the_last_feature_asked_for():
    decoder = UNet(depth=2)
    ran = []
    for name, layer in decoder.named_children():
        layer.register_forward_hook(lambda *_, name=name: ran.append(name))
    for block in decoder.up:
        block.register_forward_hook(lambda *_: ran.append("up"))
    decoder.features(torch.rand(1, 2, 8, 8), ["bottleneck"])
    assert "bottleneck" in ran
    assert "up" not in ran
    assert "head" not in ran


@pytest.mark.parametrize("side", [(12, 16), (16, 12), (7, 8)], ids=str)
def test_side_that_is_not_a_multiple_of_the_stride_is_refused(side):
    wanted = f"{side[0]} x {side[1]} pixels: .*multiples of the U-Net's stride 8"
    with pytest.raises(ValueError, match=wanted):
        UNet(depth=3)(torch.rand(1, 2, *side))


def test_other_number_of_channels_is_refused():
    with pytest.raises(ValueError, match=r"backprojection: shape .*\(B, 2, H, W\)"):
        UNet(channels=2)(torch.rand(1, 1, 16, 16))


@pytest.mark.parametrize("bad", [{"channels": 0}, {"width": 0}, {"base": 6}, {"depth": 7}], ids=str)
def test_bad_arguments_are_refused(bad):
    ((name, value),) = bad.items()
    with pytest.raises(ValueError, match=f"{name}={value}"):
        UNet(**bad)


def test_unknown_feature_is_refused():
    with pytest.raises(ValueError, match="features='middle': must be one of 'down0'"):
        UNet().features(torch.rand(1, 2, 8, 8), ["middle"])


@pytest.mark.parametrize(("kind", "blind"), [(UNet, True), (ScaleAwareUNet, False)])
def test_only_the_scale_aware_one_tells_a_bright_image_from_a_dim_one(kind, blind):
    torch.manual_seed(0)
    decoder = kind(depth=2).eval()
    torch.nn.init.normal_(decoder.head.weight)
    x = 5 * torch.rand(2, 2, 16, 16)
    correction, of_the_double = decoder(x) - x, decoder(2 * x) - 2 * x
    difference = (of_the_double - correction).abs().max() / correction.abs().max()
    assert (difference < 1e-3) == blind


def test_the_scale_aware_one_starts_at_the_backprojection_and_learns_everywhere():
    decoder = ScaleAwareUNet(channels=1, width=4, base=1, depth=2)
    x = torch.rand(2, 1, 16, 16)
    assert torch.equal(decoder(x), x)
    torch.nn.init.normal_(decoder.head.weight)
    decoder(x).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in decoder.parameters())


def test_no_feature_and_a_repeated_one():
    decoder, x = UNet(depth=1), torch.rand(1, 2, 8, 8)
    assert decoder.features(x, []) == {}
    assert decoder.features(x, ["down0", "down0"]).keys() == {"down0"}
    assert decoder.features(x, decoder.stage_names).keys() == set(decoder.stage_names)


def test_batch_normalisation_and_relu_stand_where_the_others_stood():
    layers = [type(layer).__name__ for layer in BatchNormUNet(depth=2).modules()]
    assert layers.count("BatchNorm2d") == layers.count("ReLU") == 10
    assert not {"GroupNorm", "SiLU"} & set(layers)


def test_in_training_the_others_of_a_batch_count_and_in_evaluation_not():
    torch.manual_seed(0)
    decoder, x = BatchNormUNet(depth=2), torch.rand(4, 2, 16, 16)
    torch.nn.init.normal_(decoder.head.weight)
    assert not torch.allclose(decoder(x)[:2], decoder(x[:2]), atol=1e-3)
    decoder.eval()
    assert torch.allclose(decoder(x)[:2], decoder(x[:2]), atol=1e-6)
    assert torch.equal(BatchNormUNet(depth=2)(x), x)
