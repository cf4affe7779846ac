"""The pages of focus points: the list, the form that keeps what was typed, warnings, autosave."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client

from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.enums import RoundStatus
from consultation.models import Attachment, Filing, FilingDraft, Round
from consultation.services.focus import file_focus_unchanged, save_focus_draft
from consultation.services.focus_content import QUOTE
from consultation.services.focus_receipt import receipt_of_focus
from tests.consultation.advice_world import LATER
from tests.consultation.focus_world import (
    PDF,
    TEXTS,
    WISHES,
    FocusWorld,
    pdf,
    posted,
    set_day,
    without_a_day,
)
from tests.factories import appoint, make_user, region

LIST = "/toewijzing/2027/fase-2/aandachtspunten/"
PAGE = f"{LIST}NO/"
SENT = f"{PAGE}indienen/"
RECEIPT = f"{PAGE}ronde-1/versie-1/ontvangstbewijs.pdf"
SCRIPT = {"accept": "application/json"}


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> FocusWorld:
    settings.MEDIA_ROOT = tmp_path
    made = FocusWorld()
    without_a_day(made)
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str = PAGE) -> str:
    response = as_(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_draft_and_then_the_focus_points(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    assert client.post(SENT, posted(action="draft")).status_code == 302
    assert "ouderenzorg" in page(world.coordinator)
    assert not Filing.objects.exists()
    assert client.post(SENT, posted(seen=1)).status_code == 302
    assert Filing.objects.get().digest in page(world.coordinator)


def test_there_is_no_field_for_numbers(world: FocusWorld) -> None:
    form = page(world.coordinator).split("<main")[1]
    assert form.count("<textarea") == 5
    assert "numeric" not in form
    assert 'type="number"' not in form


def test_an_empty_form_is_refused_and_says_where(world: FocusWorld) -> None:
    response = as_(world.coordinator).post(SENT, posted({}))
    assert response.status_code == 200
    assert 'href="#text-spearheads"' in response.content.decode()


def test_the_warning_quotes_the_protocol_and_is_read_once(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    client.post(SENT, posted(WISHES, action="draft"))
    assert QUOTE in page(world.coordinator)
    refused = client.post(SENT, posted(WISHES, seen=1)).content.decode()
    assert QUOTE in refused
    assert 'name="confirmed"' in refused
    assert "Cardiologie: 8" in refused
    assert client.post(SENT, posted(WISHES, seen=2, confirmed="on")).status_code == 302
    assert 'name="confirmed"' not in page(world.coordinator)
    for reader in (world.bureau, world.fms):
        assert QUOTE in page(reader)
        assert "Waarschuwing: lijst van aantallen" in page(reader, LIST)


def test_what_a_colleague_saved_is_shown_beside_what_was_typed(world: FocusWorld) -> None:
    as_(world.colleague).post(SENT, posted({"size": "Van Cato"}, action="draft"))
    response = as_(world.coordinator).post(SENT, posted({"size": "Van Coen"}, action="draft"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "<p>Van Cato</p>" in text
    assert "\nVan Coen</textarea>" in text
    assert "data-autosave=" not in text  # one must choose first
    assert FilingDraft.objects.get().content["texts"]["size"] == "Van Cato"


def test_a_draft_is_seen_by_nobody_else(world: FocusWorld) -> None:
    as_(world.coordinator).post(SENT, posted({"size": "Nog geheim"}, action="draft"))
    assert "Nog geheim" in page(world.colleague)
    for reader in (world.fms, world.bureau):
        text = page(reader)
        assert "Nog geheim" not in text
        assert "<form" not in text.split("<main")[1]
    assert as_(world.other).get(PAGE).status_code == 404


def test_others_get_nothing_of_what_was_filed(world: FocusWorld) -> None:
    world.file()
    assert as_(world.other).get(PAGE).status_code == 404
    assert as_(world.other).get(RECEIPT).status_code == 404
    assert as_(world.other).post(SENT, posted()).status_code == 404
    assert as_(world.bureau).post(SENT, posted()).status_code == 403
    assert "OOR NO" not in page(world.other, LIST)


def test_a_file_of_a_draft_is_for_the_party_until_it_is_filed(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    client.post(SENT, posted(action="draft", files=pdf()))
    url = f"{PAGE}bijlagen/{Attachment.objects.get().pk}/"
    assert as_(world.colleague).get(url).status_code == 200
    for reader in (world.bureau, world.fms, world.other):
        assert as_(reader).get(url).status_code == 404
    client.post(SENT, posted(seen=1))
    response = as_(world.bureau).get(url)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert as_(world.other).get(url).status_code == 404
    elsewhere = f"{LIST}Leiden/bijlagen/{Attachment.objects.get().pk}/"
    assert as_(world.other).get(elsewhere).status_code == 404


def test_removing_a_file_keeps_what_was_typed(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    client.post(SENT, posted(action="draft", files=pdf()))
    number = Attachment.objects.get().pk
    sent = posted({"size": "Intussen getypt"}, seen=1) | {"remove": str(number)}
    sent.pop("action")
    assert client.post(SENT, sent).status_code == 302
    assert not Attachment.objects.exists()
    assert "Intussen getypt" in page(world.coordinator)


def test_a_refused_file_keeps_the_typed_text(world: FocusWorld) -> None:
    response = as_(world.coordinator).post(SENT, posted(files=pdf("brief.exe")))
    text = response.content.decode()
    assert 'href="#files"' in text
    assert "ouderenzorg" in text
    assert not FilingDraft.objects.exists()


def test_the_form_saves_itself(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    answer = client.post(SENT, posted(action="draft"), headers=SCRIPT)
    assert answer.status_code == 200
    told = answer.json()
    assert told["seen"] == 1
    assert told["saved_at"].startswith("Concept bewaard om ")
    assert told["notices"] == []
    told = client.post(SENT, posted(WISHES, seen=1, action="draft"), headers=SCRIPT).json()
    assert QUOTE in told["notices"][-1]
    as_(world.colleague).post(SENT, posted({"size": "Van Cato"}, seen=2, action="draft"))
    answer = client.post(SENT, posted(seen=2, action="draft"), headers=SCRIPT)
    assert answer.status_code == 409
    assert "collega" in answer.json()["message"]
    long = client.post(SENT, posted({"size": "x" * 4001}, seen=3, action="draft"), headers=SCRIPT)
    assert long.status_code == 422
    assert FilingDraft.objects.get().content["texts"]["size"] == "Van Cato"


def test_the_next_round_shows_the_earlier_entry_and_takes_one_click(world: FocusWorld) -> None:
    world.file(added=[pdf()])
    world.next_round()
    text = page(world.coordinator)
    assert text.count('class="beside__other"') == 5
    assert text.count("vergrijst sneller") == 2  # in the form and beside it
    assert "brief.pdf" in text
    assert as_(world.coordinator).post(f"{PAGE}ongewijzigd/").status_code == 302
    assert Filing.objects.filter(round__number=2, unchanged_from__isnull=False).count() == 1
    assert "Bevestigd" in page(world.bureau, LIST)


def test_without_a_running_round_the_page_says_why(world: FocusWorld) -> None:
    filing = world.file()
    Round.objects.update(status=RoundStatus.CANCELLED)
    text = page(world.coordinator)
    assert filing.digest in text
    assert "<textarea" not in text
    response = as_(world.coordinator).post(SENT, posted({"size": "Getypt"}, seen=1))
    assert response.status_code == 409
    assert "Getypt</textarea>" in response.content.decode()


def test_before_any_round(world: FocusWorld) -> None:
    Round.objects.all().delete()
    assert "Er is nog geen ronde geopend" in page(world.coordinator)
    assert as_(world.coordinator).post(SENT, posted()).status_code == 409


def test_the_receipt_is_a_pdf_whatever_was_written(world: FocusWorld) -> None:
    world.file({"size": "#panic() $x$ <a> @b [c] *d* \\\n= kop"}, added=[pdf("a.pdf")])
    response = as_(world.coordinator).get(RECEIPT)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_the_receipt_says_that_nothing_changed(world: FocusWorld) -> None:
    world.file()
    second = world.next_round()
    filing = file_focus_unchanged(
        consultation=second, region=world.region, by=world.coordinator, now=LATER
    )
    read = pypdf.PdfReader(io.BytesIO(receipt_of_focus(filing))).pages[0].extract_text()
    assert "Ongewijzigd: zoals in ronde 1" in " ".join(read.split())


def test_after_the_last_day_a_draft_that_was_not_filed_is_named(world: FocusWorld) -> None:
    said = "dat niet is ingediend"
    world.file()
    assert "nog niet ingediend" not in page(world.coordinator)
    client = as_(world.coordinator)
    client.post(SENT, posted({"size": "Getypt"}, seen=1, action="draft"))
    assert "nog niet ingediend" in page(world.coordinator)
    assert said not in page(world.coordinator)
    set_day(world, date(2026, 2, 1))
    assert said in page(world.coordinator)
    assert said not in page(world.bureau)


def test_the_list_costs_no_more_for_all_than_for_one(
    world: FocusWorld, django_assert_num_queries: Any
) -> None:
    world.file(added=[pdf()])
    own, all_of_them = as_(world.coordinator), as_(world.bureau)
    for client, rows, queries in ((own, 1, 11), (all_of_them, 7, 15)):
        client.get(LIST)
        with django_assert_num_queries(queries):
            assert client.get(LIST).content.decode().count("row__what") == rows + (rows > 1)
    for key in ("ON", "Utrecht", "ZON"):
        appoint(world.coordinator, Role.COORDINATOR, region(key))
        world.file(region=region(key), added=[pdf(), pdf("ander.pdf", b" ")])
    with django_assert_num_queries(15):
        text = all_of_them.get(LIST).content.decode()
    assert text.count("<details") == 4
    assert text.count("ouderenzorg") == 4


def test_the_list_of_a_coordinator_shows_no_other_texts(world: FocusWorld) -> None:
    world.file()
    assert "ouderenzorg" not in page(world.other, LIST)
    assert "ouderenzorg" in page(world.fms, LIST)


def test_the_page_costs_the_same_for_one_version_and_for_many(
    world: FocusWorld, django_assert_num_queries: Any
) -> None:
    client = as_(world.coordinator)
    world.file(added=[pdf()])
    client.get(PAGE)
    with django_assert_num_queries(25):
        client.get(PAGE)
    for seen in range(1, 5):
        world.file({"size": f"Versie {seen}"}, seen=seen, added=[pdf(f"{seen}.pdf", b" " * seen)])
    with django_assert_num_queries(25):
        client.get(PAGE)


def test_somebody_with_two_regions_finds_both(world: FocusWorld) -> None:
    both = make_user("Beide")
    for key in ("NO", "ON"):
        appoint(both, Role.COORDINATOR, region(key))
    assert page(both, LIST).count('<li class="row">') == 2
    save_focus_draft(
        consultation=world.round, region=region("ON"), texts=TEXTS, seen=0, by=both, now=LATER
    )
    assert "ouderenzorg" in page(both, f"{LIST}ON/")
