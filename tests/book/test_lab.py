"""The page's own cells, and a system of one's own, in JupyterLab: with a kernel, in a browser."""

import json
import sys

import jupytext
import nbformat
import pytest

from kdci.widgets.assets import ASSETS
from tests.book.checker import ROOT, ready
from tests.book.servers import free_port, running

TOKEN = "for-this-test"
SHOWN = ("student", "baseline")  # at the beginning
OWN = """
import logging, warnings
warnings.simplefilter("ignore")  # the exporter's
logging.getLogger("torch.onnx").setLevel(logging.ERROR)
import torch
from kdci import Bipolar, ImagingSystem, UNet
from kdci.encoders import SPCEncoder
from kdci.widgets import explore
torch.manual_seed(0)
mine = ImagingSystem(SPCEncoder((16, 16), Bipolar(patterns=20)), UNet(1, base=4))
other = ImagingSystem(SPCEncoder((16, 16), Bipolar(patterns=20)), UNet(1, base=4))
own = explore(mine, torch.rand(2, 1, 16, 16), other=other)
own
"""
EXPECTED = """
import json
view = own.children[-1]
systems = json.loads((view.folder / "own.json").read_bytes())["systems"]
print("PyTorch:", *[system["points"][0]["psnr"][view.noise][view.image] for system in systems])
"""


@pytest.fixture
def lab(tmp_path):
    """The address of a server whose folder has the notebook of the page, and two more cells."""
    notebook = jupytext.read(ROOT / "notebooks" / "explore-spc.md")
    notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in (OWN, EXPECTED)]
    jupytext.write(notebook, tmp_path / "explore-spc.ipynb")
    address = f"http://127.0.0.1:{free_port()}"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--expose-app-in-browser", "--ServerApp.port_retries=0"),
        *(f"--ServerApp.port={address.rsplit(':')[-1]}", f"--ServerApp.root_dir={tmp_path}"),
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.news_url=",
    ]
    with running(command, tmp_path, f"{address}/api?token={TOKEN}", tmp_path / "log"):
        yield address


def test_both_widgets_compute_and_follow_their_controls(browser, lab):
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{lab}/lab/tree/explore-spc.ipynb?token={TOKEN}")
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
        )
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        released = page.locator(".kdci-explore[aria-label^='Single-pixel']")
        own = page.locator(".kdci-explore[aria-label^='Your own']")
        released.wait_for(timeout=60000)
        contents = json.loads((ASSETS / "spc.json").read_text(encoding="utf-8"))
        middle, noise = len(contents["points"]) // 2, contents["snrs"].index(20)
        expected = {
            point: [systems[name]["points"][point]["psnr"][noise][0] for name in SHOWN]
            for systems in [{system["name"]: system for system in contents["systems"]}]
            for point in (middle, middle - 1)
        }
        assert ready(released) == pytest.approx(expected[middle], abs=2e-3)
        before = released.get_attribute("data-psnr")
        page.locator(".noUi-handle").first.press("ArrowLeft")
        page.wait_for_function(
            "old => document.querySelector('.kdci-explore').dataset.psnr !== old", arg=before
        )
        assert ready(released) == pytest.approx(expected[middle - 1], abs=2e-3)
        printed = page.locator(".jp-OutputArea-output", has_text="PyTorch:")
        printed.wait_for(state="attached", timeout=120000)
        own.wait_for(state="attached")
        theirs = [float(number) for number in printed.text_content().split()[1:]]
        shown = ready(own)
    assert shown == pytest.approx(theirs, abs=2e-3)
