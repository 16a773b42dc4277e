"""The page on the single-pixel camera: what its prose says is what its numbers say."""

import pytest

from kdci import evidence
from tests.notebooks.harness import execute, read

FACTS = {
    "psnr": "{name: [results.mean(name, a).mean for a in ACCELERATIONS"
    " if (name, a) in there] for name in everything}",
    "by_seed": "{name: [list(results.by_seed(name, a).values()) for a in ACCELERATIONS]"
    " for name in ('student', 'student-encoder', 'baseline', 'hadamard-energy')}",
    "without_network": "{name: [floors.mean(name, a).mean for a in ACCELERATIONS]"
    " for name in ('hadamard', 'hadamard-pinv', 'hadamard-energy', 'hadamard-energy-pinv',"
    " 'dct', 'dct-pinv')}",
    "readings": "{f'{ours} {rival} {a}': g.reading for (ours, rival, a), g in gains.items()}",
    "gains": "{f'{ours} {rival} {a}': g.mean for (ours, rival, a), g in gains.items()}",
    "matrix": "{f'{key} {name} {a}': g.reading for (key, name, a), g in matrix_gains.items()}",
    "measures": "{key: {name: [results.mean(name, a, key).mean"
    " for a in ACCELERATIONS] for name in shown} for key in KEYS}",
    "conditions": "{name: [list(results.by_seed(name, a, KEYS[0]).values())"
    " for a in ACCELERATIONS] for name in dots}",
    "captured": "captured",
    "corner": "{name: [subspace.frequency_coverage(s.encoder)[corner].mean().item(),"
    " subspace.frequency_coverage(s.encoder)[~corner].mean().item()]"
    " for corner in [subspace.frequency_coverage(spaces['dct'].encoder) > 0.5]"
    " for name, s in spaces.items()}",
    "alike": "{name: torch.corrcoef(torch.stack([subspace.frequency_coverage(s.encoder).flatten()"
    " for s in (released[name], released['teacher'])]))[0, 1].item() for name in released}",
    "brightness": "brightness",
    "one_sided": "(released['baseline'].encoder.pattern.mean(dim=1).abs() > 0.5)"
    ".float().mean().item()",
    "means": "released['student'].encoder.pattern.mean(dim=1).abs().sort(descending=True)"
    ".values[:2].tolist()",
    "singular": "{name: [values[k].item() / values[0].item() for k in (1, -1)]"
    " for name, s in released.items() for values in [plots.encoders.singular_values(s.encoder)]}",
    "losses": "list(losses.values())",
    "misalignment": "misalignment",
    "starts": "{name: d.reading for name, (a, i, d) in starts.items()}",
    "adjoint": "{name: {key: results.mean(name, 10, key).mean for key in KEYS}"
    " for name in ('baseline-adjoint', 'bernoulli')}",
    "adjoint_gain": "results.gain('student-adjoint', 'baseline-adjoint', 10).mean",
    "start_gains": "{' '.join(pair): g.reading for pair, g in start_gains.items()}",
    "near_hadamard": "{name: results.mean(name, 10, KEYS[0]).mean"
    " for name in ('baseline-hadamard', 'student-hadamard')}",
    "curves": "{name: [r['curves'] for r in results.select(name, 10)]"
    " for name in ('baseline', 'student', 'baseline-hadamard', 'student-hadamard')}",
    "tuning": "{r['role'] + ': ' + r['variant']: list(tuning.by_seed(r['system'], 10)"
    ".values()) for r in tuning if r['role'] != 'teacher'}",
    "floor": "floor",
    "patterns": "{name: list(s.encoder.pattern.shape) for name, s in systems.items()}",
    "levels": "{name: sorted(set(systems[name].encoder.pattern.flatten().tolist()))"
    " for name in ('baseline', 'student')}",
    "apertures": "[aperture_error, variances]",
    "shares": "list(shares.values())",
    "noisy": "noisy",
    "light": "{' '.join(map(str, key)): gain.reading for key, gain in light_gains.items()}",
    "light_spread": "[max(found.mean('student', a).spread for a in ACCELERATIONS)"
    " for found in (light, results)]",
}
SYSTEMS = ("teacher", "baseline", "student")
STUDENTS = ["student", "student-encoder", "student-decoder"]
RATIOS = (4, 10, 20)


def mean(values):
    return sum(values) / len(values)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return execute(read("spc"), tmp_path_factory.mktemp("spc"), FACTS)


