"""The prose of a page, block by block: paragraphs, items of lists, captions; no code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
CODE = re.compile(
    r"^(`{3,})(python|sh|text|json|yaml|\{code-cell\}|\{math\})[^\n]*\n.*?^\1[ \t]*$", re.S | re.M
)
CAPTION = re.compile(r"\A`{3,}\{code-cell\}[^\n]*\n---\n(.*?)^---\n", re.S | re.M)
FENCE = re.compile(r"^[ \t]*[`:]{3,}.*$|^[ \t]*:[\w-]+:.*$", re.M)
ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ \t]+")
COMMENT = re.compile(r"<!--(.*?)-->", re.S)


@dataclass(frozen=True)
class Block:
    """A piece of prose.

    Args:
        line: where it begins, from 1.
        text: without comments, its white space made single.
        comments: what HTML comments at its end, or alone after it, hold.
    """

    line: int
    text: str
    comments: tuple[str, ...] = ()


def blocks(page: str) -> list[Block]:
    """Return the prose of a page in MyST Markdown: its paragraphs, items and captions, in order.

    A comment belongs to the block in which it stands; one that stands alone, to the block before.
    """
    found: list[Block] = []
    for line, raw in _pieces(page):
        comments = tuple(" ".join(comment.split()) for comment in COMMENT.findall(raw))
        text = " ".join(COMMENT.sub("", raw).split())
        if text:
            found.append(Block(line, text, comments))
        elif found and comments:
            last = found.pop()
            found.append(Block(last.line, last.text, (*last.comments, *comments)))
    return found


def _pieces(page: str) -> Iterator[tuple[int, str]]:
    """Yield line and source of each piece, in order."""
    page = FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), page)
    at = 0
    for code in CODE.finditer(page):
        yield from _paragraphs(page[at : code.start()], _line(page, at))
        caption = CAPTION.match(code[0])
        if caption:
            yield _line(page, code.start()), caption[1]
        at = code.end()
    yield from _paragraphs(page[at:], _line(page, at))


def _paragraphs(text: str, first: int) -> Iterator[tuple[int, str]]:
    text = FENCE.sub("", text)
    piece: list[str] = []
    start, inside = first, False
    for number, line in enumerate(text.split("\n"), first):
        if not inside and (not line.strip() or ITEM.match(line) or line.startswith("#")):
            yield start, "\n".join(piece)
            piece = []
        start = start if piece else number
        if line.strip() or piece:
            piece.append(line)
        inside = line.rfind("<!--") > line.rfind("-->") or (inside and "-->" not in line)
    yield start, "\n".join(piece)


def _line(page: str, position: int) -> int:
    return 1 + page.count("\n", 0, position)
