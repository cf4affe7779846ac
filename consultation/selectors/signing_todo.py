"""What signing asks of administrators and trainers: each sheet that waits for their answer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.selectors.deadlines import deadline_moment
from allocation.selectors.todo_item import TodoItem
from bols_portal.accounts.models import User
from consultation.selectors.phase import phase_3_is_open
from consultation.selectors.signing import states_of
from consultation.selectors.signing_people import own_slots
from consultation.selectors.signing_texts import content_name


def todo(user: User, cycle: Cycle, now: datetime) -> Iterator[TodoItem]:
    """While phase III is open: what this person was asked to sign and did not answer yet."""
    slots = [one for one in own_slots(user, cycle) if one.sheet.closed_at is None]
    if not slots or not phase_3_is_open(cycle.pk):
        return
    states = states_of({slot.sheet_id: slot.sheet for slot in slots}.values())
    deadline = deadline_moment(cycle, "region_proposals")
    for slot in slots:
        missing = states[slot.sheet_id].missing
        if not any(one.slot.pk == slot.pk for one in missing):
            continue
        yield TodoItem(
            title=_("Sign: %(content)s") % {"content": content_name(slot.sheet)},
            detail=_("Read what is signed for %(institution)s, then sign or give another view.")
            % {"institution": slot.institution.name},
            deadline=deadline if deadline and deadline.day else None,
            url=reverse("sign", args=[cycle.year, slot.sheet.code, slot.institution.code]),
            button=_("Read and sign"),
        )
