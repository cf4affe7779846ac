"""The pages of recognitions and capacity frames: what they show, and what stays when refused."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from allocation.enums import PhaseStatus
from consultation.enums import RecognitionChange
from consultation.models import CapacityFrame, RecognitionReport
from consultation.selectors.capacity import latest_frame
from consultation.services.recognitions import Reported, report_recognition
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, institution, region, specialism

pytestmark = pytest.mark.django_db
LIST = "/toewijzing/2027/fase-3/erkenningen/"
FORM = f"{LIST}melden/NO/"
FRAMES = "/toewijzing/2027/fase-3/oor/NO/verdeling/kader/02/"
TYPED = {
    "change": "new",
    "specialism": "02",
    "institution": "N004",
    "valid_from": "2026-04-01",
    "note": "RGS, 1 april 2026",
}


@pytest.fixture
def world() -> RegionWorld:
    made = RegionWorld()
    made.without_a_day()
    return made


def report(world: RegionWorld, at: str, code: str) -> RecognitionReport:
    reported = Reported(
        institution(at), specialism(code), RecognitionChange.NEW, date(2026, 4, 1), "RGS"
    )
    return report_recognition(
        cycle=world.cycle, region=region("NO"), reported=reported, by=world.coordinator, now=NOW
    )


def test_a_chair_reports_for_the_own_cluster_alone(world: RegionWorld, client: Client) -> None:
    client.force_login(world.chair)
    assert "Erkenning melden" in client.get(LIST).content.decode()
    page = client.get(FORM).content.decode()
    assert '<option value="02">' in page
    assert '<option value="05">' not in page
    assert client.post(FORM, TYPED)["Location"] == LIST
    text = client.get(LIST).content.decode()
    assert "Telt mee; het bureau controleert het nog" in text
    assert "RGS, 1 april 2026" in text


def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(
    world: RegionWorld, client: Client
) -> None:
    client.force_login(world.coordinator)
    page = client.post(FORM, {"note": "Brief", "institution": "I003"})
    assert set(page.context["form"].errors) == {
        "change",
        "specialism",
        "institution",
        "valid_from",
    }
    assert "Brief" in page.content.decode()
    page = client.post(FORM, TYPED | {"change": "lapsed"})
    assert set(page.context["form"].errors) == {"institution"}
    assert "RGS, 1 april 2026" in page.content.decode()


def test_the_bureau_answers_and_all_read_it(world: RegionWorld, client: Client) -> None:
    found = report(world, "N004", "02")
    address = reverse("recognition_answer", args=[2027, found.pk])
    client.force_login(world.bureau)
    assert "erkenning" in client.get("/").content.decode()
    assert "text" in client.post(address, {"outcome": "refused"}).context["form"].errors
    text = "Het register kent deze opleiding niet."
    assert client.post(address, {"outcome": "refused", "text": text})["Location"] == LIST
    again = client.post(address, {"outcome": "confirmed"})
    assert "al beantwoord" in again.content.decode()
    client.force_login(world.trainer)
    page = client.get(LIST).content.decode()
    assert text in page
    assert "Niet geaccepteerd" in page
    assert client.get(address).status_code == 403


def test_an_address_with_a_number_beyond_all_numbers_is_not_there(
    world: RegionWorld, client: Client
) -> None:
    client.force_login(world.bureau)
    assert client.get(f"{LIST}{10**30}/antwoord/").status_code == 404


def test_after_phase_3_the_pages_say_why_nothing_can_be_done(
    world: RegionWorld, client: Client
) -> None:
    world.set_phase(PhaseStatus.AT_BOARD)
    client.force_login(world.coordinator)
    assert "bij het bestuur" in client.get(LIST).content.decode()
    assert client.post(FORM, TYPED).status_code == 409
    assert client.get(FRAMES).context["may_change"] is False
    page = client.post(FRAMES, {"seen": "0", "I001-minimum": "2", "I001-maximum": "4"})
    assert page.status_code == 409
    assert page.context["lines"][0].minimum == "2"


def test_the_list_takes_a_fixed_number_of_queries(
    world: RegionWorld, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report(world, "N004", "02")
    client.force_login(world.coordinator)
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)
    report(world, "N003", "05")
    report(world, "N004", "05")
    with django_assert_num_queries(12):
        client.get(LIST)


def frames(**fields: Any) -> dict[str, Any]:
    """What the form of frames sends, `I001_minimum="2"`."""
    return {name.replace("_", "-"): text for name, text in fields.items()}


def test_frames_are_set_and_what_is_wrong_stays(world: RegionWorld, client: Client) -> None:
    client.force_login(world.chair)
    wrong = frames(I001_minimum="veel", I001_maximum="4", I002_note="x" * 501)
    page = client.post(FRAMES, wrong | {"seen": "0"})
    assert set(page.context["faults"]) == {"I001", "I002"}
    assert 'value="veel"' in page.content.decode()
    page = client.post(FRAMES, frames(I001_minimum="5", I001_maximum="4") | {"seen": "0"})
    assert page.context["faults"] == {"I001": "Het minimum is hoger dan het maximum."}
    right = frames(I001_minimum="2", I001_maximum="4", I001_note="Twee zalen")
    assert client.post(FRAMES, right | {"seen": "0"})["Location"] == FRAMES
    kept = CapacityFrame.objects.get()
    assert (kept.minimum, kept.maximum, kept.note) == (2, 4, "Twee zalen")
    assert "Twee zalen" in client.get(FRAMES).content.decode()


@pytest.mark.parametrize("seen", ["", "0", "99", "x", "9" * 40])
def test_who_did_not_see_the_latest_frames_sees_both(
    world: RegionWorld, client: Client, seen: str
) -> None:
    client.force_login(world.chair)
    client.post(FRAMES, frames(I001_maximum="4") | {"seen": "0"})
    page = client.post(FRAMES, frames(I001_maximum="3") | {"seen": seen})
    assert page.status_code == 409
    text = page.content.decode()
    assert 'value="3"' in text
    assert "Nu – tot 4" in text
    last = latest_frame(world.cycle, region("NO"), specialism("02"))
    assert f'name="seen" value="{last}"' in text
    assert CapacityFrame.objects.count() == 1
