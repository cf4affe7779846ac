"""Files about care usage. What is confidential leaves a line in the log before it leaves."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.permissions import may_run_process
from allocation.selectors.usage import get_import, get_usage_cycle
from allocation.selectors.usage_tables import canonical_rows, source_of
from allocation.services.usage_entry import delivery_template
from allocation.views.files import xlsx_file
from allocation.views.usage_parts import READ, record
from allocation.workbooks import NoticeSheet, SheetOut, write_workbook


@require_GET
def template(request: HttpRequest, year: int, source: str) -> HttpResponse:
    """An empty delivery to send to the supplier."""
    cycle = get_usage_cycle(request.user, year)
    supplier = source_of(source)
    may_run_process(request.user, cycle).enforce()
    return xlsx_file(delivery_template(cycle, supplier), f"levering-{supplier}-{year}.xlsx")


@require_GET
def delivery(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """The file as it was delivered."""
    found = get_import(request.user, year, number)
    record(request, "usage.delivery_downloaded", found, file_digest=found.file_digest)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def faults(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """All faults of a delivery as a workbook."""
    found = get_import(request.user, year, number)
    if not found.faults_file:
        raise Http404
    record(request, "usage.faults_downloaded", found)
    with found.faults_file.open("rb") as file:
        return xlsx_file(file.read(), f"fouten-{found.source}-{found.number}.xlsx")


@require_GET
def table(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The sums that count, per institution, specialism and care type."""
    found = get_import(request.user, year, number)
    if found.status not in READ:
        raise Http404
    record(request, "usage.table_downloaded", found, digest=found.digest)
    header = [
        _("Institution code"),
        _("Institution"),
        _("Specialism code"),
        _("Specialism"),
        _("Care type"),
        _("Amount"),
    ]
    rows = canonical_rows(found)
    sheet = SheetOut(_("Care usage"), header, rows, widths=(18, 40, 16, 34, 40, 14))
    lines = [
        _("Confidential: for the bureau and auditors alone."),
        _("Import %(number)s of %(source)s, usage year %(year)s, digest %(digest)s.")
        % {
            "number": found.number,
            "source": found.get_source_display(),
            "year": found.usage_year,
            "digest": found.digest,
        },
    ]
    if found.cycle.is_demo:
        lines.append(_("Demo data: numbers and codes are invented."))
    content = write_workbook([sheet], NoticeSheet(_("Notice"), lines))
    return xlsx_file(content, f"zorggebruik-{found.source}-{found.number}.xlsx")
