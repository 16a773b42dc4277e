"""What a student has of its teacher before its first step, in studies and by itself."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from kdci import Bipolar, ImagingSystem, Real, SPCEncoder, UNet
from kdci.constraints import Constraint
from kdci.studies.identity import config_sha256
from kdci.studies.inheritance import PARTS, inherit
from kdci.studies.run import execute, load_system
from kdci.studies.study import expand
from kdci.studies.yaml_files import ConfigurationError
from tests.studies.studies import changed


def system(
    kind: type[Constraint], patterns: int = 6, base: int = 8, seed: int = 0
) -> ImagingSystem:
    torch.manual_seed(seed)
    encoder = SPCEncoder((8, 8), kind(patterns=patterns), torch.randn(patterns, 64))
    return ImagingSystem(encoder, UNet(channels=1, base=base, depth=2))


def decoder_of(one: ImagingSystem) -> list[torch.Tensor]:
    return [value.clone() for value in one.decoder.state_dict().values()]


def test_the_decoder_is_copied_and_the_pattern_left():
    student, teacher = system(Bipolar, seed=1), system(Real)
    before = student.encoder.latent.clone()
    inherit(student, teacher, ["decoder"])
    assert all(map(torch.equal, decoder_of(student), decoder_of(teacher)))
    assert torch.equal(student.encoder.latent, before)
    with torch.no_grad():
        next(student.decoder.parameters()).add_(1)
    assert not all(map(torch.equal, decoder_of(student), decoder_of(teacher)))


@pytest.mark.parametrize("kind", [Bipolar, Real])
def test_the_pattern_is_the_teachers_as_far_as_the_constraint_can(kind):
    student, teacher = system(kind, seed=1), system(Real)
    before = decoder_of(student)
    inherit(student, teacher, ["encoder"])
    wanted = student.encoder.constraint(teacher.encoder.pattern)
    assert torch.equal(student.encoder.pattern.sign(), wanted.sign())
    assert all(map(torch.equal, decoder_of(student), before))


def test_what_does_not_fit_is_refused_by_its_name():
    with pytest.raises(ValueError, match=r"the teacher's encoder does not fit: .*\(6, 64\)"):
        inherit(system(Bipolar, patterns=5), system(Real), ["encoder"])
    with pytest.raises(ValueError, match="inherit: the teacher's decoder does not fit"):
        inherit(system(Bipolar, base=16), system(Real), ["decoder"])


def study(**distillation: object) -> dict[str, object]:
    return changed(
        modality="spc",
        training={"steps": 1, "batch_size": 4, "decoder_rate": 0.0, "encoder_rate": 0.0},
        decoder="unet-light",
        systems={
            "teacher": {"role": "teacher", "variant": "real", "constraint": "real"},
            "student": {
                "role": "student",
                "variant": "inherits",
                "constraint": "bipolar",
                "distillation": {"teacher": "teacher", **distillation},
            },
        },
    )


def test_a_study_hands_over_what_it_says(tmp_path: Path):
    teacher, student = expand(study(inherit=["decoder", "encoder"]))
    execute(teacher, None, tmp_path, "cpu")
    execute(student, teacher, tmp_path, "cpu")
    taught, teaching = load_system(student, tmp_path), load_system(teacher, tmp_path)
    # The rates are zero: what the student has is what it was given.
    assert all(map(torch.equal, decoder_of(taught), decoder_of(teaching)))
    signs = taught.encoder.constraint(teaching.encoder.pattern).sign()
    assert torch.equal(taught.encoder.pattern.sign(), signs)


def test_nothing_inherited_leaves_the_hash_of_a_configuration():
    configurations = [asdict(expand(study(**more))[1]) for more in ({}, {"inherit": ["decoder"]})]
    plain, other = map(config_sha256, configurations)
    del configurations[0]["distillation"]["inherit"]  # as results of before it have it
    assert plain == config_sha256(configurations[0]) != other


def test_an_unknown_part_is_refused():
    with pytest.raises(ConfigurationError, match=re.escape("inherit='mask'")):
        expand(study(inherit=["mask"]))
    assert set(PARTS) == {"decoder", "encoder"}
