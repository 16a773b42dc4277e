"""The command ``kdci study run`` by an older name: ``python -m kdci.experiments <study>.yaml``."""

import sys

from kdci.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["study", "run", *sys.argv[1:]]))
