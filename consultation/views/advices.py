"""Advices on the distribution over the regions: the list, the form, the filed version."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle, protocol_of
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.advices import seen_in, typed_in
from consultation.permissions import CONSULT, may_file_advice, may_read_filings
from consultation.policies.filings import may_file
from consultation.selectors.advices import (
    advice_sheet,
    cells_of,
    content_of,
    draft_of,
    get_advised,
    get_filing,
    previous_advice,
    round_on_page,
    statuses,
    versions_of,
)
from consultation.selectors.filings import latest_of
from consultation.selectors.rounds import last_day_for
from consultation.services.advices import (
    file_advice,
    file_unchanged,
    save_advice_draft,
    still_holds,
)
from consultation.services.receipts import receipt

if TYPE_CHECKING:
    from allocation.models import Cycle, Specialism
    from consultation.models import Round

PAGES = "consultation/phase_2/advices/"


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """One's own specialisms; for FMS, bureau, board and auditors all that was filed."""
    cycle = get_cycle(request.user, year)
    consultation = round_on_page(cycle)
    lines = statuses(request.user, consultation, cycle)
    reads_all = may_read_filings(request.user, cycle)
    if not lines:
        reads_all.enforce()
    context = {
        "cycle": cycle,
        "round": consultation,
        "lines": lines,
        "filed": sum(line.filing is not None for line in lines),
        "reads_all": bool(reads_all),
        "crumbs": _crumbs(cycle),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_GET
def advice(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The advice on one specialism."""
    cycle = get_cycle(request.user, year)
    return _page(request, cycle, get_advised(request.user, cycle, code))


def _page(
    request: HttpRequest,
    cycle: "Cycle",
    specialism: "Specialism",
    *,
    typed: dict[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page; with `typed` what was sent, and why it was refused."""
    consultation = round_on_page(cycle)
    context: dict[str, Any] = {
        "cycle": cycle,
        "specialism": specialism,
        "round": consultation,
        "crumbs": _crumbs(cycle, specialism.name),
        "help_note": _help(),
        "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, FaultyInput) else [],
    }
    if consultation is not None:
        context |= _in_round(request, consultation, specialism, typed, context["faults"])
        if isinstance(refusal, Stale):
            context["other"] = context["draft"]
    status = 409 if isinstance(refusal, Stale | NotNow) else 200
    return render(request, f"{PAGES}advice.html", context, status=status)


def _in_round(
    request: HttpRequest,
    consultation: "Round",
    specialism: "Specialism",
    typed: dict[str, Any] | None,
    faults: list[Any],
) -> dict[str, Any]:
    own = bool(may_file_advice(request.user, specialism))
    moment = may_file(consultation, specialism, timezone.now())
    filed = latest_of(consultation, specialism)
    earlier = previous_advice(consultation, specialism)
    draft = draft_of(consultation, specialism) if own else None
    content = typed or (draft.content if draft else _start(filed or earlier))
    errors = {(one.cell, one.column): str(one.message) for one in faults if one.cell}
    return {
        "sheet": advice_sheet(consultation, specialism, filed, content, errors),
        "motivation": content.get("motivation", ""),
        "draft": draft,
        "seen": draft.version if draft else 0,
        "own": own,
        "moment": moment,
        "may_type": own and moment.open,
        "may_confirm": own
        and moment.open
        and filed is None
        and earlier is not None
        and still_holds(consultation, specialism, earlier),
        "last_day": last_day_for(consultation, specialism),
        "versions": versions_of(request.user, consultation, specialism),
    }


def _start(filing: Any) -> dict[str, Any]:
    return content_of(cells_of(filing), filing.motivation) if filing else {}


@require_POST
def file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Saves the draft or files the advice; what was typed stays where it is refused."""
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    typed = typed_in(request.POST, [one.key for one in protocol_of(cycle).regions])
    consultation = round_on_page(cycle)
    if consultation is None:
        raise NotNow(_("No round was opened yet."), rule=CONSULT)
    files = request.POST.get("action") == "file"
    write = file_advice if files else save_advice_draft
    try:
        write(
            consultation=consultation,
            specialism=specialism,
            content=typed,
            seen=seen_in(request.POST),
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:
        return _page(request, cycle, specialism, typed=typed, refusal=refusal)
    done = _("Your advice is filed.") if files else _("Your draft is saved. It is not filed yet.")
    messages.success(request, done)
    return redirect("advice", year, code)


@require_POST
def unchanged(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Files the advice of an earlier round again, as it was."""
    cycle = get_cycle(request.user, year)
    specialism = get_advised(request.user, cycle, code)
    may_file_advice(request.user, specialism).enforce()
    consultation = round_on_page(cycle)
    if consultation is None:
        raise NotNow(_("No round was opened yet."), rule=CONSULT)
    file_unchanged(
        consultation=consultation,
        specialism=specialism,
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    messages.success(request, _("Your earlier advice is filed for this round."))
    return redirect("advice", year, code)


@require_GET
def receipt_file(
    request: HttpRequest, year: int, code: str, round_number: int, number: int
) -> HttpResponse:
    """The receipt of a filed version, as pdf."""
    cycle = get_cycle(request.user, year)
    filing = get_filing(request.user, cycle, code, round_number, number)
    name = f"ontvangstbewijs-{year}-{code}-ronde-{round_number}-versie-{number}.pdf"
    return HttpResponse(
        receipt(filing),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _crumbs(cycle: "Cycle", here: str = "") -> list[Link]:
    phase = Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2]))
    listed = Link(_("Advices"), reverse("advices", args=[cycle.year]))
    return [phase, listed, Link(here, "")] if here else [phase, listed]


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _(
                    "An advice says per region how many places there should be, how far one may "
                    "shift, and why. Together it is the national intake of the specialism."
                ),
                CONSULT,
            ),
        ]
    )
