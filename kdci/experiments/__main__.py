"""Run a study: ``python -m kdci.experiments experiments/mri-acceleration.yaml``."""

import sys

from kdci.experiments.engine import main

if __name__ == "__main__":
    sys.exit(min(1, main()))
