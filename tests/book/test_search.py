"""The search finds the words of the field."""

import json
import re

import pytest
from sphinx.search.en import SearchEnglish

from tests.book.checker import HTML

pytestmark = pytest.mark.usefixtures("site")  # says so if there is no book

WORDS = (
    *("undersampling", "subsampled", "coherence", "incoherence", "CASSI", "SD-CASSI", "DMD"),
    *("single-pixel", "k-space", "distillation", "knowledge distillation", "Gram", "Bayer"),
    *("hyperspectral", "coded aperture", "compressive sensing", "demosaicing", "trajectory"),
    *("aliasing", "zero-filled", "backprojection", "forward model", "sensing matrix"),
    *("straight-through estimator", "binarization", "deep optics", "multiplexing"),
)


@pytest.fixture(scope="module")
def index():
    text = (HTML / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


def pages(index, word):
    """Return the pages that Sphinx's search has for all parts of a word or of several."""
    stem = SearchEnglish({}).stem
    found = []
    for part in re.split(r"[^\w]+", word.lower()):
        places = [index[kind].get(stem(part), []) for kind in ("terms", "titleterms")]
        found.append({page for p in places for page in (p if isinstance(p, list) else [p])})
    return [index["docnames"][page] for page in set.intersection(*found)]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_field_is_found(index, word):
    assert pages(index, word)
