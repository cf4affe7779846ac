"""The bureau's test of a submitted proposal, and its report."""

from typing import Any

from consultation.enums import ProposalStatus
from consultation.models import Proposal
from consultation.selectors.proposal_tests import checks_of, seen_of
from consultation.services.proposal_tests import record_test
from tests.consultation.advice_world import make_round, start_phase_2
from tests.consultation.proposal_world import intake_like, make_proposal
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW
from tests.permissions.table import BUREAU, DOSSIERS, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

ONE = {"year": 2027, "number": 1}
READERS = (*DOSSIERS, "fms")
OTHER_READERS = ("auditor", "board", "fms")


def submitted(world: World) -> None:
    """A proposal that was submitted and not tested."""
    ready = ReadyPhase(world.cycle)
    start_phase_2(world.cycle)
    adopt_framework(ready, ready.table)
    intake_like(ready)
    make_round(ready)
    world.kept["proposal"] = make_proposal(ready, by=world.people["fms"])


def tested(world: World) -> None:
    """The bureau has tested it."""
    submitted(world)
    record_test(
        proposal=world.kept["proposal"],
        careful=True,
        remarks="Niet iedereen is gehoord.",
        by=world.people["bureau"],
        now=NOW,
    )


def saved(world: World) -> None:
    """A version that FMS keeps to itself."""
    submitted(world)
    Proposal.objects.update(status=ProposalStatus.SAVED, submitted_at=None, submitted_by=None)


def withdrawn(world: World) -> None:
    """FMS took it back."""
    submitted(world)
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN)


def finding(world: World) -> dict[str, Any]:
    """What the form sends about the proposal as it is."""
    proposal = world.kept["proposal"]
    return {
        "careful": "yes",
        "remarks": "Niet iedereen is gehoord.",
        "seen": seen_of(proposal, checks_of(proposal)),
    }


ROWS: list[Row] = [
    row("proposal_test", "GET", {200: READERS}, rest=404, args=ONE, given=submitted),
    row(
        "proposal_test",
        "GET",
        {},
        rest=404,
        args=ONE,
        given=saved,
        variant="not submitted",
    ),
    row(
        "proposal_test",
        "POST",
        {302: BUREAU, 403: OTHER_READERS},
        rest=404,
        args=ONE,
        given=submitted,
        data=finding,
    ),
    row(
        "proposal_test",
        "POST",
        {409: BUREAU, 403: OTHER_READERS},
        rest=404,
        args=ONE,
        given=withdrawn,
        data=finding,
        variant="withdrawn",
    ),
    row(
        "proposal_test_report",
        "GET",
        {200: READERS},
        rest=404,
        args=ONE | {"test": 1},
        given=tested,
    ),
]
