"""Meetings of the general board of a region: the list, recording one, the minutes."""

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
from bols_portal.ui.pieces import Link
from consultation.forms.regions import BoardMeetingForm
from consultation.permissions import may_divide
from consultation.policies.phase import phase_3_runs
from consultation.selectors.regions import board_meetings_of, get_board_meeting, get_region
from consultation.services.board_meetings import record_board_meeting
from consultation.views.region_parts import (
    FORM_METHODS,
    PAGES,
    crumbs,
    for_coordinator,
    help_note,
    put_refusal,
)


@require_safe
def overview(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The meetings that were recorded; the coordinator adds one from here."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    context = {
        "cycle": cycle,
        "region": region,
        "meetings": board_meetings_of(cycle, region),
        "divides": bool(may_divide(request.user, region)),
        "runs": phase_3_runs(cycle.pk),
        "crumbs": crumbs(cycle, region, Link(_("General board"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}meetings.html", context)


@require_http_methods(FORM_METHODS)
def record(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The coordinator records a meeting."""
    cycle, region = for_coordinator(request, year, key)
    phase_3_runs(cycle.pk).enforce()
    form = BoardMeetingForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            record_board_meeting(
                cycle=cycle,
                region=region,
                by=signed_in(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except (NotNow, NotPermitted, FaultyInput) as refusal:
            put_refusal(form, refusal)
        except Refused as refusal:  # the file
            form.add_error("minutes", str(refusal.message))
        else:
            messages.success(request, _("The meeting is recorded."))
            return redirect("region", year, key)
    listed = Link(_("General board"), reverse("board_meetings", args=[year, key]))
    context = {
        "cycle": cycle,
        "region": region,
        "form": form,
        "crumbs": crumbs(cycle, region, listed, Link(_("Record a meeting"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}meeting.html", context)


@require_safe
def minutes(request: HttpRequest, year: int, key: str, number: int) -> FileResponse:
    """The minutes as the coordinator attached them."""
    cycle = get_cycle(request.user, year)
    region = get_region(request.user, cycle, key)
    path = get_board_meeting(cycle, region, number).minutes.name
    return minutes_file(path, f"notulen-algemeen-bestuur-{key}-{year}-{number}.pdf")
