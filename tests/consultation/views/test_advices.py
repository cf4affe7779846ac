"""The pages of advices: the list, the form that keeps what was typed, the receipt."""

import pytest
from django.test import Client

from allocation.models import Association
from allocation.roles import Role
from bols_portal.accounts.models import User
from consultation.enums import RoundStatus
from consultation.models import Filing, FilingDraft, Round
from consultation.services.advices import file_advice, save_advice_draft
from tests.consultation.advice_world import (
    LATER,
    AdviceWorld,
    make_round,
    posted,
    set_intake,
    typed,
    without_a_day,
)
from tests.factories import appoint, make_user, specialism

pytestmark = pytest.mark.django_db

LIST = "/toewijzing/2027/fase-2/advies/"
PAGE = f"{LIST}02/"
SENT = f"{PAGE}indienen/"
RECEIPT = f"{PAGE}ronde-1/versie-1/ontvangstbewijs.pdf"


@pytest.fixture
def world() -> AdviceWorld:
    made = AdviceWorld()
    without_a_day(made.ready)
    return made


def as_(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page(user: User, url: str = PAGE) -> str:
    response = as_(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def filed(world: AdviceWorld, **places: int) -> Filing:
    return file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(**places),
        seen=0,
        by=world.adviser,
        now=LATER,
    )


def test_what_was_typed_stays_where_it_is_wrong(world: AdviceWorld) -> None:
    response = as_(world.adviser).post(SENT, posted(typed(NO="zes", ON=4)))
    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="zes"' in text
    assert 'href="#NO-places"' in text
    assert "De opleiding in deze regio verandert." in text
    assert not Filing.objects.exists()
    # It is kept besides, and saves itself further: leaving the page loses nothing.
    assert 'value="zes"' in page(world.adviser)
    assert 'name="seen" value="1"' in text
    assert "data-autosave=" in text


def test_a_draft_and_then_the_advice(world: AdviceWorld) -> None:
    client = as_(world.adviser)
    assert client.post(SENT, posted(typed(NO="zes"), action="draft")).status_code == 302
    assert 'value="zes"' in page(world.adviser)
    assert not Filing.objects.exists()
    assert client.post(SENT, posted(typed(NO=6, ON=4), seen=1)).status_code == 302
    assert Filing.objects.get().number == 1
    text = page(world.adviser)
    assert Filing.objects.get().digest in text
    assert "It is not filed yet" not in text


def test_what_a_colleague_saved_is_shown_beside_what_was_typed(world: AdviceWorld) -> None:
    colleague = make_user("Cato Collega")
    appoint(colleague, Role.ADVISER, Association.objects.get(code="NVVC"))
    save_advice_draft(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed(NO=7),
        seen=0,
        by=colleague,
        now=LATER,
    )
    response = as_(world.adviser).post(SENT, posted(typed(NO=8), seen=0, action="draft"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Cato Collega" in text
    assert '<td class="is-number">7</td>' in text
    assert 'name="NO-places" value="8"' in text
    assert FilingDraft.objects.get().content["cells"]["NO"]["places"] == "7"


def test_a_draft_is_seen_by_nobody_else(world: AdviceWorld) -> None:
    save_advice_draft(
        consultation=world.round,
        specialism=specialism("02"),
        content=typed() | {"motivation": "Nog geheim"},
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    fms = make_user("Fenna FMS")
    appoint(fms, Role.FMS, world.cycle)
    assert "Nog geheim" in page(world.adviser)
    for reader in (fms, world.ready.bureau):
        text = page(reader)
        assert "Nog geheim" not in text
        assert "<form" not in text.split("<main")[1]
    assert as_(world.other).get(PAGE).status_code == 404


def test_readers_see_what_was_filed_and_others_do_not(world: AdviceWorld) -> None:
    filing = filed(world, NO=6, ON=4)
    assert filing.digest in page(world.ready.bureau)
    assert as_(world.other).get(PAGE).status_code == 404
    assert as_(world.other).get(RECEIPT).status_code == 404
    assert as_(world.other).post(SENT, posted(typed())).status_code == 404
    assert as_(world.ready.bureau).post(SENT, posted(typed())).status_code == 403


def test_the_receipt_is_a_pdf_whatever_was_written(world: AdviceWorld) -> None:
    content = typed() | {"motivation": "#panic() $x$ <a> @b [c] *d* \\"}
    file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=content,
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    response = as_(world.adviser).get(RECEIPT)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_the_next_round_shows_what_changed_and_takes_one_click(world: AdviceWorld) -> None:
    content = typed(NO=6, ON=4)
    content["cells"]["Leiden"]["reason"] = "Leiden houdt wat het heeft."
    file_advice(
        consultation=world.round,
        specialism=specialism("02"),
        content=content,
        seen=0,
        by=world.adviser,
        now=LATER,
    )
    make_round(world.ready, number=2, shifted=2)
    text = page(world.adviser)
    assert "6 <small>(5–7)</small>" in text
    assert text.count('class="change change--') == 2
    assert as_(world.adviser).post(f"{PAGE}ongewijzigd/").status_code == 302
    assert Filing.objects.filter(round__number=2, unchanged_from__isnull=False).count() == 1


def test_the_next_round_says_which_reason_an_earlier_advice_lacks(world: AdviceWorld) -> None:
    filed(world, NO=6, ON=4)
    make_round(world.ready, number=2, shifted=2)
    text = page(world.adviser)
    assert f"{PAGE}ongewijzigd/" not in text
    assert 'href="#Leiden-reason"' in text
    assert 'name="NO-places" value="6"' in text
    response = as_(world.adviser).post(f"{PAGE}ongewijzigd/")
    text = response.content.decode()
    assert 'href="#Leiden-reason"' in text
    assert 'name="NO-places" value="6"' in text
    assert Filing.objects.count() == 1


def test_a_region_without_any_number_is_named_once(world: AdviceWorld) -> None:
    content = typed()
    content["cells"]["NO"] |= {"places": "", "lowest": " ", "highest": ""}
    content["cells"]["ON"] |= {"highest": ""}
    text = as_(world.adviser).post(SENT, posted(content)).content.decode()
    summary = text.split('class="error-summary"')[1].split("</div>")[0]
    assert summary.count("<li>") == 2
    assert 'href="#NO-places"' in summary
    assert 'href="#ON-highest"' in summary


def test_the_motivation_is_asked_with_a_link(world: AdviceWorld) -> None:
    text = as_(world.adviser).post(SENT, posted(typed() | {"motivation": ""})).content.decode()
    assert 'href="#motivation"' in text
    assert 'id="motivation-error"' in text


def test_without_a_running_round_the_page_says_why(world: AdviceWorld) -> None:
    filing = filed(world)
    Round.objects.update(status=RoundStatus.CANCELLED)
    text = page(world.adviser)
    assert filing.digest in text
    assert 'name="NO-places"' not in text
    response = as_(world.adviser).post(SENT, posted(typed(NO=6, ON=4), seen=1))
    assert response.status_code == 409
    assert 'name="NO-places" value="6"' in response.content.decode()


def test_ones_own_list_costs_a_fixed_number_of_queries(
    world: AdviceWorld, django_assert_num_queries: object
) -> None:
    filed(world)
    appoint(world.adviser, Role.ADVISER, Association.objects.get(code="NIV"))
    client = as_(world.adviser)
    client.get(LIST)
    with django_assert_num_queries(12):  # type: ignore[operator]
        response = client.get(LIST)
    assert response.content.decode().count('<li class="row">') > 1


def test_the_receipts_of_a_confirmation_and_outside_the_framework(world: AdviceWorld) -> None:
    filed(world, NO=6, ON=4)
    make_round(world.ready, number=2)
    as_(world.adviser).post(f"{PAGE}ongewijzigd/")
    sports = make_user("Sam Sport")
    appoint(sports, Role.PROFESSION, specialism("46"))
    set_intake(world.ready, 35, "46")
    client = as_(sports)
    assert client.post(f"{LIST}46/indienen/", posted(typed())).status_code == 302
    for reader, code in ((as_(world.adviser), "02"), (client, "46")):
        response = reader.get(f"{LIST}{code}/ronde-2/versie-1/ontvangstbewijs.pdf")
        assert response.content.startswith(b"%PDF")
