"""The page of the bureau's test of a proposal, and its report."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from consultation.enums import ProposalStatus
from consultation.models import Proposal, ProposalTest
from tests.consultation.proposal_world import ProposalWorld, advise, submit

pytestmark = pytest.mark.django_db
PAGE = "/toewijzing/2027/fase-2/voorstel/1/toets/"


@pytest.fixture
def world() -> ProposalWorld:
    return ProposalWorld()


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, **said: str) -> dict[str, str]:
    """What the form sends, about what is on the page now."""
    seen = client.get(PAGE).context["form"]["seen"].value()
    return {"careful": "yes", "remarks": "", "seen": seen} | said


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_bureau_records_its_finding(world: ProposalWorld) -> None:
    client = as_(world.bureau)
    assert reverse("proposal_test", args=[2027, 1]) == PAGE
    page = client.get(PAGE)
    assert page.context["failing"] == 0
    assert "Alle controles zijn in orde." in page.text
    response = client.post(PAGE, sent(client, remarks="Goed verlopen."))
    assert response.status_code == 302
    test = ProposalTest.objects.get()
    assert (test.careful, test.remarks, test.tested_by) == (True, "Goed verlopen.", world.bureau)
    page = client.get(PAGE)
    assert "Goed verlopen." in page.text
    assert page.context["changed"] == []


def test_all_faults_are_told_and_what_was_typed_stays(world: ProposalWorld) -> None:
    client = as_(world.bureau)
    page = client.post(PAGE, {"remarks": "Mijn lange tekst.", "seen": "x"})
    assert page.context["form"].errors.keys() == {"careful"}
    assert "Mijn lange tekst." in page.text
    page = client.post(PAGE, sent(client, careful="no"))
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert not ProposalTest.objects.exists()


def test_what_changed_meanwhile_is_shown_before_it_is_recorded(world: ProposalWorld) -> None:
    client = as_(world.bureau)
    data = sent(client, remarks="Mijn lange tekst.")
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    page = client.post(PAGE, data)
    assert page.status_code == 409
    assert "Mijn lange tekst." in page.text
    data["seen"] = page.context["form"]["seen"].value()
    assert client.post(PAGE, data).status_code == 302
    assert ProposalTest.objects.get().remarks == "Mijn lange tekst."


def test_what_changed_since_the_last_test_is_named(world: ProposalWorld) -> None:
    world.record()
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    page = as_(world.board).get(PAGE)
    assert page.context["changed"] == [
        "Elk getal ligt binnen wat de adviezen aankunnen",
    ]


def test_a_proposal_that_was_withdrawn_says_why_it_is_not_tested(world: ProposalWorld) -> None:
    client = as_(world.bureau)
    data = sent(client)
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN)
    response = client.post(PAGE, data)
    assert response.status_code == 409
    assert "ligt niet meer bij BOLS" in response.text
    page = client.get(PAGE)
    assert page.context["form"] is None
    assert not ProposalTest.objects.exists()


def test_fms_reads_the_result_once_it_is_recorded(world: ProposalWorld) -> None:
    client = as_(world.fms)
    page = client.get(PAGE)
    assert "groups" not in page.context
    assert "Zodra het bureau" in page.text
    world.record(remarks="Zorgvuldig.")
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    page = client.get(PAGE)
    assert "Zorgvuldig." in page.text
    assert page.context["changed"] == []
    assert page.context["form"] is None
    assert client.post(PAGE, {}).status_code == 403


def test_only_readers_of_proposals_find_it(world: ProposalWorld) -> None:
    world.record()
    for person in (world.adviser, world.coordinator):
        assert as_(person).get(PAGE).status_code == 404
        address = reverse("proposal_test_report", args=[2027, 1, 1])
        assert as_(person).get(address).status_code == 404
    Proposal.objects.update(submitted_at=None)
    assert as_(world.bureau).get(PAGE).status_code == 404


def test_the_report_says_what_was_found_by_whom_and_when(world: ProposalWorld) -> None:
    remarks = "#panic() $x$ <a> @b [c] *d* \\"
    test = world.record(remarks=remarks)
    client = as_(world.fms)
    response = client.get(reverse("proposal_test_report", args=[2027, 1, 1]))
    assert response["Content-Type"] == "application/pdf"
    assert "toetsverslag-2027-voorstel-1-toets-1.pdf" in response["Content-Disposition"]
    text = text_of(response.content)
    for expected in (
        remarks,
        "Bea Bureau",
        "2 februari 2026 om 10:00",
        "Het proces was zorgvuldig.",
        "Elk specialisme telt op tot het landelijke aantal",
        "02 Cardiologie NO 5 7 +2 Reden van 02 NO.",
        "Wij volgen de adviezen.",
        "1.040",
    ):
        assert expected in text, expected
    assert test.digest in text.replace(" ", "")
    assert client.get(reverse("proposal_test_report", args=[2027, 1, 2])).status_code == 404


def test_the_report_of_an_earlier_test_stays_as_it_was(world: ProposalWorld) -> None:
    world.record()
    advise(world.proposal, "03", world.adviser, {"NO": 9})
    world.record(careful=False, remarks="Te laat.")
    client = as_(world.board)
    first, second = (
        text_of(client.get(reverse("proposal_test_report", args=[2027, 1, number])).content)
        for number in (1, 2)
    )
    assert "03 Cardio-thoracale chirurgie NO 5 8 10" not in first
    assert "03 Cardio-thoracale chirurgie NO 5 8 10" in second
    assert "Het proces was niet zorgvuldig." in second


def test_the_page_costs_the_same_for_few_and_for_many(
    world: ProposalWorld, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client = as_(world.board)
    world.record()
    client.get(PAGE)
    with django_assert_num_queries(24):
        client.get(PAGE)
    for code in ("03", "04", "05"):
        advise(world.proposal, code, world.adviser, {"NO": 9})
        world.record()
    with django_assert_num_queries(24):
        page = client.get(PAGE)
    assert len(page.context["tests"]) == 4
    assert len(page.context["beyond"]) == 3


def test_a_second_proposal_has_its_own_tests(world: ProposalWorld) -> None:
    world.record()
    Proposal.objects.update(status=ProposalStatus.WITHDRAWN)
    submit(world)
    page = as_(world.bureau).get(reverse("proposal_test", args=[2027, 2]))
    assert page.context["latest"] is None
