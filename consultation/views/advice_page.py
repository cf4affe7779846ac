"""The page of the advice on one specialism: what was filed, the form, and what was refused."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from allocation.errors import Fault, FaultyInput, NotNow, Refused, Stale
from bols_portal.ui.pieces import Link
from consultation.permissions import may_file_advice
from consultation.policies.filings import may_file
from consultation.selectors.advices import (
    advice_sheet,
    begun,
    cells_of,
    content_of,
    draft_of,
    previous_advice,
    round_on_page,
    versions_of,
)
from consultation.selectors.filings import latest_of, unfiled
from consultation.selectors.rounds import last_day_for
from consultation.services.advices import faults_of
from consultation.views.advice_parts import (
    PAGES,
    crumbs,
    fault_lines,
    help_note,
    read_changes,
    take_read,
)

if TYPE_CHECKING:
    from allocation.models import Cycle, Specialism
    from consultation.models import Round

Typed = dict[str, Any]


def advice_page(
    request: HttpRequest,
    cycle: "Cycle",
    specialism: "Specialism",
    *,
    typed: Typed | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page; with `typed` what was sent, and why it was refused."""
    consultation = round_on_page(cycle)
    faults = refusal.faults if isinstance(refusal, FaultyInput) else []
    context: dict[str, Any] = {
        "cycle": cycle,
        "specialism": specialism,
        "round": consultation,
        "crumbs": crumbs(cycle, Link(specialism.name, "")),
        "help_note": help_note(),
        "refusal": refusal,
    }
    if consultation is not None:
        context |= _in_round(request, consultation, specialism, typed, faults)
        if isinstance(refusal, Stale):
            context["other"] = context["draft"]
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}advice.html", context, status=status)


def _in_round(
    request: HttpRequest,
    consultation: "Round",
    specialism: "Specialism",
    typed: Typed | None,
    faults: list[Fault],
) -> dict[str, Any]:
    own = bool(may_file_advice(request.user, specialism))
    moment = may_file(consultation, specialism, timezone.now())
    filed = latest_of(consultation, specialism)
    earlier = previous_advice(consultation, specialism)
    draft = draft_of(consultation, specialism) if own else None
    content = typed or begun(draft, filed, earlier)
    errors = {(one.cell, one.column): str(one.message) for one in faults}
    may_type = own and moment.open
    context: dict[str, Any] = {
        "sheet": advice_sheet(consultation, specialism, filed, content, errors),
        "motivation": content.get("motivation", ""),
        "motivation_error": errors.get(("", "motivation"), ""),
        "lines": fault_lines(faults, content, consultation.cycle),
        "draft": draft,
        "unfiled": unfiled(draft, filed),
        "seen": draft.version if draft else 0,
        "own": own,
        "moment": moment,
        "may_type": may_type,
        "last_day": last_day_for(consultation, specialism),
        "versions": versions_of(request.user, consultation, specialism),
    }
    if may_type and filed is None and earlier is not None:
        start = content_of(cells_of(earlier), earlier.motivation)
        lacking = faults_of(consultation, specialism, start)
        context["may_confirm"] = not lacking
        context["lacking"] = fault_lines(lacking, start, consultation.cycle)
    if may_type and typed is None:
        context |= _read(request, consultation, specialism, content)
    return context


def _read(
    request: HttpRequest, consultation: "Round", specialism: "Specialism", content: Typed
) -> dict[str, Any]:
    """What an upload has just changed, and what still stands in the way of filing; told once."""
    kept = take_read(request, consultation, specialism)
    if kept is None:
        return {}
    cycle = consultation.cycle
    pending = fault_lines(faults_of(consultation, specialism, content), content, cycle)
    return {"was_read": True, "read_changes": read_changes(kept, cycle), "pending": pending}