def test_released_systems_are_what_can_be_displayed(released):
    assert released["patterns"] == {name: [102, 1024] for name in SYSTEMS}
    assert released["levels"] == {"baseline": [-1, 1], "student": [-1, 1]}


def test_c1_nine_of_ten_intervals_include_zero(released):
    readings = {pair: r for pair, r in released["readings"].items() if " baseline " in pair}
    assert len(readings) == 10
    higher = [pair for pair, reading in readings.items() if reading == "higher"]
    assert higher == ["student-encoder baseline 20"]
    assert 0 < released["gains"][higher[0]] < 0.5
    assert "lower" not in readings.values()


def test_a_better_teacher_makes_no_better_student(released):
    psnr = released["psnr"]
    assert psnr["teacher-more"][0] > psnr["teacher"][1] + 1.5
    others = [psnr[name][1] for name in psnr if name not in ("student-more", "teacher-more")]
    assert psnr["bernoulli"][1] < psnr["student-more"][0]
    assert psnr["student-more"][0] < min(v for v in others if v != psnr["bernoulli"][1])


def test_c7_hadamard_patterns_are_above_all_that_is_learned_and_random_ones_below(released):
    psnr, by_seed = released["psnr"], released["by_seed"]
    for i, ratio in enumerate(RATIOS):
        learned = [psnr[name][i] for name in ("baseline", *STUDENTS)]
        assert psnr["hadamard-energy"][i] > max(learned)
        assert psnr["bernoulli"][i] < min(learned) - 5
        assert psnr["dct"][i] > psnr["hadamard-energy"][i]
        assert released["readings"][f"baseline hadamard-energy {ratio}"] == "lower"
        pairs = zip(by_seed["student"][i], by_seed["hadamard-energy"][i], strict=True)
        assert all(student < hadamard for student, hadamard in pairs)
    found = [released["readings"][f"student hadamard-energy {ratio}"] for ratio in RATIOS]
    assert sorted(found) == ["lower", "none shown", "none shown"]
    assert psnr["student-more"][0] < psnr["hadamard-energy"][1]


def test_the_baseline_is_little_above_the_floor_and_the_students_mean_below(released):
    psnr, without = released["psnr"], released["without_network"]
    for i in range(3):
        assert 0 < psnr["baseline"][i] - psnr["zero-filled"][i] < 0.6
        assert psnr["student"][i] < psnr["zero-filled"][i]
        assert psnr["dct"][i] < without["dct-pinv"][i]
        assert psnr["teacher"][i] < psnr["dct"][i] + 0.01
    above = [without["hadamard-pinv"][i] > psnr["student"][i] for i in range(3)]
    assert sum(above) == 2


def test_where_the_patterns_look(released):
    captured, corner, alike = released["captured"], released["corner"], released["alike"]
    assert captured["teacher"] == pytest.approx(captured["dct"], abs=0.01)
    assert alike["teacher"] == pytest.approx(1)
    assert alike["student"] > 0.98 > 0.95 > alike["baseline"]
    assert corner["teacher"][0] > 0.99
    for learned in ("baseline", "student"):
        assert captured["bernoulli"] < captured[learned] < captured["hadamard-energy"]
        assert corner[learned][0] < 0.8
        assert corner[learned][1] > 0.02
    assert captured["hadamard-energy"] < captured["dct"]


def test_c2_the_condition_number_is_a_fraction_with_the_encoder_loss(released):
    for i, ratio in enumerate(RATIOS):
        for name in ("student", "student-encoder"):
            assert released["matrix"][f"condition_number {name} {ratio}"] == "lower"
            pairs = zip(*(released["conditions"][n][i] for n in (name, "baseline")), strict=True)
            assert all(ours < theirs / 2 for ours, theirs in pairs)
    decoder = [released["matrix"][f"condition_number student-decoder {r}"] for r in RATIOS]
    assert decoder == ["lower", "none shown", "none shown"]


def test_c3_the_average_coherence_falls_and_the_mutual_one_only_at_the_largest_ratio(released):
    found = {key: [released["matrix"][f"{key} student {r}"] for r in RATIOS] for key in
             ("mutual_coherence", "average_coherence")}  # fmt: skip
    assert found["average_coherence"] == ["lower"] * 3
    assert found["mutual_coherence"] == ["lower", "none shown", "none shown"]
    average = released["measures"]["average_coherence"]
    assert all(s < b / 2 for s, b in zip(average["student"], average["baseline"], strict=True))
    for name, values in released["measures"]["mutual_coherence"].items():
        assert (min(values[1:]) > 0.9) == (name != "bernoulli")


