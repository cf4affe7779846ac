"""Care usage: where each source stands, and an import from its reading to its totals."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.enums import ImportStatus, UsageSource
from allocation.permissions import may_run_process
from allocation.policies.usage import may_change_usage
from allocation.selectors.jobs import job_state
from allocation.selectors.usage import (
    calculations_resting_on,
    get_import,
    get_usage_cycle,
    imports_visible_to,
)
from allocation.selectors.usage_faults import context_of, kinds_of
from allocation.selectors.usage_tables import care_types_of_source, specialism_names, total_rows
from allocation.views.usage_parts import PAGES, SHAPES, crumbs, head, help_note, record
from bols_portal.ui.pieces import Progress

if TYPE_CHECKING:
    from allocation.models import UsageImport

IMPORTS_A_PAGE = 20


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """Per source what counts now and what waits, and all imports below."""
    cycle = get_usage_cycle(request.user, year)
    runs = bool(may_run_process(request.user, cycle))
    heavy = ("faults", "totals", "warnings", "control_totals", "refused_zbc")
    imports = list(imports_visible_to(request.user, cycle).defer(*heavy))
    page = Paginator(imports, IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "runs": runs,
        "moment": may_change_usage(cycle) if runs else None,
        "sources": [_source(source, imports, request.user.pk) for source in UsageSource],
        "page": page,
        "imports": [(one, SHAPES[ImportStatus(one.status)]) for one in page],
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


def _source(
    source: UsageSource, imports: list["UsageImport"], person: int | None
) -> dict[str, Any]:
    own = [one for one in imports if one.source == source]
    by_status = {
        status: [one for one in own if one.status == status]
        for status in (ImportStatus.ACCEPTED, ImportStatus.READY, ImportStatus.READING)
    }
    waiting = by_status[ImportStatus.READY]
    return {
        "source": source,
        "accepted": next(iter(by_status[ImportStatus.ACCEPTED]), None),
        "for_me": [one for one in waiting if one.uploaded_by_id != person],
        "for_others": [one for one in waiting if one.uploaded_by_id == person],
        "reading": by_status[ImportStatus.READING],
    }


@require_GET
def detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An import: its progress while it is read, its faults, or its totals."""
    found = get_import(request.user, year, number)
    if found.status == ImportStatus.READING:
        return _reading_page(request, found)
    here = reverse("usage_import", args=[year, number])
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx; reading ended meanwhile
        return HttpResponse(headers={"HX-Redirect": here})
    names = specialism_names()
    context = head(request, found, "totals")
    words = context_of(found, care_types_of_source(found.cycle, found.source))
    if found.status == ImportStatus.FAULTY:
        record(request, "usage.faults_viewed", found)
        context["kinds"] = kinds_of(found.faults, words, names)
        return render(request, f"{PAGES}faulty.html", context)
    record(request, "usage.viewed", found)
    context |= {
        "rows": total_rows(found, names),
        "has_left_out": any(one["left_out"] for one in found.totals),
        "warnings": kinds_of(found.warnings, words, names),
        "rests": calculations_resting_on(found),
    }
    return render(request, f"{PAGES}detail.html", context)


def _reading_page(request: HttpRequest, found: "UsageImport") -> HttpResponse:
    here = reverse("usage_import", args=[found.cycle.year, found.number])
    state = job_state(found.job) if found.job else None
    living = bool(state and state.living)
    job = Progress(
        label=(state.step or state.label) if state else _("Waiting"),
        href=here,
        done=state.percent if state else 0,
        total=100,
        running=living,
    )
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        if living:
            return render(request, f"{PAGES}_progress.html", {"job": job})
        return HttpResponse(headers={"HX-Redirect": here})
    context = head(request, found, "totals") | {"job": job, "state": state}
    return render(request, f"{PAGES}reading.html", context)
