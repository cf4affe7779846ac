"""Signatures that were brought in and wait for a check: the list, and one beside its form."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import FaultyInput, NotNow
from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.signed_files import CheckForm, CodeForm
from consultation.permissions import SIGN, may_check_signature, may_read_signed_file
from consultation.policies.signed_files import may_check_now
from consultation.selectors.signature_facts import facts_of, kind_of, may_look, waiting_for
from consultation.selectors.signing_content import content_for
from consultation.services.bols_form import mark_of
from consultation.services.signed_files import check_signature
from consultation.views.signed_files import PAGES, the_signature
from consultation.views.signing_parts import crumbs, sent_in

if TYPE_CHECKING:
    from django.forms import Form

    from consultation.models import Signature

PICTURES = (".png", ".jpg", ".jpeg")


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """All that waits for a check by this person, the oldest first."""
    cycle = get_cycle(request.user, year)
    if not may_look(request.user, cycle):
        may_run_process(request.user, cycle).enforce()
    rows = [
        {
            "signature": one.signature,
            "sheet": one.sheet,
            "mark": mark_of(one.signature.slot),
            "kind": kind_of(one.signature),
            "own": one.signature.by_id == signed_in(request).pk,
        }
        for one in waiting_for(request.user, cycle)
    ]
    context = {
        "cycle": cycle,
        "rows": rows,
        "form": CodeForm(),
        "crumbs": crumbs(cycle, None, Link(_("Signatures to check"), "")),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, year: int, code: str, institution: str, number: int) -> HttpResponse:
    """One signature beside what was laid before its signer; checked here."""
    signature = the_signature(request, year, code, institution, number)
    may_read_signed_file(request.user, signature).enforce()
    form = CheckForm(sent_in(request))
    if request.method != "POST":
        return _page(request, signature, form)
    may_check_signature(request.user, signature).enforce()
    form.is_valid()
    try:
        check = check_signature(
            signature=signature,
            outcome=request.POST.get("outcome", ""),
            reason=request.POST.get("reason", ""),
            by=signed_in(request),
            now=timezone.now(),
        )
    except FaultyInput as faulty:
        form.errors.clear()
        for fault in faulty.faults:
            form.add_error(fault.column, str(fault.message))
        return _page(request, signature, form)
    except NotNow as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, signature, form, status=409)
    if check.outcome == "confirmed":
        messages.success(request, _("Confirmed: the signature counts."))
    else:
        messages.success(request, _("Not accepted. Who brought it in gets a mail."))
    return redirect("signature_checks", year)


def _page(
    request: HttpRequest, signature: "Signature", form: "Form", status: int = 200
) -> HttpResponse:
    slot = signature.slot
    content = content_for(slot)
    may = may_check_signature(request.user, signature)
    context = {
        "signature": signature,
        "slot": slot,
        "sheet": slot.sheet,
        "mark": mark_of(slot),
        "kind": kind_of(signature),
        "facts": facts_of(signature),
        "content": content,
        "may": may,
        "moment": may_check_now(signature),
        "picture": signature.file_name.lower().endswith(PICTURES),
        "check": getattr(signature, "check_made", None),
        "form": form,
        "crumbs": crumbs(slot.sheet.cycle, slot.sheet, Link(_("Check a signature"), "")),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}check.html", context, status=status)


def _help() -> Help:
    return Help(
        rules=[
            Rule(_("A wet signature, a digital one and an e-mail are told apart."), SIGN),
            Rule(_("Nobody checks what he or she brought in."), SIGN),
        ]
    )
