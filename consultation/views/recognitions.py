"""Reports of recognitions: the list, reporting one, and the bureau's answer."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused
from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.enums import CheckOutcome
from consultation.forms.recognitions import AnswerForm, ReportForm
from consultation.permissions import CLUSTERS
from consultation.policies.phase import phase_3_runs
from consultation.selectors.recognition_reports import (
    institutions_for,
    may_see_reports,
    reportable_by,
    reports_visible_to,
)
from consultation.services.recognitions import answer_recognition, report_recognition

if TYPE_CHECKING:
    from collections.abc import Callable

    from allocation.models import Cycle

PAGES = "consultation/phase_3/recognitions/"


def _cycle(request: HttpRequest, year: int) -> "Cycle":
    cycle = get_cycle(request.user, year)
    if not may_see_reports(request.user, cycle):
        raise Http404
    return cycle


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """What was reported: own region or cluster, or all; and where to report."""
    cycle = _cycle(request, year)
    context = {
        "cycle": cycle,
        "reports": list(reports_visible_to(request.user, cycle)),
        "answers": bool(may_run_process(signed_in(request), cycle)),
        "regions": [region for region, _codes in reportable_by(request.user)],
        "moment": phase_3_runs(cycle.pk),
        "crumbs": _crumbs(cycle),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Reports a new or lapsed recognition, for a region that one coordinates or chairs in."""
    cycle = _cycle(request, year)
    found = [one for one in reportable_by(request.user) if one[0].key == key]
    if not found:
        raise Http404
    region, specialisms = found[0]
    phase_3_runs(cycle.pk).enforce()
    form = ReportForm(
        request.POST or None,
        specialisms=specialisms,
        institutions=institutions_for(cycle, region),
    )
    if request.method == "POST" and form.is_valid():

        def store() -> None:
            report_recognition(
                cycle=cycle,
                region=region,
                reported=form.reported(),
                by=signed_in(request),
                now=timezone.now(),
            )

        if _stored(form, store):
            messages.success(
                request,
                _("Reported. It counts from now on; cluster, region and bureau get a message."),
            )
            return redirect("recognition_reports", year)
    context = {
        "cycle": cycle,
        "region": region,
        "form": form,
        "crumbs": [*_crumbs(cycle), Link(_("Report a recognition"), "")],
        "help_note": _help(),
    }
    return render(request, f"{PAGES}report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The bureau confirms a report, or does not accept it."""
    cycle = _cycle(request, year)
    # Numbers of the database end somewhere; an address does not.
    visible = reports_visible_to(request.user, cycle)
    asked = get_object_or_404(visible, pk=number if number < 2**31 else 0)
    may_run_process(signed_in(request), cycle).enforce()
    phase_3_runs(cycle.pk).enforce()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def store() -> None:
            answer_recognition(
                report=asked,
                outcome=CheckOutcome(form.cleaned_data["outcome"]),
                text=form.cleaned_data["text"],
                by=signed_in(request),
                now=timezone.now(),
            )

        if _stored(form, store):
            messages.success(
                request, _("Answered. Cluster, region and who reported it get a message.")
            )
            return redirect("recognition_reports", year)
    context = {
        "cycle": cycle,
        "report": asked,
        "form": form,
        "crumbs": [*_crumbs(cycle), Link(_("Answer a report"), "")],
        "help_note": _help(),
    }
    return render(request, f"{PAGES}answer.html", context)


def _stored(form: forms.Form, store: "Callable[[], None]") -> bool:
    """Whether it was stored; what was wrong stands in the form."""
    try:
        store()
    except (NotNow, NotPermitted):
        raise
    except FaultyInput as refusal:
        for fault in refusal.faults:
            form.add_error(fault.cell or None, str(fault.message))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    return True


def _crumbs(cycle: "Cycle") -> list[Link]:
    phase = reverse("phase", args=[cycle.year, 3])
    here = reverse("recognition_reports", args=[cycle.year])
    return [Link(_("Phase %(number)s") % {"number": "III"}, phase), Link(_("Recognitions"), here)]


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _(
                    "A new or lapsed recognition is reported at once. It counts in the division "
                    "from then on; the bureau checks it in the register."
                ),
                CLUSTERS,
            )
        ]
    )
