"""`check_encoder` passes what is right, and names the fault of what is not."""

import pytest
import torch

from kdci import Binary, Bipolar, Budget, MRIEncoder, Real, SoftBudget, SPCEncoder, check_encoder
from kdci.physics import mri
from kdci.proofs import closed_forms
from tests.encoders.registry import ENCODERS
from tests.own.video import CodedExposure

ADJOINT = {"adjoint is that of measure, float32", "adjoint is that of measure, float64"}


def video(constraint=None, **methods):
    """Return an encoder whose methods are replaced by faulty ones."""
    kind = type("Faulty", (CodedExposure,), methods)
    return kind((6, 7), constraint or Real())


def failures(encoder):
    return {proof.name for proof in check_encoder(encoder).failures}


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("shape", [(4, 4), (5, 7)], ids=str)
def test_encoders_of_the_package_pass(name, shape):
    report = check_encoder(ENCODERS[name].make(shape, 0))
    assert report.passed, report
    assert {"distance", "misalignment", "singular values", "coherence"} <= {
        proof.name.removeprefix("closed form of the ").removeprefix("Gram ")
        for proof in report.proofs
    }


def test_adjoint_off_by_one():
    fault = video(adjoint=lambda self, y: self.pattern * y[:, None].roll(1, dims=-1))
    assert failures(fault) >= ADJOINT


def test_adjoint_of_the_other_sign():
    assert failures(video(adjoint=lambda self, y: -self.pattern * y[:, None])) == ADJOINT


def test_adjoint_off_in_float32_alone():
    def rounded(self, y):
        back = self.pattern * y[:, None]
        return back.half().float() if back.dtype == torch.float32 else back

    assert failures(video(adjoint=rounded)) == {"adjoint is that of measure, float32"}


def test_missing_conjugate():
    class Faulty(MRIEncoder):
        def adjoint(self, measurements):
            return mri.adjoint(measurements.conj(), self.pattern)

    assert failures(Faulty((6, 7), Real())) >= ADJOINT


@pytest.mark.parametrize("measure", ["saturates", "offset"])
def test_measure_that_is_not_linear(measure):
    def faulty(self, images):
        right = CodedExposure.measure(self, images)
        return right + 1 if measure == "offset" else 2 * torch.tanh(right / 2)

    assert "measure is linear" in failures(video(measure=faulty))


def test_adjoint_that_is_not_linear():
    faulty = video(adjoint=lambda self, y: self.pattern * y[:, None].clamp_min(0))
    assert "adjoint is linear" in failures(faulty)


def test_images_that_are_measured_together():
    def faulty(self, images):
        return CodedExposure.measure(self, images - images.mean(dim=0) / 2)

    assert "each image is measured by itself" in failures(video(measure=faulty))


@pytest.mark.parametrize("what", ["pattern", "images"])
def test_gradient_that_is_cut(what):
    def faulty(self, images):
        pattern = self.pattern
        if what == "pattern":
            pattern = pattern.detach()
        else:
            images = images.detach()
        return (pattern * images).sum(dim=1)

    found = failures(video(measure=faulty))
    assert found == {f"gradient of the {what}"}


def test_gradient_that_is_missing_altogether():
    class Faulty(CodedExposure):
        def measure(self, images):
            return super().measure(images).detach()

        def adjoint(self, measurements):
            return super().adjoint(measurements).detach()

    found = failures(Faulty((6, 7), Real()))
    assert {proof.removeprefix("gradient of the ") for proof in found} == {
        *("images", "measurements", "pattern")
    }


def test_wrong_closed_forms():
    class Faulty(SPCEncoder):
        def gram_distance(self, other):
            return 1.001 * super().gram_distance(other)

        def gram_misalignment(self, other):
            return super().gram_misalignment(other) + 1e-4

    found = failures(Faulty((6, 7), Bipolar(5)))
    wanted = {f"closed form of the Gram {what}" for what in ("distance", "misalignment")}
    assert found == wanted


