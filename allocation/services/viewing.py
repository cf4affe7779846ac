"""Recording that somebody looked at what is confidential."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from allocation.models import Cycle
from allocation.services import audit
from bols_portal.accounts.models import User


@transaction.atomic
def record_view(
    *, what: str, about: models.Model, cycle: Cycle, by: User, now: datetime, **facts: Any
) -> None:
    """Adds to the audit trail who saw which confidential page or file, and when (NEN 7513)."""
    audit.write(what, by=by, now=now, subject=about, cycle=cycle, **facts)
