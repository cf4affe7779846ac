"""Reading the form of an advice as xlsx: what it says, or every fault at once with its cell."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput
from allocation.models import Specialism
from allocation.protocols import Protocol
from allocation.selectors.cycles import protocol_of
from allocation.services.sheet_reading import (
    Column,
    Reading,
    SheetRow,
    Upload,
    open_template,
    read_sheet,
    template_faults,
)
from allocation.workbooks.values import text_of, whole_number
from bols_portal.ui.formats import places_text
from consultation.models import Round
from consultation.selectors.advices import FIELDS, Content, base_of
from consultation.services.advice_content import LONGEST, MOST
from consultation.services.workbook_marks import Mark, mark_faults

TEMPLATE = "advies-1"
SHEET = "Advies"
WHOLE_SHEET = "Hele advies"
# In the file, in Dutch whatever the language of the screen.
REGION = Column("region", "Regio", 14)
FILLED = [
    Column("places", "Advies", 11),
    Column("lowest", "Laagste", 11),
    Column("highest", "Hoogste", 11),
    Column("reason", "Reden", 60),
]
MOTIVATION = Column("motivation", "Toelichting op het hele advies", 110)
MARKS = ("Specialisme", "Ronde", "Basisverdeling")
# The rows under the regions; they only sum up, so their cells are not read.
SUMS = ("Totaal", "Landelijke instroom", "Verschil")


def marks_of(consultation: Round, code: str) -> list[tuple[str, str]]:
    """What the hidden sheet says: specialism, round, and digest of the base distribution."""
    values = (code, str(consultation.number), consultation.table.digest)
    return list(zip(MARKS, values, strict=True))


def read_advice(*, consultation: Round, specialism: Specialism, upload: Upload) -> Content:
    """The content of a filled-in form, as it would be typed; raises FaultyInput with every fault.

    Empty cells, missing reasons and a total that is off are told when the advice is filed: a file
    may be half done. Stores nothing.
    """
    workbook = open_template(upload)
    faults = template_faults(workbook, TEMPLATE, consultation.cycle.year)
    faults += mark_faults(workbook, _marks(consultation, specialism.code))
    rows = _without_sums(read_sheet(workbook, SHEET, [REGION, *FILLED]))
    protocol = protocol_of(consultation.cycle)
    base = base_of(consultation.table, specialism)
    zeros = {key for key, cell in base.items() if cell.structural_zero}
    cells: dict[str, dict[str, str]] = {}
    faults += rows.faults
    for row in rows.rows:
        faults += _read_row(row, protocol, zeros, cells)
    if rows.rows:
        faults += _missing(protocol, cells)
    whole = read_sheet(workbook, WHOLE_SHEET, [MOTIVATION])
    faults += whole.faults + [fault for row in whole.rows for fault in _too_long(row, "motivation")]
    if faults:
        raise FaultyInput(_("Nothing was stored. Mend the file and upload it again."), faults)
    motivation = "\n\n".join(text_of(row.cells["motivation"].value) for row in whole.rows)
    return {"cells": cells, "motivation": motivation}


def _marks(consultation: Round, code: str) -> list[Mark]:
    texts: list[str | Promise] = [
        _(
            "This is the form of specialism %(found)s. Expected: that of %(expected)s, of this "
            "page."
        ),
        _("This is a form of round %(found)s. Round %(expected)s counts now: download its form."),
        _(
            "This form stands on an older base distribution. Download the form anew and take over "
            "what you had filled in."
        ),
    ]
    return [
        Mark(label, value, text)
        for (label, value), text in zip(marks_of(consultation, code), texts, strict=True)
    ]


def _without_sums(reading: Reading) -> Reading:
    sums = {row.number for row in reading.rows if row.text("region") in SUMS}
    return Reading(
        [row for row in reading.rows if row.number not in sums],
        [fault for fault in reading.faults if fault.row not in sums],
    )


def _read_row(
    row: SheetRow, protocol: Protocol, zeros: set[str], cells: dict[str, dict[str, str]]
) -> list[Fault]:
    region = protocol.region_by(row.text("region"))
    if region is None:
        keys = ", ".join(one.key for one in protocol.regions)
        return [row.unexpected("region", _("one of the regions: %(keys)s") % {"keys": keys})]
    if region.key in cells:
        return [
            row.fault("region", _("%(code)s stands in the sheet twice.") % {"code": region.key})
        ]
    faults: list[Fault] = []
    typed = cells[region.key] = {"reason": text_of(row.cells["reason"].value)}
    for name in FIELDS[:3]:
        value = row.cells[name].value
        number = whole_number(value)
        typed[name] = "" if number is None else str(number)
        if row.cells[name].is_empty or row.cells[name].formula:
            continue  # empty may stay so in a draft; a formula was told already
        if number is None or not 0 <= number <= MOST:
            expected = _("a whole number from 0 to %(most)s") % {"most": places_text(MOST)}
            faults.append(row.unexpected(name, expected))
        elif number and region.key in zeros:
            faults.append(
                row.fault(name, _("this region has no places for the specialism; it stays 0."))
            )
    return faults + _too_long(row, "reason")


def _too_long(row: SheetRow, key: str) -> list[Fault]:
    if len(text_of(row.cells[key].value)) <= LONGEST:
        return []
    most = places_text(LONGEST)
    return [row.fault(key, _("A text is longer than %(most)s characters.") % {"most": most})]


def _missing(protocol: Protocol, cells: dict[str, dict[str, str]]) -> Iterator[Fault]:
    for region in protocol.regions:
        if region.key not in cells:
            message = _("The row of %(region)s is missing.") % {"region": region.name}
            yield Fault(message, sheet=SHEET)
