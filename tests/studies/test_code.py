"""A result's code is that which trains and evaluates, by what it does and not by how it looks."""

from pathlib import Path

import pytest

from kdci.modalities import MODALITIES
from kdci.studies import code

PACKAGE = {
    "pack/__init__.py": "from pack.used import one",
    "pack/run.py": "import numpy\nfrom pack.used import one\nfrom pack.kinds import a",
    "pack/used.py": 'def one():\n    """One."""\n    from pack.lazy import two\n    return two\n',
    "pack/lazy.py": "two = 2",
    "pack/plots.py": "from pack.run import one",
    "pack/aside.py": "names = []",
    "pack/kinds/__init__.py": "from pack.kinds import a, b",
    "pack/kinds/a.py": "from pack.aside import names",
    "pack/kinds/b.py": "x = 1",
}


@pytest.fixture
def package(tmp_path):
    for name, content in PACKAGE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / "pack"


def found(package):
    return code.modules("pack.run", others={"b"}, aside={"pack.aside"}, packages=(package,))


def test_imports_are_followed_but_those_of_other_modalities_and_those_aside(package):
    assert set(found(package)) == {"pack.run", "pack.used", "pack.lazy", "pack.kinds.a"}


@pytest.mark.parametrize("name", PACKAGE)
def test_a_change_of_what_is_followed_changes_the_hash_and_no_other_does(package, name):
    before = code.hash_of(found(package))
    with (package.parent / name).open("a", encoding="utf-8") as file:
        file.write("\nmore = 3\n")
    followed = {"pack/run.py", "pack/used.py", "pack/lazy.py", "pack/kinds/a.py"}
    followed |= {"pack/__init__.py", "pack/kinds/__init__.py"}  # which do not only gather names now
    assert (code.hash_of(found(package)) != before) == (name in followed)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            'def one():\n    """Another text."""\n    from pack.lazy import two\n    return two',
            True,
        ),
        ("def one():\n\n    from pack.lazy import two  # lazily\n    return (two)", True),
        ("from typing import Any\ndef one(x: Any = 1) -> Any:\n    return two", False),
        (
            "from typing import Any\n"
            "def one() -> Any:\n    from pack.lazy import two\n    return two",
            True,
        ),
        ("def one():\n    from pack.lazy import two\n    return -two", False),
        ('def one():\n    from pack.lazy import two\n    return "One."', False),
    ],
)
def test_how_code_looks_and_what_it_says_of_itself_do_not_count(package, text, same):
    before = code.hash_of(found(package))
    (package / "used.py").write_text(text, encoding="utf-8")
    assert (code.hash_of(found(package)) == before) == same


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_code_of_a_run_has_its_own_physics_and_no_pictures(modality):
    names = set(code.modules(code.ROOT, set(MODALITIES) - {modality}))
    for part in ("physics", "encoders", "designs", "metrics.encoders", "modalities"):
        assert {f"kdci.{part}.{name}" for name in MODALITIES} & names == {f"kdci.{part}.{modality}"}
    assert {"kdci.training", "kdci.losses", "kdci.decoders.unet", "kdci.studies.run"} <= names
    assert not [name for name in names if "plots" in name or "diagrams" in name]


@pytest.mark.parametrize("noisy", [False, True])
def test_modalities_differ_in_their_code(noisy):
    hashes = {code.code_sha256(modality, noisy) for modality in MODALITIES}
    assert len(hashes) == len(MODALITIES)


@pytest.mark.parametrize("modality", MODALITIES)
def test_what_gathers_the_modalities_does_nothing_else(modality):
    for name in code.modules(code.ROOT, set(MODALITIES) - {modality}):
        assert (code.PACKAGE.parent / Path(*name.split("."))).with_suffix(".py").is_file()


def test_a_move_of_functions_and_modules_leaves_the_hash(package):
    before = code.hash_of(found(package))
    moved = (package / "lazy.py").read_text(encoding="utf-8")
    (package / "lazy.py").unlink()
    (package / "elsewhere.py").write_text("import numpy\n" + moved, encoding="utf-8")
    used = (package / "used.py").read_text(encoding="utf-8").replace("pack.lazy", "pack.elsewhere")
    (package / "used.py").write_text(used, encoding="utf-8")
    assert "pack.elsewhere" in found(package)
    assert code.hash_of(found(package)) == before


@pytest.mark.parametrize(
    "line", ["import scipy", "from numpy import pi", "from numpy import pi as e"]
)
def test_what_is_imported_from_others_counts(package, line):
    before = code.hash_of(found(package))
    with (package / "lazy.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert code.hash_of(found(package)) != before


OWN = {
    "my_lab/__init__.py": "",
    "my_lab/video.py": "from kdci.modalities.mri import MRI\nfrom .optics import two\nVIDEO = MRI",
    "my_lab/optics.py": "from my_lab import glass\ntwo = 2",
    "my_lab/glass.py": "three = 3",
    "my_lab/aside.py": "four = 4",
}


@pytest.fixture
def own(tmp_path, monkeypatch):
    for name, content in OWN.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", OWN)
def test_the_code_of_ones_own_modality_is_its_package_as_far_as_it_is_imported(own, name):
    def hashed():
        return code.code_sha256.__wrapped__("my_lab.video:VIDEO", False)

    before = hashed()
    assert before == hashed()
    assert before not in {code.code_sha256(modality, False) for modality in MODALITIES}
    with (own / name).open("a", encoding="utf-8") as file:
        file.write("\nmore = 3\n")
    assert (hashed() != before) == (name != "my_lab/aside.py")


def test_the_code_of_ones_own_modality_may_be_one_file(own):
    (own / "alone.py").write_text("import my_lab\nVIDEO = 1\n", encoding="utf-8")
    before = code.code_sha256.__wrapped__("alone:VIDEO", False)
    (own / "alone.py").write_text("import my_lab\nVIDEO = 2\n", encoding="utf-8")
    assert code.code_sha256.__wrapped__("alone:VIDEO", False) != before
