"""Reading people for the bureau: who takes part, as what, since when, and how they got in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from allocation.models import Association, Cycle, Institution, Membership, Region, Specialism
from allocation.roles import BUREAU_ROLES, SCOPE_OF, Role, Scope
from allocation.selectors.memberships import RELATED, Person, holding_on, holds_any
from bols_portal.accounts.models import Invitation, User


class AccountState(StrEnum):
    """How far a person has got in."""

    ACTIVE = "active"  # has chosen a password, or needs none (demo)
    INVITED = "invited"  # the link still works
    EXPIRED = "expired"  # the link was not used in time, or was revoked
    CLOSED = "closed"  # the bureau closed the account


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the list: the person, how far they got in, and the roles they hold today."""

    user: User
    state: AccountState
    roles: list[Membership]


# Which objects a role of a scope can be held on, by the name of the field that asks for them.
OBJECTS: dict[str, type[models.Model]] = {
    "cycle": Cycle,
    "region": Region,
    "association": Association,
    "institution": Institution,
    "specialism": Specialism,
}


def fields_for(role: Role) -> list[str]:
    """What has to be chosen to appoint somebody in a role: none, one object, or two."""
    scope = SCOPE_OF[role]
    if scope is Scope.EVERYTHING:
        return []
    return ["region", "specialism"] if scope is Scope.REGION_SPECIALISM else [scope.value]


def objects_for(field: str) -> QuerySet[models.Model]:
    """The objects to choose from."""
    return OBJECTS[field]._default_manager.all()


def people_visible_to(user: Person) -> QuerySet[User]:
    """Everybody, for the bureau; for others nobody but themselves."""
    if holds_any(user, BUREAU_ROLES):
        return User.objects.all()
    return User.objects.filter(pk=user.pk) if user.is_authenticated else User.objects.none()


def get_person(user: Person, pk: int) -> User:
    """One person, or Http404 where they can't be seen."""
    try:
        return people_visible_to(user).get(pk=pk)
    except User.DoesNotExist:
        raise Http404 from None


def people_list(
    user: Person, *, text: str = "", role: str = "", organisation: str = "", state: str = ""
) -> QuerySet[User]:
    """The people that fit the filters, by name; roles of today and invitations come along."""
    today = timezone.localdate()
    people = people_visible_to(user)
    if text.strip():
        people = people.filter(Q(name__icontains=text.strip()) | Q(email__icontains=text.strip()))
    held = _holding(role, organisation)
    if held is not None:
        people = people.filter(
            pk__in=Membership.objects.filter(holding_on(today)).filter(held).values("user")
        )
    if state:
        people = people.filter(_in_state(AccountState(state)))
    roles = Membership.objects.filter(holding_on(today)).select_related(*RELATED)
    return people.order_by("name", "pk").prefetch_related(
        Prefetch("memberships", queryset=roles, to_attr="held_now"),
        Prefetch("invitations", queryset=Invitation.objects.order_by("-created_at")),
    )


def rows_of(people: list[User]) -> list[PersonRow]:
    """The lines of a page of people_list; asks the database nothing more."""
    now = timezone.now()
    return [
        PersonRow(
            user=user,
            state=_state(user, list(user.invitations.all()), now),
            roles=list(getattr(user, "held_now", [])),
        )
        for user in people
    ]


def account_state(user: User) -> AccountState:
    """How far one person has got in."""
    return _state(user, list(user.invitations.all()), timezone.now())


def open_invitation(user: User) -> Invitation | None:
    """The invitation that can still be accepted."""
    now = timezone.now()
    return next((one for one in user.invitations.all() if one.is_valid(now)), None)


def memberships_of(user: User) -> tuple[list[Membership], list[Membership]]:
    """A person's roles: those that hold or will hold, and those of the past; the newest first."""
    today = timezone.localdate()
    found = (
        Membership.objects.filter(user=user)
        .select_related(*RELATED, "appointed_by", "ended_by")
        .order_by("-since", "-pk")
    )
    current = [one for one in found if one.until is None or one.until >= today]
    return current, [one for one in found if one.until is not None and one.until < today]


def get_membership(user: Person, person_pk: int, pk: int) -> Membership:
    """One role of a person, or Http404 where it can't be seen."""
    person = get_person(user, person_pk)
    try:
        return Membership.objects.select_related(*RELATED, "user").get(pk=pk, user=person)
    except Membership.DoesNotExist:
        raise Http404 from None


def _holding(role: str, organisation: str) -> Q | None:
    """The condition on a membership; an organisation is written "region:3"."""
    condition = Q(role=role) if role else None
    kind, _, number = organisation.partition(":")
    if kind in OBJECTS and number.isdecimal():
        on = Q(**{kind: int(number)})
        if kind in ("region", "specialism"):
            on |= Q(**{f"cluster__{kind}": int(number)})
        condition = on if condition is None else condition & on
    return condition


def _valid_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )


def _in_state(state: AccountState) -> Q:
    if state is AccountState.CLOSED:
        return Q(is_active=False)
    unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) & Q(invited_at__isnull=False)
    invited = Q(pk__in=_valid_invitations().values("user"))
    if state is AccountState.ACTIVE:
        return Q(is_active=True) & ~unusable
    return Q(is_active=True) & unusable & (invited if state is AccountState.INVITED else ~invited)


def _state(user: User, invitations: list[Invitation], now: datetime) -> AccountState:
    if not user.is_active:
        return AccountState.CLOSED
    if user.has_usable_password() or user.invited_at is None:
        return AccountState.ACTIVE
    valid = any(
        one.accepted_at is None and one.revoked_at is None and now < one.expires_at
        for one in invitations
    )
    return AccountState.INVITED if valid else AccountState.EXPIRED
