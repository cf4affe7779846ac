"""The form of an advice as xlsx: prefilled, to fill in away from the portal and to upload."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from allocation.models import Specialism
from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import (
    BOLD,
    Value,
    add_sheet,
    new_template,
    open_cells,
    put,
    template_bytes,
    whole_numbers,
)
from bols_portal.accounts.models import User
from bols_portal.ui.grids import parse_places
from consultation.models import Round
from consultation.permissions import may_file_advice
from consultation.selectors.advices import (
    AdviceLine,
    AdviceSheet,
    advice_sheet,
    begun,
    draft_of,
    previous_advice,
)
from consultation.selectors.filings import latest_of
from consultation.services.advice_content import MOST
from consultation.services.advice_reading import (
    FILLED,
    MOTIVATION,
    REGION,
    SHEET,
    SUMS,
    TEMPLATE,
    WHOLE_SHEET,
    marks_of,
)
from consultation.services.workbook_marks import write_marks

ZERO_FILL = PatternFill("lightUp", start_color="9AA5B1")
WITH_BASE = (
    "Wijkt uw advies in een regio af van de basisverdeling, schrijf dan in die rij de reden.",
    (
        "Een gearceerde rij is vergrendeld: daar heeft het specialisme geen opleiding en blijft "
        "het aantal 0."
    ),
)
WITHOUT_BASE = (
    (
        "Voor dit specialisme is er geen basisverdeling. Onderbouw uw advies daarom op het blad "
        "“Hele advies”."
    ),
)
DEMO = "Dit is een demo: de cijfers en codes zijn verzonnen."


def _instructions(sheet: AdviceSheet) -> tuple[str, ...]:
    return (
        (
            "Vul op het blad “Advies” per regio in hoeveel plaatsen u adviseert, en het laagste en "
            "hoogste aantal dat nog aanvaardbaar is. De gele cellen kunt u wijzigen."
        ),
        "Samen zijn de aantallen de landelijke instroom; onder de tabel ziet u het verschil.",
        *(WITH_BASE if sheet.has_base else WITHOUT_BASE),
        "Schrijf op het blad “Hele advies” de toelichting die voor het hele advies geldt.",
        (
            "Vul hele getallen in, ook als het 0 is. Gebruik geen formules, verander de koppen "
            "niet en verberg geen rijen of kolommen."
        ),
        (
            "Lees het bestand daarna in op de pagina van uw advies. U ziet wat er verandert en "
            "dient het advies daar in; met inlezen alleen is het nog niet ingediend."
        ),
    )


def advice_template(*, consultation: Round, specialism: Specialism, by: User) -> bytes:
    """The form with the draft, else the version that counts, else the earlier advice, filled in."""
    may_file_advice(by, specialism).enforce()
    filed = latest_of(consultation, specialism)
    earlier = previous_advice(consultation, specialism)
    content = begun(draft_of(consultation, specialism), filed, earlier)
    sheet = advice_sheet(consultation, specialism, filed, content, {})
    cycle = consultation.cycle
    title = f"Advies {specialism.code} {specialism.name}, {cycle.name}, ronde {consultation.number}"
    notes = (*_instructions(sheet), DEMO) if cycle.is_demo else _instructions(sheet)
    book = new_template(TEMPLATE, cycle.year, title, notes)
    _regions(book, sheet)
    _whole(book, str(content.get("motivation", "")))
    write_marks(book, marks_of(consultation, specialism.code))
    book.active = 1
    return template_bytes(book)


def _told(sheet: AdviceSheet) -> list[Column]:
    """The columns between the region and what is filled in; those that say something here."""
    columns = []
    if sheet.table_changed:
        columns.append(Column("old_base", "Basisverdeling eerder", 14))
    if sheet.has_base:
        columns.append(Column("base", "Basisverdeling", 14))
    if sheet.filed or sheet.previous:
        columns.append(Column("last", "Laatst ingediend", 16))
    return columns


def _last(line: AdviceLine) -> Value:
    cell = line.filed or line.earlier
    return f"{cell.places} ({cell.lowest}–{cell.highest})" if cell else None


def _row(line: AdviceLine, told: list[Column]) -> list[Value]:
    known: dict[str, Value] = {"old_base": line.old_base, "base": line.base, "last": _last(line)}
    filled = [0 if line.zero else _number(line.typed.get(c.key, "")) for c in FILLED[:3]]
    return [line.key, *(known[one.key] for one in told), *filled, line.typed.get("reason", "")]


def _number(text: str) -> Value:
    """What was typed as a number where it is one, else as it stands."""
    try:
        return parse_places(text)
    except ValueError:
        return text


def _regions(book: Workbook, sheet: AdviceSheet) -> None:
    told = _told(sheet)
    columns = [REGION, *told, *FILLED]
    page = add_sheet(book, SHEET, columns, [_row(line, told) for line in sheet.lines])
    last, first = len(sheet.lines) + 1, len(told) + 2
    open_cells(page, range(first, first + len(FILLED)), last, text=(first + 3,))
    whole_numbers(page, range(first, first + 3), last, MOST)
    for cell in page[1]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(sheet.lines, start=2):
        page.cell(number, first + 3).alignment = Alignment(wrap_text=True, vertical="top")
        if line.zero:
            _lock(page, number, range(first, first + 3))
    _sums(page, columns, last, sheet.needed)


def _lock(page: Worksheet, row: int, columns: range) -> None:
    for column in columns:
        cell = page.cell(row, column)
        cell.protection = Protection(locked=True)
        cell.fill = ZERO_FILL


def _sums(page: Worksheet, columns: list[Column], last: int, needed: int | None) -> None:
    """Total, national intake and their difference, as formulas."""
    for number, label in enumerate(SUMS, start=last + 1):
        put(page, number, 1, label).font = BOLD
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        if column.key in ("old_base", "base", "places", "lowest", "highest"):
            total = page.cell(last + 1, at, f"=SUM({letter}2:{letter}{last})")
            total.font = BOLD
        if column.key == "places" and needed is not None:
            page.cell(last + 2, at, needed).font = BOLD
            page.cell(last + 3, at, f"={letter}{last + 1}-{letter}{last + 2}").font = BOLD


def _whole(book: Workbook, motivation: str) -> None:
    page = add_sheet(book, WHOLE_SHEET, [MOTIVATION], [[motivation]])
    open_cells(page, [1], 2, text=(1,))
    page.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[2].height = 200
