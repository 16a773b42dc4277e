"""Numbers and tables as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kdci.metrics.statistics import Summary

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|$~])")
"""What has a meaning in Markdown."""
LOSS = re.compile(r"\bL\\?_(ENC|DEC|TASK)\b")
"""A loss as labels name it, be it `escaped` or not."""


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table. Texts that come from a result's file go through `escaped` first.

    A loss such as L_DEC has its index below the line, as in the text.
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(_lowered, cells)) + " |" for cells in lines)


def escaped(text: str) -> str:
    """Return a text with all that Markdown or HTML would act on shown as it is, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def plus_minus(value: Summary, digits: int = 2) -> str:
    """Return "mean ± spread", or the mean alone where there is one value or one count for all."""
    mean = _with_minus(f"{value.mean:.{digits}f}")
    alone = value.count == 1 or (digits == 0 and value.spread == 0)
    text = mean if alone else f"{mean} ± {value.spread:.{digits}f}"
    return text + _missing(value)


def interval(value: Summary, digits: int = 2) -> str:
    """Return "mean [low, high]" with signs, for differences."""
    mean, low, high = (
        _with_minus(f"{number:+.{digits}f}") for number in (value.mean, value.low, value.high)
    )
    return f"{mean} [{low}, {high}]{_missing(value)}"


def scientific(value: float) -> str:
    """Return a positive number in powers of ten, such as "5.4·10⁻²", which no line breaks."""
    digits, power = f"{value:.1e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits}·10{raised}"


def _with_minus(number: str) -> str:
    """Return a number with a minus sign, which is as wide as a plus, instead of a hyphen."""
    return number.replace("-", "\N{MINUS SIGN}")


def _lowered(cell: str) -> str:
    """Return a cell with the indices of losses lowered, unless it shows code."""
    return cell if "`" in cell else LOSS.sub(r"$L_{\\mathrm{\1}}$", cell)


def _missing(value: Summary) -> str:
    """Return of how many seeds a number is made, if some are missing."""
    if not value.missing:
        return ""
    return f" ({value.count} of {value.count + value.missing} seeds)"
