"""The lists Tables and Documents: what this person may see of a cycle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.overviews import TableLine, decision_lines, letters_of, table_lines
from allocation.views.navigation import href
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link

DECISION_KINDS = {
    "prepared": "todo",
    "at_board": "waiting",
    "adopted": "done",
    "rejected": "stopped",
    "withdrawn": "stopped",
    "replaced": "info",
}


@require_safe
def tables(request: HttpRequest, year: int) -> HttpResponse:
    """The versions of tables that are open to this person."""
    cycle = get_cycle(request.user, year)
    lines = table_lines(signed_in(request), cycle)
    context = {
        "cycle": cycle,
        "lines": [(line, _status_of(line), _links(year, line)) for line in lines],
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Tables"), "")],
    }
    return render(request, "allocation/tables/list.html", context)


def _status_of(line: TableLine) -> tuple[str, str]:
    if line.decision is None:
        return "todo", _("Not decided")
    return DECISION_KINDS[line.decision.status], line.decision.get_status_display()


def _links(year: int, line: TableLine) -> dict[str, str]:
    number = line.calculation
    return {
        "page": href("calculation", year=year, number=number) if number else "",
        "download": href("calculation_download", year=year, number=number) if number else "",
        "decision": href("decision", year=year, number=line.decision.number)
        if line.decision
        else "",
    }


@require_safe
def documents(request: HttpRequest, year: int) -> HttpResponse:
    """Protocol, dates, decisions with their minutes, and the messages that one got."""
    cycle = get_cycle(request.user, year)
    decisions = decision_lines(signed_in(request), cycle)
    context = {
        "cycle": cycle,
        "protocol": protocol_of(cycle),
        "decisions": [
            (one, DECISION_KINDS[one.status], href("decision", year=year, number=one.number))
            for one in decisions
        ],
        "letters": letters_of(signed_in(request), cycle),
        "crumbs": [Link(_("My tasks"), reverse("home")), Link(_("Documents"), "")],
    }
    return render(request, "allocation/documents/list.html", context)
