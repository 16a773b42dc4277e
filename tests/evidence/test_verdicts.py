"""The rule of the verdicts, on made-up results."""

from dataclasses import replace

import pytest

from kdci.evidence import verdict_tables, verdicts
from kdci.evidence.claims import Claim, Evidence
from kdci.studies.identity import run_name
from kdci.studies.results import save_result
from tests.results import made_up

CLEAR, REVERSED, VAGUE = [1.0, 1.1, 0.9], [-1.0, -1.1, -0.9], [1.0, -1.0, 0.1]
WORDS = ("reproduced", "mostly", "partly", "rarely", "not reproduced", "not attempted")


def evidence(metric="psnr", expected="higher", acceleration=8, seeds=(0, 1, 2), study="s"):
    parts = ("MRI", study, f"AF {acceleration}", "student", "baseline", acceleration)
    return Evidence(*parts, metric, expected, page="mri", seeds=seeds)


def result(system, seed, value, acceleration=8):
    return made_up(
        system,
        seed,
        [value - 1, value + 1],
        acceleration,
        encoder={"condition_number": value},
        curves={"step": [0, 1], "encoder_gradient": [0.0, 2 * value]},
    )


def results(differences, acceleration=8, base=20.0):
    """Return results of a baseline, and of a student that differs from it, a seed each."""
    rivals = [base + seed for seed in range(len(differences))]
    pairs = enumerate(zip(rivals, differences, strict=True))
    return [
        run
        for seed, (rival, difference) in pairs
        for run in (
            result("baseline", seed, rival, acceleration),
            result("student", seed, rival + difference, acceleration),
        )
    ]


def verdict(findings, *extra):
    """Return the verdict on a claim, a comparison for each list of differences."""
    pairs = list(enumerate(findings))
    compared = [evidence(acceleration=a) for a, _ in pairs]
    there = [run for a, differences in pairs for run in results(differences, a)]
    claim = Claim("C1", "It is better.", (*compared, *extra))
    return verdicts.judge([claim], there)[0]


def finding(differences, **changes):
    claim = Claim("C1", "", (evidence(**changes),))
    return verdicts.judge([claim], results(differences))[0].findings[0]


@pytest.mark.parametrize(
    ("differences", "expected", "reading"),
    [
        (CLEAR, "higher", "agrees"),
        (CLEAR, "lower", "contradicts"),
        (CLEAR, "any", "agrees"),
        (REVERSED, "higher", "contradicts"),
        (REVERSED, "lower", "agrees"),
        (REVERSED, "any", "agrees"),
        (VAGUE, "higher", "none shown"),
        (VAGUE, "lower", "none shown"),
        (VAGUE, "any", "none shown"),
        ([1e-9, 1e-9, 1e-9], "higher", "none shown"),
    ],
)
def test_a_comparison_reads_as_its_interval_says(differences, expected, reading):
    assert finding(differences, expected=expected).reading == reading


def test_one_seed_shows_nothing():
    assert finding([5.0], seeds=(0,)).reading == "none shown"
    assert finding([0.0], seeds=(0,), expected="same").reading == "none shown"


@pytest.mark.parametrize(
    ("differences", "reading"),
    [  # the rival's mean is 21, so the margin is 1.05
        ([0.0, 0.0, 0.0], "agrees"),
        ([1.0, 1.01, 0.99], "agrees"),
        ([-1.0, -1.01, -0.99], "agrees"),
        (CLEAR, "none shown"),  # their mean is within, but their interval reaches out
        (REVERSED, "none shown"),
        (VAGUE, "none shown"),
        ([1.2, 1.3, 1.1], "none shown"),  # their mean is outside, but their interval reaches in
        ([2.0, 2.1, 1.9], "contradicts"),
        ([-2.0, -2.1, -1.9], "contradicts"),
    ],
)
def test_the_same_means_that_the_whole_interval_is_within_the_margin(differences, reading):
    assert finding(differences, expected="same").reading == reading


def test_the_margin_counts_from_the_rivals_mean():
    claim = Claim("C9", "", (evidence(expected="same"),))
    found = {
        base: verdicts.judge([claim], results([3.0, 3.1, 2.9], base=base))[0].findings[0].reading
        for base in (10.0, 100.0)
    }
    assert found == {10.0: "contradicts", 100.0: "agrees"}


@pytest.mark.parametrize(
    ("findings", "word"),
    [
        ([CLEAR], "reproduced"),
        ([CLEAR, CLEAR], "reproduced"),
        ([CLEAR, VAGUE], "partly"),
        ([CLEAR, REVERSED], "partly"),
        ([CLEAR, CLEAR, VAGUE], "mostly"),
        ([CLEAR, VAGUE, REVERSED], "rarely"),
        ([CLEAR, CLEAR, CLEAR, VAGUE, VAGUE], "partly"),
        ([VAGUE, REVERSED], "not reproduced"),
        ([VAGUE], "not reproduced"),
        ([], "not attempted"),
    ],
)
def test_verdict_follows_from_the_comparisons(findings, word):
    assert verdict(findings).word == word


