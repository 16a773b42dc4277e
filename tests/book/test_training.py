"""A training in a real browser: its steps are kdci's, and a reader can steer it."""

import json
import math

import numpy as np
import pytest
import torch

from benchmarks.widgets import kilobytes, new_page
from kdci.evidence.lesson import Lesson
from kdci.evidence.markdown import interval
from kdci.widgets.training import build
from kdci.widgets.training.camera import CAMERA
from kdci.widgets.training.mri import MRI
from kdci.widgets.training.step import EPSILON, Settings, State, Step
from tests.book.checker import HTML

WIDGETS = HTML / "_static" / "widgets"
SUBJECTS = {"train-mri": MRI, "train-spc": CAMERA}
MADE = {"train-mri": 3, "train-spc": 25}
"""Steps that are compared."""
SAME = {"train-mri": 3, "train-spc": 10}
"""Steps before which no pixel of a pattern may differ; rounding alone flips one that is near 0."""
LISTEN = """() => { window.told = [];
    document.querySelector(".kdci-train").addEventListener(
        "kdci-train", ({ detail }) => window.told.push(structuredClone(detail))); }"""
STEPS = """() => window.told.filter(one => one.kind === 'step').map(({ runs }) => runs.map(
    ({ loss, mask }) => ({ loss, total: mask.reduce((sum, value) => sum + value, 0) })))"""
SEVERAL = "count => window.told.filter(one => one.kind === 'step').length >= count"
RESTS = "() => window.told.at(-1)?.kind !== 'step' && window.told.some(one => one.kind === 'rest')"
FIRST_VISIT_KB = 6500

pytestmark = pytest.mark.slow


def seen(page):
    """Bring the instrument into view, and wait until it can be started."""
    page.locator(".kdci-train").scroll_into_view_if_needed()
    page.wait_for_selector(".kdci-train[data-ready=yes]")


@pytest.fixture(scope="module", params=SUBJECTS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def page(browser, site, name):
    with browser.new_page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{site}/notebooks/{name}.html")
        seen(page)
        page.evaluate(LISTEN)
        page.click(".kdci-train button:text-is('Start')")
        page.wait_for_function(SEVERAL, arg=MADE[name], timeout=240_000)
        page.click(".kdci-train button:text-is('Pause')")
        page.wait_for_function(RESTS, timeout=60_000)
        yield page


def draws(seed):
    """Yield the numbers of the worker's generator (Mulberry32)."""
    state, full = seed, 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & full
        t = ((state ^ (state >> 15)) * (1 | state)) & full
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & full)) & full) ^ t
        yield ((t ^ (t >> 14)) & full) / 2**32


def normals(count, seed):
    draw = draws(seed)
    pairs = ((next(draw), next(draw)) for _ in range(count))
    return [math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b) for a, b in pairs]


