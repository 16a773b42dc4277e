"""The primary comparisons: computed again from the result files, by other code."""

import json
import math
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest
from scipy import stats

from kdci.evidence import verdicts
from kdci.evidence.claims import Claim, Evidence, load_claims
from kdci.evidence.primaries import MARGINS, over_images, power_table, primaries, table
from kdci.evidence.verdict_tables import unit
from kdci.studies import FOLDER
from tests.results import made_up

RESULTS = FOLDER / "results"


@pytest.fixture(scope="module")
def judged():
    claims = load_claims()
    return verdicts.judge(claims, verdicts.load_evidence(claims, RESULTS))


@pytest.fixture(scope="module")
def found(judged):
    return primaries(judged)


def from_file(evidence, system, seed):
    """Return the number of a run, straight from its file."""
    name = f"{system}-af{evidence.acceleration:g}-{seed}.json"
    content = json.loads((RESULTS / evidence.study / name).read_text(encoding="utf-8"))
    if evidence.metric == "mean_encoder_gradient":
        values = content["curves"]["encoder_gradient"]
        return fmean(value for value in values if math.isfinite(value))
    if evidence.metric in content["metrics"]:
        return fmean(content["metrics"][evidence.metric])
    return content["encoder"][evidence.metric]


def by_hand(evidence):
    """Return the differences in the unit that is shown, a seed each."""
    ours, theirs = (
        np.array([from_file(evidence, system, seed) for seed in evidence.seeds])
        for system in (evidence.system, evidence.rival)
    )
    scale = 100 / theirs.mean() if unit(evidence) == "%" else 1
    return scale * (ours - theirs)


def test_every_number_comes_out_the_same_by_other_code(found):
    differences = [by_hand(one.finding.evidence) for one in found]
    p_values = [stats.ttest_1samp(each, 0).pvalue for each in differences]
    order, largest = np.argsort(p_values), 0.0
    for rank, at in enumerate(order):
        one, each, left = found[at], differences[at], len(found) - rank
        largest = max(largest, min(1, left * p_values[at]))
        assert one.p == pytest.approx(p_values[at], rel=1e-6)
        assert one.adjusted == pytest.approx(largest, rel=1e-6)
        interval = stats.ttest_1samp(each, 0).confidence_interval(1 - 0.05 / left)
        expected = [each.mean(), interval.low, interval.high]
        shown = [one.difference.mean, one.difference.low, one.difference.high]
        assert shown == pytest.approx(expected, rel=1e-6)
        margin = MARGINS[unit(one.finding.evidence)]
        apart = stats.ttest_1samp(
            np.abs(each.mean()) + each - each.mean(), margin, alternative="less"
        )
        assert one.equivalence == pytest.approx(apart.pvalue, rel=1e-6)


def test_each_claim_and_modality_has_at_most_one_with_five_seeds(found):
    places = [(one.claim, one.finding.evidence.modality) for one in found]
    assert len(set(places)) == len(places) > 20
    assert all(len(one.finding.evidence.seeds) == 5 for one in found)
    runs = [replace(one.finding.evidence, label="", page="", expected="any") for one in found]
    assert all(runs.count(one) == 1 for one in runs), "no comparison counts twice in its family"


def evidence(expected="higher"):
    parts = ("MRI", "s", "AF 8", "student", "baseline", 8)
    return Evidence(*parts, "psnr", expected, primary=True, seeds=tuple(range(5)))


def results(differences):
    return [
        made_up(system, seed, [19 + gain, 21 + gain], 8)
        for seed, difference in enumerate(differences)
        for system, gain in (("baseline", 0.0), ("student", difference))
    ]


def only(differences, expected="higher"):
    claim = Claim("C1", "", (evidence(expected),))
    return primaries(verdicts.judge([claim], results(differences)))[0]


CLEAR, VAGUE = [1.0, 1.1, 0.9, 1.05, 0.95], [1.0, -1.0, 0.1, 0.5, -0.6]


@pytest.mark.parametrize(
    ("differences", "expected", "reading"),
    [
        (CLEAR, "higher", "agrees"),
        (CLEAR, "lower", "contradicts"),
        (CLEAR, "any", "agrees"),
        (VAGUE, "higher", "none shown"),
    ],
)
def test_what_a_comparison_says(differences, expected, reading):
    assert only(differences, expected).reading == reading


def test_near_zero_is_shown_to_be_the_same_and_far_or_vague_is_not():
    assert only([0.01, -0.02, 0.0, 0.03, -0.01]).same
    assert not only(CLEAR).same
    assert not only(VAGUE).same


def test_over_images_is_about_images_not_seeds():
    # Every seed has the same differences, +1 and +3, so seeds leave nothing open and images do.
    runs = [
        made_up(system, seed, values, 8)
        for seed in range(5)
        for system, values in (("baseline", [20.0, 20.0] * 20), ("student", [21.0, 23.0] * 20))
    ]
    low, high = over_images(evidence(), runs)
    assert 1 < low < 2 < high < 3
    assert high - low == pytest.approx(2 * 1.96 / math.sqrt(40), rel=0.15)


def test_over_images_wants_both_systems_of_every_seed():
    with pytest.raises(ValueError, match="seed 4 has"):
        over_images(evidence(), results(CLEAR)[:-1])


def test_the_tables_have_a_row_for_each():
    one = only(CLEAR)
    rows = table([one]).splitlines()
    assert len(rows) == 3
    assert "+1.00" in rows[-1]
    assert "**agrees**" in rows[-1]
    more = power_table([one], results(CLEAR)).splitlines()
    assert len(more) == 3
    assert f"{one.detectable:.2g} dB | not shown | [+1.00, +1.00] dB" in more[-1]
