"""Sheets to sign: where they stand, who signs, personal links, recorded e-mails."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allocation.errors import Refused
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.formats import places_text
from bols_portal.ui.pieces import Link
from consultation.forms.signing import EmailForm, LinksForm, PeopleForm
from consultation.permissions import (
    may_bring_in,
    may_check_signature,
    may_manage_sheet,
    may_sign_slot,
)
from consultation.policies.signing import LINK_TIME, may_sign_now
from consultation.selectors.signature_facts import may_look
from consultation.selectors.signing import shown_code, states_of
from consultation.selectors.signing_people import own_slots, sheets_followed_by
from consultation.selectors.signing_texts import content_name
from consultation.services.signing import (
    Confirmation,
    correct_slots,
    record_email,
    revoke_link,
    send_links,
)
from consultation.services.signing_links import link_text
from consultation.views.signing_parts import (
    FORM_METHODS,
    PAGES,
    address,
    crumbs,
    help_note,
    proposal_href,
    sent_in,
    the_sheet,
    the_slot,
)

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.selectors.signing import SheetState, SlotState


@require_safe
def mine(request: HttpRequest, year: int) -> HttpResponse:
    """What lies to be signed, what this person answered, and the sheets that one follows."""
    cycle = get_cycle(request.user, year)
    slots = own_slots(request.user, cycle)
    followed = sheets_followed_by(request.user, cycle)
    sheets = {one.pk: one for one in (*followed, *(slot.sheet for slot in slots))}
    states = states_of(sheets.values())
    own = [(one, states[slot.sheet_id].sheet) for slot in slots if (one := _mine(slot, states))]
    asked = [pair for pair in own if pair[0].signature is None and pair[1].closed_at is None]
    answered = [pair for pair in own if pair[0].signature is not None]
    context = {
        "cycle": cycle,
        "asked": [(one, content_name(sheet), sheet) for one, sheet in asked],
        "answered": [(one, content_name(sheet), sheet) for one, sheet in answered],
        "followed": [(content_name(one), states[one.pk]) for one in followed],
        "signs": bool(slots),
        "checks": may_look(request.user, cycle),
        "crumbs": crumbs(cycle),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}mine.html", context)


def _mine(slot: object, states: "dict[int, SheetState]") -> "SlotState | None":
    sheet: int = slot.sheet_id  # type: ignore[attr-defined]
    return next((one for one in states[sheet].slots if one.slot == slot), None)


@require_safe
def sheet(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Who was asked, who signed how and when, who is missing, which other views there are."""
    cycle, state = the_sheet(request, year, code)
    held = state.sheet
    checks = set()
    for one in state.slots:
        one.slot.sheet = held
        if one.waiting is not None:
            one.waiting.slot = one.slot
            if may_check_signature(request.user, one.waiting):
                checks.add(one.slot.pk)
    moment = may_sign_now(held)
    context = {
        "cycle": cycle,
        "sheet": held,
        "state": state,
        "name": content_name(held),
        "code": shown_code(held.code),
        "moment": moment,
        "manages": bool(may_manage_sheet(request.user, held)),
        "brings_in": bool(may_bring_in(request.user, held)),
        "own": [
            one
            for one in state.missing
            if moment.open and may_sign_slot(request.user, one.slot).allowed
        ],
        "checks": checks,
        "now": timezone.now(),
        "proposal_href": proposal_href(held),
        "crumbs": crumbs(cycle, held),
        "help_note": help_note(cycle),
    }
    return render(request, f"{PAGES}sheet.html", context)