def primaries_and_more(*differences):
    """Return the verdict on a claim of whose comparisons all but the last are primary."""
    compared = [replace(evidence(acceleration=a), primary=True) for a in range(len(differences))]
    compared[-1] = replace(compared[-1], primary=False)
    there = [run for a, each in enumerate(differences) for run in results(each, a)]
    return verdicts.judge([Claim("C1", "It is better.", tuple(compared))], there)[0]


@pytest.mark.parametrize(
    ("primary", "other", "counted"),
    [
        ([CLEAR], REVERSED, "**reproduced** (1 of 1)"),
        ([VAGUE], CLEAR, "**not reproduced** (0 of 1)"),
        ([CLEAR, VAGUE], CLEAR, "**partly** (1 of 2)"),
    ],
)
def test_primary_comparisons_alone_decide(primary, other, counted):
    found = primaries_and_more(*primary, other)
    assert found.counted == counted
    assert "by its primary comparisons" in verdict_tables.sentence(found)
    assert "It is better. | none shown |" in verdict_tables.of_modality(
        [primaries_and_more(VAGUE, CLEAR)], "MRI"
    )


def test_a_primary_comparison_has_to_withstand_the_number_of_all_claims():
    weak = [1.0, 1.4, 0.7]  # its p is between 0.05 / 2 and 0.05
    compared = [replace(evidence(acceleration=a), primary=True) for a in range(2)]
    there = [run for a in range(2) for run in results(weak, a)]
    alone = verdicts.judge([Claim("C1", "", (compared[0],))], there)[0]
    beside = verdicts.judge([Claim(f"C{k}", "", (one,)) for k, one in enumerate(compared)], there)
    assert alone.word == "reproduced"
    assert [(one.word, one.findings[0].reading) for one in beside] == [
        ("not reproduced", "agrees")
    ] * 2


@pytest.mark.parametrize(
    ("findings", "word"),
    [([CLEAR], "reproduced"), ([VAGUE], "not reproduced"), ([], "not attempted")],
)
def test_missing_results_count_for_nothing_but_are_counted(findings, word):
    found = verdict(findings, evidence(acceleration=16))
    assert (found.word, found.count("missing")) == (word, 1)


def test_a_comparison_is_missing_until_every_seed_is_there():
    assert finding(CLEAR, seeds=(0, 1, 2, 3)).reading == "missing"
    assert finding(CLEAR, seeds=()).reading == "missing"
    assert finding(CLEAR, seeds=(0, 1, 2)).reading == "agrees"


def test_differences_are_paired_by_seed():
    found = finding(CLEAR)
    assert found.difference.mean == pytest.approx(1)
    assert found.difference.spread == pytest.approx(0.1)
    assert (found.difference.count, found.rival) == (3, 21)


@pytest.mark.parametrize("metric", ["psnr", "condition_number", "mean_encoder_gradient"])
def test_images_encoder_and_training_can_be_compared(metric):
    assert finding(CLEAR, metric=metric).difference.mean == pytest.approx(1)


def test_unknown_metric_is_named():
    with pytest.raises(
        ValueError,
        match="metric='pnsr': 'student' has condition_number, mean_",
    ):
        finding(CLEAR, metric="pnsr")


def name(run):
    return f"{run_name(run.system, run.acceleration, run.seed)}.json"


def test_only_what_is_used_is_loaded_and_missing_folders_are_tolerated(tmp_path):
    (tmp_path / "s").mkdir()
    for run in [*results(CLEAR), result("radial", 0, 1), result("student", 0, 1, 4)]:
        save_result(run, tmp_path / "s" / name(run))
    claim = Claim("C1", "", (evidence(), evidence(study="later")))
    loaded = verdicts.load_evidence([claim], tmp_path)
    assert sorted({run.system for run in loaded}) == ["baseline", "student"]
    assert len(loaded) == 6


def test_benchmarks_are_loaded_from_their_own_folder(tmp_path):
    for folder in ("studies", "benchmarks"):
        (tmp_path / folder / "s").mkdir(parents=True)
    for run in results(CLEAR):
        save_result(run, tmp_path / "benchmarks/s" / name(run))
    folders = [tmp_path / folder for folder in ("studies", "benchmarks")]
    for benchmark, count in ((False, 0), (True, 6)):
        claim = Claim("C1", "", (replace(evidence(), benchmark=benchmark),))
        assert len(verdicts.load_evidence([claim], *folders)) == count


def test_quality_is_shown_in_its_unit_and_all_else_as_a_share_of_the_rival():
    assert verdict_tables.in_unit(finding(CLEAR)).mean == pytest.approx(1)
    share = verdict_tables.in_unit(finding(CLEAR, metric="condition_number"))
    assert (share.mean, share.spread) == (pytest.approx(100 / 21), pytest.approx(10 / 21))
    units = ("psnr", "psnr_at_20dB", "sam", "condition_number")
    assert [verdict_tables.unit(evidence(metric)) for metric in units] == ["dB", "dB", "°", "%"]


