"""All advices of a round as one xlsx: the table, every cell with its reason, and what was filed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from allocation.workbooks.writing import CellOut, NoticeSheet, SheetOut, write_workbook
from bols_portal.ui.formats import moment_text
from consultation.models import Round
from consultation.selectors.advice_overview import AdviceOverview

Line = list[CellOut]


def advices_export(consultation: Round, overview: AdviceOverview) -> bytes:
    """The workbook. Who may have it is for the caller to check."""
    regions = list(overview.regions)
    sheets = [
        SheetOut(
            _("Advices"),
            [_("Code"), _("Specialism"), *regions, _("Total"), _("Filed")],
            _table(overview),
            [7, 34, *[9] * len(regions), 9, 34],
        ),
        SheetOut(
            _("Per region"),
            [
                _("Code"),
                _("Specialism"),
                _("Region"),
                _("Base distribution"),
                _("Advice"),
                _("Difference"),
                _("Lowest"),
                _("Highest"),
                _("Reason"),
            ],
            _cells(overview),
            [7, 34, 14, 17, 10, 10, 10, 10, 80],
        ),
        SheetOut(
            _("Motivation"),
            [_("Code"), _("Specialism"), _("Version"), _("Filed"), _("Motivation"), _("Digest")],
            _filings(overview),
            [7, 34, 8, 34, 100, 68],
        ),
    ]
    return write_workbook(sheets, NoticeSheet(_("About"), _about(consultation, overview)))


def _about(consultation: Round, overview: AdviceOverview) -> list[str]:
    lines = [
        f"{consultation.cycle.name}",
        _("Round %(number)s: %(filed)s of %(total)s filed.")
        % {
            "number": consultation.number,
            "filed": overview.filed,
            "total": len(overview.rows),
        },
        f"{_('Base distribution')}: {consultation.table.digest}",
        _("The totals count the filed advices on specialisms of the framework."),
    ]
    if consultation.cycle.is_demo:
        lines.append(_("Demo data: figures and codes are made up."))
    return lines


def _table(overview: AdviceOverview) -> Iterator[Line]:
    for row in overview.rows:
        filing = row.filing
        yield [
            row.code,
            row.name,
            *(cell.advice.places if cell.advice else None for cell in row.cells),
            row.total if filing else None,
            moment_text(filing.filed_at) if filing else _("Not filed"),
        ]
    totals = overview.totals
    yield ["", _("Advices together"), *(one.advice for one in totals), ""]
    yield ["", _("Base of the same specialisms"), *(one.base for one in totals), ""]
    yield ["", _("Difference"), *(one.change for one in totals), ""]


def _cells(overview: AdviceOverview) -> Iterator[Line]:
    for row in overview.rows:
        for cell in row.cells:
            if cell.advice is None:
                continue
            said = cell.advice
            yield [
                row.code,
                row.name,
                cell.region,
                cell.base,
                said.places,
                None if cell.base is None else cell.change,
                said.lowest,
                said.highest,
                said.reason,
            ]


def _filings(overview: AdviceOverview) -> Iterator[Line]:
    for row in overview.rows:
        if row.filing is not None:
            yield [
                row.code,
                row.name,
                row.filing.number,
                f"{moment_text(row.filing.filed_at)}, {row.filing.filed_by}",
                row.filing.motivation,
                row.filing.digest,
            ]
