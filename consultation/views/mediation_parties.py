"""Who takes part in a mediation: set by the bureau in consultation with those concerned."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allocation.permissions import may_run_process
from bols_portal.ui.pieces import Link
from consultation.forms.mediations import ConcernedForm, PartyForm, ReasonForm
from consultation.policies.mediations import may_work
from consultation.selectors.mediation_people import concerned_in
from consultation.selectors.mediations import parties_of
from consultation.services.mediation_parties import add_concerned, add_party, drop_party
from consultation.views.mediation_parts import (
    PAGES,
    carried_out,
    crumb,
    crumbs,
    found,
    help_note,
    step_page,
)

if TYPE_CHECKING:
    from consultation.models import Mediation


@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Adding people of the list of whom it concerns."""
    mediation = _workable(request, year, number)
    people = [(one.user.pk, f"{one.user} · {one.capacity}") for one in concerned_in(mediation)]
    form = ConcernedForm(request.POST or None, people=people)
    if carried_out(request, form, add_concerned, mediation=mediation):
        messages.success(request, _("The parties are added. They can read the file now."))
        return redirect("mediation_parties", year, number)
    return _page(request, mediation, concerned=form)


@require_POST
def add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Adding somebody by name and e-mail address."""
    mediation = _workable(request, year, number)
    form = PartyForm(request.POST, auto_id="guest_%s")
    if made := carried_out(request, form, add_party, mediation=mediation):
        messages.success(request, _("%(name)s is a party now.") % {"name": made.name})
        return redirect("mediation_parties", year, number)
    return _page(request, mediation, guest=form)


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, year: int, number: int, party: int) -> HttpResponse:
    """Somebody takes part no more."""
    mediation = _workable(request, year, number)
    wanted = next((one for one in parties_of(mediation) if one.pk == party), None)
    if wanted is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if carried_out(request, form, drop_party, party=wanted):
        messages.success(request, _("%(name)s is not a party any more.") % {"name": wanted.name})
        return redirect("mediation_parties", year, number)
    return step_page(
        request,
        mediation,
        form,
        title=_("%(name)s takes part no more") % {"name": wanted.name},
        lead=_("From then on this person reads nothing of the file. The reason stays with it."),
        button=_("Take out"),
        danger=True,
    )


def _workable(request: HttpRequest, year: int, number: int) -> "Mediation":
    _cycle, mediation = found(request, year, number)
    may_run_process(request.user, mediation.cycle).enforce()
    may_work(mediation).enforce()
    return mediation


def _page(
    request: HttpRequest,
    mediation: "Mediation",
    *,
    concerned: ConcernedForm | None = None,
    guest: PartyForm | None = None,
) -> HttpResponse:
    people = [(one.user.pk, f"{one.user} · {one.capacity}") for one in concerned_in(mediation)]
    context = {
        "cycle": mediation.cycle,
        "mediation": mediation,
        "parties": parties_of(mediation),
        "people": people,
        "concerned": concerned or ConcernedForm(people=people),
        "guest": guest or PartyForm(auto_id="guest_%s"),
        "crumbs": crumbs(mediation.cycle, crumb(mediation), Link(_("Parties"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}parties.html", context)
