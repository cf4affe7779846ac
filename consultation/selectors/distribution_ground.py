"""What the board decides on: base distribution, proposal, test, advices and national intake."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocation.engine import leeway
from allocation.models import BoardDecision, Cycle
from allocation.protocols.rules import SpecialismRule
from allocation.selectors.cycles import protocol_of
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.framework import intake_under
from allocation.selectors.intake import numbers_of
from allocation.selectors.tables import PlacesTable, places_of
from consultation.enums import Course
from consultation.models import AdviceCell, Proposal, ProposalTest, Round
from consultation.selectors.framework import advices_in, framework_on
from consultation.selectors.proposal_sheet import reasons_of
from consultation.selectors.proposal_tests import latest_test
from consultation.selectors.proposals import submitted_proposal
from consultation.selectors.rounds import current_round

Cell = tuple[str, str]  # specialism code, region key


@dataclass(frozen=True)
class Ground:
    """Everything a decision on the distribution can rest on now, in protocol order.

    Who may read it is for the caller to check.
    """

    cycle: Cycle
    framework_decision: BoardDecision
    base: PlacesTable
    proposal: Proposal | None  # the one that was submitted
    proposed: PlacesTable | None
    test: ProposalTest | None
    round: Round | None
    advices: Mapping[str, Mapping[str, AdviceCell]]
    outside: tuple[SpecialismRule, ...]  # orthodontics and sports medicine
    intake: Mapping[str, int]

    @property
    def regions(self) -> tuple[str, ...]:
        """The region keys."""
        return self.base.regions

    @property
    def fits_base(self) -> bool:
        """Whether the proposal is about the base distribution that is in force."""
        return self.proposal is not None and self.proposal.base_id == self.base.table.pk

    @property
    def fits_round(self) -> bool:
        """Whether the proposal rests on the advices that count now."""
        rests_on = self.proposal.round_id if self.proposal else None
        return self.round is not None and rests_on == self.round.pk

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all specialisms, in and outside the framework."""
        inside = {row.code: row.name for row in self.base.rows}
        return inside | {one.code: one.name for one in self.outside}

    @cached_property
    def reasons(self) -> dict[Cell, str]:
        """Why the proposal departs from the base distribution; without a code of a total."""
        return reasons_of(self.proposal) if self.proposal else {}

    @cached_property
    def framework(self) -> leeway.Framework:
        """The framework on the base distribution in force."""
        return framework_on(self.cycle, self.base)

    def start(self, course: str) -> PlacesTable:
        """The table that a course begins from: the proposal, or the base distribution."""
        if course == Course.FALLBACK or self.proposed is None:
            return self.base
        return self.proposed

    def advised(self, code: str, region: str) -> int | None:
        """What was advised for a cell; None where nothing was."""
        cell = self.advices.get(code, {}).get(region)
        return cell.places if cell else None

    def has_advice(self, code: str) -> bool:
        """Whether a specialism outside the framework was advised on."""
        return bool(self.advices.get(code))


def ground_of(cycle: Cycle) -> Ground | None:
    """What can be decided on now; None without a framework. A fixed number of queries."""
    decision = adopted_framework(cycle)
    if decision is None or decision.table is None:
        return None
    proposal = submitted_proposal(cycle)
    # The advices that count are those of the round that runs, whatever the proposal rests on.
    consultation = current_round(cycle) or (proposal.round if proposal else None)
    intake = numbers_of(intake_under(decision.table))
    return Ground(
        cycle=cycle,
        framework_decision=decision,
        base=places_of(decision.table),
        proposal=proposal,
        proposed=places_of(proposal.table) if proposal else None,
        test=latest_test(proposal) if proposal else None,
        round=consultation,
        advices=advices_in(consultation) if consultation else {},
        outside=tuple(one for one in protocol_of(cycle).specialisms if not one.in_framework),
        intake={code: now for code, (_before, now) in intake.items()},
    )


def places_in(table: PlacesTable) -> dict[Cell, int]:
    """The numbers of a table by specialism code and region key."""
    return {
        (row.code, region): cell.places
        for row in table.rows
        for region, cell in zip(table.regions, row.cells, strict=True)
    }


def zeros_in(table: PlacesTable) -> frozenset[Cell]:
    """The structural zeros (structurele nullen) of a table."""
    return frozenset(
        (row.code, region)
        for row in table.rows
        for region, cell in zip(table.regions, row.cells, strict=True)
        if cell.structural_zero
    )
