"""Who gets what of the proposal: FMS its versions, bureau and board what was submitted."""

from typing import Any

from consultation.models import Proposal, Workbench
from consultation.services.proposals import save_version, submit_proposal
from consultation.services.workbench import begin_workbench
from tests.consultation.bench_world import set_whole_intake
from tests.consultation.round_world import adopt_framework
from tests.factories import NOW
from tests.permissions.matrix.meetings import recorded
from tests.permissions.table import DOSSIERS, OUTSIDERS, Row, row
from tests.permissions.world import World
from tests.phase_1 import ReadyPhase

YEAR = {"year": 2027}
ONE = {"year": 2027, "number": 1}
READERS = (*DOSSIERS, "fms")


def begun(world: World) -> None:
    """FMS met the associations and began with the base distribution, which is its proposal."""
    recorded(world)
    ready: ReadyPhase = world.kept["ready"]
    adopt_framework(ready, ready.table)
    set_whole_intake(ready)
    by = world.people["fms"]
    workbench = begin_workbench(cycle=world.cycle, start="base", by=by, now=NOW)
    Workbench.objects.filter(pk=workbench.pk).update(motivation="De basisverdeling voldoet.")


def saved(world: World) -> Proposal:
    """A version that is ready to be submitted."""
    begun(world)
    return save_version(cycle=world.cycle, note="", by=world.people["fms"], now=NOW)


def submitted(world: World) -> None:
    """A proposal that lies with BOLS."""
    submit_proposal(proposal=saved(world), by=world.people["fms"], now=NOW)


def seen(world: World) -> dict[str, Any]:
    return {"note": "", "seen": Workbench.objects.get(cycle=world.cycle).version}


ROWS: list[Row] = [
    row("proposals", "GET", {200: READERS, 404: OUTSIDERS}, args=YEAR, given=submitted),
    row("proposals", "POST", {302: "fms", 404: OUTSIDERS}, args=YEAR, given=begun, data=seen),
    row("proposal_compare", "GET", {200: READERS, 404: OUTSIDERS}, args=YEAR, given=submitted),
    row("proposal", "GET", {200: READERS}, rest=404, args=ONE, given=submitted),
    row("proposal", "GET", {200: "fms"}, rest=404, args=ONE, given=saved, variant="saved only"),
    row("proposal_download", "GET", {200: READERS}, rest=404, args=ONE, given=submitted),
    row(
        "proposal_download",
        "GET",
        {200: "fms"},
        rest=404,
        args=ONE,
        given=saved,
        variant="saved only",
    ),
    row("proposal_submit", "GET", {200: "fms"}, rest=404, args=ONE, given=saved),
    row("proposal_submit", "POST", {302: "fms"}, rest=404, args=ONE, given=saved),
    row(
        "proposal_withdraw", "GET", {200: "fms", 403: DOSSIERS}, rest=404, args=ONE, given=submitted
    ),
    row(
        "proposal_withdraw",
        "POST",
        {302: "fms", 403: DOSSIERS},
        rest=404,
        args=ONE,
        given=submitted,
        data={"reason": "Er komt nog een advies."},
    ),
]
