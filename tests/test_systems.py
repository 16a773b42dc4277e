import pytest
import torch

from kdci import Budget, ImagingSystem, MRIEncoder, Real, UNet, relax
from kdci.decoders import ZeroFilled
from tests.encoders.registry import ENCODERS


def test_zero_filled_system_is_the_backprojection():
    encoder, x = MRIEncoder((8, 8), Budget(4)), torch.rand(2, 2, 8, 8)
    system = ImagingSystem(encoder, ZeroFilled())
    assert torch.equal(system(x), encoder.backproject(x))


def test_reconstruction_keeps_the_absolute_scale():
    x = torch.rand(2, 2, 16, 16)
    system = ImagingSystem(MRIEncoder((16, 16), Budget(1)), ZeroFilled())
    torch.testing.assert_close(system(7 * x), 7 * x)


def test_relaxing_copies_and_swaps_the_constraint_alone():
    student = ImagingSystem(MRIEncoder((16, 16), Budget(8)), UNet(depth=2), snr_db=30)
    before = {name: value.clone() for name, value in student.state_dict().items()}
    teacher = relax(student, constraint=Real())
    with torch.no_grad():
        for parameter in teacher.parameters():
            parameter += 1
    assert all(torch.equal(student.state_dict()[name], value) for name, value in before.items())
    assert before.keys() == teacher.state_dict().keys()
    assert isinstance(student.encoder.constraint, Budget)
    assert isinstance(teacher.encoder.constraint, Real)
    assert teacher.snr_db == 30


def test_impossible_relaxation_is_refused_at_once():
    student = ImagingSystem(MRIEncoder((4, 4), Budget(8)), ZeroFilled())
    with pytest.raises(ValueError, match="acceleration=17"):
        relax(student, constraint=Budget(17))


def test_image_size_that_is_not_a_multiple_of_the_stride_is_refused_at_once():
    with pytest.raises(ValueError, match="20 x 16 pixels.*multiples of the decoder's stride 8"):
        ImagingSystem(MRIEncoder((20, 16), Budget(8)), UNet(depth=3))


@pytest.mark.parametrize("snr_db", [float("nan"), float("inf"), -float("inf")])
def test_snr_that_is_not_finite_is_refused(snr_db):
    with pytest.raises(ValueError, match=f"snr_db={snr_db}"):
        ImagingSystem(MRIEncoder((16, 16), Budget(8)), UNet(depth=2), snr_db=snr_db)


@pytest.mark.parametrize("name", sorted(ENCODERS))
@pytest.mark.parametrize("constraint", ["real", None, Real, 4, torch.nn.Identity()], ids=str)
def test_what_is_no_constraint_is_refused_with_the_remedy(name, constraint):
    system = ImagingSystem(ENCODERS[name].make((8, 8), 0), ZeroFilled())
    with pytest.raises(TypeError, match=r"constraint.*: must be a constraint .*kdci.Real\(\)"):
        relax(system, constraint)


def test_what_is_no_system_or_encoder_is_refused():
    encoder = MRIEncoder((16, 16), Budget(8))
    with pytest.raises(TypeError, match="system: is of type MRIEncoder: must be"):
        relax(encoder, Real())
    with pytest.raises(TypeError, match="encoder: is of type UNet: must be a kdci.encoders"):
        ImagingSystem(UNet(), encoder)