def test_the_steps_are_those_of_kdci(page, name):
    told = page.evaluate(STEPS)[: MADE[name]]
    contents = json.loads((WIDGETS / f"{name}.json").read_text(encoding="utf-8"))
    size, batch, start = contents["size"], contents["batch"], contents["start"]
    pixels = np.fromfile(WIDGETS / contents["pixels"], "<i2").astype(np.float32) / build.SCALE
    images = torch.from_numpy(pixels).view(contents["images"] + contents["tested"], -1, size, size)
    images = images[: contents["images"]]
    floats = torch.from_numpy(np.fromfile(WIDGETS / contents["floats"], "<f4"))
    step = Step(SUBJECTS[name].objective(size))
    weights, at = [], 0
    for shape in contents["weights"]:
        weights.append(floats[at : at + math.prod(shape)].view(shape))
        at += math.prod(shape)
    acceleration, shape = f"{start['acceleration']}", contents["teacher"]
    place = contents["teachers"].index(f"real-{acceleration}")
    where = at + contents["spectrum"] + math.prod(shape) * place
    teacher = floats[where : where + math.prod(shape)].view(shape)
    encoder_rate = contents["optimisers"]["adam"]["rate"]
    order = draws(1)
    batches = [images[[math.floor(next(order) * len(images)) for _ in range(batch)]] for _ in told]
    for run, weight in enumerate((0.0, start["weight"])):
        shape = contents["latent"]
        latent = 0.01 * torch.tensor(normals(math.prod(shape), 0)).view(shape)
        zeros = [torch.zeros_like(one) for one in weights]
        moments = [torch.zeros_like(latent) for _ in range(3)]
        state = State(latent, moments, weights, zeros, zeros)
        for number, shown in enumerate(batches):
            config = build.TRAINING
            rates = [
                config.decoder_rate * config.decoder_schedule(number),
                encoder_rate * config.encoder_schedule(number),
            ]
            corrections = [1 - 0.9 ** (number + 1), 1 - 0.999 ** (number + 1), EPSILON]
            settings = Settings(
                torch.tensor(contents["counts"][acceleration]), teacher, torch.tensor(weight),
                torch.tensor(rates), torch.tensor(corrections), torch.tensor(1.0),
            )  # fmt: skip
            loss, _, mask, state = step(shown, settings, state)
            found = told[number][run]
            if found["total"] != mask.sum():  # from here on, two trainings part
                assert number >= SAME[name]
                break
            assert found["loss"] == pytest.approx(loss.item(), rel=1e-3 if number else 1e-5)


def test_it_rests_goes_on_by_one_step_and_begins_anew(page):
    before = len(page.evaluate(STEPS))
    page.click(".kdci-train button:text-is('One step')")
    page.wait_for_function(SEVERAL, arg=before + 1, timeout=60_000)
    page.wait_for_function(RESTS)
    assert len(page.evaluate(STEPS)) == before + 1
    assert f"Step {before + 1} of" in page.locator(".kdci-train .kdci-notice").inner_text()
    page.click(".kdci-train button:text-is('Begin anew')")
    assert "Press Start" in page.locator(".kdci-train .kdci-notice").inner_text()
    assert page.locator(".kdci-train select").first.is_enabled()


def test_a_phone_shows_it_whole(page):
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    names = page.evaluate(
        "() => [...document.querySelectorAll('.kdci-train .kdci-panels canvas')]"
        ".map(canvas => canvas.ariaLabel)"
    )
    assert len(names) == 6
    assert all(names)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("train-mri", ["16", "sgd", "more", "0.1", "3"]),
        ("train-spc", ["slow", "more", "1", "3"]),
    ],
)
def test_a_link_brings_its_settings(browser, site, name, wanted):
    words = {"train-mri": "16.sgd.more.0p1.3", "train-spc": "20.slow.more.1.3"}[name]
    with browser.new_page() as page:
        page.goto(f"{site}/notebooks/{name}.html#{name}={words}")
        seen(page)
        values = page.evaluate(
            "() => [...document.querySelectorAll('.kdci-train select')].map(s => s.value)"
        )
    assert values == wanted


def test_a_first_visit_with_a_training_is_light(browser, site, name):
    with new_page(browser) as (page, paths):
        page.goto(f"{site}/notebooks/{name}.html")
        seen(page)
        page.click(".kdci-train button:text-is('One step')")
        page.get_by_text("Step 1 of").wait_for(timeout=120_000)
        page.wait_for_load_state("networkidle")
        assert any(path.endswith(".wasm") for path in paths)
        assert 2000 < kilobytes(paths) <= FIRST_VISIT_KB


def test_the_page_shows_the_lessons_numbers(browser, site):
    with browser.new_page() as page:
        page.goto(f"{site}/notebooks/train-mri.html")
        rows = page.locator("article table tbody tr").all_inner_texts()
    lesson = Lesson()
    for optimiser, name in (("adam", "Adam"), ("sgd", "SGD")):
        row = next(row for row in rows if row.startswith(name))
        for measure in ("energy", "psnr"):
            assert interval(lesson.gain(optimiser, measure), 1) in row
