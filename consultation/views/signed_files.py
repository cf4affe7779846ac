"""Signed forms: the blank form, bringing one in, the file that was kept, and finding one back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.errors import FaultyInput, NotNow
from allocation.views.files import pdf_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.forms.signed_files import CodeForm, SignedFileForm
from consultation.permissions import may_bring_file, may_read_sheet, may_read_signed_file
from consultation.policies.signing import may_sign_now
from consultation.selectors.signature_facts import sheet_with, signature_at
from consultation.selectors.signing import CODE_LENGTH, needs_check, normal_code
from consultation.services.bols_form import blank_form, mark_of, signed_form
from consultation.services.focus_files import kind_named
from consultation.services.signed_files import sign_with_file
from consultation.views.signing_parts import crumbs, help_note, sent_in, the_slot

if TYPE_CHECKING:
    from django.forms import Form

    from consultation.models import Signature
    from consultation.selectors.signing import SlotState

PAGES = "consultation/phase_3/signed_files/"


@require_GET
def form(request: HttpRequest, year: int, code: str, institution: str) -> HttpResponse:
    """The form to sign; once somebody signed, with who, how and when (`?leeg` for the blank)."""
    _cycle, _state, found = the_slot(request, year, code, institution)
    slot = found.slot
    signature = None if "leeg" in request.GET else found.signature
    content = signed_form(slot, signature) if signature else blank_form(slot)
    return pdf_file(content, f"BOLS-formulier-{mark_of(slot)}.pdf", keep=True)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, year: int, code: str, institution: str) -> HttpResponse:
    """Bringing in a form that was signed, on paper or digitally."""
    _cycle, _state, found = the_slot(request, year, code, institution)
    slot = found.slot
    may_bring_file(request.user, slot).enforce()
    files = request.FILES if request.method == "POST" else None
    form = SignedFileForm(sent_in(request), files, initial={"name": slot.name})
    if request.method != "POST":
        return _page(request, found, form)
    form.is_valid()
    try:
        signature = sign_with_file(
            slot=slot,
            file=request.FILES.get("file"),
            name=request.POST.get("name", ""),
            by=signed_in(request),
            now=timezone.now(),
        )
    except FaultyInput as faulty:
        form.errors.clear()
        for fault in faulty.faults:
            form.add_error(
                fault.column if fault.column in form.fields else None, str(fault.message)
            )
        return _page(request, found, form)
    except NotNow as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, found, form, status=409)
    messages.success(request, _said(signature))
    return redirect("sheet", year, code)


def _said(signature: "Signature") -> str:
    if not needs_check(signature):
        return _("The digital signature is good and counts at once.")
    if signature.method == "digital":
        return _("The digital signature is intact. It counts once the bureau has checked it.")
    return _(
        "The file is kept as a scan: there is no digital signature in it. It counts once the "
        "bureau has compared it."
    )


def _page(
    request: HttpRequest, found: "SlotState", form: "Form", status: int = 200
) -> HttpResponse:
    slot = found.slot
    sheet = slot.sheet
    context = {
        "slot": slot,
        "sheet": sheet,
        "state": found,
        "mark": mark_of(slot),
        "moment": may_sign_now(sheet),
        "form": form,
        "crumbs": crumbs(sheet.cycle, sheet, Link(_("Bring in a signed form"), "")),
        "help_note": help_note(sheet.cycle),
    }
    return render(request, f"{PAGES}upload.html", context, status=status)


def the_signature(
    request: HttpRequest, year: int, code: str, institution: str, number: int
) -> "Signature":
    """A signature on a sheet that one may read; Http404 otherwise."""
    _cycle, _state, found = the_slot(request, year, code, institution)
    signature = signature_at(found.slot, number)
    if signature is None:
        raise Http404
    return signature


@require_GET
def kept_file(
    request: HttpRequest, year: int, code: str, institution: str, number: int
) -> HttpResponseBase:
    """The file in which somebody signed: to keep, never to open inside the portal."""
    signature = the_signature(request, year, code, institution, number)
    may_read_signed_file(request.user, signature).enforce()
    if not signature.file:
        return HttpResponse(status=404)
    kind = kind_named(signature.file_name)
    response = FileResponse(
        signature.file.open("rb"),
        as_attachment=True,
        filename=signature.file_name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """From the code on a form to its sheet, for who may read that."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        typed = normal_code(form.cleaned_data["code"])
        sheet = sheet_with(typed[:CODE_LENGTH])
        if sheet is not None and may_read_sheet(request.user, sheet):
            return redirect("sheet", sheet.cycle.year, sheet.code)
        form.add_error("code", _("There is no form with this code that you can see."))
    context = {
        "form": form,
        "crumbs": [Link(_("Find a form"), "")],
    }
    return render(request, f"{PAGES}find.html", context)
