"""The modules of `STATIC` as one script: a page that was opened as a file can load no modules."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

STATIC = Path(__file__).parent / "static"
IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]*)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let)\b)", re.MULTILINE)
NOTHING = re.compile(r"^export \{\};\n", re.MULTILINE)
DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function|class|const|let) (?P<name>\w+)", re.MULTILINE
)


def script(*names: str, static: Path = STATIC) -> str:
    """Return modules and all that they import, each once and after what it imports, in one scope.

    An import of a module has the names that it exports, and a module's names are its own: no other
    one in the script may declare them.

    Args:
        names: of modules, with their folder and without ".js".
        static: where they are.

    Raises:
        ValueError: if an import gives a name another name, or two modules declare the same one.
        FileNotFoundError: if a module is missing.
    """
    texts: dict[str, str] = {}
    for name in names:
        _gather(static, name, texts)
    found = Counter(match["name"] for text in texts.values() for match in DECLARED.finditer(text))
    twice = sorted(name for name, count in found.items() if count > 1)
    if twice:
        raise ValueError(f"{', '.join(names)}: declared in two modules: {', '.join(twice)}")
    return "\n".join(NOTHING.sub("", EXPORT.sub("", IMPORT.sub("", t))) for t in texts.values())


def style(*names: str, static: Path = STATIC) -> str:
    """Return style sheets of a folder in one, by their names without ".css"."""
    return "\n".join((static / f"{name}.css").read_text(encoding="utf-8") for name in names)


def _gather(static: Path, name: str, texts: dict[str, str], above: tuple[str, ...] = ()) -> None:
    """Add a module to the texts, after those that it imports."""
    if name in texts:
        return
    if name in above:
        raise ValueError(f"{name}: imports itself, over {', '.join(above)}")
    text = (static / f"{name}.js").read_text(encoding="utf-8")
    for match in IMPORT.finditer(text):
        if " as " in match["names"]:
            raise ValueError(f"{name}: {match['names'].strip()}: an import keeps its name")
        path = (static / name).parent / match["path"]
        needed = path.resolve().relative_to(static.resolve()).as_posix()
        _gather(static, needed, texts, (*above, name))
    texts[name] = text
