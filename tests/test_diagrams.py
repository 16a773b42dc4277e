"""Our drawings: the committed files are what the code draws, and anybody can read them."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kdci.diagrams.__main__ import main, svg_files
from kdci.diagrams.vocabulary import rich

FIGURES = Path(__file__).parents[1] / "book" / "figures"
SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = svg_files()


def test_there_is_one_for_each_of_the_papers_diagrams():
    assert set(DRAWINGS) == {"three-stages.svg", "distillation-losses.svg", "unet.svg"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_committed_file_is_what_the_code_draws(name):
    remedy = "run: python -m kdci.diagrams book/figures"
    assert (FIGURES / name).read_text(encoding="utf-8") == DRAWINGS[name], remedy


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_is_an_image_with_a_title_and_a_description(svg):
    root = ElementTree.fromstring(svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len(title.text) > 20
    assert len(description.text) > 200


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_text_is_text_and_is_legible_on_a_phone(svg):
    root = ElementTree.fromstring(svg)
    width = float(root.get("viewBox").split()[2])
    sizes = [float(element.get("font-size")) for element in root.iter(f"{SVG}text")]
    shown = 350 / width  # scale at which a page 390 pixels wide shows the drawing
    assert len(sizes) > 10
    assert min(sizes) * shown > 10
    assert width <= 720


@pytest.mark.parametrize("svg", DRAWINGS.values(), ids=DRAWINGS)
def test_asks_nobody_for_anything(svg):
    assert re.findall(r"href|url\(|@import", svg) == []


def test_two_drawings_share_no_id():
    ids = [found for svg in DRAWINGS.values() for found in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_rich_text_returns_to_the_baseline_after_a_subscript():
    assert rich("a_{b}c", size=10) == (
        'a<tspan dy="2.2" font-size="7.8">b</tspan><tspan dy="-2.2">c</tspan>'
    )


def test_rich_text_escapes_markup():
    assert rich("a < b & *c*") == 'a &lt; b &amp; <tspan font-style="italic">c</tspan>'


def test_command_writes_every_drawing_and_leaves_nothing_else(tmp_path):
    main([str(tmp_path / "new")])
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()}
    assert written == DRAWINGS
