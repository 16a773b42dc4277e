"""Films of trainings: they look on and change nothing, and a damaged one is named."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
import torch

from kdci.encoders import MRIEncoder
from kdci.sealed import read_sealed, write_sealed
from kdci.studies.opened import open_study
from kdci.studies.run import execute
from kdci.widgets.films import film as films
from kdci.widgets.films.build import DECADES, content_of, energy_shades
from kdci.widgets.films.film import load_film
from kdci.widgets.films.make import make
from kdci.widgets.films.notices import candidates, notices
from kdci.widgets.films.recorder import MaskRecorder
from kdci.widgets.films.reel import reel_of, strip
from kdci.widgets.films.release import FILMS, MOMENTS, ROLES, Release, moments, place
from kdci.widgets.films.still import compared

SIZE = 16
STUDY = """
study: tiny
modality: mri
evaluate_on: test
accelerations: [4]
seeds: [0]
data: {size: 16, train: 8, validation: 2, test: 4}
training: {steps: 6, batch_size: 4, encoder_optimizer: adam, encoder_rate: 0.1, encoder_until: 0.5}
decoder: unet-light
systems:
  teacher: {role: teacher, variant: soft, constraint: soft-budget, training: {steps: 8}}
  baseline: {role: baseline, variant: "E2E"}
  student:
    role: student
    variant: KD
    distillation: {teacher: teacher, encoder: 0.03, encoder_loss: alignment}
"""
TINY = Release(
    "tiny",
    "tiny",
    {"teacher": "teacher", "e2e": "baseline", "student": "student"},
    acceleration=4,
    image=1,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a study and a film of it."""
    folder = tmp_path_factory.mktemp("experiments")
    (folder / "tiny.yaml").write_text(STUDY, encoding="utf-8")
    make("tiny", TINY, folder, say=lambda _: None)
    return folder


@pytest.fixture
def known(monkeypatch):
    """Let "tiny" be one of the films that there are."""
    monkeypatch.setitem(films.FILMS, "tiny", TINY)


@pytest.fixture(scope="module")
def content(folder):
    return read_sealed(place("tiny", folder))


def test_moments_rise_from_the_first_step_to_the_last_and_lie_closer_at_the_start():
    for steps in (1, 6, 500, 1500):
        found = moments(steps)
        assert found[0] == 0
        assert found[-1] == steps
        assert found == sorted(set(found))
        assert len(found) <= MOMENTS
    gaps = [b - a for a, b in pairwise(found)]
    assert gaps == sorted(gaps)


def test_a_filmed_training_is_the_studys_own(folder, known):
    """The recorder looks on: pattern and PSNR are bit by bit those of the study's run."""
    study, film = open_study("tiny", folder), load_film("tiny", folder)
    teacher = study.find("teacher", 4)
    for role, name in TINY.systems.items():
        run = study.find(name, 4)
        execute(run, teacher, folder, "cpu")
        system = study.system(name, 4)
        last = film.reels[role].patterns[-1]
        assert torch.equal(last, (system.encoder.power.detach() * 255).round().to(torch.uint8))
        path = folder / "results" / "tiny" / f"{run.name}.json"
        quality = json.loads(path.read_text(encoding="utf-8"))["metrics"]["psnr"]
        mean = sum(quality) / len(quality)
        assert film.reels[role].numbers["psnr"][-1] == pytest.approx(mean, abs=1e-3)


def test_a_longer_training_is_shown_at_the_same_share(folder, known):
    film = load_film("tiny", folder)
    teacher = film.shown("teacher")
    assert len(teacher.steps) == len(film.steps)
    assert (teacher.steps[0], teacher.steps[-1]) == (0, 8)
    assert len(teacher.patterns) == len(film.steps)
    assert len(teacher.numbers["loss"]) == len(film.steps) - 1


def test_what_is_kept_comes_back(content):
    reel = content["reels"]["student"]
    found = reel_of(reel, SIZE)
    assert {**reel, **found.content()} == reel
    assert found.patterns.unique().tolist() == [0, 255]
    assert int((found.patterns[0] > 0).sum()) == SIZE * SIZE // 4


