"""The SD-CASSI notebook: its prose says what its numbers say, and it trains from nothing."""

import pytest

from kdci import evidence
from tests.notebooks.harness import execute, read

U_NETS = (
    "baseline", "student", "student-encoder", "student-decoder", "student-more", "random",
    "blue-noise",
)  # fmt: skip
FACTS = {
    "families": "families",
    "taught_by": "{label: searched_psnr.get(name) for label, name in TEACHERS.items()}",
    "five": "{label: {f'{ours} {rival} {k}': gain.reading"
    " for (ours, rival, k), gain in found.items()} for label, found in five_gains.items()}",
    "with_noise": "[[noise_gains[k, m].reading for m in NOISE] for k in SNAPSHOTS]",
    "foreseen": "[gain.reading for gain in foreseen_gains]",
    "quality": "{f'{name} {k}': [results.mean(name, a, m).mean for m, _ in"
    " METRICS.values()] for name in [*everything, *(f'{n}-unrolled' for n in LEARNED)]"
    " for k, a in SNAPSHOTS.items() if a in results.accelerations(name)}",
    "readings": "{f'{ours} {rival} {k}': [gains[m][ours, rival, k].reading for m in"
    " METRICS] for ours, rival, k in gains['PSNR [dB]']}",
    "gains": "{f'{ours} {rival} {k}': [g.low, g.mean, g.high] for (ours, rival, k), g in"
    " gains['PSNR [dB]'].items()}",
    "decoder": "{f'{ours} {rival}': [[g[ours, rival].reading, g[ours, rival].mean] for g"
    " in decoder_gains.values()] for ours, rival in decoder_pairs}",
    "other_teacher": "[[results.gain(ours, rival, 8, m).reading for m, _ in"
    " METRICS.values()] for ours, rival in"
    " (('student-more', 'student'), ('teacher-more', 'teacher'))]",
    "seen": "seen",
    "dimming": "dimming",
    "start": "{n: (s.backproject(tested).mean() / tested.mean()).item() for n, s in"
    " released.items()}",
    "slopes": "{n: float(__import__('numpy').polyfit(tested.mean(dim=(1, 2, 3)), reconstruct(s,"
    " tested).mean(dim=(1, 2, 3)), 1)[0]) for n, s in released.items()}",
    "patterns": "{n: [float(p.mean()), float(p.diff(dim=-2).abs().mean()), bool(((p == 0) |"
    " (p == 1)).all())] for n, s in released.items() for p in [s.encoder.pattern.detach()]}",
    "light": "band_sampling(released['teacher'].encoder).tolist()",
    "misalignment": "{n: [s.encoder.gram_misalignment(released['teacher'].encoder).item(),"
    " band_sampling(s.encoder).mean().item()] for n, s in released.items()}",
    "line": "plots.openness(results, [], released, 8).axes[0].lines[0].get_xydata().tolist()",
    "spectra": "{n: [[float(x) for x in reconstruct(s, scenes[11:12])[0, :, y, x]] for y, x in"
    " pixels] for n, s in systems.items()}",
    "angles": "[[float(t.get_text()[:-1]) for t in ax.get_legend().get_texts()] for ax in"
    " plots.spectra(systems, scenes[11], BANDS, pixels).axes[1:]]",
    "truth": "[scenes[11][:, y, x].tolist() for y, x in pixels]",
    "encoders": "{f'{name} {k}': {key: results.mean(name, a, key).mean for key, _ in"
    " KEYS.values()} for name in encoders for k, a in SNAPSHOTS.items()"
    " if a in results.accelerations(name)}",
    "matrix": "{f'{label} {name} {k}': g.reading for (label, name, k), g in matrix_gains.items()}",
    "fullest": "{n: [float(plots.scenes.detector_load(s.encoder).max()), results.select(n,"
    " 8)[0]['encoder']['condition_number']] for n, s in released.items() if n != 'teacher'}",
    "weights": "[sum(p.numel() for p in MODALITIES['cassi'].decoders[n]().parameters()) for n in"
    " ('unet', 'unrolled')]",
    "tuning": "{r['variant']: [r['role'], tables.summary([t for t in tuning if t['variant'] =="
    " r['variant']], r['system'], 8).mean, tuning.mean(r['system'], 8, 'sam').mean,"
    " tuning.mean(r['system'], 8, 'open').mean] for r in tuning}",
    "spread": "tuning.mean('baseline-rate0.01', 8).spread",
    "curves": "{n: [r['curves'] for r in results.select(n, 8)] for n in LEARNED}",
    "meeting": "meeting",
    "confused": "[confused, bool((scene != moved).any())]",
    "bands": "[light, unseen]",
    "noticed": "noticed",
    "shape": "[list(s.encoder.pattern.shape) for s in systems.values()]",
}
SETUP = "from kdci.modalities import MODALITIES"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    notebook = read("cassi")
    imports = next(cell for cell in notebook.cells if "from kdci import plots" in cell.source)
    imports.source += f"\n{SETUP}"
    return execute(notebook, tmp_path_factory.mktemp("cassi"), FACTS)


