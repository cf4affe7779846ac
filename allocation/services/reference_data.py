"""Regions, specialisms, clusters and associations as a protocol names them.

Bringing them in is idempotent: what is there already keeps its row, so that appointments and
older cycles go on pointing at it. Nothing is removed.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.db.models import F, Max

from allocation.models import Association, Cluster, Region, Specialism
from allocation.protocols import Protocol

Ordered = TypeVar("Ordered", Region, Specialism)


def bring_in(protocol: Protocol) -> None:
    """Adds what is new in this protocol and changes what differs. Called in a transaction."""
    regions = _ordered(
        Region,
        "code",
        [
            {"code": one.code, "key": one.key, "name": one.name, "aliases": list(one.aliases)}
            for one in protocol.regions
        ],
    )
    specialisms = _ordered(
        Specialism,
        "code",
        [
            {"code": one.code, "name": one.name, "vektis_code": one.vektis_code}
            for one in protocol.specialisms
        ],
    )
    _clusters(protocol, regions, specialisms)
    _associations(protocol, specialisms)


def _ordered(
    model: type[Ordered], key: str, wanted: Sequence[Mapping[str, object]]
) -> dict[str, Ordered]:
    """Rows in the order of the protocol; positions are unique, so a new order is made in two steps:
    first everything out of the way, then in its place. Rows of older protocols come after.
    """
    facts = [{**one, "position": place} for place, one in enumerate(wanted, start=1)]
    known = {getattr(row, key): row for row in model.objects.all()}
    if all(_same(known.get(str(one[key])), one) for one in facts):
        return known
    highest = model.objects.aggregate(highest=Max("position"))["highest"] or 0
    model.objects.update(position=F("position") + highest + len(facts))
    for one in facts:
        row = known.get(str(one[key])) or model()
        for name, value in one.items():
            setattr(row, name, value)
        row.save()
        known[str(one[key])] = row
    return known


def _same(row: Region | Specialism | None, facts: Mapping[str, object]) -> bool:
    return row is not None and all(getattr(row, name) == value for name, value in facts.items())


def _clusters(
    protocol: Protocol, regions: Mapping[str, Region], specialisms: Mapping[str, Specialism]
) -> None:
    """One cluster for every specialism in every region, but where there is no training."""
    Cluster.objects.bulk_create(
        (
            Cluster(region=regions[region.code], specialism=specialisms[specialism.code])
            for region in protocol.regions
            for specialism in protocol.specialisms
            if (specialism.code, region.key) not in protocol.zeros
        ),
        ignore_conflicts=True,
    )


def _associations(protocol: Protocol, specialisms: Mapping[str, Specialism]) -> None:
    known = {one.code: one for one in Association.objects.prefetch_related("specialisms")}
    for rule in protocol.associations:
        row = known.get(rule.code)
        if row is None:
            row = Association.objects.create(code=rule.code, name=rule.name)
        elif row.name != rule.name:
            row.name = rule.name
            row.save(update_fields=["name"])
        row.specialisms.set([specialisms[code] for code in rule.specialisms])
