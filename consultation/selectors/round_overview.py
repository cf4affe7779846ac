"""How a round stands: what each party filed, until when, and whom the letter goes to."""

from dataclasses import dataclass
from datetime import date

from allocation.models import Cycle, Region, Specialism
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
    key: str  # names the party in a form: region:NO, specialism:02
    name: str
    association: str
    filing: Filing | None
    leave_until: date | None


def standing(consultation: Round) -> list[PartyStanding]:
    """All regions and all specialisms, in the order of the protocol; a fixed number of queries."""
    filings = Filing.objects.filter(round=consultation).select_related("filed_by")
    by_region: dict[int, Filing] = {}
    by_specialism: dict[int, Filing] = {}
    for filing in latest(filings).values():
        if filing.region_id is not None:
            by_region[filing.region_id] = filing
        elif filing.specialism_id is not None:
            by_specialism[filing.specialism_id] = filing
    leaves: dict[tuple[int | None, int | None], date] = {}
    for leave in consultation.late_leaves.all():
        key = (leave.region_id, leave.specialism_id)
        leaves[key] = max(leave.until, leaves.get(key, leave.until))
    regions = [
        PartyStanding(
            one,
            f"region:{one.key}",
            one.name,
            "",
            by_region.get(one.pk),
            leaves.get((one.pk, None)),
        )
        for one in Region.objects.order_by("position")
    ]
    specialisms = Specialism.objects.prefetch_related("associations").order_by("position")
    return regions + [
        PartyStanding(
            one,
            f"specialism:{one.code}",
            f"{one.code} {one.name}",
            ", ".join(body.name for body in one.associations.all()),
            by_specialism.get(one.pk),
            leaves.get((None, one.pk)),
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
