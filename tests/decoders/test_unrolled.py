import pytest
import torch

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, Real, relax
from kdci.decoders import Unrolled


def system(acceleration=4, constraint=None):
    torch.manual_seed(0)
    encoder = MRIEncoder((12, 10), constraint or Budget(acceleration))
    return ImagingSystem(encoder, Unrolled(channels=2, iterations=3, width=4))


def test_stages_are_named_and_the_last_one_is_the_image():
    shapes = {}
    x = torch.rand(2, 2, 12, 10)
    for name, out in system().decoder.stages(x, lambda image: image):
        shapes[name] = out.shape[1]
    assert shapes == {
        "hidden1": 4,
        "iterate1": 2,
        "hidden2": 4,
        "iterate2": 2,
        "hidden3": 4,
        "image": 2,
    }
    assert tuple(shapes) == system().decoder.stage_names


def test_untrained_it_is_gradient_descent_on_the_measurements():
    x, made = torch.rand(2, 2, 12, 10), system(constraint=Real())
    b = made.backproject(x)
    iterate = b
    for _ in range(3):
        iterate = iterate - (made.encoder.backproject(iterate) - b)
    torch.testing.assert_close(made(x), iterate)


def test_a_binary_mask_is_a_projection_so_that_the_measured_samples_are_kept():
    x, made = torch.rand(2, 2, 12, 10), system()
    torch.testing.assert_close(made(x), made.backproject(x))


def test_every_parameter_learns_the_mask_included():
    made = system()
    for proximal in made.decoder.proximal:
        torch.nn.init.normal_(proximal.head.weight, std=0.1)
    x = torch.rand(2, 2, 12, 10)
    (made(x) - x).square().mean().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in made.parameters())


def test_distils_by_its_features():
    student, teacher = system(4), relax(system(4), constraint=Budget(2))
    terms = DistillationLoss(teacher, decoder=1, features=["hidden3"])(
        student, torch.rand(2, 2, 12, 10)
    )
    assert terms["decoder"].item() > 0


def test_without_the_encoder_it_says_what_it_needs():
    with pytest.raises(ValueError, match="normal=None: must be the encoder's map"):
        Unrolled()(torch.rand(1, 2, 8, 8))


@pytest.mark.parametrize("bad", [{"channels": 0}, {"iterations": 21}, {"width": 0.5}], ids=str)
def test_bad_arguments_are_refused(bad):
    ((name, value),) = bad.items()
    with pytest.raises(ValueError, match=f"{name}={value}"):
        Unrolled(**bad)
