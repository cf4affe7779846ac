"""Why this number? Of an institution in the joined table."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.selectors.cycles import get_cycle
from bols_portal.ui.formats import places_text
from bols_portal.ui.pieces import Step, Why
from consultation.permissions import BUNDLE, CLUSTERS, DECIDE, ESTABLISH
from consultation.selectors.preliminary_joined import joined_for
from consultation.selectors.preliminary_why import origin_of
from consultation.views.preliminary_table import PAGE, table_context

if TYPE_CHECKING:
    from consultation.selectors.preliminary_why import Origin


@require_safe
def cell(request: HttpRequest, year: int, region: str, code: str, institution: str) -> HttpResponse:
    """Beside the table with htmx, as the page itself without."""
    cycle = get_cycle(request.user, year)
    joined = joined_for(request.user, cycle)
    origin = origin_of(cycle, region, code, institution) if joined else None
    if joined is None or origin is None:
        raise Http404
    why = Why(
        title=f"{origin.name}, {origin.institution.name} ({region})",
        value=places_text(origin.places),
        steps=_steps(origin),
        back_href=reverse("preliminary_table", args=[year]) + "#joined",
    )
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return render(request, "consultation/phase_3/preliminary/why.html", {"why": why})
    return render(request, PAGE, table_context(request, cycle) | {"why": why})


def _steps(origin: "Origin") -> list[Step]:
    given = _("The board gave the region %(places)s places for this specialism.")
    steps = [Step(given % {"places": places_text(origin.given)}, DECIDE)]
    if origin.sole:
        text = _("There is one training in the region: it gets all places.")
        steps.append(Step(text, CLUSTERS))
    elif origin.cluster is not None:
        text = _("The cluster proposed %(places)s.") % {"places": places_text(origin.cluster)}
        steps.append(Step(text, CLUSTERS))
    if origin.proposal and origin.proposed is not None:
        text = _("The region proposed %(places)s (version %(number)s).") % {
            "places": places_text(origin.proposed),
            "number": origin.proposal.number,
        }
        steps.append(Step(" ".join(part for part in (text, origin.adjustment) if part), BUNDLE))
    elif origin.proposal is None:
        steps.append(Step(_("The region submitted no proposal."), BUNDLE))
    if origin.ruling:
        if origin.ruling.mediation:
            steps.append(Step(_("Mediation gave no consensus."), ESTABLISH))
        decided = _("The board decided: %(places)s. %(reason)s") % {
            "places": places_text(origin.places),
            "reason": origin.ruling.reason,
        }
        steps.append(Step(decided, ESTABLISH))
    return steps
