"""Adopting a version of a region's proposal: what is signed, and which signatures lapse by it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from allocation.errors import Refused
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Link, Review
from consultation.forms.regions import NO, YES, AdoptForm
from consultation.policies.regions import may_adopt
from consultation.selectors.region_sheet import Adoption, adoption_in
from consultation.services.region_proposals import adopt_region_proposal
from consultation.views.region_parts import (
    FORM_METHODS,
    PAGES,
    crumbs,
    for_coordinator,
    help_note,
    put_refusal,
)

if TYPE_CHECKING:
    from allocation.models import Cycle, Region


@never_cache
@require_http_methods(FORM_METHODS)
def adopt(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Says what adopting does, takes what the general board decided, and adopts."""
    cycle, region = for_coordinator(request, year, key)
    found = adoption_in(cycle, region)
    may_adopt(cycle, found.living).enforce()
    form = _form(request, found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            proposal = adopt_region_proposal(
                cycle=cycle,
                region=region,
                by=signed_in(request),
                now=timezone.now(),
                **form.content,
            )
        except Refused as refusal:  # what was typed stays; what was seen is what stands here now
            put_refusal(form, refusal)
            status, form.data = 409, request.POST.dict() | _seen(found)
        else:
            text = _("Version %(number)s is adopted. Now the administrators sign it.")
            messages.success(request, text % {"number": proposal.number})
            return redirect("region_proposal", year, key, proposal.number)
    context = {
        "cycle": cycle,
        "region": region,
        "found": found,
        "form": form,
        "review": _review(cycle, region, found),
        "crumbs": crumbs(cycle, region, Link(_("Adopt"), "")),
        "help_note": help_note(),
    }
    return render(request, f"{PAGES}adopt.html", context, status=status)


def _form(request: HttpRequest, found: Adoption) -> AdoptForm:
    """The form; begins with what the version says that it would replace."""
    initial: dict[str, Any] = _seen(found)
    if found.living:
        initial |= {
            "consensus": YES if found.living.consensus else NO,
            "views": found.living.views,
            "motivation": found.living.motivation,
        }
        initial |= {
            f"adjust_{one.specialism.code}": one.reason
            for one in found.living.adjustments.select_related("specialism")
        }
    return AdoptForm(
        request.POST or None,
        initial=initial,
        departures=found.departures,
        replaced=found.living.number if found.living else 0,
    )


def _seen(found: Adoption) -> dict[str, Any]:
    return {
        "seen": found.grid.version,
        "replaces": found.living.number if found.living else 0,
    }


def _review(cycle: "Cycle", region: "Region", found: Adoption) -> Review:
    names = [one.institution.name for one in found.signatories]
    happens = [
        _("The division is kept as version %(number)s, with what you fill in below.")
        % {"number": found.number},
        ngettext(
            "%(count)s institution is asked to sign it: %(names)s.",
            "%(count)s institutions are asked to sign it: %(names)s.",
            len(names),
        )
        % {"count": len(names), "names": ", ".join(names)},
        _("On the next page you ask them to sign."),
    ]
    return Review(
        happens=happens,
        confirm=_("Adopt version %(number)s") % {"number": found.number},
        back_href=reverse("region", args=[cycle.year, region.key]),
        final=_lapsing(found),
        danger=bool(found.lapsing),
    )


def _lapsing(found: Adoption) -> list[str]:
    """Which signatures lapse, before the click."""
    if found.living is None:
        return []
    number = {"number": found.living.number}
    replaced = _("Version %(number)s is replaced. It stays readable.") % number
    if not found.lapsing:
        return [replaced, _("Nobody signed it yet, so no signature lapses.")]
    names = ", ".join(one.slot.institution.name for one in found.lapsing)
    text = ngettext(
        "%(count)s signature lapses and must be given again: %(names)s.",
        "%(count)s signatures lapse and must be given again: %(names)s.",
        len(found.lapsing),
    )
    return [replaced, text % {"count": len(found.lapsing), "names": names}]
