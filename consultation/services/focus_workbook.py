"""Focus points as a workbook: the form of the protocol to fill in off line, and reading it back.

Toewijzingsprotocol 2027, fase II 1.1: "via het format". Reading stores nothing.
"""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment

from allocation.errors import Fault, FaultyInput
from allocation.models import Region
from allocation.services.sheet_reading import (
    Column,
    SheetRow,
    Upload,
    open_template,
    plain_text,
    read_sheet,
    template_faults,
)
from allocation.services.sheet_writing import add_sheet, new_template, open_cells, template_bytes
from allocation.workbooks import Workbook, text_of
from bols_portal.ui.formats import places_text
from consultation.enums import FocusCategory
from consultation.models import Round
from consultation.selectors.focus import texts_to_begin_with
from consultation.services.advice_content import LONGEST
from consultation.services.focus_content import QUOTE, SOURCE

TEMPLATE = "aandachtspunten-1"
SHEET = "Aandachtspunten"
IDENTITY = "Kenmerk"  # hidden: of which round and region this form is
ROUND_LABEL, REGION_LABEL = "Ronde", "Regio"
SUBJECT = Column("subject", "Onderwerp", 38)
TEXT = Column("text", "Aandachtspunt", 100)
# The subjects in the words of the protocol; a row is known by them.
TITLES = {
    FocusCategory.SPEARHEADS: "Specifieke speerpunten van de OOR",
    FocusCategory.CAPACITY: "Optimale benutting van de beschikbare opleidingscapaciteit",
    FocusCategory.RECOGNITIONS: "Het accommoderen van nieuwe erkenningen van een opleiding",
    FocusCategory.DEMAND: "Ontwikkeling van de zorgvraag en de gewenste exposure voor aios",
    FocusCategory.SIZE: "Redelijke verdeling met het oog op OOR-grootte",
}
INSTRUCTIONS = (
    (
        "Schrijf op het blad “Aandachtspunten” bij ten minste één onderwerp een tekst. De gele "
        "cellen kunt u wijzigen. Met Alt+Enter begint u een nieuwe regel."
    ),
    f"{QUOTE} ({SOURCE})",
    "Een tekst heeft ten hoogste 4.000 tekens. Gebruik geen formules.",
    "Voeg geen rijen of kolommen toe, verberg er geen en verander geen titels.",
    (
        "Lees het bestand in op de pagina “Aandachtspunten” van uw regio. U ziet uw teksten dan in "
        "het formulier; er is nog niets bewaard of ingediend. Bijlagen voegt u daar toe."
    ),
)


def focus_workbook(consultation: Round, region: Region) -> bytes:
    """The form of this region in this round, with what stands in it now. For the party alone."""
    texts = texts_to_begin_with(consultation, region)
    year = consultation.cycle.year
    title = f"Aandachtspunten {region.name}, toewijzing {year}, ronde {consultation.number}"
    book = new_template(TEMPLATE, year, title, INSTRUCTIONS)
    rows = [[TITLES[one], texts.get(one.value, "") or None] for one in FocusCategory]
    sheet = add_sheet(book, SHEET, [SUBJECT, TEXT], rows)
    open_cells(sheet, [2], len(rows) + 1, text=[2])
    for row in range(2, len(rows) + 2):
        sheet.row_dimensions[row].height = 130  # points: room for some ten lines
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    facts = [[ROUND_LABEL, str(consultation.number)], [REGION_LABEL, region.key]]
    hidden = add_sheet(book, IDENTITY, [Column("name", "Wat"), Column("value", "Waarde")], facts)
    hidden.sheet_state = "hidden"
    book.active = book.index(sheet)
    return template_bytes(book)


def read_focus_workbook(
    *, consultation: Round, region: Region, upload: Upload | None
) -> dict[str, str]:
    """The texts by subject in a filled-in form; raises FaultyInput with every fault at once."""
    if upload is None:
        raise FaultyInput(_("No file was chosen."), [Fault(_("Choose the filled-in form."))])
    workbook = open_template(upload)
    faults = template_faults(workbook, TEMPLATE, consultation.cycle.year)
    faults += _identity_faults(workbook, consultation, region)
    reading = read_sheet(workbook, SHEET, [SUBJECT, TEXT])
    faults += reading.faults
    texts: dict[str, str] = {}
    if reading.rows:
        faults += _read_rows(reading.rows, texts)
    if faults:
        raise FaultyInput(_("Nothing was read. Mend the file and read it again."), faults)
    return texts


def _identity_faults(workbook: Workbook, consultation: Round, region: Region) -> Iterator[Fault]:
    sheet = workbook.sheet(IDENTITY)
    facts: dict[str, str] = {}
    if sheet is not None:
        facts = {plain_text(row.cell(1)): plain_text(row.cell(2)) for row in sheet.rows}
    found = facts.get(ROUND_LABEL, ""), facts.get(REGION_LABEL, "")
    if not all(found):
        yield Fault(
            _("The form does not say of which round and region it is. Download it anew here.")
        )
        return
    if found[1] != region.key:
        yield Fault(
            _("This is the form of region %(found)s. Expected: that of %(region)s.")
            % {"found": found[1][:40], "region": region}
        )
    if found[0] != str(consultation.number):
        yield Fault(
            _(
                "This form is of round %(found)s, and round %(number)s runs. Download the form of "
                "this round and copy your texts into it."
            )
            % {"found": found[0][:10], "number": consultation.number}
        )


def _read_rows(rows: list[SheetRow], texts: dict[str, str]) -> Iterator[Fault]:
    keys = {title.casefold(): one.value for one, title in TITLES.items()}
    for row in rows:
        key = keys.get(row.text("subject").casefold())
        if key is None:
            yield row.unexpected("subject", _("a subject as in the form of this page"))
            continue
        if key in texts:
            yield row.fault("subject", _("This subject stands in the sheet twice."))
            continue
        texts[key] = text_in(row)
        if len(texts[key]) > LONGEST:
            yield row.fault("text", _too_long(len(texts[key])))
    yield from _missing(texts)


def text_in(row: SheetRow) -> str:
    """The text of a row with its lines; what Excel writes for a return is one."""
    text = text_of(row.cells["text"].value).replace("_x000D_", "")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _too_long(length: int) -> str | Promise:
    return _("The text has %(found)s characters; at most %(most)s are allowed.") % {
        "found": places_text(length),
        "most": places_text(LONGEST),
    }


def _missing(texts: Mapping[str, str]) -> Iterator[Fault]:
    for one, title in TITLES.items():
        if one.value not in texts:
            yield Fault(_("The subject “%(title)s” is missing.") % {"title": title}, sheet=SHEET)
