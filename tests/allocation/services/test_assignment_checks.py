"""The check: everybody their own lines, objections with a reason, answers that settle them."""

from datetime import date

import pytest

from allocation.enums import AnswerOutcome
from allocation.errors import NotNow, NotPermitted, Refused, Stale
from allocation.models import Cycle, LateChange, LineCheck
from allocation.roles import Role
from allocation.selectors.assignment import lines_visible_to
from allocation.selectors.assignment_check import CheckState, region_progress
from allocation.selectors.assignment_objections import objections, open_objections
from allocation.selectors.assignment_pages import check_page
from allocation.services.assignment import put_assignment_to_board, send_to_check
from allocation.services.assignment_checks import answer_objection, confirm_lines, object_to_line
from allocation.services.assignment_correction import correct_line, corrected_line
from allocation.services.late_changes import answer_late_change, propose_late_change
from bols_portal.accounts.models import User
from bols_portal.audit.models import Event
from tests.allocation.assignments import (
    add_version,
    line,
    small_lines,
    version_in_check,
    whole,
)
from tests.factories import (
    NOW,
    appoint,
    association,
    institution,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
    specialism,
)

UNTIL = date(2026, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


@pytest.fixture
def bureau() -> User:
    return make_bureau()


def person(role: Role, on: object) -> User:
    user = make_user(f"{role} {on}")
    appoint(user, role, on)  # type: ignore[arg-type]
    return user


@pytest.fixture
def no(cycle: Cycle) -> User:
    return person(Role.COORDINATOR, region("NO"))


@pytest.fixture
def leiden(cycle: Cycle) -> User:
    return person(Role.COORDINATOR, region("Leiden"))


@pytest.fixture
def house(cycle: Cycle) -> User:
    return person(Role.LEARNING_HOUSE, institution("I002"))


def keys(user: User, version: object) -> list[tuple[str, str]]:
    return [
        (one.institution.code, one.specialism.code)
        for one in lines_visible_to(user, version)  # type: ignore[arg-type]
    ]


def test_everybody_sees_exactly_their_own_lines(
    cycle: Cycle, bureau: User, no: User, leiden: User, house: User
) -> None:
    version = add_version(cycle, bureau)
    assert keys(no, version) == []  # a draft is the bureau's own work
    version = send_to_check(version=version, until=UNTIL, by=bureau, now=NOW)
    assert set(keys(no, version)) == {
        ("I001", "01"), ("I001", "02"), ("I001", "05"), ("I002", "01"), ("I002", "02"),
    }  # fmt: skip
    assert set(keys(leiden, version)) == {("I001", "05"), ("I004", "02")}
    assert set(keys(house, version)) == {("I002", "01"), ("I002", "02")}
    assert len(keys(bureau, version)) == 6
    assert keys(person(Role.ADVISER, association("NVVC")), version) == []


def test_a_shared_line_waits_for_both_coordinators(
    cycle: Cycle, bureau: User, no: User, leiden: User
) -> None:
    version = version_in_check(cycle, bureau)
    shared = line(version, "I001", "05")
    confirm_lines(version=version, lines=[shared.pk], by=no, now=NOW)
    states = {view.line.pk: view.state for view in check_page(bureau, version).views}
    assert states[shared.pk] is CheckState.TODO
    confirm_lines(version=version, lines=[shared.pk], by=leiden, now=NOW)
    states = {view.line.pk: view.state for view in check_page(bureau, version).views}
    assert states[shared.pk] is CheckState.CONFIRMED
    progress = {
        one.region.key: one.counts for one in region_progress(check_page(bureau, version).book)
    }
    assert (progress["NO"].confirmed, progress["NO"].todo) == (1, 4)
    assert (progress["Leiden"].confirmed, progress["Leiden"].todo) == (1, 1)


def test_confirming_by_line_institution_and_all_at_once(
    cycle: Cycle, bureau: User, no: User
) -> None:
    version = version_in_check(cycle, bureau)
    pk = line(version, "I001", "01").pk
    assert confirm_lines(version=version, lines=[pk], by=no, now=NOW).lines == 1
    assert confirm_lines(version=version, lines=[pk], by=no, now=NOW).lines == 0
    number = institution("I002").pk
    assert confirm_lines(version=version, institution=number, by=no, now=NOW).lines == 2
    assert confirm_lines(version=version, by=no, now=NOW).lines == 2
    counts = check_page(no, version).counts
    assert (counts.confirmed, counts.todo) == (5, 0)
    event = Event.objects.filter(action="assignment.lines_confirmed").latest("sequence")
    assert event.data["lines"] == 2


def test_nobody_confirms_or_objects_to_anothers_line(
    cycle: Cycle, bureau: User, leiden: User, house: User
) -> None:
    version = version_in_check(cycle, bureau)
    other = line(version, "I001", "01")
    for user in (leiden, house, bureau):
        with pytest.raises(NotPermitted):
            confirm_lines(version=version, lines=[other.pk], by=user, now=NOW)
        with pytest.raises(NotPermitted):
            object_to_line(line=other, reason="Klopt niet", by=user, now=NOW)
    assert not LineCheck.objects.exists()


def test_an_objection_needs_a_reason_and_all_at_once_leaves_it(
    cycle: Cycle, bureau: User, no: User
) -> None:
    version = version_in_check(cycle, bureau)
    found = line(version, "I001", "01")
    with pytest.raises(Refused):
        object_to_line(line=found, reason="  ", by=no, now=NOW)
    object_to_line(line=found, reason="Hoort bij ON", by=no, now=NOW)
    assert confirm_lines(version=version, by=no, now=NOW).lines == 4
    assert check_page(no, version).counts.objected == 1
    confirm_lines(version=version, lines=[found.pk], by=no, now=NOW)
    assert check_page(no, version).counts.objected == 0
    assert not objections(cycle).exists()


def test_the_check_is_open_only_while_it_is_with_the_coordinators(
    cycle: Cycle, bureau: User, no: User
) -> None:
    draft = add_version(cycle, bureau)
    with pytest.raises(NotNow):
        confirm_lines(version=draft, by=no, now=NOW)
    version = put_assignment_to_board(
        version=send_to_check(version=draft, until=UNTIL, by=bureau, now=NOW), by=bureau, now=NOW
    )
    with pytest.raises(NotNow):
        object_to_line(line=line(version, "I001", "01"), reason="Te laat", by=no, now=NOW)


def test_one_difference_throws_no_work_away(cycle: Cycle, bureau: User, no: User) -> None:
    version = version_in_check(cycle, bureau)
    stays, changes = line(version, "I001", "01"), line(version, "I002", "01")
    lines = [
        whole("I002", "01", "ON") if one.key == ("I002", "01") else one for one in small_lines()
    ]
    later = add_version(cycle, bureau, lines)
    # The page that was open still showed the earlier version.
    done = confirm_lines(version=version, lines=[stays.pk, changes.pk], by=no, now=NOW)
    assert (done.lines, done.changed) == (1, 1)
    states = {
        (view.line.institution.code, view.line.specialism.code): view.state
        for view in check_page(bureau, later).views
    }
    assert states["I001", "01"] is CheckState.CONFIRMED
    assert states["I002", "01"] is CheckState.TODO
    with pytest.raises(Stale):
        object_to_line(line=changes, reason="Hoort bij NO", by=no, now=NOW)


def test_an_adopted_objection_names_the_version_that_settled_it(
    cycle: Cycle, bureau: User, no: User
) -> None:
    version = version_in_check(cycle, bureau)
    found = line(version, "I002", "01")
    object_to_line(line=found, reason="Hoort bij ON", by=no, now=NOW)
    (objection,) = open_objections(version)
    adopt = {"objection": objection, "outcome": AnswerOutcome.ADOPTED, "by": bureau, "now": NOW}
    with pytest.raises(NotNow):
        answer_objection(text="Overgenomen", **adopt)  # type: ignore[arg-type]
    with pytest.raises(NotNow):
        put_assignment_to_board(version=version, by=bureau, now=NOW)
    facts = {"recognised": "ja", "source": "RGS", "basis": "agreement"}
    corrected = corrected_line(found, facts=facts, regions={"ON": {"share": "1"}})
    later = correct_line(line=found, corrected=corrected, reason="SWO met ON", by=bureau, now=NOW)
    answer = answer_objection(text="Overgenomen", **adopt)  # type: ignore[arg-type]
    assert answer.settled_in == later
    assert open_objections(later) == []
    with pytest.raises(NotNow):
        answer_objection(text="Nog eens", **adopt)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", [AnswerOutcome.REJECTED, AnswerOutcome.NEXT_CYCLE])
def test_other_answers_need_no_new_version(
    cycle: Cycle, bureau: User, no: User, outcome: AnswerOutcome
) -> None:
    version = version_in_check(cycle, bureau)
    object_to_line(line=line(version, "I002", "01"), reason="Hoort bij ON", by=no, now=NOW)
    (objection,) = open_objections(version)
    with pytest.raises(NotPermitted):
        answer_objection(objection=objection, outcome=outcome, text="Nee", by=no, now=NOW)
    with pytest.raises(Refused):
        answer_objection(objection=objection, outcome=outcome, text="", by=bureau, now=NOW)
    answer_objection(objection=objection, outcome=outcome, text="Geen SWO", by=bureau, now=NOW)
    listed = LateChange.objects.filter(answer__listed=True, text="Hoort bij ON")
    assert listed.exists() == (outcome == AnswerOutcome.NEXT_CYCLE)
    view = next(one for one in check_page(no, version).views if one.objection)
    assert view.answered


def test_late_changes_wait_for_the_established_assignment(
    cycle: Cycle, bureau: User, no: User
) -> None:
    version = version_in_check(cycle, bureau)
    facts = {
        "cycle": cycle,
        "institution": institution("I002"),
        "specialism": specialism("02"),
        "text": "Vanaf 2028 bij ON",
        "now": NOW,
    }
    with pytest.raises(NotNow):
        propose_late_change(by=no, **facts)  # type: ignore[arg-type]
    version.status, version.established_at = "established", NOW
    version.save()
    change = propose_late_change(by=no, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        answer_late_change(change=change, listed=False, text="", by=bureau, now=NOW)
    answer_late_change(change=change, listed=True, text="", by=bureau, now=NOW)
    own = propose_late_change(by=bureau, **facts)  # type: ignore[arg-type]
    assert own.answer.listed
    with pytest.raises(NotPermitted):
        propose_late_change(by=make_user(), **facts)  # type: ignore[arg-type]
