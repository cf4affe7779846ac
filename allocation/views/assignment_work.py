"""The bureau's work on the region assignment: uploading, correcting, sending to the check."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.enums import AssignmentStatus
from allocation.errors import FaultyInput, NotPermitted, Refused, Stale
from allocation.forms.assignment import (
    AssignmentUploadForm,
    LineForm,
    SendForm,
    VersionReasonForm,
)
from allocation.forms.assignment_payload import KIND, content_of, data_of_content
from allocation.forms.payload import pack, unpack
from allocation.permissions import may_run_process
from allocation.policies.assignment import may_add_version, may_send_to_check
from allocation.selectors.assignment import (
    current_assignment,
    data_of_line,
    get_line,
    known_institutions,
    lines_of_version,
    shares_of_line,
)
from allocation.selectors.assignment_changes import changes_of
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.dependents import dependents_of_assignment
from allocation.services.assignment import add_assignment_version, send_to_check
from allocation.services.assignment_correction import correct_line, corrected_line
from allocation.services.assignment_mail import check_recipients
from allocation.services.assignment_reading import read_assignment
from allocation.services.assignment_workbook import assignment_template
from allocation.views.assignment_parts import PAGES, change_rows, crumbs, help_note
from allocation.views.files import xlsx_file
from bols_portal.ui.pieces import Link, Review

SHOWN_CHANGES = 300


@require_GET
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The template to fill in, with the latest version."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    return xlsx_file(assignment_template(cycle), f"sjabloon-oor-indeling-{year}.xlsx")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau uploads the filled-in template; every fault is shown at once."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    current = current_assignment(cycle)
    may_add_version(current).enforce()
    rule = protocol_of(cycle).assignment
    day = current.reference_date if current else (rule.reference_date if rule else None)
    form = AssignmentUploadForm(
        request.POST or None, request.FILES or None, initial={"reference_date": day}
    )
    faulty: FaultyInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found = read_assignment(cycle=cycle, upload=form.cleaned_data["file"])
        except FaultyInput as refusal:
            faulty = refusal
        else:
            based_on = current.number if current else 0
            content = content_of(found.data, form.cleaned_data["reference_date"], based_on)
            return _review(request, cycle, content, worked_out=found.worked_out)
    context = {
        "cycle": cycle,
        "form": form,
        "faulty": faulty,
        "current": current,
        "crumbs": crumbs(cycle, Link(_("Upload"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}upload.html", context)


def _review(
    request: HttpRequest,
    cycle: Any,
    content: dict[str, Any],
    *,
    data: Any = None,
    error: Any = "",
    stale: Any = "",
    worked_out: int = 0,
) -> HttpResponse:
    """What the file changes against the latest version, before anything is stored."""
    current = current_assignment(cycle)
    assignment, reference_date, _based_on = data_of_content(content)
    known = known_institutions()
    changes = changes_of(lines_of_version(current) if current else [], known, assignment)
    names = {code: one.name for code, one in known.items()}
    names |= {one.code: one.name for one in assignment.institutions}
    specialisms = {one.code: one.name for one in protocol_of(cycle).specialisms}
    payload = pack(KIND, content, cycle=cycle, user=request.user)  # type: ignore[arg-type]
    if data is not None:
        data = data.copy()
        data["payload"] = payload
    form = VersionReasonForm(data, initial={"payload": payload}, first=current is None)
    if error:
        form.is_valid()
        form.add_error(None, str(error))
    context = {
        "cycle": cycle,
        "form": form,
        "stale": stale,
        "current": current,
        "corrects": bool(current and current.status == AssignmentStatus.ESTABLISHED),
        "in_check": bool(current and current.status == AssignmentStatus.IN_CHECK),
        "next_number": cycle.assignment_versions.count() + 1,
        "assignment": assignment,
        "reference_date": reference_date,
        "worked_out": worked_out,
        "changes": changes,
        "rows": change_rows(changes.lines[:SHOWN_CHANGES], names, specialisms) if current else [],
        "rest": max(len(changes.lines) - SHOWN_CHANGES, 0) if current else 0,
        "moving": sum(change.regions_differ for change in changes.lines),
        "rests": dependents_of_assignment(current),
        "crumbs": crumbs(cycle, Link(_("Check and confirm"), "")),
        "help_note": help_note(),
    }
    status = 409 if stale else 200
    return render(request, f"{PAGES}review.html", context, status=status)


@require_POST
def upload_confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Stores the version that was shown; what was typed is kept where it is refused."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    try:
        content = unpack(KIND, request.POST.get("payload", ""), cycle=cycle, user=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("assignment_upload", year)
    current = current_assignment(cycle)
    form = VersionReasonForm(request.POST, first=current is None)
    if not form.is_valid():
        return _review(request, cycle, content, data=request.POST)
    assignment, reference_date, based_on = data_of_content(content)
    try:
        added = add_assignment_version(
            cycle=cycle,
            lines=assignment.lines,
            institutions=assignment.institutions,
            reference_date=reference_date,
            reason=form.cleaned_data["reason"],
            expected_version=based_on,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Stale as refusal:
        renewed = content | {"v": current.number if current else 0}
        return _review(request, cycle, renewed, data=request.POST, stale=refusal.message)
    except Refused as refusal:
        return _review(request, cycle, content, data=request.POST, error=refusal.message)
    messages.success(
        request,
        _("Version %(number)s of the region assignment is stored.") % {"number": added.number},
    )
    return redirect("assignment", year)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, year: int) -> HttpResponse:
    """Sends the draft to the coordinators, after showing who will be asked."""
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    current = current_assignment(cycle)
    if current is None:
        return redirect("assignment", year)
    may_send_to_check(current).enforce()
    moment = deadline_moment(cycle, "assignment_check")
    last_day = moment.last_day if moment else None
    form = SendForm(request.POST or None, initial={"until": last_day})
    if request.method == "POST" and form.is_valid():
        send_to_check(
            version=current,
            until=form.cleaned_data["until"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
        messages.success(
            request,
            _("The lines are open to be checked. The message waits in the outbox for release."),
        )
        return redirect("assignment", year)
    context = {
        "cycle": cycle,
        "version": current,
        "form": form,
        "note": _send_note(cycle),
        "crumbs": crumbs(cycle, Link(_("Send to check"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}send.html", context)


def _send_note(cycle: Any) -> Review:
    recipients = check_recipients(cycle)
    return Review(
        happens=[
            _("Coordinators see the lines of their region, learning-house managers theirs."),
            _("They confirm each line or object to it, with a reason."),
            _("A message is prepared in the outbox. You read and release it there."),
        ],
        confirm=_("Send to the coordinators"),
        back_href=reverse("assignment", args=[cycle.year]),
        mailed=[f"{one.name}: {one.capacity}" for one in recipients],
        mailed_count=len(recipients),
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """One line, corrected on screen: a new version in which all other lines keep their checks."""
    cycle = get_cycle(request.user, year)
    line = get_line(request.user, cycle, pk)
    may_run_process(request.user, cycle).enforce()
    may_add_version(current_assignment(cycle)).enforce()
    years = [year - 3, year - 2, year - 1]
    form = LineForm(
        request.POST or None,
        protocol=protocol_of(cycle),
        years=years,
        initial=_initial(line),
    )
    faulty: FaultyInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            added = _store_correction(request, line, form)
        except NotPermitted:
            raise
        except FaultyInput as refusal:
            faulty = refusal
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request,
                _("Version %(number)s is stored; this line differs, all others kept their checks.")
                % {"number": added.number},
            )
            return redirect(
                "assignment_objections" if "answer" in request.GET else "assignment", year
            )
    context = {
        "cycle": cycle,
        "line": line,
        "form": form,
        "years": years,
        "faulty": faulty,
        "crumbs": crumbs(cycle, Link(_("Correct a line"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}correct.html", context)


def _store_correction(request: HttpRequest, line: Any, form: LineForm) -> Any:
    facts = {key: form.cleaned_data[key] for key in ("recognised", "source", "basis")}
    return correct_line(
        line=line,
        corrected=corrected_line(line, facts=facts, regions=form.filled()),
        reason=form.cleaned_data["reason"],
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )


def _initial(line: Any) -> dict[str, Any]:
    data = data_of_line(line, shares_of_line(line))
    found: dict[str, Any] = {
        "recognised": "ja" if data.recognised else "nee",
        "source": data.source,
        "basis": data.basis,
        "based_on": line.version.number,
    }
    for share in data.shares:
        found[f"share-{share.region}"] = str(share.share)
        for at, fte in enumerate(share.fte, start=1):
            found[f"fte{at}-{share.region}"] = fte.replace(".", ",")
    return found
