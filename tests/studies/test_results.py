"""A result is what its run has found, or it is refused by name: whatever is wrong with it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdci.sealed import SEAL, write_sealed
from kdci.studies.identity import config_sha256
from kdci.studies.integrity import CONTENT, PROVENANCE
from kdci.studies.results import LATER, load_result, load_results, save_result
from tests.results import edit, made_up

PSNR = [30.25, 28.5, 31.125, 29.75, 33.0]
CURVES = {"step": [0, 2, 3], "task": [0.5, 0.25, 0.125]}
ENCODER = {"condition_number": 2.5, "mutual_coherence": 0.5, "samples": 128}


def result(system="student", seed=0, **changes):
    """Return a whole result of some length."""
    return made_up(
        system,
        seed,
        acceleration=4,
        metrics={"psnr": PSNR, "ssim": [0.5] * 5, "sam": [3.5] * 5, "psnr_at_20dB": PSNR},
        encoder=ENCODER,
        curves=CURVES,
        **changes,
    )


@pytest.fixture
def folder(tmp_path):
    """Return a small folder of results: student and baseline, two seeds."""
    for system in ("student", "baseline"):
        for seed in (0, 1):
            role = {"role": system, "variant": system}
            save_result(result(system, seed, **role), tmp_path / f"s/{system}-af4-{seed}.json")
    assert len(load_results(tmp_path / "s")) == 4
    return tmp_path / "s"


def refused(path, match="damaged"):
    """Check that a result is refused, alone and among others, with its name and how to go on."""
    for read in (lambda: load_result(path), lambda: load_results(path.parent)):
        with pytest.raises(ValueError, match=match) as error:
            read()
        assert f"result={str(path)!r}: damaged: " in str(error.value)
        assert "restore the file" in str(error.value)


def test_what_is_saved_is_loaded(folder):
    assert load_result(folder / "student-af4-1.json") == result("student", 1, variant="student")
    assert [r.seed for r in load_results(folder)] == [0, 1, 0, 1]


def test_missing_results_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="run its study"):
        load_result(tmp_path / "a.json")
    with pytest.raises(FileNotFoundError, match="run the study"):
        load_results(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "3", '"text"', "{}", '{"study": "s"', '{"study": "s"}', "\xff"]
)
def test_what_is_no_result_at_all_is_refused(folder, text):
    (folder / "student-af4-0.json").write_text(text, encoding="latin-1")
    refused(folder / "student-af4-0.json")


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.99])
def test_a_truncated_file_is_refused(folder, share):
    path = folder / "student-af4-0.json"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    refused(path, "is no JSON")


def test_one_bit_in_a_value_is_refused(folder):
    path = folder / "student-af4-0.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("30.25", "38.25", 1), encoding="utf-8"
    )  # "0" and "8" differ in one bit
    assert chr(ord("0") ^ 8) == "8"
    refused(path, f"not that of its {SEAL}")


@settings(max_examples=60)
@given(st.data())
def test_any_one_bit_of_a_file_is_refused_or_changes_nothing(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "s" / "student-af4-0.json"
    save_result(result(), path)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, 8 * len(content) - 1))
    content[place // 8] ^= 1 << place % 8
    path.write_bytes(content)
    try:
        found = load_result(path)
    except ValueError as error:
        assert path.name in str(error)  # noqa: PT017
    else:
        assert found == result()


BY_HAND = {
    "five decibels": lambda r: r["metrics"].update(psnr=[v + 5 for v in PSNR]),
    "no values": lambda r: r["metrics"].update(psnr=[]),
    "three of five images": lambda r: r["metrics"].update(psnr=PSNR[:3]),
    "a NaN": lambda r: r["metrics"]["psnr"].__setitem__(1, float("nan")),
    "a label": lambda r: r.update(system="baseline"),
}


@pytest.mark.parametrize("change", BY_HAND.values(), ids=BY_HAND)
def test_what_is_changed_by_hand_is_refused(folder, change):
    path = folder / "student-af4-0.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    refused(path)


IMPOSSIBLE = {
    "metrics.psnr: is \\[\\]": lambda r: r["metrics"].update(psnr=[]),
    "metrics.psnr: has 3 values: there were 5 images": lambda r: r["metrics"].update(psnr=PSNR[:3]),
    "metrics.psnr: value 0 is None": lambda r: r["metrics"].update(psnr=[None, *PSNR[1:]]),
    "metrics.psnr: value 0 is '3'": lambda r: r["metrics"].update(psnr=["3", *PSNR[1:]]),
    "metrics.psnr: value 0 is True": lambda r: r["metrics"].update(psnr=[True, *PSNR[1:]]),
    "metrics.psnr: value 0 is 3000": lambda r: r["metrics"].update(psnr=[3000, *PSNR[1:]]),
    "psnr_at_20dB: value 4 is -999": lambda r: r["metrics"]["psnr_at_20dB"].__setitem__(4, -999),
    "ssim: value 2 is 1.5: must be from -1": lambda r: r["metrics"]["ssim"].__setitem__(2, 1.5),
    "sam: value 1 is 181: must be from 0": lambda r: r["metrics"]["sam"].__setitem__(1, 181),
    "metrics: is empty": lambda r: r.update(metrics={}),
    "metrics: is \\[\\]: must be a mapping": lambda r: r.update(metrics=[]),
    "condition_number: value 0 is 0.5": lambda r: r["encoder"].update(condition_number=0.5),
    "encoder.samples: value 0 is 'many'": lambda r: r["encoder"].update(samples="many"),
    "curves.task: has 2 values, step 3": lambda r: r["curves"].update(task=[1, 2]),
    "curves.task: has 3 values, step 0": lambda r: r["curves"].pop("step"),
    "curves.step: does not rise": lambda r: r["curves"].update(step=[0, 3, 2]),
    "curves.step: does not rise to the last of 4": lambda r: r.update(curves={}),
    "steps: is 1.5": lambda r: r["provenance"].update(steps=1.5),
    "weights_sha256: is 'abc': must be 64": lambda r: r["provenance"].update(weights_sha256="abc"),
    "provenance: the key 'commit' is missing": lambda r: r["provenance"].pop("commit"),
    "provenance.extra: unknown key": lambda r: r["provenance"].update(extra=1),
    "extra: unknown key": lambda r: r.update(extra=1),
    "setting: the key 'snr_db' is missing": lambda r: r["setting"].pop("snr_db"),
    "configuration: is not that of its config": lambda r: r["configuration"].update(relaxed=0.5),
    "configuration: is not whole": lambda r: r["configuration"].pop("data"),
    "is of baseline-af4-0: such a file": lambda r: r.update(system="baseline"),
    "is of student-af4-7: such a file": lambda r: r.update(seed=7),
    "is of student-af8-0: such a file": lambda r: r["setting"].update(acceleration=8),
    "study: is 'other': its folder is 's'": lambda r: r.update(study="other"),
    "role: is 'teacher': in its configuration": lambda r: r.update(role="teacher"),
    "variant: is 'y': in its configuration": lambda r: r.update(variant="y"),
    "modality: is 'spc': in its configuration 'mri'": lambda r: r.update(modality="spc"),
    "evaluated_on: is 'validation': in its": lambda r: r.update(evaluated_on="validation"),
    "snr_db: is 20: in its configuration None": lambda r: r["setting"].update(snr_db=20),
}
"""Whoever makes a new hash too cannot say what cannot be."""


@pytest.mark.parametrize(("why", "change"), IMPOSSIBLE.items(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_refused_even_with_a_new_hash(folder, why, change):
    path = folder / "student-af4-0.json"
    edit(path, change)
    refused(path, why)


@pytest.mark.parametrize("name", CONTENT)
def test_each_key_is_needed_and_has_its_type(folder, name):
    path = folder / "student-af4-0.json"
    before = path.read_bytes()
    edit(path, lambda content: content.pop(name))
    refused(path, f"the key '{name}' is missing")
    path.write_bytes(before)
    edit(path, lambda content: content.update({name: None}))
    refused(path, f"{name}: is None")


@pytest.mark.parametrize("name", PROVENANCE)
def test_each_key_of_the_provenance_is_needed_but_what_came_later(folder, name):
    path = folder / "student-af4-0.json"
    edit(path, lambda content: content["provenance"].pop(name))
    if name in LATER:
        assert name not in load_result(path).provenance
    else:
        refused(path, f"provenance: the key '{name}' is missing")


def test_exchanged_labels_of_student_and_baseline_are_refused(folder):
    student, baseline = folder / "student-af4-0.json", folder / "baseline-af4-0.json"
    labels = [
        {
            key: json.loads(path.read_text(encoding="utf-8"))[key]
            for key in ("system", "role", "variant")
        }
        for path in (student, baseline)
    ]
    edit(student, lambda content: content.update(labels[1]))
    edit(baseline, lambda content: content.update(labels[0]))
    refused(baseline, "such a file must be called student-af4-0.json")
    student.rename(folder / "x")
    baseline.rename(student)
    (folder / "x").rename(baseline)
    refused(baseline, "in its configuration 'student'")


def test_the_content_of_another_run_is_refused(folder):
    student = folder / "student-af4-0.json"
    student.write_bytes((folder / "student-af4-1.json").read_bytes())
    refused(student, "is of student-af4-1")
    other = folder.parent / "other" / student.name
    other.parent.mkdir()
    save_result(result(), student)
    other.write_bytes(student.read_bytes())
    refused(other, "study: is 's': its folder is 'other'")


@pytest.mark.parametrize("name", ["student-af4-0 (1).json", "copy.json", "student-af4.0-0.json"])
def test_a_stray_second_file_of_one_system_and_seed_is_refused(folder, name):
    stray = folder / name
    stray.write_bytes((folder / "student-af4-0.json").read_bytes())
    refused(stray, "must be called student-af4-0.json")


def test_an_edited_configuration_with_its_old_hash_is_refused_and_so_is_one_with_a_new(folder):
    path = folder / "student-af4-0.json"
    edit(path, lambda content: content["configuration"].update(acceleration=8))
    refused(path, "configuration: is not that of its config_sha256")

    def prove(content):
        found = config_sha256(content["configuration"])
        content["provenance"]["config_sha256"] = found

    edit(path, prove)
    refused(path, "acceleration: is 4: in its configuration 8")


def test_a_benchmark_has_labels_of_its_own_and_one_value(tmp_path):
    made = result()
    stored = {**made.configuration, "study": "another", "benchmark": {"calls": 3}}
    proof = config_sha256({**made.configuration, "study": "another"})
    measured = replace(
        made,
        metrics={"milliseconds": [1.5]},
        configuration=stored,
        provenance={**made.provenance, "config_sha256": proof},
    )
    save_result(measured, tmp_path / "s/student-af4-0.json")
    assert load_result(tmp_path / "s/student-af4-0.json") == measured


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"provenance": {}}, "provenance: the key 'config_sha256' is missing"),
        ({"metrics": {"psnr": [float("inf")] * 5}}, "psnr: value 0 is inf: must be a finite"),
        ({"seed": 3}, "is of student-af4-3"),
    ],
)
def test_what_would_be_refused_is_not_written(tmp_path, changes, why):
    with pytest.raises(ValueError, match=f"student-af4-0.json': not written: .*{why}"):
        save_result(replace(result(), **changes), tmp_path / "s/student-af4-0.json")
    assert not (tmp_path / "s").exists()


def test_a_result_without_its_seal_is_refused(folder):
    path = folder / "student-af4-0.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content[SEAL]
    path.write_text(json.dumps(content), encoding="utf-8")
    refused(path, f"has no {SEAL}")
    write_sealed(path, content)
    assert load_result(path) == result(variant="student")
