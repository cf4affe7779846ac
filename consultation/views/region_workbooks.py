"""The workbook of a region: download, upload, faults or preview, and accepting it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from allocation.views.files import xlsx_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.enums import UploadStatus
from consultation.forms.advices import seen_in
from consultation.forms.region_workbooks import RegionWorkbookForm
from consultation.permissions import may_divide
from consultation.policies.divisions import may_change_grid
from consultation.selectors.divisions import grid_of
from consultation.selectors.region_uploads import faults_in, get_upload, preview_of, uploads_of
from consultation.selectors.regions import get_region
from consultation.services.region_upload import (
    accept_upload,
    annotated,
    drop_upload,
    upload_workbook,
)
from consultation.services.region_workbook import workbook_of
from consultation.views.division_parts import help_note
from consultation.views.region_parts import crumbs, for_coordinator

if TYPE_CHECKING:
    from allocation.models import Cycle, Region
    from consultation.models import GridUpload

PAGES = "consultation/phase_3/workbooks/"
SHAPES = {
    UploadStatus.FAULTY: "attention",
    UploadStatus.READY: "todo",
    UploadStatus.ACCEPTED: "done",
    UploadStatus.DROPPED: "stopped",
}


def _asked(request: HttpRequest, year: int, key: str) -> "tuple[Cycle, Region]":
    cycle = get_cycle(request.user, year)
    return cycle, get_region(request.user, cycle, key)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """How to work with the workbook, and every one that was uploaded."""
    cycle, region = _asked(request, year, key)
    if request.method != "POST":
        return _page(request, cycle, region, RegionWorkbookForm(), None)
    by = signed_in(request)
    may_divide(by, region).enforce()
    form = RegionWorkbookForm(request.POST, request.FILES)
    faulty: FaultyInput | None = None
    if form.is_valid():
        try:
            upload = upload_workbook(
                cycle=cycle,
                region=region,
                file=form.cleaned_data["file"],
                by=by,
                now=timezone.now(),
            )
        except FaultyInput as refusal:
            faulty = refusal
        else:
            return redirect("region_upload", year, key, upload.number)
    return _page(request, cycle, region, form, faulty)


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    region: "Region",
    form: RegionWorkbookForm,
    faulty: FaultyInput | None,
) -> HttpResponse:
    divides = bool(may_divide(request.user, region))
    moment = may_change_grid(cycle, region)
    context = {
        "cycle": cycle,
        "region": region,
        "form": form,
        "faulty": faulty,
        "divides": divides,
        "moment": moment,
        "uploads": [(one, SHAPES[UploadStatus(one.status)]) for one in uploads_of(cycle, region)],
        "crumbs": crumbs(cycle, region, Link(_("Workbook"), "")),
        "help_note": help_note(cycle, timezone.now()),
    }
    return render(request, f"{PAGES}workbook.html", context)


@require_GET
def download(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The workbook with what stands in the division now."""
    cycle, region = _asked(request, year, key)
    return xlsx_file(workbook_of(cycle, region), f"verdeling-{year}-{region.key}.xlsx")


@never_cache
@require_GET
def upload(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """An uploaded workbook: its faults, or what it would change."""
    cycle, region = _asked(request, year, key)
    return _upload_page(request, cycle, region, get_upload(cycle, region, number), None)


def _upload_page(
    request: HttpRequest,
    cycle: "Cycle",
    region: "Region",
    found: "GridUpload",
    refusal: Refused | None,
) -> HttpResponse:
    """With `refusal`: why it was not taken over, beside how things stand now."""
    ready, faulty = (found.status == one for one in (UploadStatus.READY, UploadStatus.FAULTY))
    grid = grid_of(cycle, region) if ready else None
    told = _("Nothing was taken over. Mend the workbook and upload it again.")
    divides, moment = bool(may_divide(request.user, region)), may_change_grid(cycle, region)
    preview = preview_of(found, cycle, region, grid) if grid else None
    address = reverse("region_workbook", args=[cycle.year, region.key])
    here = _("Upload %(number)s") % {"number": found.number}
    context: dict[str, Any] = {
        "cycle": cycle,
        "region": region,
        "upload": found,
        "shape": SHAPES[UploadStatus(found.status)],
        "faulty": FaultyInput(told, faults_in(found)) if faulty else None,
        "preview": preview,
        "seen": grid.version if grid else 0,
        "divides": divides,
        "moment": moment,
        "may_accept": bool(divides and moment and preview and preview.fits),
        "refusal": refusal,
        "crumbs": crumbs(cycle, region, Link(_("Workbook"), address), Link(here, "")),
        "help_note": help_note(cycle, timezone.now()),
    }
    return render(request, f"{PAGES}upload.html", context, status=409 if refusal else 200)


@require_POST
def accept(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """Takes the numbers over; where a colleague was first, the page shows how things stand."""
    cycle, region = for_coordinator(request, year, key)
    found = get_upload(cycle, region, number)
    try:
        accept_upload(
            upload=found, by=signed_in(request), now=timezone.now(), seen=seen_in(request.POST)
        )
    except (NotNow, NotPermitted):
        raise
    except Refused as refusal:
        return _upload_page(request, cycle, region, get_upload(cycle, region, number), refusal)
    messages.success(request, _("The numbers of the workbook stand in the division."))
    return redirect("division", year, key)


@require_POST
def drop(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """Lets the workbook go unused."""
    cycle, region = for_coordinator(request, year, key)
    found = get_upload(cycle, region, number)
    try:
        drop_upload(upload=found, by=signed_in(request), now=timezone.now())
    except (NotNow, NotPermitted):
        raise
    except Refused as refusal:
        return _upload_page(request, cycle, region, get_upload(cycle, region, number), refusal)
    messages.success(request, _("The workbook is not used. The division stays as it is."))
    return redirect("region_workbook", year, key)


@require_GET
def original(request: HttpRequest, year: int, key: str, number: int) -> HttpResponseBase:
    """The file as it was uploaded, to keep and never to open inside the portal."""
    found = get_upload(*_asked(request, year, key), number)
    with found.file.open("rb") as kept:
        return _kept_file(kept.read(), f"werkboek-{year}-{key}-{number}.xlsx")


@require_GET
def with_faults(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """The same with its faults as comments in the cells."""
    found = get_upload(*_asked(request, year, key), number)
    return _kept_file(annotated(found), f"werkboek-{year}-{key}-{number}-met-fouten.xlsx")


def _kept_file(content: bytes, name: str) -> HttpResponse:
    """What came from outside is saved, never shown."""
    response = xlsx_file(content, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
