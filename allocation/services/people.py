"""Who takes part: inviting, appointing, ending appointments, closing accounts. By the bureau."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from allocation.errors import Refused
from allocation.models import Cluster, Cycle, Membership
from allocation.models.memberships import field_of
from allocation.permissions import may_administer, may_appoint, may_close
from allocation.roles import BUREAU_ROLES, SCOPE_OF, Role, Scope
from allocation.selectors.memberships import holding_on
from allocation.services import audit
from allocation.services.invitations import send_invitation
from allocation.services.rights import sync_rights
from bols_portal.accounts import services as accounts
from bols_portal.accounts.models import User

On = Mapping[str, models.Model]


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str,
    language: str,
    role: Role,
    on: On,
    by: User | None,
    now: datetime,
    since: date | None = None,
) -> User:
    """Makes an account with a first role, without mailing anybody.

    `by` is nobody only where the portal itself does it: the first employee, the demo.
    """
    if by is not None:
        may_administer(by).enforce()
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("There is already an account with this e-mail address."))
    user = User.objects.create_user(email, name=name.strip(), language=language)
    audit.write("person.added", by=by, now=now, subject=user, email=user.email)
    _appoint(user=user, role=role, on=on, since=since, by=by, now=now)
    return user


@transaction.atomic
def invite_person(
    *, name: str, email: str, language: str, role: Role, on: On, by: User, now: datetime
) -> User:
    """Makes an account with a first role and mails the link with which to choose a password."""
    user = add_person(name=name, email=email, language=language, role=role, on=on, by=by, now=now)
    send_invitation(user=user, by=by, now=now)
    return user


@transaction.atomic
def invite_again(*, user: User, by: User, now: datetime) -> None:
    """Mails a new link; the earlier one no longer works."""
    may_administer(by).enforce()
    if not user.is_active:
        raise Refused(_("This account is closed. Open it again first."))
    if user.has_usable_password():
        raise Refused(_("This person has already chosen a password."))
    send_invitation(user=user, by=by, now=now)


@transaction.atomic
def revoke_invitation(*, user: User, by: User, now: datetime) -> None:
    """Makes the link that was mailed useless; the account and its roles stay."""
    may_administer(by).enforce()
    if not accounts.revoke_invitations(user=user, now=now):
        raise Refused(_("There is no open invitation."))
    audit.write("invitation.revoked", by=by, now=now, subject=user)


@transaction.atomic
def appoint(
    *, user: User, role: Role, on: On, by: User, now: datetime, since: date | None = None
) -> Membership:
    """Gives a person a role on an object, from a day on (today unless said otherwise).

    `on` names the object as the role's scope does ({"region": …}); a role in a cluster takes
    {"region": …, "specialism": …}. Nobody appoints themselves.
    """
    may_appoint(by, user).enforce()
    if not user.is_active:
        raise Refused(_("This account is closed. Open it again first."))
    return _appoint(user=user, role=role, on=on, since=since, by=by, now=now)


def _appoint(
    *, user: User, role: Role, on: On, since: date | None, by: User | None, now: datetime
) -> Membership:
    User.objects.select_for_update().get(pk=user.pk)  # one appointment of a person at a time
    today = timezone.localdate(now)
    since = since or today
    held = _held(role, on)
    same = Membership.objects.filter(user=user, role=role, **held)
    if same.filter(models.Q(until__isnull=True) | models.Q(until__gte=since)).exists():
        raise Refused(_("This person already holds this role."))
    membership = Membership.objects.create(
        user=user, role=role, since=since, appointed_by=by, appointed_at=now, **held
    )
    sync_rights(day=today, users=[user])
    _write("membership.appointed", membership, by=by, now=now, since=since)
    return membership


def _held(role: Role, on: On) -> dict[str, models.Model]:
    """The columns of a membership; refuses an object that doesn't fit the role."""
    scope = SCOPE_OF[role]
    if scope is Scope.EVERYTHING and not on:
        return {}
    if scope is Scope.REGION_SPECIALISM and on.keys() == {"region", "specialism"}:
        cluster, _new = Cluster.objects.get_or_create(
            region_id=on["region"].pk, specialism_id=on["specialism"].pk
        )
        return {"cluster": cluster}
    if scope is not Scope.EVERYTHING and on.keys() == {field_of(role)}:
        return dict(on)
    raise Refused(_("Choose what the role is held on."))


