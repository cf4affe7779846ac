"""What the pages of consultation rounds share: the way back, help, and a page with one form."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.permissions import CONSULT
from consultation.selectors.rounds import get_round

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Round

PAGES = "consultation/phase_2/rounds/"
FORM_METHODS = ["GET", "HEAD", "POST"]


def for_bureau(request: HttpRequest, year: int, number: int) -> "tuple[Cycle, Round]":
    """The round, for who runs the process: 404 when not visible, 403 when not permitted."""
    cycle = get_cycle(request.user, year)
    consultation = get_round(request.user, cycle, number)
    may_run_process(request.user, cycle).enforce()
    return cycle, consultation


def form_page(
    request: HttpRequest,
    cycle: "Cycle",
    consultation: "Round | None",
    form: forms.Form | None,
    title: str,
    button: str,
) -> HttpResponse:
    """A page with one form and the way back."""
    context = {
        "cycle": cycle,
        "form": form,
        "title": title,
        "button": button,
        "back": address(cycle, consultation),
        "crumbs": crumbs(cycle, consultation),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}form.html", context)


def address(cycle: "Cycle", consultation: "Round | None") -> str:
    """The page of a round, or the list of rounds."""
    if consultation is None:
        return reverse("rounds", args=[cycle.year])
    return reverse("round", args=[cycle.year, consultation.number])


def crumbs(cycle: "Cycle", consultation: "Round | None" = None) -> list[Link]:
    """Phase, list, round."""
    phase = Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2]))
    listed = Link(_("Consultation"), reverse("rounds", args=[cycle.year]))
    if consultation is None:
        return [phase, listed]
    label = _("Round %(number)s") % {"number": consultation.number}
    return [phase, listed, Link(label, address(cycle, consultation))]


def help_note() -> Help:
    """The rule that rounds follow."""
    text = _(
        "In a round BOLS asks regions for focus points and associations for advice on the "
        "distribution over the regions."
    )
    return Help(rules=[Rule(text, CONSULT)])
