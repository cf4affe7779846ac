"""The nearest fitting proposal: as close to the advices as the framework allows.

Among all tables within the framework, in this order: (a) the fewest places outside the advised
lowest and highest, (b) the smallest weighted deviation from the advices, (c) the smallest deviation
from the base distribution, (d) the lexicographically largest, row by row.
Toewijzingsprotocol 2027, fase II 1.3; docs/adr/0112-nearest-fitting-proposal.md.
"""

from dataclasses import dataclass
from typing import Any

from allocation.engine.digest import digest as seal
from allocation.engine.leeway import assess
from allocation.engine.proposal_cases import ProposeCase, propose_case_to_json
from allocation.engine.proposal_network import cheapest, network_of
from allocation.engine.proposal_ties import largest
from allocation.engine.tables import Cell, Whole, WholeTable


@dataclass(frozen=True, slots=True)
class Proposal:
    """The table with its figures. `yielded`: cells whose advised bounds could not be kept."""

    places: WholeTable
    outside_bounds: int  # (a), in places
    deviation_from_advice: int  # (b), weighted
    deviation_from_base: int  # (c)
    moved: int
    region_deviation: Whole
    yielded: tuple[Cell, ...]
    unique: bool
    digest: str


def propose(case: ProposeCase) -> Proposal:
    """Compute the proposal. Raises NoSolutionError where no table keeps to the framework."""
    net = network_of(case)
    found, unique = largest(net, cheapest(net, case))
    places = tuple(tuple(row) for row in found.tolist())
    told = {**figures(case, places), "unique": unique}
    return Proposal(
        places=places,
        outside_bounds=told["outside_bounds"],
        deviation_from_advice=told["deviation_from_advice"],
        deviation_from_base=told["deviation_from_base"],
        moved=told["moved"],
        region_deviation=tuple(told["region_deviation"]),
        yielded=tuple((row, column) for row, column in told["yielded"]),
        unique=unique,
        digest=seal(propose_case_to_json(case), told),
    )


def figures(case: ProposeCase, places: WholeTable) -> dict[str, Any]:
    """The table and its figures as the result tells them, whether it is the best or not."""
    outside = from_advice = from_base = 0
    yielded = []
    for i, row in enumerate(places):
        for j, number in enumerate(row):
            low, high, advice = case.lower[i][j], case.upper[i][j], case.advice[i][j]
            out = max(0, (low or 0) - number, number - (number if high is None else high))
            if out:
                yielded.append([case.rows[i], case.columns[j]])
            outside += out
            if advice is not None:
                from_advice += case.weights[i] * abs(number - advice)
            from_base += abs(number - case.base[i][j])
    sums = assess(case.framework, places)
    return {
        "places": [list(row) for row in places],
        "outside_bounds": outside,
        "deviation_from_advice": from_advice,
        "deviation_from_base": from_base,
        "moved": sums.moved,
        "region_deviation": list(sums.region_deviation),
        "yielded": yielded,
    }


def proposal_to_json(proposal: Proposal) -> dict[str, Any]:
    """What `propose` prints."""
    return {
        "places": [list(row) for row in proposal.places],
        "outside_bounds": proposal.outside_bounds,
        "deviation_from_advice": proposal.deviation_from_advice,
        "deviation_from_base": proposal.deviation_from_base,
        "moved": proposal.moved,
        "region_deviation": list(proposal.region_deviation),
        "yielded": [list(cell) for cell in proposal.yielded],
        "unique": proposal.unique,
        "digest": proposal.digest,
    }


@dataclass(frozen=True, slots=True)
class CellAccount:
    """Why a cell has its number: what was advised and computed, and what kept it from the advice.

    `because`: codes among as_advised, no_advice, structural_zero, row_total, region_at_most,
    region_at_least, leeway_used_up, gave_way (another number in its row or region was dearer).
    """

    places: int
    base: int
    advice: int | None
    lower: int | None
    upper: int | None
    yielded: bool
    because: tuple[str, ...]


def account_of(case: ProposeCase, proposal: Proposal, row: str, column: str) -> CellAccount:
    """The account of one cell; ValueError for a label that the case doesn't have."""
    i, j = case.rows.index(row), case.columns.index(column)
    number, advice = proposal.places[i][j], case.advice[i][j]
    return CellAccount(
        places=number,
        base=case.base[i][j],
        advice=advice,
        lower=case.lower[i][j],
        upper=case.upper[i][j],
        yielded=(row, column) in proposal.yielded,
        because=_because(case, proposal, i, j),
    )


def _because(case: ProposeCase, proposal: Proposal, i: int, j: int) -> tuple[str, ...]:
    advice, number = case.advice[i][j], proposal.places[i][j]
    if advice is None:
        return ("no_advice",)
    if number == advice:
        return ("as_advised",)
    change, leeway = proposal.region_deviation[j], case.leeway
    wanted_more = number < advice
    advised = [entry for entry in case.advice[i] if entry is not None]
    full = len(advised) == len(case.columns)
    reasons = {
        "structural_zero": (case.rows[i], case.columns[j]) in case.zeros,
        "row_total": full and sum(advised) != case.row_totals[i],
        "region_at_most": wanted_more and change == leeway.up,
        "region_at_least": not wanted_more and change == -leeway.down,
        "leeway_used_up": proposal.moved == leeway.total
        and (change >= 0 if wanted_more else change <= 0),
    }
    return tuple(code for code, holds in reasons.items() if holds) or ("gave_way",)
