"""The instruments in Firefox and in WebKit: their numbers are kdci's, and they follow a reader."""

import json

import pytest

from tests.book.checker import HTML
from tests.engines.conftest import until

pytestmark = pytest.mark.slow

BOX = "document.querySelector('.kdci-explore')"
ONE = f"[...{BOX}.querySelectorAll('button')].find(b => b.innerText === 'One step')"
LISTEN = f"""window.told = [];
{BOX}.addEventListener("kdci-train", ({{ detail }}) => {{
    if (detail.kind === "error") window.problem = detail.message;
    if (detail.kind === "step")
        told.push(detail.runs.map(({{ loss, psnr, mask }}) => [loss, psnr ?? 0, mask.join("")]));
}});"""
engines = pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True)
firefox = pytest.mark.parametrize("engine", ["firefox"], indirect=True)


def opened(engine, address):
    """Open a page, and bring its instrument into view."""
    engine.visit(address)
    until(engine, BOX)
    engine.run(f"{BOX}.scrollIntoView()")
    return until(engine, f"{BOX}.dataset.ready")


def expected(modality, state):
    """Return the PSNRs [dB] of a state of an instrument, as kdci's evaluation has them."""
    contents = json.loads((HTML / f"_static/widgets/{modality}.json").read_text(encoding="utf-8"))
    point, noise, *sides, image = map(int, state.split("."))
    return [contents["systems"][side]["points"][point]["psnr"][noise][image] for side in sides]


def check_numbers(engine, modality):
    """See that an instrument shows kdci's numbers, and return its state."""
    state, shown = engine.run(f"const {{ state, psnr }} = {BOX}.dataset; return [state, psnr]")
    values = [float(value) for value in shown.split()]
    assert values == pytest.approx(expected(modality, state), abs=2e-3)
    return state


def check_slider(engine, modality):
    """Move the second slider by a key, and see that numbers and pixels follow."""
    before = check_numbers(engine, modality)
    press = "new KeyboardEvent('keydown', { key: 'Home', bubbles: true })"
    pixels = f"[...{BOX}.querySelectorAll('canvas')].map(c => c.toDataURL()).join()"
    drawn = engine.run(f"return {pixels}")
    engine.run(f"document.querySelectorAll('.noUi-handle')[1].dispatchEvent({press})")
    until(engine, f"{BOX}.dataset.state !== '{before}'")
    assert check_numbers(engine, modality) != before
    assert engine.run(f"return {pixels}") != drawn


def check_budget(name, mask):
    """See that a mask samples an eighth of k-space, or that all patterns are of -1 and +1."""
    if name == "train-mri":
        assert mask.count("1") == 32 * 32 // 8
    else:
        signs = mask.replace("-1", "-")
        assert set(signs) == {"-", "1"}
        assert len(signs) == 32 * 32 * round(32 * 32 / 20)


def check_training(engine, name):
    """Make three steps, and see that losses are numbers and that masks change within the budget."""
    engine.run(LISTEN)
    for number in (1, 2, 3):
        until(engine, f"!{ONE}.disabled")
        engine.run(f"{ONE}.click()")
        until(engine, f"told.length === {number} || window.problem")
    assert engine.run("return window.problem") is None
    told = engine.run("return told")
    for which in (0, 1):  # E2E, student
        losses, psnrs, masks = zip(*(runs[which] for runs in told), strict=True)
        assert all(0 < loss < 1 for loss in losses)
        assert all(0 < psnr < 50 for psnr in psnrs)
        assert len(set(masks)) > 1
        for mask in masks:
            check_budget(name, mask)


def check_film(engine):
    """Go to another moment, and see that numbers and pictures follow."""
    number = f"{BOX}.querySelector('figcaption').innerText"
    before = engine.run(f"return {number}")
    slider = f"{BOX}.querySelector('input[type=range]')"
    engine.run(f"{slider}.value = 20; {slider}.dispatchEvent(new Event('input'))")
    until(engine, f"{BOX}.dataset.at === '20'")
    assert engine.run(f"return {number}") != before
    place = engine.run(f"return {BOX}.querySelector('.kdci-strip').style.backgroundPosition")
    assert float(place.split()[1].rstrip("%")) > 50


def check_drawing(engine, name):
    """See that the first score is kdci's, and that a stroke by keyboard has another one."""
    contents = json.loads((HTML / f"_static/widgets/{name}.json").read_text(encoding="utf-8"))
    begin, psnr = contents["start"], f"{BOX}.dataset.psnr"
    first = until(engine, psnr)
    wanted = contents["psnr"][begin["acceleration"]][begin["preset"]]
    assert [float(value) for value in first.split()] == pytest.approx(wanted, abs=2e-3)
    engine.run(f"[...{BOX}.querySelectorAll('button')].find(b => b.innerText === 'Clear').click()")
    assert engine.run(f"return {BOX}.dataset.points") == "0"
    press = "new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })"
    engine.run(f"{BOX}.querySelector('[role=application]').dispatchEvent({press})")
    assert 0 < int(engine.run(f"return {BOX}.dataset.points")) <= max(contents["budgets"].values())
    until(engine, f"{psnr} !== '{first}'")


@engines
@pytest.mark.parametrize("modality", ["spc", "mri", "cassi"])
def test_an_instrument_follows_its_slider(engine, site, modality):
    assert opened(engine, f"{site}/notebooks/explore-{modality}.html") == "yes"
    check_slider(engine, modality)


@engines
@pytest.mark.parametrize("name", ["draw-mri", "draw-spc"])
def test_a_drawing_is_scored(engine, site, name):
    assert opened(engine, f"{site}/notebooks/{name}.html") == "yes"
    check_drawing(engine, name)


@engines
@pytest.mark.parametrize("name", ["train-mri", "train-spc"])
def test_a_training_makes_its_steps(engine, site, name):
    assert opened(engine, f"{site}/notebooks/{name}.html") == "yes"
    check_training(engine, name)


@engines
def test_a_film_follows_its_slider(engine, site):
    assert opened(engine, f"{site}/notebooks/watch-mri.html") == "yes"
    check_film(engine)


@firefox
@pytest.mark.parametrize("name", ["draw-mri", "draw-spc"])
def test_from_a_file_a_drawing_is_scored(engine, unpacked, name):
    assert opened(engine, (unpacked / f"notebooks/{name}.html").as_uri()) == "yes"
    check_drawing(engine, name)


@firefox
def test_from_a_file_a_film_follows_its_slider(engine, unpacked):
    assert opened(engine, (unpacked / "notebooks/watch-mri.html").as_uri()) == "yes"
    check_film(engine)


@firefox
def test_from_a_file_an_instrument_follows_its_slider(engine, unpacked):
    assert opened(engine, (unpacked / "notebooks/explore-spc.html").as_uri()) == "yes"
    check_slider(engine, "spc")


@firefox
@pytest.mark.parametrize("name", ["train-mri", "train-spc"])
def test_from_a_file_a_training_makes_its_steps(engine, unpacked, name):
    assert opened(engine, (unpacked / f"notebooks/{name}.html").as_uri()) == "yes"
    check_training(engine, name)
