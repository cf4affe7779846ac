"""The nearest fitting proposal: computing it, its table and account, taking it over. FMS alone."""

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Review, Rule, Why
from consultation.forms.suggestions import TakeOverForm, WeightsForm
from consultation.permissions import COMPOSE, may_compose
from consultation.policies.proposals import may_suggest
from consultation.selectors.suggestion_texts import account_steps, figures_of
from consultation.selectors.suggestions import get_suggested, latest_weights, suggestions_of
from consultation.selectors.workbench import bench_of
from consultation.services.suggestions import compute_suggestion, take_suggestion_over
from consultation.views.suggestion_tables import gauges_of, suggestion_matrix

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.selectors.suggestions import Suggested
    from consultation.selectors.workbench import Bench

PAGES = "consultation/phase_2/suggestions/"


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """What was computed so far, and the form that computes it anew."""
    cycle = _cycle_of_fms(request, year)
    names = {one.code: one.name for one in protocol_of(cycle).framework_specialisms}
    form = WeightsForm(
        request.POST if request.method == "POST" else None,
        specialisms=list(names.items()),
        weights=latest_weights(cycle),
    )
    if request.method == "POST" and form.is_valid():
        number = _computed(request, cycle, form)
        if number:
            return redirect("suggestion", year, number)
    context = {
        "cycle": cycle,
        "suggestions": suggestions_of(cycle),
        "form": form,
        "moment": may_suggest(cycle),
        "crumbs": crumbs(cycle),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}overview.html", context)


def _computed(request: HttpRequest, cycle: "Cycle", form: WeightsForm) -> int | None:
    try:
        return compute_suggestion(
            cycle=cycle, weights=form.weights, by=signed_in(request), now=timezone.now()
        ).number
    except (NotNow, NotPermitted):
        raise
    except FaultyInput as refusal:
        for fault in refusal.faults:
            form.add_error(fault.cell, str(fault.message))
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return None


