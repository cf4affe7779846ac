"""Reading a filled-in template: every fault at once, each with its sheet and cell.

What a file is and whether it is safe stands in allocation/workbooks; what its rows mean, in the
services that call this. In between stands the form of the template: its version, its year, its
sheets and columns, no formulas and nothing hidden.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput
from allocation.services.workbooks import read_uploaded
from allocation.workbooks.model import Cell, FileKind, Row, Sheet, Workbook
from allocation.workbooks.values import text_of

Upload = UploadedFile[bytes]

# The sheet that says which template it is; written by sheet_writing.py.
ABOUT = "Toelichting"
TEMPLATE_LABEL = "Sjabloon"
YEAR_LABEL = "Toewijzing"
HEADER_WITHIN = 10  # the header stands in one of the first rows
SHOWN = 60  # characters of what was found


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: its key in the code and its title in the header row."""

    key: str
    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a template: its cells by the key of their column."""

    sheet: str
    number: int
    cells: dict[str, Cell]

    def text(self, key: str) -> str:
        """What stands in a column as text, without white space around it. A code keeps zeros."""
        return plain_text(self.cells[key])

    def fault(self, key: str, message: str | Promise) -> Fault:
        """A fault in a cell of this row."""
        cell = self.cells[key]
        return Fault(message, sheet=self.sheet, cell=cell.address, row=self.number)

    def unexpected(self, key: str, expected: str | Promise) -> Fault:
        """A fault that says what was found in a cell and what was expected."""
        return self.fault(key, found_expected(self.text(key), expected))


@dataclass(slots=True)
class Reading:
    """Rows read so far and the faults in them."""

    rows: list[SheetRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def found_expected(found: str, expected: str | Promise) -> str:
    """“found” and what was expected instead, in one sentence each."""
    if not found:
        return _("Nothing is filled in. Expected: %(expected)s.") % {"expected": expected}
    shown = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
    return _("Found “%(found)s”. Expected: %(expected)s.") % {"found": shown, "expected": expected}


def open_template(upload: Upload) -> Workbook:
    """The workbook in an uploaded file; raises FaultyInput when it is no readable xlsx."""
    workbook = read_uploaded(upload)
    if workbook.kind is not FileKind.XLSX:
        wrong = Fault(_("This is a csv file. Expected: the xlsx template of this page."))
        raise FaultyInput(_("The file can’t be used."), [wrong])
    return workbook


def template_faults(workbook: Workbook, template: str, year: int) -> list[Fault]:
    """Faults in which template it is: another one, an older version, or of another cycle."""
    about = workbook.sheet(ABOUT)
    if about is None:
        return [
            Fault(
                _("The sheet “%(sheet)s” is missing. Use the template of this page.")
                % {"sheet": ABOUT}
            )
        ]
    faults = []
    for label, expected in ((TEMPLATE_LABEL, template), (YEAR_LABEL, str(year))):
        row = next((row for row in about.rows if plain_text(row.cell(1)) == label), None)
        found = plain_text(row.cell(2)) if row else ""
        if found != expected:
            wanted = _("“%(value)s”, as in the template of this page") % {"value": expected}
            faults.append(
                Fault(
                    found_expected(found, wanted),
                    sheet=about.name,
                    cell=row.cell(2).address if row else "",
                )
            )
    return faults


def read_sheet(workbook: Workbook, name: str, columns: Sequence[Column]) -> Reading:
    """The filled rows of a sheet, with every fault in its form. Rows may be used when none is."""
    sheet = workbook.sheet(name)
    reading = Reading()
    if sheet is None:
        names = ", ".join(f"“{one.name}”" for one in workbook.sheets)
        reading.faults.append(
            Fault(
                _("The sheet “%(sheet)s” is missing. Found: %(names)s.")
                % {"sheet": name, "names": names}
            )
        )
        return reading
    header = _header_of(sheet, columns)
    if header is None:
        titles = ", ".join(f"“{column.title}”" for column in columns)
        reading.faults.append(
            Fault(_("No row with the column titles %(titles)s.") % {"titles": titles}, sheet=name)
        )
        return reading
    at, missing = _places_of(header, columns)
    reading.faults += [
        Fault(
            _("The column “%(title)s” is missing.") % {"title": column.title},
            sheet=sheet.name,
            row=header.number,
        )
        for column in missing
    ]
    if not missing:
        _read_rows(sheet, header, at, reading)
    return reading


def _read_rows(sheet: Sheet, header: Row, at: dict[str, int], reading: Reading) -> None:
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        cells = {key: row.cell(column) for key, column in at.items()}
        if all(cell.is_empty and not cell.formula for cell in cells.values()):
            continue
        found = SheetRow(sheet.name, row.number, cells)
        reading.rows.append(found)
        reading.faults += list(_form_faults(found, row))


def _form_faults(found: SheetRow, row: Row) -> Iterable[Fault]:
    if row.hidden:
        yield Fault(
            _("This row is hidden. Make it visible or remove it."),
            sheet=found.sheet,
            cell=f"{found.number}:{found.number}",
            row=found.number,
        )
    for key, cell in found.cells.items():
        if cell.formula:
            yield found.fault(key, _("A formula stands here. Put in its value."))
        elif cell.hidden and not row.hidden:
            yield found.fault(key, _("This column is hidden. Make it visible."))


def _header_of(sheet: Sheet, columns: Sequence[Column]) -> Row | None:
    """The row among the first ones that holds most of the titles; at least half of them."""
    titles = {column.title.casefold() for column in columns}
    best, score = None, (len(columns) + 1) // 2 - 1
    for row in sheet.rows:
        if row.number > HEADER_WITHIN:
            break
        found = len({plain_text(cell).casefold() for cell in row.cells} & titles)
        if found > score:
            best, score = row, found
    return best


def _places_of(header: Row, columns: Sequence[Column]) -> tuple[dict[str, int], list[Column]]:
    titles = {plain_text(cell).casefold(): cell.column for cell in reversed(header.cells)}
    at = {c.key: titles[c.title.casefold()] for c in columns if c.title.casefold() in titles}
    return at, [column for column in columns if column.key not in at]


def plain_text(cell: Cell) -> str:
    """What a cell says, with single spaces."""
    return " ".join(text_of(cell.value).split())
