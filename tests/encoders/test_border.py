"""What people of the field really have, at the border: taken, or refused with a remedy."""

import re

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from kdci import ImagingSystem
from kdci.decoders import ZeroFilled
from kdci.evaluation import evaluate, reconstruct
from tests.encoders.explicit import images_for, make
from tests.encoders.registry import ENCODERS

every_encoder = pytest.mark.parametrize("name", ENCODERS)
SHAPE = (16, 16)
GOOD = torch.rand(3, 1, *SHAPE)


def entrances(encoder):
    """Return everything that images go into."""
    system = ImagingSystem(encoder, ZeroFilled(), 20.0)
    return (
        encoder.measure,
        encoder.backproject,
        lambda images: encoder.noise(images, 20.0),
        system,
        system.backproject,
        lambda images: system.features(images, ["image"]),
        lambda images: reconstruct(system, images),
        lambda images: evaluate(system, images),
    )


OTHER_KINDS = {  # how it is made of images, and what the error says of it
    "numpy": (lambda x: x.numpy(), "is of type ndarray: must be", "torch.from_numpy(images)"),
    "list": (list, "is of type list: must be", "torch.stack(images)"),
    "loader": (DataLoader, "is of type DataLoader: must be", "torch.cat(list(images))"),
    "dataset": (TensorDataset, "is of type TensorDataset: must be", "torch.stack([images[i]"),
    "none": (lambda x: None, "images=None: must be", "a float tensor"),
    "path": (lambda x: "train.npy", "images='train.npy': must be", "a float tensor"),
}
OTHER_NUMBERS = {
    "double": (lambda x: x.double(), "torch.float64: must be torch.float32", ".double() moves"),
    "half": (lambda x: x.half(), "torch.float16: must be", "images.to(torch.float32)"),
    "bfloat16": (lambda x: x.bfloat16(), "torch.bfloat16: must be", "images.to(torch.float32)"),
    "bytes": (lambda x: (255 * x).byte(), "torch.uint8: must be", "images.float() / 255"),
    "integers": (lambda x: x.long(), "torch.int64: must be", "images.float() is"),
    "booleans": (lambda x: x > 0.5, "torch.bool: must be", "images.float() is"),
    "none of them": (lambda x: x[:0], "shape (0, ", "must be at least one"),
    "complex": (lambda x: x[:, 0] + 0j, "torch.complex64: must be", "torch.view_as_real(images)"),
    "complex, one channel": (
        lambda x: x[:, :1] + 0j,
        "torch.complex64: must be",
        "torch.view_as_real(images.squeeze(1)).movedim(-1, 1)",
    ),
}


@every_encoder
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_another_kind_of_object_is_named_with_a_way_to_make_a_tensor(name, kind):
    encoder = make(name, SHAPE, torch.float32)
    turn, found, remedy = OTHER_KINDS[kind]
    for entrance in entrances(encoder):
        with pytest.raises(TypeError, match="^images.*" + re.escape(found[-8:])) as caught:
            entrance(turn(torch.rand(2, *encoder.image_shape)))
        assert found in str(caught.value)
        assert remedy in str(caught.value)


@every_encoder
@pytest.mark.parametrize("kind", OTHER_NUMBERS)
def test_other_numbers_are_named_with_a_way_to_change_them(name, kind):
    encoder = make(name, SHAPE, torch.float32)
    turn, found, remedy = OTHER_NUMBERS[kind]
    for entrance in entrances(encoder):
        with pytest.raises(ValueError, match="^images: ") as caught:
            entrance(turn(torch.rand(2, *encoder.image_shape)))
        assert found in str(caught.value)
        assert remedy in str(caught.value)


def test_remedies_do_what_they_say():
    encoder = make("mri-budget", SHAPE, torch.float32)
    pairs = torch.rand(2, 2, *SHAPE)
    images = torch.complex(pairs[:, 0], pairs[:, 1])
    found = torch.view_as_real(images).movedim(-1, 1)
    assert torch.equal(found, pairs)
    assert torch.equal(encoder.measure(found), encoder.measure(pairs))
    images = images.unsqueeze(1)
    found = torch.view_as_real(images.squeeze(1)).movedim(-1, 1)
    assert torch.equal(encoder.measure(found), encoder.measure(pairs))
    images = pairs.numpy()
    assert torch.equal(torch.from_numpy(images).float(), pairs)
    images = TensorDataset(*pairs[:, None])
    assert len(images[0]) == 2
    images = list(pairs)
    assert torch.equal(torch.stack(images), pairs)
    images = DataLoader(images, batch_size=2)
    assert torch.equal(torch.cat(list(images)), pairs)


