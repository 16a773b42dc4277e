"""Who works on a run holds its lock: two studies on one folder do not do the same work.

The lock is the kernel's, on a file beside the checkpoint, so it ends with its owner, however that
died.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kdci.studies.configuration import Run
from kdci.studies.paths import lock_path


@contextmanager
def locked(run: Run, folder: Path) -> Iterator[None]:
    """Hold the lock of a run, after waiting for whoever holds it.

    The file is removed only by one who still holds it, done or failed; whoever waits for it makes
    it anew.
    """
    path = lock_path(run, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path):
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_locked(run: Run, folder: Path) -> bool:
    """Return whether somebody works on a run."""
    path = lock_path(run, folder)
    if not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            return False
    except Timeout:
        return True
