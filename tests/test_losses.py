import gc

import pytest
import torch
from torch.nn import functional as F

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, Real, TaskLoss, UNet, relax
from kdci.checkpoints import run_identity, tensors_sha256
from kdci.configuration import TrainingConfig
from kdci.constraints import OneBand
from kdci.decoders import ZeroFilled
from kdci.encoders import CASSIEncoder, FilterArrayEncoder, SPCEncoder
from kdci.losses import alignment_loss, feature_distance, gram_loss
from kdci.training import fit
from tests.encoders.registry import ENCODERS


def system(acceleration=8, seed=0, side=16):
    torch.manual_seed(seed)
    decoder = UNet(depth=2)
    torch.nn.init.normal_(decoder.head.weight)
    return ImagingSystem(MRIEncoder((side, side), Budget(acceleration), seed=seed), decoder)


@pytest.fixture
def images():
    return torch.rand(3, 2, 16, 16, generator=torch.Generator().manual_seed(5)) / 2


def test_task_loss_is_the_mean_squared_error(images):
    student = system()
    assert torch.equal(TaskLoss()(student, images)["task"], F.mse_loss(student(images), images))


def test_terms_are_the_weighted_losses(images):
    student, teacher = system(8, 0), system(4, 1)
    terms = DistillationLoss(teacher, task=2, decoder=3, encoder=5)(student, images)
    ours, theirs = (s.features(images, ["bottleneck"])["bottleneck"] for s in (student, teacher))
    assert terms.keys() == {"task", "decoder", "encoder"}
    torch.testing.assert_close(terms["task"], 2 * F.mse_loss(student(images), images))
    torch.testing.assert_close(terms["decoder"], 3 * feature_distance(ours, theirs))
    torch.testing.assert_close(terms["encoder"], 5 * gram_loss(student, teacher))


@pytest.mark.parametrize("alone", ["task", "decoder", "encoder"])
def test_each_term_is_usable_alone(images, alone):
    weights = {"task": 0.0, alone: 1.0}
    student = system()
    terms = DistillationLoss(system(4, 1), **weights)(student, images)
    assert terms.keys() == {alone}
    terms[alone].backward()
    assert student.encoder.latent.grad.abs().sum() > 0


def test_alignment_is_the_other_encoder_loss(images):
    student, teacher = system(8, 0), system(4, 1)
    loss = DistillationLoss(teacher, task=0, encoder=1, encoder_loss="alignment")
    terms = loss(student, images)
    torch.testing.assert_close(terms["encoder"], alignment_loss(student, teacher))


def test_a_student_equal_to_its_teacher_has_nothing_to_learn_from_it(images):
    student = system()
    teacher = relax(student, constraint=Budget(8))
    terms = DistillationLoss(teacher, task=0, decoder=1, encoder=1)(student, images)
    assert terms["decoder"].item() == terms["encoder"].item() == 0


def test_feature_distance_is_relative_to_the_teachers_energy():
    ours, theirs = torch.tensor([3.0, 0.0]), torch.tensor([1.0, 1.0])
    assert feature_distance(ours, theirs).item() == 2.5  # (4 + 1) / 2, over 1


def test_feature_distance_has_no_scale():
    ours, theirs = torch.rand(2, 4, 3, 3), torch.rand(2, 4, 3, 3)
    torch.testing.assert_close(
        feature_distance(9 * ours, 9 * theirs), feature_distance(ours, theirs)
    )
    with pytest.raises(ValueError, match="features: shapes"):
        feature_distance(ours, theirs[:, :2])


def test_gradient_reaches_the_student_and_never_the_teacher(images):
    student, teacher = system(8, 0), system(4, 1)
    loss = DistillationLoss(teacher, decoder=1, encoder=1)
    sum(loss(student, images).values()).backward()
    assert all(p.grad is not None for p in student.parameters())
    for one in (teacher, loss.teacher):
        assert all(p.grad is None for p in one.parameters())
    assert not any(p.requires_grad for p in loss.teacher.parameters())


