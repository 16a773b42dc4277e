"""``python -m kdci``: the command ``kdci``."""

import sys

from kdci.cli import main

if __name__ == "__main__":
    sys.exit(main())
