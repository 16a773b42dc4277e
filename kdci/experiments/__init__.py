"""Studies: a YAML file that describes runs, the runs, and their results, one JSON file a run."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "experiments"
"""Where the studies, their results and the released weights lie, in a clone of the repository."""
