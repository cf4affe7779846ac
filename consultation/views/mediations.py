"""Mediation: the list, the file of one, its receipt and documents."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allocation.errors import FaultyInput
from allocation.permissions import may_read_dossiers, may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.files import pdf_file
from allocation.views.person import signed_in
from consultation.permissions import may_ask_mediation, may_chair_mediation
from consultation.policies.mediations import (
    may_add,
    may_ask,
    may_end,
    may_hold,
    may_plan,
    may_step,
    may_work,
)
from consultation.selectors.mediation_people import is_party
from consultation.selectors.mediations import (
    draft_of,
    get_document,
    held_sessions,
    mediations_visible_to,
    parties_of,
    planned_session,
    waiting_mailings,
)
from consultation.services.focus_files import ENDINGS
from consultation.services.mediation_content import digest_of
from consultation.services.mediation_mail import not_invited
from consultation.services.mediation_receipt import discussed_text, receipt_of
from consultation.services.mediation_sessions import add_documents
from consultation.views.brought_in import brought_in
from consultation.views.mediation_parts import PAGES, crumb, crumbs, found, help_note


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The mediations that one may read; who may ask begins from here."""
    cycle = get_cycle(request.user, year)
    lines = list(mediations_visible_to(request.user, cycle))
    asks = bool(may_ask_mediation(request.user, cycle))
    if not lines and not asks:
        may_read_dossiers(request.user, cycle).enforce()
    context = {
        "cycle": cycle,
        "lines": lines,
        "asks": asks,
        "moment": may_ask(cycle, timezone.now()) if asks else None,
        "deadline": deadline_moment(cycle, "mediation"),
        "draft": draft_of(cycle, signed_in(request)) if asks else None,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}list.html", context)


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The file of one mediation, and what can be done with it now."""
    return file_page(request, year, number)


def file_page(
    request: HttpRequest, year: int, number: int, refusal: FaultyInput | None = None
) -> HttpResponse:
    """The same, with what was wrong with documents that were sent."""
    cycle, mediation = found(request, year, number)
    context = {
        "cycle": cycle,
        "mediation": mediation,
        "specialisms": list(mediation.specialisms.all()),
        "parties": parties_of(mediation),
        "dropped": [one for one in mediation.parties.all() if one.dropped_at],
        "sessions": list(mediation.sessions.all()),
        "held": held_sessions(mediation),
        "documents": list(mediation.documents.all()),
        "digest": digest_of(mediation),
        "discussed": discussed_text(mediation),
        "accept": ENDINGS,
        "refusal": refusal,
        "crumbs": crumbs(cycle, crumb(mediation, here=True)),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}mediation.html", context | _steps(request, mediation))


def _steps(request: HttpRequest, mediation: Any) -> dict[str, Any]:
    """What this person can do with the mediation now."""
    user, now = signed_in(request), timezone.now()
    bureau = bool(may_run_process(user, mediation.cycle))
    chairs = bureau and mediation.chair_id == user.pk
    planned = planned_session(mediation)
    return {
        "bureau": bureau,
        "chairs": chairs,
        "asked": mediation.requested_by_id == user.pk,
        "planned": planned,
        "may_accept": bureau and bool(may_step(mediation, "accept")),
        "may_work": bureau and bool(may_work(mediation)),
        "may_chair": bool(may_work(mediation))
        and not chairs
        and bool(may_chair_mediation(user, mediation.cycle)),
        "may_plan": bureau and bool(may_plan(mediation)),
        "may_hold": bureau and planned is not None and bool(may_hold(planned, now)),
        "may_mend": bureau and bool(may_work(mediation)),
        "may_end": chairs and bool(may_end(mediation)),
        "may_withdraw": mediation.requested_by_id == user.pk
        and bool(may_step(mediation, "withdraw")),
        "may_add": (bureau or is_party(user, mediation)) and bool(may_add(mediation)),
        "new_parties": not_invited(planned) if bureau and planned else [],
        "waiting": waiting_mailings(mediation) if bureau else [],
    }


@require_safe
def receipt(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The receipt of the request, as pdf."""
    _cycle, mediation = found(request, year, number)
    name = f"ontvangstbewijs-bemiddeling-{year}-{number}.pdf"
    return pdf_file(receipt_of(mediation), name, keep=True)


@require_POST
def documents(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A party or the bureau adds documents."""
    _cycle, mediation = found(request, year, number)
    try:
        add_documents(
            mediation=mediation,
            added=request.FILES.getlist("files"),
            by=signed_in(request),
            now=timezone.now(),
        )
    except FaultyInput as refusal:
        return file_page(request, year, number, refusal)
    messages.success(request, _("The documents are added. All parties can read them."))
    return redirect("mediation", year, number)


@require_safe
def document(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponseBase:
    """A document of the file, to keep and never to open inside the portal."""
    _cycle, mediation = found(request, year, number)
    return brought_in(get_document(mediation, pk))
