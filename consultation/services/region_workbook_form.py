"""What the workbook of a region looks like: its sheets, headings and marks. Both ways use it."""

import hashlib
import json

from django.utils.translation import gettext as _

from allocation.models import Cycle, Institution, Region
from consultation.selectors.distribution import decided_table
from consultation.selectors.divisions import Grid
from consultation.services.workbook_marks import Mark

TEMPLATE = "verdeling-1"
# In the file, in Dutch whatever the language of the screen.
SHEET = "Verdeling"
LAST_SHEET = "Vorig jaar"
FIXED = ("Code", "Specialisme", "Besluit", "Verdeeld", "Verschil")
CODE, NAME, GIVEN, DIVIDED, LEFT = range(1, len(FIXED) + 1)
FIRST = len(FIXED) + 1  # the column of the first institution
TOTAL = "Totaal"
REGION_MARK, TABLE_MARK, TRAINING_MARK, VERSION_MARK = ("Regio", "Besluit", "Erkenningen", "Versie")


def columns_of(grid: Grid) -> list[Institution]:
    """The institutions of the sheet, in its order: those with a recognised training."""
    trained = {code for row in grid.rows for code in row.recognised}
    return [one for one in grid.institutions if one.code in trained]


def heading_of(institution: Institution) -> str:
    """The heading of an institution's column: its code and its name."""
    return " ".join(f"{institution.code} {institution.name}".split())


def headings_of(grid: Grid) -> list[str]:
    """All headings of the sheet, in order."""
    return [*FIXED, *(heading_of(one) for one in columns_of(grid))]


def trainings_digest(grid: Grid) -> str:
    """One text for who may receive what: it changes with a recognition or a decided place."""
    rows = [[row.code, row.given, sorted(row.recognised)] for row in grid.rows]
    plain = json.dumps([headings_of(grid), rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def marks_of(cycle: Cycle, region: Region, grid: Grid) -> list[Mark]:
    """What a workbook must say of itself to be that of this region, now."""
    table = decided_table(cycle)
    return [
        Mark(
            REGION_MARK,
            region.key,
            _("This is the workbook of region %(found)s. Expected: that of %(expected)s."),
        ),
        Mark(
            TABLE_MARK,
            table.digest if table else "-",
            _(
                "This workbook was made for another decision on the places of the regions. "
                "Download the workbook anew and take over what you had filled in."
            ),
        ),
        Mark(
            TRAINING_MARK,
            trainings_digest(grid),
            _(
                "The recognitions of your region have changed since this workbook was made. "
                "Download the workbook anew and take over what you had filled in."
            ),
        ),
    ]
