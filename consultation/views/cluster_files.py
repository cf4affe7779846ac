"""Files of a cluster's proposal: the report and the receipt."""

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from allocation.selectors.cycles import get_cycle
from allocation.views.files import pdf_file
from consultation.permissions import may_chair
from consultation.selectors.clusters import draft_of, get_cluster, get_cluster_proposal
from consultation.services.cluster_receipt import receipt_of_cluster

if TYPE_CHECKING:
    from consultation.models import ClusterDraft, ClusterProposal


@require_safe
def report(request: HttpRequest, year: int, key: str, code: str, number: int) -> FileResponse:
    """The report of a filed version, to keep and never to open inside the portal."""
    cycle = get_cycle(request.user, year)
    return report_file(get_cluster_proposal(request.user, cycle, key, code, number))


@require_safe
def draft_report(request: HttpRequest, year: int, key: str, code: str) -> FileResponse:
    """The report that stands in the draft; for who may file alone."""
    cycle = get_cycle(request.user, year)
    region, specialism = get_cluster(request.user, cycle, key, code)
    may_chair(request.user, region, specialism).enforce()
    draft = draft_of(cycle, region, specialism)
    if draft is None:
        raise Http404
    return report_file(draft)


@require_safe
def receipt_file(request: HttpRequest, year: int, key: str, code: str, number: int) -> HttpResponse:
    """The receipt of a filed version, as pdf."""
    cycle = get_cycle(request.user, year)
    proposal = get_cluster_proposal(request.user, cycle, key, code, number)
    name = f"ontvangstbewijs-{year}-{key}-{code}-versie-{number}.pdf"
    return pdf_file(receipt_of_cluster(proposal), name, keep=True)


def report_file(holder: "ClusterDraft | ClusterProposal") -> FileResponse:
    """A report of a cluster, to keep and never to open inside the portal; Http404 without one."""
    place = holder.report.name
    if not place or not holder.report.storage.exists(place):
        raise Http404
    response = FileResponse(
        holder.report.open("rb"),
        as_attachment=True,
        filename=holder.report_name,
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
