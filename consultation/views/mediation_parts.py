"""What the pages of mediation share: the way to them, the rules beside them, and their steps."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from allocation.selectors.recipients import Recipient
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.advices import seen_in
from consultation.permissions import SIGN
from consultation.selectors.mediations import get_mediation
from consultation.services.mediation_content import ABOUT_PROTOCOL, SOURCE

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Mediation

PAGES = "consultation/phase_3/mediations/"


def found(request: HttpRequest, year: int, number: int) -> "tuple[Cycle, Mediation]":
    """The mediation of an address; 404 for who may not read it."""
    cycle = get_cycle(request.user, year)
    return cycle, get_mediation(request.user, cycle, number)


def crumbs(cycle: "Cycle", *here: Link) -> list[Link]:
    """The way to a page of mediation."""
    return [
        Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[cycle.year, 3])),
        Link(_("Mediation"), reverse("mediations", args=[cycle.year])),
        *here,
    ]


def crumb(mediation: "Mediation", *, here: bool = False) -> Link:
    """A mediation on the way to its pages."""
    address = reverse("mediation", args=[mediation.cycle.year, mediation.number])
    return Link(_("Mediation %(number)s") % {"number": mediation.number}, "" if here else address)


def help_note() -> Help:
    """The rules of the protocol beside the pages."""
    return Help(
        rules=[
            Rule(_("Talk first inside the region. If that does not help, BOLS can mediate."), SIGN),
            Rule(ABOUT_PROTOCOL, SOURCE),
            Rule(
                _(
                    "A secretary of BOLS is in the chair. Without consensus the board decides, "
                    "after weighing all arguments."
                ),
                SIGN,
            ),
            Rule(_("Parties, bureau, board and auditors read the file. Nobody else does."), SIGN),
        ]
    )


def carried_out(
    request: HttpRequest,
    form: forms.Form,
    service: Callable[..., Any],
    values: Callable[[], dict[str, Any]] | None = None,
    **about: Any,
) -> Any:
    """What the service gives for a form that was sent in; None where there is nothing to do.

    It gets `about`, and `values` or else all that the form holds. Where it refuses, the reasons
    stand beside the fields.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    given = form.cleaned_data if values is None else values()
    try:
        return service(**about, **given, **facts_of(request))
    except (NotNow, NotPermitted):
        raise
    except FaultyInput as refusal:
        for fault in refusal.faults:
            name = fault.column if fault.column in form.fields else None
            form.add_error(name, str(fault.message))
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return None


def step_page(
    request: HttpRequest,
    mediation: "Mediation",
    form: forms.Form,
    *,
    title: str,
    button: str,
    lead: str = "",
    mailed: Sequence[Recipient] | None = None,
    note: str = "",
    danger: bool = False,
) -> HttpResponse:
    """The page of one step: what it does, its fields, and who will be mailed."""
    context = {
        "cycle": mediation.cycle,
        "mediation": mediation,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "mailed": mailed,
        "note": note,
        "danger": danger,
        "crumbs": crumbs(mediation.cycle, crumb(mediation), Link(title, "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}step.html", context)


def facts_of(request: HttpRequest) -> dict[str, Any]:
    """What each step needs: the version that the page was made from, who takes it, and when."""
    return {"seen": seen_in(request.POST), "by": signed_in(request), "now": timezone.now()}
