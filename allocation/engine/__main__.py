"""Entry point of `python -m allocation.engine`."""

import sys

from allocation.engine.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
