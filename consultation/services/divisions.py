"""Writing a region's division. Toewijzingsprotocol 2027, fase III 1.

Only the coordinators of the region write it; every change tells what its author saw, so that
nobody's work is lost silently.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Stale
from allocation.models import Cycle, Region
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import RegionGrid
from consultation.permissions import may_divide
from consultation.policies.divisions import may_change_grid
from consultation.selectors.divisions import CellKey, grid_of
from consultation.services.division_changes import GridChange, GridConflict, Held

__all__ = ["GridChange", "GridConflict", "change_grid", "fill_grid", "hold_grid"]


@transaction.atomic
def change_grid(
    *, cycle: Cycle, region: Region, changes: Sequence[GridChange], by: User, now: datetime
) -> list[GridConflict]:
    """Stores every change whose author saw the latest version of the cell.

    A change that a colleague made meanwhile stays, and is returned as a conflict. Raises Refused
    for a number at an institution without recognition, or in a row in which nothing can be chosen;
    nothing is stored then.
    """
    held = hold_grid(cycle, region, by, now)
    for change in changes:
        held.apply(change)
    held.store()
    _record("division.changed", held)
    return held.conflicts


@transaction.atomic
def fill_grid(
    *,
    cycle: Cycle,
    region: Region,
    places: Mapping[CellKey, int],
    seen: int,
    by: User,
    now: datetime,
) -> None:
    """Takes over whole rows: an institution of a row without a number in `places` gets none.

    `seen`: the version of the grid that its author saw. Raises Stale where a cell of these rows
    changed after it, and Refused as `change_grid` does.
    """
    held = hold_grid(cycle, region, by, now)
    for (code, institution), number in places.items():
        held.check(code, institution, number)
    codes = {code for code, _at in places}
    for (code, _at), cell in held.grid.changes.items():
        if code in codes and cell.version > seen:
            raise Stale(
                _(
                    "A colleague changed these numbers in the meantime. Look at them again, and "
                    "take yours over then."
                )
            )
    for code in codes:
        row = held.grid.by_code[code]
        for institution in {*row.places, *(at for one, at in places if one == code)}:
            held.set_cell(code, institution, places.get((code, institution)))
    held.store()
    _record("division.filled", held)


def hold_grid(cycle: Cycle, region: Region, by: User, now: datetime) -> Held:
    """Who and when, and the grid; it stays locked until the transaction ends."""
    may_divide(by, region).enforce()
    # The cycle's row keeps the phase and the region's proposal as they are found here.
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_change_grid(cycle, region).enforce()
    begun = {"version": 0, "changed_at": now, "changed_by": by}
    RegionGrid.objects.get_or_create(cycle=cycle, region=region, defaults=begun)
    row = (
        RegionGrid.objects.select_for_update(of=("self",))
        .select_related("cycle", "region")
        .get(cycle=cycle, region=region)
    )
    return Held(row=row, grid=grid_of(cycle, region), by=by, now=now)


def _record(action: str, held: Held) -> None:
    if not held.fresh:
        return
    audit.write(
        action,
        by=held.by,
        now=held.now,
        subject=held.row,
        label=f"{held.row.cycle.name}, {held.row.region.key}",
        cycle=held.row.cycle,
        version=held.row.version,
        cells=len(held.fresh),
    )
