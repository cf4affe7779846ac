"""The hidden sheet of a form that says what it was made for, and the check of it on the way back.

Nobody fills it in; it tells an old form, or the form of somebody else, from the one of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook as OutBook

from allocation.errors import Fault
from allocation.services.sheet_reading import Column, plain_text
from allocation.services.sheet_writing import add_sheet, put
from allocation.workbooks.model import Cell, Workbook

MARK_SHEET = "Kenmerk"
SHOWN = 20  # characters of what was found


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a form says of itself.

    `other`: the sentence for a form that says something else; `%(found)s` and `%(expected)s` in it.
    """

    label: str
    value: str
    other: str | Promise


def write_marks(book: OutBook, marks: Sequence[tuple[str, str]]) -> None:
    """Adds the sheet, which Excel offers nowhere to make visible."""
    page = add_sheet(book, MARK_SHEET, [Column("label", MARK_SHEET), Column("mark", "")], [])
    for number, (label, value) in enumerate(marks, start=2):
        put(page, number, 1, label)
        put(page, number, 2, value)
    page.sheet_state = "veryHidden"


def marks_in(workbook: Workbook) -> dict[str, Cell]:
    """The cells with what the form says of itself, by label."""
    sheet = workbook.sheet(MARK_SHEET)
    return {plain_text(row.cell(1)): row.cell(2) for row in sheet.rows} if sheet else {}


def mark_faults(workbook: Workbook, marks: Sequence[Mark]) -> Iterator[Fault]:
    """A fault for every mark that is missing or says something else."""
    found = marks_in(workbook)
    for mark in marks:
        cell = found.get(mark.label)
        said = plain_text(cell) if cell else ""
        if cell is None or not said:
            yield Fault(
                _("The mark of the form is missing (%(label)s). Use the form of this page.")
                % {"label": mark.label},
                sheet=MARK_SHEET,
            )
        elif said != mark.value:
            message = mark.other % {"found": said[:SHOWN], "expected": mark.value[:SHOWN]}
            yield Fault(message, sheet=MARK_SHEET, cell=cell.address)
