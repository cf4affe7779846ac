"""The form as file on the page: out, in, what changed, and what was refused."""

import json
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from consultation.enums import RoundStatus
from consultation.models import Filing, FilingDraft, Round
from consultation.services.advices import save_advice_draft
from tests.allocation.assignments import saved, upload_of
from tests.consultation.advice_world import LATER, AdviceWorld, posted, typed, without_a_day
from tests.factories import specialism

pytestmark = pytest.mark.django_db

PAGE = "/toewijzing/2027/fase-2/advies/02/"
UPLOAD = f"{PAGE}inlezen/"
JSON = {"accept": "application/json"}


@pytest.fixture
def world() -> AdviceWorld:
    made = AdviceWorld()
    without_a_day(made.ready)
    return made


@pytest.fixture
def client(world: AdviceWorld) -> Client:
    made = Client()
    made.force_login(world.adviser)
    return made


def form_with(client: Client, **cells: str | int) -> bytes:
    book = load_workbook(BytesIO(client.get(f"{PAGE}formulier.xlsx").content))
    for cell, value in cells.items():
        book["Advies"][cell] = value
    return saved(book)


def draft(world: AdviceWorld) -> FilingDraft:
    return save_advice_draft(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(NO=7),
        seen=0,
        by=world.adviser,
        now=LATER,
    )


def test_the_page_after_an_upload_says_once_what_changed_and_what_lacks(client: Client) -> None:
    file = upload_of(form_with(client, C2=6, D2=5, E2=7))
    assert client.post(UPLOAD, {"file": file, "seen": 0}).status_code == 302
    text = client.get(PAGE).content.decode()
    assert "3 velden zijn gewijzigd" in text
    assert 'name="NO-places" value="6"' in text
    assert 'href="#NO-reason"' in text  # still to be done before filing
    assert "velden zijn gewijzigd" not in client.get(PAGE).content.decode()
    assert not Filing.objects.exists()


def test_faults_of_the_file_stand_on_the_page(client: Client) -> None:
    response = client.post(UPLOAD, {"file": upload_of(form_with(client, C2="zes")), "seen": 0})
    text = response.content.decode()
    assert "<td>C2</td>" in text
    assert "zes" in text
    assert not FilingDraft.objects.exists()


def test_without_a_file_the_page_asks_for_it(client: Client) -> None:
    text = client.post(UPLOAD, {"seen": 0}).content.decode()
    assert "Kies het bestand dat u wilt inlezen." in text


def test_a_draft_saved_meanwhile_is_told_and_a_second_try_replaces_it(
    world: AdviceWorld, client: Client
) -> None:
    content = form_with(client, C2=6)
    draft(world)
    response = client.post(UPLOAD, {"file": upload_of(content), "seen": 0})
    assert response.status_code == 409
    assert 'name="seen" value="1"' in response.content.decode()
    assert client.post(UPLOAD, {"file": upload_of(content), "seen": 1}).status_code == 302


def test_a_replaced_round_takes_no_file(world: AdviceWorld, client: Client) -> None:
    content = form_with(client)
    Round.objects.update(status=RoundStatus.REPLACED)
    assert client.post(UPLOAD, {"file": upload_of(content), "seen": 0}).status_code == 409
    assert client.get(f"{PAGE}formulier.xlsx").status_code == 200


def test_the_form_saves_itself(client: Client) -> None:
    sent = posted(typed(NO="zes"), action="draft")
    told = json.loads(client.post(f"{PAGE}indienen/", sent, headers=JSON).content)
    assert told["seen"] == 1
    assert "Concept bewaard" in told["saved_at"]
    response = client.post(f"{PAGE}indienen/", sent, headers=JSON)
    assert response.status_code == 409
    assert "collega" in json.loads(response.content)["message"]
    assert FilingDraft.objects.get().version == 1


def test_saving_itself_never_files(client: Client) -> None:
    client.post(f"{PAGE}indienen/", posted(typed(NO=6, ON=4)), headers=JSON)
    assert not Filing.objects.exists()
    assert FilingDraft.objects.exists()


def test_a_form_that_a_colleague_overtook_does_not_save_itself(client: Client) -> None:
    assert "data-autosave=" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}indienen/", posted(typed(NO="zes")))
    refused = client.post(f"{PAGE}indienen/", posted(typed(NO="acht")))
    assert refused.status_code == 409
    assert "data-autosave=" not in refused.content.decode()


def test_what_is_too_long_is_told_to_the_script(client: Client) -> None:
    sent = posted(typed() | {"motivation": "x" * 4001}, action="draft")
    response = client.post(f"{PAGE}indienen/", sent, headers=JSON)
    assert response.status_code == 422
    assert "4.000" in json.loads(response.content)["message"]
