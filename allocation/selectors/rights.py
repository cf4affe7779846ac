"""Reading the derived object permissions: one query for everything a person may do."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import CharField, Value

from allocation.models import (
    Association,
    AssociationUserObjectPermission,
    Cluster,
    ClusterUserObjectPermission,
    Cycle,
    CycleUserObjectPermission,
    Institution,
    InstitutionUserObjectPermission,
    Region,
    RegionUserObjectPermission,
    Specialism,
    SpecialismUserObjectPermission,
)
from allocation.roles import Right
from bols_portal.accounts.models import User

Person = User | AnonymousUser
Held = frozenset[tuple[str, str, int]]

PERMISSION_MODELS: dict[type[models.Model], type[models.Model]] = {
    Cycle: CycleUserObjectPermission,
    Region: RegionUserObjectPermission,
    Specialism: SpecialismUserObjectPermission,
    Institution: InstitutionUserObjectPermission,
    Association: AssociationUserObjectPermission,
    Cluster: ClusterUserObjectPermission,
}
_CACHE = "_rights_held"


def rights_of(user: Person) -> Held:
    """Everything the person may do, as (right, kind of object, its number); read once a request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held: Held | None = getattr(user, _CACHE, None)
    if held is None:
        queries = [
            table._default_manager.filter(user=user).values_list(
                "permission__codename",
                Value(model._meta.label, output_field=CharField()),
                "content_object_id",
            )
            for model, table in PERMISSION_MODELS.items()
        ]
        held = frozenset(queries[0].union(*queries[1:], all=True))
        setattr(user, _CACHE, held)
    return held


def forget_rights(user: Person) -> None:
    """Reads the rights anew the next time: called when memberships change."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def has_right(user: Person, right: Right, obj: models.Model) -> bool:
    """Does the person hold this right on this object? Derived from memberships."""
    return (right.value, obj._meta.label, obj.pk) in rights_of(user)


def held_on(user: Person, right: Right, model: type[models.Model]) -> list[int]:
    """The numbers of the objects of a kind on which the person holds this right."""
    label = model._meta.label
    return [pk for codename, kind, pk in rights_of(user) if codename == right and kind == label]
