"""A version of a region's proposal: numbers, what changed, signatures, and its receipt."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.views.files import pdf_file
from bols_portal.ui.pieces import Difference
from bols_portal.ui.tables import Cell, Column, Matrix, Row
from consultation.permissions import may_divide
from consultation.policies.phase import phase_3_runs
from consultation.selectors.region_sheet import RegionSheet, sheet_of
from consultation.selectors.region_signatories import own_numbers
from consultation.selectors.regions import get_region_proposal, lacking_in, texts_of
from consultation.services.region_receipt import receipt_of_region
from consultation.views.region_parts import PAGES, crumbs, help_note, version_crumb
from consultation.views.regions import STATUS_KINDS


@require_safe
def one(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """A version, beside the one before it."""
    cycle = get_cycle(request.user, year)
    proposal = get_region_proposal(request.user, cycle, key, number)
    sheet = sheet_of(proposal)
    coordinates = bool(may_divide(request.user, proposal.region))
    stands = proposal.status in ("signing", "submitted")
    context = {
        "cycle": cycle,
        "region": proposal.region,
        "proposal": proposal,
        "status_kind": STATUS_KINDS[proposal.status],
        "sheet": sheet,
        "matrix": matrix_of(sheet, own_numbers(request.user)),
        "changes": [
            Difference(one.name, one.institution, one.old, one.new, code=one.code)
            for one in sheet.changes
        ],
        "lacking": lacking_in(proposal, sheet.signing) if stands else [],
        "missed": texts_of(proposal.lacking),
        "coordinates": coordinates,
        "runs_process": bool(may_run_process(request.user, cycle)),
        "runs": bool(phase_3_runs(cycle.pk)),
        "crumbs": crumbs(cycle, proposal.region, version_crumb(proposal)),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}proposal.html", context)


def matrix_of(sheet: RegionSheet, own: Collection[int]) -> Matrix:
    """Institutions by specialisms; a number that differs from the earlier version is marked."""
    table, before = sheet.table, sheet.before
    key = sheet.proposal.region.key
    rows = []
    for at, institution in table.institutions.items():
        cells = []
        for code in table.names:
            number = table.places.get((code, key, at))
            old = before.places.get((code, key, at), 0) if before else number or 0
            cells.append(Cell(number, changed=(number or 0) - old))
        total = Cell(table.total(institution=at))
        rows.append(Row(institution.name, cells, total=total, own=institution.pk in own))
    sums = [Cell(table.total(specialism=code)) for code in table.names]
    return Matrix(
        key="division",
        caption=_("Places by institution and specialism"),
        columns=[Column(code, title=f"{code} {name}") for code, name in table.names.items()],
        rows=rows,
        foot=[Row(_("Total"), sums, total=Cell(table.total()))],
        corner=_("Institution"),
        total_label=_("Total"),
    )


@require_safe
def receipt(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """The receipt of what was submitted, as pdf."""
    cycle = get_cycle(request.user, year)
    proposal = get_region_proposal(request.user, cycle, key, number)
    if proposal.submitted_at is None:
        raise Http404
    name = f"ontvangstbewijs-oor-voorstel-{key}-{year}-versie-{number}.pdf"
    return pdf_file(receipt_of_region(sheet_of(proposal)), name, keep=True)
