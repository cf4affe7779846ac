"""Whose sheets these are: what a person is asked to sign, and which sheets a person follows."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from allocation.models import Cluster, Cycle, Institution, Region
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right, held_on
from consultation.models import SigningSheet, SigningSlot

_BESIDE = ("cycle", "region", "specialism")


def find_sheet(cycle: Cycle, code: str) -> SigningSheet | None:
    """The sheet with this code; who may read it is for the caller to check."""
    return SigningSheet.objects.select_related(*_BESIDE).filter(cycle=cycle, code=code).first()


def own_slots(user: Person, cycle: Cycle) -> list[SigningSlot]:
    """Where this person signs: an administrator for the own institutions, a trainer where the own
    e-mail address stands. Also on sheets that are closed; the latest first."""
    region = Q(sheet__specialism=None, institution__in=held_on(user, Right.SIGN, Institution))
    address = getattr(user, "email", "")
    cluster = Q(sheet__specialism__isnull=False, email__iexact=address)
    pairs = _clusters(user, Right.TRAIN, Right.CHAIR)
    asked = (
        SigningSlot.objects.filter(region | cluster if address and pairs else region)
        .filter(sheet__cycle=cycle)
        .select_related("institution", *(f"sheet__{name}" for name in _BESIDE))
        .order_by("-sheet__opened_at", "-sheet__pk", "institution__name")
    )
    return [
        slot
        for slot in asked
        if slot.sheet.specialism_id is None
        or (slot.sheet.region_id, slot.sheet.specialism_id) in pairs
    ]


def sheets_followed_by(user: Person, cycle: Cycle) -> list[SigningSheet]:
    """The sheets that stand for the proposals in force, which this person reads as coordinator,
    chair, bureau, board member or auditor: regions first, then clusters."""
    living = _living(cycle)
    if has_right(user, Right.READ_DOSSIERS, cycle):
        found: Iterable[SigningSheet] = living
    else:
        regions = set(held_on(user, Right.COORDINATE, Region))
        pairs = _clusters(user, Right.CHAIR)
        found = (
            one
            for one in living
            if one.region_id in regions or (one.region_id, one.specialism_id) in pairs
        )
    return sorted(
        found,
        key=lambda one: (
            one.specialism is not None,
            one.region.position,
            one.specialism.position if one.specialism else 0,
        ),
    )


def _living(cycle: Cycle) -> QuerySet[SigningSheet]:
    in_force = Q(closed_at=None) | Q(closed_because="submitted")
    return SigningSheet.objects.filter(in_force, cycle=cycle).select_related(*_BESIDE)


def _clusters(user: Person, *rights: Right) -> set[tuple[int, int | None]]:
    held = {pk for right in rights for pk in held_on(user, right, Cluster)}
    if not held:
        return set()
    return set(Cluster.objects.filter(pk__in=held).values_list("region_id", "specialism_id"))
