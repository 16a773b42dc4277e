"""The page on when distilling pays: what its prose says is what its numbers say."""

from itertools import pairwise

import pytest

from kdci import evidence
from tests.notebooks.harness import execute, read

BY_LABEL = (
    "{{group: {{label: {} for label, value in found.items()}} for group, found in {}.items()}}"
)
READING, MEAN = "value.reading", "value.mean"
FACTS = {
    "readings": BY_LABEL.format(READING, "gains"),
    "means": BY_LABEL.format(MEAN, "gains"),
    "names": "ENTRIES",
    "likeness": "{name: value.mean for name, value in likeness.items()}",
    "versus": "{label: value.reading for label, value in versus.items()}",
    "place_readings": BY_LABEL.format(READING, "place_gains"),
    "places": BY_LABEL.format(MEAN, "place_gains"),
    "place_lows": BY_LABEL.format("value.low", "place_gains"),
    "hadamard": BY_LABEL.format(READING, "hadamard"),
    "baseline": BY_LABEL.format(MEAN, "baseline"),
    "baseline_condition": BY_LABEL.format(MEAN, "baseline_condition"),
    "student_condition": BY_LABEL.format(MEAN, "student_condition"),
    "points": "{name: [(lead.mean, gain.mean, gain.reading) for lead, gain in found]"
    " for name, found in points.items()}",
    "map_readings": BY_LABEL.format(READING, "map_gains"),
    "map_gains": BY_LABEL.format(MEAN, "map_gains"),
    "map_baseline": BY_LABEL.format(MEAN, "map_baseline"),
    "map_student": BY_LABEL.format(MEAN, "map_student"),
    "map_leads": BY_LABEL.format("value.low", "map_leads"),
    "price": "{label: value.reading for label, value in price.items()}",
    "nearest": "nearest",
    "luck": "{str(own): counts for own, counts in luck.items()}",
    "correlation": "correlation",
    "spreads": "[float(np.std(every)), chance]",
}
ALIGNMENT, FROBENIUS = "L_ENC, alignment", "L_ENC, Frobenius"
STUDENTS = 17


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("pays"), tmp_path_factory.mktemp("pays"), FACTS)


@pytest.fixture(scope="module")
def ablation():
    return evidence.load("spc-ablation")


@pytest.fixture(scope="module")
def noisy():
    return evidence.load("spc-noise")


@pytest.fixture(scope="module")
def mapped():
    return evidence.load("spc-map")


def spread(results, name):
    return results.mean(name, 10).spread


def condition(results, name):
    return results.mean(name, 10, "condition_number").mean


def flat(found):
    """Return values by place, over groups."""
    return {label: value for places in found.values() for label, value in places.items()}


def test_the_figure_shows_each_student_and_the_bottleneck_twice(released, ablation):
    shown = [name for found in released["names"].values() for name in found.values()]
    students = {result.system for result in ablation if result.role == "student"}
    assert set(shown) == students
    assert len(students) == STUDENTS
    assert sorted(shown) == sorted([*students, "dec0.01"])


def test_the_encoder_loss_pays_within_a_range_and_the_best_weight_is_inside_the_grid(released):
    readings = list(released["readings"][ALIGNMENT].values())
    assert readings == ["lower", "higher", "higher", "higher", "none shown", "none shown"]
    means = list(released["means"][ALIGNMENT].values())
    assert means.index(max(means)) == 3
    assert means[3] > means[4] > means[5]
    assert -0.1 < means[0] < 0


def test_the_seed_matters_more_with_the_two_largest_weights(ablation):
    spreads = [spread(ablation, f"enc{w}") for w in ("0.003", "0.01", "0.03", "0.1", "0.3", "1")]
    assert min(spreads[4:]) > 1.3 * max(spreads[:4])


def test_beyond_the_best_weight_alignment_hardly_rises_and_the_condition_number_falls(
    released, ablation
):
    aligned = [released["likeness"][f"enc{w}"] for w in ("0.003", "0.01", "0.03", "0.1")]
    assert min(b - a for a, b in pairwise(aligned)) > 0.02
    assert all(released["likeness"][f"enc{w}"] - aligned[-1] < 0.01 for w in ("0.3", "1"))
    found = [condition(ablation, f"enc{w}") for w in ("0.1", "0.3", "1")]
    assert found == sorted(found, reverse=True)
    assert released["versus"]["alignment 1 against alignment 0.1"] == "none shown"


def test_the_form_of_the_encoder_loss_matters_little(released):
    readings = released["readings"][FROBENIUS]
    assert readings == {
        "weight 0.001": "lower",
        "weight 0.01": "none shown",
        "weight 0.1": "higher",
    }
    assert released["versus"]["Frobenius 0.1 against alignment 0.1"] == "none shown"


