"""Who gets a message: people by the roles they hold today, each once, with all their capacities."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone, translation

from allocation.models import Cycle, Membership
from allocation.roles import SCOPE_OF, Role, Scope
from allocation.selectors.memberships import holding_on
from bols_portal.accounts.models import User

CAPACITY_LENGTH = 200  # as the column that keeps it

# Whom a date of a phase concerns. Toewijzingsprotocol 2027, hoofdstuk 2: who acts in each phase.
_ALWAYS = frozenset({Role.BUREAU, Role.SECRETARY, Role.BOARD, Role.COORDINATOR})
_IN_PHASE: dict[int, frozenset[Role]] = {
    1: frozenset({Role.LEARNING_HOUSE, Role.ADVISER, Role.FMS}),
    2: frozenset({Role.ADVISER, Role.PROFESSION, Role.FMS}),
    3: frozenset({Role.CLUSTER_CHAIR, Role.TRAINER, Role.ADMINISTRATOR, Role.LEARNING_HOUSE}),
    4: frozenset({Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY}),
    5: frozenset(),
    6: frozenset({Role.VWS, Role.NZA}),
}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a message: what kind, of which record (a key), and its file name."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who gets a message, at which address, and as whom (in their own language)."""

    user: User | None
    address: str
    capacity: str
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def name(self) -> str:
        """The name of the person, or the address where there is no account."""
        return str(self.user) if self.user else self.address


def recipients_with(
    roles: Collection[Role],
    cycle: Cycle,
    enclosing: Callable[[Membership], Iterable[Enclosure]] | None = None,
) -> list[Recipient]:
    """Everybody who holds one of these roles today, once, by name; capacities are joined.

    A role on a cycle counts for that cycle alone. People who can't sign in get no mail. `enclosing`
    says what each membership brings along; who it brings nothing gets no message.
    """
    memberships = (
        Membership.objects.filter(
            holding_on(timezone.localdate()), role__in=list(roles), user__is_active=True
        )
        .filter(Q(cycle=cycle) | Q(cycle__isnull=True))
        .select_related(
            "user",
            "cycle",
            "region",
            "association",
            "institution",
            "cluster__region",
            "cluster__specialism",
            "specialism",
        )
        .order_by("user__name", "user__pk", "role", "pk")
    )
    people: dict[int, tuple[User, dict[str, None], dict[Enclosure, None]]] = {}
    for membership in memberships:
        user = membership.user
        brought = list(enclosing(membership)) if enclosing else []
        if enclosing and not brought:
            continue
        with translation.override(user.language or "nl"):
            capacity = capacity_of(membership)
        _, capacities, enclosures = people.setdefault(user.pk, (user, {}, {}))
        capacities[capacity] = None
        enclosures.update(dict.fromkeys(brought))
    return [
        Recipient(user, user.email, joined(capacities), tuple(enclosures))
        for user, capacities, enclosures in people.values()
    ]


def concerned_by(phase: int) -> frozenset[Role]:
    """The roles that are told when a date of this phase moves."""
    return _ALWAYS | _IN_PHASE[phase]


def capacity_of(membership: Membership) -> str:
    """As whom a membership lets someone act, in the active language: "OOR-coördinator, OOR NO"."""
    role = Role(membership.role)
    if SCOPE_OF[role] in (Scope.EVERYTHING, Scope.CYCLE):
        return str(role.label)
    return f"{role.label}, {membership.held_on}"


def joined(capacities: Collection[str]) -> str:
    """Several capacities as one text that fits its column."""
    text = ", ".join(capacities)
    return text if len(text) <= CAPACITY_LENGTH else text[: CAPACITY_LENGTH - 1] + "…"
