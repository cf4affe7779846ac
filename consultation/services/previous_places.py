"""Bringing in last year's places per institution: for comparison, decided by nobody here.

Toewijzingsprotocol 2027, fase III 1: what each institution had stands beside what it gets.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from allocation.enums import TableKind
from allocation.errors import Refused, Stale
from allocation.models import AllocationTable, Cycle
from allocation.permissions import may_run_process
from allocation.selectors.institution_tables import previous_table
from allocation.services import audit
from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import (
    Value,
    add_sheet,
    new_template,
    open_cells,
    template_bytes,
    whole_numbers,
)
from allocation.services.tables import Places, add_table, digest_of
from bols_portal.accounts.models import User
from consultation.policies.previous_places import may_bring_previous
from consultation.selectors.previous_places import orders
from consultation.selectors.recognitions import recognised_by_region
from consultation.services.previous_reading import (
    INSTITUTION,
    MOST,
    PLACES,
    REGION,
    SHEET,
    SPECIALISM,
)

TEMPLATE = "vorig-jaar-1"


@transaction.atomic
def add_previous_places(
    *, cycle: Cycle, cells: Sequence[Places], reason: str, seen: int, by: User, now: datetime
) -> AllocationTable:
    """Adds a version of last year's places per institution.

    `seen`: the number of the version that the preview compared with (0: none); Stale is raised
    where a colleague added one since. From the second version on a reason is needed.
    """
    may_run_process(by, cycle).enforce()
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    may_bring_previous(cycle.pk).enforce()
    current = previous_table(cycle)
    number = current.table.number if current else 0
    if number != seen:
        raise Stale(
            _("Version %(number)s was added in the meantime. Compare with it and confirm again.")
            % {"number": number}
        )
    if not cells:
        raise Refused(_("The file holds no places at all."))
    if current and not reason.strip():
        raise Refused(_("Give the reason for the new version."))
    if current and current.table.digest == digest_of(TableKind.PREVIOUS, cells):
        raise Refused(_("Nothing differs from version %(n)s.") % {"n": number})
    table = add_table(
        cycle=cycle, kind=TableKind.PREVIOUS, cells=cells, by=by, now=now, reason=reason.strip()
    )
    audit.write(
        "previous.added",
        by=by,
        now=now,
        subject=table,
        cycle=cycle,
        reason=reason.strip(),
        number=table.number,
        digest=table.digest,
    )
    return table


def previous_workbook(cycle: Cycle) -> bytes:
    """The numbers as they are, and a line for every recognised training: to keep, or to fill in.

    Who may read it is for the caller to check: permissions.may_read_dossiers.
    """
    last = cycle.year - 1
    notes = [
        _("Fill in on the sheet “Vorig jaar” how many places each institution had in %(year)s.")
        % {"year": last},
        _("You can add lines and leave lines out. A line without a number counts as 0."),
        _("Use no formulas, and hide no rows or columns."),
    ]
    if cycle.is_demo:
        notes.append(_("Demo data: figures and codes are made up."))
    title = _("Places per institution in %(year)s") % {"year": last}
    book = new_template(TEMPLATE, cycle.year, title, notes)
    named, training = Column("name", "Naam", 44), Column("training", "Opleiding", 30)
    rows = _lines(cycle)
    page = add_sheet(book, SHEET, [INSTITUTION, named, SPECIALISM, training, REGION, PLACES], rows)
    page.protection.sheet = False  # lines are added and removed here
    last_row = len(rows) + 200
    open_cells(page, [6], last_row, text=())
    whole_numbers(page, [6], last_row, MOST)
    book.active = 1
    return template_bytes(book)


def _lines(cycle: Cycle) -> list[list[Value]]:
    """Institution, its name, specialism, its name, region, places; in protocol order."""
    current = previous_table(cycle)
    places = dict(current.places) if current else {}
    names = {one.code: one.name for one in current.institutions.values()} if current else {}
    keys = set(places)
    for region, recognised in recognised_by_region(cycle).items():
        for code, institutions in recognised.by_specialism.items():
            for one in institutions:
                names[one.code] = one.name
                keys.add((code, region, one.code))
    trainings, regions = orders(cycle)
    order = list(trainings)
    ordered = sorted(keys, key=lambda k: (regions[k[1]], names[k[2]], order.index(k[0])))
    return [
        [at, names[at], code, trainings[code], region, places.get((code, region, at))]
        for code, region, at in ordered
    ]
