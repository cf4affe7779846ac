"""Who is asked to sign a region's proposal: each institution with a recognised training there.

Toewijzingsprotocol 2027, fase III 2.
"""

from dataclasses import dataclass

from django.utils import timezone

from allocation.models import Cycle, Institution, Membership, Region
from allocation.roles import Right, Role
from allocation.selectors.memberships import holding_on
from allocation.selectors.rights import Person, held_on
from consultation.models import SigningSlot
from consultation.selectors.recognitions import recognised_in


@dataclass(frozen=True, slots=True)
class Signatory:
    """An institution, and whom to ask there; both empty where nobody is known yet."""

    institution: Institution
    name: str
    email: str


def signatories_in(cycle: Cycle, region: Region) -> list[Signatory]:
    """The institutions by name. Whom to ask: as on the last sheet, else its administrator."""
    institutions = recognised_in(cycle, region).institutions
    numbers = [one.pk for one in institutions]
    people: dict[int, tuple[str, str]] = {}
    holding = Membership.objects.filter(
        holding_on(timezone.localdate()),
        role=Role.ADMINISTRATOR,
        institution__in=numbers,
        user__is_active=True,
    ).select_related("user")
    for membership in holding.order_by("-pk"):  # the first who was appointed comes last, and stays
        if membership.institution_id is not None:
            people[membership.institution_id] = (str(membership.user), membership.user.email)
    slots = SigningSlot.objects.filter(
        sheet__cycle=cycle, sheet__region=region, sheet__specialism=None, institution__in=numbers
    )
    for slot in slots.order_by("sheet_id"):
        if slot.email:
            people[slot.institution_id] = (slot.name, slot.email)
    return [Signatory(one, *people.get(one.pk, ("", ""))) for one in institutions]


def own_numbers(user: Person) -> list[int]:
    """The numbers of the institutions for which the person signs."""
    return held_on(user, Right.SIGN, Institution)