@every_encoder
def test_measurements_of_another_shape_or_type_are_refused(name):
    encoder = make(name, (6, 8), torch.float32)
    y = encoder.measure(images_for(encoder, torch.float32, 0)).detach()
    shape = ", ".join(map(str, encoder.measurement_shape))
    wanted = re.escape(f"must be a tensor of shape (B, {shape})")
    for bad in (y[..., :-1], y[0], y[None], torch.cat((y, y), dim=-1)):
        found = re.escape(f"measurements: shape {tuple(bad.shape)}: ")
        with pytest.raises(ValueError, match=found + wanted):
            encoder.adjoint(bad)
    with pytest.raises(TypeError, match=f"measurements: is of type ndarray: {wanted}"):
        encoder.adjoint(y.numpy())
    with pytest.raises(ValueError, match=r"measurements: shape \(0, .*must be at least one"):
        encoder.adjoint(y[:0])
    wide = torch.complex128 if y.is_complex() else torch.float64
    for other in (wide, torch.float16, torch.int64):
        with pytest.raises(ValueError, match=f"measurements: {other}: must be {y.dtype}"):
            encoder.adjoint(y.real.to(other))


@every_encoder
def test_shape_of_the_measurements_is_that_which_they_have(name):
    encoder = make(name, (6, 8), torch.float32)
    y = encoder.measure(images_for(encoder, torch.float32, 0))
    assert encoder.measurement_shape == tuple(y.shape[1:])
    assert super(type(encoder).__mro__[1], encoder).measurement_shape == tuple(y.shape[1:])
    assert encoder.complex_measurements == y.is_complex()


@every_encoder
def test_a_system_of_float64_works_in_float64_throughout(name):
    torch.manual_seed(0)  # of other images some reconstruction is negative on average: a warning
    encoder = make(name, SHAPE, torch.float64)
    system = ImagingSystem(encoder, ZeroFilled(), 20.0).double()
    x = torch.rand(2, *encoder.image_shape, dtype=torch.float64) / 2
    y = encoder.measure(x)
    found = [y, encoder.noise(x, 20.0), encoder.adjoint(y), system(x), reconstruct(system, x)]
    found += [encoder.gram_distance(encoder), encoder.gram_misalignment(encoder)]
    assert {values.real.dtype for values in found} == {torch.float64}
    assert evaluate(system, x)["psnr"]
    with pytest.raises(ValueError, match=r"images: torch.float32: must be torch.float64"):
        system(x.float())


@every_encoder
def test_a_system_of_16_bits_is_refused_with_what_to_do(name):
    encoder = make(name, SHAPE, torch.float32).half()
    images = torch.rand(1, *encoder.image_shape).half()
    with pytest.raises(ValueError, match=r"^encoder: torch.float16: .*encoder.float\(\) is"):
        encoder.measure(images)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, None, "64"])
def test_impossible_batch_size_is_named(batch_size):
    encoder = make("spc-real", SHAPE, torch.float32)
    system = ImagingSystem(encoder, ZeroFilled())
    with pytest.raises(ValueError, match=re.escape(f"batch_size={batch_size!r}: must be an")):
        reconstruct(system, torch.rand(2, 1, *SHAPE), batch_size=batch_size)


@pytest.mark.parametrize("seed", [-1, 0.5, None, "0"])
def test_impossible_seed_of_the_noise_is_named(seed):
    system = ImagingSystem(make("spc-real", SHAPE, torch.float32), ZeroFilled(), 20.0)
    with pytest.raises(ValueError, match=re.escape(f"seed={seed!r}: must be an integer")):
        reconstruct(system, torch.rand(2, 1, *SHAPE), seed=seed)


@pytest.mark.parametrize("function", [reconstruct, evaluate])
def test_what_is_no_system_is_refused(function):
    encoder, images = make("spc-real", SHAPE, torch.float32), torch.rand(2, 1, *SHAPE)
    with pytest.raises(TypeError, match=r"^system: is of type .*: must be a kdci.ImagingSystem\("):
        function(encoder, images)
    with pytest.raises(TypeError, match="^system='student': must be a kdci.ImagingSystem"):
        function("student", images)


def test_images_of_numpy_are_taken_once_they_are_a_tensor():
    encoder = make("spc-real", SHAPE, torch.float32)
    images = np.random.default_rng(0).random((2, 1, *SHAPE))
    assert encoder.measure(torch.from_numpy(images).float()).shape == (2, 3)
