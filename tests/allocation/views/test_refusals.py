"""A refusal is a page with its reason, its rule and what one can do."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from allocation.errors import Fault, FaultyInput, NotNow, NotPermitted, Refused, Stale
from allocation.views.refusals import RefusalMiddleware

OPENS = datetime(2026, 4, 1, 22, 0, tzinfo=UTC)  # midnight of 2 April in the Netherlands


def answer(exception):
    request = RequestFactory().get("/somewhere/")
    request.user = AnonymousUser()
    request.session = {}
    middleware = RefusalMiddleware(lambda request: None)
    return middleware.process_exception(request, exception)


@pytest.mark.parametrize(
    ("exception", "status", "heading"),
    [
        (NotPermitted("Alleen het bureau."), 403, "Deze stap is niet voor u"),
        (NotNow("De termijn is voorbij."), 409, "Dit kan nu niet"),
        (Stale("Al gewijzigd."), 409, "Iemand anders was u voor"),
        (Refused("Geef een reden."), 409, "Dit is niet gedaan"),
    ],
)
def test_each_kind_has_its_status_and_page(exception, status, heading) -> None:
    response = answer(exception)
    text = response.content.decode()
    assert response.status_code == status
    assert heading in text
    assert str(exception.message) in text
    assert "no-store" in response["Cache-Control"]


def test_the_page_cites_the_rule_and_says_when() -> None:
    refusal = NotNow("Nog niet open.", rule="Toewijzingsprotocol 2027, fase II", opens_at=OPENS)
    text = answer(refusal).content.decode()
    assert "Toewijzingsprotocol 2027, fase II" in text
    assert "2 april 2026 om 00:00" in text


def test_every_fault_of_an_upload_is_listed() -> None:
    faults = [Fault("Geen geheel getal", sheet="Blad1", cell="C4"), Fault("Dubbele rij")]
    text = answer(FaultyInput("2 fouten", faults)).content.decode()
    assert "Geen geheel getal (Blad1 C4)" in text
    assert "Dubbele rij" in text


def test_reasons_are_escaped() -> None:
    assert "<script>" not in answer(Refused("<script>alert(1)</script>")).content.decode()


def test_any_other_error_stays_an_error() -> None:
    assert answer(ValueError("secret")) is None
