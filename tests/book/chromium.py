"""A headless Chromium that reaches nothing outside this machine."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""A machine's, the lightest first: one that never draws a window opens a page in half the time."""


def launch(playwright: Playwright, *more: str) -> Browser:
    """Return the machine's Chromium, or else Playwright's own; ``more`` are further arguments."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])
