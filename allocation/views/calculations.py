"""Pages of the calculation: start it, follow it, see the table, compare, download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from allocation.errors import Refused
from allocation.forms.calculations import CalculationForm, CompareForm
from allocation.permissions import may_read_confidential, may_run_process
from allocation.policies.calculations import may_calculate
from allocation.selectors.calculations import calculation_under_way, calculations_visible_to
from allocation.selectors.cycles import get_cycle
from allocation.selectors.jobs import job_state
from allocation.selectors.tables import differences, places_of
from allocation.services.base_workbook import base_workbook
from allocation.services.calculations import request_calculation
from allocation.views.matrices import base_matrix
from bols_portal.ui.pieces import Difference, Link, Progress

if TYPE_CHECKING:
    from allocation.models import CalculationRequest, Cycle

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def get_calculation(request: HttpRequest, year: int, number: int) -> CalculationRequest:
    """The calculation of this number that the person may see, or 404."""
    visible = calculations_visible_to(request.user, get_cycle(request.user, year))
    return get_object_or_404(visible, number=number)


def crumbs(cycle: Cycle, *more: Link) -> list[Link]:
    """The way back from a page of the calculation."""
    phase = Link(_("Phase I"), reverse("phase", args=[cycle.year, 1]))
    return [phase, Link(_("Calculation"), reverse("calculations", args=[cycle.year])), *more]


@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """All calculations of the cycle that one may see; the bureau starts one here."""
    cycle = get_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    form = CalculationForm(request.POST or None, cycle=cycle) if runs else None
    if request.method == "POST":
        may_run_process(request.user, cycle).enforce()
        if form and form.is_valid():
            started = _start(request, cycle, form)
            if started:
                return redirect("calculation", cycle.year, started.number)
    visible = list(calculations_visible_to(request.user, cycle))
    done = [one for one in visible if hasattr(one, "calculation")]
    context = {
        "cycle": cycle,
        "calculations": [(one, job_state(one.job)) for one in visible],
        "form": form,
        "moment": may_calculate(cycle) if runs else None,
        "under_way": calculation_under_way(cycle) if runs else None,
        "compare": CompareForm(done=done, initial=_last_two(done)) if len(done) > 1 else None,
        "crumbs": crumbs(cycle)[:1],
    }
    return render(request, "allocation/phase_1/calculations/overview.html", context)


def _start(request: HttpRequest, cycle: Cycle, form: CalculationForm) -> CalculationRequest | None:
    try:
        return request_calculation(
            cycle=cycle,
            by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _last_two(done: list[CalculationRequest]) -> dict[str, int]:
    return {"new": done[0].number, "old": done[1].number}


@require_GET
def detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A calculation: its progress while it runs, its table when it is done."""
    found = get_calculation(request, year, number)
    state = job_state(found.job)
    here = reverse("calculation", args=[year, number])
    if not hasattr(found, "calculation"):
        return _progress_page(request, found, here)
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx; the job ended while asked again
        return HttpResponse(headers={"HX-Redirect": here})
    places = places_of(found.calculation.table)
    context = page_context(request, found, "result") | {
        "state": state,
        "matrix": base_matrix(places, href=lambda *cell: cell_address(year, number, *cell)),
    }
    return render(request, "allocation/phase_1/calculations/detail.html", context)


def cell_address(year: int, number: int, code: str, region: str) -> str:
    """Where the explanation of a cell stands."""
    return reverse("calculation_cell", args=[year, number, code, region])


def _progress_page(request: HttpRequest, found: CalculationRequest, here: str) -> HttpResponse:
    state = job_state(found.job)
    context = {
        "cycle": found.cycle,
        "found": found,
        "state": state,
        "job": Progress(
            label=state.step or state.label,
            href=here,
            done=state.percent,
            total=100,
            running=state.living,
        ),
        "crumbs": crumbs(found.cycle),
    }
    if request.htmx and state.living:  # type: ignore[attr-defined]  # django-htmx
        return render(request, "allocation/phase_1/calculations/_progress.html", context)
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return HttpResponse(headers={"HX-Redirect": here})
    return render(request, "allocation/phase_1/calculations/progress.html", context)


def page_context(request: HttpRequest, found: CalculationRequest, tab: str) -> dict[str, Any]:
    """What all pages of a finished calculation show: head, tabs, way back."""
    if not hasattr(found, "calculation"):
        raise Http404
    year, number = found.cycle.year, found.number
    confidential = bool(may_read_confidential(request.user, found.cycle))
    tabs = [
        ("result", _("Base distribution"), "calculation"),
        ("steps", _("Steps"), "calculation_steps"),
    ]
    links = [
        Link(label, reverse(name, args=[year, number]), open=tab == key)
        for key, label, name in tabs
    ]
    if confidential:
        links += [
            Link(
                label,
                reverse("calculation_table", args=[year, number, key]),
                open=tab == key,
            )
            for key, label in confidential_tabs()
        ]
    return {
        "cycle": found.cycle,
        "found": found,
        "calculation": found.calculation,
        "confidential": confidential,
        "runs": bool(may_run_process(request.user, found.cycle)),
        "tabs": links,
        "crumbs": crumbs(found.cycle),
    }


def confidential_tabs() -> list[tuple[str, str]]:
    """The intermediate tables, by the key in the address and the label on the tab."""
    return [
        ("aandelen", _("Shares")),
        ("onafgerond", _("Unrounded")),
        ("totalen", _("Region totals")),
        ("gepast", _("Fitted")),
        ("adherentie", _("Care usage")),
    ]


@require_GET
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Two calculations, cell by cell."""
    cycle = get_cycle(request.user, year)
    done = list(calculations_visible_to(request.user, cycle).filter(calculation__isnull=False))
    if len(done) < 2:
        raise Http404
    form = CompareForm(request.GET or None, done=done, initial=_last_two(done))
    chosen = form.cleaned_data if form.is_valid() else _last_two(done)
    by_number = {one.number: one for one in done}
    old, new = by_number[chosen["old"]], by_number[chosen["new"]]
    before, after = places_of(old.calculation.table), places_of(new.calculation.table)
    changed = differences(before, after)
    context = {
        "cycle": cycle,
        "form": form,
        "old": old,
        "new": new,
        "matrix": base_matrix(after, compared=before, key="compared"),
        "totals": [
            Difference(_("Total"), region, was, now)
            for region, was, now in zip(
                after.regions, before.region_totals, after.region_totals, strict=True
            )
            if was != now
        ],
        "differences": [
            Difference(one.name, one.region, one.old, one.new, code=one.code) for one in changed
        ],
        "crumbs": crumbs(cycle),
    }
    return render(request, "allocation/phase_1/calculations/compare.html", context)


@require_GET
def download(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The base distribution as xlsx, in the layout of the published annex."""
    found = get_calculation(request, year, number)
    if not hasattr(found, "calculation"):
        raise Http404
    content = base_workbook(places_of(found.calculation.table), found)
    name = f"basisverdeling-{year}-berekening-{number}.xlsx"
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
