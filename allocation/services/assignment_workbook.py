"""The region assignment as a workbook: the template that the bureau fills in, and the export."""

from collections.abc import Iterable, Mapping, Sequence

from allocation.enums import InstitutionKind
from allocation.models import AssignmentVersion, Cycle
from allocation.protocols import Protocol
from allocation.selectors.assignment import (
    current_assignment,
    data_of,
    known_institutions,
)
from allocation.selectors.assignment_data import AssignmentData, InstitutionData, LineData
from allocation.selectors.cycles import protocol_of
from allocation.services.assignment_reading import (
    BASIS_WORDS,
    INSTITUTION_COLUMNS,
    INSTITUTIONS,
    KIND_WORDS,
    LINES,
    TEMPLATE,
    line_columns,
)
from allocation.services.sheet_writing import (
    Value,
    add_sheet,
    choices,
    export_bytes,
    new_template,
    open_cells,
    template_bytes,
)
from bols_portal.ui.formats import date_text, moment_text

ROOM = 500  # empty rows below the last line, to add lines in
INSTRUCTIONS = (
    (
        "Blad “Instellingen”: elke instelling op één rij, met een eigen code. ZBC’s tellen "
        "niet mee en horen hier niet in."
    ),
    (
        "Blad “OOR-indeling”: per instelling en specialisme één rij voor elke OOR waar de "
        "opleiding onder valt."
    ),
    "Erkend: ja of nee. Bij ja vult u de bron van de erkenning in.",
    "Grondslag: SWO (één OOR), naar rato (twee of meer OOR’s) of verzorgingsgebied (niet erkend).",
    (
        "Aandeel: 1, een breuk (1/3) of een decimaal getal (0,25). De aandelen van een "
        "instelling en specialisme zijn samen precies 1."
    ),
    (
        "Naar rato: vul de fte van aios in die uit elke OOR in- of doorstroomden, voor drie "
        "jaren. Het aandeel mag u leeg laten; het portaal rekent het uit."
    ),
    (
        "Gebruik geen formules en verberg geen rijen of kolommen. Andere namen van een OOR, "
        "zoals “OOR Amsterdam”, worden herkend."
    ),
    (
        "Lees het bestand daarna in op de pagina “OOR-indeling” van het portaal. U ziet eerst"
        " wat er verandert; er is dan nog niets opgeslagen."
    ),
)


def assignment_template(cycle: Cycle) -> bytes:
    """The template, filled with the latest version so that one only changes what differs."""
    current = current_assignment(cycle)
    data = data_of(current) if current else AssignmentData((), ())
    institutions = data.institutions or tuple(
        one for one in known_institutions().values() if one.kind != InstitutionKind.ZBC
    )
    return filled_template(AssignmentData(tuple(institutions), data.lines), protocol_of(cycle))


def filled_template(data: AssignmentData, protocol: Protocol, notice: str = "") -> bytes:
    """The template with these institutions and lines; `notice` is added to its instructions."""
    institutions = data.institutions
    instructions = (*INSTRUCTIONS, notice) if notice else INSTRUCTIONS
    title = f"Erkenningen en OOR-indeling {protocol.year}"
    book = new_template(TEMPLATE, protocol.year, title, instructions)
    sheet = add_sheet(book, INSTITUTIONS, INSTITUTION_COLUMNS, map(_institution, institutions))
    last = len(institutions) + 1 + ROOM // 5
    open_cells(sheet, range(1, 6), last, text=(1, 2, 3))
    choices(sheet, 4, last, [word for word in KIND_WORDS.values() if word != "zbc"])
    choices(sheet, 5, last, [region.key for region in protocol.regions])
    columns = line_columns(protocol.year)
    names = {one.code: one.name for one in institutions}
    rows = list(line_rows(data.lines, names))
    sheet = add_sheet(book, LINES, columns, rows)
    last = len(rows) + 1 + ROOM
    open_cells(sheet, range(1, len(columns) + 1), last, text=(1, 2, 3, 8))
    choices(sheet, 4, last, ["ja", "nee"])
    choices(sheet, 5, last, list(protocol.assignment.registers if protocol.assignment else ()))
    choices(sheet, 6, last, list(BASIS_WORDS.values()))
    return template_bytes(book)


def assignment_export(
    version: AssignmentVersion,
    lines: Sequence[LineData],
    institutions: Mapping[str, InstitutionData],
    *,
    with_fte: bool,
) -> bytes:
    """The lines that somebody may see; the columns are those of the template."""
    names = {code: one.name for code, one in institutions.items()}
    columns = line_columns(version.cycle.year)
    rows: Iterable[Sequence[Value]] = line_rows(lines, names)
    if not with_fte:
        columns, rows = columns[:8], [row[:8] for row in rows]
    about = [
        ("Toewijzing", str(version.cycle)),
        ("Versie", f"{version.number} ({version.get_status_display()})"),
        ("Peildatum", date_text(version.reference_date)),
        ("Reden", version.reason),
        ("Vastgelegd", f"{moment_text(version.created_at)}, {version.created_by}"),
        ("Kenmerk hele versie (SHA-256)", version.digest),
        ("Regels in dit bestand", str(len(lines))),
    ]
    if version.cycle.is_demo:
        about.append(("Demo", "De cijfers en codes zijn verzonnen."))
    return export_bytes(
        title="OOR-indeling",
        about=about,
        columns=columns,
        rows=rows,
        made_at=version.created_at,
    )


def _institution(one: InstitutionData) -> list[Value]:
    return [one.code, one.name, one.city, KIND_WORDS[one.kind], one.home_region]


def line_rows(lines: Iterable[LineData], names: Mapping[str, str]) -> Iterable[list[Value]]:
    """The rows of the template: one per line and region."""
    for line in lines:
        for share in line.shares:
            years: list[Value] = [float(text) for text in share.fte] or [None, None, None]
            yield [
                line.institution,
                names.get(line.institution, ""),
                line.specialism,
                "ja" if line.recognised else "nee",
                line.source,
                BASIS_WORDS[line.basis],
                share.region,
                str(share.share),
                *years,
            ]
