"""The pages of the nearest fitting proposal: compute, read, explain, take over."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Suggestion
from consultation.services.suggestions import compute_suggestion
from tests.consultation.bench_world import BenchWorld, set_whole_intake
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ONE = [2027, 1]


@pytest.fixture
def world(client: Client) -> BenchWorld:
    world = BenchWorld()
    client.force_login(world.fms)
    return world


def compute(world: BenchWorld) -> None:
    compute_suggestion(cycle=world.cycle, weights={}, by=world.fms, now=NOW)


def test_it_is_computed_with_weights(client: Client, world: BenchWorld) -> None:
    there = reverse("suggestions", args=[2027])
    wrong = client.post(there, {"02": "0", "05": "x"})
    assert set(wrong.context["form"].errors) == {"02", "05"}
    assert client.post(there, {"02": "3", "05": ""}).status_code == 302
    assert client.get(there).context["form"]["02"].value() == 3
    page = client.get(reverse("suggestion", args=ONE))
    assert page.context["weights"] == [("Cardiologie", 3)]
    assert len(page.context["silent"]) == 30


def test_what_does_not_fit_is_told_on_the_page(client: Client, world: BenchWorld) -> None:
    set_whole_intake(world.ready, {"02": 100})
    page = client.post(reverse("suggestions", args=[2027]), {})
    assert page.context["form"].non_field_errors()
    assert not Suggestion.objects.exists()


def test_a_cell_is_explained_with_and_without_script(client: Client, world: BenchWorld) -> None:
    world.advise(NO=17, ON=0, Utrecht=0, NWN=3)
    compute(world)
    there = reverse("suggestion_cell", args=[*ONE, "02", "NO"])
    assert there in client.get(reverse("suggestion", args=ONE)).text
    page = client.get(there)
    piece = client.get(there, headers={"HX-Request": "true"})
    for one in (page, piece):
        assert one.context["why"].value == "15"
        assert "Cardiologie, NO" in one.text
    assert "<h1" not in piece.text
    beside = client.get(reverse("suggestion", args=ONE), {"tegen": "advies"})
    assert "?tegen=advies" in beside.text
    assert client.get(reverse("suggestion_cell", args=[*ONE, "99", "NO"])).status_code == 404


def test_case_and_result_can_be_downloaded(client: Client, world: BenchWorld) -> None:
    compute(world)
    kept = Suggestion.objects.get()
    for part, content in (("case", kept.case), ("result", kept.result)):
        got = client.get(reverse("suggestion_dossier", args=[*ONE, part]))
        assert json.loads(got.content) == content
        assert "attachment" in got["Content-Disposition"]
    assert client.get(reverse("suggestion_dossier", args=[*ONE, "iets"])).status_code == 404


def test_it_is_taken_over_after_a_look_at_what_it_replaces(
    client: Client, world: BenchWorld
) -> None:
    compute(world)
    there = reverse("suggestion_take", args=ONE)
    page = client.get(reverse("suggestion", args=ONE))
    assert f'action="{there}"' in page.text
    world.advise(NO=7, ON=3)
    world.begin("advices")
    page = client.get(reverse("suggestion", args=ONE))
    assert f'href="{there}"' in page.text
    review = client.get(there).context["review"]
    assert any("Cardiologie, NO" in one for one in review.happens)
    assert not review.final
    stale = client.post(there, {"seen": 0})
    assert stale.status_code == 409
    seen = stale.context["form"]["seen"].value()
    assert client.post(there, {"seen": seen}).status_code == 302
    assert world.bench().deviating == []


def test_others_do_not_come_here(client: Client, world: BenchWorld) -> None:
    compute(world)
    client.force_login(world.bureau)
    for name, args in (("suggestions", [2027]), ("suggestion", ONE), ("suggestion_take", ONE)):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_the_list_takes_as_many_queries_with_one_as_with_many(
    client: Client, world: BenchWorld, django_assert_num_queries: Any
) -> None:
    there = reverse("suggestions", args=[2027])
    compute(world)
    client.get(there)
    with django_assert_num_queries(13):
        client.get(there)
    for _ in range(4):
        compute(world)
    with django_assert_num_queries(13):
        client.get(there)
