"""Who joins the demo for phase III: chairs and trainers of clusters, administrators of hospitals.

A few with an account; all others sign by personal link, as most administrators would.
"""

from datetime import datetime

from allocation.demo.people import DOMAIN
from allocation.models import Cluster, Institution, Region, Specialism
from allocation.roles import Role
from allocation.services.people import On, add_person
from bols_portal.accounts.models import User

CHAIRS = [  # name, region, specialism
    ("Alma Rietveld", "NO", "02"),
    ("Boris Ubbink", "NO", "05"),
    ("Cora Tuinstra", "Utrecht", "10"),
    ("Diederik Lamers", "Leiden", "41"),
    ("Elise Wagenaar", "ZON", "02"),
    ("Lieke Oudshoorn", "NWN", "28"),
    ("Menno Tiggelaar", "ZWN", "19"),
]
TRAINERS = [
    ("Frits Noorman", "NO", "02"),
    ("Greet Abbink", "Leiden", "41"),
]
ADMINISTRATORS = [  # besides those of the university hospitals
    ("Hedwig Stam", "99010002"),
    ("Ivo Terpstra", "99010003"),
    ("Jolanda Vink", "99030002"),
    ("Kees Overbeek", "99060002"),
]


def login_of(name: str) -> str:
    """The name before the @ of somebody's address."""
    return name.lower().replace(" ", ".")


def make_field(*, by: User, now: datetime) -> None:
    """Invites and appoints them; the clusters come into being with their first people."""
    for role, people in ((Role.CLUSTER_CHAIR, CHAIRS), (Role.TRAINER, TRAINERS)):
        for name, key, code in people:
            cluster, _made = Cluster.objects.get_or_create(
                region=Region.objects.get(key=key), specialism=Specialism.objects.get(code=code)
            )
            _join(name, role, {"cluster": cluster}, by, now)
    for name, code in ADMINISTRATORS:
        on: On = {"institution": Institution.objects.get(code=code)}
        _join(name, Role.ADMINISTRATOR, on, by, now)


def _join(name: str, role: Role, on: On, by: User, now: datetime) -> None:
    add_person(
        name=name,
        email=f"{login_of(name)}@{DOMAIN}",
        language="nl",
        role=role,
        on=on,
        by=by,
        now=now,
    )
