"""Asking for mediation, taking it up or not, withdrawing and ending it.

The one writer of a mediation's status. Toewijzingsprotocol 2027, fase III 2, bemiddeling.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.errors import FaultyInput, NotPermitted, Stale
from allocation.models import Cycle
from allocation.permissions import may_run_process
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import Mediation, MediationParty
from consultation.permissions import SIGN
from consultation.policies.mediations import may_ask, may_end, may_step
from consultation.selectors.mediation_people import Capacity, capacities_of
from consultation.selectors.mediations import draft_of, planned_session
from consultation.services.mediation_content import (
    NO,
    SOURCE,
    YES,
    as_typed,
    capacity_in,
    day_in,
    faults_of,
    refusals_of,
    specialisms_in,
)
from consultation.services.mediation_drafts import save_mediation_draft
from consultation.services.mediation_files import Uploads, attach
from consultation.services.mediation_mail import (
    mail_ended,
    mail_intake,
    mail_received,
    mail_region,
)
from consultation.services.mediation_sessions import drop_planned
from consultation.services.mediation_steps import changed, hold, must_be_current
from consultation.transitions import MEDIATION


def request_mediation(
    *,
    cycle: Cycle,
    content: Mapping[str, Any],
    seen: int,
    by: User,
    now: datetime,
    added: Uploads = (),
) -> Mediation:
    """Sends a request to the bureau; refused at once where the protocol leaves no choice.

    What was typed and added is kept as the draft first, also where it can't be sent. Raises
    FaultyInput with everything that is missing, NotNow after the deadline.
    """
    draft = save_mediation_draft(
        cycle=cycle, content=content, seen=seen, by=by, now=now, added=added
    )
    return _file(cycle, draft.version, by, now)


@transaction.atomic
def _file(cycle: Cycle, version: int, by: User, now: datetime) -> Mediation:
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_ask(cycle, now).enforce()
    draft = draft_of(cycle, by)
    if draft is None or draft.version != version:
        raise Stale(_("You saved this request in another window. Look at it, and send it again."))
    capacities = capacities_of(by, cycle)
    typed = as_typed(draft.content)
    if faults := faults_of(typed, capacities, timezone.localdate(now)):
        text = _("The request can’t be sent yet. What you typed is kept as a draft.")
        raise FaultyInput(text, faults, rule=SOURCE)
    capacity = capacity_in(typed, capacities)
    if capacity is None:
        raise TypeError("faults_of lets no request without a capacity through.")
    mediation = _made(cycle, typed, capacity, by, now)
    mediation.specialisms.set(specialisms_in(typed, capacity, capacities))
    attach(mediation, draft.content.get("files", []), by, now)
    draft.delete()
    audit.write("mediation.request", by=by, now=now, subject=mediation, label=_label(mediation),
                cycle=cycle, number=mediation.number)  # fmt: skip
    if refusals := refusals_of(typed):
        _refuse(mediation, "\n".join(f"“{one}”" for one in refusals), SOURCE, None, now)
    mail_received(mediation, by=by, now=now)
    return mediation


def _made(
    cycle: Cycle, typed: Mapping[str, Any], capacity: Capacity, by: User, now: datetime
) -> Mediation:
    last = Mediation.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"]
    return Mediation.objects.create(
        cycle=cycle,
        region=capacity.region,
        number=(last or 0) + 1,
        institution=capacity.institution,
        capacity=str(capacity.label)[:200],
        discussed_inside=typed["discussed"] == YES,
        discussed_on=day_in(typed) if typed["discussed"] != NO else None,
        discussed_with=typed["discussed_with"].strip(),
        about_protocol=typed["protocol"] == YES,
        subject=typed["subject"].strip(),
        process=typed["process"].strip(),
        views=typed["views"].strip(),
        requested_at=now,
        requested_by=by,
    )


@transaction.atomic
def accept_mediation(*, mediation: Mediation, seen: int, by: User, now: datetime) -> Mediation:
    """The bureau takes the request up; who asked for it becomes its first party."""
    may_run_process(by, mediation.cycle).enforce()
    held = _held(mediation, "accept", seen)
    held.status = MEDIATION.step(held.status, "accept").after
    changed(held, "status")
    MediationParty.objects.create(
        mediation=held,
        institution=held.institution,
        user=held.requested_by,
        name=str(held.requested_by),
        role=held.capacity[:100],
        reason=_("Asked for this mediation."),
        added_at=now,
        added_by=by,
    )
    _record(held, "accept", by, now)
    mail_intake(held, by=by, now=now)
    return held


@transaction.atomic
def refuse_mediation(
    *, mediation: Mediation, reason: str, seen: int, by: User, now: datetime
) -> Mediation:
    """The bureau does not take the request up, with its reason."""
    may_run_process(by, mediation.cycle).enforce()
    held = _held(mediation, "refuse", seen)
    _refuse(held, reason.strip(), "", by, now)
    mail_intake(held, by=by, now=now)
    return held


def _refuse(held: Mediation, reason: str, rule: str, by: User | None, now: datetime) -> None:
    held.status = MEDIATION.step(held.status, "refuse", reason=reason).after
    held.refusal, held.rule, held.ended_at = reason, rule, now
    changed(held, "status", "refusal", "rule", "ended_at")
    _record(held, "refuse", by, now, reason)


@transaction.atomic
def withdraw_mediation(
    *, mediation: Mediation, reason: str, seen: int, by: User, now: datetime
) -> Mediation:
    """Who asked for it takes the request back, with a reason; a planned session is cancelled."""
    if mediation.requested_by_id != by.pk:
        raise NotPermitted(_("Only who asked for mediation can withdraw the request."), rule=SIGN)
    held = _held(mediation, "withdraw", seen)
    after = MEDIATION.step(held.status, "withdraw", reason=reason).after
    if (planned := planned_session(held)) is not None:
        drop_planned(planned, _("The request was withdrawn."), by=by, now=now)
    _end(held, after, reason.strip(), now)
    _record(held, "withdraw", by, now, reason.strip())
    mail_ended(held, by=by, now=now)
    return held


@transaction.atomic
def end_mediation(
    *, mediation: Mediation, consensus: bool, text: str, seen: int, by: User, now: datetime
) -> Mediation:
    """The chair records the outcome: what was agreed, or on what parties still differ.

    Without consensus the board decides on the numbers; all parties are told.
    """
    if mediation.chair_id is None or mediation.chair_id != by.pk:
        raise NotPermitted(_("Only the secretary in the chair records the outcome."), rule=SIGN)
    action = "agree" if consensus else "differ"
    held = _held(mediation, action, seen)
    may_end(held).enforce()
    _end(held, MEDIATION.step(held.status, action, reason=text).after, text.strip(), now)
    _record(held, action, by, now)
    mail_ended(held, by=by, now=now)
    if consensus:
        mail_region(held, by=by, now=now)
    return held


def _held(mediation: Mediation, action: str, seen: int) -> Mediation:
    held = hold(mediation)
    may_step(held, action).enforce()
    must_be_current(held, seen)
    return held


def _end(held: Mediation, status: str, text: str, now: datetime) -> None:
    held.status, held.outcome, held.ended_at = status, text, now
    changed(held, "status", "outcome", "ended_at")


def _record(held: Mediation, action: str, by: User | None, now: datetime, reason: str = "") -> None:
    audit.write(
        f"mediation.{action}",
        by=by,
        now=now,
        subject=held,
        label=_label(held),
        cycle=held.cycle,
        reason=reason,
        number=held.number,
    )


def _label(mediation: Mediation) -> str:
    return f"{mediation.region}, {mediation.number}"
