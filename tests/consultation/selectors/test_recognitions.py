"""Who may receive places in a region, and how many there are to divide."""

from datetime import date

import pytest

from consultation.enums import CheckOutcome, RecognitionChange
from consultation.models import RecognitionAnswer, RecognitionReport
from consultation.permissions import may_read_division, may_read_region_proposal, may_sign_for
from consultation.selectors.recognitions import given_to, recognised_by_region, recognised_in
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db


def report(world: RegionWorld, change: str, at: str, code: str) -> RecognitionReport:
    """Reports a recognition in NO, as its coordinator."""
    return RecognitionReport.objects.create(
        cycle=world.cycle,
        region=region("NO"),
        institution=institution(at),
        specialism=specialism(code),
        change=change,
        valid_from=date(2026, 1, 1),
        note="Register RGS",
        reported_at=NOW,
        reported_by=world.coordinator,
    )


def test_the_established_assignment_says_who_is_recognised() -> None:
    world = RegionWorld()
    found = recognised_in(world.cycle, region("NO"))
    assert found.codes("02") == {"I001", "I002", "N003"}
    assert found.is_sole("22")
    assert not found.is_sole("02")
    assert {one.code for one in found.institutions} == {"I001", "I002", "N003", "N004"}


def test_a_report_counts_at_once_and_a_refused_one_does_not() -> None:
    world = RegionWorld()
    report(world, RecognitionChange.NEW, "N004", "22")
    refused = report(world, RecognitionChange.LAPSED, "I002", "02")
    assert recognised_in(world.cycle, region("NO")).codes("22") == {"I001", "N004"}
    assert recognised_in(world.cycle, region("NO")).codes("02") == {"I001", "N003"}
    RecognitionAnswer.objects.create(
        report=refused, outcome=CheckOutcome.REFUSED, text="Staat er nog.", at=NOW, by=world.bureau
    )
    assert recognised_in(world.cycle, region("NO")).codes("02") == {"I001", "I002", "N003"}


def test_all_regions_cost_two_queries(django_assert_num_queries: object) -> None:
    world = RegionWorld()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert set(recognised_by_region(world.cycle)) == {"NO", "Utrecht"}


def test_the_decided_places_of_a_region() -> None:
    world = RegionWorld()
    given = given_to(world.cycle, region("NO"))
    assert (given["02"], given["05"], given["22"], given["31"]) == (5, 3, 2, 1)
    assert len(given) == 32
    assert sum(given.values()) == 11


def test_no_region_sees_another() -> None:
    world = RegionWorld()
    assert may_read_division(world.coordinator, world.cycle, region("NO"))
    assert not may_read_division(world.other, world.cycle, region("NO"))
    assert may_read_division(world.auditor, world.cycle, region("NO"))
    assert may_read_region_proposal(world.administrator, world.cycle, region("NO"))
    assert not may_read_region_proposal(world.elsewhere, world.cycle, region("NO"))
    assert may_sign_for(world.administrator, institution("I001"))
    assert not may_sign_for(world.administrator, institution("I002"))