@require_http_methods(FORM_METHODS)
def send(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Who will be mailed a personal link, and the text; then it is sent at once."""
    cycle, state = the_sheet(request, year, code)
    held = state.sheet
    may_manage_sheet(request.user, held).enforce()
    may_sign_now(held).enforce()
    ready = [one for one in state.missing if one.slot.name and one.slot.email]
    choices = [(one.slot.institution.code, _who(one)) for one in ready]
    form = LinksForm(
        sent_in(request), choices=choices, initial={"slots": [one for one, _name in choices]}
    )
    if request.method == "POST" and form.is_valid():
        chosen = [
            one.slot for one in ready if one.slot.institution.code in form.cleaned_data["slots"]
        ]
        try:
            sent = send_links(sheet=held, slots=chosen, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.put(refusal)
        else:
            text = ngettext(
                "%(count)s person gets a mail with a personal link.",
                "%(count)s people get a mail with a personal link.",
                len(sent),
            )
            messages.success(request, text % {"count": places_text(len(sent))})
            return redirect(address(held))
    context = _page(cycle, state, _("Send personal links")) | {
        "form": form,
        "ready": ready,
        "unready": [one for one in state.missing if not (one.slot.name and one.slot.email)],
        "ends": timezone.now() + LINK_TIME,
        "text": _example(ready),
    }
    return render(request, f"{PAGES}send.html", context)


def _example(ready: "list[SlotState]") -> object:
    """The mail as the first of them gets it, with the place of the code."""
    if not ready:
        return None
    first = ready[0]
    return link_text(first.slot, timezone.now() + LINK_TIME, again=first.link is not None)


def _who(one: "SlotState") -> str:
    facts = {
        "name": one.slot.name,
        "email": one.slot.email,
        "institution": one.slot.institution.name,
    }
    if one.link is not None:
        return _("%(name)s, %(institution)s (%(email)s): a reminder, the earlier link ends") % facts
    return _("%(name)s, %(institution)s (%(email)s)") % facts


@require_http_methods(FORM_METHODS)
def people(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Name and address of who signs, for every institution that has not answered."""
    cycle, state = the_sheet(request, year, code)
    held = state.sheet
    may_manage_sheet(request.user, held).enforce()
    may_sign_now(held).enforce()
    form = PeopleForm(sent_in(request), slots=[one.slot for one in state.missing])
    if request.method == "POST" and form.is_valid():
        try:
            correct_slots(sheet=held, people=form.people, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.put(refusal)
        else:
            messages.success(request, _("Who signs is saved. Nobody was mailed."))
            return redirect(address(held))
    context = _page(cycle, state, _("Who signs")) | {"form": form}
    return render(request, f"{PAGES}people.html", context)


@require_POST
def revoke(request: HttpRequest, year: int, code: str, institution: str) -> HttpResponse:
    """Ends the personal link of an institution."""
    _cycle, state, found = the_slot(request, year, code, institution)
    may_manage_sheet(request.user, state.sheet).enforce()
    revoke_link(slot=found.slot, by=signed_in(request), now=timezone.now())
    messages.success(request, _("The personal link is withdrawn. Nobody can sign with it."))
    return redirect(address(state.sheet))


@require_http_methods(FORM_METHODS)
def record(request: HttpRequest, year: int, code: str, institution: str) -> HttpResponse:
    """Recording a confirmation that came by e-mail."""
    cycle, state, found = the_slot(request, year, code, institution)
    may_bring_in(request.user, state.sheet).enforce()
    may_sign_now(state.sheet).enforce()
    slot = found.slot
    form = EmailForm(
        sent_in(request),
        request.FILES if request.method == "POST" else None,
        initial={"sender": slot.name, "address": slot.email},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            record_email(
                slot=slot,
                file=given["file"],
                confirmation=Confirmation(given["sender"], given["address"], given["sent_on"]),
                stance=given["stance"],
                view=given["view"],
                reasons=given["reasons"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.put(refusal)
        else:
            messages.success(
                request, _("The e-mail is recorded. It counts once somebody else has checked it.")
            )
            return redirect(address(state.sheet))
    title = _("Record an e-mail of %(institution)s") % {"institution": slot.institution.name}
    context = _page(cycle, state, title) | {
        "form": form,
        "lead": _("Somebody else checks it before it counts as signed."),
        "button": _("Record"),
    }
    return render(request, f"{PAGES}form.html", context)


def _page(cycle: "Cycle", state: "SheetState", title: str) -> dict[str, object]:
    sheet = state.sheet
    return {
        "cycle": cycle,
        "state": state,
        "sheet": sheet,
        "name": content_name(sheet),
        "code": shown_code(sheet.code),
        "title": title,
        "back": address(sheet),
        "crumbs": crumbs(cycle, sheet, Link(title, "")),
        "help_note": help_note(cycle),
    }
