"""Files of advices: the form as xlsx, out and in, the receipt, and all advices together."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle
from allocation.views.files import pdf_file, xlsx_file
from bols_portal.ui.pieces import Link
from consultation.forms.advices import AdviceFileForm
from consultation.permissions import may_file_advice, may_read_filings
from consultation.policies.filings import may_file
from consultation.selectors.advice_overview import advice_overview
from consultation.selectors.advices import draft_of, get_advised, get_filing
from consultation.services.advice_export import advices_export
from consultation.services.advice_upload import upload_advice
from consultation.services.advice_workbook import advice_template
from consultation.services.receipts import receipt
from consultation.views.advice_parts import PAGES, crumbs, help_note, read_key, round_now

if TYPE_CHECKING:
    from allocation.models import Specialism
    from consultation.models import Round


@require_GET
def workbook(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The form as xlsx, prefilled."""
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    consultation = round_now(cycle)
    content = advice_template(
        consultation=consultation,
        specialism=specialism,
        by=request.user,  # type: ignore[arg-type]
    )
    return xlsx_file(content, f"advies-{year}-{code}-ronde-{consultation.number}.xlsx")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Takes a filled-in form over as the draft; every fault of the file at once."""
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    consultation = round_now(cycle)
    may_file(consultation, specialism, timezone.now()).enforce()
    form = AdviceFileForm(request.POST or None, request.FILES or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            changes = upload_advice(
                consultation=consultation,
                specialism=specialism,
                upload=form.cleaned_data["file"],
                seen=form.cleaned_data["seen"],
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
            )
        except (NotPermitted, NotNow):
            raise
        except Refused as found:
            refusal = found
        else:
            kept = [change.as_dict() for change in changes]
            request.session[read_key(consultation, specialism)] = kept
            return redirect("advice", year, code)
    return _upload_page(request, consultation, specialism, form, refusal)


def _upload_page(
    request: HttpRequest,
    consultation: "Round",
    specialism: "Specialism",
    form: AdviceFileForm,
    refusal: Refused | None,
) -> HttpResponse:
    cycle = consultation.cycle
    draft = draft_of(consultation, specialism)
    here = Link(specialism.name, reverse("advice", args=[cycle.year, specialism.code]))
    context: dict[str, Any] = {
        "cycle": cycle,
        "specialism": specialism,
        "round": consultation,
        "form": form,
        "draft": draft,
        "seen": draft.version if draft else 0,
        "faulty": refusal if isinstance(refusal, FaultyInput) else None,
        "refusal": None if isinstance(refusal, FaultyInput) else refusal,
        "crumbs": crumbs(cycle, here, Link(_("Upload"), "")),
        "help_note": help_note(),
    }
    status = 409 if isinstance(refusal, Stale) else 200
    return render(request, f"{PAGES}upload.html", context, status=status)


@require_GET
def receipt_file(
    request: HttpRequest, year: int, code: str, round_number: int, number: int
) -> HttpResponse:
    """The receipt of a filed version, as pdf."""
    cycle = get_cycle(request.user, year)
    filing = get_filing(request.user, cycle, code, round_number, number)
    name = f"ontvangstbewijs-{year}-{code}-ronde-{round_number}-versie-{number}.pdf"
    return pdf_file(receipt(filing), name, keep=True)


@require_GET
def download(request: HttpRequest, year: int) -> HttpResponse:
    """All advices of the round as xlsx, for who reads what every party filed."""
    cycle = get_cycle(request.user, year)
    may_read_filings(request.user, cycle).enforce()
    consultation = round_now(cycle)
    content = advices_export(consultation, advice_overview(request.user, consultation, cycle))
    return xlsx_file(content, f"adviezen-{year}-ronde-{consultation.number}.xlsx")