def test_brightness_is_measured_dozens_of_times_by_the_baseline_and_about_once_by_others(released):
    repeats = {name: values[0] for name, values in released["brightness"].items()}
    assert repeats["baseline"] > 24
    assert repeats["student"] < 2
    assert repeats["teacher"] == pytest.approx(1, abs=0.01)
    assert released["brightness"]["student"][2] == pytest.approx(1, abs=1e-9)
    assert released["brightness"]["baseline"][2] < 0.999
    assert released["means"][0] == 1
    assert released["means"][1] < 0.5
    assert released["one_sided"] > 0.5  # of the patterns have three pixels in four of one colour


def test_singular_values_are_as_drawn(released):
    second, last = released["singular"]["baseline"]
    assert 0.25 < second < 0.45
    assert last < 0.1
    assert released["singular"]["student"][0] > 0.8
    assert 0.2 < released["singular"]["student"][1] < 0.45
    assert released["singular"]["teacher"][1] > 0.99


def test_condition_numbers_are_where_the_scatter_plots_say(released):
    conditions = released["conditions"]
    for i in range(3):
        assert max(conditions["hadamard-energy"][i]) < 1.001
        encoder = conditions["student"][i] + conditions["student-encoder"][i]
        assert 2 < min(encoder) < max(encoder) < 5
        assert min(conditions["baseline"][i]) > 9
    assert max(conditions["baseline"][0]) > 50


def test_students_that_fail_have_the_fingerprint_of_a_lost_brightness(released):
    (usual, unusual), *losses = released["losses"]
    assert unusual < usual - 2 < -3
    assert len(losses) == 9
    failed = 0
    for i in range(3):
        pairs = zip(*(released["by_seed"][n][i] for n in ("student", "baseline")), strict=True)
        for seed, (student, baseline) in enumerate(pairs):
            usual, unusual = losses[3 * i + seed]
            if student < baseline - 0.5:
                failed += 1
                assert unusual < usual - 2 < -2.5
            else:
                assert abs(student - baseline) < 0.25
    assert 0 < failed < 9
    before, after = released["misalignment"]
    assert 0 < after - before < before / 1000


def test_what_the_decoder_starts_from_matters_for_learned_patterns_alone(released):
    assert released["starts"] == {
        "baseline": "higher",
        "student": "higher",
        "bernoulli": "none shown",
    }
    learned, random = released["adjoint"]["baseline-adjoint"], released["adjoint"]["bernoulli"]
    assert learned["condition_number"] == pytest.approx(random["condition_number"], rel=0.25)
    assert learned["mutual_coherence"] == pytest.approx(random["mutual_coherence"], rel=0.25)
    assert learned["average_coherence"] == pytest.approx(random["average_coherence"], rel=0.25)
    assert released["adjoint_gain"] < 0
    without = released["without_network"]
    for name in ("hadamard", "hadamard-energy"):
        assert without[name] == pytest.approx(without[f"{name}-pinv"], abs=0.01)


def test_what_the_start_decides(released):
    assert released["start_gains"] == {
        "baseline-hadamard baseline": "higher",
        "student-hadamard student": "none shown",
        "student-hadamard baseline-hadamard": "lower",
        "baseline-hadamard hadamard-energy": "none shown",
        "student-hadamard hadamard-energy": "lower",
    }
    near = released["near_hadamard"]
    assert 1 < near["baseline-hadamard"] < near["student-hadamard"] < 2.2


def test_five_seeds_of_the_light_decoder_give_the_same_answer_sharper(released):
    def over_ratios(rival, metric="psnr"):
        return [released["light"][f"{rival} {metric} {a}"] for a in (4, 10, 20)]

    assert over_ratios("baseline") == ["none shown", "lower", "lower"]
    assert over_ratios("hadamard-energy") == ["lower"] * 3
    assert over_ratios("binarised-principal") == ["higher", "none shown", "none shown"]
    assert over_ratios("bernoulli") == ["higher"] * 3
    assert over_ratios("baseline", "condition_number") == ["none shown", "lower", "lower"]
    assert over_ratios("baseline", "average_coherence") == ["lower"] * 3
    assert over_ratios("baseline", "mutual_coherence") == ["none shown"] * 3
    ours, theirs = released["light_spread"]
    assert ours < theirs / 2


