"""The form in Excel on the page: read into the form, and nothing stored before one says so."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bols_portal.accounts.models import User
from consultation.enums import RoundStatus
from consultation.models import Filing, FilingDraft, Round
from consultation.services.focus_workbook import focus_workbook
from tests.consultation.focus_world import TEXTS, WISHES, FocusWorld, posted, without_a_day

PAGE = "/toewijzing/2027/fase-2/aandachtspunten/NO/"
FORM, READ, SENT = f"{PAGE}formulier.xlsx", f"{PAGE}inlezen/", f"{PAGE}indienen/"


@pytest.fixture
def world(db: None) -> FocusWorld:
    made = FocusWorld()
    without_a_day(made)
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(world: FocusWorld, **texts: str) -> SimpleUploadedFile:
    """The form with these texts; the draft that it is made from is gone again."""
    as_(world.coordinator).post(SENT, posted(texts, action="draft"))
    content = focus_workbook(world.round, world.region)
    FilingDraft.objects.all().delete()
    return SimpleUploadedFile("formulier.xlsx", content)


def sent(file: Any, **texts: str) -> dict[str, Any]:
    return posted(texts, action="read", workbook=file)


def test_what_the_file_says_stands_in_the_form_and_is_filed_after_that(world: FocusWorld) -> None:
    client = as_(world.coordinator)
    response = client.post(READ, sent(form_of(world, **TEXTS), size="Getypt"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "ouderenzorg" in text
    # What was typed and not saved is no longer in a field, and stands beside it.
    assert "Getypt</textarea>" not in text
    assert "<p>Getypt</p>" in text
    assert text.count("Stond in het formulier") == 1
    assert "data-autosave-unsaved" in text
    assert not FilingDraft.objects.exists()
    assert client.post(SENT, posted(TEXTS)).status_code == 302
    assert Filing.objects.count() == 1


def test_a_list_of_numbers_in_the_file_is_warned_of(world: FocusWorld) -> None:
    text = as_(world.coordinator).post(READ, sent(form_of(world, **WISHES))).content.decode()
    assert 'name="confirmed"' in text


def test_what_a_colleague_saved_since_is_not_overwritten(world: FocusWorld) -> None:
    file = form_of(world, **TEXTS)
    as_(world.colleague).post(SENT, posted({"size": "Van Cato"}, action="draft"))
    client = as_(world.coordinator)
    text = client.post(READ, sent(file)).content.decode()
    assert 'name="seen" value="0"' in text
    assert client.post(SENT, posted(TEXTS, action="draft")).status_code == 409


@pytest.mark.parametrize("file", [None, SimpleUploadedFile("a.xlsx", b"%PDF-1.7 %%EOF")])
def test_a_file_with_faults_leaves_what_was_typed(world: FocusWorld, file: Any) -> None:
    data = sent(file, size="Getypt")
    if file is None:
        data.pop("workbook")
    response = as_(world.coordinator).post(READ, data)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Getypt</textarea>" in text
    assert 'id="faults-title"' in text


def test_the_form_goes_to_the_party_alone(world: FocusWorld) -> None:
    assert as_(world.coordinator).get(FORM)["Content-Disposition"].endswith('ronde-1.xlsx"')
    for reader in (world.bureau, world.fms):
        assert as_(reader).get(FORM).status_code == 403
        assert as_(reader).post(READ, posted()).status_code == 403
    assert as_(world.other).get(FORM).status_code == 404
    assert as_(world.other).post(READ, posted()).status_code == 404


def test_nothing_is_read_when_nothing_can_be_filed(world: FocusWorld) -> None:
    Round.objects.update(status=RoundStatus.CANCELLED)
    assert as_(world.coordinator).post(READ, posted()).status_code == 409
