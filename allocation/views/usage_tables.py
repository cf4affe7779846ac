"""The figures of an import in more detail. Every look is kept in the log."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.selectors.usage import compared_import, get_import
from allocation.selectors.usage_tables import (
    care_types_of_source,
    get_institution,
    institution_changes,
    institution_lines,
    institution_rows,
    national_changes,
    specialism_names,
)
from allocation.views.usage_parts import PAGES, READ, head, record
from bols_portal.ui.pieces import Link

ROWS_A_PAGE = 100


@require_GET
def institutions(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every institution with its total."""
    found = get_import(request.user, year, number)
    if found.status not in READ:
        raise Http404
    record(request, "usage.institutions_viewed", found)
    rows = institution_rows(found)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = head(request, found, "institutions", Link(_("Institutions"), "")) | {
        "page": page,
        "total": sum(row.amount for row in rows),
    }
    return render(request, f"{PAGES}institutions.html", context)


@require_GET
def institution(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    """What one institution delivered, by specialism and care type."""
    found = get_import(request.user, year, number)
    one = get_institution(found, code)
    record(request, "usage.institution_viewed", found, institution=one.code)
    cares = care_types_of_source(found.cycle, found.source)
    lines = institution_lines(found, one, cares)
    context = head(request, found, "institution", Link(one.name, "")) | {
        "institution": one,
        "cares": cares,
        "lines": lines,
        "total": sum(line.total for line in lines),
    }
    return render(request, f"{PAGES}institution.html", context)


@require_GET
def changes(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What differs from the import of this source that counted before."""
    found = get_import(request.user, year, number)
    before = compared_import(found)
    if before is None or found.status not in READ:
        raise Http404
    record(request, "usage.changes_viewed", found, compared_with=before.number)
    rows = institution_changes(before, found)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = head(request, found, "changes", Link(_("Differences"), "")) | {
        "before": before,
        "national": national_changes(before, found, specialism_names()),
        "page": page,
        "count": len(rows),
    }
    return render(request, f"{PAGES}changes.html", context)
