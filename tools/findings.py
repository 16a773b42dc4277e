"""Count the findings of all pages, and sign sentences whose expressions somebody has read.

python tools/findings.py            # bound and unbound findings, page by page
python tools/findings.py --list     # the unbound ones, with their lines
python tools/findings.py --sign     # write the signatures of all bound sentences
python tools/findings.py --check    # all sentences are signed, and those of pages without code true
"""

from __future__ import annotations

import argparse
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from kdci import files
from kdci.evidence import check, load, verdicts
from kdci.evidence.findings import findings, signature, unbound
from kdci.evidence.inventory import Entry, inventory
from kdci.studies import FOLDER

ROOT = Path(__file__).parents[1]


def pages() -> list[Path]:
    """Return the sources of all pages."""
    return sorted([*ROOT.glob("notebooks/**/*.md"), *ROOT.glob("book/**/*.md")])


def written() -> list[Path]:
    """Return the sources of the pages that no kernel executes, and that state findings."""
    book = sorted(ROOT.glob("book/**/*.md"))
    return [path for path in book if findings(path.read_text(encoding="utf-8"))]


@cache
def names() -> dict[str, Any]:
    """Return what the findings of pages without code may use.

    These are ``verdict``, the verdicts by the ids of the claims; ``load(study)``, its numbers; and
    ``inventory()``, all studies with what their results have cost.
    """
    entries: list[Entry] = inventory(FOLDER)
    return {"verdict": verdicts.released(), "load": cache(load), "inventory": lambda: entries}


def false(page: Path) -> tuple[str, ...]:
    """Return the sentences of a page without code that are not true of the results."""
    return check(page.stem, names(), page.parent).false


def unsigned(page: Path) -> list[str]:
    """Return the bound sentences of a page that were changed, or are new, and not signed."""
    source = page.read_text(encoding="utf-8")
    return [f"line {one.line}: {one.text}" for one in findings(source) if not one.is_signed]


def signed(source: str) -> str:
    """Return a page with the right signature in every bound finding."""
    for one in findings(source):
        expression = re.escape(one.expression).replace(r"\ ", r"\s+")
        comment = re.compile(rf"<!--\s*true(?:\s+{one.signature or 'x'})?:\s*{expression}\s*-->")
        new = f"<!-- true {signature(one.text)}: {one.expression} -->"
        source = comment.sub(lambda _, new=new: new, source, count=1)
    return source


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sign", action="store_true", help="write signatures")
    parser.add_argument("--list", action="store_true", help="list what is not bound")
    parser.add_argument("--check", action="store_true", help="signatures, and pages without code")
    options = parser.parse_args()
    if options.check:
        wrong = [f"{page}: is not signed: {one}" for page in pages() for one in unsigned(page)]
        wrong = wrong or [
            f"{page}: is not true: {one}" for page in written() for one in false(page)
        ]
        sys.exit("\n".join(wrong) or None)
    for path in pages():
        source = path.read_text(encoding="utf-8")
        if options.sign and (new := signed(source)) != source:
            files.write_text(path, new)
            source = new
        loose = unbound(source)
        print(f"{path.relative_to(ROOT)}: {len(findings(source))} bound, {len(loose)} not")
        if options.list:
            for block in loose:
                print(f"  {block.line}: {block.text[:100]}")


if __name__ == "__main__":
    main()
