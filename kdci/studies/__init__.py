"""Studies: a YAML file that describes runs, the runs, and their results, one JSON file a run."""

import os
from pathlib import Path

RELEASED = Path(__file__).parents[2] / "experiments"
"""Where the studies, their results and the released weights lie, in a clone of the repository."""

FOLDER = Path(os.environ.get("KDCI_EXPERIMENTS") or RELEASED)
"""Where the pages look for them: there, or in the folder that $KDCI_EXPERIMENTS names."""
