"""Invitations, passwords and language: what a person, or the bureau for them, can change."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet

from bols_portal.accounts.events import write
from bols_portal.accounts.models import Invitation, User

CODE = "[code]"  # stands in the text of an invitation where the mail gets the token
_signer = Signer(salt="bols_portal.invitation")


def token_of(invitation: Invitation) -> str:
    """The token of an invitation's link."""
    return _signer.sign(str(invitation.pk))


def code_of_invitation(number: str) -> str:
    """The token of the invitation with this number, for the mail that leaves."""
    return token_of(Invitation.objects.get(pk=number))


@transaction.atomic
def invite(*, user: User, by: User | None, now: datetime) -> Invitation:
    """A new invitation; earlier open ones of this person end. Who may invite, the caller checks."""
    revoke_invitations(user=user, now=now)
    invitation = Invitation.objects.create(
        user=user,
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    User.objects.filter(pk=user.pk).update(invited_at=now)
    user.invited_at = now
    return invitation


def revoke_invitations(*, user: User, now: datetime) -> int:
    """Ends the open invitations of a person; their links no longer work."""
    return Invitation.objects.filter(
        user=user, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)


def find_invitation(*, token: str, now: datetime) -> Invitation | None:
    """The invitation of a link, if it can be accepted now."""
    found = _by_token(Invitation.objects.select_related("user"), token)
    return found if found is not None and found.is_valid(now) else None


def _by_token(invitations: QuerySet[Invitation], token: str) -> Invitation | None:
    try:
        return invitations.filter(pk=int(_signer.unsign(token))).first()
    except (BadSignature, ValueError):
        return None


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: datetime) -> User | None:
    """Sets the first password of the invited person; None when the link is no longer valid.

    The row is locked: two clicks on one link give one password.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("user")
    found = _by_token(locked, token)
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
