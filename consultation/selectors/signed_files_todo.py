"""Tasks about signatures that were brought in: to check, and to bring in anew."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import Cycle
from allocation.roles import Right, Role
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.rights import has_right
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from bols_portal.ui.formats import places_text
from consultation.enums import CheckOutcome
from consultation.models import Signature
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.signature_facts import may_look, waiting_for


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """One item for all that waits for a check, and one for each that was not accepted.

    A fixed number of queries.
    """
    if not phase_3_is_open(cycle.pk):
        return
    yield from _to_check(user, cycle)
    yield from _not_accepted(user, cycle)


def _to_check(user: User, cycle: Cycle) -> Iterator[TodoItem]:
    if not may_look(user, cycle):
        return
    bureau = has_right(user, Right.RUN_PROCESS, cycle)
    waiting = [one for one in waiting_for(user, cycle) if one.signature.by_id != user.pk]
    if not waiting:
        return
    title = ngettext(
        "Check %(shown)s signature that was brought in",
        "Check %(shown)s signatures that were brought in",
        len(waiting),
    )
    yield TodoItem(
        title=title % {"shown": places_text(len(waiting))},
        detail=_("It counts once you compared it with what was laid before them."),
        deadline=deadline_moment(cycle, "region_proposals"),
        url=reverse("signature_checks", args=[cycle.year]),
        button=_("To the signatures"),
        capacity=Role.BUREAU.label if bureau else Role.COORDINATOR.label,
    )


def _not_accepted(user: User, cycle: Cycle) -> Iterator[TodoItem]:
    """Of what this person brought in and nothing followed on."""
    refused = Signature.objects.filter(
        slot__sheet__cycle=cycle,
        slot__sheet__closed_at__isnull=True,
        by=user,
        check_made__outcome=CheckOutcome.REFUSED,
    ).select_related("slot__sheet", "slot__institution", "check_made")
    last: dict[int, Signature] = {}
    for one in Signature.objects.filter(slot__signatures__in=refused).order_by("number"):
        last[one.slot_id] = one
    for signature in refused.order_by("pk"):
        slot = signature.slot
        if last[slot.pk].pk != signature.pk:
            continue
        title = _("Bring in a new signature for %(institution)s")
        yield TodoItem(
            title=title % {"institution": slot.institution},
            detail=_("Not accepted: %(reason)s") % {"reason": signature.check_made.reason},
            deadline=deadline_moment(cycle, "region_proposals"),
            url=reverse("sign_file", args=[cycle.year, slot.sheet.code, slot.institution.code]),
            button=_("To the form"),
            capacity="",
        )
