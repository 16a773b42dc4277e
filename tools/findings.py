"""Count the findings of all pages, and sign sentences whose expressions somebody has read.

python tools/findings.py            # bound and unbound findings, page by page
python tools/findings.py --list     # the unbound ones, with their lines
python tools/findings.py --sign     # write the signatures of all bound sentences
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kdci import files
from kdci.evidence.findings import findings, signature, unbound

ROOT = Path(__file__).parents[1]


def pages() -> list[Path]:
    """Return the sources of all pages."""
    return sorted([*ROOT.glob("notebooks/**/*.md"), *ROOT.glob("book/**/*.md")])


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
    options = parser.parse_args()
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
