"""Whom the covering letter of a round goes to, and which letter each of them gets."""

from collections.abc import Collection

from allocation.models import Association, Membership, Region, Specialism
from allocation.roles import Role
from allocation.selectors.recipients import Enclosure, Recipient, recipients_with
from consultation.models import LetterVersion, Round
from consultation.selectors.rounds import Party

KIND = "round_letter"
# "Regio's, wetenschappelijke verenigingen, VSG, NVvO en FMS". Toewijzingsprotocol 2027, fase II
ASKED = frozenset({Role.COORDINATOR, Role.ADVISER, Role.PROFESSION, Role.FMS})
FMS = "fms:FMS"  # composes, so it gets the whole table


def letter_of(consultation: Round) -> LetterVersion | None:
    """The version of the covering letter that counts: the last one."""
    return consultation.letters.order_by("-number").select_related("saved_by").first()


def addressee_of(membership: Membership) -> str:
    """Who a person is addressed as: "region:NO", "association:NVVC", "specialism:46", "fms:FMS"."""
    if membership.region is not None:
        return f"region:{membership.region.key}"
    if membership.association is not None:
        return f"association:{membership.association.code}"
    if membership.specialism is not None:
        return f"specialism:{membership.specialism.code}"
    return FMS


def addressees_of(party: Party) -> frozenset[str]:
    """As whom the people of a party are addressed: of a specialism, its associations too."""
    if isinstance(party, Region):
        return frozenset({f"region:{party.key}"})
    bodies = (f"association:{body.code}" for body in party.associations.all())
    return frozenset({f"specialism:{party.code}", *bodies})


def names_an_addressee(addressee: str) -> bool:
    """Whether this names somebody to whom a letter can go."""
    kind, _colon, code = addressee.partition(":")
    if kind == "region":
        return Region.objects.filter(key=code).exists()
    if kind == "association":
        return Association.objects.filter(code=code).exists()
    if kind == "specialism":
        return Specialism.objects.filter(code=code).exists()
    return addressee == FMS


def enclosure_for(letter: LetterVersion, number: int, addressee: str) -> Enclosure:
    """The letter to one addressee in the round of this number, as an enclosure."""
    code = addressee.partition(":")[2]
    return Enclosure(KIND, f"{letter.pk}:{addressee}", f"brief-ronde-{number}-{code}.pdf")


def addressee_in(enclosure: Enclosure) -> str:
    """The addressee of such an enclosure."""
    return enclosure.key.partition(":")[2]


def asked_in(consultation: Round, only: Collection[str] | None = None) -> list[Recipient]:
    """Who gets the letter, each person once with the letter to each party they act for.

    With `only`, just who acts for these addressees. Empty while the round has no letter.
    """
    letter = letter_of(consultation)
    if letter is None:
        return []

    def enclosing(membership: Membership) -> list[Enclosure]:
        addressee = addressee_of(membership)
        if only is not None and addressee not in only:
            return []
        return [enclosure_for(letter, consultation.number, addressee)]

    return recipients_with(ASKED, consultation.cycle, enclosing)
