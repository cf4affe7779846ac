"""The pages of a region's workbook: what a coordinator sees from upload to acceptance."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultation.enums import UploadStatus
from consultation.models import GridUpload
from consultation.services.divisions import GridChange, change_grid
from tests.allocation.assignments import upload_of
from tests.consultation.region_books import filled, sent
from tests.consultation.region_world import RegionWorld
from tests.factories import NOW, region

pytestmark = pytest.mark.django_db
ONE = {"year": 2027, "key": "NO"}


@pytest.fixture
def world() -> RegionWorld:
    return RegionWorld()


@pytest.fixture
def client(world: RegionWorld) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(world.coordinator)
    return client


def address(name: str, **more: object) -> str:
    return reverse(name, kwargs=ONE | more)


def post(client: Client, content: bytes) -> str:
    response = client.post(
        address("region_workbook"), {"file": upload_of(content, "noord.xlsx")}, follow=True
    )
    assert response.status_code == 200
    return str(response.content.decode())


def test_wrong_then_right_then_accepted(world: RegionWorld, client: Client) -> None:
    page = post(client, filled(world, G2="drie"))
    assert "1 fout in het bestand" in page
    assert "Gevonden: “drie”" in page
    copy = client.get(address("region_upload_annotated", number=1))
    assert copy["Content-Disposition"].endswith('-met-fouten.xlsx"')
    assert copy["X-Content-Type-Options"] == "nosniff"
    page = post(client, filled(world))
    assert "Nu verdeeld: 2 van 11 plaatsen. Met dit werkboek: 11 van 11." in page
    response = client.post(address("region_upload_accept", number=2), {"seen": "0"})
    assert response["Location"] == address("division")
    page = client.get(address("region_workbook")).content.decode()
    assert page.index("2. noord.xlsx") < page.index("1. noord.xlsx")
    assert "Overgenomen" in page


def test_the_original_comes_back_as_it_was(world: RegionWorld, client: Client) -> None:
    content = filled(world)
    sent(world, content)
    assert client.get(address("region_upload_file", number=1)).content == content


def test_a_colleague_who_was_first_is_shown_before_anything_is_taken_over(
    world: RegionWorld, client: Client
) -> None:
    sent(world, filled(world))
    change_grid(
        cycle=world.cycle,
        region=region("NO"),
        changes=[GridChange("02", "I001", 5, 0)],
        by=world.coordinator,
        now=NOW,
    )
    response = client.post(address("region_upload_accept", number=1), {"seen": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert 'name="seen" value="1"' in page
    assert "5 wordt 3" in page
    assert GridUpload.objects.get().status == UploadStatus.READY
    assert client.post(address("region_upload_accept", number=1), {"seen": "1"}).status_code == 302


def test_dropping_it_leaves_the_division(world: RegionWorld, client: Client) -> None:
    sent(world, filled(world))
    response = client.post(address("region_upload_drop", number=1))
    assert response["Location"] == address("region_workbook")
    again = client.post(address("region_upload_accept", number=1), {"seen": "0"})
    assert again.status_code == 409
    assert GridUpload.objects.get().status == UploadStatus.DROPPED


def test_no_file_and_a_file_that_is_no_workbook_stay_on_the_page(client: Client) -> None:
    page = client.post(address("region_workbook")).content.decode()
    assert "Kies het bestand" in page
    page = post(client, b"%PDF-1.7")
    assert "error-summary" in page
    empty = SimpleUploadedFile("leeg.xlsx", b"")
    page = client.post(address("region_workbook"), {"file": empty}).content.decode()
    assert "Het bestand is leeg." in page
    assert not GridUpload.objects.exists()


def test_readers_read_and_change_nothing(world: RegionWorld) -> None:
    sent(world, filled(world))
    for person in (world.bureau, world.member, world.auditor):
        client = Client()
        client.force_login(person)
        page = client.get(address("region_upload", number=1)).content.decode()
        assert address("region_upload_accept", number=1) not in page
        assert 'type="file"' not in client.get(address("region_workbook")).content.decode()


@pytest.mark.parametrize("uploads", [1, 4])
def test_the_page_asks_as_much_for_many_workbooks_as_for_one(
    world: RegionWorld, client: Client, django_assert_num_queries: Any, uploads: int
) -> None:
    content = filled(world)
    for _number in range(uploads):
        sent(world, content)
    with django_assert_num_queries(14):
        client.get(address("region_workbook"))
