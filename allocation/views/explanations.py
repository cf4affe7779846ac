"""Why this number? Cells, steps and, for bureau and auditors, the intermediate tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.permissions import may_read_confidential
from allocation.selectors.calculations import cell_history, detail_of
from allocation.selectors.explanations import CellOrigin, explain_cell
from allocation.selectors.intermediate import INTERMEDIATE, intermediate_table
from allocation.selectors.narrative import narrative_of
from allocation.selectors.tables import places_of
from allocation.services.viewing import record_view
from allocation.views.calculations import get_calculation, page_context
from allocation.views.matrices import base_matrix
from bols_portal.ui.pieces import Link, Why

if TYPE_CHECKING:
    from allocation.models import CalculationRequest
    from allocation.selectors.tables import PlacesTable


@require_GET
def cell(request: HttpRequest, year: int, number: int, code: str, region: str) -> HttpResponse:
    """Why this number? Beside the table with htmx, as the page itself without."""
    found = get_calculation(request, year, number)
    if not hasattr(found, "calculation"):
        raise Http404
    places = places_of(found.calculation.table)
    explanation = _explanation(request, found, places, (code, region))
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return render(request, "allocation/phase_1/calculations/_why.html", {"why": explanation})
    context = page_context(request, found, "result") | {
        "why": explanation,
        "matrix": base_matrix(
            places,
            href=lambda *one: reverse("calculation_cell", args=[year, number, *one]),
            selected=(code, region),
        ),
    }
    return render(request, "allocation/phase_1/calculations/detail.html", context)


def _explanation(
    request: HttpRequest, found: CalculationRequest, places: PlacesTable, at: tuple[str, str]
) -> Why:
    chosen = places.cell(*at)
    if chosen is None:
        raise Http404
    detail = detail_of(request.user, found.calculation)
    origin = CellOrigin(
        found.calculation,
        places,
        chosen,
        detail.result if detail else None,
        detail.case if detail else None,
    )
    year, number = found.cycle.year, found.number
    links = [Link(_("All steps"), reverse("calculation_steps", args=[year, number]))]
    links += [
        Link(
            _("Calculation %(number)s: %(places)s")
            % {"number": earlier.number, "places": earlier.places},
            reverse("calculation_cell", args=[year, earlier.number, *at]),
        )
        for earlier in cell_history(request.user, found, *at)
    ]
    return Why(
        title=f"{chosen.specialism.name}, {chosen.region.key}",
        value=str(chosen.places),
        steps=explain_cell(origin),
        links=links,
        back_href=reverse("calculation", args=[year, number]),
    )


@require_GET
def steps(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the calculation did, in order, in plain words, each step with its rule."""
    found = get_calculation(request, year, number)
    context = page_context(request, found, "steps")
    context["chapters"] = narrative_of(found.calculation, confidential=context["confidential"])
    return render(request, "allocation/phase_1/calculations/steps.html", context)


@require_GET
def table(request: HttpRequest, year: int, number: int, name: str) -> HttpResponse:
    """An intermediate table. Confidential: bureau and auditors alone; every look is recorded."""
    found = get_calculation(request, year, number)
    context = page_context(request, found, name)
    may_read_confidential(request.user, found.cycle).enforce()
    detail = detail_of(request.user, found.calculation)
    if detail is None or name not in INTERMEDIATE:
        raise Http404
    _record(request, found, name)
    context["matrix"], context["intermediate"] = intermediate_table(detail, name)
    return render(request, "allocation/phase_1/calculations/intermediate.html", context)


@require_GET
def dossier(request: HttpRequest, year: int, number: int, part: str) -> HttpResponse:
    """The case or the result as JSON, to repeat the calculation outside the portal."""
    found = get_calculation(request, year, number)
    if not hasattr(found, "calculation") or part not in ("case", "result"):
        raise Http404
    may_read_confidential(request.user, found.cycle).enforce()
    detail = detail_of(request.user, found.calculation)
    if detail is None:
        raise Http404
    _record(request, found, f"{part}.json")
    content = json.dumps(detail.case if part == "case" else detail.result, indent=1)
    name = f"{part}-{year}-{number}.json"
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _record(request: HttpRequest, found: CalculationRequest, part: str) -> None:
    record_view(
        what="calculation.viewed",
        about=found.calculation,
        cycle=found.cycle,
        by=request.user,  # type: ignore[arg-type]  # signed in: LoginRequiredMiddleware
        now=timezone.now(),
        number=found.number,
        part=part,
    )
