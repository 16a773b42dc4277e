"""Findings: sentences that are bound to the numbers that make them true.

In a page's source, a paragraph, an item of a list or a caption that states a finding ends with a
comment, which no reader sees:

    The student is better than its baseline. <!-- true 3fa9c1: gain.low > 0 -->

The expression is evaluated with the page's own variables when the page is executed, and the build
fails where it is not true. The six digits are a hash of the sentence: whoever turns the sentence
around must look at its expression and sign it anew (``python tools/findings.py --sign``), since
no machine can read whether the two say the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kdci import files
from kdci.evidence.prose import Block, blocks
from kdci.studies import RELEASED

PAGES = RELEASED.parent / "notebooks"
STRICT = "KDCI_FINDINGS"
"""Environment variable: where it is "strict", a finding that is not true stops the page."""
BOUND = re.compile(r"true(?:\s+(\w+))?:\s*(.*)")
NONE_TYPED = (
    "*No sentence of this page states a result. "
    "Its figures and numbers are computed anew whenever it is built.*"
)
NO_FINDING = "no finding"
"""Comment of a block that sounds like a finding and states none: what is asked, known or meant."""
SOUNDS = re.compile(
    r"\b(?:better|worse|best|worst|higher|highest|lower|lowest|stronger|strongest|weaker|weakest"
    r"|gains?|gained|loses?|loss of|beats?|ahead|exceeds?|excludes?|includes? zero|reproduced?"
    r"|reproduces|none (?:is )?shown|no gain|nothing to|harms?|helps?|helped|hurts?|above|worth"
    r"|contradicts?|agrees?|starved?|starves)\b",
    re.I,
)


class FindingError(AssertionError):
    """A sentence of a page is not true of its numbers."""


@dataclass(frozen=True)
class Finding:
    """A sentence, the expression that makes it true, and the signature that stands in the page."""

    line: int
    text: str
    expression: str
    signature: str

    @property
    def is_signed(self) -> bool:
        """Whether the sentence is the one for which the expression was written."""
        return self.signature == signature(self.text)


def signature(text: str) -> str:
    """Return six digits that change with a sentence."""
    return files.sha256(text.encode())[:6]


def findings(page: str) -> list[Finding]:
    """Return the findings of a page's source, in order."""
    return [
        Finding(block.line, block.text, match[2], match[1] or "")
        for block in blocks(page)
        for match in map(BOUND.fullmatch, block.comments)
        if match
    ]


def unbound(page: str) -> list[Block]:
    """Return the blocks that sound like findings and are bound to nothing."""
    return [
        block
        for block in blocks(page)
        if SOUNDS.search(block.text)
        and not block.text.endswith("?")  # it asks
        and not any(BOUND.fullmatch(one) or one == NO_FINDING for one in block.comments)
    ]


@dataclass(frozen=True)
class Outcome:
    """What became of a page's findings: how many hold, which do not, how many are not bound."""

    true: int
    false: tuple[str, ...]
    unbound: int

    def _repr_markdown_(self) -> str:
        total = self.true + len(self.false)
        if not total:
            return NONE_TYPED
        are = "finding of this page is" if total == 1 else "findings of this page are"
        said = f"*{self.true} of {total} {are} true of the numbers above.*"
        if not self.false:
            return said
        listed = "\n".join(f"- {text}" for text in self.false)
        return f"{said} With these settings the following are not:\n\n{listed}"


def check(page: str, names: Mapping[str, Any], folder: str | Path = PAGES) -> Outcome:
    """Evaluate the findings of a page with its variables.

    With other parameters than the released ones a sentence need not be true, or what it speaks of
    may not be there: then it is listed. Where a page is published (see `STRICT`) it must be true.

    Args:
        page: its name, such as "mri".
        names: the page's variables, ``globals()``.
        folder: of the page's source.

    Raises:
        FindingError: if a sentence is not signed; or, where it must be, not true: with its line,
            its text and its expression.
    """
    path = Path(folder) / f"{page}.md"
    source = path.read_text(encoding="utf-8")
    wrong = [one for one in findings(source) if not one.is_signed]
    if wrong:
        raise FindingError(_report(path, wrong, "changed: read its expression, then sign it"))
    strict = os.environ.get(STRICT) == "strict"
    false = [one for one in findings(source) if not _holds(one, names, strict)]
    if false and strict:
        raise FindingError(_report(path, false, "is not true"))
    true = len(findings(source)) - len(false)
    return Outcome(true, tuple(one.text for one in false), len(unbound(source)))


def _holds(finding: Finding, names: Mapping[str, Any], strict: bool) -> bool:
    """Return whether a finding is true; where nothing is published, what fails is not."""
    evaluate: Callable[..., Any] = eval  # the expressions are this repository's own source
    try:
        return bool(evaluate(finding.expression, dict(names)))
    except Exception as error:
        if not strict:
            return False
        raise FindingError(
            f"line {finding.line}: {finding.expression!r}: {type(error).__name__}: {error}"
        ) from error


def _report(path: Path, wrong: list[Finding], what: str) -> str:
    lines = (f"{path.name}:{one.line}: {what}: {one.text!r}: {one.expression}" for one in wrong)
    return "\n".join(lines)
