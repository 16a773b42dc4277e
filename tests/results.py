"""Results that nobody trained for, to test what is made of results."""

from dataclasses import replace

from kdci.studies.results import PROVENANCE_KEYS, Result


def made_up(system="student", seed=0, psnr=(30.0,), acceleration=8, **changes):
    """Return a whole result with these values; ``changes`` are further attributes."""
    made = Result(
        study="s",
        modality="mri",
        role="student",
        variant="x",
        system=system,
        acceleration=acceleration,
        snr_db=None,
        seed=seed,
        evaluated_on="test",
        metrics={"psnr": list(psnr)},
        encoder={},
        curves={},
        configuration={},
        provenance=dict.fromkeys(PROVENANCE_KEYS, "x"),
    )
    return replace(made, **changes)
