"""All rows, gathered from the areas' files in `matrix/`."""

import importlib
from pathlib import Path

from tests.permissions.table import Row

FOLDER = Path(__file__).with_name("matrix")


def all_rows() -> dict[str, list[Row]]:
    """The rows of each area, areas in alphabetical order."""
    return {
        path.stem: list(importlib.import_module(f"tests.permissions.matrix.{path.stem}").ROWS)
        for path in sorted(FOLDER.glob("[a-z]*.py"))
    }
