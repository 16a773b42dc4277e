"""All verdicts on one screen."""

import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest

from kdci import plots
from kdci.evidence.claims import Claim
from kdci.evidence.verdicts import Finding, Verdict
from kdci.plots.overview import SHOWN, WIDTH, strip
from tests.plots.test_verdicts import MISSING, finding

AGREES, NONE, AGAINST = finding("a", 1, 2), finding("b", -1, 3), finding("c", -2, -1)
SVG = "{http://www.w3.org/2000/svg}"


def verdict(*findings: Finding) -> Verdict:
    return Verdict(Claim("C1", "", question="Are they?"), findings)


def test_a_row_has_link_question_picture_and_verdict():
    found = verdict(AGREES, NONE, AGAINST, NONE, MISSING)
    *_, row = plots.overview([found], "claims/").splitlines()
    link, question, word, picture = row.strip("| ").split(" | ")
    assert (link, question) == ("[C1](claims/c1.md)", "Are they?")
    assert 'alt="1 agrees, 2 none shown, 1 contradicts"' in picture
    assert word == "**rarely** (1\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}4)"
    (encoded,) = re.findall(r"base64,([^\"]+)", picture)
    assert b64decode(encoded).decode() == strip(found)


def test_a_picture_has_a_piece_for_each_comparison_and_together_they_fill_it():
    root = ElementTree.fromstring(strip(verdict(NONE, AGREES, AGAINST, NONE)))
    pieces = root.findall(f"{SVG}rect")
    order = ["agrees", "none shown", "none shown", "contradicts"]
    assert [f'fill="{piece.get("fill")}"' for piece in pieces] == [SHOWN[one] for one in order]
    last = float(pieces[-1].get("x")) + float(pieces[-1].get("width"))
    assert last == pytest.approx(WIDTH, abs=1.1)


def test_nothing_found_is_an_empty_picture():
    assert "<rect" not in strip(verdict(MISSING))
