"""The workbench as a workbook: a sheet a table, and one with every cell and its reason."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bols_portal.ui.formats import moment_text
from consultation.models import Round
from consultation.selectors.framework import advices_in
from consultation.selectors.workbench import Bench

Numbers = Mapping[tuple[str, str], int]


def workbench_workbook(bench: Bench, consultation: Round | None, *, now: datetime) -> bytes:
    """An xlsx in which the first sheet can be copied back onto the page as one block."""
    advices = advices_in(consultation) if consultation else {}
    advice = {
        (code, region): cell.places for code, row in advices.items() for region, cell in row.items()
    }
    changes = {key: places - bench.base_places[key] for key, places in bench.places.items()}
    departures = {
        key: bench.places[key] - places for key, places in advice.items() if key in changes
    }
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        made = now.replace(tzinfo=None)
        book.set_properties({"title": _("Workbench"), "author": "BOLS", "created": made})
        head = book.add_format({"bold": True, "bottom": 1})
        signed = book.add_format({"num_format": "+0;-0;0"})
        _matrix(book, _("Proposal"), bench, bench.places, head)
        _matrix(book, _("Base distribution"), bench, bench.base_places, head)
        _matrix(book, _("Advice"), bench, advice, head)
        _matrix(book, _("Deviation from the base"), bench, changes, head, signed)
        _matrix(book, _("Deviation from the advice"), bench, departures, head, signed)
        _cells(book, bench, advices, head)
        about = book.add_worksheet(pgettext("sheet", "About"))
        about.set_column(0, 0, 90)
        about.write_string(0, 0, f"{_('Workbench')} {bench.workbench.cycle.name}", head)
        about.write_string(1, 0, moment_text(now))
        about.write_string(2, 0, _("For FMS alone: this is not the submitted proposal."))
    return target.getvalue()


def _matrix(
    book: xlsxwriter.Workbook,
    title: str,
    bench: Bench,
    numbers: Numbers,
    head: Any,
    form: Any = None,
) -> None:
    """One table with its totals; a cell without a number stays empty."""
    sheet = book.add_worksheet(title[:31])
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 34)
    for at, text in enumerate([_("Code"), _("Specialism"), *bench.base.regions, _("Total")]):
        sheet.write_string(0, at, text, head)
    last = len(bench.base.regions) + 2
    for number, row in enumerate(bench.base.rows, start=1):
        sheet.write_string(number, 0, row.code)
        sheet.write_string(number, 1, row.name)
        line = [numbers.get((row.code, region)) for region in bench.base.regions]
        for at, value in enumerate(line, start=2):
            if value is not None:
                sheet.write_number(number, at, value, form)
        sheet.write_number(number, last, sum(value or 0 for value in line), form)
    foot = len(bench.base.rows) + 1
    sheet.write_string(foot, 1, _("Total"), head)
    sums = [
        sum(numbers.get((row.code, region), 0) for row in bench.base.rows)
        for region in bench.base.regions
    ]
    for at, value in enumerate([*sums, sum(sums)], start=2):
        sheet.write_number(foot, at, value, form)
    sheet.freeze_panes(1, 2)


def _cells(book: xlsxwriter.Workbook, bench: Bench, advices: Any, head: Any) -> None:
    """Every cell on a line, with the room of the advice and the reasons."""
    sheet = book.add_worksheet(_("Cells"))
    heads = [
        *(_("Code"), _("Specialism"), _("Region"), _("Base"), _("Proposal"), _("Advice")),
        *(_("Lowest"), _("Highest"), _("Reason"), _("Reason of the advice")),
    ]
    sheet.set_column(1, 1, 34)
    sheet.set_column(8, 9, 60)
    for at, text in enumerate(heads):
        sheet.write_string(0, at, text, head)
    for number, (key, places) in enumerate(bench.places.items(), start=1):
        code, region = key
        advised = advices.get(code, {}).get(region)
        for at, text in enumerate([code, bench.names[code], region]):
            sheet.write_string(number, at, text)
        sheet.write_number(number, 3, bench.base_places[key])
        sheet.write_number(number, 4, places)
        if advised:
            for at, value in enumerate([advised.places, advised.lowest, advised.highest], start=5):
                sheet.write_number(number, at, value)
            sheet.write_string(number, 9, advised.reason)
        sheet.write_string(number, 8, bench.reasons.get(key, ""))
    sheet.freeze_panes(1, 3)