@transaction.atomic
def end_membership(
    *, membership: Membership, reason: str, by: User, now: datetime, last_day: date | None = None
) -> Membership:
    """Ends an appointment with a reason: after `last_day`, or at once.

    It stays in the records. Refused where nobody would be left to run the bureau.
    """
    may_administer(by).enforce()
    if not reason.strip():
        raise Refused(_("Say why the role ends."))
    _lock_bureau()
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate(now)
    yesterday = today - timedelta(days=1)
    if current.until is not None and current.until < today:
        raise Refused(_("This role has already ended."))
    if last_day is not None and last_day < max(today, current.since):
        raise Refused(_("The last day can't lie in the past or before the role begins."))
    current.until = last_day or yesterday
    if Role(current.role) in BUREAU_ROLES:
        _keep_bureau_staffed(without=models.Q(pk=current.pk), after=current.until)
    current.ended_by, current.ended_at, current.end_reason = by, now, reason.strip()
    current.save(update_fields=["until", "ended_by", "ended_at", "end_reason"])
    sync_rights(day=today, users=[current.user])
    _write("membership.ended", current, by=by, now=now, reason=reason, until=current.until)
    return current


@transaction.atomic
def close_account(*, user: User, reason: str, by: User, now: datetime) -> None:
    """Keeps a person from signing in, with a reason; roles stay in the records, rights go."""
    may_close(by, user).enforce()
    if not reason.strip():
        raise Refused(_("Say why the account is closed."))
    _lock_bureau()
    current = User.objects.select_for_update().get(pk=user.pk)
    if not current.is_active:
        raise Refused(_("This account is already closed."))
    _keep_bureau_staffed(without=models.Q(user=current), after=timezone.localdate(now))
    current.is_active = False
    current.deactivated_at, current.deactivation_reason = now, reason.strip()
    current.save(update_fields=["is_active", "deactivated_at", "deactivation_reason"])
    accounts.revoke_invitations(user=current, now=now)
    sync_rights(day=timezone.localdate(now), users=[current])
    audit.write("person.closed", by=by, now=now, subject=current, reason=reason.strip())


@transaction.atomic
def reopen_account(*, user: User, by: User, now: datetime) -> None:
    """Lets a person sign in again, with the roles that still hold."""
    may_close(by, user).enforce()
    current = User.objects.select_for_update().get(pk=user.pk)
    if current.is_active:
        raise Refused(_("This account is not closed."))
    current.is_active = True
    current.deactivated_at, current.deactivation_reason = None, ""
    current.save(update_fields=["is_active", "deactivated_at", "deactivation_reason"])
    sync_rights(day=timezone.localdate(now), users=[current])
    audit.write("person.reopened", by=by, now=now, subject=current)


@transaction.atomic
def add_first_employee(*, name: str, email: str, now: datetime) -> User:
    """The first bureau employee of a new portal, invited by nobody; refused when there is one."""
    if Membership.objects.filter(role__in=BUREAU_ROLES).exists():
        raise Refused(_("There is a bureau employee already: let them invite people."))
    user = add_person(
        name=name,
        email=email,
        language=settings.LANGUAGE_CODE,
        role=Role.BUREAU,
        on={},
        by=None,
        now=now,
    )
    send_invitation(user=user, by=None, now=now)
    return user


def _lock_bureau() -> None:
    """Two employees who end each other's role at the same moment take turns."""
    list(
        Membership.objects.select_for_update()
        .filter(role__in=BUREAU_ROLES)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _keep_bureau_staffed(*, without: models.Q, after: date) -> None:
    """Raises Refused when nobody else can run the bureau the day after."""
    others = Membership.objects.filter(
        holding_on(after + timedelta(days=1)), role__in=BUREAU_ROLES, user__is_active=True
    )
    if not others.exclude(without).exists():
        raise Refused(_("This is the last bureau employee. Appoint another one first."))


def _write(
    action: str,
    membership: Membership,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    **days: date,
) -> None:
    on = membership.held_on
    audit.write(
        action,
        by=by,
        now=now,
        subject=membership,
        label=str(membership.user),
        cycle=on if isinstance(on, Cycle) else None,
        reason=reason.strip(),
        role=membership.role,
        on=str(on or ""),
        person=membership.user_id,
        **days,
    )
