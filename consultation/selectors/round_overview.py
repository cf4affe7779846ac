"""How a round stands: what each of the parties filed, until when it can, who was reminded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allocation.models import Region, Specialism
from allocation.roles import Right
from allocation.selectors.rights import Person, held_on
from consultation.enums import RoundStatus
from consultation.models import Filing, LateLeave, Round
from consultation.selectors.filings import latest, specialisms_advised_by
from consultation.selectors.reminders import reminded_at, reminders_sent
from consultation.selectors.round_letters import addressees_of
from consultation.selectors.rounds import Party, agenda_of, closing_with


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """One party in one round: the version that counts, if any, and the leave it has, if any."""

    party: Party
    key: str  # names the party in a form: region:NO, specialism:02
    name: str
    detail: str  # the associations that advise on a specialism
    filing: Filing | None
    leave_until: date | None
    closes_at: datetime | None
    reminded_at: datetime | None
    addressees: frozenset[str]  # as whom its people get mail

    @property
    def is_region(self) -> bool:
        """Whether it is a region; otherwise it is a specialism."""
        return isinstance(self.party, Region)

    def can_still_file(self, now: datetime) -> bool:
        """Whether nothing was filed and its last day, with leave, has not passed."""
        return self.filing is None and (self.closes_at is None or now < self.closes_at)


def standing(consultation: Round) -> list[PartyStanding]:
    """The seven regions, then all specialisms, in the order of the protocol.

    A fixed number of queries.
    """
    filings = list(
        Filing.objects.filter(round=consultation).select_related("filed_by", "region", "specialism")
    )
    newest = {_key_of(one): one for one in latest(filings).values()}
    first: dict[str, datetime] = {}
    for filing in filings:
        key = _key_of(filing)
        first[key] = min(filing.filed_at, first.get(key, filing.filed_at))
    leaves: dict[str, date] = {}
    for leave in consultation.late_leaves.select_related("region", "specialism"):
        key = _key_of(leave)
        leaves[key] = max(leave.until, leaves.get(key, leave.until))
    agenda = agenda_of(consultation.cycle)
    reminders = reminders_sent(consultation)
    return [
        PartyStanding(
            party=party,
            key=key,
            name=str(party),
            detail=detail,
            filing=newest.get(key),
            leave_until=leaves.get(key),
            closes_at=closing_with(agenda.of(party), leaves.get(key)),
            reminded_at=reminded_at(reminders, addressees_of(party), first.get(key)),
            addressees=addressees_of(party),
        )
        for party, key, detail in _parties()
    ]


def missing_in(consultation: Round, now: datetime) -> list[PartyStanding]:
    """The parties that filed nothing and still can: the ones that a reminder is for."""
    return [one for one in standing(consultation) if one.can_still_file(now)]


def addressees_in(parties: Iterable[PartyStanding]) -> frozenset[str]:
    """As whom the people of these parties get mail."""
    return frozenset(to for party in parties for to in party.addressees)


@dataclass(frozen=True, slots=True)
class Files:
    """What a person files in a round that runs: focus points, advices, both or neither."""

    focus: bool
    advice: bool


def files_for(user: Person, consultation: Round) -> Files:
    """What this person files in the round: nothing once it was replaced."""
    if consultation.status != RoundStatus.OPEN:
        return Files(focus=False, advice=False)
    return Files(
        focus=bool(held_on(user, Right.COORDINATE, Region)),
        advice=specialisms_advised_by(user).exists(),
    )


def _parties() -> list[tuple[Party, str, str]]:
    """Every party with its key and what is said beside its name."""
    regions = Region.objects.order_by("position")
    specialisms = Specialism.objects.prefetch_related("associations").order_by("position")
    return [
        *((one, f"region:{one.key}", one.name if one.name != one.key else "") for one in regions),
        *(
            (one, f"specialism:{one.code}", ", ".join(str(body) for body in one.associations.all()))
            for one in specialisms
        ),
    ]


def _key_of(row: Filing | LateLeave) -> str:
    if row.region is not None:
        return f"region:{row.region.key}"
    return f"specialism:{row.specialism.code}" if row.specialism is not None else ""
