"""What a repository owes those who clone it: small files, licences, a citation, two commands."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import kdci

ROOT = Path(__file__).parents[1]
MEGABYTE = 10**6


def tracked():
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_is_over_5_megabytes():
    assert [path for path in tracked() if path.stat().st_size > 5 * MEGABYTE] == []


def test_history_is_not_over_85_megabytes():
    """Eighty is the aim. Five more were needed once: weights of SD-CASSI with the U-Net, which the
    pages show, had been made by code that was not recorded, and had to be released again.
    """
    command = ["git", "-C", str(ROOT), "pack-objects", "--revs", "--stdout", "-q"]
    packed = subprocess.run(command, input=b"HEAD\n", capture_output=True, check=False)
    if packed.returncode:
        pytest.skip("not a git clone")
    assert MEGABYTE < len(packed.stdout) < 85 * MEGABYTE  # what a clone has to fetch


def test_nothing_built_is_tracked():
    parts = {part for path in tracked() for part in path.relative_to(ROOT).parts}
    assert not parts & {"_build", ".venv", "node_modules", "vendor", "__pycache__"}


def test_no_path_of_a_machine_and_no_pickle():
    pattern = re.compile(r"(?<![\w.])/(home|root|work|Users)/\w|file:///")
    texts = {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".json", ".cff", ".js", ".css", ""}
    here = Path(__file__)
    for path in tracked():
        assert path.suffix not in {".pt", ".pth", ".pkl", ".ckpt"}, path
        if path.suffix in texts and path != here:
            found = pattern.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path}: {found.group()}"


def test_versions_agree():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == kdci.__version__


def test_citation_has_what_the_format_asks_for_and_cites_the_paper():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    (paper,) = citation["references"]
    assert {"type", "title", "authors"} <= paper.keys()
    assert paper["doi"] == "10.1109/TCI.2025.3612849"
    assert [a["family-names"] for a in paper["authors"]] == [
        "Suarez-Rodriguez",
        "Jacome",
        "Arguello",
    ]


def test_each_licence_says_what_it_covers():
    covered = {"LICENSE": "all code", "LICENSE-text": "the text and the figures"}
    for name, words in (covered | {"LICENSE-data": "data of others"}).items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.index("Scope:") < 300
        assert words in text
    files = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "license-files"
    ]
    assert all((ROOT / name).exists() for name in files)


def test_readme_begins_with_a_picture_and_two_commands():
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:25])
    assert "<img src=" in first_screen
    assert re.findall(r"^make (\w+)", first_screen, re.M) == ["book", "test"]


def test_links_of_the_front_pages_lead_to_files():
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
        local = [a or b for a, b in links if not (a or b).startswith("http")]
        assert local
        assert [link for link in local if not (ROOT / link).exists()] == []


def test_folders_that_the_readme_names_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = re.findall(r"^\| `(\w+)/` \|", text, re.M)
    assert len(folders) >= 6
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_continuous_integration_runs_the_readmes_test_command():
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec make test")
    assert script.stat().st_mode & 0o111
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        assert yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
