"""A small world in which a calculation can be asked for: seven hospitals, one a region.

Amounts are invented; every hospital gives care for every specialism of the framework.
"""

from dataclasses import dataclass

from allocation.enums import (
    AssignmentBasis,
    AssignmentStatus,
    DecisionKind,
    DecisionStatus,
    ImportStatus,
    InstitutionKind,
    PhaseNumber,
    UsageSource,
    VersionStatus,
)
from allocation.models import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    BoardDecision,
    CalculationRequest,
    Cycle,
    DecisionItem,
    Institution,
    IntakeRow,
    IntakeVersion,
    Region,
    Specialism,
    UsageImport,
    UsageRow,
)
from allocation.selectors.cycles import protocol_of
from allocation.services.calculations import request_calculation
from allocation.tasks import run_job
from bols_portal.accounts.models import User
from tests.factories import NOW, make_bureau, make_cycle, make_reference_data

WEIGHTS = (186, 111, 135, 168, 90, 187, 113)  # Leiden lands below the floor
UNRECOGNISED = {("23", "Leiden"), ("34", "Leiden")}


@dataclass(frozen=True)
class World:
    cycle: Cycle
    bureau: User
    second: User
    intake: IntakeVersion
    assignment: AssignmentVersion
    imports: list[UsageImport]
    institutions: dict[str, Institution]


def make_world(*, year: int = 2027) -> World:
    """Everything a calculation needs, established and accepted, in a cycle of its own."""
    make_reference_data()
    cycle = make_cycle(year)
    return fill(cycle, make_bureau("Bea Bureau"), make_bureau("Sem Tweede"))


def fill(cycle: Cycle, bureau: User, second: User) -> World:
    """Everything a calculation needs, established and accepted, in this cycle."""
    institutions = _institutions()
    return World(
        cycle,
        bureau,
        second,
        _intake(cycle, bureau),
        add_assignment(cycle, bureau, institutions, AssignmentStatus.ESTABLISHED),
        [_usage(cycle, bureau, second, institutions, source) for source in UsageSource],
        institutions,
    )


def _institutions() -> dict[str, Institution]:
    return {
        region.key: Institution.objects.create(
            code=f"9900000{region.position}",
            name=f"Ziekenhuis {region.key}",
            kind=InstitutionKind.GENERAL,
            home_region=region,
        )
        for region in Region.objects.all()
    }


def _intake(cycle: Cycle, bureau: User) -> IntakeVersion:
    version = IntakeVersion.objects.create(
        cycle=cycle,
        number=1,
        status=VersionStatus.PROVISIONAL,
        source="Brief VWS",
        digest="1" * 64,
        created_at=NOW,
        created_by=bureau,
    )
    specialisms = {one.code: one for one in Specialism.objects.all()}
    IntakeRow.objects.bulk_create(
        IntakeRow(
            version=version,
            specialism=specialisms[rule.code],
            places_previous=rule.places_previous or 0,
            places=rule.places or 0,
        )
        for rule in protocol_of(cycle).specialisms
    )
    return version


def framework(cycle: Cycle) -> list[Specialism]:
    codes = [rule.code for rule in protocol_of(cycle).specialisms if rule.in_framework]
    return list(Specialism.objects.filter(code__in=codes))


def add_assignment(
    cycle: Cycle,
    bureau: User,
    institutions: dict[str, Institution],
    status: AssignmentStatus,
    *,
    swapped: bool = False,
) -> AssignmentVersion:
    """Every hospital to its own region; `swapped` puts NO and Leiden in each other's place."""
    number = AssignmentVersion.objects.filter(cycle=cycle).count() + 1
    version = AssignmentVersion.objects.create(
        cycle=cycle,
        number=number,
        status=status,
        reference_date=NOW.date(),
        digest=str(number + 1) * 64,
        created_at=NOW,
        created_by=bureau,
        established_at=NOW if status == AssignmentStatus.ESTABLISHED else None,
    )
    regions = {region.key: region for region in Region.objects.all()}
    other = {"NO": "Leiden", "Leiden": "NO"} if swapped else {}
    for key, institution in institutions.items():
        region = regions[other.get(key, key)]
        for specialism in framework(cycle):
            line = AssignmentLine.objects.create(
                version=version,
                institution=institution,
                specialism=specialism,
                recognised=(specialism.code, region.key) not in UNRECOGNISED,
                recognition_source="RGS",
                basis=AssignmentBasis.AGREEMENT,
            )
            AssignmentShare.objects.create(line=line, region=region, numerator=1, denominator=1)
    return version


def _usage(
    cycle: Cycle,
    bureau: User,
    second: User,
    institutions: dict[str, Institution],
    source: UsageSource,
) -> UsageImport:
    found = UsageImport.objects.create(
        cycle=cycle,
        number=UsageImport.objects.count() + 1,
        source=source,
        usage_year=2024,
        status=ImportStatus.ACCEPTED,
        file_name=f"{source}.xlsx",
        file_digest="a" * 64,
        digest=("b" if source == UsageSource.VEKTIS else "c") * 64,
        uploaded_at=NOW,
        uploaded_by=bureau,
        judged_at=NOW,
        judged_by=second,
    )
    rules = {rule.code: rule for rule in protocol_of(cycle).specialisms}
    UsageRow.objects.bulk_create(
        UsageRow(
            usage_import=found,
            institution=institution,
            specialism=specialism,
            care_type=rules[specialism.code].care_types[0],
            amount=1000 * weight + 13 * specialism.position,
        )
        for weight, institution in zip(WEIGHTS, institutions.values(), strict=True)
        for specialism in framework(cycle)
        if rules[specialism.code].usage_source == source
    )
    return found


def calculate(world: World, assignment: AssignmentVersion | None = None) -> CalculationRequest:
    """Asks for a calculation and does it at once, as the worker would."""
    request = request_calculation(
        cycle=world.cycle, by=world.bureau, now=NOW, assignment=assignment
    )
    run_job(request.job_id)
    return CalculationRequest.objects.get(pk=request.pk)


def adopt(request: CalculationRequest, status: DecisionStatus = DecisionStatus.ADOPTED) -> None:
    """A decision of the board on the table of a calculation, straight in the database."""
    decision = BoardDecision.objects.create(
        cycle=request.cycle,
        number=BoardDecision.objects.filter(cycle=request.cycle).count() + 1,
        phase=PhaseNumber.FRAMEWORK,
        kind=DecisionKind.FRAMEWORK,
        status=status,
        title="Kader",
        text="Vastgesteld.",
        prepared_at=NOW,
        prepared_by=request.requested_by,
    )
    table = request.calculation.table
    DecisionItem.objects.create(
        decision=decision, label="Basisverdeling", digest=table.digest, table=table
    )
