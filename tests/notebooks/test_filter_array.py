"""The page on the filter array: what its prose says is what its numbers say."""

from statistics import fmean

import pytest

from kdci import evidence
from kdci.metrics.statistics import paired_differences
from tests.notebooks.harness import execute, read

FACTS = {
    "tiles": "{name: tile.argmax(dim=0).tolist() for name, tile in tiles.items()}",
    "families": "families",
    "taught": "taught",
    "readings": "{' '.join(pair): {m: differences[pair, m].reading for m in DIGITS}"
    " for pair in compared}",
    "means": "{' '.join(pair): {m: differences[pair, m].mean for m in DIGITS}"
    " for pair in compared}",
    "rarest": "[gain.reading for gain in rarest.values()]",
    "progress": "{name: list(values.values()) for name, values in progress.items()}",
    "spared": "spared",
    "alignments": "alignments",
}
STUDENTS = {"student": "baseline", "student-random": "baseline-random"}


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("filter-array"), tmp_path_factory.mktemp("filter-array"), FACTS)


@pytest.fixture(scope="module")
def results():
    return evidence.load("filter-array")


def rarest(results, system):
    """Return the share of the rarest band, by seed."""
    chosen = results.select(system, 8)
    return {r.seed: r.encoder["share_of_the_rarest_band"] for r in chosen}


def test_the_picture_shows_what_its_alternative_text_says(released):
    regular, random = released["tiles"]["regular"], released["tiles"]["random"]
    assert regular[:2] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert all(regular[(i + 2) % 4][(j + 2) % 4] == regular[i][j] for i in (0, 1) for j in range(4))
    pairs = [(random[i][j], random[i][j + 1]) for i in range(4) for j in range(3)]
    pairs += [(random[i][j], random[i + 1][j]) for i in range(3) for j in range(4)]
    assert any(one == other for one, other in pairs)


def test_in_the_search_no_student_reaches_the_best_baseline_but_the_teacher_is_far_ahead(released):
    baselines, *students = released["families"].values()
    assert [len(baselines), *map(len, students)] == [4, 1, 3]
    best = max(baselines)
    assert max(map(max, students)) < best
    assert released["taught"] - best > best - min(map(min, students))


def test_the_study_takes_the_best_candidates_of_the_search(results):
    search = evidence.load("filter-search")
    for system in ("teacher", "baseline", "student", "baseline-random", "student-random"):
        ours = results.select(system, 8)[0]
        rivals = [
            r
            for r in search
            if r.role == ours["role"] and r.configuration["start"] == ours.configuration["start"]
        ]
        best = max(rivals, key=lambda r: fmean(r.metrics["psnr"])).configuration
        rate = ours.configuration["training"]["encoder_rate"]
        assert rate == best["training"]["encoder_rate"]
        taught = [c["distillation"] or {} for c in (ours.configuration, best)]
        assert taught[0].get("encoder") == taught[1].get("encoder")


def test_no_difference_between_student_and_baseline_is_shown(released):
    for student, baseline in STUDENTS.items():
        pair = f"{student} {baseline}"
        assert set(released["readings"][pair].values()) == {"none shown"}
        assert released["means"][pair]["psnr"] < 0 < released["means"][pair]["sam"]


def test_the_regular_array_is_better_than_all_but_one(released):
    wanted = dict.fromkeys(("student", "baseline-random", "student-random"), "lower")
    for name, reading in (wanted | {"baseline": "none shown"}).items():
        assert released["readings"][f"{name} regular"]["psnr"] == reading
    assert released["means"]["baseline regular"]["psnr"] < 0
    assert released["readings"]["regular random"]["psnr"] == "higher"
    assert released["means"]["regular random"]["psnr"] < 0.5
    assert released["readings"]["teacher regular"]["psnr"] == "higher"


