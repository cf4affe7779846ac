"""Files from anyone in the place of a signed form: a clear refusal, whatever they hold."""

import resource
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from consultation.models import Signature
from consultation.services.pdf_signatures import PDF
from tests import hostile_pdfs
from tests.consultation.signed_world import SignedWorld, a_file
from tests.signed_pdfs import Maker

pytestmark = pytest.mark.django_db
KILOBYTE = 1024


@pytest.fixture
def world() -> SignedWorld:
    made = SignedWorld()
    made.without_a_day()
    return made


def stored() -> set[Path]:
    return set(Path(default_storage.path("signatures")).rglob("*"))


def files_of(world: SignedWorld) -> list[hostile_pdfs.File]:
    form = world.form()
    return [
        *hostile_pdfs.running(),
        *hostile_pdfs.packed(form),
        *hostile_pdfs.broken(Maker("Bea Bestuurder").signs(form)),
        *hostile_pdfs.disguised(),
        *hostile_pdfs.pictures(),
    ]


def test_every_hostile_file_is_refused_in_words_and_none_is_kept(
    world: SignedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = world.form()  # the same bytes whenever it is made: once is enough here
    monkeypatch.setattr("consultation.services.signed_files.blank_form", lambda _slot: form)
    client = Client()
    client.force_login(world.administrator)
    address = reverse("sign_file", args=[2027, world.sheet.code, "I001"])
    files = files_of(world)
    assert len(files) >= 80
    kept = stored()
    wrong = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, content in files:
        response = client.post(address, {"file": a_file(content, name), "name": "Bea"})
        text = response.content.decode()
        if response.status_code != 200 or "field__error" not in text:
            wrong.append((name, response.status_code))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert wrong == []
    assert not Signature.objects.exists()
    assert stored() == kept
    assert grown < 150 * KILOBYTE
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest * KILOBYTE <= PDF.memory
