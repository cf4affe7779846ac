"""The pages of the national intake: typing, uploading, confirming, and two employees at once."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from allocation.models import Cycle, IntakeVersion
from allocation.selectors.intake import numbers_of
from bols_portal.accounts.models import User
from tests.allocation.assignments import (
    add_intake,
    intake_book,
    intake_numbers,
    saved,
    upload_of,
)
from tests.factories import make_bureau, make_cycle, make_reference_data

pytestmark = pytest.mark.django_db
QUERIES = 11
HERE = "/toewijzing/2027/fase-1/instroom/"


@pytest.fixture
def cycle() -> Cycle:
    make_reference_data()
    return make_cycle()


@pytest.fixture
def bureau(client: Client) -> User:
    user = make_bureau()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[1])
    return user


def typed(cycle: Cycle, based_on: int, **changes: int | str) -> dict[str, object]:
    numbers = intake_numbers(cycle)
    data: dict[str, object] = {"based_on": based_on}
    for code, (previous, places) in numbers.items():
        data[f"intake-{code}-previous"] = previous
        data[f"intake-{code}-places"] = changes.get(f"s{code}", places)
    return data


def payload_of(page: str) -> str:
    found = re.search(r'name="payload" value="([^"]+)"', page)
    assert found
    return found[1]


def test_typing_previewing_and_confirming(client: Client, cycle: Cycle, bureau: User) -> None:
    page = client.post(f"{HERE}invoeren/", typed(cycle, 0)).content.decode()
    assert not IntakeVersion.objects.exists()
    done = client.post(
        f"{HERE}bevestigen/",
        {"payload": payload_of(page), "status": "provisional", "source": "Brief VWS"},
    )
    assert done.status_code == 302
    shown = client.get(HERE).content.decode()
    for total in ("1.050", "1.053", "1.072", "+0,3"):
        assert total in shown
    assert numbers_of(IntakeVersion.objects.get()) == intake_numbers(cycle)


def test_every_wrong_cell_is_told_at_once_and_kept(
    client: Client, cycle: Cycle, bureau: User
) -> None:
    page = client.post(f"{HERE}invoeren/", typed(cycle, 0, s01="twaalf", s02="1,5", s03=""))
    text = page.content.decode()
    assert len(page.context["form"].errors) == 3
    assert 'value="twaalf"' in text
    assert "id_intake-02-places_error" in text


def test_other_totals_ask_for_a_reason(client: Client, cycle: Cycle, bureau: User) -> None:
    page = client.post(f"{HERE}invoeren/", typed(cycle, 0, s28=60)).content.decode()
    assert "1.059 in plaats van 1.053" in page
    facts = {"payload": payload_of(page), "status": "provisional", "source": "Brief VWS"}
    again = client.post(f"{HERE}bevestigen/", facts)
    assert "totals_reason" in again.context["form"].errors
    client.post(f"{HERE}bevestigen/", facts | {"totals_reason": "Zes extra van VWS"})
    assert IntakeVersion.objects.get().totals_reason == "Zes extra van VWS"
    assert "Zes extra van VWS" in client.get(HERE).content.decode()


def test_what_two_employees_type_at_once_is_kept(
    client: Client, cycle: Cycle, bureau: User
) -> None:
    add_intake(cycle, bureau)
    page = client.post(f"{HERE}invoeren/", typed(cycle, 1, s28=53, s41=51)).content.decode()
    add_intake(cycle, make_bureau("Collega"), numbers=intake_numbers(cycle, s01=78, s02=59))
    facts = {
        "payload": payload_of(page),
        "status": "provisional",
        "source": "Brief VWS",
        "reason": "Mijn reden",
    }
    refused = client.post(f"{HERE}bevestigen/", facts)
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "Mijn reden" in text
    assert "Collega" in text
    # Against the colleague's version all four differ; confirming again stores what was typed.
    assert [one.code for one in refused.context["differences"]] == ["01", "02", "28", "41"]
    client.post(f"{HERE}bevestigen/", facts | {"payload": payload_of(text)})
    latest = IntakeVersion.objects.get(number=3)
    assert numbers_of(latest) == intake_numbers(cycle, s28=53, s41=51)


def test_a_tampered_preview_stores_nothing(client: Client, cycle: Cycle, bureau: User) -> None:
    page = client.post(f"{HERE}invoeren/", typed(cycle, 0)).content.decode()
    facts = {"status": "provisional", "source": "Brief VWS"}
    client.post(f"{HERE}bevestigen/", facts | {"payload": payload_of(page)[:-2] + "xx"})
    client.force_login(make_bureau("Ander"), settings.AUTHENTICATION_BACKENDS[1])
    client.post(f"{HERE}bevestigen/", facts | {"payload": payload_of(page)})
    assert not IntakeVersion.objects.exists()


def test_an_upload_shows_what_changes(client: Client, cycle: Cycle, bureau: User) -> None:
    add_intake(cycle, bureau)
    book = intake_book(cycle)
    book["Instroom"]["D2"] = 80
    page = client.post(f"{HERE}inlezen/", {"file": upload_of(saved(book))})
    assert [(one.code, one.change) for one in page.context["differences"]] == [("01", 1)]
    book["Instroom"]["D2"] = "veel"
    faulty = client.post(f"{HERE}inlezen/", {"file": upload_of(saved(book))})
    assert [fault.cell for fault in faulty.context["faulty"].faults] == ["D2"]


def test_making_definitive_is_a_version(client: Client, cycle: Cycle, bureau: User) -> None:
    add_intake(cycle, bureau)
    page = client.get(f"{HERE}definitief/").content.decode()
    facts = {"status": "definitive", "source": "Brief VWS 2", "reason": "Begroting aangenomen"}
    client.post(f"{HERE}bevestigen/", facts | {"payload": payload_of(page)})
    assert IntakeVersion.objects.get(number=2).status == "definitive"
    compared = client.get(f"{HERE}vergelijken/?van=1&met=2")
    assert compared.context["differences"] == []


def test_the_download_has_the_subtotals(client: Client, cycle: Cycle, bureau: User) -> None:
    add_intake(cycle, bureau)
    book = load_workbook(BytesIO(client.get(f"{HERE}versie/1/download/").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert ("Subtotaal bestuurlijk kader", 1050, 1053, 3) in [row[1:5] for row in rows]
    assert rows[-1][1:5] == ("Totaal medisch specialismen", 1072, 1072, 0)


def test_the_page_costs_the_same_with_many_versions(
    client: Client,
    cycle: Cycle,
    bureau: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    add_intake(cycle, bureau)
    client.get(HERE)
    with django_assert_num_queries(QUERIES):
        client.get(HERE)
    for number in range(1, 21):
        add_intake(cycle, bureau, numbers=intake_numbers(cycle, s28=54 - number, s41=50 + number))
    with django_assert_num_queries(QUERIES):
        client.get(HERE)
