import pytest
import torch
from torch.nn import functional as F

from kdci import Budget, DistillationLoss, ImagingSystem, MRIEncoder, TaskLoss, UNet, relax
from kdci.losses import alignment_loss, feature_distance, gram_loss


def system(acceleration=8, seed=0, side=16):
    torch.manual_seed(seed)
    decoder = UNet(depth=2)
    torch.nn.init.normal_(decoder.head.weight)
    return ImagingSystem(MRIEncoder((side, side), Budget(acceleration), seed=seed), decoder)


@pytest.fixture
def images():
    return torch.rand(3, 2, 16, 16, generator=torch.Generator().manual_seed(5))


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
