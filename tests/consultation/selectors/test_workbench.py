"""What is not right on the workbench, each with the field that mends it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from allocation.enums import DecisionKind, DecisionStatus, TableKind
from allocation.models import BoardDecision
from allocation.services.tables import Places, add_table
from consultation.models import WorkbenchCell, WorkbenchRegion
from consultation.selectors.distribution import decided_before
from consultation.selectors.workbench import Finding, bench_of, findings_of
from consultation.selectors.workbench_page import row_sheet
from tests.consultation.bench_world import BenchWorld, set_whole_intake
from tests.factories import NOW, make_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> BenchWorld:
    made = BenchWorld()
    made.begin()
    return made


def put(world: BenchWorld, code: str, reason: str = "", **places: int) -> None:
    for region, number in places.items():
        WorkbenchCell.objects.filter(specialism__code=code, region__key=region).update(
            places=number, reason=reason
        )


def told(world: BenchWorld) -> list[tuple[str, str]]:
    return [(one.code, one.anchor) for one in findings_of(world.bench())]


def test_there_is_none_before_fms_begins() -> None:
    assert bench_of(BenchWorld().cycle) is None


def test_nothing_is_wrong_with_the_base_distribution(world: BenchWorld) -> None:
    assert findings_of(world.bench()) == []


def test_rows_zeros_and_reasons_each_with_their_field(world: BenchWorld) -> None:
    put(world, "02", NO=7)
    put(world, "23", Leiden=1, reason="Een nieuwe opleiding")
    assert told(world) == [
        ("structural_zero", "bench-23-Leiden"),
        ("row_total", "row-02"),
        ("row_total", "row-23"),
        ("region_reason", "region-reason-NO"),
        ("region_reason", "region-reason-Leiden"),
        ("reason", "reason-02-NO"),
    ]
    texts = [one.text for one in findings_of(world.bench())]
    assert texts[1] == "Cardiologie: 37 plaatsen, en de landelijke instroom is 35 (+2)."
    assert texts[5] == "Cardiologie, NO: de reden voor +2 ontbreekt."


def test_the_leeway_of_a_region_and_of_all(world: BenchWorld) -> None:
    for code in ("01", "02", "03", "04", "05", "10", "17"):
        put(world, code, reason="Groei", NO=10, ON=0)
    WorkbenchRegion.objects.update(reason="Groei")
    found = findings_of(world.bench())
    assert found[0] == Finding(
        "region_total",
        "Regio NO: 185 plaatsen; 142 tot en met 160 mag.",
        "total-NO",
        region="NO",
    )
    assert [(one.code, one.anchor) for one in found[1:]] == [
        ("region_total", "total-ON"),
        ("moved", "total-all"),
    ]
    assert found[2].text == "Er verschuiven 35 plaatsen tussen regio’s; het mogen er 30 zijn."


def test_a_region_below_its_floor_is_a_warning(world: BenchWorld) -> None:
    for code in ("01", "03", "04"):
        put(world, code, reason="Groei", Leiden=2, NO=8)
    # The floor is 10% of all places, also of those that the base distribution does not have yet.
    set_whole_intake(world.ready, {"10": 300})
    WorkbenchRegion.objects.update(reason="Groei")
    found = {one.code: one for one in findings_of(world.bench())}
    assert found["below_floor"].warning
    assert found["below_floor"].anchor == "total-Leiden"
    assert not found["row_total"].warning


def test_a_reason_of_blanks_is_none(world: BenchWorld) -> None:
    put(world, "02", reason="  ", NO=6, ON=4)
    assert ("reason", "reason-02-NO") in told(world)


def test_reads_in_a_fixed_number_of_queries(
    world: BenchWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        bench = world.bench()
        findings_of(bench)
    put(world, "02", NO=7)
    put(world, "10", NO=7)
    with django_assert_num_queries(7):
        bench = world.bench()
        findings_of(bench)
    assert bench.deviating == [("02", "NO"), ("10", "NO")]


def test_last_year_stands_beside_a_row_once_the_portal_decided_it(world: BenchWorld) -> None:
    sheet = row_sheet(world.bench(), world.round, "02")
    assert sheet is not None
    assert not sheet.has_last_year
    before = make_cycle(2026)
    table = add_table(
        cycle=before,
        kind=TableKind.DECIDED,
        cells=[Places("02", "NO", 11), Places("10", "NO", 3)],
        by=world.bureau,
        now=NOW,
    )
    decision = BoardDecision.objects.create(
        cycle=before,
        number=1,
        phase=2,
        kind=DecisionKind.DISTRIBUTION,
        status=DecisionStatus.AT_BOARD,
        table=table,
        prepared_at=NOW,
        prepared_by=world.bureau,
    )
    assert decided_before(world.cycle, "02") == {}
    BoardDecision.objects.filter(pk=decision.pk).update(status=DecisionStatus.ADOPTED)
    sheet = row_sheet(world.bench(), world.round, "02")
    assert sheet is not None
    assert [(line.region, line.last_year) for line in sheet.lines if line.last_year] == [("NO", 11)]
