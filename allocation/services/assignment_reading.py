"""Reading the assignment template: institutions and lines, or every fault at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from allocation.enums import AssignmentBasis, InstitutionKind
from allocation.errors import Fault, FaultyInput
from allocation.models import Cycle
from allocation.protocols import Protocol
from allocation.selectors.assignment_data import AssignmentData, InstitutionData
from allocation.selectors.cycles import protocol_of
from allocation.services.assignment_lines import LineReader
from allocation.services.organisations import ZBC_RULE
from allocation.services.sheet_reading import (
    Column,
    SheetRow,
    Upload,
    open_template,
    read_sheet,
    template_faults,
)

TEMPLATE = "oor-indeling-1"
INSTITUTIONS = "Instellingen"
LINES = "OOR-indeling"
INSTITUTION_COLUMNS = [
    Column("code", "Code", 10),
    Column("name", "Naam", 44),
    Column("city", "Plaats", 20),
    Column("kind", "Soort", 26),
    Column("region", "OOR", 12),
]
# In the file, in Dutch whatever the language of the screen.
KIND_WORDS: dict[InstitutionKind, str] = {
    InstitutionKind.UMC: "umc",
    InstitutionKind.GENERAL: "algemeen ziekenhuis",
    InstitutionKind.CATEGORICAL: "categorale instelling",
    InstitutionKind.REHABILITATION: "revalidatiecentrum",
    InstitutionKind.LABORATORY: "zelfstandig laboratorium",
    InstitutionKind.GGZ: "ggz-instelling",
    InstitutionKind.ZBC: "zbc",
}
BASIS_WORDS: dict[AssignmentBasis, str] = {
    AssignmentBasis.AGREEMENT: "SWO",
    AssignmentBasis.PRO_RATA: "naar rato",
    AssignmentBasis.SERVICE_AREA: "verzorgingsgebied",
}


def line_columns(year: int) -> list[Column]:
    """The columns of the sheet with lines; the fte are of the three years before the cycle."""
    return [
        Column("institution", "Instellingscode", 16),
        Column("name", "Instelling", 40),
        Column("specialism", "Specialisme", 12),
        Column("recognised", "Erkend", 9),
        Column("source", "Bron erkenning", 15),
        Column("basis", "Grondslag", 18),
        Column("region", "OOR", 10),
        Column("share", "Aandeel", 10),
        *(Column(f"fte{at}", f"Fte {year - 4 + at}", 10) for at in range(1, 4)),
    ]


@dataclass(frozen=True, slots=True)
class AssignmentFile:
    """What a file says, and which pro rata shares were worked out because they were left empty."""

    data: AssignmentData
    worked_out: int


def read_assignment(*, cycle: Cycle, upload: Upload) -> AssignmentFile:
    """The assignment in an uploaded template; raises FaultyInput with every fault.

    Stores nothing.
    """
    workbook = open_template(upload)
    protocol = protocol_of(cycle)
    faults = template_faults(workbook, TEMPLATE, cycle.year)
    sheet = read_sheet(workbook, INSTITUTIONS, INSTITUTION_COLUMNS)
    faults += sheet.faults
    institutions: dict[str, InstitutionData] = {}
    for row in sheet.rows:
        faults += list(_read_institution(row, protocol, institutions))
    lines = read_sheet(workbook, LINES, line_columns(cycle.year))
    faults += lines.faults
    reader = LineReader(protocol, institutions, BASIS_WORDS)
    for row in lines.rows:
        reader.take(row)
    found = reader.lines()
    faults += reader.faults
    if not faults and not found:
        faults.append(Fault(_("No line is filled in."), sheet=LINES))
    if faults:
        raise FaultyInput(_("Nothing was stored. Mend the file and upload it again."), faults)
    data = AssignmentData(tuple(institutions.values()), tuple(found))
    return AssignmentFile(data, reader.worked_out)


def _read_institution(
    row: SheetRow, protocol: Protocol, institutions: dict[str, InstitutionData]
) -> Iterator[Fault]:
    code, name = row.text("code"), row.text("name")
    if not code or len(code) > 8:
        yield row.unexpected("code", _("a code of at most 8 characters"))
    elif code in institutions:
        yield row.fault("code", _("%(code)s stands in the sheet twice.") % {"code": code})
    if not name or len(name) > 150:
        yield row.unexpected("name", _("a name of at most 150 characters"))
    elif any(one.name.casefold() == name.casefold() for one in institutions.values()):
        yield row.fault("name", _("“%(name)s” stands in the sheet twice.") % {"name": name})
    if len(row.text("city")) > 100:
        yield row.unexpected("city", _("a name of at most 100 characters"))
    kind = kind_of(row.text("kind"))
    if kind is None:
        yield row.unexpected("kind", _("one of: %(words)s") % {"words": ", ".join(_kinds())})
    elif kind is InstitutionKind.ZBC:
        yield row.fault(
            "kind",
            _("“%(name)s” is a ZBC. ZBCs are left out of the calculation (%(rule)s).")
            % {"name": name, "rule": ZBC_RULE},
        )
    region = protocol.region_by(row.text("region")) if row.text("region") else None
    if row.text("region") and region is None:
        yield row.unexpected("region", region_words(protocol))
    if code:
        institutions.setdefault(
            code,
            InstitutionData(
                code,
                name[:150],
                row.text("city")[:100],
                kind or InstitutionKind.GENERAL,
                region.key if region else "",
            ),
        )


def kind_of(text: str) -> InstitutionKind | None:
    """The kind of institution that a word in the file means; its stored code counts too."""
    wanted = text.casefold()
    for kind, word in KIND_WORDS.items():
        if wanted in (word.casefold(), kind.value):
            return kind
    return None


def _kinds() -> list[str]:
    return [word for kind, word in KIND_WORDS.items() if kind is not InstitutionKind.ZBC]


def region_words(protocol: Protocol) -> str:
    """The regions as a fault lists them."""
    keys = ", ".join(region.key for region in protocol.regions)
    return _("one of the regions: %(keys)s") % {"keys": keys}
