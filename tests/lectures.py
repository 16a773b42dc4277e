"""How long a page is, how it reads, and which parts of its shape it lacks: see tests/shapes.py."""

import re
from pathlib import Path
from statistics import median

import yaml

from kdci.evidence.prose import blocks
from tests.prose import CAPTIONS, ROOT
from tests.shapes import LECTURE, Shape

LECTURES = sorted(ROOT.glob("notebooks/lectures/*.md"))
FIGURE_PAGES = sorted(ROOT.glob("notebooks/figures/*.md"))
CLAIM_PAGES = sorted(ROOT.glob("notebooks/claims/*.md"))
PARAGRAPH, SENTENCE = 120, 20
MADE = ROOT / "book" / "exercises"
"""What `make book` writes; the links to it are looked at in the built book."""
WORDS_A_MINUTE = range(90, 200)  # with its figures and formulas
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$")
ROLE = re.compile(r"\{\w+\}`(?:([^`<]+?)\s*<[^`]*>|([^`]*))`")
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")
END = re.compile(r"(?<=[.!?:])[*)\"]*\s+(?=[*(\"A-Z])")


def plain(text: str) -> str:
    """Return a paragraph as it is read: no marks, a formula as one word, links as their words."""
    text = ROLE.sub(lambda match: match[1] or match[2], FORMULA.sub("X", text))
    return re.sub(r"[*_`]", "", LINK.sub(r"\1", text)).strip()


def captions(page: str) -> list[str]:
    """Return the captions of a page's figures, in order."""
    headers = [yaml.safe_load(header) or {} for header in CAPTIONS.findall(page)]
    figures = [header.get("mystnb", {}).get("figure") for header in headers]
    return [" ".join(figure["caption"].split()) for figure in figures if figure]


def paragraphs(page: str) -> list[str]:
    """Return what a reader reads: paragraphs, items and captions; no headings or tables."""
    text = [b.text for b in blocks(page) if not re.match(r"#|\||tags:|mystnb:", b.text)]
    return [plain(one) for one in (*text, *captions(page)) if plain(one) not in {"", "X"}]


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph; a colon before a capital letter ends one, too."""
    return [one for one in END.split(paragraph) if re.search(r"\w", one)]


def words(text: str) -> int:
    """Return the number of words."""
    return len(re.findall(r"[^\W_][\w'./-]*", text))


def figures(page: str) -> int:
    """Return the number of figures and pictures."""
    return len(captions(page)) + len(re.findall(r"^[`:]{3,}\{(?:figure|image)\}", page, re.M))


def section(page: str, title: str) -> str:
    """Return the text of a section, up to the next one; empty if there is none."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |^```\{{code-cell\}}|\Z)", page, re.M | re.S)
    return found[1] if found else ""


def faults(page: str, shape: Shape = LECTURE) -> list[str]:
    """Return what is wrong with a page's source."""
    text = paragraphs(page)
    count = sum(map(words, text))
    lengths = [words(one) for paragraph in text for one in sentences(paragraph)]
    parts = shape.parts.items()
    found = [f"no {part}" for part, rule in parts if not re.search(rule, page, re.M)]
    if count > shape.words:
        found.append(f"{count} words")
    fewest, most = shape.figures
    if not fewest <= figures(page) <= most:
        found.append(f"{figures(page)} figures")
    if lengths and median(lengths) > SENTENCE:
        found.append(f"median sentence of {median(lengths)} words")
    found += [f"paragraph of {words(p)} words: {p[:40]}" for p in text if words(p) > PARAGRAPH]
    if text and words(text[0]) > shape.opening:
        found.append(f"first paragraph of {words(text[0])} words")
    remember = section(page, "What to remember")
    said = [one for p in paragraphs(remember) for one in sentences(p)]
    if remember and len(said) != 3:
        found.append(f"{len(said)} sentences to remember")
    if shape.parts and "{code-cell}" in page and not re.search(r"\*\*Running time:\*\* \w", page):
        found.append("no running time")
    minutes = re.search(r"Reading time:\*\* (\d+) minutes?", page)
    if minutes and count // int(minutes[1]) not in WORDS_A_MINUTE:
        found.append(f"{count} words in {minutes[1]} minutes")
    return found


def broken_links(path: Path) -> list[str]:
    """Return the links of a page's source to pages and files that are not there."""
    text = re.sub(r"^```(?:python|sh|text).*?^```$", "", path.read_text("utf-8"), flags=re.S | re.M)
    targets = [target.split("#")[0] for _, target in LINK.findall(text)]
    paths = {t: (path.parent / t).resolve() for t in targets if t and ":" not in t}
    return [t for t, to in paths.items() if not to.is_file() and MADE not in to.parents]
