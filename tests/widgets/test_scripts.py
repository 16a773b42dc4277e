"""Modules joined into one script."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kdci.widgets.scripts import STATIC, script

BUNDLES = (
    *("view", "draw/view", "draw/worker", "train/view", "train/worker"),
    *("film/view", "film/start"),
)


@pytest.fixture
def written(tmp_path):
    def write(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_what_is_imported_comes_first_and_once(written):
    both = 'import { one } from "./a.js";\nimport { two } from "./b.js";\n'
    static = written(
        a="export const one = 1;\n",
        b='import { one } from "./a.js";\nexport function two() { return 2 * one; }\n',
        c=f"{both}export default two() + one;\n",
    )
    found = script("c", static=static)
    assert [line for line in found.splitlines() if line] == [
        "const one = 1;",
        "function two() { return 2 * one; }",
        "export default two() + one;",
    ]


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}, "itself"),
        ({"a": 'import { b as c } from "./b.js";\n', "b": "export let b;\n"}, "keeps its name"),
        ({"a": 'import { b } from "./b.js";\nlet c;\n', "b": "let c;\n"}, "two modules: c"),
    ],
)
def test_what_cannot_be_joined_is_refused(written, modules, said):
    with pytest.raises(ValueError, match=said):
        script("a", static=written(**modules))


@pytest.mark.parametrize("name", BUNDLES)
def test_every_instrument_is_one_script(name, tmp_path):
    text = script(name)
    path = tmp_path / "script.mjs"
    path.write_text(text, encoding="utf-8")
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    assert subprocess.run([node, "--check", path], check=False).returncode == 0
    assert "\nimport " not in text
    assert text.count("export ") == ("view" in name)  # anywidget's


def test_every_module_is_in_an_instrument():
    joined = "\n".join(script(name) for name in BUNDLES)
    for path in STATIC.rglob("*.js"):
        (line, *_) = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        if not path.name.endswith("contents.js"):  # types alone
            assert line in joined, path
