"""A phase I that is ready to be decided on, made straight in the database for tests.

Numbers are invented. The table is small in its numbers but whole in its shape: 30 specialisms by
7 regions, with the structural zeros of Leiden.
"""

import hashlib
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from allocation.enums import (
    AssignmentBasis,
    AssignmentStatus,
    CareType,
    ImportStatus,
    JobKind,
    JobStatus,
    TableKind,
    UsageSource,
    VersionStatus,
)
from allocation.models import (
    AllocationTable,
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    Calculation,
    CalculationRequest,
    Cycle,
    IntakeRow,
    IntakeVersion,
    Job,
    Region,
    Specialism,
    UsageImport,
)
from allocation.selectors.cycles import protocol_of
from allocation.services.tables import Places, add_table
from bols_portal.accounts.models import User
from tests.factories import NOW, institution, make_bureau

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ZEROS = {("23", "Leiden"), ("34", "Leiden")}


def pdf(name: str = "notulen.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Minutes as they are uploaded."""
    return SimpleUploadedFile(name, content, "application/pdf")


def sha(text: str) -> str:
    """A digest for something whose content does not matter here."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_intake(
    cycle: Cycle, by: User, *, reason: str = "", more: int = 0, totals_reason: str = ""
) -> IntakeVersion:
    """A version of the national intake: the protocol's totals, and `more` places for the first."""
    number = IntakeVersion.objects.filter(cycle=cycle).count() + 1
    version = IntakeVersion.objects.create(
        cycle=cycle,
        number=number,
        status=VersionStatus.PROVISIONAL,
        source="Brief van VWS",
        reason=reason,
        totals_reason=totals_reason,
        digest=sha(f"intake {cycle.year} {number}"),
        created_at=NOW,
        created_by=by,
    )
    expected = protocol_of(cycle).expected_totals
    assert expected is not None
    inside = [one.code for one in protocol_of(cycle).framework_specialisms]
    places = dict.fromkeys(inside, 1) | dict(expected.current.outside)
    before = dict.fromkeys(inside, 1) | dict(expected.previous.outside)
    places[inside[0]] += expected.current.framework - len(inside) + more
    before[inside[0]] += expected.previous.framework - len(inside)
    specialisms = {one.code: one for one in Specialism.objects.all()}
    IntakeRow.objects.bulk_create(
        IntakeRow(
            version=version,
            specialism=specialisms[code],
            places=places[code],
            places_previous=before[code],
        )
        for code in places
    )
    return version


def make_assignment(
    cycle: Cycle,
    by: User,
    *,
    status: str = AssignmentStatus.ESTABLISHED,
    predecessor: AssignmentVersion | None = None,
) -> AssignmentVersion:
    """A version of the region assignment with one line."""
    number = AssignmentVersion.objects.filter(cycle=cycle).count() + 1
    version = AssignmentVersion.objects.create(
        cycle=cycle,
        number=number,
        status=status,
        reference_date=date(2025, 11, 1),
        reason="Leiden en NO waren verwisseld." if predecessor else "",
        digest=sha(f"assignment {cycle.year} {number}"),
        predecessor=predecessor,
        created_at=NOW,
        created_by=by,
        established_at=NOW if status == AssignmentStatus.ESTABLISHED else None,
        sent_to_check_at=NOW,
    )
    line = AssignmentLine.objects.create(
        version=version,
        institution=institution("I001"),
        specialism=Specialism.objects.get(code="02"),
        recognised=True,
        recognition_source="RGS",
        basis=AssignmentBasis.AGREEMENT,
    )
    AssignmentShare.objects.create(
        line=line, region=Region.objects.get(key="NO"), numerator=1, denominator=1
    )
    return version


def make_usage(cycle: Cycle, by: User, judge: User) -> list[UsageImport]:
    """An accepted import of both sources that together cover every framework specialism."""
    codes = [one.code for one in protocol_of(cycle).framework_specialisms]
    halves = {UsageSource.VEKTIS: codes[::2], UsageSource.DHD: codes[1::2]}
    return [
        UsageImport.objects.create(
            cycle=cycle,
            number=number,
            source=source,
            usage_year=2024,
            status=ImportStatus.ACCEPTED,
            file=f"usage/{source}.csv",
            file_name=f"{source}.csv",
            file_digest=sha(f"{source} file"),
            digest=sha(f"{source} rows"),
            totals=[
                {
                    "specialism": code,
                    "care_type": CareType.FIRST_VISIT,
                    "counted": 10,
                    "left_out": 0,
                }
                for code in halves[source]
            ],
            uploaded_at=NOW,
            uploaded_by=by,
            judged_at=NOW,
            judged_by=judge,
        )
        for number, source in enumerate(UsageSource, 1)
    ]


def make_calculation(
    cycle: Cycle,
    by: User,
    *,
    intake: IntakeVersion,
    assignment: AssignmentVersion,
    imports: list[UsageImport],
    shifted: int = 0,
) -> AllocationTable:
    """A finished calculation; `shifted` places of 02 go from Leiden to NO."""
    number = CalculationRequest.objects.filter(cycle=cycle).count() + 1
    cells = [
        Places(
            specialism=one.code,
            region=region.key,
            places=_places(one.code, region.key, shifted),
            structural_zero=(one.code, region.key) in ZEROS,
        )
        for one in protocol_of(cycle).framework_specialisms
        for region in protocol_of(cycle).regions
    ]
    table = add_table(cycle=cycle, kind=TableKind.BASE, cells=cells, by=by, now=NOW)
    inputs = [
        {"kind": "intake", "number": intake.number, "digest": intake.digest},
        {"kind": "assignment", "number": assignment.number, "digest": assignment.digest},
        *(
            {"kind": f"usage:{one.source}", "number": one.number, "digest": one.digest}
            for one in sorted(imports, key=lambda one: one.source)
        ),
    ]
    job = Job.objects.create(
        kind=JobKind.CALCULATION,
        key=f"{cycle.pk}:{number}",
        status=JobStatus.DONE,
        requested_at=NOW,
        requested_by=by,
    )
    request = CalculationRequest.objects.create(
        cycle=cycle,
        number=number,
        intake=intake,
        assignment=assignment,
        inputs_digest=sha(f"inputs {number}"),
        job=job,
        requested_at=NOW,
        requested_by=by,
    )
    request.usage_imports.set(imports)
    Calculation.objects.create(
        request=request,
        table=table,
        engine_version="1.0.0",
        inputs=inputs,
        protocol_digest=cycle.protocol_digest,
        result_digest=sha(f"result {number} {shifted}"),
        outside=0,
        next_best=3,
        unique=True,
        raised=["Leiden"],
        repair=[],
        calculated_at=NOW,
    )
    return table


def _places(code: str, region: str, shifted: int) -> int:
    if (code, region) in ZEROS:
        return 0
    return 5 + {("02", "Leiden"): -shifted, ("02", "NO"): shifted}.get((code, region), 0)


class ReadyPhase:
    """A cycle of which everything is in order but the decision: what a test begins with."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.bureau = make_bureau("Bea Bureau")
        self.colleague = make_bureau("Chris Collega")
        self.intake = make_intake(cycle, self.bureau)
        self.assignment = make_assignment(cycle, self.bureau)
        self.imports = make_usage(cycle, self.bureau, self.colleague)
        self.table = self.calculate()

    def calculate(self, shifted: int = 0) -> AllocationTable:
        """A calculation on what is current in this world."""
        return make_calculation(
            self.cycle,
            self.bureau,
            intake=self.intake,
            assignment=self.assignment,
            imports=self.imports,
            shifted=shifted,
        )

    def correct_assignment(self) -> AllocationTable:
        """A corrected region assignment, as a draft, and the calculation on it."""
        self.assignment = make_assignment(
            self.cycle,
            self.bureau,
            status=AssignmentStatus.DRAFT,
            predecessor=self.assignment,
        )
        return self.calculate(shifted=2)
