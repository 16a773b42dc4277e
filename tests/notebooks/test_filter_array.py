"""The page on the filter array: another measure, and where its study's settings come from."""

from statistics import fmean

from kdci import evidence
from tests.notebooks.harness import execute, read


def test_the_study_takes_the_best_candidates_of_the_search():
    results, search = evidence.load("filter-array"), evidence.load("filter-search")
    for system in ("teacher", "baseline", "student", "baseline-random", "student-random"):
        ours = results.select(system, 8)[0]
        rivals = [
            r
            for r in search
            if r.role == ours.role and r.configuration["start"] == ours.configuration["start"]
        ]
        best = max(rivals, key=lambda r: fmean(r.metrics["psnr"])).configuration
        rate = ours.configuration["training"]["encoder_rate"]
        assert rate == best["training"]["encoder_rate"]
        taught = [c["distillation"] or {} for c in (ours.configuration, best)]
        assert taught[0].get("encoder") == taught[1].get("encoder")


def test_another_measure_can_be_asked_for(tmp_path):
    facts = {"shown": "gains['student', 'baseline'].mean", "label": "ax.get_xlabel()"}
    found = execute(read("filter-array"), tmp_path, facts, metric="sam")
    assert found["shown"] > 0
    assert found["label"] == "difference in SAM [°]"
