"""The decided distribution as a workbook: the table, the differences, and what it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import Value, export_bytes
from bols_portal.ui.formats import date_text
from consultation.selectors.decided import Decided


def decided_workbook(decided: Decided, *, now: datetime) -> bytes:
    """An xlsx with per specialism the places, and beside them the difference from the base
    distribution; empty outside the framework."""
    regions = decided.places.regions
    columns = [
        Column("code", _("Code"), 8),
        Column("specialism", _("Specialism"), 34),
        *(Column(region, region, 10) for region in regions),
        Column("total", _("Total"), 10),
        *(Column(f"change-{region}", f"± {region}", 10) for region in regions),
    ]
    return export_bytes(
        title=_("Decided distribution"),
        about=_about(decided),
        columns=columns,
        rows=_rows(decided),
        made_at=now,
    )


def _rows(decided: Decided) -> Iterator[Sequence[Value]]:
    regions = decided.places.regions
    for row in decided.places.rows:
        numbers = [cell.places for cell in row.cells]
        bases = [decided.base_of(row.code, region) for region in regions]
        changes = [
            None if base is None else number - base
            for number, base in zip(numbers, bases, strict=True)
        ]
        yield [row.code, row.name, *numbers, row.total, *changes]
    totals = decided.places.region_totals
    yield ["", _("Total"), *totals, decided.places.total, *decided.region_changes]


def _about(decided: Decided) -> list[tuple[str, str]]:
    decision, table = decided.decision, decided.places.table
    facts = [
        (_("Cycle"), decision.cycle.name),
        (_("Decision"), f"{decision.number}. {decision.title}"),
        (_("Decided on"), date_text(decision.decided_at) if decision.decided_at else ""),
        (_("What was decided"), decision.text),
        (_("Digest of the table"), table.digest),
        (_("Base distribution"), str(decided.base.table.number)),
        ("±", _("Difference from the base distribution")),
    ]
    if decision.cycle.is_demo:
        facts.append((_("Demo"), _("all figures are made up")))
    return facts
