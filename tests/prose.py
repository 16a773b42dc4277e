"""The prose of a page, without its code, and the measured numbers that somebody typed into it."""

import re
from pathlib import Path

from kdci.evidence.prose import FRONT_MATTER

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("book/**/*.md"), *ROOT.glob("notebooks/**/*.md")])

CODE = re.compile(r"^```(?:python|sh|text|json|\{code-cell\}).*?^```$", re.S | re.M)
COMMENT = re.compile(r"<!--.*?-->", re.S)
CAPTIONS = re.compile(r"^```\{code-cell\}[^\n]*\n---\n(.*?)^---\n", re.S | re.M)
NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|half an?)"
METRIC = re.compile(
    rf"{NUMBER}\s*(?:dB\b|decibels?\b|%|percent\b|per cent\b)"  # 28.9 dB, ten decibels, 12%
    rf"|(?:PSNR|SSIM|SAM)\s+(?:is|was|of|=|:)\s*(?:about\s+)?{NUMBER}"  # an SSIM of 0.9
    r"|(?<![\w.])\d+\.\d{2,}(?!\w|\.\d)"  # any other number with two digits or more after the point
)


def prose(text: str) -> str:
    """Return a page's prose, with the captions and alternative texts that sit in code cells."""
    captions = "\n".join(CAPTIONS.findall(text))
    text = COMMENT.sub("", CODE.sub("", FRONT_MATTER.sub("", text)))
    return re.sub(r"https?://[^\s)]+", "", text) + captions


def typed_metrics(text: str) -> list[str]:
    """Return every number in the prose of a page that looks measured."""
    return [match.group().strip() for match in METRIC.finditer(prose(text))]