def test_a_binary_strip_is_of_bits():
    noise = torch.randint(0, 2, (40, 64, 64), dtype=torch.uint8) * 255
    assert len(strip(noise)) < 40 * 64 * 64 / 8 * 1.1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("steps", None, "steps=None: must be a list"),
        ("steps", "0123", "must be a list"),
        ("steps", [0, True], "must be a list"),
        ("steps", [1, 2], "must rise from 0"),
        ("steps", [0, 2, 2], "must rise from 0"),
        ("psnr", [1.0], "psnr: 1 values"),
        ("loss", [[]], "loss=.* must be a list"),
        ("patterns", None, "patterns=None: must be a PNG"),
        ("patterns", "x", "patterns: no PNG"),
        ("pictures", "AAAA", "pictures: no PNG"),
    ],
)
def test_a_reel_of_the_wrong_kind_is_named(content, name, value, said):
    with pytest.raises(ValueError, match=said):
        reel_of({**content["reels"]["student"], name: value}, SIZE)


def test_a_reel_of_another_size_is_named(content):
    with pytest.raises(ValueError, match=r"patterns: .* pixels: must be"):
        reel_of(content["reels"]["student"], SIZE // 2)


def test_a_damaged_film_is_named(folder, tmp_path, known, content):
    path = place("tiny", tmp_path)
    path.parent.mkdir()
    text = place("tiny", folder).read_text(encoding="utf-8")
    path.write_text(text.replace('"seed": 0', '"seed": 1'), encoding="utf-8")
    with pytest.raises(ValueError, match=r"film='.*tiny\.json': damaged"):
        load_film("tiny", tmp_path)
    for wrong, said in (
        ({**content, "study": "other"}, "is of other"),
        ({name: value for name, value in content.items() if name != "size"}, "'size'"),
        ({**content, "reels": {role: 1 for role in ROLES}}, "another kind"),
        ({**content, "size": 8}, "patterns"),
    ):
        write_sealed(path, wrong)
        with pytest.raises(ValueError, match=rf"film='.*tiny\.json'.*{said}"):
            load_film("tiny", tmp_path)


def test_a_missing_film_and_a_missing_run_are_named(folder, tmp_path, known):
    with pytest.raises(FileNotFoundError):
        load_film("tiny", tmp_path)
    with pytest.raises(ValueError, match="not in the study"):
        make("tiny", replace(TINY, acceleration=8), folder)


def test_only_masks_of_k_space_are_filmed():
    system = type("System", (), {"encoder": object()})()
    recorder = MaskRecorder([0], torch.zeros(1, 2, 4, 4), 0, torch.ones(4, 4))
    with pytest.raises(TypeError, match=MRIEncoder.__name__):
        recorder(0, system)
    recorder(1, system)


def test_the_energy_of_k_space_is_shown_over_decades():
    shades = energy_shades(torch.tensor([[1.0, 10.0 ** -(DECADES / 2), 0.0]]))
    assert shades[0].tolist() == pytest.approx([1, 0.5, 0], abs=1e-3)


def test_the_instrument_gets_reels_of_equal_length(folder, tmp_path, known):
    film = load_film("tiny", folder)
    told = content_of(film, tmp_path)
    for reel in told["reels"]:
        assert len(reel["steps"]) == len(reel["psnr"]) == len(told["steps"])
        assert len(reel["loss"]) == len(told["steps"]) - 1
        assert (tmp_path / reel["patterns"]).is_file()
        assert (tmp_path / reel["pictures"]).is_file()
    assert [notice["at"] for notice in told["notices"]] == sorted(n["at"] for n in told["notices"])


@pytest.mark.parametrize("name", FILMS)
def test_a_released_film_is_whole_and_bears_out_what_is_said(name):
    film = load_film(name)
    start, *_, end = notices(film)
    assert (start.at, end.at) == (0, len(film.steps) - 1)
    assert len(notices(film)) >= 4
    assert sum(not one.is_true for one in candidates(film)) <= 2
    assert "+changes" not in film.provenance["commit"]
    assert place(name).stat().st_size < 700_000


@pytest.mark.parametrize("name", FILMS)
def test_a_training_is_not_named_by_its_role_twice(name):
    film = load_film(name)
    text = compared([film], dict.fromkeys(film.release.systems.values(), 20.0))
    assert text.count(": E2E (") == 1
    assert "(E2E" not in text
