"""Pages of a rectification: an error is reported, corrected, calculated again and decided on.

BOLS26-0104 d.d. 02-04-2026.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.errors import Refused
from allocation.forms.decisions import ErrorForm, ReasonForm
from allocation.permissions import may_read_confidential, may_run_process
from allocation.policies.decisions import may_keep_framework, may_prepare, may_report_error
from allocation.selectors.cycles import get_cycle
from allocation.selectors.framework import change_between
from allocation.selectors.rectification import Rectification, rectification_of
from allocation.services.phases import keep_framework, report_error
from allocation.views.decision_sheet import crumbs
from allocation.views.decision_texts import SLUG_OF_KIND
from allocation.views.matrices import base_matrix
from bols_portal.ui.pieces import Difference, Help, Link, Review, Rule

BASE = "allocation/phase_1/decisions/"


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _(
                    "An error in the base distribution is corrected; regions and associations are "
                    "asked again on the corrected table."
                ),
                "BOLS26-0104 d.d. 02-04-2026",
            )
        ]
    )


@require_http_methods(["GET", "POST"])
def error_found(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau reports an error in what the established framework rests on."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    may_report_error(cycle).enforce()
    form = ErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report_error(cycle=cycle, **form.cleaned_data, **_acting(request))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("rectification", year)
    context = {
        "cycle": cycle,
        "form": form,
        "review": Review(
            happens=[
                _("Phase I opens again, so that the input can be corrected and calculated anew."),
                _("The established framework stays in force until the board replaces it."),
                _("All parties read on the page of phase I that an error is being corrected."),
            ],
            confirm=_("Start the rectification"),
            back_href=reverse("decisions", args=[year]),
        ),
        "crumbs": crumbs(year, Link(_("Error found?"), "")),
        "help_note": _help(),
    }
    return render(request, BASE + "error_found.html", context)


def _acting(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now()}


@require_GET
def steps(request: HttpRequest, year: int) -> HttpResponse:
    """How far the rectification is, and the old and new distribution side by side."""
    cycle = get_cycle(request.user, year)
    may_read_confidential(request.user, cycle).enforce()
    found = rectification_of(cycle)
    if found is None or not (found.reported or found.decision):
        raise Http404
    kind = "rectification"
    context = {
        "cycle": cycle,
        "rectification": found,
        "runs": bool(may_run_process(request.user, cycle)),
        "can_prepare": bool(may_prepare(cycle, kind)) and found.calculation is not None,
        "stop": may_keep_framework(cycle),
        "slug": SLUG_OF_KIND[kind],
        "correct_url": reverse(found.url_name, args=[year]) if found.reported else "",
        "crumbs": crumbs(year, Link(_("Rectification"), "")),
        "help_note": _help(),
        **_side_by_side(found),
    }
    return render(request, BASE + "rectification.html", context)


def _side_by_side(found: Rectification) -> dict[str, Any]:
    old, new = found.replaces.table, found.calculation.table if found.calculation else None
    if old is None or new is None:
        return {}
    change = change_between(old, new)
    return {
        "change": change,
        "old_matrix": base_matrix(change.old, key="earlier"),
        "matrix": base_matrix(change.new, compared=change.old),
        "cells": [
            Difference(one.name, one.region, one.old, one.new, code=one.code)
            for one in change.cells
        ],
    }


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau stops a rectification: the framework was right after all."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    may_keep_framework(cycle).enforce()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_framework(cycle=cycle, **form.cleaned_data, **_acting(request))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The rectification is stopped. Phase I is closed again."))
            return redirect("phase", year, 1)
    context = {
        "cycle": cycle,
        "form": form,
        "review": Review(
            happens=[
                _("Phase I closes again. The framework that the board established stays in force."),
                _("What was calculated meanwhile stays readable for bureau and auditors."),
            ],
            confirm=_("Stop the rectification"),
            back_href=reverse("rectification", args=[year]),
            danger=True,
        ),
        "crumbs": crumbs(year, Link(_("Stop the rectification"), "")),
    }
    return render(request, BASE + "stop.html", context)
