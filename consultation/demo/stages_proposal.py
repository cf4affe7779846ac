"""The demo's story of phase II, second part: FMS makes one proposal of the advices, BOLS tests it.

Toewijzingsprotocol 2027, fase II 1.3 and 2.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from allocation.demo.loader_clock import moment, standing_at
from allocation.demo.minutes import minutes
from allocation.demo.stages_story import Story
from allocation.models import Association, Cycle
from bols_portal.accounts.models import User
from bols_portal.ui.formats import date_text
from consultation.demo.invented import advices, proposal_texts
from consultation.models import Proposal
from consultation.selectors.workbench import Bench, bench_of
from consultation.selectors.workbench_state import text_mark
from consultation.services.meetings import record_meeting
from consultation.services.proposal_tests import record_test
from consultation.services.proposals import save_version, submit_proposal
from consultation.services.suggestions import compute_suggestion, take_suggestion_over
from consultation.services.workbench import begin_workbench, change_workbench
from consultation.services.workbench_changes import (
    CellChange,
    Change,
    MotivationChange,
    RegionChange,
)

GERDA = "gerda.postma"
MEETING = date(2026, 4, 22)
ABSENT = ("NVKF", "NVvN", "NVZA")  # they agreed by mail


def compose(story: Story) -> None:
    """22-24 April 2026: the council meets; the nearest fitting proposal, with its reasons."""
    cycle = story.cycle
    now = moment(2026, 4, 22, 17, 30)
    with standing_at(now):
        _meet(story, cycle, now)
    now = moment(2026, 4, 23, 9, 15)
    with standing_at(now):
        gerda = story.person(GERDA)
        seen = begin_workbench(cycle=cycle, start="advices", by=gerda, now=now).version
        found = compute_suggestion(cycle=cycle, weights={}, by=gerda, now=now)
        later = now + timedelta(minutes=20)
        take_suggestion_over(cycle=cycle, number=found.number, seen=seen, by=gerda, now=later)
    now = moment(2026, 4, 24, 14)
    with standing_at(now):
        explain(story, now)
        gerda = story.person(GERDA)
        save_version(cycle=cycle, note="Voorstel na de Raad Opleiding", by=gerda, now=now)


def explain(story: Story, now: datetime) -> None:
    """FMS writes its reasons on the workbench: of cells, of regions and of the whole."""
    outcome = change_workbench(
        cycle=story.cycle,
        changes=list(_reasons(_bench(story.cycle))),
        by=story.person(GERDA),
        now=now,
    )
    if outcome.conflicts:
        raise RuntimeError("somebody else changed the workbench of the demo")


def submit(story: Story) -> None:
    """24 April 2026: FMS submits its proposal; the bureau is told."""
    now = moment(2026, 4, 24, 16, 45)
    with standing_at(now):
        submit_proposal(proposal=_last(story.cycle), by=story.person(GERDA), now=now)
    later = now + timedelta(minutes=10)
    with standing_at(later):
        story.release("proposal_submitted", later)


def examine(story: Story) -> None:
    """28 April 2026: the bureau tests it: framework, process and reasons."""
    now = moment(2026, 4, 28, 11)
    with standing_at(now):
        record_test(
            proposal=_last(story.cycle),
            careful=True,
            remarks=proposal_texts()["careful"],
            by=story.anna,
            now=now,
        )


def _meet(story: Story, cycle: Cycle, now: datetime) -> None:
    gerda: User = story.person(GERDA)
    note = proposal_texts()["meeting"]
    inside = Association.objects.exclude(code__in=[*ABSENT, "VSG", "NVvO"])
    codes = list(inside.values_list("code", flat=True))
    record_meeting(
        cycle=cycle,
        held_on=MEETING,
        present=codes,
        note=note,
        minutes=minutes(
            "Integraal verdelingsvoorstel 2027",
            date_text(MEETING),
            note,
            meeting="Raad Opleiding van de FMS",
            present=f"Aanwezig: {', '.join(codes)}.",
        ),
        by=gerda,
        now=now,
    )


def _bench(cycle: Cycle) -> Bench:
    bench = bench_of(cycle)
    if bench is None:
        raise RuntimeError("FMS has not begun")
    return bench


def _last(cycle: Cycle) -> Proposal:
    return Proposal.objects.filter(cycle=cycle).latest("number")


def _reasons(bench: Bench) -> Iterator[Change]:
    """What FMS writes beside the numbers, where they depart from the base distribution.

    A reason of an association stays where its number does, and goes with a departure that goes.
    """
    texts = proposal_texts()
    for key, cell in bench.cells.items():
        code, region = key
        base = bench.base_places[key]
        advised = base + advices()[code].shifts.get(region, 0)
        reason = cell.reason
        if cell.places == base:
            reason = ""
        elif cell.places != advised:
            reason = texts["adjusted"].format(advised=advised, places=cell.places)
        if reason != cell.reason:
            yield CellChange(code, region, cell.version, reason=reason)
    totals = dict.fromkeys(bench.base.regions, 0)
    for (code, region), places in bench.places.items():
        totals[region] += places - bench.base_places[code, region]
    for region, change in totals.items():
        if change:
            row = bench.region_rows.get(region)
            yield RegionChange(region, row.version if row else 0, texts["regions"][region])
    yield MotivationChange(texts["motivation"], text_mark(bench.motivation))
