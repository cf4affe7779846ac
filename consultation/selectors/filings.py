"""Reading what was filed: who may see which version, and the latest one of each party."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from allocation.models import Association, Cycle, Region, Specialism
from allocation.roles import Right
from allocation.selectors.rights import Person, has_right, held_on
from consultation.models import Filing, FilingDraft, Round
from consultation.selectors.rounds import Party


def specialisms_advised_by(user: Person) -> QuerySet[Specialism]:
    """The specialisms for which a person files the advice, in the order of the protocol."""
    return Specialism.objects.filter(
        Q(associations__in=held_on(user, Right.ADVISE, Association))
        | Q(pk__in=held_on(user, Right.ADVISE, Specialism))
    ).distinct()


def filings_visible_to(user: Person, cycle: Cycle) -> QuerySet[Filing]:
    """FMS, bureau, board and auditors see all filings; other people those of their own party."""
    filings = Filing.objects.filter(round__cycle=cycle).select_related(
        "round", "region", "specialism", "filed_by", "unchanged_from__round"
    )
    if has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle):
        return filings
    return filings.filter(
        Q(region__in=held_on(user, Right.COORDINATE, Region))
        | Q(specialism__in=specialisms_advised_by(user).values("pk"))
    )


def latest(filings: Iterable[Filing]) -> dict[tuple[str, int], Filing]:
    """The highest version of each party in one round, by (kind, number of region or specialism)."""
    newest: dict[tuple[str, int], Filing] = {}
    for filing in filings:
        key = (filing.kind, filing.region_id or filing.specialism_id or 0)
        if key not in newest or newest[key].number < filing.number:
            newest[key] = filing
    return newest


def of_party(party: Party) -> dict[str, Party]:
    """What drafts and filings of a party are filtered by."""
    return {"region": party} if isinstance(party, Region) else {"specialism": party}


def latest_of(consultation: Round, party: Party) -> Filing | None:
    """The version of a party that counts in a round; None while it has filed nothing."""
    return (
        Filing.objects.filter(round=consultation, **of_party(party))
        .select_related("round", "region", "specialism", "filed_by", "unchanged_from__round")
        .order_by("-number")
        .first()
    )


def previous_of(consultation: Round, party: Party) -> Filing | None:
    """The last version that a party filed in an earlier round of the cycle."""
    return (
        Filing.objects.filter(
            round__cycle=consultation.cycle_id,
            round__number__lt=consultation.number,
            **of_party(party),
        )
        .select_related("round__table")
        .order_by("-round__number", "-number")
        .first()
    )


def draft_in(consultation: Round, party: Party) -> FilingDraft | None:
    """What a party has typed so far. For the party's own pages alone."""
    return (
        FilingDraft.objects.filter(round=consultation, **of_party(party))
        .select_related("saved_by")
        .first()
    )


def unfiled(draft: FilingDraft | None, filed: Filing | None) -> FilingDraft | None:
    """The draft, where it was saved after the version that counts: it still has to be filed."""
    if draft is None or (filed is not None and draft.saved_at <= filed.filed_at):
        return None
    return draft
