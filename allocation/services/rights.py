"""The one place in which object permissions are derived from memberships.

A membership is the appointment; what it allows is written out per object, so that a page or a
query asks for a right on an object and never for a role. Deriving is idempotent: it adds what is
missing and removes what is no longer held, for one person or for everybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from guardian.models import UserObjectPermissionBase

from allocation.models import Cycle, Membership
from allocation.roles import RIGHTS_OF, SCOPE_OF, Role, Scope
from allocation.selectors.memberships import holding_on
from allocation.selectors.rights import PERMISSION_MODELS, forget_rights, permission_rows
from bols_portal.accounts.models import User

BATCH = 1000
TABLES: dict[str, type[UserObjectPermissionBase]] = {
    str(model._meta.model_name): table for model, table in PERMISSION_MODELS.items()
}


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One person's right on one object: person, model ("region"), primary key and right."""

    user_id: int
    model: str
    object_id: int
    right: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What the permissions lack, and what they hold without an appointment behind it."""

    missing: frozenset[Grant]
    surplus: frozenset[Grant]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)


def grants_of(membership: Membership, cycle_ids: Collection[int]) -> Iterator[Grant]:
    """What one appointment allows: on the object it is held on, and on cycles (roles.RIGHTS_OF).

    A role on a cycle counts for that cycle alone, any other for every cycle.
    """
    role = Role(membership.role)
    on_object, on_cycle = RIGHTS_OF[role]
    held_on = membership.held_on
    if held_on is not None:
        for right in on_object:
            yield Grant(membership.user_id, str(held_on._meta.model_name), held_on.pk, right.value)
    own = [membership.cycle_id] if SCOPE_OF[role] is Scope.CYCLE else cycle_ids
    for cycle_id in own:
        for right in on_cycle:
            yield Grant(membership.user_id, "cycle", int(cycle_id or 0), right.value)


def derive(*, day: date, users: Collection[User] | None = None) -> frozenset[Grant]:
    """Every right that should stand on this day; of everybody, or of these people."""
    memberships = Membership.objects.filter(holding_on(day), user__is_active=True)
    if users is not None:
        memberships = memberships.filter(user__in=[user.pk for user in users])
    memberships = memberships.select_related(
        "cycle", "region", "association", "institution", "cluster", "specialism"
    )
    cycle_ids = list(Cycle.objects.values_list("pk", flat=True))
    return frozenset(
        grant for membership in memberships for grant in grants_of(membership, cycle_ids)
    )


def granted(*, users: Collection[User] | None = None) -> dict[Grant, int]:
    """Every right that stands now, with the primary key of its row."""
    found: dict[Grant, int] = {}
    for name, model in TABLES.items():
        rows = model.objects.all()
        if users is not None:
            rows = rows.filter(user__in=[user.pk for user in users])
        columns = ("pk", "user_id", "content_object_id", "permission__codename")
        for pk, user_id, object_id, right in rows.values_list(*columns):
            found[Grant(user_id, name, object_id, right)] = pk
    return found


def difference(*, day: date, users: Collection[User] | None = None) -> Difference:
    """Where the permissions depart from the memberships; writes nothing."""
    wanted, found = derive(day=day, users=users), frozenset(granted(users=users))
    return Difference(missing=wanted - found, surplus=found - wanted)


@transaction.atomic
def sync_rights(*, day: date, users: Collection[User] | None = None) -> Difference:
    """Makes the permissions equal to what the memberships of this day give; of all, or of some.

    The people are locked meanwhile: two appointments of one person at once lose nothing.
    Returns what had to change. The number of queries does not grow with people or objects.
    """
    people = User.objects.select_for_update().order_by("pk")
    people = people if users is None else people.filter(pk__in=[user.pk for user in users])
    list(people.values_list("pk", flat=True))
    wanted, found = derive(day=day, users=users), granted(users=users)
    change = Difference(missing=wanted - found.keys(), surplus=frozenset(found.keys() - wanted))
    _remove((grant.model, found[grant]) for grant in change.surplus)
    _add(change.missing)
    for user in users or ():
        forget_rights(user)
    return change


def describe(grants: Iterable[Grant]) -> list[str]:
    """Rights in words for a command: who, which right, on what; sorted."""
    wanted = sorted(grants)
    emails = dict(
        User.objects.filter(pk__in={grant.user_id for grant in wanted}).values_list("pk", "email")
    )
    return [
        f"{emails.get(grant.user_id, grant.user_id)} {grant.right} on {grant.model} "
        f"{grant.object_id}"
        for grant in wanted
    ]


def _remove(rows: Iterable[tuple[str, int]]) -> None:
    by_model: dict[str, list[int]] = defaultdict(list)
    for model, pk in rows:
        by_model[model].append(pk)
    for model, keys in by_model.items():
        for start in range(0, len(keys), BATCH):
            TABLES[model].objects.filter(pk__in=keys[start : start + BATCH]).delete()


def _add(grants: Collection[Grant]) -> None:
    if not grants:
        return
    rows = permission_rows()
    by_model: dict[str, list[Grant]] = defaultdict(list)
    for grant in sorted(grants):
        by_model[grant.model].append(grant)
    for name, wanted in by_model.items():
        model = TABLES[name]
        granted_rows = [
            model(
                user_id=grant.user_id,
                permission_id=rows[name, grant.right],
                content_object_id=grant.object_id,  # type: ignore[misc]
            )
            for grant in wanted
        ]
        model.objects.bulk_create(granted_rows, batch_size=BATCH)