def test_no_learned_array_is_shown_to_be_better_than_the_random_one(released):
    found = {n: released["readings"][f"{n} random"] for n in (*STUDENTS, *STUDENTS.values())}
    wrong = {
        (n, m) for n, of in found.items() for m, reading in of.items() if reading != "none shown"
    }
    assert wrong == {("student", "sam")}
    assert found["student"]["sam"] == "higher"


def test_condition_number_and_coherence_are_the_same_for_all_arrays_that_can_be_built(results):
    others = [r.encoder for r in results if r.system != "teacher"]
    assert {e["condition_number"] for e in others} == {1}
    assert {e["mutual_coherence"] for e in others} == {0}
    assert {e["average_coherence"] for e in others} == {0}
    for result in results.select("teacher", 8):
        assert result.encoder["condition_number"] > 1
        assert result.encoder["mutual_coherence"] == 1
    quality = {system: fmean(results.by_seed(system, 8).values()) for system in NAMES}
    assert max(quality, key=quality.get) == "teacher"


NAMES = ("teacher", "regular", "random", *STUDENTS, *STUDENTS.values())


def test_baselines_drop_bands_and_students_do_not(results, released):
    assert set(rarest(results, "baseline-random").values()) == {0}
    assert all(min(rarest(results, name).values()) > 0 for name in STUDENTS)
    assert released["rarest"] == ["higher", "higher"]


def test_the_best_baseline_misses_a_band(results):
    found = {
        (name, seed): psnr
        for name in STUDENTS.values()
        for seed, psnr in results.by_seed(name, 8).items()
    }
    name, seed = max(found, key=found.get)
    assert rarest(results, name)[seed] == 0


def test_the_students_gradient_is_several_times_the_baselines(results):
    for student, baseline, least in (("student", "baseline", 3), (*list(STUDENTS.items())[1], 1)):
        ours, theirs = (
            results.by_seed(name, 8, "mean_encoder_gradient") for name in (student, baseline)
        )
        assert paired_differences(ours, theirs).low > 0
        assert fmean(ours.values()) > least * fmean(theirs.values())


def test_students_fall_behind_in_the_middle_and_make_up_more_than_half(released, results):
    progress = released["progress"]
    behind = {
        n: [r - v for r, v in zip(progress["regular"], progress[n], strict=True)] for n in NAMES
    }
    assert set(sorted(behind, key=lambda n: behind[n][0])[-2:]) == set(STUDENTS)
    for name in STUDENTS:
        assert 0 < behind[name][2] < behind[name][0] / 2
    configuration = results[0].configuration["training"]
    assert configuration["encoder_until"] * configuration["steps"] == 400


def test_two_students_have_two_pixels_a_band_and_are_below_the_regular_array(results):
    equal = [(n, s) for n in STUDENTS for s, share in rarest(results, n).items() if share == 1 / 8]
    assert len(equal) == 2
    regular = results.by_seed("regular", 8)
    assert all(results.by_seed(name, 8)[seed] < regular[seed] for name, seed in equal)


def test_all_bands_but_the_last_are_predicted_better_than_any_system_reconstructs(
    released, results
):
    *others, last = released["spared"]
    best = max(max(results.by_seed(name, 8).values()) for name in NAMES)
    assert last < best < min(others)
    assert min(others[1:6]) > others[0]


def test_the_array_most_like_the_soft_one_is_regular_and_a_changed_pixel_costs_a_sixteenth(
    released,
):
    regular, changed, random = released["alignments"].values()
    assert random < changed < regular
    share = (0.9**2 - 0.2**2) / 0.9**2
    assert changed == pytest.approx(regular * (1 - share / 16), abs=1e-4)


def test_another_measure_can_be_asked_for(tmp_path):
    facts = {"shown": "gains['student', 'baseline'].mean", "label": "ax.get_xlabel()"}
    found = execute(read("filter-array"), tmp_path, facts, metric="sam")
    assert found["shown"] > 0
    assert found["label"] == "difference in SAM [°]"
