"""What other parties see of a decision on the distribution: what was established, no advices."""

import pytest
from django.test import Client
from django.urls import reverse

from bols_portal.accounts.models import User
from consultation.enums import Course
from tests.consultation.distribution_world import WHY, DistributionWorld

pytestmark = pytest.mark.django_db
REMARK = "De aantallen van 02 in NO zijn te hoog."


@pytest.fixture
def world() -> DistributionWorld:
    return DistributionWorld()


def sheet(client: Client, person: User, number: int) -> tuple[int, str]:
    client.force_login(person)
    response = client.get(reverse("distribution", args=[2027, number]))
    return response.status_code, response.content.decode()


def test_a_proposal_sent_back_stays_between_the_board_and_fms(
    client: Client, world: DistributionWorld
) -> None:
    number = world.adopt(world.put(Course.RETURN, reason=REMARK)).number
    for person in (world.fms, world.bureau, world.board[2]):
        status, page = sheet(client, person, number)
        assert status == 200
        assert REMARK in page
    for person in (world.coordinator, world.adviser, world.orthodontist):
        assert sheet(client, person, number)[0] == 404
        for listed in ("decisions", "phase"):
            args = [2027, 2] if listed == "phase" else [2027]
            page = client.get(reverse(listed, args=args)).content.decode()
            assert REMARK not in page
            assert reverse("distribution", args=[2027, number]) not in page


def test_what_was_advised_outside_the_framework_is_not_told_to_all(
    client: Client, world: DistributionWorld
) -> None:
    shifted = {("31", "NO"): "3", ("31", "ON"): "1", ("02", "NO"): "5", ("02", "ON"): "5"}
    reasons = dict.fromkeys(shifted, WHY)
    decision = world.put(Course.CHANGE, places=shifted, reasons=reasons)
    number = world.adopt(decision).number
    page = sheet(client, world.fms, number)[1]
    assert page.count(WHY) >= 4
    for person in (world.coordinator, world.adviser):
        status, page = sheet(client, person, number)
        assert status == 200
        assert page.count(WHY) == 2  # of what FMS proposed for 02
