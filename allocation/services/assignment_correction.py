"""Correcting one line on screen: the same rules as for a workbook, and a new version."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, NotNow
from allocation.models import AssignmentLine, AssignmentVersion
from allocation.policies.assignment import RULE
from allocation.selectors.assignment import (
    current_assignment,
    institution_data,
    lines_of_version,
)
from allocation.selectors.assignment_data import LineData
from allocation.selectors.cycles import protocol_of
from allocation.services.assignment import add_assignment_version
from allocation.services.assignment_lines import LineReader
from allocation.services.assignment_reading import BASIS_WORDS
from allocation.services.sheet_reading import SheetRow
from allocation.workbooks.model import Cell
from bols_portal.accounts.models import User

KEYS = ("recognised", "source", "basis", "share", "fte1", "fte2", "fte3")


def corrected_line(
    line: AssignmentLine, *, facts: Mapping[str, str], regions: Mapping[str, Mapping[str, str]]
) -> LineData:
    """The line as it was typed: `facts` (recognised, source, basis) and per region share and fte.

    Raises FaultyInput with every fault, by the rules of the workbook.
    """
    institution = institution_data(line.institution)
    reader = LineReader(
        protocol_of(line.version.cycle), {institution.code: institution}, BASIS_WORDS
    )
    for number, (region, cells) in enumerate(regions.items(), start=1):
        values = {
            "institution": institution.code,
            "name": institution.name,
            "specialism": line.specialism.code,
            "region": region,
            **{key: facts.get(key, cells.get(key, "")) for key in KEYS},
        }
        reader.take(SheetRow(region, number, _cells(number, values)))
    found = reader.lines()
    if reader.faults or not found:
        text = _("Fill in at least one region.") if not regions else _("The line is not right yet.")
        raise FaultyInput(text, reader.faults)
    return found[0]


def _cells(number: int, values: Mapping[str, str]) -> dict[str, Cell]:
    return {
        key: Cell(number, column, value or None)
        for column, (key, value) in enumerate(values.items(), start=1)
    }


@transaction.atomic
def correct_line(
    *, line: AssignmentLine, corrected: LineData, reason: str, by: User, now: datetime
) -> AssignmentVersion:
    """Adds a version in which this one line differs; every other line keeps its checks."""
    current = current_assignment(line.version.cycle)
    if current is None or current.pk != line.version_id:
        raise NotNow(
            _("A later version has replaced this one. Correct the line of that version."),
            rule=RULE,
        )
    lines = [corrected if one.key == corrected.key else one for one in lines_of_version(current)]
    return add_assignment_version(
        cycle=current.cycle,
        lines=lines,
        reference_date=current.reference_date,
        reason=reason,
        by=by,
        now=now,
        expected_version=current.number,
    )
