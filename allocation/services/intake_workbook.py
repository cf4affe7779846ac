"""The national intake as a workbook: the template that the bureau fills in, and the export."""

from django.utils.translation import gettext as _

from allocation.models import Cycle, IntakeVersion
from allocation.protocols import Protocol
from allocation.selectors.cycles import protocol_of
from allocation.selectors.intake import (
    IntakeLine,
    IntakeNumbers,
    current_intake,
    numbers_of,
    sheet_of,
)
from allocation.services.intake import MOST
from allocation.services.intake_reading import SHEET, TEMPLATE, columns_of
from allocation.services.sheet_reading import Column
from allocation.services.sheet_writing import (
    Value,
    add_sheet,
    export_bytes,
    new_template,
    open_cells,
    template_bytes,
    whole_numbers,
)
from bols_portal.ui.formats import moment_text

INSTRUCTIONS = (
    (
        "Vul op het blad “Instroom” per specialisme het aantal instroomplaatsen in. De gele "
        "cellen kunt u wijzigen."
    ),
    "De aantallen komen uit de brief van VWS. Vul hele getallen in, ook als het 0 is.",
    "Voeg geen rijen of kolommen toe en verberg er geen. Gebruik geen formules.",
    (
        "Lees het bestand daarna in op de pagina “Landelijke instroom” van het portaal. U "
        "ziet eerst wat er verandert; er is dan nog niets opgeslagen."
    ),
    "Wijken de totalen af van het toewijzingsprotocol? Dan vraagt het portaal u om een reden.",
)


def intake_template(cycle: Cycle) -> bytes:
    """The template with the numbers of the latest version, or else last year's."""
    return filled_template(numbers_of(current_intake(cycle)), protocol_of(cycle))


def filled_template(numbers: IntakeNumbers, protocol: Protocol, notice: str = "") -> bytes:
    """The template with these numbers; `notice` is added to its instructions."""
    year = protocol.year
    instructions = (*INSTRUCTIONS, notice) if notice else INSTRUCTIONS
    book = new_template(TEMPLATE, year, f"Landelijke instroom {year}", instructions)
    rows: list[list[Value]] = []
    for one in protocol.specialisms:
        previous, places = numbers.get(one.code, (one.places_previous, None))
        rows.append([one.code, one.name, previous, places])
    sheet = add_sheet(book, SHEET, columns_of(year), rows)
    last = len(rows) + 1
    open_cells(sheet, [3, 4], last, text=())
    whole_numbers(sheet, [3, 4], last, MOST)
    return template_bytes(book)


def intake_export(version: IntakeVersion) -> bytes:
    """A version as table 1 of the protocol shows it, with its subtotals and its origin."""
    cycle = version.cycle
    sheet = sheet_of(numbers_of(version), protocol_of(cycle))
    columns = [
        *columns_of(cycle.year),
        Column("change", "Δ", 10),
        Column("share", "Δ %", 10),
    ]
    rows = [
        *map(_row, sheet.framework),
        _row(sheet.framework_total, "Subtotaal bestuurlijk kader"),
        *map(_row, sheet.outside),
        _row(sheet.total, "Totaal medisch specialismen"),
    ]
    about = [
        ("Toewijzing", str(cycle)),
        ("Versie", f"{version.number} ({version.get_status_display()})"),
        ("Bron", version.source),
        ("Reden", version.reason),
        ("Afwijkende totalen", version.totals_reason),
        ("Vastgelegd", f"{moment_text(version.created_at)}, {version.created_by}"),
        ("Kenmerk (SHA-256)", version.digest),
    ]
    if cycle.is_demo:
        about.append((_("Demo"), _("Demo data: figures and codes are made up.")))
    return export_bytes(
        title="Landelijke instroom",
        about=about,
        columns=columns,
        rows=rows,
        made_at=version.created_at,
        formats={4: "+0;-0;0", 5: "+0.0%;-0.0%;0.0%"},
    )


def _row(line: IntakeLine, name: str = "") -> list[Value]:
    return [
        line.code,
        name or line.name,
        line.previous,
        line.places,
        line.change,
        line.change_share,
    ]