class WithBatchNorm(UNet):
    """A decoder whose running statistics would drift if its owner were in training mode."""

    def __init__(self):
        super().__init__(depth=2)
        self.down[0][1] = torch.nn.BatchNorm2d(8)


def test_frozen_teacher_does_not_drift(images):
    teacher = ImagingSystem(MRIEncoder((16, 16), Budget(4)), WithBatchNorm())
    loss = DistillationLoss(teacher, decoder=1)
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    loss.train()
    student = system()
    student.train()
    loss(student, images)
    assert not loss.teacher.training
    assert student.training
    assert teacher.training
    assert all(torch.equal(teacher.state_dict()[name], value) for name, value in before.items())


def test_teacher_runs_only_as_far_as_the_last_matched_feature(images):
    teacher, ran = system(4, 1), []
    teacher.decoder.head.register_forward_hook(lambda *_: ran.append("head"))
    teacher.decoder.bottleneck.register_forward_hook(lambda *_: ran.append("bottleneck"))
    DistillationLoss(teacher, decoder=1)(system(), images)
    assert ran == ["bottleneck"]
    ran.clear()
    DistillationLoss(teacher, encoder=1)(system(), images)
    assert ran == []


def test_several_features_are_matched_by_their_mean(images):
    student, teacher = system(8, 0), system(4, 1)
    both = DistillationLoss(teacher, task=0, decoder=1, features=["down0", "up0"])
    each = [DistillationLoss(teacher, task=0, decoder=1, features=[n]) for n in ("down0", "up0")]
    wanted = sum(loss(student, images)["decoder"] for loss in each) / 2
    torch.testing.assert_close(both(student, images)["decoder"], wanted)


def test_teacher_of_another_image_size_is_refused(images):
    loss = DistillationLoss(system(4, 1, side=32), decoder=1)
    with pytest.raises(ValueError, match=r"teacher: images of shape \(2, 32, 32\).*\(2, 16, 16\)"):
        loss(system(), images)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"decoder": -1}, "decoder=-1"),
        ({"encoder": float("nan")}, "encoder=nan"),
        ({"task": 0}, "at least one must be above 0"),
        ({"decoder": 1, "features": ["middle"]}, "features='middle'"),
        ({"encoder_loss": "cosine"}, "encoder_loss='cosine'"),
    ],
)
def test_bad_arguments_are_refused(bad, message):
    with pytest.raises(ValueError, match=message):
        DistillationLoss(system(), **bad)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_the_callers_teacher_stays_as_it_is(name, frozen, training):
    encoder = ENCODERS[name].make((8, 8), 0)
    decoder = torch.nn.Sequential(torch.nn.BatchNorm2d(encoder.image_shape[0]))
    teacher = ImagingSystem(encoder, decoder).train(training)
    teacher.encoder.requires_grad_(not frozen)
    student = relax(teacher, encoder.constraint).requires_grad_(True)

    def state():
        modes = [module.training for module in teacher.modules()]
        return (
            modes,
            [p.requires_grad for p in teacher.parameters()],
            tensors_sha256(teacher.state_dict()),
        )

    before = state()
    loss = DistillationLoss(teacher, decoder=1, encoder=1, features=["0"]).train()
    sum(loss(student, torch.rand(3, *encoder.image_shape)).values()).backward()
    assert state() == before
    assert all(p.grad is None for p in teacher.parameters())
    assert not any(module.training for module in loss.teacher.modules())


def test_what_becomes_of_the_teacher_later_does_not_matter(images):
    student, teacher = system(8, 0), system(4, 1)
    loss = DistillationLoss(teacher, decoder=1, encoder=1)
    before = {name: term.item() for name, term in loss(student, images).items()}
    with torch.no_grad():
        for parameter in teacher.parameters():
            parameter += 1
    assert {name: term.item() for name, term in loss(student, images).items()} == before


