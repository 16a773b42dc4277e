"""Pictures in SVG become smaller, and stay the same."""

import base64
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

from kdci.plots.style import axes, figure, show
from kdci.plots.svg import PICTURE, compress_pictures, lower_indices


def svg_of(pixels):
    written = BytesIO()
    Image.fromarray(pixels, "RGBA").save(written, "png")
    return f'<image href="data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"/>'


def picture_in(text):
    return Image.open(BytesIO(base64.b64decode(PICTURE.search(text)[1])))


def pixels_of(colours):
    """Return (64, 64, 4) with so many colours, opaque."""
    generator = np.random.default_rng(0)
    palette = generator.integers(0, 256, (colours, 4), dtype=np.uint8)
    palette[:, 3] = 255
    return palette[np.arange(64 * 64).reshape(64, 64) % colours]


def gray():
    pixels = pixels_of(256)
    pixels[..., 1] = pixels[..., 2] = pixels[..., 0]
    return pixels


def transparent():
    pixels = pixels_of(8)
    pixels[0, 0, 3] = 7
    return pixels


@pytest.mark.parametrize(
    ("pixels", "mode"),
    [(gray(), "L"), (pixels_of(256), "P"), (pixels_of(257), "RGB"), (transparent(), "RGBA")],
    ids=["gray", "palette", "colour", "transparent"],
)
def test_pixels_stay_and_bits_go(pixels, mode):
    found = picture_in(compress_pictures(svg_of(pixels)))
    assert found.mode == mode
    assert np.array_equal(np.asarray(found.convert("RGBA")), pixels)


def test_the_text_of_a_figure_stays_text():
    fig = figure(2)
    axes(fig).set_xlabel("PSNR [dB]")
    assert ">PSNR [dB]</text>" in fig._repr_svg_()


def test_a_figure_is_shown_as_svg_with_the_numbers_as_pixels_and_twice_the_same():
    def draw():
        fig = figure(2)
        show(axes(fig), torch.arange(12.0).view(3, 4))
        return fig._repr_svg_()

    text = draw()
    assert text == draw()
    assert picture_in(text).size == (4, 3)


def test_losses_have_their_names_below_the_line_and_the_rest_of_the_words_stays_on_it():
    svg = lower_indices('<g id="L_ENC"><text y="9">L_ENC 0.03, L_DEC 0.1</text></g>')
    (word,) = ElementTree.fromstring(svg)
    assert "".join(word.itertext()) == "LENC 0.03, LDEC 0.1"
    lowered = [part.text for part in word if "font-size" in part.attrib.get("style", "")]
    assert lowered == ["ENC", "DEC"]
    assert [part.get("dy") for part in word] == ["0.25em", "-0.175em"] * 2  # 0.25 of 70 % of an em
    assert 'id="L_ENC"' in svg
