"""Changes of the region assignment that come too late for this cycle: the list for the next one.

Toewijzingsprotocol 2027, fase I 3, "Wijzigingen in OOR-indeling".
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.errors import NotNow, Refused
from allocation.models import Cycle, Institution, LateChange, LateChangeAnswer, Specialism
from allocation.permissions import may_propose_change, may_run_process
from allocation.policies.assignment import RULE, may_propose_late_change
from allocation.services import audit
from bols_portal.accounts.models import User


@transaction.atomic
def propose_late_change(
    *,
    cycle: Cycle,
    institution: Institution,
    specialism: Specialism,
    text: str,
    by: User,
    now: datetime,
) -> LateChange:
    """Proposes a change for the next cycle; what the bureau writes down is on the list at once."""
    may_propose_change(by, cycle, institution).enforce()
    may_propose_late_change(cycle).enforce()
    if not text.strip():
        raise Refused(_("Describe what changes, from when, and on which agreement it rests."))
    change = LateChange.objects.create(
        cycle=cycle,
        institution=institution,
        specialism=specialism,
        text=text.strip(),
        by=by,
        at=now,
    )
    _audit("late_change.proposed", change, by, now, reason=change.text)
    if may_run_process(by, cycle):
        _answer(change, listed=True, text="", by=by, now=now)
    return change


@transaction.atomic
def answer_late_change(
    *, change: LateChange, listed: bool, text: str, by: User, now: datetime
) -> LateChangeAnswer:
    """Puts a proposed change on the list for the next cycle, or says why not."""
    may_run_process(by, change.cycle).enforce()
    Cycle.objects.select_for_update().get(pk=change.cycle_id)  # one answer, whoever is first
    if LateChangeAnswer.objects.filter(change=change).exists():
        raise NotNow(_("This change was answered already."), rule=RULE)
    if not listed and not text.strip():
        raise Refused(_("Say why this change does not go on the list."), rule=RULE)
    return _answer(change, listed=listed, text=text, by=by, now=now)


def _answer(
    change: LateChange, *, listed: bool, text: str, by: User, now: datetime
) -> LateChangeAnswer:
    answer = LateChangeAnswer.objects.create(
        change=change, listed=listed, text=text.strip(), by=by, at=now
    )
    action = "late_change.listed" if listed else "late_change.declined"
    _audit(action, change, by, now, reason=text.strip())
    return answer


def _audit(action: str, change: LateChange, by: User, now: datetime, *, reason: str) -> None:
    audit.write(
        action,
        by=by,
        now=now,
        subject=change,
        label=f"{change.institution.code} {change.specialism.code}",
        cycle=change.cycle,
        reason=reason,
        institution=change.institution.code,
        specialism=change.specialism.code,
    )