@require_safe
def one(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A suggestion: its table, its figures in words, the leeway it uses."""
    cycle = _cycle_of_fms(request, year)
    suggested = get_suggested(cycle, number)
    return render(request, f"{PAGES}suggestion.html", _context(request, cycle, suggested))


@require_safe
def cell(request: HttpRequest, year: int, number: int, code: str, region: str) -> HttpResponse:
    """Why this number? Beside the table with htmx, as the page itself without."""
    cycle = _cycle_of_fms(request, year)
    suggested = get_suggested(cycle, number)
    steps = account_steps(suggested, code, region)
    why = Why(
        title=f"{suggested.names[code]}, {region}",
        value=str(suggested.places[code, region]),
        steps=steps,
        back_href=reverse("suggestion", args=[year, number]) + _query(request),
    )
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return render(request, f"{PAGES}_why.html", {"why": why})
    context = _context(request, cycle, suggested, (code, region)) | {"why": why}
    return render(request, f"{PAGES}suggestion.html", context)


@require_safe
def dossier(request: HttpRequest, year: int, number: int, part: str) -> HttpResponse:
    """The case or the result as JSON, to repeat the suggestion outside the portal."""
    cycle = _cycle_of_fms(request, year)
    suggestion = get_suggested(cycle, number).suggestion
    if part not in ("case", "result"):
        raise Http404
    name = f"{part}-passend-voorstel-{year}-{number}.json"
    return HttpResponse(
        json.dumps(suggestion.case if part == "case" else suggestion.result, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Takes the numbers over on the workbench; says first what they would replace."""
    cycle = _cycle_of_fms(request, year)
    suggested = get_suggested(cycle, number)
    form = TakeOverForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            take_suggestion_over(
                cycle=cycle,
                number=number,
                seen=form.cleaned_data["seen"],
                by=signed_in(request),
                now=timezone.now(),
            )
        except Stale as stale:
            refusal = str(stale.message)
        else:
            messages.success(request, _("The numbers are on the workbench. You can edit them."))
            return redirect("workbench", year)
    bench = bench_of(cycle)
    context = {
        "cycle": cycle,
        "suggested": suggested,
        "refusal": refusal,
        "form": TakeOverForm(initial={"seen": _seen(bench)}),
        "review": _review(cycle, suggested, bench),
        "crumbs": crumbs(cycle, suggested),
        "help_note": _help(),
    }
    return render(request, f"{PAGES}take.html", context, status=409 if refusal else 200)


def _review(cycle: "Cycle", suggested: "Suggested", bench: "Bench | None") -> Review:
    replaced = suggested.replaced_on(bench) if bench else []
    names = [f"{suggested.names[code]}, {region}" for code, region in replaced]
    happens = [_("The numbers of this suggestion come on the workbench. You can edit them there.")]
    if bench:
        happens.append(_("Reasons and the motivation that were typed stay."))
    if names:
        happens.append(_("These numbers are replaced: %(names)s.") % {"names": "; ".join(names)})
    return Review(
        happens=happens,
        confirm=_("Take the numbers over"),
        back_href=reverse("suggestion", args=[cycle.year, suggested.suggestion.number]),
    )


def _context(
    request: HttpRequest,
    cycle: "Cycle",
    suggested: "Suggested",
    selected: tuple[str, str] | None = None,
) -> dict[str, Any]:
    year, number = cycle.year, suggested.suggestion.number
    query = _query(request)
    against_advice = bool(query)
    here = reverse("suggestion", args=[year, number])

    def href(code: str, region: str) -> str:
        return reverse("suggestion_cell", args=[year, number, code, region]) + query

    bench = bench_of(cycle)
    return {
        "cycle": cycle,
        "suggested": suggested,
        "matrix": suggestion_matrix(
            suggested, against_advice=against_advice, href=href, selected=selected
        ),
        "tabs": [
            Link(_("Beside the base distribution"), here, open=not against_advice),
            Link(_("Beside the advices"), f"{here}?tegen=advies", open=against_advice),
        ],
        "figures": figures_of(suggested),
        "gauges": gauges_of(
            suggested.case.columns, suggested.proposal.region_deviation, suggested.case.leeway
        ),
        "yielded": [
            (suggested.names[code], region, href(code, region))
            for code, region in suggested.proposal.yielded
        ],
        "silent": [suggested.names[code] for code in suggested.without_advice],
        "weights": [(suggested.names[code], at) for code, at in suggested.weights.items()],
        "bench": bench,
        "is_current": bench is None or bench.workbench.table_id == suggested.suggestion.table_id,
        "replaces": bool(bench and suggested.replaced_on(bench)),
        "take_form": TakeOverForm(initial={"seen": _seen(bench)}),
        "moment": may_suggest(cycle),
        "crumbs": crumbs(cycle, suggested),
        "help_note": _help(),
    }


def _query(request: HttpRequest) -> str:
    """What the table is laid beside: the base distribution, or with this the advices."""
    return "?tegen=advies" if request.GET.get("tegen") == "advies" else ""


def _seen(bench: "Bench | None") -> int:
    return bench.workbench.version if bench else 0


def _cycle_of_fms(request: HttpRequest, year: int) -> "Cycle":
    cycle = get_cycle(request.user, year)
    may_compose(request.user, cycle).enforce()
    return cycle


def crumbs(cycle: "Cycle", suggested: "Suggested | None" = None) -> list[Link]:
    """The way back from a page of the suggestions."""
    found = [
        Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2])),
        Link(_("Nearest fitting proposal"), reverse("suggestions", args=[cycle.year])),
    ]
    if suggested is not None:
        number = suggested.suggestion.number
        label = _("Suggestion %(number)s") % {"number": number}
        found.append(Link(label, reverse("suggestion", args=[cycle.year, number])))
    return found


def _help() -> Help:
    text = _(
        "FMS brings the advices together in one proposal within the framework. This suggestion "
        "stays as close to the advices as the framework allows; FMS may take it over, edit it or "
        "leave it."
    )
    return Help(rules=[Rule(text, COMPOSE)])