def test_only_students_of_the_teacher_most_like_them_come_above_e2e(released):
    families = released["families"]
    counts = {label: len(found) for label, found in families.items()}
    assert counts["E2E"] == sum(n for label, n in counts.items() if label != "E2E") == 23
    best = max(families["E2E"])
    above = [label for label, found in families.items() if max(found) > best]
    assert above == ["same constraint, longer"]
    assert min(families["same constraint, longer"]) > best - 0.5
    left = [label for label, psnr in released["taught_by"].items() if psnr and psnr < best]
    assert left == ["coloured, fast", "coloured, slow"]


def test_five_seeds_show_a_gain_with_one_snapshot_and_none_with_two(released):
    psnr, sam = released["five"]["PSNR [dB]"], released["five"]["SAM [°]"]
    assert (psnr["student baseline 1"], sam["student baseline 1"]) == ("higher", "lower")
    assert psnr["student baseline 2"] == sam["student baseline 2"] == "none shown"
    assert released["with_noise"][0] == ["higher"] * 4 + ["none shown"]
    assert released["foreseen"] == ["higher"] * 3 + ["none shown"]
    for name in ("random", "blue-noise", "complementary"):
        for k in (1, 2):
            if f"student {name} {k}" in psnr:
                assert psnr[f"student {name} {k}"] == "higher"
                assert sam[f"student {name} {k}"] == "lower"


def test_structure_counts_not_strength_and_the_teacher_is_better_than_its_student(released):
    psnr = released["five"]["PSNR [dB]"]
    assert psnr["student-of-coloured baseline 1"] == "none shown"
    assert psnr["student-of-more baseline 1"] == "lower"
    assert psnr["teacher-coloured baseline 1"] == "lower"
    assert psnr["teacher-more baseline 1"] == "higher"
    five = evidence.load("cassi-claims")
    nearer = five.gain("teacher", "teacher-more", 8)
    assert nearer.reading == "none shown"
    assert abs(nearer.mean) < 0.2
    gain = five.gain("student", "baseline", 8).mean
    assert five.gain("teacher", "student", 8).mean > 3 * gain
    steps = {r.system: r.configuration["training"]["steps"] for r in five}
    assert steps["teacher"] == 3 * steps["baseline"] == 3 * steps["student"]
    (condition,) = {five.gain("student", "baseline", 4, "condition_number").reading}
    assert condition == "lower"


def test_released_systems_have_the_apertures_that_the_page_says(released):
    assert released["shape"] == [[1, 8, 32, 32], [1, 1, 32, 32], [1, 1, 32, 32]]
    patterns = released["patterns"]
    assert [patterns[n][2] for n in ("teacher", "baseline", "student")] == [False, True, True]


def test_the_teacher_is_a_soft_filter_and_the_baseline_mostly_closed(released):
    patterns, light, start = released["patterns"], released["light"], released["start"]
    assert patterns["teacher"][0] > 0.6
    assert patterns["teacher"][1] < 0.1 < 0.3 < patterns["baseline"][1]
    assert patterns["baseline"][0] < 0.5
    assert light[0] == min(light) < 0.4 * max(light)
    assert light.index(max(light)) >= 5
    assert 0.85 < start["teacher"] < 1.15
    assert max(start["baseline"], start["student"]) < 0.5


