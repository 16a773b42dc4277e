"""Make the lecture's slides of ``classroom/lecture.md`` and of the built book: _build/slides/.

The figures are copied from the book, where cells drew them; instruments are shown in a frame, from
the book that lies beside the slides. Nothing is asked of the network.
"""

from __future__ import annotations

import re
import shutil
import sys
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from kdci import files
from kdci.classroom.course import FOLDER, ROOT
from kdci.classroom.slides import Lecture, Slide, read_lecture

HTML, SLIDES = ROOT / "_build" / "html", ROOT / "_build" / "slides"
SOURCE = FOLDER / "lecture.md"
MODULES = ROOT / "node_modules"
REVEAL = ("reset.css", "reveal.css", "reveal.js")
KATEX = ("katex.min.css", "katex.min.js", "contrib/auto-render.min.js", "fonts")
BOOK = "../html"
"""The book, as seen from the slides: here as in the archive of the classroom."""
STYLE = """html { background: #fff; color: #222; }
.reveal { font: 28px/1.35 system-ui, sans-serif; }
.reveal .controls, .reveal .progress { color: #0a58ca; }
.reveal .slides { text-align: left; }
.reveal .slides section.present { display: flex !important; flex-flow: column; height: 100%; }
.reveal :is(h1, h2) { margin: 0 0 0.5em; font-size: 1.6em; font-weight: 700; line-height: 1.15; }
.reveal :is(p, ol, ul) { margin: 0 0 0.6em; }
.reveal :is(ol, ul) { padding-left: 1.2em; list-style-position: outside; }
.reveal ul { list-style-type: disc; }
.reveal ol { list-style-type: decimal; }
.reveal strong { font-weight: 700; }
.reveal em { font-style: italic; }
.reveal .columns { flex: 1; min-height: 0; display: grid; grid-template-columns: 2fr 3fr; }
.reveal .columns { gap: 1em; }
.reveal figure { flex: 1; min-height: 0; margin: 0; display: flex; flex-flow: column; }
.reveal figure img { flex: 1; min-height: 0; max-width: 100%; object-fit: contain; }
.reveal figcaption { padding-right: 4em; font-size: 15px; color: #333; }
.reveal iframe { width: 100%; height: 500px; border: 1px solid #bbb; }
.reveal a { color: #0a58ca; text-decoration: underline; }
"""
START = """Reveal.initialize({
  hash: true, slideNumber: "c/t", width: 1120, height: 700, margin: 0.03, center: false,
  plugins: [RevealNotes], totalTime: %d, defaultTiming: 0, transition: "none",
});
renderMathInElement(document.body, { delimiters: [{ left: "$", right: "$", display: false }] });
"""


class Figures:
    """The figures of the built book, by name; those that are asked for are copied to a folder."""

    def __init__(self, book: Path, folder: Path) -> None:
        self.folder = folder
        self.found: dict[str, tuple[Path, str]] = {}
        for path in sorted(book.glob("**/*.html")):
            text = files.read_text(path)
            for name in re.findall(r'<figure[^>]* id="(fig-[\w-]+)"', text):
                self.found[name] = (path, text)

    def __call__(self, name: str) -> str:
        """Return a figure in HTML, with its own alternative text and caption.

        Raises:
            ValueError: if the book has none of that name.
        """
        if name not in self.found:
            raise ValueError(f"figure {name}: must be one of the book; it has {len(self.found)}")
        page, text = self.found[name]
        figure: Any = BeautifulSoup(text, "html.parser").find(id=name)
        image = figure.find("img")
        source = page.parent / image["src"]
        files.write_bytes(self.folder / source.name, source.read_bytes())
        words = " ".join(figure.find(class_="caption-text").get_text().split())
        picture = f'<img src="figures/{source.name}" alt="{escape(image["alt"])}">'
        return f"<figure>{picture}<figcaption>{escape(words)}</figcaption></figure>"


def instrument(page: str) -> str:
    """Return a frame with a page of the book, from a label on it on, and a link to it."""
    name, _, label = page.partition("#")
    address = f"{BOOK}/{name}.html#{label}"
    link = f'<a href="{address}" target="_blank">Open the instrument in a tab of its own</a>'
    frame = f'<iframe data-src="{address}" title="The instrument, live"></iframe>'
    return f"{link}{frame}"


def section(slide: Slide, figures: Figures) -> str:
    """Return a slide in HTML."""
    # Formulas are left to KaTeX: nothing of Markdown is looked for in them.
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    fill = {"figure": figures, "beside": figures, "instrument": instrument}
    shown = markdown.render(slide.filled(fill))
    if slide.named("beside"):
        shown = columns(shown)
    notes = markdown.render(f"*{slide.minutes} minutes.* {slide.notes}")
    timing = f'data-timing="{60 * slide.minutes}"'
    return f'<section {timing}>\n{shown}<aside class="notes">{notes}</aside>\n</section>'


def columns(shown: str) -> str:
    """Return a slide with its figure in a column of its own, beside the words."""
    title, rest = shown.split("\n", 1)
    words, figure = rest.split("<figure>", 1)
    return f'{title}\n<div class="columns"><div>{words}</div><figure>{figure}</div>\n'


def deck(lecture: Lecture, figures: Figures) -> str:
    """Return the page of a lecture's slides."""
    sections = "\n".join(section(slide, figures) for slide in lecture.slides)
    styles = [*(f"reveal/{name}" for name in REVEAL if name.endswith("css")), f"katex/{KATEX[0]}"]
    scripts = ["reveal/reveal.js", "reveal/notes.js", f"katex/{KATEX[1]}", f"katex/{KATEX[2]}"]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(lecture.title)}</title>
{"".join(f'<link rel="stylesheet" href="{name}">' for name in styles)}
<style>
{STYLE}</style>
</head>
<body>
<div class="reveal"><div class="slides">
{sections}
</div></div>
{"".join(f'<script src="{name}"></script>' for name in scripts)}
<script>
{START % (60 * lecture.minutes)}</script>
</body>
</html>
"""


def copy_scripts(modules: Path, folder: Path) -> None:
    """Copy what npm installed and the slides need."""
    pairs = {modules / "reveal.js/dist" / name: folder / "reveal" / name for name in REVEAL}
    pairs[modules / "reveal.js/plugin/notes/notes.js"] = folder / "reveal" / "notes.js"
    pairs |= {modules / "katex/dist" / name: folder / "katex" / name for name in KATEX}
    for source, target in pairs.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy2(source, target)


def write_slides(book: Path = HTML, folder: Path = SLIDES) -> Lecture:
    """Write the slides of the lecture, and return it; needs the built book."""
    shutil.rmtree(folder, ignore_errors=True)
    lecture = read_lecture(files.read_text(SOURCE))
    page = deck(lecture, Figures(book, folder / "figures"))
    files.write_text(folder / "index.html", page)
    return lecture


def main() -> None:
    """Write the slides and what they need, and say where they are."""
    lecture = write_slides()
    copy_scripts(MODULES, SLIDES)
    where = (SLIDES / "index.html").relative_to(ROOT)
    sys.stdout.write(f"{len(lecture.slides)} slides, {lecture.minutes} minutes: {where}\n")


if __name__ == "__main__":
    main()
