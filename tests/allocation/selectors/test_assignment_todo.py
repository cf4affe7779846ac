"""What the home page asks about intake and region assignment, and of whom."""

import pytest

from allocation.models import Cycle
from allocation.roles import Role
from allocation.selectors.assignment_todo import todo as assignment_todo
from allocation.selectors.intake_todo import todo as intake_todo
from allocation.selectors.todo_item import TodoItem
from allocation.services.assignment_checks import confirm_lines, object_to_line
from bols_portal.accounts.models import User
from tests.allocation.assignments import add_intake, add_version, line, version_in_check
from tests.factories import (
    NOW,
    appoint,
    institution,
    make_bureau,
    make_cycle,
    make_reference_data,
    make_user,
    region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


def addresses(user: User, cycle: Cycle) -> list[str]:
    return [item.url.removeprefix("/toewijzing/2027/fase-1/") for item in _items(user, cycle)]


def _items(user: User, cycle: Cycle) -> list[TodoItem]:
    return [*intake_todo(user, cycle, NOW), *assignment_todo(user, cycle, NOW)]


def test_the_bureau_step_by_step(cycle: Cycle) -> None:
    bureau = make_bureau()
    assert addresses(bureau, cycle) == ["instroom/", "oor-indeling/inlezen/"]
    add_intake(cycle, bureau)
    add_version(cycle, bureau)
    assert addresses(bureau, cycle) == ["oor-indeling/ter-controle/"]


def test_checkers_until_they_have_viewed_all(cycle: Cycle) -> None:
    bureau = make_bureau()
    add_intake(cycle, bureau)
    version = version_in_check(cycle, bureau)
    no, house = make_user("NO"), make_user("Leerhuis")
    appoint(no, Role.COORDINATOR, region("NO"))
    appoint(house, Role.LEARNING_HOUSE, institution("I002"))
    titles = [str(item.title) for item in assignment_todo(no, cycle, NOW)]
    assert titles == ["5 regels van de OOR-indeling controleren"]
    assert [str(item.capacity) for item in assignment_todo(house, cycle, NOW)] == [
        "Leerhuismanager, Ziekenhuis Aan de Vaart"
    ]
    object_to_line(line=line(version, "I001", "01"), reason="Klopt niet", by=no, now=NOW)
    confirm_lines(version=version, by=no, now=NOW)
    assert addresses(no, cycle) == []
    assert addresses(bureau, cycle) == ["oor-indeling/bezwaren/"]
    assert addresses(make_user("Ander"), cycle) == []
