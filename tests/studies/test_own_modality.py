"""A modality of one's own: found by its import path, run from its YAML, nothing in kdci touched."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kdci.modalities import MODALITIES, Modality, find_modality
from kdci.modalities.modality import general_measures
from tests.own import video

ROOT = Path(__file__).parents[2]
VIDEO = Path(video.__file__).read_text(encoding="utf-8")
SYSTEMS = {
    "teacher": {"role": "teacher", "variant": "real-valued", "constraint": "real"},
    "baseline": {"role": "baseline", "variant": "E2E"},
    "student": {
        "role": "student",
        "variant": "both losses",
        "distillation": {"teacher": "teacher", "decoder": 0.1, "encoder": 0.01},
    },
}
STUDY = {
    "study": "video",
    "modality": "my_lab.video:VIDEO",
    "evaluate_on": "test",
    "accelerations": [4],
    "seeds": [0],
    "constraint": "binary",
    "snr_db": 30,
    "training": {"steps": 4, "batch_size": 2, "encoder_rate": 1, "monitor_every": 2},
    "data": {"size": 16, "train": 8, "validation": 2, "test": 2},
    "systems": SYSTEMS,
}


@pytest.fixture
def laboratory(tmp_path):
    """Return a folder with a package and a study of one's own."""
    (tmp_path / "my_lab").mkdir()
    for name, text in (("__init__", ""), ("video", VIDEO)):
        (tmp_path / f"my_lab/{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "video.yaml").write_text(yaml.safe_dump(STUDY, sort_keys=False), encoding="utf-8")
    return tmp_path


def kdci(folder, *words):
    """Call the command as it is installed: it has its own folder on the path, and not this one."""
    code = f"import sys; sys.path[:] = [{str(ROOT)!r}, *sys.path[1:]]\n"
    code += "from kdci.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-P", "-c", code, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_study_of_the_encoder_in_20_lines_runs_from_its_yaml_on_workers(laboratory):
    done = kdci(laboratory, "study", "run", "video.yaml", "--jobs", "1", "--accelerator", "cpu")
    assert done.returncode == 0, done.stderr
    assert "kdci: 3 finished, 0 elsewhere, 0 failed, 0 not run" in done.stderr
    assert "| system | variant | images | frames 4 |" in done.stdout
    student = json.loads((laboratory / "results/video/student-af4-0.json").read_bytes())
    assert student["modality"] == "my_lab.video:VIDEO"
    assert len(student["metrics"]["psnr"]) == 2
    assert set(student["encoder"]) == {
        *("condition_number", "mutual_coherence", "average_coherence", "alignment_with_teacher"),
    }
    assert {"decoder", "encoder", "task"} <= student["curves"].keys()
    last = kdci(laboratory, "study", "status", "video.yaml").stdout.splitlines()[-1]
    assert last.split() == ["all", "3", "0", "0", "0", "0", "0"]

    (laboratory / "my_lab/video.py").write_text(VIDEO + "\nMORE = 1\n", encoding="utf-8")
    said = kdci(laboratory, "study", "status", "video.yaml").stdout
    assert "stale: 3 of other code than today's" in said


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("my_laboratory.video:VIDEO", "no module 'my_laboratory': it must be installed, or lie in"),
        ("my_lab.movie:VIDEO", "no module 'my_lab.movie'"),
        ("my_lab.video:FILM", "the module 'my_lab.video' has no 'FILM'"),
        ("my_lab.video:CodedExposure", "is of type ABCMeta: must be a kdci.modalities.Modality"),
        ("my_lab.broken:VIDEO", "my_lab.broken cannot be imported: SyntaxError: "),
        ("my_lab.video", "must be one of 'mri', 'spc', 'cassi', 'filter_array', 'your own by its"),
        (":VIDEO", "must be a module, a colon and a name"),
    ],
)
def test_what_is_no_modality_is_named(laboratory, monkeypatch, name, message):
    monkeypatch.syspath_prepend(laboratory)
    (laboratory / "my_lab/broken.py").write_text("VIDEO = (\n", encoding="utf-8")
    with pytest.raises(ValueError, match="modality=") as error:
        find_modality(name)
    assert message in str(error.value)
    for module in [module for module in sys.modules if module.startswith("my_lab")]:
        del sys.modules[module]


def test_the_studys_line_is_named_where_the_modality_is_not_there(laboratory):
    text = (laboratory / "video.yaml").read_text(encoding="utf-8")
    (laboratory / "video.yaml").write_text(text.replace("my_lab", "your_lab"), encoding="utf-8")
    done = kdci(laboratory, "study", "status", "video.yaml")
    assert done.returncode == 2
    assert "video.yaml:2: modality: modality='your_lab.video:VIDEO': no module" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", MODALITIES)
def test_the_packages_own_are_found_by_their_names(name):
    assert find_modality(name) is MODALITIES[name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mri", "acceleration 4"),
        ("spc", "gamma 0.25"),
        ("cassi", "snapshots 2"),
        ("filter_array", "acceleration 4"),
    ],
)
def test_each_has_its_own_word_for_how_little_is_measured(name, said):
    amount = MODALITIES[name].amount
    assert amount.said(4) == said
    assert amount.acceleration(amount.of(4)) == 4


def test_what_has_a_sensible_default_need_not_be_said():
    modality = Modality(images=list, encoders={}, channels=3)
    assert modality.decoders["unet"]().channels == 3
    assert list(modality.masks) == ["learned"]
    assert sorted(modality.constraints) == ["binary", "real"]
    assert modality.measures is general_measures
