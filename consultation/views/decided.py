"""The decided distribution over the regions, open to all parties of the cycle."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.views.files import xlsx_file
from allocation.views.person import signed_in
from bols_portal.ui.pieces import Difference, Help, Link, Rule
from consultation.permissions import DECIDE
from consultation.policies.phase import phase_2_runs
from consultation.selectors.decided import advice_departures, decided_of, own_of
from consultation.services.decided_workbook import decided_workbook
from consultation.views.decided_tables import decided_matrix

if TYPE_CHECKING:
    from allocation.models import Cycle
    from consultation.selectors.decided import Decided, Own

PAGE = "consultation/phase_2/decided/page.html"


@dataclass(frozen=True, slots=True)
class RegionBar:
    """A region in the picture: base and decided, as numbers and as parts of the widest bar."""

    region: str
    base: int
    decided: int
    widest: int
    own: bool

    @property
    def change(self) -> int:
        """Decided minus base."""
        return self.decided - self.base

    @property
    def widths(self) -> dict[str, float]:
        """Per cents of the width."""
        return {
            "base": round(self.base / self.widest * 100, 2),
            "decided": round(self.decided / self.widest * 100, 2),
        }


@require_safe
def page(request: HttpRequest, year: int) -> HttpResponse:
    """The decided table; before the decision what it waits for."""
    cycle = get_cycle(request.user, year)
    decided = decided_of(cycle)
    context: dict[str, Any] = {"cycle": cycle, "crumbs": _crumbs(cycle), "help_note": _help()}
    if decided is None:
        moment = phase_2_runs(cycle.pk)
        context |= {"waits": moment.reason, "deadline": deadline_moment(cycle, "board_regions")}
        return render(request, PAGE, context)
    own = own_of(signed_in(request))
    context |= {
        "decided": decided,
        "own": own,
        "matrix": decided_matrix(decided, own),
        "bars": _bars(decided, own),
        "departures": [
            Difference(one.name, one.region, one.old, one.new, one.code, reason=one.reason)
            for one in decided.departures
        ],
        "changes": [
            Difference(
                one.specialism.name,
                one.region.key,
                one.proposed,
                one.decided,
                one.specialism.code,
                reason=one.reason,
            )
            for one in decided.changes
            if one.proposed is not None
            and decided.base_of(one.specialism.code, one.region.key) is not None
        ],
        "from_advice": _from_advice(request, decided),
    }
    return render(request, PAGE, context)


@require_safe
def download(request: HttpRequest, year: int) -> HttpResponse:
    """The same as xlsx; there is nothing to download before the decision."""
    cycle = get_cycle(request.user, year)
    decided = decided_of(cycle)
    if decided is None:
        raise Http404
    return xlsx_file(decided_workbook(decided, now=timezone.now()), f"verdeling-{year}.xlsx")


def _from_advice(request: HttpRequest, decided: "Decided") -> list[Difference] | None:
    """What departs from advices that this person may read."""
    found = advice_departures(request.user, decided)
    if found is None:
        return None
    return [
        Difference(one.name, one.region, one.advice, one.decided, one.code, reason=one.reason)
        for one in found
        if one.advice is not None
    ]


def _bars(decided: "Decided", own: "Own") -> list[RegionBar]:
    pairs = list(zip(decided.base.region_totals, decided.framework_totals, strict=True))
    widest = max((max(pair) for pair in pairs), default=0) or 1
    return [
        RegionBar(region, base, now, widest, region in own.regions)
        for region, (base, now) in zip(decided.places.regions, pairs, strict=True)
    ]


def _crumbs(cycle: "Cycle") -> list[Link]:
    return [
        Link(_("Phase %(number)s") % {"number": "II"}, reverse("phase", args=[cycle.year, 2])),
        Link(_("Decided distribution"), ""),
    ]


def _help() -> Help:
    return Help(
        rules=[
            Rule(
                _(
                    "The board weighs focus points, proposal and advices, and establishes the "
                    "distribution of every specialism over the regions."
                ),
                DECIDE,
            ),
            Rule(
                _("Where no fitting proposal comes about, the base distribution holds."),
                "Toewijzingsprotocol 2027, fase II 3",
            ),
        ]
    )
