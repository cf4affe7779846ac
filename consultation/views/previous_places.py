"""Last year's places per institution: what is known, and how the bureau brings them in."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from allocation.errors import FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.forms.payload import pack, unpack
from allocation.permissions import may_read_dossiers, may_run_process
from allocation.selectors.cycles import get_cycle
from allocation.selectors.institution_tables import Key, previous_table
from allocation.services.tables import Places
from allocation.views.files import xlsx_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Help, Link, Rule
from consultation.forms.region_workbooks import PreviousConfirmForm, PreviousFileForm
from consultation.permissions import DIVIDE
from consultation.policies.previous_places import may_bring_previous
from consultation.selectors.previous_places import matrix_of, preview_of, versions_of
from consultation.services.previous_places import add_previous_places, previous_workbook
from consultation.services.previous_reading import read_previous

if TYPE_CHECKING:
    from allocation.models import Cycle

PAGES = "consultation/phase_3/previous_places/"
KIND = "previous_places"


def _for_bureau(request: HttpRequest, year: int) -> "Cycle":
    cycle = get_cycle(request.user, year)
    may_run_process(request.user, cycle).enforce()
    return cycle


def _show(
    request: HttpRequest, page: str, cycle: "Cycle", more: dict[str, Any], status: int = 200
) -> HttpResponse:
    here = Link(_("Last year’s places"), reverse("previous_places", args=[cycle.year]))
    phase = Link(_("Phase %(number)s") % {"number": "III"}, reverse("phase", args=[cycle.year, 3]))
    text = _(
        "A region sees its own part beside its division. The numbers are there to compare with; "
        "nothing is calculated from them."
    )
    context = {
        "cycle": cycle,
        "last_year": cycle.year - 1,
        "crumbs": [phase, here],
        "help_note": Help(rules=[Rule(text, DIVIDE)]),
    }
    return render(request, f"{PAGES}{page}.html", context | more, status=status)


@require_GET
def page(request: HttpRequest, year: int) -> HttpResponse:
    """The latest version by specialism and region, and all versions."""
    cycle = get_cycle(request.user, year)
    may_read_dossiers(request.user, cycle).enforce()
    table = previous_table(cycle)
    caption = _("Places in %(year)s by specialism and region") % {"year": cycle.year - 1}
    more = {
        "table": table,
        "matrix": matrix_of(table, cycle, caption) if table else None,
        "versions": versions_of(cycle),
        "runs": bool(may_run_process(request.user, cycle)),
        "moment": may_bring_previous(cycle.pk),
    }
    return _show(request, "overview", cycle, more)


@require_GET
def download(request: HttpRequest, year: int) -> HttpResponse:
    """The numbers as xlsx: to keep, or to fill in."""
    cycle = get_cycle(request.user, year)
    may_read_dossiers(request.user, cycle).enforce()
    return xlsx_file(previous_workbook(cycle), f"plaatsen-per-instelling-{year - 1}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """The bureau uploads a file: every fault at once, or what would change."""
    cycle = _for_bureau(request, year)
    may_bring_previous(cycle.pk).enforce()
    form = PreviousFileForm(request.POST or None, request.FILES or None)
    faulty: FaultyInput | None = None
    if request.method == "POST" and form.is_valid():
        try:
            cells = read_previous(cycle=cycle, upload=form.cleaned_data["file"])
        except FaultyInput as refusal:
            faulty = refusal
        else:
            places = {(one.specialism, one.region, one.institution): one.places for one in cells}
            return _review(request, cycle, places)
    return _show(request, "upload", cycle, {"form": form, "faulty": faulty})


def _review(
    request: HttpRequest,
    cycle: "Cycle",
    places: dict[Key, int],
    *,
    data: Any = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """What the file holds beside what is stored; nothing is stored yet."""
    preview = preview_of(cycle, places)
    plain = {"seen": preview.seen, "cells": [[*key, number] for key, number in places.items()]}
    payload = pack(KIND, plain, cycle=cycle, user=signed_in(request))
    if data is not None:
        data = data.copy()
        data["payload"] = payload
    form = PreviousConfirmForm(data, initial={"payload": payload}, first=not preview.seen)
    more = {"preview": preview, "form": form, "refusal": refusal}
    return _show(request, "review", cycle, more, status=409 if refusal else 200)


@require_POST
def confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Stores what the preview showed; where a colleague was first, it is compared again."""
    cycle = _for_bureau(request, year)
    by = signed_in(request)
    try:
        plain = unpack(KIND, request.POST.get("payload", ""), cycle=cycle, user=by)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("previous_upload", year)
    places = {(code, key, at): number for code, key, at, number in plain["cells"]}
    form = PreviousConfirmForm(request.POST, first=not plain["seen"])
    if not form.is_valid():
        return _review(request, cycle, places, data=request.POST)
    try:
        table = add_previous_places(
            cycle=cycle,
            cells=[Places(code, key, n, institution=at) for (code, key, at), n in places.items()],
            reason=form.cleaned_data.get("reason", ""),
            seen=plain["seen"],
            by=by,
            now=timezone.now(),
        )
    except (NotNow, NotPermitted):
        raise
    except Refused as refusal:
        typed = request.POST if not isinstance(refusal, Stale) or plain["seen"] else None
        return _review(request, cycle, places, data=typed, refusal=refusal)
    messages.success(
        request,
        _("Version %(number)s of last year’s places is stored.") % {"number": table.number},
    )
    return redirect("previous_places", year)
