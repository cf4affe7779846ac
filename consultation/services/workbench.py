"""Writing the workbench of FMS. Toewijzingsprotocol 2027, fase II 1.3.

The audit trail tells that FMS worked on its proposal, never what: the bureau reads that trail, and
the workbench is seen by FMS alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import NotNow, Refused, Stale
from allocation.models import AllocationTable, Cycle, Region, Specialism
from allocation.selectors.decisions import adopted_framework
from allocation.selectors.tables import PlacesTable, places_of
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import AdviceCell, Workbench, WorkbenchCell, WorkbenchRegion
from consultation.permissions import COMPOSE, may_compose
from consultation.policies.workbench import may_begin, may_change
from consultation.selectors.framework import advices_in
from consultation.selectors.rounds import current_round
from consultation.selectors.workbench import untouched
from consultation.services.workbench_changes import CellKey, Change, Held, Outcome

Start = Literal["advices", "base"]


@transaction.atomic
def begin_workbench(*, cycle: Cycle, start: Start, by: User, now: datetime) -> Workbench:
    """Begins the proposal with the filed advices, or with the base distribution.

    A specialism without an advice begins with its base distribution. A reason of an association
    comes along with its number. Raises Refused where a workbench exists.
    """
    may_compose(by, cycle).enforce()
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_begin(held).enforce()
    if Workbench.objects.filter(cycle=held).exists():
        raise Refused(_("FMS has begun already. Go on with the workbench that is there."))
    table = _table_in_force(held)
    workbench = Workbench.objects.create(cycle=held, table=table, changed_at=now, changed_by=by)
    consultation = current_round(held) if start == "advices" else None
    advices = advices_in(consultation) if consultation else {}
    _fill_in(workbench, places_of(table), advices, by, now)
    audit.write("workbench.begun", by=by, now=now, subject=workbench, label=held.name, cycle=held)
    return workbench


@transaction.atomic
def change_workbench(
    *, cycle: Cycle, changes: Sequence[Change], by: User, now: datetime
) -> Outcome:
    """Stores every change whose author saw the latest version; the others come back.

    A change that a colleague made meanwhile stays, and is returned as a conflict.
    """
    held = _hold(cycle, by, now)
    may_change(held.workbench).enforce()
    for change in changes:
        held.apply(change)
    held.store()
    if held.stored:
        _record("workbench.changed", held)
    return Outcome(held.workbench, held.stored, tuple(held.conflicts))


@transaction.atomic
def fill_workbench(
    *, cycle: Cycle, places: Mapping[CellKey, int], seen: int, by: User, now: datetime
) -> Workbench:
    """Takes numbers over, such as those of a suggestion; reasons stay.

    `seen`: the version of the workbench that its author saw. Raises Stale where a colleague
    changed anything since.
    """
    held = _hold(cycle, by, now)
    may_change(held.workbench).enforce()
    if held.workbench.version != seen:
        raise Stale(
            _(
                "A colleague changed the workbench in the meantime. Look at it again, and take the "
                "numbers over then."
            )
        )
    for key, number in places.items():
        held.set_cell(held.cells[key], number, held.cells[key].reason)
    held.store()
    _record("workbench.filled", held)
    return held.workbench


@transaction.atomic
def rebase_workbench(*, cycle: Cycle, by: User, now: datetime) -> Workbench:
    """Moves the workbench to the base distribution that is in force now.

    A specialism that nobody touched follows its new base distribution. Where anything was typed,
    all numbers and reasons of that specialism stay.
    """
    held = _hold(cycle, by, now)
    may_begin(cycle).enforce()
    table = _table_in_force(cycle)
    if table.pk == held.workbench.table_id:
        raise Refused(_("The workbench stands on the base distribution in force already."))
    old, new = places_of(held.workbench.table), places_of(table)
    for code in untouched(old, {key: cell.places for key, cell in held.cells.items()}):
        for region in new.regions:
            cell, base = held.cells[code, region], new.cell(code, region)
            held.set_cell(cell, base.places if base else 0, cell.reason)
    held.workbench.table = table
    # The table itself is a change, so that nobody saves over it without having seen it.
    held.touched = True
    held.store()
    _record("workbench.rebased", held)
    return held.workbench


def _table_in_force(cycle: Cycle) -> AllocationTable:
    framework = adopted_framework(cycle)
    if framework is None or framework.table is None:
        raise NotNow(_("There is no framework in force yet."), rule=COMPOSE)
    return framework.table


def _fill_in(
    workbench: Workbench,
    base: PlacesTable,
    advices: Mapping[str, Mapping[str, AdviceCell]],
    by: User,
    now: datetime,
) -> None:
    specialisms = {one.code: one for one in Specialism.objects.all()}
    regions = {one.key: one for one in Region.objects.all()}
    cells = []
    for row in base.rows:
        for region, cell in zip(base.regions, row.cells, strict=True):
            advised = advices.get(row.code, {}).get(region)
            places = advised.places if advised else cell.places
            deviates = advised is not None and places != cell.places
            cells.append(
                WorkbenchCell(
                    workbench=workbench,
                    specialism=specialisms[row.code],
                    region=regions[region],
                    places=places,
                    reason=advised.reason if advised and deviates else "",
                    changed_at=now,
                    changed_by=by,
                )
            )
    WorkbenchCell.objects.bulk_create(cells)
    WorkbenchRegion.objects.bulk_create(
        WorkbenchRegion(workbench=workbench, region=regions[key]) for key in base.regions
    )


def _hold(cycle: Cycle, by: User, now: datetime) -> Held:
    """Who, and the rows; the workbench stays locked until the transaction ends."""
    may_compose(by, cycle).enforce()
    workbench = (
        Workbench.objects.select_for_update(of=("self",))
        .select_related("cycle", "table")
        .filter(cycle=cycle)
        .first()
    )
    if workbench is None:
        raise Refused(_("FMS has not begun with the proposal yet."))
    cells = workbench.cells.select_related("specialism", "region", "changed_by")
    return Held(
        workbench=workbench,
        cells={(cell.specialism.code, cell.region.key): cell for cell in cells},
        regions={row.region.key: row for row in workbench.regions.select_related("region")},
        by=by,
        now=now,
    )


def _record(action: str, held: Held) -> None:
    audit.write(
        action,
        by=held.by,
        now=held.now,
        subject=held.workbench,
        label=held.workbench.cycle.name,
        cycle=held.workbench.cycle,
        version=held.workbench.version,
    )
