"""Signing in the portal: reading the exact content, then signing or giving another view."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import Refused
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.enums import Stance
from consultation.forms.signing import SignForm
from consultation.permissions import may_sign_slot
from consultation.policies.signing import may_sign_now
from consultation.selectors.signing import shown_code
from consultation.selectors.signing_content import content_for
from consultation.selectors.signing_texts import content_name, declaration_of
from consultation.services.signing import sign
from consultation.views.signing_parts import (
    FORM_METHODS,
    PAGES,
    address,
    crumbs,
    help_note,
    report_href,
    sent_in,
    the_slot,
)


@require_http_methods(FORM_METHODS)
def page(request: HttpRequest, year: int, code: str, institution: str) -> HttpResponse:
    """The content for one institution; who signs for it answers here."""
    cycle, state, found = the_slot(request, year, code, institution)
    may_sign_slot(request.user, found.slot).enforce()
    sheet = state.sheet
    form = SignForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            sign(
                slot=found.slot,
                stance=form.cleaned_data["stance"],
                view=form.cleaned_data["view"],
                reasons=form.cleaned_data["reasons"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.put(refusal)
        else:
            messages.success(request, thanks(form.cleaned_data["stance"]))
            return redirect(address(sheet))
    context = {
        "cycle": cycle,
        "state": state,
        "found": found,
        "slot": found.slot,
        "sheet": sheet,
        "name": content_name(sheet),
        "code": shown_code(sheet.code),
        "content": content_for(found.slot),
        "declares": declaration_of(sheet),
        "moment": may_sign_now(sheet),
        "form": form,
        "report_href": report_href(sheet),
        "person": signed_in(request).name,
        "crumbs": crumbs(cycle, sheet, Link(_("Sign"), "")),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}sign.html", context)


def thanks(stance: str) -> str:
    """What a signatory reads after the answer."""
    if stance == Stance.DISSENTS:
        return _("Your view is recorded. It stays with the proposal.")
    return _("You have signed. Thank you.")