def test_a_tally_counts_the_readings_of_each_group():
    found = verdict([CLEAR, VAGUE, CLEAR]).findings
    *_, first, second = verdict_tables.tally({"two": found[:2], "none": ()}).splitlines()
    assert first == "| two | 1 | 0 | 1 | 2 |"
    assert second == "| none | 0 | 0 | 0 | 0 |"


def test_a_tally_says_what_is_missing_only_if_something_is():
    found = verdict([CLEAR], evidence(acceleration=16)).findings
    head, _, row = verdict_tables.tally({"two": found}).splitlines()
    assert (head.count("missing"), row) == (1, "| two | 1 | 0 | 0 | 1 | 2 |")
    assert "missing" not in verdict_tables.tally({"one": found[:1]})


def test_a_verdict_is_said_with_all_its_counts():
    said = verdict_tables.sentence(verdict([CLEAR], evidence(acceleration=16)))
    by, of_all = (
        "Verdict, by its comparisons: **reproduced** (1 of 1).",
        "Of all 2, taken one by one,",
    )
    assert said == f"{by} {of_all} 1 agrees, none contradict, and 1 is missing."
    assert "one, 2 agree and none contradict." in verdict_tables.sentence(verdict([CLEAR, CLEAR]))
    assert "contradict, and 2 show neither." in verdict_tables.sentence(verdict([VAGUE, VAGUE]))
    assert "comparisons: **not attempted**. " in verdict_tables.sentence(verdict([]))


def test_a_primary_comparison_that_does_not_withstand_their_number_is_said_to_be_so():
    strong, weak = (replace(finding(CLEAR), adjusted=p) for p in (0.01, 0.2))
    said = verdict_tables.sentence(verdicts.Verdict(Claim("C1", ""), (strong, weak)))
    assert "(1 of 2). In 1 more the interval excludes zero" in said
    assert "In 1 more" not in verdict_tables.sentence(verdicts.Verdict(Claim("C1", ""), (strong,)))
    *_, first, second = verdict_tables.findings(
        verdicts.Verdict(Claim("C1", ""), (strong, weak))
    ).splitlines()
    assert "| agrees |" in first
    assert "| agrees (adjusted: none shown) |" in second


def test_a_table_has_a_row_for_every_comparison():
    *_, there, missing = verdict_tables.findings(
        verdict([CLEAR], evidence(acceleration=16))
    ).splitlines()
    assert there == "| MRI, AF 0 | agrees | +1.00 [+0.75, +1.25] ± 0.10 dB | 3 |"
    assert missing == "| MRI, AF 16 | missing |  |  |"


def test_sources_link_to_the_page_of_a_study_from_wherever_the_table_stands():
    *_, row = verdict_tables.sources(verdict([CLEAR]), "../").splitlines()
    where = "`experiments/results/s/` | `kdci study run experiments/s.yaml` |"
    assert row == f"| [MRI](../mri.md) | {where}"


def test_a_benchmark_is_made_again_by_its_script_and_names_its_modalities():
    measured = [replace(evidence(study="b"), benchmark=True, modality=m) for m in ("MRI", "SPC")]
    found = verdicts.judge([Claim("C9", "", tuple(measured))], [])[0]
    *_, row = verdict_tables.sources(found).splitlines()
    assert row == "| [MRI, SPC](mri.md) | `benchmarks/results/b/` | `python benchmarks/b.py` |"


def test_the_rule_names_every_reading_and_verdict():
    for word in (*verdicts.READINGS, *WORDS):
        assert f"**{word}**" in verdicts.RULE
    assert f"within {verdicts.MARGIN:.0%} of" in verdicts.RULE.replace("\n", " ")


def test_a_verdict_on_one_modality_rests_on_its_comparisons_alone():
    other = replace(evidence(acceleration=4), modality="SPC")
    claim = Claim("C1", "It is better.", (evidence(), other))
    there = [*results(CLEAR), *results(REVERSED, acceleration=4)]
    (found,) = verdicts.judge([claim], there)
    assert found.word == "partly"
    assert found.on("MRI").word == "reproduced"
    assert found.on("SPC").word == "not reproduced"
    assert found.on("SD-CASSI").word == "not attempted"
    table = verdict_tables.of_modality([found], "SPC")
    assert "| **C1.** It is better. | has none | 0 | 1 | 0 |" in table
    assert "have no comparison" not in table
    assert "| C1 |" not in verdict_tables.of_modality([found], "SD-CASSI")
    assert "no comparison on this instrument: C1." in verdict_tables.of_modality(
        [found], "SD-CASSI"
    )
    with pytest.raises(ValueError, match="modality='spc'"):
        verdict_tables.of_modality([found], "spc")


def test_a_table_of_comparisons_says_once_what_all_of_them_measure():
    alike = verdict_tables.findings(verdict([CLEAR, CLEAR]))
    assert alike.startswith("| comparison | reading | PSNR: mean [95% interval] ± spread | seeds |")
    several = verdict_tables.findings(verdict([CLEAR], evidence(metric="mutual_coherence")))
    assert several.startswith("| comparison | reading | measure | mean [95% interval] ± spread |")
    assert "| missing | mutual coherence |  |  |" in several