def test_hadamard_beats_the_light_baseline_at_every_ratio():
    light = evidence.load("spc-claims")
    gains = [light.gain("baseline", "hadamard-energy", a) for a in (4, 10, 20)]
    assert all(gain.high < 0 for gain in gains)


def test_curves_are_as_described(released):
    curves = released["curves"]
    assert curves["student"][0]["step"] == [0, 100, 200, 300, 400, 500, 600, 700, 799]
    for student, baseline in zip(curves["student"], curves["baseline"], strict=True):
        for found in (student, baseline):
            assert found["condition_number"][1] > 4 * found["condition_number"][0]
        assert student["condition_number"][2] < student["condition_number"][1] / 2
        assert student["validation_psnr"][2] < student["validation_psnr"][1] - 0.5
        assert baseline["validation_psnr"][2] > baseline["validation_psnr"][1]
        gradients = [mean(found["encoder_gradient"][1:]) for found in (student, baseline)]
        assert gradients[0] > 2.5 * gradients[1]
    behind = [
        student["validation_psnr"][-1] < baseline["validation_psnr"][-1] - 1
        for student, baseline in zip(curves["student"], curves["baseline"], strict=True)
    ]
    assert behind == [False, True, False]


def test_tuning_was_equal_and_is_as_described(released):
    values, floor = released["tuning"], released["floor"]
    psnr = {name: mean(found) for name, found in values.items()}
    assert [sum(name.startswith(role) for name in psnr) for role in ("baseline", "student")] == [
        8,
        8,
    ]
    assert max(psnr, key=psnr.get) == "baseline: Adam 0.0003, from Hadamard"
    noise = {name: value for name, value in psnr.items() if "from Hadamard" not in name}
    assert max(noise.values()) < floor + 0.2
    baselines = {name: value for name, value in noise.items() if name.startswith("baseline")}
    students = {name: value for name, value in noise.items() if name.startswith("student")}
    assert len(students) == 8
    assert max(baselines, key=baselines.get) == "baseline: SGD 300"
    assert max(students, key=students.get) == "student: L_ENC 0.03, Adam 0.01"
    assert psnr["student: L_ENC 0.03"] > psnr["student: L_ENC 0.1"]
    decoder = [psnr[f"student: L_DEC {weight}"] for weight in ("0.01", "0.1", "1")]
    assert decoder == sorted(decoder, reverse=True)
    assert psnr["student: L_ENC 0.03, L_DEC 0.01"] > psnr["student: L_ENC 0.03, L_DEC 0.1"]
    lucky = [name for name in students if "L_DEC" not in name] + ["student: L_ENC 0.03, L_DEC 0.01"]
    assert len(lucky) == 4
    assert min(min(values[name]) for name in lucky) > min(baselines.values())


def test_solutions_of_the_exercises(released):
    error, (pairs, shared) = released["apertures"]
    assert error < 0.01
    assert pairs == pytest.approx(2, rel=0.05)
    assert shared == pytest.approx(5, rel=0.05)
    energy, gradient, centred = released["shares"]
    assert energy > 0.9
    assert gradient > 0.9
    assert centred < 0.01
    noisy = released["noisy"]
    assert abs(noisy["student"][0] - noisy["baseline"][0]) < 0.3
    lost = {name: values[0] - values[-1] for name, values in noisy.items()}
    assert lost["baseline"] > lost["student"] + 2


@pytest.mark.parametrize(
    ("gamma", "size", "snr_db", "seed"), [(0.25, 16, 25, 3), (0.05, 24, None, 1)]
)
def test_trains_from_nothing_at_another_ratio(tmp_path, gamma, size, snr_db, seed):
    settings = {"size": size, "steps": 3, "train_images": 32, "snr_db": snr_db, "seed": seed}
    asked = {
        "patterns": FACTS["patterns"],
        "levels": FACTS["levels"],
        "snr": "[s.snr_db for s in systems.values()]",
        "shape": "list(images.shape)",
        "finite": "bool(torch.isfinite(systems['student'](images)).all())",
    }
    found = execute(read("spc"), tmp_path, asked, retrain=True, gamma=gamma, **settings)
    wanted = [round(gamma * size**2), size**2]
    assert found["patterns"] == {name: wanted for name in SYSTEMS}
    assert found["levels"] == {"baseline": [-1, 1], "student": [-1, 1]}
    assert found["snr"] == [snr_db] * 3
    assert found["shape"] == [24, 1, size, size]
    assert found["finite"]
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    assert written == {f"{name}-af{1 / gamma:g}-{seed}" for name in SYSTEMS}
