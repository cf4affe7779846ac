"""A proposal that FMS submitted, made straight in the database. Invented numbers."""

from collections.abc import Mapping
from typing import Any

from allocation.enums import TableKind
from allocation.models import (
    AllocationTable,
    Association,
    IntakeRow,
    IntakeVersion,
    Region,
    Specialism,
)
from allocation.roles import Role
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User
from consultation.enums import FilingKind, ProposalStatus
from consultation.models import (
    AdviceCell,
    CouncilMeeting,
    Filing,
    Proposal,
    ProposalReason,
    ProposalTest,
)
from consultation.services.proposal_tests import record_test
from tests.consultation.advice_world import KEYS
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW, appoint, make_user, region, specialism
from tests.phase_1 import ZEROS, ReadyPhase, sha

Cells = Mapping[tuple[str, str], int]
SWAP: Cells = {("02", "NO"): 7, ("02", "ON"): 3}  # two places of cardiology to another region
MEETING_DAY = "2026-04-22"


def intake_like(ready: ReadyPhase) -> IntakeVersion:
    """A national intake to which the rows of the base distribution add up."""
    last = IntakeVersion.objects.filter(cycle=ready.cycle).order_by("-number").first()
    version = IntakeVersion.objects.create(
        cycle=ready.cycle,
        number=(last.number if last else 0) + 1,
        source="Brief van VWS",
        digest=sha("intake like the table"),
        created_at=NOW,
        created_by=ready.bureau,
    )
    sums: dict[str, int] = {"31": 12, "46": 7}
    for cell in ready.table.cells.select_related("specialism"):
        sums[cell.specialism.code] = sums.get(cell.specialism.code, 0) + cell.places
    IntakeRow.objects.bulk_create(
        IntakeRow(version=version, specialism=one, places=sums[one.code], places_previous=1)
        for one in Specialism.objects.filter(code__in=sums)
    )
    return version


def table_like(
    base: AllocationTable, changes: Cells, *, by: User, kind: TableKind = TableKind.PROPOSAL
) -> AllocationTable:
    """A table as the base distribution, but for these cells; other specialisms may be added."""
    cells = {
        (cell.specialism.code, cell.region.key): cell.places
        for cell in base.cells.select_related("specialism", "region")
    }
    return add_table(
        cycle=base.cycle,
        kind=kind,
        cells=[
            Places(code, key, places, structural_zero=(code, key) in ZEROS)
            for (code, key), places in {**cells, **changes}.items()
        ],
        by=by,
        now=NOW,
    )


def hear(world: RoundWorld, proposal: Proposal) -> None:
    """A meeting of all associations; every framework specialism has one."""
    everybody, _made = Association.objects.get_or_create(code="ALL", defaults={"name": "Allen"})
    everybody.specialisms.set(Specialism.objects.exclude(code__in=["31", "46"]))
    CouncilMeeting.objects.create(
        cycle=proposal.cycle,
        number=CouncilMeeting.objects.count() + 1,
        held_on=MEETING_DAY,
        present=["ALL"],
        recorded_at=NOW,
        recorded_by=world.fms,
    )


def advise(
    proposal: Proposal, code: str, by: User, places: Mapping[str, int], *, room: int = 1
) -> Filing:
    """An advice on a specialism: 5 in every region unless named, with this room."""
    filing = _filing(proposal, by, kind=FilingKind.ADVICE, specialism=specialism(code))
    for key in KEYS:
        number = places.get(key, 5)
        AdviceCell.objects.create(
            filing=filing,
            region=region(key),
            places=number,
            lowest=max(number - room, 0),
            highest=number + room,
        )
    return filing


def focus(proposal: Proposal, by: User) -> None:
    """Focus points of every region."""
    for one in Region.objects.all():
        _filing(proposal, by, kind=FilingKind.FOCUS, region=one)


def _filing(proposal: Proposal, by: User, **about: Any) -> Filing:
    return Filing.objects.create(
        round=proposal.round, number=1, digest=sha("filing"), filed_at=NOW, filed_by=by, **about
    )


def make_proposal(
    ready: ReadyPhase,
    changes: Cells = SWAP,
    *,
    by: User,
    reasons: bool = True,
    motivation: str = "Wij volgen de adviezen.",
) -> Proposal:
    """A submitted proposal with a reason for every cell and region total that departs."""
    table = table_like(ready.table, changes, by=by)
    proposal = Proposal.objects.create(
        cycle=ready.cycle,
        number=Proposal.objects.count() + 1,
        round=ready.cycle.rounds.get(status="open"),
        base=ready.table,
        table=table,
        motivation=motivation,
        status=ProposalStatus.SUBMITTED,
        digest=sha(f"proposal {table.number}"),
        saved_at=NOW,
        saved_by=by,
        submitted_at=NOW,
        submitted_by=by,
    )
    if reasons:
        _give_reasons(proposal, changes)
    return proposal


def _give_reasons(proposal: Proposal, changes: Cells) -> None:
    for code, key in changes:
        ProposalReason.objects.create(
            proposal=proposal,
            specialism=specialism(code),
            region=region(key),
            text=f"Reden van {code} {key}.",
        )
    for key in {key for _code, key in changes}:
        ProposalReason.objects.create(
            proposal=proposal, region=region(key), text=f"Reden van {key}."
        )


def submit(world: RoundWorld, changes: Cells = SWAP, **more: Any) -> Proposal:
    """The same, by the FMS of this world."""
    return make_proposal(world.ready, changes, by=world.fms, **more)


class ProposalWorld(RoundWorld):
    """A round that runs and a proposal in which everything is in order."""

    def __init__(self) -> None:
        super().__init__()
        intake_like(self.ready)
        self.round = self.open()
        self.board = make_user("Berta Bestuur")
        appoint(self.board, Role.BOARD, self.cycle)
        self.proposal = submit(self)
        hear(self, self.proposal)
        focus(self.proposal, self.coordinator)
        advise(self.proposal, "02", self.adviser, {"NO": 6, "ON": 4})
        for code in ("31", "46"):
            advise(self.proposal, code, self.adviser, {})

    def record(self, proposal: Proposal | None = None, **said: Any) -> ProposalTest:
        """The bureau's test of the proposal as it is."""
        words: dict[str, Any] = {
            "careful": True,
            "remarks": "",
            "by": self.bureau,
            "now": NOW,
        } | said
        return record_test(proposal=proposal or self.proposal, **words)
