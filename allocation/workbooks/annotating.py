"""A workbook from outside with remarks as comments in its cells, to send back to its maker."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from allocation.workbooks.guard import refuse_at_sight
from allocation.workbooks.limits import SMALL, Limits
from allocation.workbooks.process import run_child

ANNOTATED = "annotated.xlsx"


def annotate_workbook(
    path: Path | str,
    remarks: Sequence[tuple[str, str, str]],
    *,
    author: str,
    title: str,
    headings: tuple[str, str, str],
    limits: Limits = SMALL,
) -> bytes:
    """A copy of a small xlsx with every remark (sheet, cell, text) as a comment of `author`.

    A sheet `title` in front lists them all, under `headings`; a remark without a cell stands there
    alone. Comments and list of an earlier copy are taken out first. The file itself stays as it is.
    Raises WorkbookFault as `read_workbook` does.
    """
    file = Path(path)
    refuse_at_sight(file, limits)
    wanted = {"remarks": remarks, "author": author, "title": title, "headings": headings}
    with tempfile.TemporaryDirectory(prefix="bols-annotate-") as folder:
        run_child("annotate", file, Path(folder), limits, wanted)
        return (Path(folder) / ANNOTATED).read_bytes()
