"""A version of the proposal as a workbook: its table, and on a second sheet what it says of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import export_bytes
from bols_portal.ui.formats import moment_text, signed_text
from consultation.selectors.proposal_sheet import ProposalSheet

Line = list[str | int | float | None]


def proposal_workbook(sheet: ProposalSheet, *, now: datetime) -> bytes:
    """An xlsx with whole places and totals; the second sheet has motivation and reasons."""
    regions = sheet.places.regions
    columns = [
        Column("code", _("Code"), 8),
        Column("name", _("Specialism"), 34),
        *(Column(region, region, 10) for region in regions),
        Column("total", _("Total"), 10),
    ]
    rows: list[Line] = [
        [row.code, row.name, *(cell.places for cell in row.cells), row.total]
        for row in sheet.places.rows
    ]
    rows.append(["", _("Total"), *sheet.places.region_totals, sheet.places.total])
    rows.append(["", _("Base distribution"), *sheet.base.region_totals, sheet.base.total])
    rows.append(
        [
            "",
            _("Difference"),
            *sheet.assessment.region_deviation,
            sheet.places.total - sheet.base.total,
        ]
    )
    return export_bytes(
        title=_("Integral proposal"),
        about=_about(sheet, now),
        columns=columns,
        rows=rows,
        made_at=now,
    )


def _about(sheet: ProposalSheet, now: datetime) -> list[tuple[str, str]]:
    proposal = sheet.proposal
    facts = [
        (_("Integral proposal"), f"{proposal.cycle.name}, {_('version')} {proposal.number}"),
        (_("Status"), proposal.get_status_display()),
        (_("Saved"), moment_text(proposal.saved_at)),
        (_("Downloaded"), moment_text(now)),
        (_("Digest"), proposal.digest),
        (_("Motivation"), proposal.motivation),
    ]
    if proposal.cycle.is_demo:
        facts.append(("Demo", _("All figures are made up.")))
    facts += [
        (f"OOR {region} ({signed_text(change)})", sheet.region_reason(region))
        for region, change in sheet.deviating
    ]
    facts += [
        (f"{one.code} {one.name}, {one.region} ({signed_text(one.change)})", one.reason)
        for one in sheet.departures
    ]
    return facts
