"""The joined table as a workbook: exactly the rows and columns that were filtered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from allocation.models import Cycle
from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import Value, export_bytes
from consultation.selectors.preliminary_joined import Filter, Joined, Place


def joined_workbook(cycle: Cycle, joined: Joined, wish: Filter, *, now: datetime) -> bytes:
    """An xlsx with a row an institution and a column a specialism; compared: ± columns beside."""
    rows = joined.shown(wish)
    codes = joined.columns(rows)
    columns = [
        Column("region", _("Region"), 10),
        Column("code", _("Code"), 8),
        Column("institution", _("Institution"), 40),
        *(Column(code, f"{code} {joined.names[code]}", 12) for code in codes),
        Column("total", _("Total"), 10),
    ]
    if wish.compared:
        columns += [Column(f"change-{code}", f"± {code}", 8) for code in codes]
    return export_bytes(
        title=_("Preliminary proposal"),
        about=_about(cycle, joined, wish),
        columns=columns,
        rows=_rows(rows, codes, compared=wish.compared),
        made_at=now,
    )


def _rows(
    rows: Sequence[Place], codes: Sequence[str], *, compared: bool
) -> Iterator[Sequence[Value]]:
    for row in rows:
        numbers = [row.places.get(code) for code in codes]
        changes = [row.change(code) or None for code in codes] if compared else []
        named = [row.region, row.institution.code, row.institution.name]
        yield [*named, *numbers, row.total, *changes]
    sums = [sum(row.places.get(code, 0) for row in rows) for code in codes]
    changes = [sum(row.change(code) for row in rows) for code in codes] if compared else []
    yield ["", "", _("Total"), *sums, sum(sums), *changes]


def _about(cycle: Cycle, joined: Joined, wish: Filter) -> list[tuple[str, str]]:
    state = (
        _("established by the board")
        if joined.decision
        else _("not established: the proposals of the regions as they are now")
    )
    facts = [(_("Cycle"), cycle.name), (_("State"), state)]
    if joined.decision and joined.decision.table:
        facts.append((_("Digest of the table"), joined.decision.table.digest))
    filtered = {
        _("Region"): wish.region,
        _("Specialism"): wish.specialism,
        _("Institution"): wish.institution,
    }
    facts += [(name, value or _("All")) for name, value in filtered.items()]
    if wish.compared:
        facts.append(("±", _("Difference from last year")))
    if cycle.is_demo:
        facts.append((_("Demo"), _("all figures are made up")))
    return facts
