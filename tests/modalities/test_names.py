"""A name in a study stands for the constraint or decoder that it says."""

import pytest

from kdci.modalities import MODALITIES

CONSTRAINTS = {
    "mri": {
        "budget": "Budget(acceleration=8, center=0)",
        "chain-rule": "ChainRuleBudget(acceleration=8, center=0)",
        "soft-budget": "SoftBudget(acceleration=8, slope=5)",
        "probabilistic-budget": "ProbabilisticBudget(acceleration=8, slope=5, sharpness=12)",
        "real": "Real(0 to 1, patterns=1, bands=1)",
    },
    "spc": {
        "bipolar": "Bipolar(2 levels, -1 to 1, patterns=8, bands=1)",
        "bipolar-unclipped": "Signs(2 levels, -1 to 1, patterns=8, bands=1)",
        "bipolar-after-constant": "BipolarAfterConstant(2 levels, -1 to 1, patterns=8, bands=1)",
        "binary": "Binary(2 levels, 0 to 1, patterns=8, bands=1)",
        "ternary": "Ternary(3 levels, -1 to 1, patterns=8, bands=1)",
        "quantized-3": "Quantized(8 levels, -1 to 1, patterns=8, bands=1)",
        "real": "Real(-1 to 1, patterns=8, bands=1)",
        "design": "Real(-8 to 8, patterns=8, bands=1)",
    },
    "cassi": {
        "binary": "Binary(2 levels, 0 to 1, patterns=1, bands=1)",
        "real": "Real(0 to 1, patterns=1, bands=1)",
        "coloured": "Real(0 to 1, patterns=1, bands=8)",
    },
    "filter_array": {
        "one-band": "OneBand(bands=8)",
        "real": "Real(0 to 1, patterns=1, bands=8)",
    },
}
DECODERS = {
    "unet": "UNet",
    "unrolled": "Unrolled",
    "unrolled-light": "Unrolled",
    "zero-filled": "ZeroFilled",
    "unet-light": "ScaleAwareUNet",
    "unet-batch-norm": "BatchNormUNet",
    "unet-scale-aware": "ScaleAwareUNet",
}


@pytest.mark.parametrize("modality", MODALITIES)
def test_constraints_at_8_times_fewer_measurements_of_8_x_8_pixels(modality):
    constraints = MODALITIES[modality].constraints
    made = {name: repr(make(8.0, (8, 8))) for name, make in constraints.items()}
    assert made == CONSTRAINTS[modality]


@pytest.mark.parametrize("modality", MODALITIES)
def test_decoders_are_of_their_kind(modality):
    decoders = MODALITIES[modality].decoders
    made = {name: type(make()).__name__ for name, make in decoders.items()}
    assert made == {name: DECODERS[name] for name in decoders}
