"""The pages of a region: its start page, general board, adopting, submitting, sending back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultation.models import BoardMeeting, RegionLeave, RegionProposal
from consultation.selectors.regions import living_proposal, overview_of, region_lines
from consultation.selectors.regions_todo import todo
from consultation.services.region_proposals import submit_region_proposal
from tests.consultation.region_work import WHY, adopt, cluster_filed, ready, sign_all
from tests.consultation.region_world import FITTING, RegionWorld
from tests.factories import NOW, region

pytestmark = pytest.mark.django_db
HERE = [2027, "NO"]
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture
def world() -> RegionWorld:
    found = RegionWorld()
    found.without_a_day()
    return found


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def told(world: RegionWorld) -> dict[str, Any]:
    page = adoption(world)
    return {"consensus": "yes", "motivation": "In goed overleg.", **page}


def adoption(world: RegionWorld) -> dict[str, int]:
    client = as_(Client(), world.coordinator)
    form = client.get(reverse("region_adopt", args=HERE)).context["form"]
    return {name: form[name].value() for name in ("seen", "replaces")}


def test_a_coordinator_goes_from_dividing_to_submitting(client: Client, world: RegionWorld) -> None:
    as_(client, world.coordinator)
    there = reverse("region", args=HERE)
    assert client.get(reverse("regions", args=[2027])).url == there  # type: ignore[attr-defined]
    page = client.get(there)
    assert reverse("division", args=HERE) in page.context["found"].step.href
    ready(world, meeting=False)
    page = client.get(there)
    assert page.context["found"].step.href == reverse("board_meeting_record", args=HERE)
    first = client.get(reverse("region_adopt", args=HERE))
    assert "Leg de vergadering van het algemeen bestuur vast" in first.text
    sent = {
        "held_on": timezone.localdate().isoformat(),
        "adjustments": WHY,
        "minutes": SimpleUploadedFile("notulen.pdf", PDF, "application/pdf"),
    }
    assert client.post(reverse("board_meeting_record", args=HERE), sent).status_code == 302
    listed = client.get(reverse("board_meetings", args=HERE))
    assert WHY in listed.text
    assert client.get(reverse("board_meeting_minutes", args=[*HERE, 1])).status_code == 200
    assert client.get(there).context["found"].step.href == reverse("region_adopt", args=HERE)
    done = client.post(reverse("region_adopt", args=HERE), told(world))
    assert done.url == reverse("region_proposal", args=[*HERE, 1])  # type: ignore[attr-defined]
    assert "0 van 4 instellingen" in client.get(done.url).text  # type: ignore[attr-defined]
    proposal = RegionProposal.objects.get()
    submit = reverse("region_submit", args=HERE)
    assert client.get(there).context["found"].step.href == reverse(
        "sheet", args=[2027, proposal.sheet.code]
    )
    assert "Vink dit aan" in client.post(submit).text
    sign_all(world, proposal)
    assert client.get(there).context["found"].step.href == submit
    assert "Er ontbreekt niets" in client.get(submit).text
    assert client.post(submit).url == there  # type: ignore[attr-defined]
    assert "ligt bij BOLS" in client.get(there).text
    assert client.post(submit).status_code == 409
    receipt = client.get(reverse("region_receipt", args=[*HERE, 1]))
    assert receipt.content.startswith(b"%PDF-")


def test_what_is_wrong_comes_at_once_and_nothing_typed_is_lost(
    client: Client, world: RegionWorld
) -> None:
    cluster_filed(world, "05", {"I001": 1, "I002": 2})
    ready(world)
    as_(client, world.coordinator)
    page = client.get(reverse("region_adopt", args=HERE))
    assert "adjust_05" in page.context["form"].fields
    assert "Ziekenhuis Aan de Vaart: 2 → 1" in page.text
    refused = client.post(
        reverse("region_adopt", args=HERE), told(world) | {"consensus": "no", "views": " "}
    )
    assert refused.status_code == 200
    assert set(refused.context["form"].errors) == {"views", "adjust_05"}
    assert "In goed overleg." in refused.text
    stale = told(world) | {"adjust_05": WHY, "seen": 0}
    refused = client.post(reverse("region_adopt", args=HERE), stale)
    assert refused.status_code == 409
    assert WHY in refused.text
    assert refused.context["form"]["seen"].value() == 1
    assert client.post(reverse("region_adopt", args=HERE), stale | {"seen": 1}).status_code == 302


def test_a_new_version_says_first_which_signatures_lapse(
    client: Client, world: RegionWorld
) -> None:
    ready(world)
    first = adopt(world)
    sign_all(world, first, but="N004")
    as_(client, world.coordinator)
    page = client.get(reverse("region_adopt", args=HERE))
    assert "3 handtekeningen vervallen en moeten opnieuw worden gezet" in page.text
    assert "Kliniek Oostersingel" not in page.context["review"].final[1]
    sent = told(world) | {"motivation": "Anders verwoord."}
    assert set(client.post(reverse("region_adopt", args=HERE), sent).context["form"].errors) == {
        "reason"
    }
    same = told(world) | {"motivation": first.motivation, "reason": WHY}
    assert client.post(reverse("region_adopt", args=HERE), same).status_code == 409
    done = client.post(reverse("region_adopt", args=HERE), sent | {"reason": WHY})
    compared = client.get(done.url)  # type: ignore[attr-defined]
    assert "De aantallen zijn gelijk" in compared.text
    assert "De motivatie, of de manier van vaststellen" in compared.text
    old = client.get(reverse("region_proposal", args=[*HERE, 1]))
    assert WHY in old.text
    assert "Waarom deze versie is vervangen" in old.text


def test_the_bureau_sees_all_regions_sends_back_and_gives_leave(
    client: Client, world: RegionWorld
) -> None:
    ready(world)
    proposal = adopt(world)
    as_(client, world.bureau)
    leave = reverse("region_leave", args=HERE)
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(leave, {"until": until, "reason": ""}).status_code == 200
    assert client.post(leave, {"until": until, "reason": WHY}).status_code == 302
    assert RegionLeave.objects.get().reason == WHY
    back = reverse("region_return", args=HERE)
    assert client.get(back).status_code == 409
    submit_region_proposal(
        proposal=proposal, incomplete=True, by=world.coordinator, now=timezone.now()
    )
    listed = client.get(reverse("regions", args=[2027]))
    assert "1 van 7 regio’s" in listed.text
    assert "Kliniek Oostersingel" in listed.text
    assert client.get(leave).status_code == 409
    assert len(list(todo(world.bureau, world.cycle, NOW))) == 1
    assert "Wie bericht krijgt" in client.get(back).text
    assert client.post(back, {"reason": WHY}).status_code == 302
    page = as_(client, world.coordinator).get(reverse("region", args=HERE))
    assert "Waarom het bureau deze versie terugstuurde" in page.text
    assert WHY in page.text


def test_no_region_sees_anothers(client: Client, world: RegionWorld) -> None:
    ready(world)
    adopt(world)
    as_(client, world.other)
    for name in ("region", "board_meetings", "region_adopt", "region_submit", "region_return"):
        assert client.get(reverse(name, args=HERE)).status_code == 404
    assert client.get(reverse("region_proposal", args=[*HERE, 1])).status_code == 404
    as_(client, world.administrator)
    assert client.get(reverse("region_proposal", args=[*HERE, 1])).status_code == 200
    assert client.get(reverse("region", args=HERE)).status_code == 404
    as_(client, world.elsewhere)
    assert client.get(reverse("region_proposal", args=[*HERE, 1])).status_code == 404


def test_the_states_of_the_specialisms(world: RegionWorld) -> None:
    found = overview_of(world.coordinator, world.cycle, region("NO"), NOW)
    states = {one.code: (one.state, one.missing) for one in found.to_divide}
    assert states["22"] == ("sole", "")
    assert states["02"] == ("none", "Het voorstel van het cluster")
    assert {one.code: one.who for one in found.to_divide}["02"] == "Vera Voorzitter"
    cluster_filed(world, "02", FITTING["NO"]["02"])
    cluster_filed(world, "05", {"I001": 1, "I002": 2})
    found = overview_of(world.coordinator, world.cycle, region("NO"), NOW)
    states = {one.code: (one.state, one.missing) for one in found.to_divide}
    assert states["02"] == ("filed", "3 handtekeningen")
    ready(world)
    found = overview_of(world.coordinator, world.cycle, region("NO"), NOW)
    assert {one.code: str(one.state) for one in found.to_divide} == {
        "02": "taken",
        "05": "adjusted",
        "22": "sole",
        "31": "divided",
    }
    assert len(found.lines) == 32


def test_the_next_step_asks_for_a_new_version_or_for_leave(world: RegionWorld) -> None:
    ready(world)
    adopt(world)
    world.set_day("region_proposals", NOW.date())
    found = overview_of(world.coordinator, world.cycle, region("NO"), NOW)
    assert found.step is not None
    assert (found.step.title, found.step.href) == ("Vraag het bureau om toestemming", "")
    assert overview_of(world.bureau, world.cycle, region("NO"), NOW).step is None


def test_the_overview_costs_the_same_for_one_and_for_many(
    world: RegionWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adopted(world, "Utrecht")
    with django_assert_num_queries(12):
        assert len(region_lines(world.cycle)) == 7
    adopted(world, "NO")
    cluster_filed(world, "02", FITTING["NO"]["02"])
    with django_assert_num_queries(12):
        lines = region_lines(world.cycle)
    assert [(one.given, one.divided) for one in lines if one.given] == [(11, 11), (5, 5)]


def test_a_region_costs_the_same_for_one_cluster_and_for_many(
    world: RegionWorld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adopted(world, "NO")
    cluster_filed(world, "02", FITTING["NO"]["02"])
    counts = []
    for more in ("05", "31"):
        with django_assert_num_queries(36) as found:
            overview_of(world.coordinator, world.cycle, region("NO"), NOW)
        counts.append(len(found))
        cluster_filed(world, more, FITTING["NO"][more])
    assert counts[0] == counts[1]


def adopted(world: RegionWorld, key: str) -> None:
    ready(world, key=key)
    adopt(world, key=key)
    assert living_proposal(world.cycle, region(key))
    assert BoardMeeting.objects.filter(region=region(key)).exists()
