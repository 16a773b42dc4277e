"""What a worker on this machine does as it starts: Dask calls `dask_setup`."""

from __future__ import annotations

import signal
import threading
from typing import Any

from tqdm import tqdm

import kdci.studies.worker  # noqa: F401 (so that the first run need not wait for it)


def dask_setup(worker: Any) -> None:
    """Leave Ctrl-C to the study, which ends its workers, and need no semaphore for bars.

    A process that is killed would leave the semaphore behind, and a warning at the end.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        tqdm.set_lock(threading.RLock())
