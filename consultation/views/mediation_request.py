"""The request for mediation: typed, kept as a draft, sent."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link
from consultation.enums import MediationStatus
from consultation.forms.advices import seen_in
from consultation.forms.mediations import RequestForm, typed_in
from consultation.permissions import may_ask_mediation
from consultation.policies.mediations import may_ask
from consultation.selectors.mediation_people import capacities_of, specialisms_for
from consultation.selectors.mediations import draft_of
from consultation.services.focus_files import ENDINGS
from consultation.services.mediation_drafts import save_mediation_draft
from consultation.services.mediation_files import MOST_IN_REQUEST
from consultation.services.mediations import request_mediation
from consultation.views.autosave import draft_refused, draft_saved, saves_itself
from consultation.views.mediation_parts import PAGES, crumbs, help_note

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Mediation


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, year: int) -> HttpResponse:
    """The form; sending it gives the file of a new mediation."""
    cycle = get_cycle(request.user, year)
    may_ask_mediation(request.user, cycle).enforce()
    if request.method != "POST":
        return _page(request, cycle)
    try:
        if request.POST.get("action") == "send":
            return _sent(request, cycle)
        draft = save_mediation_draft(
            **_typed(request, cycle), removed=request.POST.get("remove", "")
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        if saves_itself(request):
            return draft_refused(refusal)
        return _page(request, cycle, refusal)
    if saves_itself(request):
        return draft_saved(draft, [])
    messages.success(request, _("Your draft is saved. It is not sent yet."))
    return redirect("mediation_new", year)


def _typed(request: HttpRequest, cycle: "Cycle") -> dict[str, Any]:
    return {
        "cycle": cycle,
        "content": typed_in(request.POST),
        "seen": seen_in(request.POST),
        "added": request.FILES.getlist("files"),
        "by": signed_in(request),
        "now": timezone.now(),
    }


def _sent(request: HttpRequest, cycle: "Cycle") -> HttpResponse:
    mediation: Mediation = request_mediation(**_typed(request, cycle))
    if mediation.status == MediationStatus.REFUSED:
        text = _("Your request is kept, but it can’t be taken up. Below you read why.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Your request is sent. You get a confirmation by mail."))
    return redirect("mediation", cycle.year, mediation.number)


def _page(request: HttpRequest, cycle: "Cycle", refusal: Refused | None = None) -> HttpResponse:
    """The form with what was typed; what is wrong stands beside the fields and on top."""
    user = signed_in(request)
    draft = draft_of(cycle, user)
    capacities = capacities_of(user, cycle)
    options: dict[str, Any] = {
        "capacities": [(one.key, one.label) for one in capacities],
        "specialisms": [(one.code, str(one)) for one in specialisms_for(None, capacities)],
    }
    kept = draft.content if draft else {}
    form = RequestForm(request.POST, **options) if refusal else RequestForm(initial=kept, **options)
    for fault in refusal.faults if isinstance(refusal, FaultyInput) else []:
        form.add_error(fault.column if fault.column in form.fields else None, str(fault.message))
    if refusal is not None and not isinstance(refusal, FaultyInput):
        form.add_error(None, str(refusal.message))
    files = kept.get("files", [])
    context = {
        "cycle": cycle,
        "form": form.shown(),
        "moment": may_ask(cycle, timezone.now()),
        "deadline": deadline_moment(cycle, "mediation"),
        "capacity": capacities[0].label if len(capacities) == 1 else "",
        "draft": draft,
        "stale": isinstance(refusal, Stale),
        "seen": draft.version if draft else 0,
        "files": files,
        "files_left": MOST_IN_REQUEST - len(files),
        "accept": ENDINGS,
        "crumbs": crumbs(cycle, Link(_("Ask for mediation"), "")),
        "help_note": help_note(),
    }
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}request.html", context, status=status)