def test_the_decoder_loss_does_not_pay_at_any_weight_or_stage(released):
    assert set(released["readings"]["L_DEC, weights"].values()) == {"lower"}
    means = list(released["means"]["L_DEC, weights"].values())
    assert means == sorted(means, reverse=True)
    assert released["readings"]["L_DEC, stages"] == {
        "at the first": "none shown",
        "at the third": "none shown",
        "at the bottleneck": "lower",
        "at the last but one": "lower",
        "at the image": "lower",
    }
    stages = released["means"]["L_DEC, stages"]
    assert min(stages, key=stages.get) == "at the last but one"
    assert released["versus"]["L_DEC at the first stage against at the bottleneck"] == "higher"
    assert released["versus"]["L_DEC at the last but one against at the bottleneck"] == "lower"


def test_both_losses_are_worth_what_the_encoder_loss_is(released, ablation):
    assert released["readings"]["both losses"] == {"ENC 0.1, DEC 0.01": "higher"}
    assert released["versus"]["both losses against L_ENC alone"] == "none shown"
    (weights,) = {
        (
            r.configuration["distillation"]["encoder"],
            r.configuration["distillation"]["decoder"],
        )
        for r in ablation
        if r.system == "both"
    }
    assert weights == (0.1, 0.01)


def test_students_freeze_and_the_baseline_does_not_which_explains_little(released, ablation):
    until = {(r.role, r.configuration["training"]["encoder_until"]) for r in ablation}
    assert until >= {("student", 0.8), ("baseline", 1.0)}
    assert len({value for role, value in until if role in ("student", "baseline")}) == 2
    assert abs(released["means"][ALIGNMENT]["weight 0.003"]) < 0.1
    assert released["versus"]["lightest L_DEC against lightest L_ENC"] == "lower"


def test_the_baseline_was_better_without_the_freeze_on_validation_images():
    search = evidence.load("spc-search")
    late, frozen = (search.mean(f"noisy-baseline-adam0.01{end}", 10).mean for end in ("-late", ""))
    assert late > frozen


def test_a_gain_is_shown_at_one_more_place_and_just_not_with_the_fewest_patterns(released):
    assert released["place_readings"] == {
        "SNR": {"10 dB": "none shown", "20 dB": "higher", "30 dB": "higher", "40 dB": "none shown"},
        "patterns": {"1/4": "none shown", "1/10": "higher", "1/20": "none shown"},
    }
    assert released["place_lows"]["patterns"]["1/20"] > -0.05
    assert abs(released["places"]["patterns"]["1/4"]) < 0.1


def test_the_baseline_is_better_the_less_noise_and_the_more_patterns(released):
    by_snr = list(released["baseline"]["SNR"].values())
    assert by_snr == sorted(by_snr)
    by_patterns = list(released["baseline"]["patterns"].values())
    assert by_patterns == sorted(by_patterns, reverse=True)


def test_the_matrix_gets_better_most_where_the_images_gain_least(released):
    theirs, ours = flat(released["baseline_condition"]), flat(released["student_condition"])
    assert all(ours[place] < theirs[place] for place in theirs)
    by_factor = sorted(theirs, key=lambda place: theirs[place] / ours[place])
    gains = flat(released["places"])
    by_gain = sorted(gains, key=gains.get)
    assert set(by_factor[-3:]) == set(by_gain[:3]) == {"10 dB", "40 dB", "1/4"}


def test_hadamard_gains_more_than_the_student_but_at_the_lowest_snr(released, noisy):
    assert flat(released["hadamard"]) == {
        **dict.fromkeys(("20 dB", "30 dB", "40 dB", "1/4", "1/10", "1/20"), "higher"),
        "10 dB": "none shown",
    }
    places = [("20dB", 4), ("20dB", 10), ("20dB", 20), ("30dB", 10), ("40dB", 10)]
    for case, acceleration in places:
        gain = noisy.gain(f"hadamard-energy-{case}", f"student-{case}", acceleration)
        assert gain.low > 0


def test_a_lead_is_needed_and_not_enough(released):
    found = sorted(
        {
            tuple(point)
            for name in ("teachers", "SNR", "patterns")
            for point in released["points"][name]
        }
    )
    assert len(found) == 13  # the tuned place is in all three series
    assert all(reading == "none shown" for _, _, reading in found[:2])
    tuned = released["points"]["teachers"][4]
    after = found[found.index(tuple(tuned)) + 1 :]
    near, beyond = after[:4], after[4:]
    assert near[-1][0] - near[0][0] < 0.3
    assert sorted(reading for *_, reading in near) == ["higher"] + ["none shown"] * 3
    assert max(gain for _, gain, _ in near) == max(gain for _, gain, _ in found)
    teachers = [tuple(point) for point in released["points"]["teachers"]]
    more = teachers[5:]  # with more patterns than the student
    assert len([point for point in near if point in more and point[2] == "none shown"]) == 1
    assert set(beyond) < set(more)
    assert all(reading != "higher" for *_, reading in beyond)


