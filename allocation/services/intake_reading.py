"""Reading the intake template: places per specialism, or every fault at once."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput
from allocation.models import Cycle
from allocation.protocols import Protocol
from allocation.selectors.cycles import protocol_of
from allocation.services.intake import MOST
from allocation.services.sheet_reading import (
    Column,
    SheetRow,
    Upload,
    open_template,
    read_sheet,
    template_faults,
)
from allocation.workbooks.values import whole_number
from bols_portal.ui.formats import places_text

TEMPLATE = "instroom-1"
SHEET = "Instroom"
CODE = Column("code", "Code", 8)
NAME = Column("name", "Specialisme", 34)


def columns_of(year: int) -> list[Column]:
    """The columns of the template: last year's and this year's allocation."""
    return [
        CODE,
        NAME,
        Column("previous", f"Toewijzing {year - 1}", 18),
        Column("places", f"Toewijzing {year}", 18),
    ]


@dataclass(frozen=True, slots=True)
class IntakeFile:
    """What a file says: per specialism code last year's and this year's places."""

    numbers: dict[str, tuple[int, int]]


def read_intake(*, cycle: Cycle, upload: Upload) -> IntakeFile:
    """The numbers in an uploaded template; raises FaultyInput with every fault. Stores nothing."""
    workbook = open_template(upload)
    protocol = protocol_of(cycle)
    faults = template_faults(workbook, TEMPLATE, cycle.year)
    reading = read_sheet(workbook, SHEET, columns_of(cycle.year))
    faults += reading.faults
    numbers: dict[str, tuple[int, int]] = {}
    for row in reading.rows:
        found = _row_faults(row, protocol, numbers)
        faults += found
        code = row.text("code").zfill(2)
        places = [whole_number(row.cells[key].value) for key in ("previous", "places")]
        if not found and places[0] is not None and places[1] is not None:
            numbers[code] = (places[0], places[1])
    if reading.rows:
        faults += _missing(reading.rows, protocol)
    if faults:
        raise FaultyInput(_("Nothing was stored. Mend the file and upload it again."), faults)
    return IntakeFile(numbers)


def _row_faults(
    row: SheetRow, protocol: Protocol, numbers: dict[str, tuple[int, int]]
) -> list[Fault]:
    faults = []
    code = row.text("code").zfill(2)
    names = {one.code: one.name for one in protocol.specialisms}
    if code not in names:
        faults.append(row.unexpected("code", _("a code of table 1, such as 01")))
    elif row.text("name") and row.text("name").casefold() != names[code].casefold():
        faults.append(
            row.unexpected(
                "name",
                _("“%(name)s”, which belongs to %(code)s") % {"name": names[code], "code": code},
            )
        )
    if code in numbers:
        faults.append(row.fault("code", _("%(code)s stands in the sheet twice.") % {"code": code}))
    for key in ("previous", "places"):
        places = whole_number(row.cells[key].value)
        if places is None or not 0 <= places <= MOST:
            faults.append(
                row.unexpected(
                    key, _("a whole number from 0 to %(most)s") % {"most": places_text(MOST)}
                )
            )
    return faults


def _missing(rows: list[SheetRow], protocol: Protocol) -> list[Fault]:
    found = {row.text("code").zfill(2) for row in rows}
    return [
        Fault(
            _("%(code)s %(name)s is missing.") % {"code": one.code, "name": one.name}, sheet=SHEET
        )
        for one in protocol.specialisms
        if one.code not in found
    ]