def test_closed_forms_that_are_no_longer_those_of_what_is_measured():
    class Faulty(SPCEncoder):
        def measure(self, images):
            return super().measure(images) * self.weights

        def adjoint(self, measurements):
            return super().adjoint(measurements * self.weights)

        @property
        def weights(self):
            return torch.linspace(1, 2, len(self.latent)).to(self.latent)

    found = failures(Faulty((6, 7), Real(-1, 1, 5)))
    assert {name.split()[-1] for name in found} == {
        *("distance", "misalignment", "values", "coherence")
    }


def test_wrong_closed_form_is_seen_at_a_size_where_the_default_is_estimated():
    class Faulty(SPCEncoder):
        def gram_distance(self, other):
            return 1.5 * super().gram_distance(other)

    assert failures(SPCEncoder((40, 40), Bipolar(700))) == set()
    assert failures(Faulty((40, 40), Bipolar(700))) == {"closed form of the Gram distance"}


class OneTooMany(Budget):
    def forward(self, latent):
        return Budget(self.acceleration * 0.8)(latent)


class SomeTooFew(Budget):
    def forward(self, latent):
        return Budget(self.acceleration * 1.2)(latent)


class HalfOpen(Binary):
    def forward(self, latent):
        return super().forward(latent) / 2


class TooBright(Real):
    def forward(self, latent):
        return 2 * latent


class TooMuch(SoftBudget):
    def forward(self, latent):
        return 1.1 * super().forward(latent)


@pytest.mark.parametrize(
    "constraint", [OneTooMany(4), SomeTooFew(4), HalfOpen(), TooBright(), TooMuch(4)]
)
def test_constraint_that_is_not_kept(constraint):
    encoder = MRIEncoder((6, 7), constraint, torch.linspace(0, 1, 42).view(6, 7))
    assert failures(encoder) == {"constraint is kept"}


def test_pattern_that_measures_nothing():
    encoder = CodedExposure((6, 7), Real())
    torch.nn.init.zeros_(encoder.latent)
    assert "constraint is kept" in failures(encoder)


def test_what_is_too_large_to_be_checked_is_said(monkeypatch):
    monkeypatch.setattr(closed_forms, "LARGEST_MATRIX", 0)
    report = check_encoder(SPCEncoder((4, 4), Bipolar(5)))
    assert [proof.found for proof in report.proofs[-2:]] == [closed_forms.TOO_LARGE[1]] * 2


def test_error_in_a_proof_is_its_finding():
    def faulty(self, images):
        if images.dtype == torch.float64:
            raise RuntimeError("float32 only")
        return CodedExposure.measure(self, images)

    report = check_encoder(video(measure=faulty))
    found = {proof.name: proof for proof in report.proofs}
    assert found["adjoint is that of measure, float32"].passed
    assert found["measure is linear"].found == "RuntimeError: float32 only"


def test_report_is_read_line_by_line():
    report = check_encoder(video(adjoint=lambda self, y: -self.pattern * y[:, None]))
    first, *lines, last = str(report).splitlines()
    assert first.startswith("Faulty under Real(0 to 1")
    assert first.endswith("images of 4 channels, 6 x 7 pixels")
    assert len(lines) == len(report.proofs)
    assert lines[0].split()[:3] == ["FAILS", "adjoint", "is"]
    assert "relative error 2, may be 1e-05" in lines[0]
    assert lines[3].startswith("  holds  measure is linear")
    assert last == f"2 of {len(report.proofs)} proofs fail: " + ", ".join(sorted(ADJOINT))
    assert not report.passed


def test_encoder_and_random_state_stay_as_they_were():
    encoder = video().train().requires_grad_(False)
    latent, state = encoder.latent.clone(), torch.random.get_rng_state()
    assert check_encoder(encoder).passed
    assert torch.equal(encoder.latent, latent)
    assert encoder.training
    assert not encoder.latent.requires_grad
    assert torch.equal(torch.random.get_rng_state(), state)


def test_anything_else_is_refused():
    with pytest.raises(TypeError, match=r"encoder=Linear.*: must be a kdci.Encoder"):
        check_encoder(torch.nn.Linear(2, 2))
