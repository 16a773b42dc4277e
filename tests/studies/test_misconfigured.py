"""What is wrong in a study is named: file, line, key, and what is allowed."""

import pytest

from kdci.studies.study import load_study, read_study

TEXT = """\
# A study with one line for each thing that can be wrong.
study: small
evaluate_on: test
accelerations: [4, 8]
seeds:
  - 0
  - 1
training: {steps: 4, batch_size: 2}
data:
  size: 32
  train: 8
systems:
  teacher: {role: teacher, variant: relaxed, relaxed: 0.5}
  student:
    role: student
    variant: both
    training:
      encoder_rate: 3
    distillation:
      teacher: teacher
      decoder: 0.1
      features: [bottleneck]
"""

REAL = """\
study: clothes
modality: spc
evaluate_on: test
accelerations: [10]
seeds: [0]
systems: {baseline: {role: baseline, variant: E2E, constraint: bipolar}}
data:
  source: fashion-mnist
  size: 32
  train: 16
  validation: 4
"""


def written(path, old="", new=""):
    assert TEXT.count(old) == 1 or not old
    path.write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf-8")
    return path


def test_the_study_itself_is_right(tmp_path):
    assert len(load_study(written(tmp_path / "s.yaml"))) == 8
    assert read_study(tmp_path / "s.yaml").tier == "laptop"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("evaluate_on: test", "evaluated_on: test", 3, "evaluated_on: unknown key: known are acc"),
        ("steps: 4", "stepps: 4", 8, "training.stepps: unknown key: known are batch_size, "),
        ("size: 32", "size: 32\n  pixels: 1", 11, "data.pixels: unknown key"),
        ("role: student", "colour: 1\n    role: student", 15, "systems.student.colour: unknown"),
        ("decoder: 0.1", "decodre: 0.1", 21, "systems.student.distillation.decodre: unknown key"),
        ("steps: 4", "seed: 4", 8, "training.seed: unknown key"),
        ("teacher: teacher", "teacher_sha256: x", 20, "distillation.teacher_sha256: unknown key"),
        ("evaluate_on: test\n", "", 12, "systems.teacher: 'evaluate_on' is missing"),
        ("    variant: both\n", "", 14, "systems.student: the key 'variant' is missing"),
        ("systems:", "system:", 12, "system: unknown key"),
        ("study: small\n", "", 1, "the key 'study' is missing"),
        ("size: 32", "size: large", 10, "data.size: is 'large': must be an integer"),
        ("size: 32", "size: 32.0", 10, "data.size: is 32.0: must be an integer"),
        ("size: 32", "size: yes", 10, "data.size: is True: must be an integer"),
        ("rate: 3", "rate: 1e-3", 18, "is '1e-3' (YAML needs a point: 1.0e-3): must be a number"),
        ("  - 1", "  - one", 7, "seeds.1: is 'one': must be an integer"),
        ("[4, 8]", "4", 4, "accelerations: is 4: must be a list, not empty"),
        ("[4, 8]", "[]", 4, "accelerations: is []: must be a list, not empty"),
        ("variant: both", "variant: 3", 16, "systems.student.variant: is 3: must be text"),
        ("variant: both", "snr_db: loud", 16, "snr_db: is 'loud': must be a number or null"),
        ("[bottleneck]", "bottleneck", 22, "features: is 'bottleneck': must be a list"),
        ("steps: 4", "steps: -4", 8, "training.steps: steps=-4: must be an integer from 1 to"),
        ("batch_size: 2", "batch_size: 9", 8, "training.batch_size: batch_size=9: must be an"),
        ("rate: 3", "rate: -3", 18, "systems.student.training.encoder_rate: encoder_rate=-3"),
        ("train: 8", "train: 0", 11, "data.train: train=0: must be an integer from 1"),
        ("size: 32", "size: 30", 10, "data.size: size=30: must be a multiple of 8, the stride"),
        ("size: 32", "size: 200", 10, "data.size: size=200: must be an integer from 16 to 116"),
        ("  - 1", "  - -1", 7, "seeds.1: seed=-1: must be"),
        ("[4, 8]", "[4, 0.5]", 4, "accelerations.1: acceleration=0.5: must be"),
        ("relaxed: 0.5", "relaxed: 0.1", 13, "systems.teacher.relaxed: relaxed=0.1: makes accele"),
        ("role: student", "role: pupil", 15, "systems.student.role: role='pupil': must be one of"),
        ("variant: both", "variant: b\n    mask: x", 17, "systems.student.mask: mask='x': must"),
        ("variant: both", "variant: b\n    snr_db: .nan", 17, "systems.student.snr_db: snr_db=nan"),
        ("decoder: 0.1", "decoder: -1", 21, "systems.student.distillation.decoder: decoder=-1"),
        ("[bottleneck]", "[neck]", 22, "systems.student.distillation.features: features='neck'"),
        ("teacher: teacher", "teacher: master", 20, "no run 'master-af4-0' to be its teacher"),
        ("teacher: teacher", "teacher: student", 20, "'student-af4-0' would teach itself"),
        ("role: teacher", "role: student", 13, "role='student': needs the key distillation"),
        ("  - 1", "  - 0", 13, "two runs are called 'teacher-af4-0'"),
        ("  student:", "  8:", 14, "systems.8: 8: must be letters, digits"),
        ("study: small", "study: ../small", 2, "study: '../small': must be letters, digits"),
        (
            "study: small",
            "study: small\nmodality: ct",
            3,
            "modality: modality='ct': must be one of",
        ),
        ("study: small", "study: small\ntier: cloud", 3, "tier: tier='cloud': must be one of"),
        ("study: small", "study: small\ntier: paper", 3, "tier: tier='paper': needs data.folder"),
        ("train: 8", "folder: knees", 11, "data.folder: folder='knees': the laptop tier has emb"),
        ("train: 8", "size: 64", 11, "data.size: is there twice"),
        ("train: 8", "source: coats", 11, "data.source: source='coats': must be one of ''"),
        ("steps: 4", "schedule: step", 8, "training.schedule: schedule='step': must be one of 'c"),
        ("role: student", "role: [student", 16, "expected ',' or ']'"),
    ],
    ids=str,
)
def test_file_line_and_key_are_named(tmp_path, old, new, line, message):
    path = written(tmp_path / "s.yaml", old, new)
    with pytest.raises(ValueError) as error:
        load_study(path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("line", "value", "message"),
    [
        (8, "  source: coats", "data.source: source='coats': must be one of '', 'fashion-mnist'"),
        (9, "  size: 64", "data.size: size=64: must be one of 28, 32"),
        (10, "  train: 59001", "data.train: train=59001: must be an integer from 1 to 59000"),
        (11, "  validation: 1001", "data.validation: validation=1001: must be an integer from 1"),
        (12, "  folder: coats", "data.source: source='fashion-mnist': and folder='coats': must"),
    ],
)
def test_what_a_source_of_images_does_not_have_is_refused(tmp_path, line, value, message):
    lines = REAL.splitlines()
    lines[line - 1 : line] = [value]
    place = 8 if "folder" in value else line
    (tmp_path / "s.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError) as error:
        load_study(tmp_path / "s.yaml")
    assert str(error.value).startswith(f"{tmp_path / 's.yaml'}:{place}: {message}")


@pytest.mark.parametrize(
    "content", ["", "3", "- a", "systems: 3\nstudy: s", "study: s\nsystems: {a: 1}"]
)
def test_what_is_no_study_at_all_is_refused(tmp_path, content):
    (tmp_path / "s.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"s.yaml:\d: .*must be a mapping of keys to values"):
        load_study(tmp_path / "s.yaml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"# A study\nstudy: caf\xe9\n",
            "s.yaml:2: byte 0xe9 is not UTF-8: save the file as UTF-8",
        ),
        ("study: caf\u00e9".encode("utf-16"), "s.yaml:1: byte 0xff is not UTF-8"),
        (b"# A study\nstudy: \x07\n", "s.yaml:2: the character 0x07 may not stand in YAML"),
        (b"study: !!python/object:os.system {}\n", "s.yaml:1: could not determine a constructor"),
        (
            b"\xef\xbb\xbfstudy: 3",
            "s.yaml:1: study: is 3: must be text",
        ),  # with a BOM
    ],
)
def test_what_is_no_utf_8_or_no_yaml_is_named(tmp_path, content, message):
    (tmp_path / "s.yaml").write_bytes(content)
    with pytest.raises(ValueError) as error:
        load_study(tmp_path / "s.yaml")
    assert message in str(error.value)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="s.yaml"):
        load_study(tmp_path / "s.yaml")
