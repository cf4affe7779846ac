"""Personal calendar feeds: made and withdrawn by the person they belong to."""

import secrets
from datetime import datetime

from django.db import transaction

from allocation.models import CalendarFeed
from allocation.selectors.calendars import digest_of
from allocation.services import audit
from bols_portal.accounts.models import User


@transaction.atomic
def make_feed(*, by: User, now: datetime) -> str:
    """A new secret for the address of the person's feed; an earlier address stops working.

    Returned once: only its digest is stored.
    """
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.filter(user=by, withdrawn_at__isnull=True).update(withdrawn_at=now)
    feed = CalendarFeed.objects.create(user=by, digest=digest_of(token), made_at=now)
    audit.write("calendar_feed.made", by=by, now=now, subject=feed)
    return token


@transaction.atomic
def withdraw_feed(*, by: User, now: datetime) -> bool:
    """Makes the address of the person's feed stop working; False when there was none."""
    living = CalendarFeed.objects.filter(user=by, withdrawn_at__isnull=True)
    if not living.update(withdrawn_at=now):
        return False
    audit.write("calendar_feed.withdrawn", by=by, now=now)
    return True
