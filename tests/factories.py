"""The small world of the tests: plain functions that make rows, with sensible defaults.

Numbers and codes are invented; names of regions and specialisms are the protocol's. Everything is
made straight in the database, so that a test of one service does not depend on another.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import models
from django.utils import timezone

from allocation import protocols
from allocation.enums import InstitutionKind, PhaseNumber, PhaseStatus
from allocation.models import (
    Association,
    Cluster,
    Cycle,
    Deadline,
    DeadlineVersion,
    Institution,
    Membership,
    Phase,
    Region,
    Specialism,
)
from allocation.roles import SCOPE_OF, Role, Scope
from allocation.selectors.rights import forget_rights
from allocation.services.rights import sync_rights
from bols_portal.accounts.models import User

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "Een heel lang wachtwoord 7"

REGIONS = [  # code, short name, other names in older texts
    ("OO1", "NO", []),
    ("OO2", "ON", []),
    ("OO3", "Utrecht", []),
    ("OO4", "NWN", ["OOR Amsterdam"]),
    ("OO6", "Leiden", []),
    ("OO7", "ZWN", []),
    ("OO8", "ZON", []),
]
SPECIALISMS = [  # in the order of the protocol's table; the last two are outside the framework
    ("01", "Anesthesiologie"),
    ("02", "Cardiologie"),
    ("03", "Cardio-thoracale chirurgie"),
    ("04", "Dermatologie en venerologie"),
    ("05", "Heelkunde"),
    ("10", "Interne geneeskunde"),
    ("17", "Kaakchirurgie"),
    ("18", "Keel- neus- oorheelkunde"),
    ("19", "Kindergeneeskunde"),
    ("20", "Klinisch chemicus"),
    ("21", "Klinisch fysicus"),
    ("22", "Klinische genetica"),
    ("23", "Klinische geriatrie"),
    ("24", "Longziekten en tuberculose"),
    ("25", "Maag-darm-leverziekten"),
    ("26", "Medische microbiologie"),
    ("27", "Neurochirurgie"),
    ("28", "Neurologie"),
    ("43", "Obstetrie en gynaecologie"),
    ("30", "Oogheelkunde"),
    ("32", "Orthopedie"),
    ("33", "Pathologie"),
    ("34", "Plastische chirurgie"),
    ("37", "Radiologie"),
    ("38", "Radiotherapie"),
    ("39", "Reumatologie"),
    ("40", "Revalidatiegeneeskunde"),
    ("41", "Spoedeisende geneeskunde"),
    ("42", "Urologie"),
    ("44", "Ziekenhuisapotheker"),
    ("31", "Orthodontie"),
    ("46", "Sportgeneeskunde"),
]
INSTITUTIONS = [  # code, name, place, kind, region
    ("I001", "UMC Voorbeeld Noord", "Groningen", InstitutionKind.UMC, "NO"),
    ("I002", "Ziekenhuis Aan de Vaart", "Zwolle", InstitutionKind.GENERAL, "NO"),
    ("I003", "UMC Voorbeeld Midden", "Utrecht", InstitutionKind.UMC, "Utrecht"),
    ("I004", "UMC Voorbeeld Duin", "Leiden", InstitutionKind.UMC, "Leiden"),
    ("I005", "Revalidatiecentrum De Linde", "Arnhem", InstitutionKind.REHABILITATION, "ON"),
    ("I006", "Laboratorium Zuid", "Breda", InstitutionKind.LABORATORY, "ZWN"),
    ("Z001", "Kliniek Snel", "Amsterdam", InstitutionKind.ZBC, "NWN"),
]
ASSOCIATIONS = [  # abbreviation, name, specialisms
    ("NVVC", "Nederlandse Vereniging voor Cardiologie", ["02"]),
    ("NVvH", "Nederlandse Vereniging voor Heelkunde", ["05"]),
    ("NIV", "Nederlandse Internisten Vereniging", ["10"]),
    ("VSG", "Vereniging voor Sportgeneeskunde", ["46"]),
    ("NVvO", "Nederlandse Vereniging van Orthodontisten", ["31"]),
]

_numbers = count(1)


def make_reference_data() -> None:
    """The 7 regions, 32 specialisms, a few institutions and associations; may be called twice."""
    for position, (code, key, aliases) in enumerate(REGIONS, 1):
        Region.objects.update_or_create(
            code=code,
            defaults={"key": key, "name": f"OOR {key}", "position": position, "aliases": aliases},
        )
    for position, (code, name) in enumerate(SPECIALISMS, 1):
        Specialism.objects.update_or_create(
            code=code, defaults={"name": name, "position": position}
        )
    regions = {region.key: region for region in Region.objects.all()}
    for code, name, city, kind, key in INSTITUTIONS:
        Institution.objects.update_or_create(
            code=code,
            defaults={"name": name, "city": city, "kind": kind, "home_region": regions[key]},
        )
    for code, name, specialisms in ASSOCIATIONS:
        association, _ = Association.objects.update_or_create(code=code, defaults={"name": name})
        association.specialisms.set(Specialism.objects.filter(code__in=specialisms))


def region(key: str = "NO") -> Region:
    """A region by its short name."""
    return Region.objects.get(key=key)


def specialism(code: str = "02") -> Specialism:
    """A specialism by its code."""
    return Specialism.objects.get(code=code)


def institution(code: str = "I001") -> Institution:
    """An institution by its code."""
    return Institution.objects.get(code=code)


def association(code: str = "NVVC") -> Association:
    """An association by its abbreviation."""
    return Association.objects.get(code=code)


def cluster(region_key: str = "NO", specialism_code: str = "02") -> Cluster:
    """The cluster of a specialism in a region."""
    found, _ = Cluster.objects.get_or_create(
        region=region(region_key), specialism=specialism(specialism_code)
    )
    return found


def make_user(
    name: str = "", *, email: str = "", password: str | None = None, **fields: Any
) -> User:
    """A person without a role; without a password they are signed in with `force_login`."""
    number = next(_numbers)
    name = name or f"Persoon {number}"
    email = email or f"{name.lower().replace(' ', '.')}.{number}@example.org"
    return User.objects.create_user(email, password, name=name, **fields)


def default_protocol() -> dict[str, Any]:
    """The protocol file of 2027, whatever the year of the cycle."""
    return protocols.load("2027").to_json()


def make_cycle(
    year: int = 2027,
    *,
    opened_by: User | None = None,
    protocol: Mapping[str, Any] | None = None,
    is_demo: bool = False,
) -> Cycle:
    """A cycle with its six phases, the first one open; rights on it are derived at once."""
    frozen = dict(protocol if protocol is not None else default_protocol())
    content = json.dumps(frozen, sort_keys=True, ensure_ascii=False, default=str)
    cycle = Cycle.objects.create(
        year=year,
        name=f"Toewijzing {year}",
        protocol=json.loads(content),
        protocol_digest=hashlib.sha256(content.encode()).hexdigest(),
        opened_at=NOW,
        opened_by=opened_by or make_user("Opener"),
        is_demo=is_demo,
    )
    for number in PhaseNumber:
        first = number == PhaseNumber.FRAMEWORK
        Phase.objects.create(
            cycle=cycle,
            number=number,
            status=PhaseStatus.OPEN if first else PhaseStatus.WAITING,
            opened_at=NOW if first else None,
        )
    make_deadlines(cycle)
    sync_rights(day=timezone.localdate())
    return cycle


def make_deadlines(cycle: Cycle) -> None:
    """The deadlines of the cycle's protocol, each with its first version."""
    if "text" not in cycle.protocol:
        return
    rules = protocols.from_json(cycle.protocol).deadlines
    rows = Deadline.objects.bulk_create(
        Deadline(cycle=cycle, key=rule.key, phase=rule.phase, position=position)
        for position, rule in enumerate(rules, 1)
    )
    DeadlineVersion.objects.bulk_create(
        DeadlineVersion(
            deadline=row,
            number=1,
            day=rule.day,
            kind=rule.kind,
            set_at=NOW,
            set_by=cycle.opened_by,
        )
        for row, rule in zip(rows, rules, strict=True)
    )


def appoint(
    user: User,
    role: Role | str,
    on: models.Model | None = None,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Membership:
    """Gives the person a role on an object (None for the bureau) and derives their rights."""
    role = Role(role)
    scope = SCOPE_OF[role]
    held: dict[str, models.Model | None] = {}
    if scope is not Scope.EVERYTHING:
        if on is None:
            raise ValueError(f"{role} is held on a {scope}")
        held["cluster" if scope is Scope.REGION_SPECIALISM else scope.value] = on
    membership = Membership.objects.create(
        user=user, role=role, since=since, until=until, appointed_at=NOW, **held
    )
    forget_rights(user)
    sync_rights(day=timezone.localdate(), users=[user])
    return membership


def make_bureau(name: str = "Bureau", **fields: Any) -> User:
    """A bureau employee."""
    user = make_user(name, **fields)
    appoint(user, Role.BUREAU)
    return user
