"""The seven proposals joined: institutions by specialisms, filtered, compared, downloaded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.permissions import may_read_dossiers
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.files import xlsx_file
from bols_portal.ui.pieces import Link
from bols_portal.ui.tables import Cell, Column, Matrix, Row
from consultation.forms.preliminary import JoinedFilter
from consultation.policies.phase import phase_3_runs
from consultation.selectors.preliminary_joined import Filter, Joined, Place, joined_for
from consultation.selectors.preliminary_letter import letters_of, own_institutions
from consultation.services.preliminary_workbook import joined_workbook
from consultation.views.preliminary_links import crumbs, help_note, inside

if TYPE_CHECKING:
    from allocation.models import Cycle

PAGE = "consultation/phase_3/preliminary/table.html"


@require_safe
def page(request: HttpRequest, year: int) -> HttpResponse:
    """The table; for others than bureau, board and auditors once the board established it."""
    return render(request, PAGE, table_context(request, get_cycle(request.user, year)))


def table_context(request: HttpRequest, cycle: "Cycle") -> dict[str, Any]:
    """Everything the page shows: the filtered table, or what it waits for."""
    joined = joined_for(request.user, cycle)
    reads = bool(may_read_dossiers(request.user, cycle))
    back = [inside(cycle)] if reads else []
    context: dict[str, Any] = {
        "cycle": cycle,
        "crumbs": crumbs(cycle, *back, Link(_("Places per institution"), "")),
        "help_note": help_note(),
        "joined": joined,
    }
    if joined is None:
        moment = phase_3_runs(cycle.pk)
        deadline = deadline_moment(cycle, "preliminary_proposal")
        return context | {"waits": moment.reason, "deadline": deadline}
    form = JoinedFilter(joined, request.GET)
    wish = form.wish()
    rows = joined.shown(wish)
    own = set(own_institutions(request.user).values_list("code", flat=True))
    return context | {
        "filters": form,
        "rows": rows,
        "matrix": _matrix(cycle, joined, wish, rows, own) if rows else None,
        "total": sum(row.total for row in rows),
        "whole": sum(joined.places.values()),
        "letters": letters_of(request.user, joined.decision),
        "complaints": deadline_moment(cycle, "complaints"),
        "query": request.GET.urlencode(),
    }


@require_safe
def download(request: HttpRequest, year: int) -> HttpResponse:
    """Exactly what is filtered, as xlsx."""
    cycle = get_cycle(request.user, year)
    joined = joined_for(request.user, cycle)
    if joined is None:
        raise Http404
    wish = JoinedFilter(joined, request.GET).wish()
    content = joined_workbook(cycle, joined, wish, now=timezone.now())
    return xlsx_file(content, f"voorlopig-voorstel-{year}.xlsx")


def _matrix(
    cycle: "Cycle", joined: Joined, wish: Filter, rows: Sequence[Place], own: set[str]
) -> Matrix:
    codes = joined.columns(rows)
    if len(rows) == 1:
        return _of_one(cycle, joined, wish, rows[0], codes)
    return Matrix(
        key="joined",
        caption=_("Places by institution and specialism"),
        corner=_("Institution"),
        columns=[Column(code, title=joined.names[code]) for code in codes],
        rows=[
            Row(
                f"{row.institution.name} ({row.region})",
                [_cell(cycle, wish, row, code) for code in codes],
                total=Cell(row.total),
                own=row.institution.code in own,
            )
            for row in rows
        ],
        foot=[
            Row(
                _("Total"),
                [_sum(wish, rows, code) for code in codes],
                total=Cell(sum(row.total for row in rows)),
            )
        ],
    )


def _of_one(
    cycle: "Cycle", joined: Joined, wish: Filter, row: Place, codes: Sequence[str]
) -> Matrix:
    """One institution: its specialisms below each other, so that it is read on a phone."""
    return Matrix(
        key="joined",
        caption=f"{row.institution.name} ({row.region})",
        caption_visible=True,
        columns=[Column(_("Places"))],
        rows=[
            Row(joined.names[code], [_cell(cycle, wish, row, code)], code=code) for code in codes
        ],
        foot=[Row(_("Total"), [Cell(row.total)])],
    )


def _cell(cycle: "Cycle", wish: Filter, row: Place, code: str) -> Cell:
    places = row.places.get(code)
    change = row.change(code) if wish.compared else 0
    if places is None:
        return Cell(0, changed=change) if change else Cell(None)
    href = ""
    if places or change:
        address = [cycle.year, row.region, code, row.institution.code]
        href = reverse("preliminary_why", args=address)
    return Cell(places, changed=change, href=href)


def _sum(wish: Filter, rows: Sequence[Place], code: str) -> Cell:
    change = sum(row.change(code) for row in rows) if wish.compared else 0
    return Cell(sum(row.places.get(code, 0) for row in rows), changed=change)
