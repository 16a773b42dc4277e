"""Buttons of the published book lead to what the repository and its branch of notebooks hold."""

import re
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ConfigError

from kdci import files
from kdci.classroom import notebooks
from kdci.classroom.leaks import leaks, secrets
from tests.classroom.answers import COURSE
from tests.small_book import ROOT, build
from tools import ipynb
from tools.classroom import BUILT, write_notebooks

CONFIGURATION = """
extensions = ["myst_nb", "sphinx_book_theme", "publication"]
html_theme = "sphinx_book_theme"
nb_execution_mode = "off"
"""
PAGE = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A page

```{code-cell} ipython3
1
```
"""


def addresses(folder, monkeypatch, repository, name="notebooks/page"):
    """Build a book of one page, and return its external addresses by the text of their links."""
    out = build(folder, monkeypatch, CONFIGURATION, {name: PAGE}, repository)
    page = (out / f"{name}.html").read_text(encoding="utf-8")
    header = BeautifulSoup(page, "html.parser").select(".header-article__inner a[href]")
    return {a.get_text(" ", strip=True): a["href"] for a in header if "//" in a["href"]}


@pytest.fixture
def published(tmp_path, monkeypatch):
    return addresses(tmp_path, monkeypatch, "somebody/their-book")


def test_binder_opens_the_page_as_the_repository_has_it(published):
    address = urlsplit(published["Binder"])
    assert address.path == "/v2/gh/somebody/their-book/main"
    (path,) = parse_qs(address.query)["urlpath"]
    assert path == "lab/tree/notebooks/page.md"


def test_colab_opens_the_page_as_its_branch_has_it(published, tmp_path):
    path = urlsplit(published["Colab"]).path
    assert path == "/github/somebody/their-book/blob/notebooks/notebooks/page.ipynb"
    written = ipynb.write(tmp_path / "ipynb", "somebody/their-book", tmp_path / "source")
    assert tmp_path / "ipynb" / "notebooks" / "page.ipynb" in written


def opened(url):
    """Return which file of a repository Binder opens."""
    return parse_qs(urlsplit(url).query)["urlpath"][0].removeprefix("lab/tree/")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Write what Binder builds and what Colab opens; return the folder, and the latter's files."""
    folder = tmp_path_factory.mktemp("course")
    write_notebooks(COURSE, folder / BUILT.relative_to(ROOT))
    return folder, ipynb.write(folder / "ipynb", "somebody/their-book", folder / "source")


@pytest.mark.parametrize("one", COURSE.sets, ids=lambda one: one.name)
def test_a_page_of_exercises_opens_its_students_notebook(one, course, tmp_path, monkeypatch):
    folder, written = course
    name = f"book/exercises/{one.name}"
    found = addresses(tmp_path, monkeypatch, "somebody/their-book", name)
    assert "python -m tools.classroom" in files.read_text(ROOT / "binder" / "postBuild")
    assert nbformat.read(folder / opened(found["Binder"]), 4) == notebooks.student(one)
    path = urlsplit(found["Colab"]).path.removeprefix("/github/somebody/their-book/blob/notebooks/")
    assert folder / "ipynb" / path in written
    assert found["Suggest edit"].endswith("their-book/tree/main/classroom/exercises")
    assert (ROOT / "classroom" / "exercises").is_dir()


@pytest.mark.parametrize("one", COURSE.sets, ids=lambda one: one.name)
def test_a_students_notebook_for_colab_installs_the_pins_and_tells_nothing(one):
    found = ipynb.for_students(one, "a/b")
    nbformat.validate(found)
    first, *rest = found.cells
    assert rest == notebooks.student(one).cells
    assert '"kdci @ git+https://github.com/a/b.git"' in first.source
    (constraints,) = re.findall(r"https://raw.githubusercontent.com/a/b/main/(\S+)", first.source)
    assert (ROOT / constraints).is_file()
    told = {secret for exercise in COURSE.exercises for secret in secrets(exercise)}
    assert leaks(found, told) == set()


def test_edit_and_report_lead_to_the_repository_that_publishes(published):
    others = {name: url for name, url in published.items() if name not in ("Binder", "Colab")}
    assert any(url.endswith("/edit/main/notebooks/page.md") for url in others.values())
    assert any("/issues/new" in url for url in others.values())
    assert all(url.startswith("https://github.com/somebody/their-book") for url in others.values())


def test_a_book_of_ones_own_leads_nowhere_else(tmp_path, monkeypatch):
    assert addresses(tmp_path, monkeypatch, None) == {}


def test_what_is_no_repository_is_refused(tmp_path, monkeypatch):
    with pytest.raises(ConfigError, match="must be of the form"):
        addresses(tmp_path, monkeypatch, "no repository")


def test_every_page_is_a_valid_notebook_without_outputs_and_colab_fetches_the_pins(tmp_path):
    plain = ipynb.write(tmp_path / "plain", None)
    assert len(plain) == len(ipynb.pages()) > 20
    for path in plain:
        found = nbformat.read(path, as_version=4)
        nbformat.validate(found)
        assert found.metadata.kernelspec.name == "python3"
        assert not any(cell.get("outputs") for cell in found.cells)
    first = nbformat.read(ipynb.write(tmp_path / "colab", "a/b")[0], as_version=4).cells[0].source
    assert "clone --quiet --depth 1 https://github.com/a/b.git" in first
    (constraints,) = re.findall(r"--constraint b/(\S+)", first)
    assert (ROOT / constraints).is_file()


def test_the_same_pages_are_the_same_archive(tmp_path):
    archives = []
    for name in ("one", "two"):
        ipynb.write(tmp_path / name, None)
        ipynb.pack(tmp_path / name, tmp_path / f"{name}.zip")
        archives.append((tmp_path / f"{name}.zip").read_bytes())
    assert archives[0] == archives[1]


def test_binder_installs_the_package_with_its_pins():
    lines = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").split("\n")
    pins = next(line.split()[1] for line in lines if line.startswith("--constraint"))
    assert (ROOT / "binder" / pins).resolve() == ROOT / "constraints.txt"
    assert "--editable .[book,lab]" in lines
    version = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    tested = yaml.safe_load(
        (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    )
    assert version.removeprefix("python-") in tested["jobs"]["test"]["strategy"]["matrix"]["python"]
