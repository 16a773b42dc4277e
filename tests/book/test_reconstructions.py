"""What a browser reconstructs is what PyTorch does: every released system and scene, two seeds."""

import base64
import json

import numpy as np
import pytest

from kdci.evaluation import reconstruct
from kdci.studies import FOLDER
from kdci.studies.run import load_system
from kdci.widgets.book import first_images, runs_of
from kdci.widgets.graph import unit_noise
from kdci.widgets.release import RELEASES
from kdci.widgets.scripts import script
from tests.book.checker import HTML

SNRS, SEEDS = (10, 25, None), (0, 1)
# The view's own scripts, up to the view; functions of modules are not reachable from outside.
MODULE = script("assets", "runtime")
START = """async source => {
    const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
    const {assetsOf, reconstruct} = await import(address);
    const assets = assetsOf({get: () => ""});
    const array = ({data, shape}) => ({
        data: new Float32Array(Uint8Array.from(atob(data), c => c.charCodeAt(0)).buffer), shape});
    window.tried = async (graph, image, noise, scale) => {
        const found = await reconstruct(assets, graph, array(image), array(noise), scale);
        const bytes = new Uint8Array(new Float32Array(found.reconstruction.data).buffer);
        return btoa(Array.from(bytes, b => String.fromCharCode(b)).join(""));
    };
}"""


def sent(tensor):
    """Return a tensor as a page can take it."""
    values = np.ascontiguousarray(tensor.numpy().astype("<f4"))
    return {"data": base64.b64encode(values.tobytes()).decode(), "shape": list(values.shape)}


def worst(page, graph, system, images, indices):
    """Return the largest difference of a system's reconstructions, over seeds, SNRs and scenes."""
    differences = []
    for seed in SEEDS:
        noise = unit_noise(system, images, seed)
        for snr in SNRS if seed == SEEDS[0] else SNRS[:1]:
            system.snr_db = snr
            expected = system.encoder.visible(reconstruct(system, images, seed=seed))
            scale = 0 if snr is None else 10 ** (-snr / 20)
            for index in indices:
                given = [sent(each[index : index + 1]) for each in (images, noise)]
                answer = page.evaluate("given => tried(...given)", [graph, *given, scale])
                found = np.frombuffer(base64.b64decode(answer), "<f4")
                differences.append(np.abs(found - expected[index].numpy().ravel()).max())
    return max(differences)


@pytest.mark.parametrize("modality", RELEASES)
def test_a_browser_is_given_the_scenes_and_the_noise_that_pytorch_has(modality):
    folder = HTML / "_static" / "widgets"
    contents = json.loads((folder / f"{modality}.json").read_text(encoding="utf-8"))
    release = RELEASES[modality]
    runs = runs_of(release)
    images = first_images(runs["student"][0])

    def check(described, expected):
        assert len(described) == len(release.images)
        for file, index in zip(described, release.images, strict=True):
            values = np.fromfile(folder / file["file"], "<f4").reshape(file["shape"])
            np.testing.assert_array_equal(values, expected[index : index + 1].numpy())

    check(contents["images"], images)
    for system in contents["systems"]:
        pairs = list(zip(system["points"], runs[system["name"]], strict=True))
        assert len(pairs) == len(release.points)
        for point, run in pairs:
            noise = unit_noise(load_system(run, FOLDER), images, run.data.seed)
            check(point["noise"], noise)


@pytest.mark.parametrize("modality", RELEASES)
def test_a_browser_reconstructs_what_pytorch_does(browser, site, modality):
    contents = json.loads(
        (HTML / "_static" / "widgets" / f"{modality}.json").read_text(encoding="utf-8")
    )
    release = RELEASES[modality]
    runs = runs_of(release)
    images = first_images(runs["student"][0])
    found = {}
    with browser.new_page() as page:
        page.goto(f"{site}/notebooks/explore-{modality}.html")
        page.evaluate(START, f"{MODULE}\nexport {{assetsOf, reconstruct}};")
        for described in contents["systems"]:
            name = described["name"]
            for run, point in zip(runs[name], described["points"], strict=True):
                system = load_system(run, FOLDER)
                difference = worst(page, point["graph"], system, images, release.images)
                found[name, run.acceleration] = difference
    assert len(found) == len(release.systems) * len(release.points)
    assert {key: difference for key, difference in found.items() if not difference < 1e-4} == {}
