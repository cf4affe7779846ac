"""A round that runs on a small base distribution, and advisers who file in it. Invented numbers."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from allocation.enums import PhaseStatus
from allocation.models import (
    Cycle,
    Deadline,
    DeadlineVersion,
    IntakeRow,
    IntakeVersion,
    Phase,
    Region,
    Specialism,
)
from allocation.roles import Role
from consultation.enums import RoundStatus
from consultation.models import LateLeave, Round
from tests.factories import NOW, appoint, association, make_cycle, make_reference_data, make_user
from tests.phase_1 import ReadyPhase

LATER = NOW + timedelta(days=1)
KEYS = ("NO", "ON", "Utrecht", "NWN", "Leiden", "ZWN", "ZON")


def start_phase_2(cycle: Cycle) -> None:
    """Phase I is done and phase II runs."""
    Phase.objects.filter(cycle=cycle, number=1).update(status=PhaseStatus.CLOSED)
    Phase.objects.filter(cycle=cycle, number=2).update(status=PhaseStatus.OPEN, opened_at=NOW)


def without_a_day(ready: ReadyPhase) -> None:
    """The agenda names no day for the advices, so that pages are open whatever the clock says."""
    for deadline in Deadline.objects.filter(
        cycle=ready.cycle, key__in=("advices", "profession_advices")
    ):
        DeadlineVersion.objects.create(
            deadline=deadline,
            number=2,
            day=None,
            kind="at_the_latest",
            set_at=NOW,
            set_by=ready.bureau,
        )


def make_round(ready: ReadyPhase, *, number: int = 1, shifted: int = 0) -> Round:
    """An open round; the one before is replaced. `shifted` places of 02 go from Leiden to NO."""
    Round.objects.filter(cycle=ready.cycle).update(status=RoundStatus.REPLACED, ended_at=NOW)
    table = ready.calculate(shifted) if shifted else ready.table
    return Round.objects.create(
        cycle=ready.cycle,
        number=number,
        table=table,
        status=RoundStatus.OPEN,
        opens_at=NOW,
        opened_at=NOW,
        opened_by=ready.bureau,
        prepared_at=NOW,
        prepared_by=ready.bureau,
    )


def set_intake(ready: ReadyPhase, places: int, code: str = "02") -> None:
    """A version of the national intake with this number for one specialism."""
    last = IntakeVersion.objects.filter(cycle=ready.cycle).order_by("-number").first()
    assert last is not None
    version = IntakeVersion.objects.create(
        cycle=ready.cycle,
        number=last.number + 1,
        source="Brief van VWS",
        digest="0" * 64,
        created_at=NOW,
        created_by=ready.bureau,
    )
    IntakeRow.objects.create(
        version=version,
        specialism=Specialism.objects.get(code=code),
        places=places,
        places_previous=places,
    )


def typed(**places: int | str) -> dict[str, Any]:
    """An advice as typed: 5 in every region unless named, with room of one; a region without
    places has no reason."""
    cells = {}
    for key in KEYS:
        number = places.get(key, 5)
        whole = int(number) if str(number).isdecimal() else 5
        cells[key] = {
            "places": str(number),
            "lowest": str(max(whole - 1, 0)),
            "highest": str(whole + 1),
            "reason": "" if number == 5 else "De opleiding in deze regio verandert.",
        }
    return {"cells": cells, "motivation": "Wij volgen de basisverdeling."}


def posted(content: dict[str, Any], *, seen: int = 0, action: str = "file") -> dict[str, Any]:
    """The same as the form sends it."""
    fields = {
        f"{key}-{name}": text
        for key, cell in content["cells"].items()
        for name, text in cell.items()
    }
    return fields | {"motivation": content["motivation"], "seen": seen, "action": action}


class AdviceWorld:
    """Phase II with one open round; `adviser` of NVVC (02), `other` of NIV (10)."""

    def __init__(self) -> None:
        make_reference_data()
        self.cycle = make_cycle()
        self.ready = ReadyPhase(self.cycle)
        start_phase_2(self.cycle)
        set_intake(self.ready, 35)
        self.round = make_round(self.ready)
        self.adviser = make_user("Ada Adviseur")
        appoint(self.adviser, Role.ADVISER, association("NVVC"))
        self.other = make_user("Otto Ander")
        appoint(self.other, Role.ADVISER, association("NIV"))
        self.regions = list(Region.objects.order_by("position"))


def close_advices(world: AdviceWorld) -> None:
    """The last day for the associations is the day before LATER."""
    DeadlineVersion.objects.create(
        deadline=Deadline.objects.get(cycle=world.cycle, key="advices"),
        number=2,
        day=timezone.localdate(LATER) - timedelta(days=1),
        kind="at_the_latest",
        set_at=LATER,
        set_by=world.ready.bureau,
    )


def grant_leave(world: AdviceWorld) -> None:
    """The bureau lets the advice on 02 be filed on the day of LATER."""
    LateLeave.objects.create(
        round=world.round,
        specialism=Specialism.objects.get(code="02"),
        until=timezone.localdate(LATER),
        reason="Ziekte.",
        granted_at=LATER,
        granted_by=world.ready.bureau,
    )
