"""What the portal finds when a submitted proposal is tested, and how it says it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from allocation.models import Association
from consultation.models import CouncilMeeting, Proposal
from consultation.selectors.proposal_sheet import sheet_of
from consultation.selectors.proposal_test_texts import GROUPS, TITLES, shown
from consultation.selectors.proposal_tests import checks_of, kept
from tests.consultation.proposal_world import (
    ProposalWorld,
    advise,
    focus,
    hear,
    intake_like,
    submit,
)
from tests.consultation.round_world import RoundWorld, adopt_framework

pytestmark = pytest.mark.django_db
NAMES = {"02": "Cardiologie", "23": "Klinische geriatrie"}


@pytest.fixture
def world() -> ProposalWorld:
    return ProposalWorld()


@pytest.fixture
def bare() -> RoundWorld:
    """A round that runs, in which nobody filed anything."""
    found = RoundWorld()
    intake_like(found.ready)
    found.open()
    return found


def failing(proposal: Proposal) -> set[str]:
    return {check.key for check in checks_of(proposal) if not check.passed}


def told(proposal: Proposal) -> dict[str, str]:
    return {
        line["check"].key: line["detail"]
        for group in shown(checks_of(proposal), NAMES)
        for line in group["lines"]
    }


def test_all_hold_when_everything_is_in_order(world: ProposalWorld) -> None:
    checks = checks_of(world.proposal)
    assert failing(world.proposal) == set()
    assert kept(checks)
    assert {check.key for check in checks} == set(TITLES)
    assert sorted(key for _title, keys in GROUPS for key in keys) == sorted(TITLES)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({("02", "NO"): 6}, {"rows"}),
        ({("23", "Leiden"): 1, ("23", "NO"): 4}, {"zeros"}),
        ({("02", "NO"): 10, ("03", "NO"): 10, ("05", "NO"): 6}, {"rows", "regions"}),
        (
            {(code, key): 10 for code in ("02", "03") for key in ("NO", "ON", "Utrecht", "NWN")},
            {"rows", "moved"},
        ),
        ({("02", "NO"): 6, ("02", "ON"): 4}, set()),
    ],
)
def test_the_framework_is_checked(
    bare: RoundWorld, changes: dict[tuple[str, str], int], expected: set[str]
) -> None:
    proposal = submit(bare, changes)
    found = {check.key for check in checks_of(proposal)[:6] if not check.passed}
    assert found == expected
    assert kept(checks_of(proposal)) == (not expected)


def test_a_region_below_its_floor_is_a_note(bare: RoundWorld) -> None:
    # Leiden has 140 of 1040 places: eight specialisms without any there bring it to 100.
    codes = ["02", "03", "04", "05", "10", "17", "18", "19"]
    changes = {(code, "Leiden"): 0 for code in codes}
    check = next(one for one in checks_of(submit(bare, changes)) if one.key == "floor")
    assert (check.passed, check.is_note, check.fails) == (False, True, False)


def test_a_base_distribution_that_was_replaced_is_named(world: ProposalWorld) -> None:
    adopt_framework(world.ready, world.ready.calculate(shifted=1))
    assert "base" in failing(world.proposal)
    assert "2" in told(world.proposal)["base"]
    assert not kept(checks_of(world.proposal))


def test_who_was_not_heard_is_named(bare: RoundWorld) -> None:
    proposal = submit(bare)
    advise(proposal, "02", bare.adviser, {})
    assert failing(proposal) >= {"meeting", "heard", "focus", "profession"}
    details = told(proposal)
    assert "01" in details["heard"]
    assert "02" not in details["heard"]
    assert "31" not in details["heard"]
    hear(bare, proposal)
    assert failing(proposal) == {"focus", "profession", "bounds"}


def test_presence_counts_for_the_specialisms_of_that_association_alone(bare: RoundWorld) -> None:
    proposal = submit(bare)
    hear(bare, proposal)
    Association.objects.get(code="ALL").specialisms.set([])
    codes = next(one for one in checks_of(proposal) if one.key == "heard").facts["missing"]
    assert len(codes) == 30
    assert CouncilMeeting.objects.get().present == ["ALL"]


def test_regions_without_focus_points_are_named(bare: RoundWorld) -> None:
    proposal = submit(bare)
    assert told(proposal)["focus"].endswith("NO, ON, Utrecht, NWN, Leiden, ZWN, ZON.")
    focus(proposal, bare.coordinator)
    assert "focus" not in failing(proposal)


def test_missing_reasons_are_named_cell_by_cell(bare: RoundWorld) -> None:
    proposal = submit(bare, reasons=False, motivation=" ")
    assert failing(proposal) >= {"motivation", "region_reasons", "cell_reasons"}
    details = told(proposal)
    assert "Cardiologie NO" in details["cell_reasons"]
    assert "NO, ON" in details["region_reasons"]


def test_numbers_outside_the_advice_are_a_note(world: ProposalWorld) -> None:
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    check = next(one for one in checks_of(world.proposal) if one.key == "bounds")
    assert check.facts["cells"] == [["03", "NO", 5, 8, 10]]
    assert check.is_note
    assert [(one.code, one.places) for one in sheet_of(world.proposal).beyond] == [("03", 5)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_finding_has_words(bare: RoundWorld, language: str) -> None:
    changes = {("23", "Leiden"): 3, ("02", "NO"): 30, ("03", "NO"): 20}
    proposal = submit(bare, changes, reasons=False, motivation="")
    advise(proposal, "02", bare.adviser, {})
    with translation.override(language):
        details = told(proposal)
    assert all(details[key] for key in failing(proposal) - {"motivation"})
    assert not any("%(" in text for text in details.values())


def test_the_checks_cost_the_same_for_few_and_for_many_filings(
    world: ProposalWorld, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(13):
        checks_of(world.proposal)
    for code in ("01", "03", "04", "05"):
        advise(world.proposal, code, world.adviser, {"NO": 9})
    hear(world, world.proposal)
    with django_assert_num_queries(13):
        checks_of(world.proposal)
