"""Phase II with a proposal that was submitted and tested, and a board. Invented numbers."""

from typing import Any

from allocation.enums import TableKind
from allocation.models import (
    BoardDecision,
    IntakeRow,
    IntakeVersion,
    Phase,
    Region,
    Specialism,
)
from allocation.roles import Role
from allocation.selectors.tables import places_of
from allocation.services.decisions import put_to_board, vote
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User
from consultation.enums import ProposalStatus
from consultation.models import Proposal, ProposalReason, ProposalTest
from consultation.services.advices import file_advice
from consultation.services.distribution import Wish, propose_distribution
from consultation.services.proposal_tests import record_test
from tests.consultation.advice_world import KEYS, LATER
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW, appoint, make_user, specialism
from tests.phase_1 import ReadyPhase, sha

WHY = "Het bestuur weegt de opleidingscapaciteit."


def even_places() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Numbers and reasons for orthodontics and sports medicine where nothing was advised."""
    each = {"31": "2", "46": "1"}
    places = {(code, key): number for code, number in each.items() for key in KEYS}
    return places, {(code, ""): "Naar vorig jaar." for code in each}


def set_intake(ready: ReadyPhase) -> None:
    """A national intake that the base distribution adds up to: 35, or 30 with a structural zero.

    Orthodontics (31): 14; sports medicine (46): 7.
    """
    places = {row.code: row.total for row in places_of(ready.table).rows}
    places |= {"31": 14, "46": 7}
    last = IntakeVersion.objects.filter(cycle=ready.cycle).order_by("-number").first()
    version = IntakeVersion.objects.create(
        cycle=ready.cycle,
        number=last.number + 1 if last else 1,
        source="Brief van VWS",
        digest=sha("intake of phase II"),
        created_at=NOW,
        created_by=ready.bureau,
    )
    specialisms = {one.code: one for one in Specialism.objects.all()}
    IntakeRow.objects.bulk_create(
        IntakeRow(
            version=version, specialism=specialisms[code], places=number, places_previous=number
        )
        for code, number in places.items()
    )


def even(number: int, **other: int) -> dict[str, Any]:
    """An advice of the same number for every region, with room of one."""
    cells = {
        key: {
            "places": str(other.get(key, number)),
            "lowest": "0",
            "highest": str(other.get(key, number) + 1),
            "reason": "Zo adviseert de vereniging." if key in other else "",
        }
        for key in KEYS
    }
    return {"cells": cells, "motivation": "Naar inwoners."}


class DistributionWorld(RoundWorld):
    """Proposal 1 gives NO one place of 02 more and ON one fewer; NVVC advised two. All is tested.

    `board`: three members; `advised` tells whether NVvO (31) filed, VSG (46) always did.
    """

    def __init__(self, *, advised: bool = True, proposal: bool = True) -> None:
        super().__init__()
        set_intake(self.ready)
        self.round = self.open()
        self.board = [make_user(f"Lid {letter}") for letter in "ABC"]
        for member in self.board:
            appoint(member, Role.BOARD, self.cycle)
        self.profession = make_user("Vera Sport")
        appoint(self.profession, Role.PROFESSION, specialism("46"))
        self.orthodontist = make_user("Olaf Beugel")
        appoint(self.orthodontist, Role.PROFESSION, specialism("31"))
        self.advise("02", self.adviser, even(5, NO=7, ON=3))
        self.advise("46", self.profession, even(1))
        if advised:
            self.advise("31", self.orthodontist, even(2))
        self.proposal = make_proposal(self) if proposal else None
        self.test = make_test(self, self.proposal) if self.proposal else None

    def advise(self, code: str, by: User, content: dict[str, Any], seen: int = 0) -> None:
        """Files an advice."""
        file_advice(
            consultation=self.round,
            specialism=specialism(code),
            content=content,
            seen=seen,
            by=by,
            now=LATER,
        )

    def propose(self, course: str, *, by: User | None = None, **wish: Any) -> BoardDecision:
        """Proposes a course, as the bureau unless told; `seen` is the choice that was read."""
        seen = wish.pop("seen", 0)
        return propose_distribution(
            cycle=self.cycle,
            wish=Wish(course, **wish),
            seen=seen,
            by=by or self.bureau,
            now=NOW,
        )

    def put(self, course: str, **wish: Any) -> BoardDecision:
        """Proposes a course and puts it to the board."""
        return put_to_board(decision=self.propose(course, **wish), by=self.bureau, now=NOW)

    def adopt(self, decision: BoardDecision) -> BoardDecision:
        """Two of the three members approve."""
        for member in self.board[:2]:
            vote(decision=decision, choice="approve", remark="", by=member, now=NOW)
        decision.refresh_from_db()
        return decision

    def phases(self) -> tuple[str, str]:
        """The states of phases II and III."""
        states = dict(Phase.objects.filter(cycle=self.cycle).values_list("number", "status"))
        return states[2], states[3]


def make_proposal(world: DistributionWorld, number: int = 1) -> Proposal:
    """A submitted proposal on the base distribution in force, with its reasons."""
    moved = {("02", "NO"): 1, ("02", "ON"): -1}
    base = places_of(world.ready.table)
    cells = [
        Places(
            row.code,
            cell.region.key,
            cell.places + moved.get((row.code, cell.region.key), 0),
            structural_zero=cell.structural_zero,
        )
        for row in base.rows
        for cell in row.cells
    ]
    proposal = Proposal.objects.create(
        cycle=world.cycle,
        number=number,
        round=world.round,
        base=world.ready.table,
        table=add_table(
            cycle=world.cycle, kind=TableKind.PROPOSAL, cells=cells, by=world.fms, now=NOW
        ),
        motivation="Dicht bij de adviezen.",
        status=ProposalStatus.SUBMITTED,
        digest=sha(f"proposal {number}"),
        saved_at=NOW,
        saved_by=world.fms,
        submitted_at=NOW,
        submitted_by=world.fms,
    )
    regions = {one.key: one for one in Region.objects.all()}
    for code, key in [*moved, ("", "NO"), ("", "ON")]:
        ProposalReason.objects.create(
            proposal=proposal,
            region=regions[key],
            specialism=specialism(code) if code else None,
            text=f"FMS volgt het advies voor {key}.",
        )
    return proposal


def make_test(world: DistributionWorld, proposal: Proposal) -> ProposalTest:
    """The bureau's test of a proposal."""
    return record_test(
        proposal=proposal,
        careful=True,
        remarks="Zorgvuldig; de Raad Opleiding kwam niet bijeen.",
        by=world.bureau,
        now=NOW,
    )
