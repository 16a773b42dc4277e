"""One set of versions: pyproject.toml asks, constraints.txt pins, environment.yml repeats."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import yaml

from tools.environment import EXTRAS, environment

ROOT = Path(__file__).parents[1]
PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    if "==" in line
)


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_environment_file_is_what_the_pins_say():
    remedy = "run: make environment.yml"
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment(), remedy


def test_environment_file_has_exactly_the_direct_dependencies():
    (pip,) = (
        entry["pip"]
        for entry in yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))[
            "dependencies"
        ]
        if isinstance(entry, dict)
    )
    listed = dict(entry.split("==") for entry in pip)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(name for extra in EXTRAS for name in extras[extra])]
    assert set(listed) == {canonical(re.split(r"[<>=]", name)[0]) for name in wanted}
    pins = {canonical(name): pin for name, pin in PINS.items()}
    assert all(pins[name] == pin for name, pin in listed.items())


def test_torch_is_the_version_that_made_the_results():
    assert PINS["torch"] == "2.13.0"


def test_what_is_installed_is_what_is_pinned():
    assert version("torch").split("+")[0] == PINS["torch"]
    assert version("jupyter-book") == {canonical(n): p for n, p in PINS.items()}["jupyter-book"]
