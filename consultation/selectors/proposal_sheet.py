"""A proposal laid beside its base distribution: totals, departures and the reasons for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from allocation.engine import leeway
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.tables import PlacesTable, differences, places_of
from consultation.models import AdviceCell, Proposal
from consultation.selectors.framework import advices_in, framework_on


@dataclass(frozen=True, slots=True)
class Departure:
    """A cell in which a table departs from another, with the reason if there is one."""

    code: str
    name: str
    region: str
    old: int
    new: int
    reason: str = ""

    @property
    def change(self) -> int:
        """New minus old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class BeyondAdvice:
    """A cell outside the lowest and highest number of the advice."""

    code: str
    name: str
    region: str
    places: int
    lowest: int
    highest: int
    reason: str = ""


@dataclass(frozen=True)
class ProposalSheet:
    """Everything that is read of a proposal, in protocol order."""

    proposal: Proposal
    base: PlacesTable
    places: PlacesTable
    framework: leeway.Framework
    reasons: Mapping[tuple[str, str], str]  # by code and region key; without a code the total
    number_in_force: int | None  # of the base distribution that is in force now

    @property
    def is_current(self) -> bool:
        """Whether its base distribution is the one in force."""
        return self.proposal.base.number == self.number_in_force

    @cached_property
    def assessment(self) -> leeway.Assessment:
        """The sums against the framework."""
        return leeway.assess(
            self.framework,
            tuple(
                tuple(self._number(row.code, region) for region in self.base.regions)
                for row in self.base.rows
            ),
        )

    @cached_property
    def departures(self) -> list[Departure]:
        """The cells that depart from the base distribution, with their reasons."""
        return [
            Departure(
                one.code,
                one.name,
                one.region,
                one.old,
                one.new,
                self.reasons.get((one.code, one.region), ""),
            )
            for one in differences(self.base, self.places)
        ]

    @property
    def deviating(self) -> list[tuple[str, int]]:
        """The regions whose total departs from the base distribution, and by how much."""
        changes = zip(self.base.regions, self.assessment.region_deviation, strict=True)
        return [(region, change) for region, change in changes if change]

    @cached_property
    def advices(self) -> dict[str, dict[str, AdviceCell]]:
        """The advices of the round on which the proposal rests."""
        return advices_in(self.proposal.round)

    @cached_property
    def beyond(self) -> list[BeyondAdvice]:
        """The cells outside what the advices can accept."""
        return [
            BeyondAdvice(
                row.code,
                row.name,
                region,
                cell.places,
                advised.lowest,
                advised.highest,
                self.reasons.get((row.code, region), ""),
            )
            for row in self.places.rows
            for region, cell in zip(self.places.regions, row.cells, strict=True)
            if (advised := self.advices.get(row.code, {}).get(region)) is not None
            and not advised.lowest <= cell.places <= advised.highest
        ]

    def region_reason(self, region: str) -> str:
        """Why the total of a region departs."""
        return self.reasons.get(("", region), "")

    def _number(self, code: str, region: str) -> int:
        cell = self.places.cell(code, region)
        return cell.places if cell else 0


def sheet_of(proposal: Proposal) -> ProposalSheet:
    """The sheet of a proposal; a fixed number of queries."""
    base = places_of(proposal.base)
    decision = adopted_framework(proposal.cycle)
    return ProposalSheet(
        proposal=proposal,
        base=base,
        places=places_of(proposal.table),
        framework=framework_on(proposal.cycle, base),
        reasons=reasons_of(proposal),
        number_in_force=decision.table.number if decision and decision.table else None,
    )


def reasons_of(proposal: Proposal) -> dict[tuple[str, str], str]:
    """The reasons of a proposal by specialism code and region key; without a code of a total."""
    return {
        (one.specialism.code if one.specialism else "", one.region.key): one.text.strip()
        for one in proposal.reasons.select_related("region", "specialism")
    }
