"""What the bureau does with care usage: upload, judge, start again."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from allocation.errors import FaultyInput
from allocation.forms.usage import RejectForm, UsageUploadForm
from allocation.permissions import may_judge_usage, may_run_process
from allocation.policies.usage import may_be_judged, may_change_usage
from allocation.selectors.usage import (
    accepted_import,
    calculations_resting_on,
    get_import,
    get_usage_cycle,
)
from allocation.selectors.usage_tables import expected_of_source, source_of
from allocation.services.usage import accept_import, read_again, reject_import, upload_usage
from allocation.services.usage_entry import entered_controls
from allocation.views.usage_parts import PAGES, crumb_of, crumbs, help_note
from bols_portal.ui.pieces import Link, Review

if TYPE_CHECKING:
    from allocation.enums import UsageSource
    from allocation.models import Cycle, UsageImport


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, year: int, source: str) -> HttpResponse:
    """A delivery of one source with its control totals."""
    cycle = get_usage_cycle(request.user, year)
    supplier = source_of(source)
    may_run_process(request.user, cycle).enforce()
    may_change_usage(cycle).enforce()
    form = UsageUploadForm(
        request.POST or None, request.FILES or None, expected=expected_of_source(cycle, supplier)
    )
    faulty: FaultyInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            number = _upload(request, cycle, supplier, form)
            return redirect("usage_import", year, number)
        except FaultyInput as refusal:
            faulty = refusal
    context = {
        "cycle": cycle,
        "source": supplier,
        "form": form,
        "faulty": faulty,
        "crumbs": crumbs(cycle, Link(_("Upload"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}upload.html", context)


def _upload(
    request: HttpRequest, cycle: "Cycle", supplier: "UsageSource", form: UsageUploadForm
) -> int:
    data: dict[str, Any] = form.cleaned_data
    controls = entered_controls(
        cycle=cycle, source=supplier, typed=data["typed"], file=data["controls_file"]
    )
    stored = upload_usage(
        cycle=cycle,
        source=supplier,
        file=data["file"],
        controls=controls,
        by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
        now=timezone.now(),
    )
    return stored.number


def _to_judge(request: HttpRequest, year: int, number: int) -> "UsageImport":
    """The import, for who may judge it now: not the one who uploaded it."""
    found = get_import(request.user, year, number)
    may_judge_usage(request.user, found).enforce()
    may_be_judged(found).enforce()
    return found


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What accepting does, and the click that does it."""
    found = _to_judge(request, year, number)
    if request.method == "POST":
        accept_import(
            usage_import=found,
            by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
            now=timezone.now(),
        )
        messages.success(request, _("Accepted. New calculations use this import."))
        return redirect("usage_import", year, number)
    note = Review(
        happens=_happens(found),
        confirm=_("Accept this import"),
        back_href=reverse("usage_import", args=[year, number]),
    )
    return render(
        request, f"{PAGES}accept.html", _judge_context(found, _("Accept")) | {"review_note": note}
    )


def _happens(found: "UsageImport") -> list[str]:
    lines = [
        _("Import %(number)s of %(source)s counts from now on; new calculations use it.")
        % {"number": found.number, "source": found.get_source_display()}
    ]
    before = accepted_import(found.cycle, found.source)
    if before:
        lines.append(_("It replaces import %(number)s.") % {"number": before.number})
        resting = calculations_resting_on(before)
        if resting:
            numbers = ", ".join(str(one.number) for one in resting)
            text = ngettext(
                "Calculation %(numbers)s rests on the old import and stays as it is. "
                "Start a new calculation after this.",
                "Calculations %(numbers)s rest on the old import and stay as they are. "
                "Start a new calculation after this.",
                len(resting),
            )
            lines.append(text % {"numbers": numbers})
    lines.append(_("Your name stands beside it as the second employee."))
    return lines


def _judge_context(found: "UsageImport", label: str) -> dict[str, Any]:
    return {
        "cycle": found.cycle,
        "found": found,
        "crumbs": crumbs(found.cycle, crumb_of(found), Link(label, "")),
        "help_note": help_note(),
    }


@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Not accepting a delivery, with the reason."""
    found = _to_judge(request, year, number)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reject_import(
            usage_import=found,
            reason=form.cleaned_data["reason"],
            by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
            now=timezone.now(),
        )
        messages.success(request, _("Rejected. The delivery does not count."))
        return redirect("usage_import", year, number)
    return render(
        request, f"{PAGES}reject.html", _judge_context(found, _("Reject")) | {"form": form}
    )


@require_POST
def again(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Starts a reading again that was broken off."""
    found = get_import(request.user, year, number)
    read_again(
        usage_import=found,
        by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
        now=timezone.now(),
    )
    return redirect("usage_import", year, number)