def test_the_map_has_each_setting_and_the_tuned_place_in_each_group(released, noisy):
    rows = {group: list(found) for group, found in released["map_gains"].items()}
    assert [len(found) for found in rows.values()] == [4, 5, 3]
    tuned = [("training steps", "500"), ("optimiser", "Adam 0.01"), ("values", "±1")]
    gain = noisy.gain("student-20dB", "baseline-20dB", 10).mean
    assert [released["map_gains"][group][label] for group, label in tuned] == [gain] * 3


def test_with_the_longest_training_nothing_is_left_though_the_teacher_still_leads(released):
    steps = {name: released[name]["training steps"] for name in FACTS if name.startswith("map_")}
    assert list(steps["map_readings"].values()) == ["higher", "higher", "higher", "none shown"]
    baseline = list(steps["map_baseline"].values())
    assert baseline == sorted(baseline)
    assert steps["map_student"]["1000"] < steps["map_baseline"]["1000"]
    assert all(low > 0 for low in steps["map_leads"].values())


def test_only_the_fastest_adam_gains_nothing_and_ruins_both(released):
    readings = released["map_readings"]["optimiser"]
    assert [label for label, reading in readings.items() if reading != "higher"] == ["Adam 0.03"]
    for name in ("map_baseline", "map_student"):
        found = released[name]["optimiser"]
        assert min(found, key=found.get) == "Adam 0.03"


def test_freer_values_gain_too_but_their_baselines_are_worse_and_condition_higher(released, mapped):
    assert set(released["map_readings"]["values"].values()) == {"higher"}
    found = released["map_baseline"]["values"]
    assert max(found, key=found.get) == "±1"
    for case in ("ternary", "real"):
        theirs, ours = (condition(mapped, f"{role}-{case}") for role in ("baseline", "student"))
        assert ours > theirs


def test_bad_baselines_are_found_with_a_gain_and_without(released):
    flat_gains, flat_baseline = flat(released["map_readings"]), flat(released["map_baseline"])
    median = sorted(flat_baseline.values())[len(flat_baseline) // 2]
    worse = {flat_gains[label] for label, psnr in flat_baseline.items() if psnr < median}
    assert worse == {"higher", "none shown"}


def test_a_baseline_with_twice_the_training_needs_no_teacher(released):
    assert (
        list(released["price"].values()) == ["lower", "none shown", "none shown"] + ["higher"] * 2
    )
    best = max(released["map_baseline"]["optimiser"], key=released["map_baseline"]["optimiser"].get)
    assert best == "Adam 0.003"


def test_the_tuned_place_is_the_fifth_teacher_by_lead_and_both_its_rows(released):
    teachers = released["points"]["teachers"]
    assert sorted(teachers)[4] == teachers[4]
    assert released["points"]["SNR"][1] == released["points"]["patterns"][1] == teachers[4]


def test_the_rows_of_the_tuned_place_repeat_the_page_on_noise(ablation, noisy):
    for ours, theirs in {"enc0.1": "student", "baseline": "baseline", "teacher": "teacher"}.items():
        repeated = noisy.by_seed(f"{theirs}-20dB", 10)
        assert ablation.by_seed(ours, 10) == repeated


def test_all_but_the_map_have_one_decoder_length_and_optimiser(ablation, noisy):
    learned = [r.configuration for r in ablation + noisy if r.role != "fixed"]
    for key in ("decoder", "backprojection"):
        assert len({configuration[key] for configuration in learned}) == 1
    for key in ("steps", "encoder_optimizer"):
        assert len({configuration["training"][key] for configuration in learned}) == 1


def test_patterns_of_two_levels_come_about_equally_near_to_the_teachers_start(released):
    nearest = list(released["nearest"].values())
    assert max(nearest) - min(nearest) < 0.05
    assert max(nearest) < 0.8
    assert max(nearest) < max(released["likeness"].values()) < max(nearest) + 0.03


def test_luck_comes_often_and_with_a_shared_baseline_in_swarms(released):
    shared, own = released["luck"]["False"], released["luck"]["True"]
    often = {
        name: sum(n > 0 for n in found) / len(found) for name, found in released["luck"].items()
    }
    assert often["True"] > often["False"] > 4 / 40
    assert max(shared) > max(own)


def test_a_shared_baseline_correlates_by_one_half_and_explains_little(released):
    assert released["correlation"] == pytest.approx(0.5, abs=0.01)
    leads, chance = released["spreads"]
    assert leads > 10 * chance


def test_fewer_places_can_be_asked_for(tmp_path):
    facts = {"shown": "{group: list(found) for group, found in place_gains.items()}"}
    found = execute(read("pays"), tmp_path, facts, snrs=[20], accelerations=[10, 4])
    assert found["shown"] == {"SNR": ["20 dB"], "patterns": ["1/10", "1/4"]}
