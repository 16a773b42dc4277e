"""What a check raises where an answer is not right yet: a message, and no traceback."""

from __future__ import annotations


class NotYetError(AssertionError):
    """An answer is not right yet; the message says what is wrong, and hints at why."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it: the message alone, as IPython asks for it."""
        return [f"Not yet: {self}"]
