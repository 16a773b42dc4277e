"""Write the theme's icons that the book uses as a font of a few kB, book/static/vendor/icons.woff.

The theme has all of Font Awesome, twice: as a script that draws them and, for browsers without
JavaScript, as a font. Together they weigh more than any page of the book.
"""

from __future__ import annotations

import re
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "book" / "static" / "vendor" / "icons.woff"
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
NAMES = (
    *("angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "chevron-up"),
    *("circle-half-stroke", "download", "expand", "file", "file-pdf", "list"),
    *("magnifying-glass", "moon", "outdent", "sun"),
)
"""Icons of the theme's buttons, by the names of their classes, without "fa-"."""


def code_points(styles: str) -> list[int]:
    """Return those of `NAMES` and of the icons that the theme's style sheet itself places.

    Raises:
        ValueError: if the style sheet does not have one of the names.
    """
    codes = [ord(icon) for icon in re.findall(r'--pst-[\w-]+:\s*"(.)"', styles)]
    for name in NAMES:
        found = re.search(rf'\.fa-{name}:before[^{{}}]*\{{content:"\\([0-9a-f]{{4}})"', styles)
        if not found:
            raise ValueError(f"name={name!r}: the theme's style sheet has no such icon")
        codes.append(int(found[1], 16))
    return codes


def main() -> None:
    """Write the font."""
    styles = (THEME / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    font = TTFont(THEME / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.ttf")
    cutter = subset.Subsetter()
    cutter.populate(unicodes=code_points(styles))
    cutter.subset(font)
    font.flavor = "woff"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    font.save(TARGET)


if __name__ == "__main__":
    main()
