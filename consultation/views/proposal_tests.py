"""The bureau's test of a submitted proposal: what the portal finds, the finding, the report."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.permissions import may_read_dossiers, may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.views.files import pdf_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Difference, Gauge, Help, Link, Rule
from consultation.forms.proposal_tests import TestForm
from consultation.permissions import COMPOSE, DECIDE
from consultation.policies.proposal_tests import may_test
from consultation.selectors.proposal_sheet import sheet_of
from consultation.selectors.proposal_test_texts import shown, title_of
from consultation.selectors.proposal_tests import (
    checks_of,
    frozen,
    get_submitted,
    get_test,
    seen_of,
    tests_of,
)
from consultation.services.proposal_tests import record_test
from consultation.services.test_report import report
from consultation.views.proposal_tables import proposal_matrix
from consultation.views.proposals import crumbs

if TYPE_CHECKING:
    from consultation.models import Proposal, ProposalTest
    from consultation.selectors.proposal_sheet import ProposalSheet

PAGE = "consultation/phase_2/proposal_tests/page.html"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The test of a proposal; the bureau records its finding here."""
    cycle = get_cycle(request.user, year)
    proposal = get_submitted(request.user, cycle, number)
    if request.method != "POST":
        return _page(request, proposal)
    may_run_process(request.user, cycle).enforce()
    form = TestForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, form)
    try:
        record_test(
            proposal=proposal,
            careful=form.cleaned_data["careful"],
            remarks=form.cleaned_data["remarks"],
            seen=form.cleaned_data["seen"],
            by=signed_in(request),
            now=timezone.now(),
        )
    except NotPermitted:
        raise
    except Refused as refusal:  # what was typed stays on the page
        return _page(request, proposal, form, refusal)
    messages.success(request, _("The test is recorded. The board reads it with the proposal."))
    return redirect("proposal_test", year, number)


@require_safe
def report_file(request: HttpRequest, year: int, number: int, test: int) -> HttpResponse:
    """The report of a recorded test, as pdf."""
    cycle = get_cycle(request.user, year)
    found = get_test(request.user, cycle, number, test)
    name = f"toetsverslag-{year}-voorstel-{number}-toets-{test}.pdf"
    return pdf_file(report(found), name, keep=True)


def _page(
    request: HttpRequest,
    proposal: "Proposal",
    form: TestForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    cycle = proposal.cycle
    tests = tests_of(proposal)
    latest = tests[0] if tests else None
    inside = bool(may_read_dossiers(request.user, cycle))
    context: dict[str, Any] = {
        "cycle": cycle,
        "proposal": proposal,
        "latest": latest,
        "tests": tests,
        "inside": inside,
        "crumbs": [*crumbs(cycle, proposal), Link(_("Test"), "")],
        "help_note": _help(),
    }
    # FMS reads what was recorded; while the bureau is still at it, there is nothing to read.
    if inside or latest is not None:
        sheet = sheet_of(proposal)
        context |= _found(request, sheet, latest, form, refusal) | _tables(sheet)
    stopped = isinstance(refusal, Stale | NotNow)
    return render(request, PAGE, context, status=409 if stopped else 200)


def _found(
    request: HttpRequest,
    sheet: "ProposalSheet",
    latest: "ProposalTest | None",
    form: TestForm | None,
    refusal: Refused | None,
) -> dict[str, Any]:
    """The checks as they stand while the proposal can be tested; after that as they were frozen."""
    proposal = sheet.proposal
    inside = bool(may_read_dossiers(request.user, proposal.cycle))
    runs = bool(may_run_process(request.user, proposal.cycle))
    moment = may_test(proposal)
    recorded = frozen(latest) if latest else []
    now = checks_of(proposal, sheet) if inside and (moment.open or not latest) else recorded
    changed = [title_of(one) for one in now if latest and one not in recorded]
    seen = seen_of(proposal, now)
    if runs and moment.open:
        if form is None:
            form = TestForm(initial={"seen": seen})
        elif refusal is not None:
            form.add_error(None, str(refusal.message))
            # Looked at again: what is on the page now is what the next click is about.
            form.data = {**dict(form.data.items()), "seen": seen}
    names = {row.code: row.name for row in sheet.base.rows}
    return {
        "groups": _linked(sheet, shown(now, names)),
        "failing": sum(one.fails for one in now),
        "notes": sum(one.is_note and not one.passed for one in now),
        "changed": changed,
        "runs": runs,
        "moment": moment,
        "form": form if runs and moment.open else None,
        "refused": refusal if not moment.open else None,
    }


def _linked(sheet: "ProposalSheet", groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    year, round_number = sheet.proposal.cycle.year, sheet.proposal.round.number
    table, departures = "#table", "#departures"
    links = {
        "base": reverse("decisions", args=[year]),
        "rows": table,
        "zeros": table,
        "regions": "#regions",
        "moved": "#regions",
        "floor": "#regions",
        "meeting": reverse("meetings", args=[year]),
        "heard": reverse("round", args=[year, round_number]),
        "focus": reverse("round", args=[year, round_number]),
        "profession": reverse("advices", args=[year]),
        "motivation": "#motivation",
        "region_reasons": "#regions",
        "cell_reasons": departures,
        "bounds": "#beyond",
    }
    for group in groups:
        for line in group["lines"]:
            line["href"] = links[line["check"].key]
    return groups


def _tables(sheet: "ProposalSheet") -> dict[str, Any]:
    leeway = sheet.framework.leeway
    return {
        "gauges": [
            Gauge(region, change, -leeway.down, leeway.up)
            for region, change in zip(
                sheet.base.regions, sheet.assessment.region_deviation, strict=True
            )
        ],
        "moved": sheet.assessment.moved,
        "room": leeway.total,
        "region_reasons": [
            (region, change, sheet.region_reason(region)) for region, change in sheet.deviating
        ],
        "departures": [
            Difference(
                one.name,
                one.region,
                one.old,
                one.new,
                one.code,
                reason=one.reason or _("reason missing"),
            )
            for one in sheet.departures
        ],
        "beyond": sheet.beyond,
        "matrix": proposal_matrix(sheet),
    }


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _(
                    "BOLS tests whether FMS and the associations came to the proposal in reason "
                    "and with care, and whether it keeps to the framework."
                ),
                DECIDE,
            ),
            Rule(
                _("FMS meets at least once with the associations, and motivates every departure."),
                COMPOSE,
            ),
            Rule(
                _("The proposal is a weighty advice to the board; the board decides."),
                DECIDE,
            ),
        ]
    )
