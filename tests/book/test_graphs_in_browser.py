"""The browser's reconstructions are PyTorch's, for every released system and scene."""

import base64
import json

import numpy as np
import pytest

from kdci.evaluation import reconstruct
from kdci.studies import FOLDER
from kdci.studies.run import load_system
from kdci.widgets.book import first_images, runs_of
from kdci.widgets.release import RELEASES
from tests.book.checker import HTML

SNR = 20  # dB
TOLERANCE = 1e-4
RUN = """async ([folder, graph, files, scale]) => {
    const ort = globalThis.ort ??= await import(`${folder}/ort.wasm.min.mjs`);
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = `${folder}/`;
    const session = await ort.InferenceSession.create(`${folder}/${graph}`);
    const tensor = async ({file, shape}) => new ort.Tensor("float32",
        new Float32Array(await (await fetch(`${folder}/${file}`)).arrayBuffer()), shape);
    const noise_scale = new ort.Tensor("float32", Float32Array.of(scale), []);
    const found = [];
    for (const [image, noise] of files) {
        const feeds = {image: await tensor(image), noise: await tensor(noise), noise_scale};
        const {reconstruction} = await session.run(feeds);
        const bytes = new Uint8Array(reconstruction.data.slice().buffer);
        found.push(btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join("")));
    }
    return found;
}"""


@pytest.mark.parametrize("modality", RELEASES)
def test_every_system_and_scene_with_noise(browser, site, modality):
    folder = HTML / "_static" / "widgets"
    contents = json.loads((folder / f"{modality}.json").read_text(encoding="utf-8"))
    runs, release = runs_of(RELEASES[modality]), RELEASES[modality]
    chosen = list(release.images)
    largest = {}
    with browser.new_page() as page:
        page.goto(f"{site}/index.html")
        for described in contents["systems"]:
            pairs = zip(described["points"], runs[described["name"]], strict=True)
            for number, (point, run) in enumerate(pairs):
                system = load_system(run, FOLDER)
                system.snr_db = SNR
                images = reconstruct(system, first_images(run), seed=run.data.seed)
                expected = system.encoder.visible(images)[chosen].numpy()
                files = list(zip(contents["images"], point["noise"], strict=True))
                scale = 10 ** (-SNR / 20)
                found = page.evaluate(
                    RUN, [f"{site}/_static/widgets", point["graph"], files, scale]
                )
                values = [np.frombuffer(base64.b64decode(text), dtype="<f4") for text in found]
                difference = np.abs(np.stack(values) - expected.reshape(len(values), -1)).max()
                largest[described["name"], number] = difference
    assert len(largest) == len(release.systems) * len(release.points)
    assert max(largest.values()) <= TOLERANCE, largest
