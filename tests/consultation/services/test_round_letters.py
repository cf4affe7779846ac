"""The covering letter as pdf: who gets which part of the base distribution, and what is frozen."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core import mail
from django.utils import translation

from allocation.enums import DecisionKind
from allocation.models import BoardDecision, Deadline, DeadlineVersion, Mailing, Region
from allocation.roles import Role
from allocation.selectors.intake import current_intake
from allocation.selectors.recipients import Enclosure
from allocation.services.enclosures import content_of
from allocation.services.messages import release_mailing
from allocation.services.outbox import send_due
from consultation.models import LetterVersion, Round
from consultation.selectors.round_letters import (
    addressee_in,
    asked_in,
    enclosure_for,
    letter_of,
    names_an_addressee,
)
from consultation.services.rounds import save_letter
from tests.consultation.advice_world import set_intake
from tests.consultation.round_world import RoundWorld, adopt_framework
from tests.factories import NOW, appoint, association, make_user, specialism

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> RoundWorld:
    return RoundWorld()


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letter_to(consultation: Round, addressee: str, language: str = "nl") -> str:
    letter = letter_of(consultation)
    assert letter is not None
    return text_of(content_of(enclosure_for(letter, consultation.number, addressee), language))


def test_each_gets_the_letters_of_the_parties_they_act_for(world: RoundWorld) -> None:
    appoint(world.adviser, Role.ADVISER, association("NIV"))
    vsg = make_user("Vera VSG")
    appoint(vsg, Role.PROFESSION, specialism("46"))
    found = {
        one.user: [addressee_in(each) for each in one.enclosures]
        for one in asked_in(world.prepare())
    }
    assert found == {
        world.adviser: ["association:NVVC", "association:NIV"],
        world.coordinator: ["region:NO"],
        world.fms: ["fms:FMS"],
        vsg: ["specialism:46"],
    }


def test_a_region_reads_its_own_column(world: RoundWorld) -> None:
    adopt_framework(world.ready, world.ready.calculate(2))
    opened = world.open()
    text = letter_to(opened, "region:NO")
    assert text.startswith("OOR NO")
    assert "consultatieronde 1" in text
    assert "02 Cardiologie 7" in text
    assert "20 april 2026" in text
    assert "2 februari 2026" in text
    assert opened.table.digest in text
    assert "Leiden" not in text


def test_an_association_reads_the_rows_of_its_specialisms(world: RoundWorld) -> None:
    opened = world.open()
    text = letter_to(opened, "association:NVVC")
    assert association("NVVC").name in text
    assert "NO ON Utrecht NWN Leiden ZWN ZON Totaal" in text
    assert "02 Cardiologie 5 5 5 5 5 5 5 35" in text
    assert "Interne geneeskunde" not in text


def test_fms_reads_the_whole_table_on_a_wide_page(world: RoundWorld) -> None:
    opened = world.open()
    letter = letter_of(opened)
    assert letter is not None
    content = content_of(enclosure_for(letter, 1, "fms:FMS"), "nl")
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert page.width > page.height
    rows = opened.table.cells.values("specialism__code").distinct()
    text = text_of(content)
    assert all(f" {one['specialism__code']} " in text for one in rows)
    assert str(sum(cell.places for cell in opened.table.cells.all())) in text.replace(".", "")


def test_a_structural_zero_says_that_there_is_no_training(world: RoundWorld) -> None:
    opened = world.open()
    text = letter_to(opened, "specialism:23")
    assert "5 5 5 5 – 5 5 30" in text
    assert "–: geen erkende opleiding in deze regio." in text


def test_outside_the_framework_the_letter_names_the_national_intake(world: RoundWorld) -> None:
    opened = world.open()
    decision = BoardDecision.objects.get(cycle=world.cycle)
    decision.intake, decision.kind = current_intake(world.cycle), DecisionKind.RECTIFICATION
    decision.save()
    set_intake(world.ready, 12, code="46")  # the board has not established this one
    text = letter_to(opened, "specialism:46")
    assert "geen basisverdeling; de landelijke instroom is 7." in text


def test_the_letter_is_english_where_there_is_an_english_text(world: RoundWorld) -> None:
    made = world.prepare()
    assert "focus points" in letter_to(made, "region:NO", "en")
    save_letter(
        consultation=made,
        subject="Brief",
        body="Graag uw advies.\nTot dan.\n\nDank u wel.",
        seen=1,
        by=world.bureau,
        now=NOW,
    )
    text = letter_to(made, "region:NO", "en")
    assert "Graag uw advies." in text
    assert "Specialisme" in text
    assert "April 2026" not in text


def test_a_later_deadline_does_not_change_a_letter_that_was_sent(world: RoundWorld) -> None:
    opened = world.open()
    later = opened.opened_at + timedelta(days=3) if opened.opened_at else NOW
    DeadlineVersion.objects.create(
        deadline=Deadline.objects.get(cycle=world.cycle, key="focus_points"),
        number=2,
        day=date(2026, 5, 1),
        kind="at_the_latest",
        set_at=later,
        set_by=world.bureau,
    )
    assert "20 april 2026" in letter_to(opened, "region:NO")
    opened.opened_at = None
    opened.save()
    assert "1 mei 2026" in letter_to(opened, "region:NO")


def test_what_people_wrote_is_not_read_as_markup(world: RoundWorld) -> None:
    made = world.prepare()
    save_letter(
        consultation=made,
        subject="Brief #1 *nu*",
        body="Zie #told.digest en $x$ [hier].",
        seen=1,
        by=world.bureau,
        now=NOW,
    )
    text = letter_to(made, "region:NO")
    assert "Brief #1 *nu*" in text
    assert "Zie #told.digest en $x$ [hier]." in text


def test_an_earlier_version_stays_as_it_was(world: RoundWorld) -> None:
    made = world.prepare()
    first = letter_of(made)
    assert first is not None
    enclosure = enclosure_for(first, 1, "region:NO")
    save_letter(
        consultation=made, subject="Anders", body="Heel anders.", seen=1, by=world.bureau, now=NOW
    )
    assert "Heel anders." not in text_of(content_of(enclosure, "nl"))


def test_the_letter_goes_with_the_mail(world: RoundWorld) -> None:
    world.coordinator.language = "en"
    world.coordinator.save()
    world.open()
    mailing = Mailing.objects.get(key="round_opened")
    release_mailing(mailing=mailing, by=world.bureau, now=NOW)
    send_due(clock=lambda: NOW)
    sent = {one.to[0]: one for one in mail.outbox}
    english, dutch = sent[world.coordinator.email], sent[world.adviser.email]
    assert "consultation round 1" in english.subject
    assert "consultatieronde 1" in dutch.subject
    name, content, kind = english.attachments[0]
    assert (name, kind) == ("brief-ronde-1-NO.pdf", "application/pdf")
    assert "Your last day" in text_of(content)


def test_addressees_that_are_there(world: RoundWorld) -> None:
    named = ("region:NO", "association:NVVC", "specialism:46", "fms:FMS")
    assert all(map(names_an_addressee, named))
    assert not any(
        map(names_an_addressee, ("region:XX", "association:?", "specialism:99", "fms:X"))
    )
    with pytest.raises(Region.DoesNotExist):
        letter_to(world.prepare(), "region:XX")
    with pytest.raises(LetterVersion.DoesNotExist), translation.override("nl"):
        content_of(Enclosure("round_letter", "0:region:NO", "x.pdf"), "nl")
