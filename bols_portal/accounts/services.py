"""Invitations, passwords and language: what a person, or the bureau for them, can change."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bols_portal.accounts.events import write
from bols_portal.accounts.models import Invitation, User


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, user: User, by: User | None, now: datetime) -> tuple[Invitation, str]:
    """A new invitation, and the token for its link; earlier open ones of this person end.

    The token is given once and stored nowhere. Who may invite is checked by the caller.
    """
    revoke_invitations(user=user, now=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        token_hash=hash_of(token),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    User.objects.filter(pk=user.pk).update(invited_at=now)
    user.invited_at = now
    return invitation, token


def revoke_invitations(*, user: User, now: datetime) -> int:
    """Ends the open invitations of a person; their links no longer work."""
    return Invitation.objects.filter(
        user=user, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)


def find_invitation(*, token: str, now: datetime) -> Invitation | None:
    """The invitation of a link, if it can be accepted now."""
    found = Invitation.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    return found if found is not None and found.is_valid(now) else None


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: datetime) -> User | None:
    """Sets the first password of the invited person; None when the link is no longer valid.

    The row is locked: two clicks on one link give one password.
    """
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if found is None or not found.is_valid(now):
        return None
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    user: User = found.user
    user.set_password(password)
    user.save(update_fields=["password"])
    write("invitation.accepted", user=user, at=now)
    return user


def choose_language(*, user: User, language: str) -> None:
    """The language in which the portal speaks and mails to this person from now on."""
    if language in dict(settings.LANGUAGES) and user.language != language:
        user.language = language
        user.save(update_fields=["language"])
