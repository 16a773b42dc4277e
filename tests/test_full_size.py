from bs4 import BeautifulSoup
from PIL import Image

from tests.small_book import build

CONFIGURATION = """
extensions = ["myst_nb", "sphinx_book_theme", "full_size"]
html_theme = "sphinx_book_theme"
"""
PAGE = """# A page

```{figure} one.png
:alt: One

A caption.
```

```{figure} one.png
:alt: A small one
:width: 50px
```

```{figure} one.png
:alt: Elsewhere
:target: https://example.org
```

![Not a figure](one.png)
"""


def test_a_figures_picture_links_to_itself_unless_it_links_already(tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    Image.new("L", (100, 100)).save(tmp_path / "source" / "one.png")
    out = build(tmp_path, monkeypatch, CONFIGURATION, {"page": PAGE})
    page = BeautifulSoup((out / "page.html").read_text(encoding="utf-8"), "html.parser")
    links = {i["alt"]: [a["href"] for a in i.find_parents("a")] for i in page.select("article img")}
    assert links == {
        "One": ["_images/one.png"],
        "A small one": ["_images/one.png"],
        "Elsewhere": ["https://example.org"],
        "Not a figure": [],
    }
    assert (out / links["One"][0]).is_file()
