"""The pages of signed forms: the form, bringing it in, the bureau's list, the file, the code."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from allocation.selectors.cycles import get_cycle
from consultation.models import Signature
from consultation.selectors.signed_files_todo import todo
from consultation.selectors.signing import shown_code
from consultation.services.bols_form import blank_form
from tests.consultation.signed_world import SignedWorld, a_file, a_scan
from tests.consultation.signing_world import slot_of
from tests.signed_pdfs import Maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SignedWorld:
    made = SignedWorld()
    made.without_a_day()
    return made


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(world: SignedWorld, name: str, code: str = "I001", *more: int) -> str:
    return reverse(name, args=[2027, world.sheet.code, code, *more])


def bring(world: SignedWorld, code: str = "I001", by=None, file=None):
    person = by or world.administrator
    posted = {"file": file or a_scan(), "name": "Bea Bestuurder"}
    return as_(person).post(at(world, "sign_file", code), posted, follow=True)


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_form_holds_the_numbers_the_declaration_and_the_code(world):
    response = as_(world.administrator).get(at(world, "bols_form"))
    assert "attachment" in response["Content-Disposition"]
    text = text_of(response.content)
    for part in ("zorgvuldig", "Heelkunde", f"{shown_code(world.sheet.code)}-I001", "/formulier/"):
        assert part in text
    assert world.sheet.digest in "".join(text.split())
    assert b"pdfaid:part" in response.content
    assert b"pdfuaid:part" in response.content
    trainer = text_of(blank_form(slot_of(world.cluster_sheet)))
    assert "het verslag" in trainer


def test_after_signing_the_form_says_who_how_and_when_and_the_blank_one_stays(world):
    bring(world)
    signature = Signature.objects.get()
    page = at(world, "signature_check", "I001", 1)
    client = as_(world.bureau)
    assert client.post(page, {"outcome": "confirmed", "reason": ""}).status_code == 302
    signed = as_(world.administrator).get(at(world, "bols_form")).content
    assert "Bea Bestuurder" in text_of(signed)
    assert signature.file_digest in "".join(text_of(signed).split())
    blank = as_(world.administrator).get(at(world, "bols_form") + "?leeg").content
    assert blank == world.form()


def test_a_digital_signature_is_shown_as_what_it_is(world):
    file = a_file(Maker("Bea Bestuurder").signs(world.form()))
    assert "ongeschonden" in bring(world, file=file).content.decode()
    text = as_(world.bureau).get(at(world, "signature_check", "I001", 1)).content.decode()
    for part in ("uitgever van het certificaat is onbekend", "byte voor byte", "het hele bestand"):
        assert part in text
    assert world.sheet.digest in text


def test_what_is_refused_is_said_beside_the_field_and_the_name_stays(world):
    file = a_file(Maker("B", days=(-9, -1)).signs(world.form()))
    text = bring(world, file=file).content.decode()
    assert "Het certificaat is verlopen." in text
    assert 'value="Bea Bestuurder"' in text
    assert not Signature.objects.exists()


def test_a_kept_file_is_never_opened_inside_the_portal(world):
    bring(world)
    response = as_(world.bureau).get(at(world, "signature_file", "I001", 1))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "image/png"
    for person, status in ((world.other, 404), (world.elsewhere, 404), (world.auditor, 200)):
        assert as_(person).get(at(world, "signature_file", "I001", 1)).status_code == status


@pytest.mark.parametrize("codes", [["I001"], ["I001", "I002", "N003", "N004"]], ids=["1", "4"])
def test_the_list_of_the_bureau_asks_a_fixed_number_of_queries(
    world, codes, django_assert_num_queries
):
    for code in codes:
        bring(world, code, by=world.coordinator)
    client = as_(world.bureau)
    page = reverse("signature_checks", args=[2027])
    client.get(page)
    with django_assert_num_queries(12):
        response = client.get(page)
    assert response.content.decode().count(">Controleren<") == len(codes)


def test_tasks_for_the_bureau_and_for_who_must_bring_in_anew(world):
    bring(world, "N003", by=world.coordinator)
    cycle = get_cycle(world.bureau, 2027)
    assert [str(one.title) for one in todo(world.bureau, cycle, timezone.now())] == [
        "Controleer 1 ingeleverde handtekening"
    ]
    assert list(todo(world.coordinator, cycle, timezone.now())) == []
    page = at(world, "signature_check", "N003", 1)
    as_(world.bureau).post(page, {"outcome": "refused", "reason": "Niet leesbaar."})
    assert list(todo(world.bureau, cycle, timezone.now())) == []
    [task] = todo(world.coordinator, cycle, timezone.now())
    assert "Niet leesbaar." in str(task.detail)
    assert task.url == at(world, "sign_file", "N003")


def test_a_code_leads_to_its_sheet_for_who_may_read_it(world):
    mark = f" {shown_code(world.sheet.code).lower()}-i001 "
    page = reverse("find_code")
    sheet = reverse("sheet", args=[2027, world.sheet.code])
    assert as_(world.bureau).get(page, {"code": mark}).headers["Location"] == sheet
    assert "geen formulier" in as_(world.other).get(page, {"code": mark}).content.decode()
    assert "geen formulier" in as_(world.bureau).get(page, {"code": "ABCD"}).content.decode()


def test_two_checks_of_one_signature_do_not_collide(world):
    bring(world)
    page = at(world, "signature_check", "I001", 1)
    assert as_(world.bureau).post(page, {"outcome": "confirmed"}).status_code == 302
    second = as_(world.secretary).post(page, {"outcome": "refused", "reason": "Toch niet."})
    assert second.status_code == 409
    assert Signature.objects.get().check_made.outcome == "confirmed"
