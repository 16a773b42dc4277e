"""Comparisons by instrument, kind of teacher and noise, from what the studies say."""

from dataclasses import replace

import pytest

from kdci.evidence.claims import load_claims
from kdci.evidence.kinds import (
    NOISELESS,
    NOISY,
    NONE,
    OWN,
    RELAXED,
    by_kind,
    noise_kind,
    teacher_kind,
)
from kdci.evidence.verdicts import Finding

CLAIMS = {claim.id: claim for claim in load_claims()}


def one(claim, study, label):
    """Return the comparison of a claim whose study and label begin so."""
    return next(e for e in CLAIMS[claim].evidence if e.study == study and e.label.startswith(label))


@pytest.mark.parametrize(
    ("claim", "study", "label", "kind"),
    [
        ("C1", "mri-acceleration", "AF 8", RELAXED),  # twice the samples
        ("C1", "mri-adam", "AF 8", RELAXED),  # real values
        ("C1", "mri-claims", "AF 8", OWN),
        ("C1", "cassi-snapshots", "one", RELAXED),
        ("C9", "inference", "U-Net", NONE),
    ],
)
def test_the_kind_of_teacher_is_that_of_the_study(claim, study, label, kind):
    assert teacher_kind(one(claim, study, label)) == kind


def test_labels_that_say_own_kind_are_of_teachers_of_the_own_kind():
    for evidence in CLAIMS["C1"].evidence:
        assert (teacher_kind(evidence) == OWN) == ("own kind" in evidence.label), evidence.label


@pytest.mark.parametrize(
    ("claim", "study", "label", "kind"),
    [
        ("C1", "spc-claims", "1/10", NOISELESS),
        ("C5", "spc-noise", "SNR 20", NOISY),  # trained with it
        ("C5", "mri-claims", "SGD, unforeseen", NOISY),  # tested with it
        ("C9", "inference", "U-Net", NOISELESS),
    ],
)
def test_noise_is_of_the_training_or_of_the_test(claim, study, label, kind):
    assert noise_kind(one(claim, study, label)) == kind


def test_what_has_no_teacher_is_refused():
    baseline = replace(one("C1", "mri-claims", "AF 8"), system="baseline")
    with pytest.raises(ValueError, match="system='baseline': has no teacher in mri-claims"):
        teacher_kind(baseline)


def test_every_comparison_is_in_one_group():
    findings = [Finding(evidence) for evidence in CLAIMS["C5"].evidence]
    groups = by_kind(findings)
    assert sum(map(len, groups.values())) == len(findings)
    assert {noise for _, _, noise in groups} == {NOISY}
    assert ("SPC", RELAXED, NOISY) in groups
