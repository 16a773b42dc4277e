"""The page on when distilling pays: other parameters, and what its runs have in common."""

from kdci import evidence
from tests.notebooks.harness import execute, read


def test_all_but_the_map_have_one_decoder_length_and_optimiser():
    runs = [*evidence.load("spc-ablation"), *evidence.load("spc-noise")]
    learned = [run.configuration for run in runs if run.role != "fixed"]
    for key in ("decoder", "backprojection"):
        assert len({configuration[key] for configuration in learned}) == 1
    for key in ("steps", "encoder_optimizer"):
        assert len({configuration["training"][key] for configuration in learned}) == 1


def test_fewer_places_can_be_asked_for(tmp_path):
    facts = {"shown": "{group: list(found) for group, found in place_gains.items()}"}
    found = execute(read("pays"), tmp_path, facts, snrs=[20], accelerations=[10, 4])
    assert found["shown"] == {"SNR": ["20 dB"], "patterns": ["1/10", "1/4"]}
