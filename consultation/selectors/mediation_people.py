"""Who may ask for mediation and as whom, who is concerned, and who has an interest in it.

Toewijzingsprotocol 2027, fase III 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from allocation.models import Cluster, Cycle, Institution, Membership, Region, Specialism
from allocation.roles import Right, Role
from allocation.selectors.memberships import RELATED, holding_on
from allocation.selectors.recipients import capacity_of
from allocation.selectors.rights import Person, held_on
from bols_portal.accounts.models import User
from consultation.models import Mediation
from consultation.selectors.mediations import parties_of
from consultation.selectors.recognitions import Recognitions, recognised_by_region


@dataclass(frozen=True, slots=True)
class Capacity:
    """As whom somebody may ask: for which region, which institution and which specialisms."""

    key: str
    label: str
    region: Region
    institution: Institution | None = None
    specialisms: frozenset[str] | None = None  # codes; None: every specialism


def capacities_of(user: Person, cycle: Cycle) -> list[Capacity]:
    """As whom the person may ask for mediation: coordinator, administrator, chair or trainer."""
    found = [
        Capacity(f"region:{one.key}", f"{Role.COORDINATOR.label}, {one}", one)
        for one in Region.objects.filter(pk__in=held_on(user, Right.COORDINATE, Region))
    ]
    found += _of_institutions(user, cycle)
    for right, role in ((Right.CHAIR, Role.CLUSTER_CHAIR), (Right.TRAIN, Role.TRAINER)):
        clusters = Cluster.objects.filter(pk__in=held_on(user, right, Cluster))
        found += [
            Capacity(
                f"{role}:{one.region.key}:{one.specialism.code}",
                f"{role.label}, {one}",
                one.region,
                specialisms=frozenset({one.specialism.code}),
            )
            for one in clusters.select_related("region", "specialism")
        ]
    return found


def _of_institutions(user: Person, cycle: Cycle) -> list[Capacity]:
    """An administrator asks for the own institution, in each region in which it trains."""
    institutions = list(Institution.objects.filter(pk__in=held_on(user, Right.SIGN, Institution)))
    if not institutions:
        return []
    recognised = recognised_by_region(cycle)
    return [
        Capacity(
            f"institution:{one.code}:{region.key}",
            _("Administrator of %(institution)s, %(region)s")
            % {"institution": one.name, "region": region},
            region,
            institution=one,
        )
        for one in institutions
        for region in Region.objects.order_by("position")
        if one in recognised.get(region.key, Recognitions({})).institutions
    ]


def specialisms_for(capacity: Capacity | None, capacities: Iterable[Capacity]) -> list[Specialism]:
    """The specialisms to choose from, in the order of the protocol."""
    asked = [capacity] if capacity else list(capacities)
    found = Specialism.objects.order_by("position")
    if any(one.specialisms is None for one in asked):
        return list(found)
    return list(found.filter(code__in={code for one in asked for code in one.specialisms or ()}))


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom the matter concerns by a role, as the bureau may ask them to take part."""

    user: User
    capacity: str
    institution: Institution | None


def concerned_in(mediation: Mediation) -> list[Concerned]:
    """Coordinators, chairs and trainers of the clusters, administrators of what trains there.

    Who is a party already is left out. Five queries, however many people.
    """
    codes = [one.pk for one in mediation.specialisms.all()]
    recognised = recognised_by_region(mediation.cycle).get(mediation.region.key, Recognitions({}))
    wanted = {one.code for one in mediation.specialisms.all()}
    institutions = {
        one.pk for code, row in recognised.by_specialism.items() if code in wanted for one in row
    }
    matter = (
        Q(role=Role.COORDINATOR, region=mediation.region_id)
        | Q(
            role__in=[Role.CLUSTER_CHAIR, Role.TRAINER],
            cluster__region=mediation.region_id,
            cluster__specialism__in=codes,
        )
        | Q(role=Role.ADMINISTRATOR, institution__in=institutions)
    )
    held = (
        Membership.objects.filter(matter, holding_on(timezone.localdate()), user__is_active=True)
        .exclude(user__in=[one.user_id for one in parties_of(mediation) if one.user_id])
        .select_related("user", *RELATED)
        .order_by("role", "user__name", "pk")
    )
    found: dict[int, Concerned] = {}
    for one in held:
        found.setdefault(one.user_id, Concerned(one.user, capacity_of(one), one.institution))
    return list(found.values())


def interests_of(
    user: User, mediation: Mediation, institutions: Iterable[int] | None = None
) -> list[str]:
    """The roles that the person holds or held at a party, so that they can't be in the chair.

    In the region or one of its clusters, or at an institution that is party, asks or lies in the
    region. `institutions` (numbers): only those instead.
    """
    if institutions is not None:
        matter = Q(institution__in=list(institutions))
    else:
        parties = parties_of(mediation)
        concerned = [mediation.institution_id, *(one.institution_id for one in parties)]
        matter = (
            Q(region=mediation.region_id)
            | Q(cluster__region=mediation.region_id)
            | Q(institution__in=[pk for pk in concerned if pk])
            | Q(institution__home_region=mediation.region_id)
        )
    held = Membership.objects.filter(matter, user=user).select_related(*RELATED)
    found = [capacity_of(one) for one in held.order_by("pk")]
    if institutions is None and (
        mediation.requested_by_id == user.pk
        or any(one.user_id == user.pk for one in parties_of(mediation))
    ):
        found.append(_("party in this mediation"))
    return list(dict.fromkeys(found))


def is_party(user: Person, mediation: Mediation) -> bool:
    """Whether the person asked for the mediation or takes part in it."""
    return mediation.requested_by_id == user.pk or any(
        one.user_id == user.pk for one in parties_of(mediation) if one.user_id
    )
