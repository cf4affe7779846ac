"""Reading the derived object permissions: one query for everything a person may do.

The answer is kept on the user object, which lives as long as a request: a page that asks for a
right on a hundred objects costs no more than one that asks once.
"""

from typing import TypeVar

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, QuerySet, Value
from guardian.models import UserObjectPermissionBase

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
from allocation.selectors.memberships import Person as Person
from allocation.selectors.memberships import forget_memberships

M = TypeVar("M", bound=models.Model)
Held = frozenset[tuple[str, str, int]]

PERMISSION_MODELS: dict[type[models.Model], type[UserObjectPermissionBase]] = {
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
    user.__dict__.pop(_CACHE, None)
    forget_memberships(user)


def has_right(user: Person, right: Right, obj: models.Model) -> bool:
    """Does the person hold this right on this object? Derived from memberships."""
    return (right.value, obj._meta.label, obj.pk) in rights_of(user)


def held_on(user: Person, right: Right, model: type[models.Model]) -> list[int]:
    """The numbers of the objects of a kind on which the person holds this right."""
    label = model._meta.label
    return [pk for codename, kind, pk in rights_of(user) if codename == right and kind == label]


def held_with(user: Person, right: Right, model: type[M]) -> QuerySet[M]:
    """The objects of a kind on which the person holds this right, to filter on further."""
    objects: QuerySet[M] = model._default_manager.filter(pk__in=held_on(user, right, model))
    return objects


def permission_rows() -> dict[tuple[str, str], int]:
    """The primary key of each right's Permission row, by (model name, right)."""
    names = [str(model._meta.model_name) for model in PERMISSION_MODELS]
    types = ContentType.objects.filter(app_label="allocation", model__in=names)
    found = Permission.objects.filter(content_type__in=types)
    return {
        (model, codename): pk
        for pk, codename, model in found.values_list("pk", "codename", "content_type__model")
    }
