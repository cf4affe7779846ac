"""Reading last year's places per institution: xlsx or csv, or every fault at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput
from allocation.models import Cycle, Institution
from allocation.protocols import Protocol
from allocation.selectors.cycles import protocol_of
from allocation.services.sheet_reading import Column, SheetRow, Upload, read_sheet
from allocation.services.tables import Places
from allocation.services.workbooks import read_uploaded
from allocation.workbooks.model import FileKind, Workbook
from allocation.workbooks.values import whole_number
from bols_portal.ui.formats import places_text
from consultation.services.fault_lists import shortened

SHEET = "Vorig jaar"
MOST = 999  # places in one line; far above what an institution gets
CODE_LENGTH = 8  # of an institution; a spreadsheet drops the zero in front
# In the file, in Dutch whatever the language of the screen.
INSTITUTION = Column("institution", "Instelling", 14)
SPECIALISM = Column("specialism", "Specialisme", 14)
REGION = Column("region", "OOR", 12)
PLACES = Column("places", "Plaatsen", 12)
COLUMNS = (INSTITUTION, SPECIALISM, REGION, PLACES)


@dataclass(slots=True)
class _Reader:
    protocol: Protocol
    institutions: frozenset[str]
    specialisms: frozenset[str]
    found: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def read(self, row: SheetRow) -> Iterator[Fault]:
        """The faults of a line; its places where it has none."""
        at, code = self._institution(row), row.text("specialism").zfill(2)
        region = self.protocol.region_by(row.text("region"))
        places = 0 if row.cells["places"].is_empty else whole_number(row.cells["places"].value)
        faults = [
            *self._unknown(row, at, code),
            *([] if region else [self._no_region(row)]),
            *([] if self._is_right(places) else [self._no_number(row)]),
        ]
        if faults or region is None or places is None or not at:
            yield from faults
            return
        key = (code, region.key, at)
        if key in self.found:
            text = _("This institution, specialism and region stand in the file twice.")
            yield row.fault("institution", text)
            return
        self.found[key] = places

    def _institution(self, row: SheetRow) -> str:
        text = row.text("institution")
        return next((c for c in (text, text.zfill(CODE_LENGTH)) if c in self.institutions), "")

    def _unknown(self, row: SheetRow, at: str, code: str) -> Iterator[Fault]:
        if not at:
            yield row.unexpected("institution", _("the code of an institution in the portal"))
        if code not in self.specialisms:
            yield row.unexpected("specialism", _("a code of table 1, such as 01"))

    def _no_region(self, row: SheetRow) -> Fault:
        keys = ", ".join(one.key for one in self.protocol.regions)
        return row.unexpected("region", _("one of the regions: %(keys)s") % {"keys": keys})

    def _no_number(self, row: SheetRow) -> Fault:
        text = _("a whole number from 0 to %(most)s")
        return row.unexpected("places", text % {"most": places_text(MOST)})

    @staticmethod
    def _is_right(places: int | None) -> bool:
        return places is not None and 0 <= places <= MOST


def read_previous(*, cycle: Cycle, upload: Upload) -> list[Places]:
    """Last year's places in a file; a line without a number had none. Stores nothing.

    Raises FaultyInput with every fault.
    """
    workbook = read_uploaded(upload)
    reading = read_sheet(workbook, _sheet_of(workbook), COLUMNS)
    protocol = protocol_of(cycle)
    reader = _Reader(
        protocol=protocol,
        institutions=frozenset(Institution.objects.values_list("code", flat=True)),
        specialisms=frozenset(one.code for one in protocol.specialisms),
    )
    faults = list(reading.faults)
    for row in reading.rows:
        faults += reader.read(row)
    cells = [
        Places(code, key, n, institution=at) for (code, key, at), n in reader.found.items() if n
    ]
    if not faults and not cells:
        faults.append(Fault(_("The file holds no places at all.")))
    if faults:
        text = _("Nothing was stored. Mend the file and upload it again.")
        raise FaultyInput(text, shortened(faults))
    return cells


def _sheet_of(workbook: Workbook) -> str:
    """The sheet with the table; of a file of one's own the first."""
    if workbook.kind is FileKind.CSV or workbook.sheet(SHEET):
        return "" if workbook.kind is FileKind.CSV else SHEET
    return workbook.sheets[0].name