def test_the_identity_of_a_run_is_that_of_the_teachers_weights(images):
    student, config = system(8, 0), TrainingConfig()
    same, again, other = (DistillationLoss(system(4, seed)) for seed in (1, 1, 2))
    identity = run_identity(student, same, config, images)
    assert identity == run_identity(student, again, config, images)
    assert identity != run_identity(student, other, config, images)


def test_gradients_of_the_teachers_own_training_are_not_kept(images):
    teacher = system(4, 1)
    TaskLoss()(teacher, images)["task"].backward()
    assert all(p.grad is None for p in DistillationLoss(teacher).teacher.parameters())
    assert all(p.grad is not None for p in teacher.parameters())


@pytest.mark.parametrize("weights", [{}, {"decoder": 1}, {"task": 0, "encoder": 1}], ids=str)
def test_teacher_that_is_the_student_or_shares_with_it_is_refused(images, weights):
    student = system()
    other_mask = ImagingSystem(MRIEncoder((16, 16), Budget(4)), student.decoder)
    other_network = ImagingSystem(student.encoder, UNet(depth=2))
    for teacher in (student, other_mask, other_network):
        loss = DistillationLoss(teacher, **weights)
        with pytest.raises(ValueError, match="teacher: is the student, or shares '(enc|dec)oder"):
            loss(student, images)
        with pytest.raises(ValueError, match="teacher: is the student"):
            fit(student, images, loss, TrainingConfig(steps=1, batch_size=2), accelerator="cpu")
    assert student.encoder.latent.requires_grad


def test_shared_decoder_is_found_when_the_teacher_itself_is_gone(images):
    student = system()
    loss = DistillationLoss(ImagingSystem(MRIEncoder((16, 16), Budget(4)), student.decoder))
    gc.collect()
    with pytest.raises(ValueError, match="teacher: is the student, or shares 'decoder"):
        loss(student, images)


def test_teacher_of_another_modality_is_refused():
    student = ImagingSystem(CASSIEncoder((8, 8), Real(), bands=4), ZeroFilled())
    images = torch.rand(2, 4, 8, 8)
    camera = ImagingSystem(SPCEncoder((8, 8), Real(patterns=3)), ZeroFilled())
    with pytest.raises(ValueError, match=r"teacher: images of shape \(1, 8, 8\): must be the"):
        DistillationLoss(camera, encoder=1)(student, images)
    array = ImagingSystem(FilterArrayEncoder((8, 8), OneBand(4), bands=4), ZeroFilled())
    with pytest.raises(ValueError, match="a FilterArrayEncoder, the student a CASSIEncoder: .*L_E"):
        DistillationLoss(array, encoder=1)(student, images)
    terms = DistillationLoss(array, decoder=1, features=["image"])(student, images)
    assert terms["decoder"] > 0  # images can be compared


@pytest.mark.parametrize("teacher", [None, "teacher", UNet(), ImagingSystem], ids=str)
def test_teacher_that_is_no_system_is_refused(teacher):
    with pytest.raises(TypeError, match="teacher.*: must be a kdci.ImagingSystem, for instance"):
        DistillationLoss(teacher)


def test_student_that_is_no_system_is_refused(images):
    with pytest.raises(TypeError, match="system: is of type UNet: must be a kdci.ImagingSystem"):
        DistillationLoss(system())(UNet(), images)


def test_feature_that_is_zero_cannot_be_matched():
    with pytest.raises(ValueError, match="features: the teacher's is zero everywhere"):
        feature_distance(torch.rand(2, 3), torch.zeros(2, 3))


def test_features_in_16_bits_are_compared_in_32():
    ours, theirs = torch.rand(2, 4, 3, 3).bfloat16(), torch.rand(2, 4, 3, 3).bfloat16()
    distance = feature_distance(ours, theirs)
    assert distance.dtype == torch.float32
    assert torch.equal(distance, feature_distance(ours.float(), theirs.float()))
    assert feature_distance(ours.double(), theirs.double()).dtype == torch.float64
