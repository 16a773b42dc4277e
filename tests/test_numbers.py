"""Nobody types a measured number into a page: it comes from a result, through code."""

import pytest

from tests.prose import PAGES, ROOT, typed_metrics

ALLOWED = {
    ("README.md", "3.11"): "a version of Python",
    ("README.md", "2501.17898"): "the paper's number at arXiv",
    ("intro.md", "1.53 dB"): "the paper's claim C1",
    ("gradients.md", "20 dB"): "an SNR of a study, chosen",
    ("optimiser.md", "20 dB"): "an SNR of a study, chosen",
    ("handing-over.md", "20 dB"): "an SNR of a study, chosen",
    ("distilling.md", "20 dB"): "an SNR of a study, chosen",
    ("camera-training.md", "20 dB"): "an SNR of a study, chosen",
    ("distilling.md", "1.53 dB"): "the paper's claim C1",
    ("primaries.md", "20 dB"): "an SNR of a study, chosen",
    ("camera-training.md", "20 dB"): "an SNR of a study, chosen",
    ("fig-2.md", "0.25"): "a ratio of patterns to pixels, chosen",
    ("mri.md", "95%"): "a level of confidence, chosen",
    ("mri.md", "0.03"): "a loss weight, chosen",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_measured_number_is_typed(page):
    found = [
        n for n in typed_metrics(page.read_text(encoding="utf-8")) if (page.name, n) not in ALLOWED
    ]
    assert found == [], "take it from a result, in a code cell"


def test_every_exception_is_still_needed():
    found = {
        (page.name, number)
        for page in PAGES
        for number in typed_metrics(page.read_text(encoding="utf-8"))
    }
    assert found >= ALLOWED.keys()


@pytest.mark.parametrize(
    "sentence",
    [
        "The student reaches 28.7 dB.",
        "It gains seven decibel.",
        "The mask keeps 99% of the energy.",
        "An SSIM of 0.9 is seen.",
        "| baseline | 28.89 |",
        "---\na: b\n---\n\nIn the middle 31.52 is the best.",
        "```{admonition} In short\nIt gains 0.52.\n```",
        "```{code-cell} ipython3\n---\nmystnb:\n  image:\n    alt: 5 dB up.\n---\nplot()\n```",
    ],
)
def test_a_typed_number_is_found(sentence):
    assert len(typed_metrics(f"# Page\n\n{sentence}\n")) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        "Acceleration 8, seed 0, 64 x 64 pixels, weight 0.1.",
        "```{code-cell} ipython3\nrate = 0.0123\n```",
        "```python\nx = 28.71\n```",
        "---\nversion: 1.25\n---\nText.",
        "See [there](https://doi.org/10.1109/TCI.2025).",
    ],
)
def test_what_is_no_measurement_is_left_alone(harmless):
    assert typed_metrics(harmless) == []
