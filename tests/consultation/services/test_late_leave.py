"""Leave to file late, at its edges: while the board decides, and until the last day there is."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from allocation.enums import PhaseStatus
from allocation.errors import NotNow
from allocation.models import Phase
from consultation.models import LateLeave
from consultation.policies.filings import may_file
from consultation.selectors.rounds import last_day_for
from consultation.services.rounds import grant_late_leave
from tests.consultation.round_world import RoundWorld
from tests.factories import NOW, specialism

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [PhaseStatus.AT_BOARD, PhaseStatus.CLOSED])
def test_no_leave_while_the_board_decides_or_has(status: PhaseStatus) -> None:
    world = RoundWorld()
    opened = world.open()
    Phase.objects.filter(cycle=world.cycle, number=2).update(status=status)
    with pytest.raises(NotNow):
        grant_late_leave(
            consultation=opened,
            party=specialism("02"),
            until=date(2027, 1, 1),
            reason="Ziekte",
            by=world.bureau,
            now=NOW,
        )
    assert not LateLeave.objects.exists()


def test_a_day_of_a_slip_of_the_keyboard_breaks_no_page(client: Client) -> None:
    world = RoundWorld()
    opened = world.open()
    client.force_login(world.bureau)
    fields = {"party": "specialism:02", "until": "9999-12-31", "reason": "Ziekte"}
    assert client.post(reverse("round_leave", args=[2027, 1]), fields).status_code == 302
    assert client.get(reverse("round", args=[2027, 1])).status_code == 200
    assert may_file(opened, specialism("02"), NOW)
    last = last_day_for(opened, specialism("02"))
    assert last is not None
    assert last.year == 9999
    assert client.get(reverse("log"), {"until": "9999-12-31"}).status_code == 200