def test_what_is_said_of_the_three_pixels(released):
    for teacher, baseline, student in (released["angles"][0], released["angles"][2]):
        assert teacher > max(baseline, student)
    for pixel, truth in enumerate(released["truth"]):
        teacher = released["spectra"]["teacher"][pixel]
        contrast = max(truth) - min(truth)
        assert max(teacher) - min(teacher) < 0.7 * contrast
        for name in ("baseline", "student"):
            assert released["spectra"][name][pixel][-1] < truth[-1]


def test_every_trained_system_is_far_above_the_floor(released):
    quality = released["quality"]
    for k in (1, 2):
        trained = [v[0] for n, v in quality.items() if n.endswith(f" {k}") and "zero" not in n]
        assert min(trained) > quality[f"zero-filled {k}"][0] + 4
        assert quality[f"teacher {k}"][0] > max(
            v[0] for n, v in quality.items() if n in {f"{u} {k}" for u in U_NETS}
        )


def test_c1_gain_in_psnr_is_small_or_not_shown_and_spectra_get_worse(released):
    readings, gains = released["readings"], released["gains"]
    for k in (1, 2):
        assert readings[f"student baseline {k}"][0] == "none shown"
        assert readings[f"student baseline {k}"][2] == "higher"
    assert [r[0] for n, r in readings.items() if " baseline 1" in n].count("higher") == 1
    assert readings["student-encoder baseline 1"][0] == "higher"
    assert gains["student-encoder baseline 1"][1] < 0.2 < -gains["baseline blue-noise 1"][1]
    for name in ("student-encoder", "student-more"):
        assert readings[f"{name} baseline 1"][2] == "higher"
    decoder = readings["student-decoder baseline 1"]
    assert decoder[0] == decoder[2] == "none shown"


def test_c7_depends_on_the_measure(released):
    readings = released["readings"]
    for fixed in ("random", "blue-noise"):
        assert readings[f"baseline {fixed} 1"] == ["lower", "higher", "lower"]
        assert readings[f"student {fixed} 1"] == ["none shown", "higher", "lower"]
    for learned in ("baseline", "student"):
        assert readings[f"{learned} blue-noise 2"][0] == "higher"
    assert readings["student complementary 2"] == ["higher", "none shown", "none shown"]
    assert readings["baseline complementary 2"] == ["none shown", "none shown", "lower"]


def test_psnr_order_with_one_snapshot_is_as_in_the_figure(released):
    psnr = {name: released["quality"][f"{name} 1"][0] for name in U_NETS}
    assert max(psnr, key=psnr.get) == "blue-noise"
    assert max(psnr.values()) - min(psnr.values()) < 0.5
    two = [released["quality"][f"{n} 2"][0] for n in ("blue-noise", "complementary", "baseline")]
    assert two == sorted(two)
    assert released["quality"]["student 2"][0] > two[-1]


def test_the_u_net_cannot_see_brightness(released):
    dimming = released["dimming"]
    assert [values["correction"] for values in dimming.values()] == pytest.approx([1] * 4, abs=0.01)
    dimmed = {name: values["brightness"] for name, values in dimming.items()}
    assert dimmed["baseline"] > 0.9
    assert dimmed["baseline"] > dimmed["student"] > dimmed["random"] > dimmed["teacher"] > 0.5
    start = released["start"]
    assert sorted(start, key=start.get) == sorted(dimmed, key=dimmed.get, reverse=True)
    slopes = released["slopes"]
    assert slopes["baseline"] < min(slopes["student"], slopes["random"]) < 0.8 < slopes["teacher"]


def test_at_the_right_brightness_and_on_training_scenes_the_order_turns_round(released):
    measured, scaled, trained = (
        {name: values[key] for name, values in released["seen"].items()}
        for key in ("PSNR [dB]", "at the right brightness", "on training scenes")
    )
    assert max(scaled, key=scaled.get) == "baseline"
    binary = ("baseline", "student", "random")
    assert sorted(binary, key=measured.get) == list(binary)
    assert sorted(binary, key=scaled.get, reverse=True) == list(binary)
    assert sorted(binary, key=trained.get, reverse=True) == list(binary)
    angle = {name: released["quality"][f"{name} 1"][2] for name in binary}
    assert sorted(binary, key=angle.get) == list(binary)


