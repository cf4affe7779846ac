"""Versions of the integral proposal: the list, saving one, one version, its xlsx, comparing two."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import NotNow, NotPermitted, Refused
from allocation.selectors.cycles import get_cycle
from allocation.views.files import xlsx_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Difference, Help, Link, Rule
from consultation.forms.proposals import CompareForm, VersionForm
from consultation.permissions import COMPOSE, may_compose, may_read_proposals
from consultation.policies.phase import phase_2_runs
from consultation.selectors.proposal_checks import findings_of, lacking
from consultation.selectors.proposal_compare import ADVICES, BASE, choices_for, compare
from consultation.selectors.proposal_sheet import sheet_of
from consultation.selectors.proposals import get_proposal, proposals_visible_to
from consultation.selectors.workbench import bench_of
from consultation.services.proposal_workbook import proposal_workbook
from consultation.services.proposals import save_version
from consultation.views.proposal_tables import proposal_matrix
from consultation.views.suggestion_tables import comparison_matrix, gauges_of

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.models import Proposal
    from consultation.selectors.proposal_sheet import ProposalSheet

PAGES = "consultation/phase_2/proposals/"
STATUS_KINDS = {
    "saved": "todo",
    "submitted": "waiting",
    "withdrawn": "stopped",
    "returned": "attention",
    "decided": "done",
    "set_aside": "stopped",
}


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The versions that this person may see; FMS saves the workbench as a version here."""
    cycle = get_cycle(request.user, year)
    may_read_proposals(request.user, cycle).enforce()
    composes = bool(may_compose(request.user, cycle))
    bench = bench_of(cycle) if composes else None
    form = VersionForm(
        request.POST or None, initial={"seen": bench.workbench.version if bench else 0}
    )
    status = 200
    if request.method == "POST":
        may_compose(request.user, cycle).enforce()
        if form.is_valid():
            number = _saved(request, cycle, form)
            if number:
                messages.success(request, _("The workbench is saved as a version."))
                return redirect("proposal", year, number)
            status = 409
    versions = list(proposals_visible_to(request.user, cycle).order_by("-number"))
    context = {
        "cycle": cycle,
        "versions": [(one, STATUS_KINDS[one.status]) for one in versions],
        "composes": composes,
        "bench": bench,
        "form": form,
        "moment": phase_2_runs(cycle.pk) if composes else None,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context, status=status)


def _saved(request: HttpRequest, cycle: "Cycle", form: VersionForm) -> int | None:
    try:
        return save_version(
            cycle=cycle, by=signed_in(request), now=timezone.now(), **form.cleaned_data
        ).number
    except (NotNow, NotPermitted):
        raise
    except Refused as refusal:  # the note that was typed stays on the page
        form.add_error(None, str(refusal.message))
        return None


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A version: table, leeway, reasons, what departs from the advices, what is missing."""
    cycle = get_cycle(request.user, year)
    proposal = get_proposal(request.user, cycle, number)
    composes = bool(may_compose(request.user, cycle))
    sheet = sheet_of(proposal)
    saved = proposal.status == "saved"
    context = _tables(sheet) | {
        "cycle": cycle,
        "proposal": proposal,
        "status_kind": STATUS_KINDS[proposal.status],
        "sheet": sheet,
        "warnings": findings_of(sheet, warnings=True),
        "lacking": lacking(proposal, timezone.now(), sheet) if composes and saved else [],
        "composes": composes,
        "tested": not saved,
        "runs": bool(phase_2_runs(cycle.pk)),
        "previous": _previous(request, cycle, number),
        "crumbs": crumbs(cycle, proposal),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}proposal.html", context)


def _previous(request: HttpRequest, cycle: "Cycle", number: int) -> int | None:
    earlier = proposals_visible_to(request.user, cycle).filter(number__lt=number)
    return earlier.order_by("-number").values_list("number", flat=True).first()


def _tables(sheet: "ProposalSheet") -> dict[str, Any]:
    return {
        "matrix": proposal_matrix(sheet),
        "gauges": gauges_of(
            sheet.base.regions, sheet.assessment.region_deviation, sheet.framework.leeway
        ),
        "moved": sheet.assessment.moved,
        "room": sheet.framework.leeway.total,
        "region_reasons": [
            (f"OOR {region}", change, sheet.region_reason(region))
            for region, change in sheet.deviating
        ],
        "departures": [
            Difference(one.name, one.region, one.old, one.new, code=one.code, reason=one.reason)
            for one in sheet.departures
        ],
        "from_advices": [
            Difference(
                row.name,
                region,
                advised.places,
                cell.places,
                code=row.code,
                reason=sheet.reasons.get((row.code, region), ""),
            )
            for row in sheet.places.rows
            for region, cell in zip(sheet.places.regions, row.cells, strict=True)
            if (advised := sheet.advices.get(row.code, {}).get(region)) is not None
            and advised.places != cell.places
        ],
        "beyond": {(one.code, one.region) for one in sheet.beyond},
    }


@require_safe
def download(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The version as xlsx."""
    cycle = get_cycle(request.user, year)
    proposal = get_proposal(request.user, cycle, number)
    content = proposal_workbook(sheet_of(proposal), now=timezone.now())
    return xlsx_file(content, f"integraal-voorstel-{year}-versie-{number}.xlsx")


@require_safe
def differences(request: HttpRequest, year: int) -> HttpResponse:
    """Two tables side by side: base distribution, advices, versions; for FMS its own work too."""
    cycle = get_cycle(request.user, year)
    may_read_proposals(request.user, cycle).enforce()
    choices = choices_for(request.user, cycle)
    last = choices[-1][0] if len(choices) > 2 else ADVICES
    newest = next((key for key, _label in choices if key.startswith("version-")), last)
    initial = {"old": BASE, "new": newest}
    form = CompareForm(request.GET or None, choices=choices, initial=initial)
    chosen = form.cleaned_data if form.is_valid() else initial
    found = compare(request.user, cycle, chosen["old"], chosen["new"])
    context = {
        "cycle": cycle,
        "form": form,
        "found": found,
        "matrix": comparison_matrix(found),
        "totals": [
            Difference(_("Total"), region, old, new)
            for region, old, new in found.totals
            if old != new
        ],
        "differences": [
            Difference(one.name, one.region, one.old, one.new, code=one.code) for one in found.cells
        ],
        "crumbs": [*crumbs(cycle), Link(_("Compare"), "")],
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}compare.html", context)


def crumbs(cycle: "Cycle", proposal: "Proposal | None" = None) -> list[Link]:
    """The way back from a page of the proposal."""
    found = [
        Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2])),
        Link(_("Integral proposal"), reverse("proposals", args=[cycle.year])),
    ]
    if proposal is not None:
        label = _("Version %(number)s") % {"number": proposal.number}
        found.append(Link(label, reverse("proposal", args=[cycle.year, proposal.number])))
    return found


def help_note() -> Help:
    """The rules beside every page of the proposal."""
    text = _(
        "FMS submits one proposal for all specialisms within the framework: every specialism adds "
        "up to its national intake, and every departure from the base distribution has a reason."
    )
    return Help(rules=[Rule(text, COMPOSE)])
