"""Control signs in what people paste: no column, workbook or receipt can hold them."""

import pytest
from django.test import Client
from django.urls import reverse

from bols_portal.ui.typed import keepable
from consultation.enums import FocusCategory
from consultation.models import FilingDraft
from tests.consultation.advice_world import AdviceWorld, posted, typed, without_a_day
from tests.consultation.compose_world import ComposeWorld
from tests.consultation.focus_world import FocusWorld
from tests.consultation.focus_world import without_a_day as without_a_focus_day

pytestmark = pytest.mark.django_db
PASTED, KEPT = "=A\0B\x0b\x1b\ufffe\tC\n", "=AB\tC\n"
TEXT = f"text-{FocusCategory.CAPACITY.value}"


def test_tabs_lines_and_other_scripts_stay() -> None:
    assert keepable(PASTED) == KEPT
    assert keepable("Één – 中文 \U0001f600\r\n") == "Één – 中文 \U0001f600\r\n"


def test_an_advice_with_them_is_kept_and_comes_out_as_a_form(client: Client) -> None:
    world = AdviceWorld()
    without_a_day(world.ready)
    client.force_login(world.adviser)
    sent = posted(typed(), action="save") | {"motivation": PASTED, "NO-reason": PASTED}
    assert client.post(reverse("advice_file", args=[2027, "02"]), sent).status_code == 302
    content = FilingDraft.objects.get().content
    assert content["motivation"] == content["cells"]["NO"]["reason"] == KEPT
    assert client.get(reverse("advice_workbook", args=[2027, "02"])).status_code == 200


def test_focus_points_with_them_too(client: Client) -> None:
    world = FocusWorld()
    without_a_focus_day(world)
    client.force_login(world.coordinator)
    address = reverse("focus_file", args=[2027, "NO"])
    assert client.post(address, {TEXT: PASTED, "seen": 0}).status_code == 302
    assert FilingDraft.objects.get().content["texts"][FocusCategory.CAPACITY.value] == KEPT
    assert client.get(reverse("focus_workbook", args=[2027, "NO"])).status_code == 200


def test_and_a_motivation_on_the_workbench(client: Client) -> None:
    world = ComposeWorld()
    client.force_login(world.fms)
    page = client.get(reverse("workbench", args=[2027]))
    seen = page.context["seen_json"]
    client.post(reverse("workbench_save", args=[2027]), {"motivation": PASTED, "seen": seen})
    assert world.bench().motivation == KEPT.strip()
