"""What mediations ask of the bureau, the secretaries, the parties and the coordinators."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle, Region
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.memberships import holds_role
from allocation.selectors.rights import has_right, held_on
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from bols_portal.ui.formats import moment_text
from consultation.enums import MediationStatus
from consultation.models import Mediation, RegionProposal
from consultation.selectors.mediations import (
    draft_of,
    held_sessions,
    mediations_visible_to,
    open_mediations,
    planned_session,
)
from consultation.selectors.phase import phase_3_is_open


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """What a mediation waits for, as far as this person can do it. A fixed number of queries."""
    if not phase_3_is_open(cycle.pk):
        return
    runs = has_right(user, Right.RUN_PROCESS, cycle)
    for one in open_mediations(cycle) if runs else []:
        if (item := _of_bureau(one, user, now)) is not None:
            yield item
    if not runs:
        yield from _of_party(user, cycle, now)
    yield from _of_coordinator(user, cycle)


def _of_bureau(mediation: Mediation, user: User, now: datetime) -> TodoItem | None:
    """The next step of a mediation for a bureau employee; None where another must act."""
    if mediation.status == MediationStatus.REQUESTED:
        return _item(mediation, _("Take up the request for mediation?"), _("To the request"))
    chairs = mediation.chair_id == user.pk
    planned = planned_session(mediation)
    as_chair = str(_("Chair of the mediation"))
    if mediation.chair_id is None:
        if not holds_role(user, Role.SECRETARY):
            return None
        title = _("Take the chair of a mediation, or let a colleague do so")
        return _item(mediation, title, _("To the mediation"), Role.SECRETARY.label)
    if planned is not None:
        if not chairs or now < planned.starts_at:
            return None
        title = _("Write the record of the mediation session")
        return _item(mediation, title, _("To the record"), as_chair)
    if held_sessions(mediation):
        title = _("Record the outcome of the mediation")
        return _item(mediation, title, _("To the mediation"), as_chair) if chairs else None
    return _item(mediation, _("Plan a mediation session"), _("To the mediation"))


def _of_party(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    for one in mediations_visible_to(user, cycle).filter(status=MediationStatus.ACCEPTED):
        planned = planned_session(one)
        takes_part = any(
            party.user_id == user.pk and party.dropped_at is None for party in one.parties.all()
        )
        if planned is None or planned.ends_at < now or not takes_part:
            continue
        yield TodoItem(
            title=_("Mediation session on %(when)s") % {"when": moment_text(planned.starts_at)},
            detail=f"{_named(one)}. {planned.place}",
            deadline=None,
            url=reverse("mediation", args=[cycle.year, one.number]),
            button=_("To the documents"),
            capacity=_("Party in a mediation"),
        )
    deadline = deadline_moment(cycle, "mediation")
    draft = draft_of(cycle, user)
    if draft is not None and (deadline is None or deadline.is_open(now)):
        yield TodoItem(
            title=_("Send your request for mediation"),
            detail=_("Your draft of %(when)s is not sent yet.")
            % {"when": moment_text(draft.saved_at)},
            deadline=deadline,
            url=reverse("mediation_new", args=[cycle.year]),
            button=_("To the request"),
            capacity=_("Party in a mediation"),
        )


def _of_coordinator(user: User, cycle: Cycle) -> Iterator[TodoItem]:
    """After consensus the region adopts a changed proposal. Toewijzingsprotocol 2027, fase III 2.

    A coordinator need not be party: the item names the specialisms and nothing of what was said.
    """
    regions = held_on(user, Right.COORDINATE, Region)
    if not regions:
        return
    ended = Mediation.objects.filter(
        cycle=cycle, region__in=regions, status=MediationStatus.CONSENSUS
    ).select_related("region", "cycle")
    adopted: dict[int, datetime] = {}
    for one in RegionProposal.objects.filter(cycle=cycle, region__in=regions):
        adopted[one.region_id] = max(adopted.get(one.region_id, one.adopted_at), one.adopted_at)
    for mediation in ended.prefetch_related("specialisms"):
        last = adopted.get(mediation.region_id)
        if mediation.ended_at is not None and last is not None and last > mediation.ended_at:
            continue
        yield TodoItem(
            title=_("Adopt a changed proposal after mediation"),
            detail=_("%(matter)s. The administrators then sign it again.")
            % {"matter": _named(mediation)},
            deadline=deadline_moment(cycle, "region_proposals"),
            url=reverse("region", args=[cycle.year, mediation.region.key]),
            button=_("To your region"),
            capacity=f"{Role.COORDINATOR.label}, {mediation.region}",
        )


def _item(mediation: Mediation, title: str, button: str, capacity: object = "") -> TodoItem:
    return TodoItem(
        title=title,
        detail=_named(mediation),
        deadline=None,
        url=reverse("mediation", args=[mediation.cycle.year, mediation.number]),
        button=button,
        capacity=str(capacity or Role.BUREAU.label),
    )


def _named(mediation: Mediation) -> str:
    names = ", ".join(one.name for one in mediation.specialisms.all())
    return f"{mediation.region}: {names}"
