"""The book's notebooks are executed before its build: all that the cache lacks, and no others."""

import subprocess
import sys

import pytest

from kdci.classroom.page import FRONT_MATTER
from tools import execute

CELL = """
# A page

```{{code-cell}} ipython3
{code}
```
"""
PAGE = FRONT_MATTER + CELL
CONFIG = "parse: {myst_enable_extensions: [dollarmath]}\nexecute: {timeout: 60}\n"
TOC = "format: jb-book\nroot: pages/first\nchapters: [{file: pages/wrong}, {file: pages/text}]\n"


@pytest.fixture
def root(tmp_path):
    pages = {
        "pages/first.md": PAGE.format(code="import os; print(os.getcwd())"),
        "pages/wrong.md": PAGE.format(code="1 / 0"),
        "pages/text.md": "# No notebook\n",
        "pages/elsewhere.md": PAGE.format(code="raise RuntimeError('not in the contents')"),
        "_config.yml": CONFIG,
        "_toc.yml": TOC,
    }
    (tmp_path / "pages").mkdir()
    for name, content in pages.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_what_the_cache_lacks_is_executed_once_where_the_page_lies(root):
    first, wrong = root / "pages" / "first.md", root / "pages" / "wrong.md"
    assert set(execute.missing(root)) == {first, wrong}
    command = [sys.executable, execute.__file__, str(root)]
    run = subprocess.run(command, check=False, timeout=100, capture_output=True, text=True)
    assert run.returncode == 1
    assert "pages/wrong.md: ZeroDivisionError: division by zero" in run.stderr.splitlines()
    assert list(execute.missing(root)) == [wrong]
    cache = execute.get_cache(root / "_build" / ".jupyter_cache")
    (record,) = cache.list_cache_records()
    executed = cache.get_cache_bundle(record.pk).nb
    assert executed.cells[-1].outputs[0].text.strip() == str(root / "pages")
    first.write_text(first.read_text(encoding="utf-8").replace("print", "repr"), encoding="utf-8")
    assert set(execute.missing(root)) == {first, wrong}
