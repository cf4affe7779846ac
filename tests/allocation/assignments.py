"""A small region assignment for tests: lines as data, and the template filled in with them."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from allocation.enums import AssignmentBasis, VersionStatus
from allocation.models import AssignmentLine, AssignmentVersion, Cycle, IntakeVersion
from allocation.selectors.assignment import known_institutions
from allocation.selectors.assignment_data import LineData, ShareData, line_of, pro_rata
from allocation.selectors.cycles import protocol_of
from allocation.services.assignment import add_assignment_version, send_to_check
from allocation.services.assignment_reading import INSTITUTIONS, LINES
from allocation.services.assignment_workbook import assignment_template
from allocation.services.intake import add_intake_version
from allocation.services.intake_workbook import intake_template
from bols_portal.accounts.models import User
from tests.factories import NOW

REFERENCE = date(2025, 11, 1)
FTE = {"NO": ("4.2", "4.1", "4.1"), "Leiden": ("6.2", "6.2", "6.2")}  # 12.4 of 31


def whole(institution: str, specialism: str, region: str, *, recognised: bool = True) -> LineData:
    """A line that belongs to one region."""
    return line_of(
        institution=institution,
        specialism=specialism,
        recognised=recognised,
        source="RGS" if recognised else "",
        basis=AssignmentBasis.AGREEMENT if recognised else AssignmentBasis.SERVICE_AREA,
        shares=[ShareData(region, Fraction(1))],
    )


def divided(
    institution: str, specialism: str, fte: Mapping[str, tuple[str, ...]] | None = None
) -> LineData:
    """A line that is divided pro rata; by default 2/5 NO and 3/5 Leiden."""
    years = dict(fte or FTE)
    shares = pro_rata(years)
    return line_of(
        institution=institution,
        specialism=specialism,
        recognised=True,
        source="RGS",
        basis=AssignmentBasis.PRO_RATA,
        shares=[ShareData(region, shares[region], years[region]) for region in years],
    )


def small_lines() -> list[LineData]:
    """Six lines: three of I001 (one divided with Leiden), two of I002, one of I004."""
    return [
        whole("I001", "01", "NO"),
        whole("I001", "02", "NO"),
        divided("I001", "05"),
        whole("I002", "01", "NO"),
        whole("I002", "02", "NO", recognised=False),
        whole("I004", "02", "Leiden"),
    ]


def moved(institution: str, specialism: str, region: str) -> list[LineData]:
    """The small assignment with one line in another region."""
    key = (institution, specialism)
    return [whole(*key, region) if one.key == key else one for one in small_lines()]


def add_version(
    cycle: Cycle, by: User, lines: Sequence[LineData] | None = None, **more: Any
) -> AssignmentVersion:
    """A version through the service; from the second on with a reason."""
    more.setdefault("reason", "Aangepast" if cycle.assignment_versions.exists() else "")
    return add_assignment_version(
        cycle=cycle,
        lines=list(lines or small_lines()),
        reference_date=REFERENCE,
        by=by,
        now=NOW,
        **more,
    )


def version_in_check(cycle: Cycle, by: User) -> AssignmentVersion:
    """The small assignment, with the coordinators."""
    return send_to_check(version=add_version(cycle, by), until=date(2026, 3, 1), by=by, now=NOW)


def line(version: AssignmentVersion, institution: str, specialism: str) -> AssignmentLine:
    """A line of a version."""
    return AssignmentLine.objects.select_related("version__cycle", "institution", "specialism").get(
        version=version, institution__code=institution, specialism__code=specialism
    )


def intake_numbers(cycle: Cycle, **changes: int) -> dict[str, tuple[int, int]]:
    """The numbers of the protocol; `s28=55` gives specialism 28 another number."""
    numbers = {
        one.code: (one.places_previous or 0, one.places or 0)
        for one in protocol_of(cycle).specialisms
    }
    for name, places in changes.items():
        numbers[name[1:]] = (numbers[name[1:]][0], places)
    return numbers


def add_intake(cycle: Cycle, by: User, **more: Any) -> IntakeVersion:
    """A version of the national intake through the service."""
    values: dict[str, Any] = {
        "numbers": intake_numbers(cycle),
        "status": VersionStatus.PROVISIONAL,
        "source": "Brief VWS d.d. 30-01-2026",
        "reason": "Nieuwe brief" if cycle.intake_versions.exists() else "",
    }
    return add_intake_version(cycle=cycle, by=by, now=NOW, **(values | more))


def upload_of(content: bytes, name: str = "bestand.xlsx") -> SimpleUploadedFile:
    """Bytes as a browser sends them."""
    return SimpleUploadedFile(name, content)


def saved(book: Any) -> bytes:
    """A workbook of openpyxl as bytes."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def intake_book(cycle: Cycle) -> Any:
    """The intake template with every number filled in."""
    book = load_workbook(BytesIO(intake_template(cycle)))
    sheet = book["Instroom"]
    for number, one in enumerate(protocol_of(cycle).specialisms, start=2):
        sheet.cell(number, 3).value = one.places_previous
        sheet.cell(number, 4).value = one.places
    return book


def assignment_book(cycle: Cycle, rows: Sequence[Sequence[Any]] = ()) -> Any:
    """The assignment template with institutions I001, I002, I004 and these rows of lines."""
    book = load_workbook(BytesIO(assignment_template(cycle)))
    sheet = book[INSTITUTIONS]
    sheet.delete_rows(2, sheet.max_row)
    for number, code in enumerate(("I001", "I002", "I004"), start=2):
        one = known_institutions()[code]
        kind = {"umc": "umc", "general": "algemeen ziekenhuis"}[one.kind]
        for at, value in enumerate((one.code, one.name, one.city, kind, one.home_region), start=1):
            sheet.cell(number, at).value = value
    lines = book[LINES]
    lines.delete_rows(2, lines.max_row)
    for number, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            lines.cell(number, at).value = value
    return book