def test_more_open_apertures_are_more_like_the_teacher(released):
    line = released["line"]
    heights = [height for _, height in line]
    assert heights == sorted(heights, reverse=True)
    assert line[-1][0] == 100
    for name in ("baseline", "student", "random"):
        misalignment, share = released["misalignment"][name]
        nearest = min(line, key=lambda point: abs(point[0] - 100 * share))
        assert misalignment == pytest.approx(nearest[1], abs=0.07)
    share = {name: released["encoders"][f"{name} 1"]["open"] for name in U_NETS}
    for name in ("student", "student-encoder", "student-more"):
        assert share[name] > 1.2 * share["baseline"]
    angle = {name: released["quality"][f"{name} 1"][2] for name in U_NETS}
    assert angle["baseline"] < min(angle[n] for n in U_NETS if n != "baseline")
    assert max(angle.values()) < released["quality"]["teacher 1"][2]


def test_the_other_teacher(released):
    student, teacher = released["other_teacher"]
    assert student == ["none shown"] * 3
    assert teacher[2] == "lower"


def test_the_decoder_decides_more_than_the_aperture(released):
    quality, decoder = released["quality"], released["decoder"]
    unet, unrolled = released["weights"]
    assert unrolled < unet
    values = [v[0] for n, v in quality.items() if "unrolled" not in n and "zero" not in n]
    gain = decoder["baseline-unrolled baseline"]
    assert gain[0][1] > max(values) - min(values)
    assert [reading for reading, _ in gain] == ["higher", "higher", "lower"]
    measured, scaled, _ = released["seen"]["baseline"].values()
    assert gain[0][1] / 2 < scaled - measured < gain[0][1]


def test_c8_student_is_ahead_with_the_unrolled_decoder_but_not_for_certain(released):
    gain = released["decoder"]["student-unrolled baseline-unrolled"]
    assert [reading for reading, _ in gain] == ["none shown"] * 3
    assert [mean > 0 for _, mean in gain] == [True, True, False]
    encoders = released["encoders"]
    assert encoders["teacher-unrolled 1"]["open"] < 0.7 * encoders["teacher 1"]["open"]


def test_c2_condition_number_counts_holes_in_a_row(released):
    for bands, condition in released["fullest"].values():
        assert condition == pytest.approx(bands**0.5, rel=1e-4)
    kappa = [reading for name, reading in released["matrix"].items() if name.startswith("κ")]
    assert len(kappa) == 5
    assert "lower" not in kappa
    assert released["encoders"]["teacher 2"]["condition_number"] > 1e5
    binary = [released["quality"][f"{n} 2"][0] for n in ("baseline", "student", "complementary")]
    assert released["quality"]["teacher 2"][0] > max(binary)


def test_c3_coherence(released):
    encoders, matrix = released["encoders"], released["matrix"]
    assert {round(e["mutual_coherence"], 6) for e in encoders.values()} == {1}
    for name in ("student 1", "student-encoder 1", "student-more 1", "student 2"):
        assert matrix[f"average {name}"] == "higher"
    average = {n: encoders[f"{n} 1"]["average_coherence"] for n in U_NETS}
    angle = {n: released["quality"][f"{n} 1"][2] for n in U_NETS}
    by_angle, by_coherence = (sorted(U_NETS, key=order.get) for order in (angle, average))
    assert by_angle[2:] == by_coherence[2:]
    assert by_angle[:2] == by_coherence[1::-1] == ["baseline", "student-decoder"]
    for name in ("baseline", "student"):
        assert encoders[f"{name}-unrolled 1"]["average_coherence"] > average["random"]
        assert released["quality"][f"{name}-unrolled 1"][2] < min(angle.values())


def test_c4_uncoloured_apertures_treat_all_bands_alike(released):
    for name, found in released["encoders"].items():
        ratio = found["open_of_the_poorest_band"] / found["open"]
        if name.startswith("teacher"):
            assert ratio < 0.7
        else:
            assert ratio == pytest.approx(1, abs=1e-6)


