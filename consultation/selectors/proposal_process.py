"""How a proposal came about: who met, who was heard, what was taken note of."""

from collections.abc import Iterable
from typing import Any

from allocation.models import Region, Specialism
from consultation.enums import FilingKind
from consultation.models import CouncilMeeting, Filing
from consultation.selectors.proposal_sheet import ProposalSheet

Found = tuple[str, bool, dict[str, Any]]


def process_checks(sheet: ProposalSheet) -> Iterable[Found]:
    """The checks on the process, as (key, passed, facts). Toewijzingsprotocol 2027, fase II 1."""
    proposal = sheet.proposal
    meetings = list(CouncilMeeting.objects.filter(cycle=proposal.cycle_id).order_by("number"))
    present = {code for meeting in meetings for code in meeting.present}
    facts = {
        "meetings": [[one.number, one.held_on.isoformat()] for one in meetings],
        "minutes": sum(bool(one.minutes_digest) for one in meetings),
    }
    yield "meeting", bool(meetings), facts
    inside = {row.code for row in sheet.base.rows}
    specialisms = list(Specialism.objects.prefetch_related("associations").order_by("position"))
    unheard = [
        one.code
        for one in specialisms
        if one.code in inside
        and one.code not in sheet.advices
        and not any(body.code in present for body in one.associations.all())
    ]
    yield "heard", not unheard, {"missing": unheard, "of": len(inside)}
    yield _focus(sheet)
    silent = [
        one.code for one in specialisms if one.code not in inside and one.code not in sheet.advices
    ]
    yield "profession", not silent, {"missing": silent}
    yield _bounds(sheet)


def _focus(sheet: ProposalSheet) -> Found:
    filed = set(
        Filing.objects.filter(round=sheet.proposal.round_id, kind=FilingKind.FOCUS).values_list(
            "region_id", flat=True
        )
    )
    regions = list(Region.objects.order_by("position"))
    missing = [one.key for one in regions if one.pk not in filed]
    return "focus", not missing, {"missing": missing, "of": len(regions)}


def _bounds(sheet: ProposalSheet) -> Found:
    cells = [[one.code, one.region, one.places, one.lowest, one.highest] for one in sheet.beyond]
    return "bounds", not cells, {"cells": cells, "advices": len(sheet.advices)}
