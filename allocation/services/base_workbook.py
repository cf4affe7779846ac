"""The base distribution as a workbook, in the layout of the published annex."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from allocation.models import CalculationRequest
from allocation.selectors.tables import PlacesTable
from bols_portal.ui.formats import date_text

MARKS = {-1: "▼", 0: "", 1: "▲"}
HEAD = 4  # the rows above the table: title, calculation, digest, empty


def base_workbook(places: PlacesTable, found: CalculationRequest) -> bytes:
    """An xlsx of the table: totals as formulas, structural zeros hatched, next best by format.

    Cells hold plain whole numbers, so that the sheet can be used for further reckoning; how a
    cell was rounded stands on the second sheet.
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": _("Base distribution"), "author": "BOLS"})
        formats = _formats(book)
        sheet = book.add_worksheet(_("Base distribution"))
        _head(sheet, found, formats)
        _table(sheet, places, formats)
        _roundings(book.add_worksheet(_("Rounding")), places, formats)
    return target.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    thin = {"font_name": "Calibri", "font_size": 11}
    return {
        "plain": book.add_format(thin),
        "title": book.add_format({**thin, "bold": True, "font_size": 14}),
        "soft": book.add_format({**thin, "font_color": "#52606d"}),
        "head": book.add_format({**thin, "bold": True, "bottom": 1, "align": "right"}),
        "name": book.add_format({**thin, "bold": True, "bottom": 1}),
        "number": book.add_format({**thin, "num_format": "#,##0"}),
        "next": book.add_format({**thin, "num_format": "#,##0", "bold": True, "italic": True}),
        "zero": book.add_format(
            {**thin, "num_format": "#,##0", "pattern": 14, "bg_color": "#d5dce3"}
        ),
        "total": book.add_format({**thin, "num_format": "#,##0", "bold": True, "top": 1}),
        "share": book.add_format({**thin, "num_format": "0.0%", "top": 0}),
    }


def _head(sheet: Any, found: CalculationRequest, formats: dict[str, Any]) -> None:
    calculation = found.calculation
    cycle = found.cycle
    sheet.write_string(0, 0, f"{_('Base distribution')} {cycle.name}", formats["title"])
    made = _("Calculation %(number)s of %(date)s") % {
        "number": found.number,
        "date": date_text(calculation.calculated_at),
    }
    sheet.write_string(1, 0, made, formats["soft"])
    digest = f"{_('Digest')} {calculation.result_digest}"
    sheet.write_string(2, 0, digest, formats["soft"])
    if cycle.is_demo:
        sheet.write_string(
            3,
            0,
            _("Demo: names of institutions are real, all figures and codes are made up."),
            formats["soft"],
        )


def _table(sheet: Any, places: PlacesTable, formats: dict[str, Any]) -> None:
    last = len(places.regions)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, last + 1, 9)
    sheet.write_string(HEAD, 0, _("Specialism"), formats["name"])
    for at, region in enumerate(places.regions, start=1):
        sheet.write_string(HEAD, at, region, formats["head"])
    sheet.write_string(HEAD, last + 1, _("Total"), formats["head"])
    first_row = HEAD + 1
    for at, row in enumerate(places.rows, start=first_row):
        sheet.write_string(at, 0, f"{row.code} {row.name}", formats["plain"])
        for column, cell in enumerate(row.cells, start=1):
            kind = "zero" if cell.structural_zero else "next" if cell.next_best else "number"
            sheet.write_number(at, column, cell.places, formats[kind])
        span = xl_range(at, 1, at, last)
        sheet.write_formula(at, last + 1, f"=SUM({span})", formats["total"], row.total)
    _foot(sheet, places, first_row, formats)
    sheet.freeze_panes(first_row, 1)
    sheet.print_area(0, 0, first_row + len(places.rows) + 2, last + 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _foot(sheet: Any, places: PlacesTable, first_row: int, formats: dict[str, Any]) -> None:
    at = first_row + len(places.rows)
    sheet.write_string(at, 0, _("Total"), formats["total"])
    sheet.write_string(at + 1, 0, _("Share"), formats["plain"])
    sums = [*places.region_totals, places.total]
    whole = xl_rowcol_to_cell(at, len(sums), col_abs=True)
    for column, value in enumerate(sums, start=1):
        span = xl_range(first_row, column, at - 1, column)
        sheet.write_formula(at, column, f"=SUM({span})", formats["total"], value)
        cell = xl_rowcol_to_cell(at, column)
        share = value / places.total if places.total else 0
        sheet.write_formula(at + 1, column, f"={cell}/{whole}", formats["share"], share)
    sheet.write_string(
        at + 2,
        0,
        _("Italic: next-best rounding. Hatched: no recognised training in this region."),
        formats["soft"],
    )


def _roundings(sheet: Any, places: PlacesTable, formats: dict[str, Any]) -> None:
    """How cells were rounded: next best up or down, and the structural zeros, one a line."""
    heads = [_("Code"), _("Specialism"), _("Region"), _("Places"), _("Rounding")]
    sheet.set_column(1, 1, 30)
    sheet.set_column(4, 4, 36)
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, formats["name"])
    line = 1
    for row in places.rows:
        for region, cell in zip(places.regions, row.cells, strict=True):
            if not cell.next_best and not cell.structural_zero:
                continue
            texts = [row.code, row.name, region]
            for column, text in enumerate(texts):
                sheet.write_string(line, column, text, formats["plain"])
            sheet.write_number(line, 3, cell.places, formats["number"])
            sheet.write_string(line, 4, _rounding_text(cell.next_best), formats["plain"])
            line += 1


def _rounding_text(next_best: int) -> str:
    if next_best > 0:
        return f"{MARKS[1]} {_('next best, up')}"
    if next_best < 0:
        return f"{MARKS[-1]} {_('next best, down')}"
    return _("no recognised training in this region")