def test_tuning_was_equal_and_asks_for_less_of_l_enc(released):
    tuning = released["tuning"]
    role = {r: {v: t[1] for v, t in tuning.items() if t[0] == r} for r in ("baseline", "student")}
    assert len(role["baseline"]) == len(role["student"]) == 7
    baseline, student = role["baseline"], role["student"]
    assert max(baseline, key=baseline.get) == "Adam 0.003, from blue noise"
    noise = {v: psnr for v, psnr in baseline.items() if "blue" not in v}
    assert max(noise, key=noise.get) == "Adam 0.01"
    assert max(baseline.values()) - max(noise.values()) < released["spread"]
    assert max(student, key=student.get) == "L_DEC 0.01"
    assert max(student.values()) < max(noise.values())
    assert student["L_ENC 0.003"] > student["L_ENC 0.03"]
    assert student["L_ENC 0.003, L_DEC 0.001"] > student["L_ENC 0.03, L_DEC 0.01"]
    weak, strong = tuning["L_ENC 0.003"], tuning["L_ENC 0.03"]
    assert strong[2] > 1.2 * weak[2]
    assert strong[3] > 1.5 * weak[3]
    lowest = sorted(baseline, key=baseline.get)[:2]
    assert set(lowest) == {"Adam 0.03", "Adam 0.003, to the end"}
    assert sum(psnr < student["L_ENC 0.03"] for psnr in baseline.values()) == 1


def test_c10_nobody_starves(released):
    gradient = {
        name: [[c["encoder_gradient"][i] for c in curves] for i in range(len(curves[0]["step"]))]
        for name, curves in released["curves"].items()
    }
    means = {n: [sum(v) / len(v) for v in values] for n, values in gradient.items()}
    baseline, student = (sum(means[n]) / len(means[n]) for n in ("baseline", "student"))
    assert 0.8 < baseline / student < 1.5
    assert means["baseline"][-1] > 0.5 * means["baseline"][0]
    psnr = {n: [c["validation_psnr"] for c in cs] for n, cs in released["curves"].items()}
    for step in range(1, len(psnr["teacher"][0])):
        others = max(c[step] for n in ("baseline", "student") for c in psnr[n])
        assert min(c[step] for c in psnr["teacher"]) > others - 0.1
    condition = [c["condition_number"] for c in released["curves"]["teacher"]]
    assert all(curve[0] > 100 and curve[-1] < 3 for curve in condition)


def test_solutions_of_the_exercises(released):
    assert {j: len(pairs) for j, pairs in released["meeting"].items()} == {"0": 1, "3": 4, "12": 8}
    for j, pairs in released["meeting"].items():
        assert all(column + band == int(j) for column, band in pairs)
    assert released["confused"] == [0, True]
    light, unseen = released["bands"]
    assert min(light["uncoloured"]) == pytest.approx(max(light["uncoloured"]))
    assert min(light["coloured"]) == light["coloured"][2] == 0
    assert unseen == {"uncoloured": False, "coloured": True}
    noticed = released["noticed"]
    assert noticed["darker truth"][0] == pytest.approx(noticed["tinted truth"][0], abs=1e-2)
    assert noticed["darker truth"][1] < 0.01 < 4 < noticed["tinted truth"][1]
    assert noticed["darker student"][0] > noticed["student"][0]
    assert noticed["darker student"][1] == pytest.approx(noticed["student"][1], abs=1e-3)


@pytest.mark.parametrize(
    ("snapshots", "settings"),
    [
        (2, {"seed": 3, "size": 16, "steps": 4, "snr_db": 30, "train_images": 32}),
        (3, {"seed": 1, "size": 24, "steps": 2, "snr_db": None, "train_images": 40}),
    ],
)
def test_trains_from_nothing_at_other_settings(tmp_path, snapshots, settings):
    asked = {
        "patterns": FACTS["shape"],
        "snr": "[s.snr_db for s in systems.values()]",
        "shape": "list(scenes.shape)",
        "finite": "bool(torch.isfinite(reconstruct(systems['student'], scenes)).all())",
    }
    found = execute(read("cassi"), tmp_path, asked, retrain=True, snapshots=snapshots, **settings)
    size, seed = settings["size"], settings["seed"]
    bands = [8, 1, 1]
    assert found["patterns"] == [[snapshots, b, size, size] for b in bands]
    assert found["snr"] == [settings["snr_db"]] * 3
    assert found["shape"] == [24, 8, size, size]
    assert found["finite"]
    written = {path.stem for path in (tmp_path / "retrained").glob("results/*/*.json")}
    names = ("teacher", "baseline", "student")
    assert written == {f"{name}-af{8 / snapshots:g}-{seed}" for name in names}
