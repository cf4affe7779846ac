"""Reading decisions on the distribution: the course, the decided table, and what departs."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from allocation.enums import DecisionKind, DecisionStatus, TableKind
from allocation.models import AllocationTable, BoardDecision, Cycle, TableCell
from allocation.selectors.decisions import adopted_decision, living_decision
from allocation.selectors.tables import PlacesTable, places_of
from consultation.enums import Course
from consultation.models import DistributionChange, DistributionChoice, Round
from consultation.selectors.distribution_ground import Cell, Ground, places_in
from consultation.selectors.framework import advices_in
from consultation.selectors.proposal_sheet import reasons_of

FORMAT = "bols-distribution-1"
KIND = "distribution_letter"  # of the enclosure with the decided part of a party
# Courses that end phase II with a decided distribution.
DECIDING = (Course.ADOPT, Course.CHANGE, Course.FALLBACK)


def choice_of(decision: BoardDecision) -> DistributionChoice | None:
    """What the decision says: the last choice."""
    return (
        DistributionChoice.objects.filter(decision=decision)
        .select_related(
            "proposal__cycle",
            "proposal__base",
            "proposal__table",
            "proposal__round",
            "test",
            "proposed_by",
        )
        .order_by("-number")
        .first()
    )


def changes_of(choice: DistributionChoice) -> list[DistributionChange]:
    """The cells that it changes, in protocol order."""
    return list(choice.changes.select_related("specialism", "region"))


def digest_of(choice: DistributionChoice) -> str:
    """SHA-256 over the course, what it is about, the reason, and every changed cell."""
    content = {
        "format": FORMAT,
        "course": choice.course,
        "proposal": choice.proposal.digest if choice.proposal else "",
        "test": choice.test.digest if choice.test else "",
        "reason": choice.reason,
        "changes": [
            [one.specialism.code, one.region.key, one.proposed, one.decided, one.reason]
            for one in changes_of(choice)
        ],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def living_distribution(cycle: Cycle) -> BoardDecision | None:
    """The decision that is being prepared or lies before the board."""
    return living_decision(cycle, [DecisionKind.DISTRIBUTION])


def adopted_distribution(cycle: Cycle) -> BoardDecision | None:
    """The decision by which the distribution over the regions was established."""
    return adopted_decision(cycle, DecisionKind.DISTRIBUTION, TableKind.DECIDED)


def decided_table(cycle: Cycle) -> AllocationTable | None:
    """The distribution that the board decided on; None while it has not."""
    decision = adopted_distribution(cycle)
    return decision.table if decision else None


def decided_before(cycle: Cycle, code: str) -> dict[str, int]:
    """What was decided for a specialism in the cycle of the year before, by region key.

    Empty where the portal has no such decision. A decided table is open to all parties.
    """
    cells = TableCell.objects.filter(
        table__kind=TableKind.DECIDED,
        table__cycle__year=cycle.year - 1,
        table__decisions__kind=DecisionKind.DISTRIBUTION,
        table__decisions__status=DecisionStatus.ADOPTED,
        specialism__code=code,
        institution__isnull=True,
    )
    return dict(cells.values_list("region__key", "places"))


def places_chosen(
    ground: Ground, course: str, changes: Mapping[Cell, int]
) -> dict[Cell, int | None]:
    """The numbers that a course comes to; None where nothing was advised or entered yet."""
    places: dict[Cell, int | None] = dict(places_in(ground.start(course)))
    for one in ground.outside:
        for region in ground.regions:
            places[one.code, region] = ground.advised(one.code, region)
    places.update(changes)
    return places


def round_of(decision: BoardDecision) -> Round | None:
    """The consultation round on which the decision rests: the one that ran when it was put."""
    rounds = Round.objects.filter(cycle=decision.cycle_id, opened_at__isnull=False)
    if decision.put_at:
        rounds = rounds.filter(opened_at__lte=decision.put_at)
    return rounds.order_by("-number").first()


def base_of(decision: BoardDecision) -> AllocationTable | None:
    """The base distribution on which a decision that was put rests."""
    frozen = decision.items.filter(label__startswith="base-").values("digest")
    tables = AllocationTable.objects.filter(cycle=decision.cycle_id, kind=TableKind.BASE)
    return tables.filter(digest__in=frozen).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Departing:
    """A cell in which the board departs from the proposal or the advice, and why.

    `proposal`, `advice`, `base`: None where there is none for this cell.
    """

    code: str
    name: str
    region: str
    decided: int
    proposal: int | None
    advice: int | None
    base: int | None
    reason: str


def departures(decision: BoardDecision) -> list[Departing]:
    """The cells where what is decided differs from the proposal or the advice, with the reason.

    For a decision that was put; a fixed number of queries. Toewijzingsprotocol 2027, fase II 2.
    """
    choice = choice_of(decision)
    table = decision.table
    if choice is None or table is None or table.kind != TableKind.DECIDED:
        return []
    consultation = round_of(decision)
    advices = advices_in(consultation) if consultation else {}
    changes = {
        (one.specialism.code, one.region.key): one.reason.strip() for one in changes_of(choice)
    }
    framework = base_of(decision)
    base = places_of(framework) if framework else None
    proposed = places_of(choice.proposal.table) if choice.proposal else None
    reasons = reasons_of(choice.proposal) if choice.proposal else {}
    found = []
    for row in places_of(table).rows:
        for cell in row.cells:
            key = (row.code, cell.region.key)
            advice = advices.get(row.code, {}).get(cell.region.key)
            one = Departing(
                row.code,
                row.name,
                cell.region.key,
                cell.places,
                _number(proposed, key),
                advice.places if advice else None,
                _number(base, key),
                _reason(choice, key, changes, reasons),
            )
            if {one.proposal, one.advice} - {None, one.decided}:
                found.append(one)
    return found


def _number(table: PlacesTable | None, key: Cell) -> int | None:
    cell = table.cell(*key) if table else None
    return cell.places if cell else None


def _reason(
    choice: DistributionChoice,
    key: Cell,
    changes: Mapping[Cell, str],
    reasons: Mapping[Cell, str],
) -> str:
    """Of the board where it changed the cell; else of the course, or of FMS for the proposal."""
    if key in changes:
        return changes[key]
    if choice.course == Course.FALLBACK:
        return choice.reason
    motivation = choice.proposal.motivation if choice.proposal else ""
    return reasons.get(key) or reasons.get(("", key[1]), "") or choice.reason or motivation
