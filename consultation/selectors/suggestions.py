"""Reading the nearest fitting proposals (best passende voorstellen) that the engine computed.

They are seen by FMS alone: `permissions.may_compose`, for the caller to check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from allocation.engine.proposal import CellAccount, Proposal, account_of
from allocation.engine.proposal_cases import ProposeCase, propose_case_from_json
from allocation.models import Cycle
from allocation.selectors.tables import PlacesTable, places_of
from consultation.models import AdviceCell, Round, Suggestion
from consultation.selectors.framework import advices_in, framework_on
from consultation.selectors.workbench import Bench

CellKey = tuple[str, str]  # specialism code, region key
# A key of our own in the case; the engine ignores it, and it is not part of the digest.
WITHOUT_ADVICE = "base_taken_for"


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it was computed: the case, the result, and the base distribution below."""

    suggestion: Suggestion
    base: PlacesTable
    case: ProposeCase
    proposal: Proposal

    @cached_property
    def places(self) -> dict[CellKey, int]:
        """The suggested number of every cell."""
        return {
            (code, region): number
            for code, line in zip(self.case.rows, self.proposal.places, strict=True)
            for region, number in zip(self.case.columns, line, strict=True)
        }

    @property
    def without_advice(self) -> list[str]:
        """The codes of specialisms whose base distribution stood in for an advice."""
        return list(self.suggestion.case.get(WITHOUT_ADVICE, []))

    @cached_property
    def names(self) -> dict[str, str]:
        """The specialisms by code."""
        return {row.code: row.name for row in self.base.rows}

    @property
    def weights(self) -> dict[str, int]:
        """The weights that are not 1, by code."""
        pairs = zip(self.case.rows, self.case.weights, strict=True)
        return {code: weight for code, weight in pairs if weight != 1}

    def account(self, code: str, region: str) -> CellAccount:
        """Why a cell has its number; raises Http404 for a cell that is not in the table."""
        if (code, region) not in self.places:
            raise Http404
        return account_of(self.case, self.proposal, code, region)

    def replaced_on(self, bench: Bench) -> list[CellKey]:
        """The cells of the workbench with work in them that would get another number."""
        return [
            key
            for key in bench.deviating
            if key in self.places and self.places[key] != bench.places[key]
        ]


def suggestions_of(cycle: Cycle) -> list[Suggestion]:
    """The suggestions of a cycle without their tables, the latest first; one query."""
    return list(
        Suggestion.objects.filter(cycle=cycle)
        .select_related("table", "computed_by")
        .defer("case")
        .order_by("-number")
    )


def get_suggested(cycle: Cycle, number: int) -> Suggested:
    """The suggestion of this number; raises Http404 where there is none."""
    found = (
        Suggestion.objects.filter(cycle=cycle, number=number)
        .select_related("cycle", "table", "computed_by")
        .first()
    )
    if found is None:
        raise Http404
    return Suggested(
        found, places_of(found.table), propose_case_from_json(found.case), _proposal(found.result)
    )


def latest_weights(cycle: Cycle) -> dict[str, int]:
    """The weights of the last suggestion that are not 1; empty while there is none."""
    last = Suggestion.objects.filter(cycle=cycle).order_by("-number").first()
    if last is None:
        return {}
    pairs = zip(last.case["rows"], last.case["weights"], strict=True)
    return {code: weight for code, weight in pairs if weight != 1}


def case_of(
    cycle: Cycle, consultation: Round, weights: Mapping[str, int]
) -> tuple[ProposeCase, list[str]]:
    """The case of a round, and the codes of specialisms that filed no advice in it.

    For those the base distribution stands in, as the advice and as its bounds.
    """
    base = places_of(consultation.table)
    framework = framework_on(cycle, base)
    advices = advices_in(consultation)
    lines: dict[str, list[tuple[int | None, ...]]] = {"places": [], "lowest": [], "highest": []}
    for code, numbers in zip(framework.rows, framework.base, strict=True):
        advised = advices.get(code)
        for name, table in lines.items():
            table.append(_row(advised, framework.columns, name) if advised else numbers)
    case = ProposeCase(
        rows=framework.rows,
        columns=framework.columns,
        row_totals=framework.row_totals,
        base=framework.base,
        advice=tuple(lines["places"]),
        lower=tuple(lines["lowest"]),
        upper=tuple(lines["highest"]),
        zeros=framework.zeros,
        leeway=framework.leeway,
        weights=tuple(weights.get(code, 1) for code in framework.rows),
    )
    return case, [code for code in framework.rows if code not in advices]


def _row(
    advised: Mapping[str, AdviceCell], regions: tuple[str, ...], name: str
) -> tuple[int | None, ...]:
    return tuple(
        getattr(advised[region], name) if region in advised else None for region in regions
    )


def _proposal(result: Mapping[str, Any]) -> Proposal:
    """The stored result as the engine gave it."""
    return Proposal(
        places=tuple(tuple(row) for row in result["places"]),
        outside_bounds=result["outside_bounds"],
        deviation_from_advice=result["deviation_from_advice"],
        deviation_from_base=result["deviation_from_base"],
        moved=result["moved"],
        region_deviation=tuple(result["region_deviation"]),
        yielded=tuple((row, column) for row, column in result["yielded"]),
        unique=result["unique"],
        digest=result["digest"],
    )
