"""Copy the browser assets that npm installed to book/static/vendor, where the book serves them."""

from __future__ import annotations

import shutil
from pathlib import Path

import anywidget

ROOT = Path(__file__).parents[1]
MODULES, VENDOR = ROOT / "node_modules", ROOT / "book" / "static" / "vendor"
MANAGER = "@jupyter-widgets/html-manager/dist"
FILES = {
    "requirejs/require.js": "require.js",
    f"{MANAGER}/embed-amd.js": "embed-amd.js",
    f"{MANAGER}/libembed-amd.js": "libembed-amd.js",
    "katex/dist/katex.min.css": "katex/katex.min.css",
    "katex/dist/fonts": "katex/fonts",
}


def main() -> None:
    """Copy what is missing or older than npm's."""
    fonts = sorted((MODULES / MANAGER).glob("*.woff*"))
    pairs = {MODULES / source: VENDOR / target for source, target in FILES.items()}
    pairs[Path(anywidget.__file__).parent / "nbextension" / "index.js"] = VENDOR / "anywidget.js"
    pairs |= {font: VENDOR / font.name for font in fonts}
    for source, target in pairs.items():
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)


if __name__ == "__main__":
    main()
