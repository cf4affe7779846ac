"""Meetings of the Raad Opleiding: the list, recording one, the minutes."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from allocation.views.files import minutes_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.meetings import MeetingForm
from consultation.permissions import COMPOSE, may_compose, may_read_proposals
from consultation.policies.phase import phase_2_runs
from consultation.selectors.meetings import associations_to_tick, meeting_of, meetings_of
from consultation.services.meetings import record_meeting

if TYPE_CHECKING:
    from allocation.models import Cycle

PAGES = "consultation/phase_2/meetings/"


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The meetings that were recorded; FMS adds one from here."""
    cycle = get_cycle(request.user, year)
    may_read_proposals(request.user, cycle).enforce()
    composes = bool(may_compose(request.user, cycle))
    context = {
        "cycle": cycle,
        "meetings": meetings_of(cycle),
        "composes": composes,
        "moment": phase_2_runs(cycle.pk) if composes else None,
        "crumbs": _crumbs(cycle),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, year: int) -> HttpResponse:
    """FMS records a meeting."""
    cycle = get_cycle(request.user, year)
    may_compose(request.user, cycle).enforce()
    phase_2_runs(cycle.pk).enforce()
    form = MeetingForm(
        request.POST or None,
        request.FILES or None,
        associations=associations_to_tick(),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid() and _recorded(request, cycle, form):
        messages.success(request, _("The meeting is recorded."))
        return redirect("meetings", year)
    context = {
        "cycle": cycle,
        "form": form,
        "crumbs": [*_crumbs(cycle), Link(_("Record a meeting"), "")],
        "help_note": _help(),
    }
    return render(request, f"{PAGES}form.html", context)


def _recorded(request: HttpRequest, cycle: "Cycle", form: MeetingForm) -> bool:
    try:
        record_meeting(cycle=cycle, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
    except (NotNow, NotPermitted):
        raise
    except FaultyInput as refusal:
        for fault in refusal.faults:
            form.add_error(fault.cell, str(fault.message))
        return False
    except Refused as refusal:
        form.add_error("minutes", str(refusal.message))
        return False
    return True


@require_safe
def minutes(request: HttpRequest, year: int, number: int) -> FileResponse:
    """The minutes as FMS attached them."""
    cycle = get_cycle(request.user, year)
    may_read_proposals(request.user, cycle).enforce()
    meeting = meeting_of(cycle, number)
    path = meeting.minutes.name if meeting else ""
    return minutes_file(path, f"notulen-raad-opleiding-{year}-{number}.pdf")


def _crumbs(cycle: "Cycle") -> list[Link]:
    return [
        Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2])),
        Link(_("Raad Opleiding"), reverse("meetings", args=[cycle.year])),
    ]


def _help() -> Help:
    text = _("FMS meets the associations at least once before it submits the integral proposal.")
    return Help(rules=[Rule(text, COMPOSE)])
