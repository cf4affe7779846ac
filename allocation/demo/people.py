"""The people of the demo: invented names, addresses at example.org, one click to sign in as each.

Made through the same services as a bureau employee's clicks; calling twice adds nothing. Nobody
has a password: outside demo mode nobody can sign in as any of them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from allocation.enums import InstitutionKind
from allocation.models import (
    Association,
    Cycle,
    Institution,
    Membership,
    Region,
    Specialism,
)
from allocation.roles import Role
from allocation.selectors.memberships import RELATED, holding_on
from allocation.selectors.recipients import capacity_of
from allocation.services.people import On, add_person, appoint
from bols_portal.accounts.demo import DemoGroup, DemoPerson
from bols_portal.accounts.models import User

DOMAIN = "example.org"

BUREAU = [  # two, because a second employee accepts what the first imports
    ("Anna Vermeer", "anna.vermeer", Role.BUREAU),
    ("Bram de Wit", "bram.de.wit", Role.BUREAU),
    ("Carla Smeets", "carla.smeets", Role.SECRETARY),
]
ON_CYCLE = [
    ("Dirk van Houten", "dirk.van.houten", Role.BOARD),
    ("Els Brouwer", "els.brouwer", Role.BOARD),
    ("Farid Haddou", "farid.haddou", Role.BOARD),
    ("Gerda Postma", "gerda.postma", Role.FMS),
    ("Hans Kuipers", "hans.kuipers", Role.COMMITTEE_MEMBER),
    ("Ilse Maas", "ilse.maas", Role.COMMITTEE_SECRETARY),
    ("Jan Willems", "jan.willems", Role.VWS),
    ("Karin Bos", "karin.bos", Role.NZA),
    ("Lodewijk Prins", "lodewijk.prins", Role.AUDITOR),
]
COORDINATORS = [  # NWN has two: it grew out of two regions
    ("Marijke Dijkstra", "NO"),
    ("Niek Janssen", "ON"),
    ("Olga van Dam", "Utrecht"),
    ("Pieter Blom", "NWN"),
    ("Quirine Schouten", "NWN"),
    ("Rob Zuidema", "Leiden"),
    ("Sanne de Graaf", "ZWN"),
    ("Theo Claessens", "ZON"),
]
PROFESSIONS = [("Ursula Hendriks", "46"), ("Victor Peeters", "31")]
FIRST_NAMES = ["Wim", "Yvonne", "Zeno", "Aisha", "Bas", "Chantal", "David", "Eva", "Floor"]
LAST_NAMES = ["Bakker", "Visser", "Mulder", "Meijer", "Kok", "Jacobs", "Vos", "Dekker", "Koster"]
LAST_NAMES += ["Hoekstra", "Prinsen"]  # 9 first and 11 last names: 99 different people

# The groups of the sign-in page, in order, with the roles in each.
GROUPS: list[tuple[Promise, list[Role]]] = [
    (_("Bureau"), [Role.BUREAU, Role.SECRETARY]),
    (_("Board"), [Role.BOARD]),
    (_("Auditor"), [Role.AUDITOR]),
    (_("Regions"), [Role.COORDINATOR, Role.CLUSTER_CHAIR, Role.TRAINER]),
    (_("Institutions"), [Role.LEARNING_HOUSE, Role.ADMINISTRATOR]),
    (_("National parties"), [Role.FMS, Role.PROFESSION, Role.VWS, Role.NZA]),
    (_("Complaints committee"), [Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY]),
    (_("Scientific associations"), [Role.ADVISER]),
]


def make_bureau(*, now: datetime, since: date | None = None) -> tuple[User, User]:
    """The bureau's people; they are there before the first cycle. Returns the two employees."""
    made = [
        _person(name, login, role, {}, by=None, now=now, since=since)
        for name, login, role in BUREAU
    ]
    return made[0], made[1]


def make_participants(
    *, cycle: Cycle, by: User, now: datetime, since: date | None = None
) -> list[User]:
    """Everybody else of a cycle: needs its regions, specialisms, associations and institutions.

    Board, committee, ministry and auditor; a coordinator for each region; an adviser for each
    association; a learning-house manager and an administrator at each UMC.
    """
    return [
        _person(name, login, role, on, by=by, now=now, since=since)
        for name, login, role, on in _participants(cycle)
    ]


def _participants(cycle: Cycle) -> Iterator[tuple[str, str, Role, On]]:
    for name, login, role in ON_CYCLE:
        yield name, login, role, {"cycle": cycle}
    regions = {region.key: region for region in Region.objects.all()}
    for name, key in COORDINATORS:
        if key in regions:
            yield name, slugify(name), Role.COORDINATOR, {"region": regions[key]}
    specialisms = {one.code: one for one in Specialism.objects.all()}
    for name, code in PROFESSIONS:
        if code in specialisms:
            yield name, slugify(name), Role.PROFESSION, {"specialism": specialisms[code]}
    names = _names()
    for institution in Institution.objects.filter(kind=InstitutionKind.UMC).order_by("code"):
        for role in (Role.LEARNING_HOUSE, Role.ADMINISTRATOR):
            login = f"{role.value.replace('_', '-')}.{institution.code.lower()}"
            yield next(names), login, role, {"institution": institution}
    outside = [code for _name, code in PROFESSIONS]
    associations = Association.objects.exclude(specialisms__code__in=outside).order_by("code")
    for association in associations:
        login = f"adviseur.{slugify(association.code)}"
        yield next(names), login, Role.ADVISER, {"association": association}


def _names() -> Iterator[str]:
    """Different names without end: every first name with every last name."""
    number = 0
    while True:
        first = FIRST_NAMES[number % len(FIRST_NAMES)]
        yield f"{first} {LAST_NAMES[number % len(LAST_NAMES)]}"
        number += 1


def _person(
    name: str,
    login: str,
    role: Role,
    on: On,
    *,
    by: User | None,
    now: datetime,
    since: date | None,
) -> User:
    """This person with this role, made only as far as it isn't there yet."""
    email = f"{login}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        return add_person(
            name=name, email=email, language="nl", role=role, on=on, by=by, now=now, since=since
        )
    held = Membership.objects.filter(user=user, role=role, **on)
    if by is not None and by != user and not held.exists():
        appoint(user=user, role=role, on=on, by=by, now=now, since=since)
    return user


def people_to_sign_in() -> list[DemoGroup]:
    """Who can be chosen on the sign-in page, grouped by role; each person once."""
    memberships = (
        Membership.objects.filter(
            holding_on(timezone.localdate()),
            user__is_active=True,
            user__email__endswith=f"@{DOMAIN}",
        )
        .select_related("user", *RELATED)
        .order_by("pk")
    )
    by_role: dict[str, list[Membership]] = {}
    for membership in memberships:
        by_role.setdefault(membership.role, []).append(membership)
    seen: set[int] = set()
    groups = []
    for label, roles in GROUPS:
        people = list(_once((held for role in roles for held in by_role.get(role, [])), seen))
        if people:
            groups.append(DemoGroup(label, people))
    return groups


def _once(memberships: Iterable[Membership], seen: set[int]) -> Iterator[DemoPerson]:
    for membership in memberships:
        if membership.user_id not in seen:
            seen.add(membership.user_id)
            yield DemoPerson(membership.user_id, membership.user.name, capacity_of(membership))
