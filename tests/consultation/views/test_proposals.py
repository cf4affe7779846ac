"""The pages of the proposal: from the workbench to BOLS and back, and what others see of it."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from consultation.models import Proposal
from consultation.services.proposals import end_proposal
from tests.consultation.compose_world import WHY, ComposeWorld
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ONE = [2027, 1]


@pytest.fixture
def world() -> ComposeWorld:
    return ComposeWorld()


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def test_fms_saves_submits_and_withdraws(client: Client, world: ComposeWorld) -> None:
    as_(client, world.fms)
    there = reverse("proposals", args=[2027])
    seen = client.get(there).context["form"]["seen"].value()
    stale = client.post(there, {"note": "Eerste", "seen": seen - 1})
    assert (stale.status_code, "Eerste" in stale.text) == (409, True)
    assert client.post(there, {"note": "Eerste", "seen": seen}).status_code == 302
    page = client.get(reverse("proposal", args=ONE))
    assert reverse("proposal_submit", args=ONE) in page.text
    assert WHY in page.text
    review = client.get(reverse("proposal_submit", args=ONE))
    assert review.context["review"]
    assert "kunnen alle partijen de redenen en de motivering lezen" in review.text
    assert client.post(reverse("proposal_submit", args=ONE)).status_code == 302
    assert client.post(reverse("proposal_submit", args=ONE)).status_code == 409
    assert client.post(reverse("proposal_withdraw", args=ONE), {"reason": ""}).status_code == 200
    assert client.get(reverse("proposal_withdraw", args=ONE)).status_code == 200
    sent = {"reason": "Er komt nog een advies."}
    assert client.post(reverse("proposal_withdraw", args=ONE), sent).status_code == 302
    page = client.get(reverse("proposal", args=ONE))
    assert sent["reason"] in page.text
    assert "Waarom FMS deze versie introk" in page.text
    assert client.get(reverse("proposal_withdraw", args=ONE)).status_code == 409


def test_what_is_missing_is_listed_with_links(client: Client, world: ComposeWorld) -> None:
    as_(client, world.fms)
    world.reason("")
    world.save()
    bench = reverse("workbench", args=[2027])
    for name in ("proposal", "proposal_submit"):
        page = client.get(reverse(name, args=ONE))
        assert len(page.context["lacking"]) == 5
        assert f"{bench}#reason-02-NO" in page.text
    refused = client.post(reverse("proposal_submit", args=ONE))
    assert refused.status_code == 409
    assert f"{bench}#motivation" in refused.text


def test_an_old_base_distribution_is_shown_and_not_submitted(
    client: Client, world: ComposeWorld
) -> None:
    world.save()
    world.rectify()
    page = as_(client, world.fms).get(reverse("proposal", args=ONE))
    assert not page.context["sheet"].is_current
    assert reverse("proposal_submit", args=ONE) not in page.text
    assert client.post(reverse("proposal_submit", args=ONE)).status_code == 409
    assert Proposal.objects.get().status == "saved"


def test_the_bureau_reads_what_was_submitted_and_nothing_else(
    client: Client, world: ComposeWorld
) -> None:
    saved = world.save()
    as_(client, world.bureau)
    assert client.get(reverse("proposals", args=[2027])).context["versions"] == []
    assert client.get(reverse("proposal", args=ONE)).status_code == 404
    world.submit(saved)
    page = client.get(reverse("proposal", args=ONE))
    assert reverse("proposal_withdraw", args=ONE) not in page.text
    assert reverse("proposal_test", args=ONE) in page.text
    facts: dict[str, Any] = {"action": "return", "by": world.bureau, "now": NOW}
    end_proposal(proposal=saved.__class__.objects.get(), remark="Graag opnieuw.", **facts)
    page = client.get(reverse("proposal", args=ONE))
    assert "Graag opnieuw." in page.text
    assert "Wat het bestuur zegt" in page.text
    keys = [key for key, _ in client.get(compare()).context["form"].fields["old"].choices]
    assert keys == ["base", "advices", "version-1"]
    for key in ("workbench", "suggestion-1", "version-9", "x"):
        page = client.get(compare(), {"old": "base", "new": key})
        assert page.context["found"].new.key == "version-1"


def compare() -> str:
    return reverse("proposal_compare", args=[2027])


def test_any_two_tables_are_compared(client: Client, world: ComposeWorld) -> None:
    as_(client, world.fms)
    page = client.get(compare())
    assert page.context["found"].new.key == "workbench"
    world.save()
    world.advise(NO=6, ON=4)
    for old, new, cells in (
        ("base", "version-1", 2),
        ("advices", "version-1", 2),
        ("workbench", "version-1", 0),
        ("base", "advices", 2),
    ):
        page = client.get(compare(), {"old": old, "new": new})
        assert len(page.context["differences"]) == cells
    assert page.context["totals"][0].change == 1


def test_the_xlsx_has_the_table_and_the_reasons(client: Client, world: ComposeWorld) -> None:
    world.save()
    got = as_(client, world.fms).get(reverse("proposal_download", args=ONE))
    book = load_workbook(BytesIO(got.content))
    first, about = book.worksheets
    rows = {row[0]: row for row in first.iter_rows(values_only=True)}
    assert rows["02"][2:5] == (7, 3, 5)
    assert rows["02"][-1] == 35
    assert sum(row[1] == WHY for row in about.iter_rows(values_only=True)) == 5


def test_the_list_takes_as_many_queries_with_one_version_as_with_many(
    client: Client, world: ComposeWorld, django_assert_num_queries: Any
) -> None:
    as_(client, world.fms)
    there = reverse("proposals", args=[2027])
    world.save()
    client.get(there)
    with django_assert_num_queries(15):
        client.get(there)
    for number in range(5):
        world.reason(f"Reden {number}.")
        world.save()
    with django_assert_num_queries(15):
        client.get(there)


def test_a_version_takes_a_fixed_number_of_queries(
    client: Client, world: ComposeWorld, django_assert_num_queries: Any
) -> None:
    as_(client, world.fms)
    world.save()
    world.shift("05", "ON", "NO", 2)
    world.save()
    client.get(reverse("proposal", args=ONE))
    for number in (1, 2):
        with django_assert_num_queries(24):
            client.get(reverse("proposal", args=[2027, number]))
