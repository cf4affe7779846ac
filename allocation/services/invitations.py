"""The mail with which an invited person gets in. The page showed whom it goes to."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from allocation.selectors.memberships import held_today
from allocation.selectors.recipients import Recipient, capacity_of, joined
from allocation.services import audit
from allocation.services.mail_codes import CODE
from allocation.services.mail_texts import draft
from allocation.services.messages import mail_at_once
from bols_portal.accounts import services as accounts
from bols_portal.accounts.models import User


def send_invitation(*, user: User, by: User | None, now: datetime) -> None:
    """Invites, and puts the mail in the outbox; it is released at once, for one person.

    Who may invite is checked by the caller, in whose transaction this runs.
    """
    invitation = accounts.invite(user=user, by=by, now=now)
    audit.write("invitation.sent", by=by, now=now, subject=user, until=invitation.expires_at)
    path = reverse("open_invitation", kwargs={"token": "0"}).replace("0/", f"{CODE}/")
    capacity = joined([capacity_of(membership) for membership in held_today(user)])
    text = draft(
        "invitation",
        name=user.name,
        link=f"{settings.SITE_URL}{path}",
        until=timezone.localtime(invitation.expires_at),
        capacity=capacity,
    )
    # The portal's own first invitation is sent by nobody: there is no employee yet.
    mail_at_once(
        cycle=None,
        key="invitation",
        text=text,
        recipients=[Recipient(user, user.email, capacity)],
        by=by,
        now=now,
        about=invitation,
    )
