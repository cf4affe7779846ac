"""Reading the rows of a region's workbook: one specialism each, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from allocation.errors import Fault
from allocation.services.sheet_reading import found_expected, plain_text
from allocation.workbooks.model import Cell, Row
from allocation.workbooks.values import whole_number
from bols_portal.ui.formats import places_text
from consultation.selectors.division_texts import fault as division_fault
from consultation.selectors.divisions import CellKey, Grid, GridRow
from consultation.services.region_workbook_form import CODE, DIVIDED, GIVEN, LEFT, NAME, SHEET

# What a spreadsheet shows where a formula can't be worked out.
ERRORS = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)


def errors_in(sheet: str, cells: Iterable[Cell]) -> Iterator[Fault]:
    """A fault for every cell in which a formula went wrong."""
    for cell in cells:
        if isinstance(cell.value, str) and cell.value in ERRORS:
            yield Fault(
                _(
                    "The formula here gives an error (%(error)s). Download the workbook anew, or "
                    "put the formula right."
                )
                % {"error": cell.value},
                sheet=sheet,
                cell=cell.address,
                row=cell.row,
            )


@dataclass(slots=True)
class RowReader:
    """Reads row after row; `at`: the column of each institution, by its code."""

    sheet: str
    grid: Grid
    at: Mapping[str, int]
    cells: dict[CellKey, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def read(self, row: Row) -> list[Fault]:
        """The faults of a row. Its numbers go to `cells` where it has none."""
        if all(cell.is_empty and not cell.formula for cell in row.cells):
            return []
        code = plain_text(row.cell(CODE)).zfill(2)
        wanted = self.grid.by_code.get(code)
        if wanted is None:
            expected = _("the code of a specialism of this workbook, such as %(code)s") % {
                "code": self.grid.rows[0].code if self.grid.rows else "01"
            }
            return [self._unexpected(row.cell(CODE), expected)]
        if code in self.seen:
            text = _("%(code)s stands in the sheet twice.") % {"code": code}
            return [self._fault(row.cell(CODE), text)]
        self.seen.add(code)
        faults = [
            *self._fixed(row, wanted),
            *errors_in(self.sheet, [row.cell(DIVIDED), row.cell(LEFT)]),
        ]
        numbers: dict[str, int | None] = {}
        wrong = [one for at in self.at for one in self._cell(row, wanted, at, numbers)]
        if not wrong and not wanted.by_itself:
            wrong += self._take(row, wanted, numbers)
        return faults + wrong

    def missing(self) -> Iterator[Fault]:
        """A fault for every specialism without a row."""
        for row in self.grid.rows:
            if row.code not in self.seen:
                text = _("%(code)s %(name)s is missing.") % {"code": row.code, "name": row.name}
                yield Fault(text, sheet=SHEET)

    def _take(self, row: Row, wanted: GridRow, numbers: Mapping[str, int | None]) -> list[Fault]:
        """Keeps the numbers of a row that is filled in and adds up."""
        # Without the column of an institution nobody can tell what the row adds up to.
        lost = wanted.recognised - set(self.at)
        if lost or all(number is None for number in numbers.values()):
            return []
        total = sum(number or 0 for number in numbers.values())
        if total != wanted.given:
            text = division_fault(
                "total",
                wanted.code,
                wanted.name,
                found=total,
                given=wanted.given,
                change=total - wanted.given,
            ).text
            return [self._fault(row.cell(DIVIDED), text)]
        for at in wanted.recognised:
            self.cells[wanted.code, at] = numbers.get(at) or 0
        return []

    def _fixed(self, row: Row, wanted: GridRow) -> Iterator[Fault]:
        """What the portal filled in must still stand there."""
        for column in (CODE, NAME, GIVEN):
            if row.cell(column).formula:
                yield self._fault(row.cell(column), _("A formula stands here. Put in its value."))
        if plain_text(row.cell(NAME)).casefold() != " ".join(wanted.name.split()).casefold():
            text = _("“%(name)s”, which belongs to %(code)s")
            yield self._unexpected(
                row.cell(NAME), text % {"name": wanted.name, "code": wanted.code}
            )
        if whole_number(row.cell(GIVEN).value) != wanted.given:
            text = _("%(given)s, the places that the board decided on")
            yield self._unexpected(row.cell(GIVEN), text % {"given": places_text(wanted.given)})

    def _cell(
        self, row: Row, wanted: GridRow, at: str, numbers: dict[str, int | None]
    ) -> Iterator[Fault]:
        cell = row.cell(self.at[at])
        if isinstance(cell.value, str) and cell.value in ERRORS:
            yield from errors_in(self.sheet, [cell])
            return
        if cell.formula:
            yield self._fault(cell, _formula_text(cell))
            return
        if cell.is_empty:
            numbers[at] = None
            return
        number = whole_number(cell.value)
        if at not in wanted.recognised:
            if number != 0:
                yield self._unexpected(cell, _("nothing, for there is no recognised training here"))
        elif wanted.by_itself:
            own = wanted.places.get(at) or 0
            if number != own:
                text = _("%(number)s; there is nothing to divide here")
                yield self._unexpected(cell, text % {"number": places_text(own)})
        elif number is None or not 0 <= number <= wanted.given:
            text = _("a whole number from 0 to %(most)s")
            yield self._unexpected(cell, text % {"most": places_text(wanted.given)})
        else:
            numbers[at] = number

    def _fault(self, cell: Cell, message: str) -> Fault:
        return Fault(message, sheet=self.sheet, cell=cell.address, row=cell.row)

    def _unexpected(self, cell: Cell, expected: str) -> Fault:
        return self._fault(cell, found_expected(plain_text(cell), expected))


def _formula_text(cell: Cell) -> str:
    if cell.is_empty:
        return _("A formula stands here. Put in its value.")
    return _(
        "A formula stands here, with %(value)s as its last result. Put in the number itself: what "
        "a file keeps with a formula may be older than its numbers."
    ) % {"value": plain_text(cell)[:20]}
