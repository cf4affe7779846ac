"""The national intake: the table for all parties, and how the bureau changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.enums import VersionStatus
from allocation.errors import FaultyInput, NotPermitted, Refused, Stale
from allocation.forms.intake import IntakeConfirmForm, IntakeGridForm, WorkbookForm
from allocation.forms.payload import unpack
from allocation.permissions import may_run_process
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.dependents import dependents_of_intake
from allocation.selectors.intake import (
    current_intake,
    differences_of,
    get_intake,
    intake_versions_visible_to,
    numbers_of,
    sheet_of,
    totals_off,
)
from allocation.services.intake import add_intake_version
from allocation.services.intake_reading import read_intake
from allocation.services.intake_workbook import intake_export, intake_template
from allocation.views.files import xlsx_file
from allocation.views.intake_review import KIND, Proposal, crumbs, help_note, review_context

PAGES = "allocation/phase_1/intake/"


def _show(
    request: HttpRequest, page: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, f"{PAGES}{page}.html", context, status=status)


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The latest version, as table 1 of the protocol shows it."""
    cycle = get_cycle(request.user, year)
    return _page(request, cycle, current_intake(cycle))


@require_GET
def version(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An earlier version, as it was."""
    cycle = get_cycle(request.user, year)
    return _page(request, cycle, get_intake(request.user, cycle, number))


def _page(request: HttpRequest, cycle: Any, shown: Any) -> HttpResponse:
    protocol = protocol_of(cycle)
    versions = list(intake_versions_visible_to(request.user, cycle).order_by("-number"))
    sheet = sheet_of(numbers_of(shown), protocol) if shown else None
    runs = bool(may_run_process(request.user, cycle))
    latest = versions[0] if versions else None
    context = {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "version": shown,
        "sheet": sheet,
        "off": totals_off(sheet, protocol) if sheet else [],
        "versions": versions,
        "latest": latest,
        "is_latest": shown == latest,
        "runs": runs,
        "definitive": bool(latest and latest.status == VersionStatus.DEFINITIVE),
        "rests": dependents_of_intake(shown) if runs and shown and shown != latest else None,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return _show(request, "overview", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau types the numbers, or pastes them from a spreadsheet."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    current = current_intake(cycle)
    form = IntakeGridForm(
        request.POST or None,
        protocol=protocol_of(cycle),
        numbers=numbers_of(current),
        initial={"based_on": current.number if current else 0},
    )
    if request.method == "POST" and form.is_valid():
        proposal = Proposal(form.numbers, form.cleaned_data["based_on"])
        return _review(request, cycle, proposal)
    context = {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "form": form,
        "current": current,
        "crumbs": crumbs(cycle, _("Enter")),
        "help_note": help_note(),
    }
    return _show(request, "edit", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau uploads the filled-in template; every fault is shown at once."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    form = WorkbookForm(request.POST or None, request.FILES or None)
    faults: FaultyInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = read_intake(cycle=cycle, upload=form.cleaned_data["file"])
        except FaultyInput as refusal:
            faults = refusal
        else:
            current = current_intake(cycle)
            return _review(
                request, cycle, Proposal(found.numbers, current.number if current else 0)
            )
    context = {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "form": form,
        "faulty": faults,
        "crumbs": crumbs(cycle, _("Upload")),
        "help_note": help_note(),
    }
    return _show(request, "upload", context)


def _review(request: HttpRequest, cycle: Any, proposal: Proposal) -> HttpResponse:
    """What changes against the latest version, before anything is stored."""
    context = review_context(cycle, request.user, proposal)
    return _show(request, "review", context)


@require_http_methods(["GET"])
def definitive(request: HttpRequest, year: int) -> HttpResponse:
    """The numbers of the latest version, about to be made definitive."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    current = current_intake(cycle)
    if current is None:
        return redirect("intake", year)
    proposal = Proposal(numbers_of(current), current.number, VersionStatus.DEFINITIVE)
    return _review(request, cycle, proposal)


@require_POST
def confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Stores the version that was shown; what was typed is kept where it is refused."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    try:
        content = unpack(KIND, request.POST.get("payload", ""), cycle=cycle, user=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("intake_edit", year)
    proposal = Proposal.of(content)
    context = review_context(cycle, request.user, proposal, data=request.POST)
    form: IntakeConfirmForm = context["form"]
    if not form.is_valid():
        return _show(request, "review", context)
    facts = {key: form.cleaned_data.get(key, "") for key in ("source", "reason", "totals_reason")}
    try:
        added = add_intake_version(
            cycle=cycle,
            numbers=proposal.numbers,
            status=VersionStatus(form.cleaned_data["status"]),
            expected_version=proposal.based_on,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            **facts,
        )
    except NotPermitted:
        raise
    except Stale as refusal:
        # The same numbers and texts, now against what the other employee stored.
        return _again(request, cycle, proposal, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _show(request, "review", context)
    messages.success(
        request,
        _("Version %(number)s of the national intake is stored.") % {"number": added.number},
    )
    return redirect("intake", year)


def _again(request: HttpRequest, cycle: Any, proposal: Proposal, refusal: Stale) -> HttpResponse:
    current = current_intake(cycle)
    renewed = Proposal(proposal.numbers, current.number if current else 0, proposal.status)
    context = review_context(cycle, request.user, renewed, data=request.POST)
    context["stale"] = refusal.message
    context["other"] = current
    return _show(request, "review", context, status=409)


@require_GET
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Two versions, cell by cell: by default the latest and the one before."""
    cycle = get_cycle(request.user, year)
    versions = list(intake_versions_visible_to(request.user, cycle))
    numbers = [one.number for one in versions]
    newest = _number(request, "met", numbers[-1] if numbers else 0)
    oldest = _number(request, "van", max(newest - 1, 1))
    old, new = (get_intake(request.user, cycle, number) for number in (oldest, newest))
    protocol = protocol_of(cycle)
    context = {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "versions": versions,
        "old": old,
        "new": new,
        "differences": differences_of(numbers_of(old), numbers_of(new), protocol),
        "old_sheet": sheet_of(numbers_of(old), protocol),
        "new_sheet": sheet_of(numbers_of(new), protocol),
        "crumbs": crumbs(cycle, _("Compare")),
        "help_note": help_note(),
    }
    return _show(request, "compare", context)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else default


@require_GET
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The template to fill in, with the latest numbers."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    return xlsx_file(intake_template(cycle), f"sjabloon-landelijke-instroom-{year}.xlsx")


@require_GET
def export(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A version as xlsx."""
    found = get_intake(request.user, get_cycle(request.user, year), number)
    return xlsx_file(intake_export(found), f"landelijke-instroom-{year}-versie-{number}.xlsx")
