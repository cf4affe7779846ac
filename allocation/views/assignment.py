"""The region assignment: where it stands, its lines, its versions."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.forms.assignment import LineFilterForm
from allocation.permissions import may_run_process
from allocation.policies.assignment import (
    may_add_version,
    may_be_checked,
    may_discard,
    may_send_to_check,
)
from allocation.roles import Right
from allocation.selectors.assignment import (
    current_assignment,
    get_version,
    known_institutions,
    lines_as_data,
    lines_of_version,
    lines_visible_to,
    version_shown_to,
    versions_visible_to,
)
from allocation.selectors.assignment_changes import line_changes
from allocation.selectors.assignment_check import institution_progress, region_progress
from allocation.selectors.assignment_objections import objections_visible_to
from allocation.selectors.assignment_pages import check_page, filtered, grouped
from allocation.selectors.cycles import get_cycle, protocol_of
from allocation.selectors.dependents import dependents_of_assignment
from allocation.selectors.rights import has_right
from allocation.services.assignment_workbook import assignment_export
from allocation.views.assignment_parts import (
    PAGES,
    STATUS_SHAPE,
    change_rows,
    crumbs,
    help_note,
)
from allocation.views.files import xlsx_file
from bols_portal.ui.pieces import Link

INSTITUTIONS_A_PAGE = 10
CHANGES_A_PAGE = 100


@require_GET
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """Where the assignment stands and what is asked of this person."""
    cycle = get_cycle(request.user, year)
    return _overview(request, cycle, version_shown_to(request.user, cycle))


@require_GET
def version(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An earlier version, as it was."""
    cycle = get_cycle(request.user, year)
    return _overview(request, cycle, get_version(request.user, cycle, number))


def _overview(request: HttpRequest, cycle: Any, shown: Any) -> HttpResponse:
    runs = bool(may_run_process(request.user, cycle))
    inside = has_right(request.user, Right.READ_DOSSIERS, cycle)
    page = check_page(request.user, shown) if shown else None
    versions = list(versions_visible_to(request.user, cycle).order_by("-number"))
    checkable = bool(page and may_be_checked(shown))
    objections = list(objections_visible_to(request.user, cycle))
    context = {
        "cycle": cycle,
        "version": shown,
        "shape": STATUS_SHAPE.get(shown.status) if shown else "",
        "is_latest": bool(versions) and shown == versions[0],
        "versions": versions,
        "runs": runs,
        "inside": inside,
        "checker": bool(page and page.checker),
        "counts": page.counts if page else None,
        "checkable": checkable,
        "closed": may_be_checked(shown).reason if shown and not checkable else "",
        "groups": grouped(page.views) if page and page.checker and not inside else [],
        "line_count": len(page.views) if page else 0,
        "regions": region_progress(page.book) if page and inside else [],
        "institutions": institution_progress(page.book) if page and inside else [],
        "open_objections": [one for one in objections if not hasattr(one, "answer")],
        "objection_count": len(objections),
        "can_send": runs and bool(shown) and bool(may_send_to_check(shown)),
        "can_discard": runs and bool(shown) and bool(may_discard(shown)),
        "can_add": runs and bool(may_add_version(current_assignment(cycle))),
        "rests": dependents_of_assignment(shown) if inside and shown else None,
        "crumbs": crumbs(cycle),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}overview.html", context)


@require_GET
def lines(request: HttpRequest, year: int) -> HttpResponse:
    """The lines that this person may see, by institution, with filters."""
    cycle = get_cycle(request.user, year)
    shown = _chosen_version(request, cycle)
    if shown is None:
        return _overview(request, cycle, None)
    page = check_page(request.user, shown)
    filters = _filters(request, page.views)
    chosen = filtered(
        page.views,
        status=filters.value("status"),
        region=filters.value("region"),
        institution=filters.value("institution"),
        specialism=filters.value("specialism"),
    )
    paginator = Paginator(grouped(chosen), INSTITUTIONS_A_PAGE)
    groups = paginator.get_page(request.GET.get("page"))
    checkable = bool(may_be_checked(shown))
    query = {name: text for name, text in request.GET.items() if name != "version"}
    context = {
        "cycle": cycle,
        "version": shown,
        "shape": STATUS_SHAPE[shown.status],
        "filters": filters,
        "groups": groups,
        "total": len(chosen),
        "counts": page.counts,
        "checkable": checkable and bool(page.checker),
        "shows_state": any(view.state for view in page.views),
        "here": f"{request.path}?{urlencode(query)}" if query else request.path,
        "runs": bool(may_run_process(request.user, cycle)),
        "crumbs": crumbs(cycle, Link(_("Lines"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}lines.html", context)


def _chosen_version(request: HttpRequest, cycle: Any) -> Any:
    number = request.GET.get("version", "")
    if number.isdecimal() and len(number) < 6:
        return get_version(request.user, cycle, int(number))
    return version_shown_to(request.user, cycle)


def _filters(request: HttpRequest, views: Any) -> LineFilterForm:
    regions = dict.fromkeys(share.region for view in views for share in view.shares)
    institutions = {view.line.institution.code: view.line.institution.name for view in views}
    specialisms = sorted({view.line.specialism for view in views}, key=lambda one: one.position)
    return LineFilterForm(
        request.GET,
        regions=[(key, f"OOR {key}") for key in regions],
        institutions=list(institutions.items()),
        specialisms=[(one.code, str(one)) for one in specialisms],
        with_status=any(view.state for view in views),
    )


@require_GET
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Two versions line by line: by default the latest and the one it follows."""
    cycle = get_cycle(request.user, year)
    versions = list(versions_visible_to(request.user, cycle))
    newest = versions[-1] if versions else None
    default = newest.number if newest else 0
    new = get_version(request.user, cycle, _number(request, "met", default))
    before = new.predecessor.number if new.predecessor else new.number
    old = get_version(request.user, cycle, _number(request, "van", before))
    found = line_changes(_seen(request, old), _seen(request, new))
    names = {code: one.name for code, one in known_institutions().items()}
    specialisms = {one.code: one.name for one in protocol_of(cycle).specialisms}
    rows = Paginator(change_rows(found, names, specialisms), CHANGES_A_PAGE)
    context = {
        "cycle": cycle,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": rows.get_page(request.GET.get("page")),
        "total": len(found),
        "moving": sum(change.regions_differ for change in found),
        "crumbs": crumbs(cycle, Link(_("Compare"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}compare.html", context)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _seen(request: HttpRequest, shown: Any) -> list[Any]:
    """The lines of a version that this person may see."""
    visible = lines_visible_to(request.user, shown)
    return lines_as_data(visible, Q(line__version=shown))


@require_GET
def export(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The lines of a version that this person may see, as xlsx."""
    cycle = get_cycle(request.user, year)
    found = get_version(request.user, cycle, number)
    inside = has_right(request.user, Right.READ_DOSSIERS, cycle)
    listed = lines_of_version(found) if inside else _seen(request, found)
    content = assignment_export(found, listed, known_institutions(), with_fte=inside)
    return xlsx_file(content, f"oor-indeling-{year}-versie-{number}.xlsx")
