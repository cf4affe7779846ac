"""The one way in which services of the portal write the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from allocation.models import Cycle
from allocation.selectors.memberships import roles_held
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from bols_portal.audit.services import record


def write(
    action: str,
    *,
    by: User | None,
    now: datetime,
    subject: models.Model | None = None,
    cycle: Cycle | None = None,
    reason: str = "",
    label: str = "",
    **data: Any,
) -> Event:
    """Adds an event with the roles that `by` holds at this moment; no user means the portal.

    `action` is a code such as "intake.version_added"; `data` small facts, never usage.
    """
    facts: Mapping[str, Any] = data
    return record(
        action=action,
        actor=by,
        actor_name=str(by) if by else "BOLS-portaal",
        at=now,
        roles=[{"role": held.role, "on": held.on} for held in roles_held(by)] if by else [],
        subject=subject,
        label=label,
        cycle_id=cycle.pk if cycle else None,
        reason=reason,
        data=facts,
    )
