"""The bureau's page: seven regions on the way to one preliminary proposal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allocation.permissions import may_read_dossiers
from allocation.phases.gates import exit_checks
from allocation.selectors.cycles import get_cycle
from allocation.selectors.deadlines import deadline_moment
from bols_portal.ui.pieces import Link
from consultation.permissions import may_propose_decision
from consultation.policies.phase import phase_3_runs
from consultation.selectors.preliminary import adopted_preliminary, living_preliminary, said_of
from consultation.selectors.preliminary_ground import ground_of
from consultation.views.preliminary_lines import region_lines
from consultation.views.preliminary_links import crumbs, help_note, reads

PAGE = "consultation/phase_3/preliminary/page.html"


@require_safe
def page(request: HttpRequest, year: int) -> HttpResponse:
    """How far every region is; bureau, board members and auditors."""
    cycle = get_cycle(request.user, year)
    may_read_dossiers(request.user, cycle).enforce()
    ground = ground_of(cycle)
    decided, living = adopted_preliminary(cycle), living_preliminary(cycle)
    lines = region_lines(ground, said_of(cycle)) if ground else []
    checks = exit_checks(cycle, 3) if ground and decided is None else []
    return render(
        request,
        PAGE,
        {
            "cycle": cycle,
            "ground": ground,
            "lines": lines,
            "with_bols": sum(one.submitted for one in ground.regions) if ground else 0,
            "checks": checks,
            "lacking": [one for one in checks if not one.passed],
            "decided": decided,
            "living": living if reads(request.user, living) else None,
            "moment": phase_3_runs(cycle.pk),
            "may_propose": bool(may_propose_decision(request.user, cycle)),
            "deadline": deadline_moment(cycle, "preliminary_proposal"),
            "crumbs": crumbs(cycle, Link(_("Preliminary proposal"), "")),
            "help_note": help_note(),
        },
    )
