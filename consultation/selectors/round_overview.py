"""How a round stands: what each party filed, until when, and whom the letter goes to."""

from dataclasses import dataclass
from datetime import date

from allocation.models import Cycle, Specialism
from allocation.roles import Role
from allocation.selectors.deadlines import DeadlineMoment, deadline_moment
from allocation.selectors.recipients import Recipient, recipients_with
from consultation.models import Filing, LetterVersion, Round
from consultation.selectors.filings import latest
from consultation.selectors.rounds import ADVICE, FOCUS, PROFESSION, Party

# "Regio's, wetenschappelijke verenigingen, VSG, NVvO en FMS". Toewijzingsprotocol 2027, fase II
ASKED = frozenset({Role.COORDINATOR, Role.ADVISER, Role.PROFESSION, Role.FMS})


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """One party in one round: the version that counts, if any, and the leave it has, if any."""

    party: Party
    key: str  # names the party in a form: specialism:02
    name: str
    association: str
    filing: Filing | None
    leave_until: date | None


def standing(consultation: Round) -> list[PartyStanding]:
    """All specialisms, in the order of the protocol; a fixed number of queries.

    Regions send their focus points to BOLS and FMS on the form of the letter, by mail.
    """
    filings = Filing.objects.filter(round=consultation).select_related("filed_by")
    by_specialism = {one.specialism_id: one for one in latest(filings).values()}
    leaves: dict[int | None, date] = {}
    for leave in consultation.late_leaves.all():
        leaves[leave.specialism_id] = max(leave.until, leaves.get(leave.specialism_id, leave.until))
    specialisms = Specialism.objects.prefetch_related("associations").order_by("position")
    return [
        PartyStanding(
            one,
            f"specialism:{one.code}",
            f"{one.code} {one.name}",
            ", ".join(body.name for body in one.associations.all()),
            by_specialism.get(one.pk),
            leaves.get(one.pk),
        )
        for one in specialisms
    ]


def letter_of(consultation: Round) -> LetterVersion | None:
    """The version of the covering letter that counts: the last one."""
    return consultation.letters.order_by("-number").select_related("saved_by").first()


def asked_in(cycle: Cycle) -> list[Recipient]:
    """Who gets the letter: coordinators, advisers, VSG and NVvO, FMS."""
    return recipients_with(ASKED, cycle)


def last_days(cycle: Cycle) -> list[DeadlineMoment]:
    """The deadlines of the agenda until which the parties may file; those with a day."""
    moments = (deadline_moment(cycle, key) for key in (FOCUS, ADVICE, PROFESSION))
    return [one for one in moments if one is not None and one.day is not None]
