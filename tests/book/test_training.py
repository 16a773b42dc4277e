"""A training in a real browser: its steps are kdci's, and a reader can steer it."""

import json
import math

import numpy as np
import pytest
import torch

from benchmarks.widgets import kilobytes, new_page
from kdci.decoders import ScaleAwareUNet
from kdci.evidence.lesson import Lesson
from kdci.evidence.markdown import interval
from kdci.widgets.training import build
from kdci.widgets.training.mri import MRIObjective
from kdci.widgets.training.step import EPSILON, Settings, State, Step
from tests.book.checker import HTML

WIDGETS = HTML / "_static" / "widgets"
PAGE = "notebooks/train-mri.html"
LISTEN = """() => { window.told = [];
    document.querySelector(".kdci-train").addEventListener(
        "kdci-train", ({ detail }) => window.told.push(structuredClone(detail))); }"""
STEPS = "() => window.told.filter(one => one.kind === 'step')"
SEVERAL = "count => window.told.filter(one => one.kind === 'step').length >= count"
RESTS = "() => window.told.at(-1)?.kind !== 'step' && window.told.some(one => one.kind === 'rest')"
FIRST_VISIT_KB = 6500

pytestmark = pytest.mark.slow


def seen(page):
    """Bring the instrument into view, and wait until it can be started."""
    page.locator(".kdci-train").scroll_into_view_if_needed()
    page.wait_for_selector(".kdci-train[data-ready=yes]")


@pytest.fixture(scope="module")
def page(browser, site):
    with browser.new_page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{site}/{PAGE}")
        seen(page)
        page.evaluate(LISTEN)
        page.click(".kdci-train button:text-is('Start')")
        page.wait_for_function(SEVERAL, arg=3, timeout=120_000)
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


def test_the_steps_are_those_of_kdci(page):
    told = page.evaluate(STEPS)[:3]
    contents = json.loads((WIDGETS / "train-mri.json").read_text(encoding="utf-8"))
    size, batch = contents["size"], contents["batch"]
    pixels = np.fromfile(WIDGETS / contents["pixels"], "<i2").astype(np.float32) / build.SCALE
    images = torch.from_numpy(pixels).view(-1, 2, size, size)[: contents["images"]]
    floats = torch.from_numpy(np.fromfile(WIDGETS / contents["floats"], "<f4"))
    step = Step(MRIObjective(ScaleAwareUNet(), size))
    weights, at = [], 0
    for shape in contents["weights"]:
        weights.append(floats[at : at + math.prod(shape)].view(shape))
        at += math.prod(shape)
    where = at + size * size * (1 + contents["teachers"].index("real-8"))
    teacher = floats[where : where + size * size].view(size, size)
    order = draws(1)
    batches = [images[[math.floor(next(order) * len(images)) for _ in range(batch)]] for _ in told]
    for run, weight in enumerate((0.0, contents["start"]["weight"])):
        latent = 0.01 * torch.tensor(normals(size * size, 0)).view(size, size)
        zeros = [torch.zeros_like(one) for one in weights]
        moments = [torch.zeros_like(latent) for _ in range(3)]
        state = State(latent, moments, weights, zeros, zeros)
        for number, shown in enumerate(batches):
            config = build.TRAINING
            rates = [
                config.decoder_rate * config.decoder_schedule(number),
                config.encoder_rate * config.encoder_schedule(number),
            ]
            corrections = [1 - 0.9 ** (number + 1), 1 - 0.999 ** (number + 1), EPSILON]
            settings = Settings(
                torch.tensor(contents["counts"]["8"]), teacher, torch.tensor(weight),
                torch.tensor(rates), torch.tensor(corrections), torch.tensor(1.0),
            )  # fmt: skip
            loss, _, mask, state = step(shown, settings, state)
            found = told[number]["runs"][run]
            assert found["loss"] == pytest.approx(loss.item(), rel=1e-3 if number else 1e-5)
            assert sum(found["mask"]) == mask.sum()


def test_it_rests_goes_on_by_one_step_and_begins_anew(page):
    before = len(page.evaluate(STEPS))
    page.click(".kdci-train button:text-is('One step')")
    page.wait_for_function(SEVERAL, arg=before + 1, timeout=60_000)
    page.wait_for_function(RESTS)
    assert len(page.evaluate(STEPS)) == before + 1
    assert f"Step {before + 1} of" in page.locator(".kdci-train .kdci-notice").inner_text()
    page.click(".kdci-train button:text-is('Begin anew')")
    assert "Press start" in page.locator(".kdci-train .kdci-notice").inner_text()
    assert page.locator(".kdci-train select").first.is_enabled()


def test_a_phone_shows_it_whole(page):
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    names = page.evaluate(
        "() => [...document.querySelectorAll('.kdci-train .kdci-panels canvas')]"
        ".map(canvas => canvas.ariaLabel)"
    )
    assert len(names) == 6
    assert all(names)


def test_a_link_brings_its_settings(browser, site):
    with browser.new_page() as page:
        page.goto(f"{site}/{PAGE}#train-mri=16.sgd.more.0p1.3")
        seen(page)
        values = page.evaluate(
            "() => [...document.querySelectorAll('.kdci-train select')].map(s => s.value)"
        )
    assert values == ["16", "sgd", "more", "0.1", "3"]


def test_a_first_visit_with_a_training_is_light(browser, site):
    with new_page(browser) as (page, paths):
        page.goto(f"{site}/{PAGE}")
        seen(page)
        page.click(".kdci-train button:text-is('One step')")
        page.get_by_text("Step 1 of").wait_for(timeout=120_000)
        page.wait_for_load_state("networkidle")
        assert any(path.endswith(".wasm") for path in paths)
        assert 2000 < kilobytes(paths) <= FIRST_VISIT_KB


def test_the_page_shows_the_lessons_numbers(page):
    lesson, rows = Lesson(), page.locator("article table tbody tr").all_inner_texts()
    for optimiser, name in (("adam", "Adam"), ("sgd", "SGD")):
        row = next(row for row in rows if row.startswith(name))
        for measure in ("energy", "psnr"):
            assert interval(lesson.gain(optimiser, measure), 1) in row
